-- Grain: one statement of which a document, or a word on a closed period, changed since the last whole build.
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

    {{ keys_before('statement_key', [('intermediate', 'int_figures__superseded'), ('marts', 'fct_figures_history')]) }}
)

select distinct
    statement_key,
    cast({{ this_build() }} as integer) as changed_build
from touched
