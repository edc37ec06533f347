{# Comments a BI user reads in the database: the Vietnamese label, then the description. #}

{% macro duckdb__alter_relation_comment(relation, comment) %}
    {%- set label = (model.config.meta or {}).get('label_vi') -%}
    comment on {{ relation.type }} {{ relation }} is {{ duckdb_escape_comment((label ~ '. ' if label else '') ~ comment) }};
{% endmacro %}

{% macro duckdb__alter_column_comment(relation, column_dict) %}
    {%- for name, column in column_dict.items() %}
        {%- set meta = (column.get('config') or {}).get('meta') or column.get('meta') or {} -%}
        {%- set label = meta.get('label_vi') %}
        comment on column {{ relation }}.{{ name }} is {{ duckdb_escape_comment((label ~ '. ' if label else '') ~ column['description']) }};
    {%- endfor %}
{% endmacro %}
