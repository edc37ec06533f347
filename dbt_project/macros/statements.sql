{#
  Which of the figures that state one thing stands for it: a number before a bare percentage, then the last published or
  received; of one load that of the file named a revision; in one document the exact and fuller one.
#}
{% macro statement_order() -%}
    (value is not null or indicator_measure = 'percent') desc,
    coalesce(published_at, received_at) desc nulls last,
    night desc,
    delivery_order desc nulls last,
    document_id,
    (qualifier = 'exact') desc,
    if(reference is null, 0, 1) + if(percent is null, 0, 1) desc,
    locator,
    figure_id
{%- endmacro %}

{#
  Which row of one unit, indicator, period and scope stands for it: the headline, else, to tell what is left out, what is
  quarantined.
#}
{% macro headline_order() -%}
    is_headline desc, (source_kind = 'unit_report') desc, figure_id
{%- endmacro %}

{#
  Results of a half-year beside targets of the half and of the year do not mix: of the groups by base_period_code that of
  most figures, else that of the own period.
#}
{% macro base_order() -%}
    count(*) desc, (base_period_code = period_code) desc, base_period_code
{%- endmacro %}
