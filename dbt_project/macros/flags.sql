{#
  What a flag speaks of: a figure key where unit, indicator and period are known (so that every witness of one figure
  raises one flag), else the place in the document.
#}
{% macro figure_subject(unit, indicator, period, scope) -%}
    'figure:' || {{ unit }} || '|' || {{ indicator }} || '|' || {{ period }} || '|' || coalesce({{ scope }}, '')
{%- endmacro %}

{% macro place_subject(document_id, locator) -%}
    'place:' || {{ document_id }} || '|' || {{ locator }}
{%- endmacro %}

{% macro severity_rank(severity) -%}
    case {{ severity }} when 'fatal' then 3 when 'query' then 2 when 'info' then 1 end
{%- endmacro %}

{# The field a rule disputes: a misprinted percentage never removes a sound value and reference. #}
{% macro disputed_field(rule_code) -%}
    case
        when {{ rule_code }} in (
            'percent_disagrees', 'percent_truncated', 'percent_unattainable', 'exceeds_verb_disagrees'
        ) then 'percent'
        else 'value'
    end
{%- endmacro %}

{# What the weight of the open flags on a field makes of it. #}
{% macro status_of(weight) -%}
    case coalesce({{ weight }}, 0) when 3 then 'quarantined' when 2 then 'unconfirmed' else 'ok' end
{%- endmacro %}

{# More than 10^2.5 times the other: what a unit hardly does from one report to the next. Both below the countable limit. #}
{% macro is_leap(one, other) -%}
    ({{ one }} > cast({{ other }} as decimal(28, 9)) * cast(316.2278 as decimal(7, 4)))
{%- endmacro %}

{# A number by a thousand, a million or a billion, at nine decimals. #}
{% macro divided_by_power(number, power) -%}
    cast(
        cast({{ number }} as decimal(28, 9))
        * case {{ power }}
            when 1000 then cast(0.001 as decimal(10, 9))
            when 1000000 then cast(0.000001 as decimal(10, 9))
            else cast(0.000000001 as decimal(10, 9))
        end as decimal(38, 9)
    )
{%- endmacro %}

{# A suggested repair of the figure a witness stands on, in the shape of the gate's: another unit of measure was meant. #}
{% macro scale_repair(number, meant, unit) -%}
    cast(
        to_json([{
            'kind': 'scale',
            'rank': 1,
            'changes': [{
                'field': 'value',
                'from': {{ decimal_text(number) }},
                'to': {{ decimal_text(meant) }}
            }],
            'message_vi': 'số liệu là ' || {{ vietnamese_number(meant) }} || ' ' || {{ unit }} || ' thay vì '
            || {{ vietnamese_number(number) }} || ' ' || {{ unit }} || ' (nhầm đơn vị tính)',
            'message_en': 'the number is ' || {{ english_number(meant) }} || ' ' || {{ unit }} || ' instead of '
            || {{ english_number(number) }} || ' ' || {{ unit }} || ' (another unit of measure)'
        }]) as varchar
    )
{%- endmacro %}

{#
  What tells of a figure's base that it is a target or a population, the strongest first: the words beside it, a result
  above it, a printed percentage above 100, the ratios beside it, the catalogue. An inferred target that the catalogue does
  not know as one was told by its neighbours.
#}
{% macro denominator_evidence(figure, prior) -%}
    case
        when {{ figure }}.denominator_basis is null then null
        when {{ figure }}.denominator_basis = 'unknown' then 'none'
        when {{ figure }}.denominator_basis in ('stated_target', 'implied_target') then 'words'
        when {{ figure }}.denominator_basis = 'population'
            then if(
                {{ figure }}.source_kind = 'unit_report'
                or {{ prior }} is distinct from 'population'
                or regexp_matches(lower({{ figure }}.quote), 'tổng|trong số|trên số'),
                'words',
                'catalogue'
            )
        when {{ figure }}.value > {{ figure }}.reference then 'exceeds_base'
        when {{ figure }}.percent > 100 then 'percent_over_100'
        when {{ prior }} = 'target' then 'catalogue'
        else 'neighbours'
    end
{%- endmacro %}
