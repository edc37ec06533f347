{#
  The calendar of period codes. An unknown or impossible code (2023-13, 2022-Q5) is of kind other and has no days:
  it is shown as it came, and the gate asks about it.
#}

{% macro period_kind(code) -%}
    case
        when regexp_matches({{ code }}, '^[12][0-9]{3}$') then 'year'
        when regexp_matches({{ code }}, '^[12][0-9]{3}-H[12]$') then 'half'
        when regexp_matches({{ code }}, '^[12][0-9]{3}-Q[1-4]$') then 'quarter'
        when regexp_matches({{ code }}, '^[12][0-9]{3}-M(0[1-9]|1[0-2])$') then 'months'
        when regexp_matches({{ code }}, '^[12][0-9]{3}-(0[1-9]|1[0-2])$') then 'month'
        when
            regexp_matches({{ code }}, '^SY[12][0-9]{3}-[12][0-9]{3}$')
            and cast({{ code }}[8:11] as integer) = cast({{ code }}[3:6] as integer) + 1
            then 'school_year'
        when
            regexp_matches({{ code }}, '^[12][0-9]{3}-[12][0-9]{3}$')
            and {{ code }}[6:9] > {{ code }}[1:4]
            then 'range'
        when
            regexp_matches({{ code }}, '^[0-9]{4}-[0-9]{2}-[0-9]{2}/[0-9]{4}-[0-9]{2}-[0-9]{2}$')
            and try_cast({{ code }}[12:21] as date) >= try_cast({{ code }}[1:10] as date)
            then 'range'
        else 'other'
    end
{%- endmacro %}

{# First day; a school year runs from 1 September to 31 August. #}
{% macro period_start(code, kind) -%}
    try_cast(
        case {{ kind }}
            when 'year' then {{ code }} || '-01-01'
            when 'half' then {{ code }}[1:4] || if({{ code }}[7:7] = '1', '-01-01', '-07-01')
            when 'quarter' then {{ code }}[1:4] || '-' || lpad(cast(cast({{ code }}[7:7] as integer) * 3 - 2 as varchar), 2, '0') || '-01'
            when 'months' then {{ code }}[1:4] || '-01-01'
            when 'month' then {{ code }} || '-01'
            when 'school_year' then {{ code }}[3:6] || '-09-01'
            when 'range' then if(length({{ code }}) = 9, {{ code }}[1:4] || '-01-01', {{ code }}[1:10])
        end as date
    )
{%- endmacro %}

{% macro period_end(code, kind) -%}
    case {{ kind }}
        when 'year' then try_cast({{ code }} || '-12-31' as date)
        when 'half' then try_cast({{ code }}[1:4] || if({{ code }}[7:7] = '1', '-06-30', '-12-31') as date)
        when 'quarter' then last_day(try_cast({{ code }}[1:4] || '-' || lpad(cast(cast({{ code }}[7:7] as integer) * 3 as varchar), 2, '0') || '-01' as date))
        when 'months' then last_day(try_cast({{ code }}[1:4] || '-' || {{ code }}[7:8] || '-01' as date))
        when 'month' then last_day(try_cast({{ code }} || '-01' as date))
        when 'school_year' then try_cast({{ code }}[8:11] || '-08-31' as date)
        when 'range' then try_cast(if(length({{ code }}) = 9, {{ code }}[6:9] || '-12-31', {{ code }}[12:21]) as date)
    end
{%- endmacro %}

{% macro period_label(code, kind) -%}
    case {{ kind }}
        when 'year' then 'Năm ' || {{ code }}
        when 'half' then '6 tháng ' || if({{ code }}[7:7] = '1', 'đầu', 'cuối') || ' năm ' || {{ code }}[1:4]
        when 'quarter' then 'Quý ' || case {{ code }}[7:7] when '1' then 'I' when '2' then 'II' when '3' then 'III' else 'IV' end || ' năm ' || {{ code }}[1:4]
        when 'months' then cast(cast({{ code }}[7:8] as integer) as varchar) || ' tháng đầu năm ' || {{ code }}[1:4]
        when 'month' then 'Tháng ' || cast(cast({{ code }}[6:7] as integer) as varchar) || ' năm ' || {{ code }}[1:4]
        when 'school_year' then 'Năm học ' || {{ code }}[3:6] || ' - ' || {{ code }}[8:11]
        when 'range' then
            if(
                length({{ code }}) = 9,
                'Giai đoạn ' || {{ code }}[1:4] || ' - ' || {{ code }}[6:9],
                'Từ ' || {{ code }}[9:10] || '/' || {{ code }}[6:7] || '/' || {{ code }}[1:4]
                || ' đến ' || {{ code }}[20:21] || '/' || {{ code }}[17:18] || '/' || {{ code }}[12:15]
            )
        else {{ code }}
    end
{%- endmacro %}

{# Whose year the period belongs to: school years keep their own account and never mix with calendar years. #}
{% macro period_calendar(kind) -%}
    case
        when {{ kind }} in ('year', 'half', 'quarter', 'months', 'month') then 'calendar'
        when {{ kind }} = 'school_year' then 'school'
        when {{ kind }} = 'range' then 'span'
        else 'unknown'
    end
{%- endmacro %}

{#
  The year in whose account the period stands: 2023 of 2023-H1, SY2022-2023 of itself; null of a term, of days that
  cross a new year, and of a code that is no period.
#}
{% macro period_year_code(code, kind) -%}
    case
        when {{ kind }} in ('year', 'half', 'quarter', 'months', 'month') then {{ code }}[1:4]
        when {{ kind }} = 'school_year' then {{ code }}
        when {{ kind }} = 'range' and length({{ code }}) = 21 and {{ code }}[1:4] = {{ code }}[12:15] then {{ code }}[1:4]
    end
{%- endmacro %}

{# Told from the first day of its year: a year, a half H1, M09, Q1, January. It contains every shorter one of the kind. #}
{% macro is_year_to_date(code, kind) -%}
    coalesce(
        {{ kind }} = 'school_year'
        or (
            {{ period_year_code(code, kind) }} is not null
            and month({{ period_start(code, kind) }}) = 1
            and day({{ period_start(code, kind) }}) = 1
        ),
        false
    )
{%- endmacro %}

{# Months begun and ended within it; null of a code that is no period. #}
{% macro period_months(code, kind) -%}
    cast(
        date_diff('month', date_trunc('month', {{ period_start(code, kind) }}), {{ period_end(code, kind) }}) + 1
        as integer
    )
{%- endmacro %}
