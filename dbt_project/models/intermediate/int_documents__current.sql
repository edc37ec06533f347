-- Grain: one document: the same bytes delivered twice are one, as last delivered and not withdrawn, and stand while any of
-- the places they came from still holds them, and no later version of the report stands for the whole of it.
with deliveries as (
    select * from {{ ref('int_documents__delivered') }}
),

revised as (
    select document_id from {{ ref('int_documents__revised') }}
)

select
    deliveries.* exclude (is_current),
    bool_or(deliveries.is_current) over (partition by deliveries.document_id)
    and revised.document_id is null as is_current,
    min(deliveries.night) over (partition by deliveries.document_id) as first_night
from deliveries
left join revised on deliveries.document_id = revised.document_id
qualify
    row_number() over (
        partition by deliveries.document_id
        order by
            deliveries.is_withdrawn,
            deliveries.night desc,
            deliveries.received_at desc nulls last,
            deliveries.delivery_id
    ) = 1
order by deliveries.document_id
