-- Figures of the statements made by this build that are current in the history or in the facts alone.
with statements as (
    select statement_key from {{ ref('int_statements__tracked') }}
    where {{ is_touched() }}
),

history as (
    select figure_id from {{ ref('fct_figures_history') }}
    semi join statements using (statement_key)
    where standing_kind = 'current' and recorded_to is null
),

facts as (
    select figure_id from {{ ref('int_figures__superseded') }}
    semi join statements using (statement_key)
    where is_current
)

select coalesce(history.figure_id, facts.figure_id) as figure_id
from history
full outer join facts on history.figure_id = facts.figure_id
where history.figure_id is null or facts.figure_id is null
