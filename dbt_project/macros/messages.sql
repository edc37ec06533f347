{#
  What offices are told by rules judged here: the registry's own templates (seed quality_rules), in Vietnamese and in
  English, each {place} filled in one pass, so that a name that itself holds braces fills nothing. Values are SQL
  expressions by place, or pairs of them ('vi', 'en') where the languages write them differently.
#}

{% macro messages(rule_code, values) -%}
    {{ filled_template(rule_code, 'vi', values) }} as message_vi,
    {{ filled_template(rule_code, 'en', values) }} as message_en
{%- endmacro %}

{% macro filled_template(rule_code, language, values) -%}
    trim(regexp_replace(
        array_to_string(
            list_transform(
                regexp_extract_all(
                    (select message_{{ language }} from {{ ref('quality_rules') }} where rule_code = '{{ rule_code }}'),
                    '\{\w+\}|[^{]+|\{'
                ),
                lambda part: case part
                    {%- for place, value in values.items() %}
                    when '{' || '{{ place }}' || '}' then coalesce({{ value[language] if value is mapping else value }}, '')
                    {%- endfor %}
                    else part
                end
            ),
            ''
        ),
        ' +', ' ', 'g'
    ))
{%- endmacro %}

{# A number with its unit of measure. #}
{% macro told_amount(number, unit) -%}
    {{ return({
        'vi': vietnamese_number(number) ~ " || ' ' || " ~ unit,
        'en': english_number(number) ~ " || ' ' || " ~ unit
    }) }}
{%- endmacro %}

{% macro told_number(number) -%}
    {{ return({'vi': vietnamese_number(number), 'en': english_number(number)}) }}
{%- endmacro %}

{# A period within a sentence: "năm 2023", "the first 9 months of 2023". #}
{% macro told_period(code, kind) -%}
    {{ return({'vi': lower_first(period_label(code, kind)), 'en': period_label_en(code, kind)}) }}
{%- endmacro %}

{% macro told_day(day) -%}
    {{ return({'vi': "strftime(" ~ day ~ ", '%d/%m/%Y')", 'en': "strftime(" ~ day ~ ", '%Y-%m-%d')"}) }}
{%- endmacro %}

{% macro lower_first(text) -%}
    (lower(({{ text }})[1:1]) || ({{ text }})[2:])
{%- endmacro %}

{# A number as English readers write it: 2,425 or 529.46. #}
{% macro english_number(number) -%}
    translate({{ vietnamese_number(number) }}, '.,', ',.')
{%- endmacro %}

{% macro period_label_en(code, kind) -%}
    case {{ kind }}
        when 'year' then {{ code }}
        when 'half' then 'the ' || if({{ code }}[7:7] = '1', 'first', 'second') || ' half of ' || {{ code }}[1:4]
        when 'quarter' then 'quarter ' || {{ code }}[7:7] || ' of ' || {{ code }}[1:4]
        when 'months' then 'the first ' || cast(cast({{ code }}[7:8] as integer) as varchar) || ' months of ' || {{ code }}[1:4]
        when 'school_year' then 'the school year ' || {{ code }}[3:]
        when 'range' then replace({{ code }}, '/', ' to ')
        else {{ code }}
    end
{%- endmacro %}
