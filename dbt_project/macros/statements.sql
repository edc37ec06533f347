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
