-- Grain: one document of one place (source, office, path, member). A later delivery from the same place replaces it;
-- the same bytes delivered twice are one document, as last delivered.
with documents as (
    select * from {{ ref('stg_landing__documents') }}
),

deliveries as (
    select
        *,
        row_number() over (
            partition by document_id order by night desc, received_at desc nulls last, delivery_id
        ) as delivery_rank,
        row_number() over (
            partition by source_kind, coalesce(office_code, ''), path, member
            order by night desc, received_at desc nulls last, delivery_id
        ) as place_rank
    from documents
),

standing as (
    -- a document stands while any of the places it came from has nothing newer
    select
        document_id,
        min(place_rank) = 1 as is_current,
        min(night) as first_night
    from deliveries
    group by document_id
)

select
    deliveries.* exclude (delivery_rank, place_rank),
    standing.is_current,
    standing.first_night
from deliveries
inner join standing on deliveries.document_id = standing.document_id
where deliveries.delivery_rank = 1
order by deliveries.document_id
