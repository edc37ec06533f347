-- Grain: one statement of which a document, or a word on a closed period, changed since the last whole build.
{%- set before = tracked_before() %}
with documents as (
    select document_id from {{ ref('int_documents__tracked') }}
    where {{ is_touched() }}
),

figures as (
    select
        figure_id,
        document_id,
        statement_key
    from {{ ref('int_figures__read') }}
),

standings as (
    select * from {{ ref('int_standings__tracked') }}
    where {{ is_touched() }}
),

touched as (
    select statement_key from figures
    semi join documents using (document_id)

    union

    select statement_key from figures
    semi join standings on standings.subject_kind = 'figure' and figures.figure_id = standings.subject_id

    union

    select statement_key from figures
    semi join standings on standings.subject_kind = 'document' and figures.document_id = standings.subject_id

    -- what these documents stated before, and what a build that broke off left to do
    {% set made = stored_relation('intermediate', 'int_figures__superseded') if before else none -%}
    {% if made -%}
    union
    select statement_key from {{ made }}
    semi join documents using (document_id)
    {%- endif %}
    {% set made = stored_relation('marts', 'fct_figures_history') if before else none -%}
    {% if made -%}
    union
    select statement_key from {{ made }}
    semi join documents using (document_id)
    {%- endif %}

    {% if before -%}
    union
    select statement_key from {{ before }}
    where {{ is_touched() }}
    {%- endif %}
)

select distinct
    statement_key,
    cast({{ this_build() }} as integer) as changed_build
from touched
