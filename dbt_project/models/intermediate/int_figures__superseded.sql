{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='statement_key', on_schema_change='fail'
) }}
-- depends_on: {{ ref('int_accounts__tracked') }}
-- Grain: one figure. Of the figures that state one thing (unit, indicator, period, scope, kind, source) the last
-- published or received is current (of one load, that of the file named a revision; a bare percentage never displaces a
-- number); others stating the same numbers are its echoes and count nowhere twice. A figure of a syndicated article is an echo at
-- most.
-- Control totals and statements of change alone are kept apart: the first are checks, the second no level; neither ever
-- stands in the place of a unit's own figure.
with syndicated as (
    select document_id from {{ ref('int_documents__syndicated') }}
),

touched as (
    select statement_key from {{ ref('int_statements__tracked') }}
    where {{ is_touched() }}
),

resolved as (
    select * from {{ ref('int_figures__resolved') }}
    {{ touched_only('statement_key') }}
),

-- of a closed period what stood at its closing stands, whatever its place holds now
held as (
    select
        figure_id,
        is_standing
    from {{ ref('int_figures__held') }}
),

figures as (
    select
        resolved.* replace (coalesce(held.is_standing, resolved.is_document_current) as is_document_current),
        coalesce(held.is_standing, resolved.is_document_current) and syndicated.document_id is null as is_counted
    from resolved
    left join syndicated on resolved.document_id = syndicated.document_id
    left join held on resolved.figure_id = held.figure_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by is_counted, statement_key
            order by {{ statement_order() }}
        ) as statement_rank
    from figures
),

current_figures as (
    select
        statement_key,
        coalesce(published_at, received_at) as told_at,
        value,
        reference,
        percent
    from ranked
    where is_counted and statement_rank = 1
)

select
    ranked.* exclude (statement_rank, is_counted),
    ranked.is_counted and ranked.statement_rank = 1 as is_current,
    ranked.is_document_current
    and not (ranked.is_counted and ranked.statement_rank = 1)
    and current_figures.statement_key is not null
    and {{ same_number('ranked.value', 'current_figures.value') }}
    and {{ same_number('ranked.reference', 'current_figures.reference') }}
    -- a misprinted percentage is asked about where it stands, be the same numbers told right elsewhere
    and (ranked.value is not null or {{ same_number('ranked.percent', 'current_figures.percent') }}) as is_echo,
    -- a cell that could not be read is asked about until its document, or a later one, holds the number
    coalesce(
        ranked.is_counted
        and ranked.statement_rank > 1
        and ranked.value is null
        and ranked.percent is null
        and coalesce(ranked.published_at, ranked.received_at) >= current_figures.told_at,
        false
    ) as is_unread
from ranked
left join current_figures on ranked.statement_key = current_figures.statement_key
