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
