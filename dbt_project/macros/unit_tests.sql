{#
  The given rows of a unit test, in place of dbt's macro of the same name: that one calls macros for each cell and
  writes a cast for each, which was half of what the unit tests cost. Here rows are one list of texts and every column
  is cast once; columns that no row gives are null.
#}
{% macro get_fixture_sql(rows, column_name_to_data_types) -%}
    {%- set types = column_name_to_data_types or {} -%}
    {%- if not types -%}
        {%- for column in adapter.get_columns_in_relation(defer_relation if (defer_relation and not load_relation(this)) else this) -%}
            {%- do types.update({column.name | lower: column.data_type}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if not types -%}
        {{ exceptions.raise_compiler_error("unit test '" ~ model.name ~ "': " ~ this ~ " does not exist, so its columns are not known; build it first") }}
    {%- endif -%}
    {%- set given = [] -%}
    {%- set lines = [] -%}
    {%- for row in rows -%}
        {%- for name in row if name | lower not in given -%}
            {%- if name | lower not in types -%}
                {{ exceptions.raise_compiler_error("unit test '" ~ model.name ~ "': no column '" ~ name ~ "'; there are " ~ (types | list)) }}
            {%- endif -%}
            {%- do given.append(name | lower) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for row in rows -%}
        {%- set cells = dict.fromkeys(given, 'null') -%}
        {%- for name, value in row.items() if value is not none -%}
            {%- set literal = "'" ~ (value | string | replace("'", "''")) ~ "'" -%}
            {%- do cells.update({name | lower: literal if value is string or value is number or value is boolean else value}) -%}
        {%- endfor -%}
        {%- do lines.append('(' ~ (cells.values() | join(', ')) ~ ')') -%}
    {%- endfor -%}
    select
        {%- for name, type in types.items() %} cast({{ adapter.quote(name) if name in given else 'null' }} as {{ type }}) as {{ adapter.quote(name) }}{{ '' if loop.last else ',' }}
        {%- endfor %}
    {%- if given %} from (values {{ lines | join(', ') }}) as given ({{ given | map('tojson') | join(', ') }})
    {%- elif rows %} from range({{ rows | length }})
    {%- else %} limit 0
    {%- endif -%}
{%- endmacro %}
