{#
  How a night costs what is new. Builds are numbered; int_builds__completed holds the number of the last one that went
  through whole. The int_<things>__tracked models tell in which build a night of the landing zone, a name, a document or
  a statement last changed. A model of the strategy `touched` deletes and makes again the rows of every key that changed
  since the last whole build: a build that broke off leaves its keys touched, and the next one does them again.
#}

{% macro stored_relation(schema, name) -%}
    {{ return(adapter.get_relation(database=target.database, schema=schema, identifier=name) if execute else none) }}
{%- endmacro %}

{% macro last_whole_build() -%}
    {%- set completed = stored_relation('intermediate', 'int_builds__completed') -%}
    {%- if execute and completed -%}
        {{ return(run_query('select coalesce(max(build_number), 0) from ' ~ completed).columns[0].values()[0] | int) }}
    {%- endif -%}
    {{ return(0) }}
{%- endmacro %}

{% macro this_build() -%} {{ (last_whole_build() | int) + 1 }} {%- endmacro %}

{# Of the rows of a tracked model: changed since the last whole build. #}
{% macro is_touched() -%} changed_build > {{ last_whole_build() }} {%- endmacro %}

{# What a tracked model held before this build; none where all is to be made again. #}
{% macro tracked_before() -%}
    {{ return(none if not execute or should_full_refresh() else load_relation(this)) }}
{%- endmacro %}

{# Its rows; none of the columns of what it tracks where it held nothing. #}
{% macro rows_before(tracked) -%}
    {%- set before = tracked_before() -%}
    {%- if execute and before -%}
        select * from {{ before }}
    {%- else -%}
        select {{ tracked }}.*, cast(0 as integer) as changed_build from {{ tracked }} where false
    {%- endif -%}
{%- endmacro %}

{#
  Keys that touched documents had before this build: what was made of them stands in a table that is yet to be made again
  (`documents` names the touched ones), and what a build that broke off left to do stands in the tracked model itself.
#}
{% macro keys_before(key, made_tables) -%}
    {%- set before = tracked_before() -%}
    {%- if execute and before -%}
        {%- for schema, name in made_tables if stored_relation(schema, name) -%}
            union select {{ key }} from {{ stored_relation(schema, name) }} semi join documents using (document_id)
        {% endfor -%}
        union select {{ key }} from {{ before }} where {{ is_touched() }}
    {%- endif -%}
{%- endmacro %}

{# The names of figures as they were read before this build, with their nights. #}
{% macro names_before() -%}
    {%- set figures = stored_relation('intermediate', 'int_figures__read') if tracked_before() else none -%}
    {%- if execute and figures -%}
        select night, office_code, unit_text, indicator_text from {{ figures }}
    {%- else -%}
        select
            cast(null as date) as night,
            cast(null as varchar) as office_code,
            cast(null as varchar) as unit_text,
            cast(null as varchar) as indicator_text
        where false
    {%- endif -%}
{%- endmacro %}

{# In a model of the strategy `touched`, after the relation it reads: the rows of touched keys alone. #}
{% macro touched_only(key) -%}
    {%- if is_incremental() -%} semi join touched using ({{ key }}) {%- endif -%}
{%- endmacro %}

{# The keys whose rows are made again, as a subquery; the names are those of the tracked models' columns. #}
{% macro touched_keys(key) -%}
    {%- set tracked = {
        'night': 'int_nights__tracked',
        'document_id': 'int_documents__tracked',
        'statement_key': 'int_statements__tracked',
        'figure_key': 'int_figure_keys__tracked',
    }[key] -%}
    select {{ key }} from {{ stored_relation('intermediate', tracked) }} where {{ is_touched() }}
{%- endmacro %}

{% macro get_incremental_touched_sql(arguments) -%}
    {%- set columns = arguments['dest_columns'] | map(attribute='quoted') | join(', ') -%}
    delete from {{ arguments['target_relation'] }}
    where {{ arguments['unique_key'] }} in ({{ touched_keys(arguments['unique_key']) }});
    insert into {{ arguments['target_relation'] }} ({{ columns }})
    select {{ columns }} from {{ arguments['temp_relation'] }};
{%- endmacro %}

{#
  Tests of an incremental model look at the rows made tonight alone where their `where` is "made_tonight(key)"; of a
  whole build those are all rows.
#}
{% macro duckdb__get_where_subquery(relation) -%}
    {%- set where = config.get('where') -%}
    {%- if not where -%}
        {{ return(relation) }}
    {%- endif -%}
    {%- set made_tonight = modules.re.fullmatch('made_tonight\\((\\w+)\\)', where) -%}
    {%- if made_tonight and execute -%}
        {%- set key = made_tonight.group(1) -%}
        {%- set where = key ~ ' in (' ~ touched_keys(key) ~ ')' -%}
    {%- endif -%}
    (select * from {{ relation }} where {{ where }}) as dbt_subquery
{%- endmacro %}
