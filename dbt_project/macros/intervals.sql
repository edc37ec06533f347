{#
  What a qualified number may mean, as a closed interval: gần, khoảng v → ±10 %; hơn, trên v → [v, 1,1 v];
  v trở lên, ít nhất v → [v, ∞); at most v → [0, v]; a printed range → its ends. An exact number in nghìn, triệu, tỷ was rounded to its
  last printed digit (to a tenth of the word where no decimals are printed).
#}

{% macro unbounded() -%} cast('1' || repeat('0', 28) as decimal(38, 9)) {%- endmacro %}

{% macro rounding_half(decimals, unit_of_measure) -%}
    (
        case
            when regexp_matches(lower({{ unit_of_measure }}), '^(tỷ|tỉ)') then cast(500000000 as decimal(38, 9))
            when regexp_matches(lower({{ unit_of_measure }}), '^(triệu|tr)') then cast(500000 as decimal(38, 9))
            when regexp_matches(lower({{ unit_of_measure }}), '^(nghìn|ngàn|1\.?000)') then cast(500 as decimal(38, 9))
            else cast(0 as decimal(38, 9))
        end
        * case least(greatest(coalesce({{ decimals }}, 0), 0), 6)
            when 0 then cast(0.1 as decimal(7, 6))
            when 1 then cast(0.1 as decimal(7, 6))
            when 2 then cast(0.01 as decimal(7, 6))
            when 3 then cast(0.001 as decimal(7, 6))
            when 4 then cast(0.0001 as decimal(7, 6))
            when 5 then cast(0.00001 as decimal(7, 6))
            else cast(0.000001 as decimal(7, 6))
        end
    )
{%- endmacro %}

{% macro interval_from(number, qualifier, rounding) -%}
    case
        when abs({{ number }}) >= {{ countable_limit() }} then {{ number }}
        when {{ qualifier }} = 'approx' then cast(cast({{ number }} as decimal(28, 9)) * 0.9 as decimal(38, 9))
        when {{ qualifier }} = 'at_least' then {{ number }}
        when {{ qualifier }} = 'at_most' then cast(0 as decimal(38, 9))
        else cast({{ number }} - {{ rounding }} as decimal(38, 9))
    end
{%- endmacro %}

{% macro interval_to(number, upper, qualifier, quote, rounding) -%}
    case
        when abs(coalesce({{ upper }}, {{ number }})) >= {{ countable_limit() }} then coalesce({{ upper }}, {{ number }})
        when {{ upper }} is not null then {{ upper }}
        when {{ qualifier }} = 'approx' then cast(cast({{ number }} as decimal(28, 9)) * 1.1 as decimal(38, 9))
        when {{ qualifier }} = 'at_least' and regexp_matches(lower({{ quote }}), 'trở lên|ít nhất|tối thiểu')
            then {{ unbounded() }}
        when {{ qualifier }} = 'at_least' then cast(cast({{ number }} as decimal(28, 9)) * 1.1 as decimal(38, 9))
        when {{ qualifier }} = 'at_most' then {{ number }}
        else cast({{ number }} + {{ rounding }} as decimal(38, 9))
    end
{%- endmacro %}

{# Half of a printed percentage's last digit: what it may have been rounded by. #}
{% macro percent_rounding_half(decimals) -%}
    (
        cast(0.5 as decimal(38, 9))
        * case least(coalesce({{ decimals }}, 0), 3)
            when 0 then cast(1 as decimal(4, 3))
            when 1 then cast(0.1 as decimal(4, 3))
            when 2 then cast(0.01 as decimal(4, 3))
            else cast(0.001 as decimal(4, 3))
        end
    )
{%- endmacro %}

{# The number a figure states: of a share the percentage, else the value. #}
{% macro number_of_figure(figure) -%}
    if({{ figure }}.indicator_measure = 'percent', {{ figure }}.percent, {{ figure }}.value)
{%- endmacro %}
