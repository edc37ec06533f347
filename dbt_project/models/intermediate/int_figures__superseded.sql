-- Grain: one figure. Of the figures that state one thing (unit, indicator, period, scope, kind, source) the last
-- published or received is current (a bare percentage never displaces a number); others saying the same are its echoes (an article syndicated twice) and count nowhere twice.
-- Control totals are kept apart: they are checks, never added and never in the place of a unit's own figure.
with figures as (
    select * from {{ ref('int_figures__resolved') }}
),

ranked as (
    select
        *,
        if(has_key, subject_key, figure_id)
        || '|' || kind || '|' || source_kind || '|' || if(is_control_total, 'total', 'own') as statement_key,
        row_number() over (
            partition by is_document_current, statement_key
            order by
                (value is not null or indicator_measure = 'percent') desc,
                coalesce(published_at, received_at) desc nulls last,
                night desc,
                document_id,
                (qualifier = 'exact') desc,
                if(reference is null, 0, 1) + if(percent is null, 0, 1) desc,
                locator,
                figure_id
        ) as statement_rank
    from figures
),

current_figures as (
    select
        statement_key,
        value,
        reference,
        percent
    from ranked
    where is_document_current and statement_rank = 1
)

select
    ranked.* exclude (statement_rank),
    ranked.is_document_current and ranked.statement_rank = 1 as is_current,
    ranked.is_document_current
    and ranked.statement_rank > 1
    and {{ same_number('ranked.value', 'current_figures.value') }}
    and {{ same_number('ranked.reference', 'current_figures.reference') }}
    and {{ same_number('ranked.percent', 'current_figures.percent') }} as is_echo
from ranked
left join current_figures on ranked.statement_key = current_figures.statement_key
