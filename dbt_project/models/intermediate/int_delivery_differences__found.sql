-- Grain: one figure of a delivery x a delivery before it that says otherwise. changed, added and removed: against the
-- report it revises; contradicted: against a statement that cannot be true beside it; restated: against an earlier report
-- of the same office that it does not revise as a whole. Old and new numbers are joined on what they state, never by place.
with compared as (
    select * from {{ ref('int_deliveries__compared') }}
),

figures as (
    select * from {{ ref('int_delivery_figures__stated') }}
),

contradictions as (
    select * from {{ ref('int_contradictions__found') }}
),

-- a duplicate says nothing its first copy did not say
told_of as (
    select * from compared
    where delivery_kind not in ('duplicate', 'duplicate_content')
),

revised as (
    select * from compared
    where base_delivery_id is not null and delivery_kind in ('revision', 'contradiction')
),

later_figures as (
    select
        figures.*,
        revised.base_delivery_id,
        revised.base_document_id
    from figures
    inner join revised using (delivery_id, document_id)
),

earlier_figures as (
    select
        figures.*,
        revised.delivery_id as revising_delivery_id,
        revised.document_id as revising_document_id
    from figures
    inner join revised
        on figures.delivery_id = revised.base_delivery_id and figures.document_id = revised.base_document_id
),

against_base as (
    select
        coalesce(later_figures.delivery_id, earlier_figures.revising_delivery_id) as delivery_id,
        coalesce(later_figures.document_id, earlier_figures.revising_document_id) as document_id,
        coalesce(earlier_figures.delivery_id, later_figures.base_delivery_id) as other_delivery_id,
        coalesce(earlier_figures.document_id, later_figures.base_document_id) as other_document_id,
        later_figures.figure_id as new_figure_id,
        earlier_figures.figure_id as old_figure_id,
        coalesce(later_figures.figure_key, earlier_figures.figure_key) as figure_key,
        coalesce(later_figures.ordinal, earlier_figures.ordinal) as ordinal
    from later_figures
    full outer join earlier_figures
        on
            later_figures.delivery_id = earlier_figures.revising_delivery_id
            and later_figures.document_id = earlier_figures.revising_document_id
            and later_figures.figure_key = earlier_figures.figure_key
            and later_figures.ordinal = earlier_figures.ordinal
    where later_figures.content_number is distinct from earlier_figures.content_number
),

contradicted as (
    select
        contradictions.delivery_id,
        contradictions.document_id,
        contradictions.other_delivery_id,
        contradictions.other_document_id,
        contradictions.figure_id as new_figure_id,
        contradictions.other_figure_id as old_figure_id,
        figures.figure_key,
        figures.ordinal
    from contradictions
    inner join figures
        on
            contradictions.delivery_id = figures.delivery_id
            and contradictions.figure_id = figures.figure_id
    inner join told_of
        on
            contradictions.delivery_id = told_of.delivery_id
            and contradictions.document_id = told_of.document_id
),

restated as (
    select
        later.delivery_id,
        later.document_id,
        later.previous_delivery_id as other_delivery_id,
        later.previous_document_id as other_document_id,
        later.figure_id as new_figure_id,
        earlier.figure_id as old_figure_id,
        later.figure_key,
        later.ordinal
    from figures as later
    inner join told_of
        on later.delivery_id = told_of.delivery_id and later.document_id = told_of.document_id
    inner join figures as earlier
        on
            later.previous_delivery_id = earlier.delivery_id
            and later.previous_document_id = earlier.document_id
            and later.figure_key = earlier.figure_key
            and later.ordinal = earlier.ordinal
    where
        later.content_number <> later.previous_content_number
        -- a number beside which only one of the two names a base or a percentage is no other number
        and coalesce(
            later.value <> earlier.value
            or later.reference <> earlier.reference
            or later.percent <> earlier.percent,
            false
        )
        and later.previous_delivery_id is distinct from told_of.base_delivery_id
),

found as (
    select
        *,
        case
            when old_figure_id is null then 'added'
            when new_figure_id is null then 'removed'
            else 'changed'
        end as difference_kind,
        2 as kind_rank
    from against_base

    union all

    select
        *,
        'contradicted' as difference_kind,
        1 as kind_rank
    from contradicted

    union all

    select
        *,
        'restated' as difference_kind,
        3 as kind_rank
    from restated
)

select * exclude (kind_rank)
from found
qualify row_number() over (
    partition by delivery_id, document_id, other_delivery_id, other_document_id, figure_key, ordinal
    order by kind_rank
) = 1
