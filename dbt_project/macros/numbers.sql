{#
  Exact arithmetic. DuckDB divides decimals as doubles; these macros divide scaled whole numbers, so that no binary
  float ever decides a figure. Numbers of 10^19 and above have no percentage: nothing counted here is that large.
#}

{% macro countable_limit() -%} cast('10000000000000000000' as decimal(38, 9)) {%- endmacro %}

{% macro scaled(number) -%}
    cast(cast({{ number }} as decimal(38, 9)) * 1000000000 as hugeint)
{%- endmacro %}

{# 100 · part / whole, rounded half up (away from zero); null where the whole is not above zero. #}
{% macro percent_of(part, whole, decimals=1) -%}
    case
        when {{ whole }} > 0 and abs({{ whole }}) < {{ countable_limit() }} and abs({{ part }}) < {{ countable_limit() }}
            then try_cast(
                try_cast(
                    sign({{ part }})
                    * (
                        (abs({{ scaled(part) }}) * {{ 2 * 100 * 10 ** decimals }} + {{ scaled(whole) }})
                        // (2 * {{ scaled(whole) }})
                    ) as decimal(28, 0)
                ) * cast('{{ "0." ~ "0" * (decimals - 1) ~ "1" if decimals > 0 else "1" }}' as decimal({{ [decimals, 1] | max }}, {{ decimals }}))
                as decimal(18, {{ decimals }})
            )
    end
{%- endmacro %}

{# Plain digits without trailing zeros: 1000000000, 122.7; null stays null. #}
{% macro decimal_text(number) -%}
    regexp_replace(
        regexp_replace(cast(cast({{ number }} as decimal(38, 9)) as varchar), '(\.[0-9]*?)0+$', '\1'), '\.$', ''
    )
{%- endmacro %}

{# A number as Vietnamese readers write it: 2.425 or 529,46. #}
{% macro vietnamese_number(number) -%}
    concat(
        case when {{ number }} < 0 then '-' else '' end,
        replace(
            coalesce(
                format('{:,}', try_cast(trunc(abs({{ number }})) as bigint)),
                cast(trunc(abs({{ number }})) as varchar)
            ),
            ',', '.'
        ),
        replace(regexp_extract({{ decimal_text(number) }}, '\.[0-9]+$'), '.', ',')
    )
{%- endmacro %}

{# How marts show numbers: four decimals keep every printed rate, and 34 whole digits any number that can land. #}
{% macro mart_number(number) -%}
    cast({{ number }} as decimal(38, 4))
{%- endmacro %}

{# Equal, or neither is known. #}
{% macro same_number(one, other) -%}
    coalesce({{ one }} = {{ other }}, {{ one }} is null and {{ other }} is null)
{%- endmacro %}

{#
  A statement of change alone ("tăng 20 đoàn viên", "giảm 5%"): no level of the indicator, so never its result. Beside a
  base or a percentage the change is the percentage's ("300 đoàn viên, tăng 5%") and the value is a level.
#}
{% macro tells_change_alone(change, value, reference, percent) -%}
    (
        {{ change }} is not null
        and if(
            {{ value }} is null,
            {{ change }} in ('increase', 'decrease'),
            {{ reference }} is null and {{ percent }} is null
        )
    )
{%- endmacro %}

{# pct per cent of a whole, at four decimals; null where it would not fit. #}
{% macro percent_share_of(pct, whole) -%}
    try_cast(
        try_cast({{ pct }} as decimal(13, 4)) * try_cast({{ whole }} as decimal(22, 4)) * cast(0.01 as decimal(2, 2))
        as decimal(38, 4)
    )
{%- endmacro %}
