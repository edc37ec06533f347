{#
  Landing tables and the catalogue's extra files lie outside the database. A glob of a landing table always finds its
  schema.parquet; extra files may be absent.
#}

{% macro quoted(text) -%}
    '{{ text | replace("'", "''") }}'
{%- endmacro %}

{# Of some nights alone where they are given: no file of another night is opened, not even for its columns. #}
{% macro landing_table(name, nights=none) -%}
    {%- set folder = env_var('WAREHOUSE_LANDING') ~ '/' ~ name -%}
    {%- set files = [quoted(folder ~ '/**/*.parquet')] -%}
    {%- if nights is not none -%}
        {%- set files = [quoted(folder ~ '/schema.parquet')] -%}
        {%- for night in nights if file_exists(folder ~ '/night=' ~ night ~ '/*.parquet') -%}
            {%- do files.append(quoted(folder ~ '/night=' ~ night ~ '/*.parquet')) -%}
        {%- endfor -%}
    {%- endif -%}
    read_parquet(
        [{{ files | join(', ') }}],
        hive_partitioning = false,
        union_by_name = true
    )
{%- endmacro %}

{# The files of landing tables, with their sizes and times and without their content. #}
{% macro landing_files(names) -%}
    {%- set globs = [] -%}
    {%- for name in names -%}
        {%- do globs.append(quoted(env_var('WAREHOUSE_LANDING') ~ '/' ~ name ~ '/**/*.parquet')) -%}
    {%- endfor -%}
    read_blob([{{ globs | join(', ') }}])
{%- endmacro %}

{#
  Figures of the chunks that landed whole; of some nights alone where they are given. The same figure of one delivery
  landed twice is one.
#}
{% macro landed_figures(nights=none) -%}
    (
        select *
        from {{ landing_table('figures', nights) }}
        semi join {{ landing_table('deliveries', nights) }} as deliveries using (chunk_id)
        where {{ up_to_tonight() }}
        qualify row_number() over (partition by figure_id, delivery_id order by night desc, chunk_id) = 1
    )
{%- endmacro %}

{# The night up to which landing is seen: a backfill sees what that night saw. #}
{% macro up_to_tonight() -%}
    night <= date '{{ env_var("WAREHOUSE_AS_OF_NIGHT", "9999-12-31") }}'
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

{# Corrections of the data team and of offices, prepared before a build; absent where there are none. #}
{% macro figure_corrections() -%}
    {%- set path = env_var('WAREHOUSE_BUILD') ~ '/figure_corrections.parquet' -%}
    {%- if file_exists(path) -%}
    select * from read_parquet({{ quoted(path) }})
    {%- else -%}
    select
        {% for column in ['path', 'member', 'locator', 'figure_key', 'source_kind', 'kind', 'field', 'reason', 'who', 'document', 'problem', 'document_id', 'origin'] -%}
        cast(null as varchar) as {{ column }},
        {% endfor -%}
        cast(null as integer) as line_number,
        cast(null as decimal(38, 9)) as old_number,
        cast(null as decimal(38, 9)) as new_number
    where false
    {%- endif -%}
{%- endmacro %}
