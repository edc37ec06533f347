{#
  Landing tables and the catalogue's extra files lie outside the database. A glob of a landing table always finds its
  schema.parquet; extra files may be absent.
#}

{% macro quoted(text) -%}
    '{{ text | replace("'", "''") }}'
{%- endmacro %}

{% macro landing_table(name) -%}
    read_parquet(
        {{ quoted(env_var('WAREHOUSE_LANDING') ~ '/' ~ name ~ '/**/*.parquet') }},
        hive_partitioning = false,
        union_by_name = true
    )
{%- endmacro %}

{# The night up to which landing is seen: a backfill sees what that night saw. #}
{% macro up_to_tonight() -%}
    night <= date '{{ var("as_of_night") }}'
{%- endmacro %}

{% macro file_exists(path) -%}
    {%- if execute -%}
        {%- set found = run_query("select count(*) from glob(" ~ quoted(path) ~ ")") -%}
        {{ return(found.columns[0].values()[0] > 0) }}
    {%- endif -%}
    {{ return(false) }}
{%- endmacro %}

{#
  A catalogue seed with a federation's own rows of the same file name; an own row replaces the seed's of the same key.
  Own files are read as text and cast by the staging model, like the seed's columns.
#}
{% macro catalogue_rows(seed, key_columns, columns) -%}
    {%- set path = env_var('WAREHOUSE_CATALOGUE_EXTRA', '') ~ '/' ~ seed ~ '.csv' -%}
    {%- set casts = [] -%}
    {%- for column in columns -%}
        {%- do casts.append("nullif(trim(cast(" ~ column ~ " as varchar)), '') as " ~ column) -%}
    {%- endfor -%}
    select {{ casts | join(', ') }} from {{ ref(seed) }}
    {%- if file_exists(path) %}
    anti join (
        select {{ key_columns | join(', ') }}
        from read_csv({{ quoted(path) }}, all_varchar = true, header = true, delim = ',', quote = '"')
    ) as own using ({{ key_columns | join(', ') }})
    union all
    select {{ casts | join(', ') }}
    from read_csv({{ quoted(path) }}, all_varchar = true, header = true, delim = ',', quote = '"')
    {%- endif %}
{%- endmacro %}

{# The night's second try at names: the file is absent until a name was tried again. #}
{% macro resolved_names() -%}
    {%- set path = env_var('WAREHOUSE_BUILD') ~ '/resolutions.parquet' -%}
    {%- if file_exists(path) -%}
    select kind, text, context, code, candidates from read_parquet({{ quoted(path) }})
    {%- else -%}
    select
        cast(null as varchar) as kind,
        cast(null as varchar) as text,
        cast(null as varchar) as context,
        cast(null as varchar) as code,
        cast(null as struct(code varchar, name varchar, score integer)[]) as candidates
    where false
    {%- endif -%}
{%- endmacro %}
