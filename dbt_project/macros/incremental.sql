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

{# What touched statements told before this build: of figures that were read otherwise, or are gone. #}
{% macro accounts_before() -%}
    {%- set figures = stored_relation('intermediate', 'int_figures__superseded') if tracked_before() else none -%}
    {%- if execute and figures -%}
        union all
        select org_unit_code, indicator_code, period_code, reference_period_code from {{ figures }}
        semi join statements using (statement_key)
    {%- endif -%}
{%- endmacro %}

{# Figures as they were read before this build: their names, places and subjects, with their nights. #}
{% macro figures_before() -%}
    {%- set columns = ['office_code', 'unit_text', 'indicator_text', 'document_id', 'subject_key'] -%}
    {%- set figures = stored_relation('intermediate', 'int_figures__read') if tracked_before() else none -%}
    {%- if execute and figures -%}
        select night, {{ columns | join(', ') }} from {{ figures }}
    {%- else -%}
        select
            {% for column in columns -%}
            cast(null as varchar) as {{ column }},
            {% endfor -%}
            cast(null as date) as night
        where false
    {%- endif -%}
{%- endmacro %}

{# In a model of the strategy `touched`, after the relation it reads: the rows of touched keys alone. #}
{% macro touched_only(key) -%}
    {%- if is_incremental() -%} semi join touched using ({{ key }}) {%- endif -%}
{%- endmacro %}

{#
  An account: what one unit tells of one indicator in one year, of whatever source, scope, kind and part of the year. What a
  mart lays beside each other (a result and its target, the halves of a year, two senders) lies in one account. The first
  four digits of the period are the year (of a school year that in which it begins).
#}
{% macro account_key(unit='org_unit_code') -%}
    concat_ws('|', coalesce({{ unit }}, ''), coalesce(indicator_code, ''), {{ year_key() }})
{%- endmacro %}

{#
  The same for accounts, whose key is no column: after the only relation of an import CTE. A model that reads what flags make
  of figures names int_judged_accounts__tracked.
#}
{% macro touched_accounts(tracked='int_accounts__tracked', unit='org_unit_code') -%}
    {%- set tracked_accounts = ref(tracked) -%}
    {%- if is_incremental() -%}
    semi join (select account_key from {{ tracked_accounts }} where {{ is_touched() }}) as touched
        on {{ account_key(unit) }} = touched.account_key
    {%- endif -%}
{%- endmacro %}

{% macro touched_judged_accounts(unit='org_unit_code') -%}
    {{ touched_accounts('int_judged_accounts__tracked', unit) }}
{%- endmacro %}

{# Sums over units: those of one year are made again together where an account of theirs was touched. #}
{% macro year_key() -%}
    left(ltrim(coalesce(period_code, ''), 'SY'), 4)
{%- endmacro %}

{% macro year_of_account() -%} split_part(account_key, '|', 3) {%- endmacro %}

{% macro touched_years() -%}
    {%- set tracked_accounts = ref('int_judged_accounts__tracked') -%}
    {%- if is_incremental() -%}
    semi join (select {{ year_of_account() }} as year_key from {{ tracked_accounts }} where {{ is_touched() }}) as touched
        on {{ year_key() }} = touched.year_key
    {%- endif -%}
{%- endmacro %}

{#
  CTEs that end in `accounts`, the accounts of what `told` tells (org_unit_code, indicator_code, period_code and
  reference_period_code): of the period, and of the other period whose target stands beside it.
#}
{% macro accounts_of_told() -%}
periods as (
    select
        org_unit_code,
        indicator_code,
        period_code
    from told

    union

    select
        org_unit_code,
        indicator_code,
        reference_period_code as period_code
    from told
    where reference_period_code is not null
),

accounts as (
    select distinct {{ account_key() }} as account_key from periods
)
{%- endmacro %}

{# By the `unique_key` of a model of the strategy `touched`: the model that tells which were touched, and the key of a row. #}
{% macro touched_by(key) -%}
    {%- set judged = 'int_judged_accounts__tracked' -%}
    {{ return({
        'night': ('int_nights__tracked', 'night', 'night'),
        'document_id': ('int_documents__tracked', 'document_id', 'document_id'),
        'statement_key': ('int_statements__tracked', 'statement_key', 'statement_key'),
        'figure_key': ('int_figure_keys__tracked', 'figure_key', 'figure_key'),
        'stating_document': ('int_stating_documents__tracked', 'document_id', 'document_id'),
        'account': ('int_accounts__tracked', 'account_key', account_key()),
        'judged_account': (judged, 'account_key', account_key()),
        'reported_account': (judged, 'account_key', account_key('reported_unit_code')),
        'handed_account': (judged, 'account_key', account_key('coalesce(reassigned_from_code, org_unit_code)')),
        'year': (judged, year_of_account(), year_key()),
    }[key]) }}
{%- endmacro %}

{# The condition on a row that it is made again tonight. #}
{% macro is_made_again(key) -%}
    {{ touched_by(key)[2] }} in ({{ touched_keys(key) }})
{%- endmacro %}

{% macro touched_keys(key) -%}
    {%- set tracked, column, of_row = touched_by(key) -%}
    select {{ column }} from {{ stored_relation('intermediate', tracked) }} where {{ is_touched() }}
{%- endmacro %}

{% macro get_incremental_touched_sql(arguments) -%}
    {%- set columns = arguments['dest_columns'] | map(attribute='quoted') | join(', ') -%}
    delete from {{ arguments['target_relation'] }}
    where {{ is_made_again(arguments['unique_key']) }};
    insert into {{ arguments['target_relation'] }} ({{ columns }})
    select {{ columns }} from {{ arguments['temp_relation'] }};
{%- endmacro %}

{#
  Tests of a model of the strategy `touched` look at the rows made tonight alone: nothing else changed. Of a whole build those
  are all rows.
#}
{% macro duckdb__get_where_subquery(relation) -%}
    {%- set conditions = [config.get('where')] if config.get('where') else [] -%}
    {%- set tested = graph.nodes[model.attached_node] if execute and model.attached_node in graph.nodes else none -%}
    {%- if tested and tested.config.incremental_strategy == 'touched' -%}
        {%- do conditions.append(is_made_again(tested.config.unique_key)) -%}
    {%- endif -%}
    {%- if not conditions -%}
        {{ return(relation) }}
    {%- endif -%}
    (select * from {{ relation }} where {{ conditions | join(' and ') }}) as dbt_subquery
{%- endmacro %}
