-- The labels and descriptions of every column of the marts, for tools that show no comments. Asked of the project itself
-- when the model runs: nothing is written twice.
{% set found = [] -%}
{% if execute -%}
    {% for node in graph.nodes.values() | sort(attribute='name') if node.resource_type == 'model' and node.fqn[1] == 'marts' -%}
        {% for column in node.columns.values() -%}
            {% do found.append([node, column, loop.index]) -%}
        {% endfor -%}
    {% endfor -%}
{% endif -%}
with columns_told (
    mart_name, mart_label, column_name, ordinal_number, label_vi, description, data_type_name, indicator_code
) as (
    values
    (null, null, null, null, null, null, null, null)
    {%- for node, column, ordinal in found %},
    (
        '{{ node.name }}',
        '{{ node.config.meta.label_vi | replace("'", "''") }}',
        '{{ column.name }}',
        {{ ordinal }},
        '{{ column.config.meta.label_vi | replace("'", "''") }}',
        '{{ column.description | replace("'", "''") }}',
        '{{ column.data_type }}',
        {% if column.config.meta.indicator_code -%} '{{ column.config.meta.indicator_code }}' {%- else -%} null {%- endif %}
    )
    {%- endfor %}
)

select
    cast(mart_name as varchar) as mart_name,
    cast(mart_label as varchar) as mart_label,
    cast(column_name as varchar) as column_name,
    cast(ordinal_number as integer) as ordinal_number,
    cast(label_vi as varchar) as label_vi,
    cast(description as varchar) as description,
    cast(data_type_name as varchar) as data_type_name,
    cast(indicator_code as varchar) as indicator_code
from columns_told
where mart_name is not null
