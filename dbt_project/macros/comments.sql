{# Comments a BI user reads in the database: the Vietnamese label, then the description. #}

{% macro labelled(meta, description) -%}
    {{ return((meta.label_vi ~ '. ' if meta and meta.label_vi else '') ~ description) }}
{%- endmacro %}

{% macro duckdb__alter_relation_comment(relation, comment) -%}
    comment on {{ relation.type }} {{ relation }} is {{ duckdb_escape_comment(labelled(model.config.meta, comment)) }};
{%- endmacro %}

{% macro duckdb__alter_column_comment(relation, column_dict) -%}
    {%- for name, column in column_dict.items() -%}
        {%- set comment = labelled(column.config.meta, column.description) -%}
        comment on column {{ relation }}.{{ name }} is {{ duckdb_escape_comment(comment) }};
    {%- endfor -%}
{%- endmacro %}
