-- Grain: one figure of a closed period. It stands where its document is what its place held when the period was closed, or
-- was accepted since; it waits where its place holds it now, but received it after the closing. A document stands where any
-- of its deliveries does.
with closings as (
    select * from {{ ref('int_periods__closed') }}
),

deliveries as (
    select
        *,
        {{ place_key() }} as place_key
    from {{ ref('int_documents__delivered') }}
    where not is_withdrawn and status <> 'quarantined'
),

answers as (
    select * from {{ ref('int_deliveries__answered') }}
),

figures as (
    select
        resolved.figure_id,
        resolved.document_id,
        closings.closed_at,
        closings.closed_night,
        closings.closed_by,
        closings.closed_reason
    from {{ ref('int_figures__resolved') }} as resolved
    inner join closings
        on
            coalesce(resolved.org_unit_code, '') = closings.org_unit_code
            and resolved.period_code = closings.period_code
),

places as (
    select distinct place_key from deliveries
    semi join figures on deliveries.document_id = figures.document_id
),

-- what a place was sent: one row a delivery, however many members its file has
sendings as (
    select
        deliveries.place_key,
        deliveries.delivery_id,
        min(deliveries.night) as night,
        min(deliveries.received_at) as received_at,
        coalesce(bool_or(answers.is_accepted), false) as is_accepted
    from deliveries
    semi join places on deliveries.place_key = places.place_key
    left join answers on deliveries.delivery_id = answers.delivery_id
    group by deliveries.place_key, deliveries.delivery_id
),

followed as (
    select
        *,
        lead(received_at) over later as replaced_at,
        coalesce(bool_or(is_accepted) over after_it, false) as is_accepted_later
    from sendings
    window
        later as (partition by place_key order by night, received_at nulls first, delivery_id desc),
        after_it as (
            partition by place_key order by night, received_at nulls first, delivery_id desc
            rows between 1 following and unbounded following
        )
),

judged as (
    select
        figures.figure_id,
        bool_or(
            (coalesce(followed.received_at <= figures.closed_at, true) or followed.is_accepted)
            and not coalesce(followed.replaced_at <= figures.closed_at, false)
            and not followed.is_accepted_later
        ) as is_standing,
        bool_or(deliveries.is_current) as is_place_current
    from figures
    inner join deliveries on figures.document_id = deliveries.document_id
    inner join followed
        on deliveries.place_key = followed.place_key and deliveries.delivery_id = followed.delivery_id
    group by figures.figure_id
)

select
    judged.figure_id,
    judged.is_standing,
    judged.is_place_current and not judged.is_standing as is_waiting,
    figures.closed_at,
    figures.closed_night,
    figures.closed_by,
    figures.closed_reason
from judged
inner join figures on judged.figure_id = figures.figure_id
