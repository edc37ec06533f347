-- Grain: one document: the same bytes delivered twice are one, as last delivered and not withdrawn, and stand while any of
-- the places they came from still holds them.
with deliveries as (
    select * from {{ ref('int_documents__delivered') }}
)

select
    * exclude (is_current),
    bool_or(is_current) over (partition by document_id) as is_current,
    min(night) over (partition by document_id) as first_night
from deliveries
qualify
    row_number() over (
        partition by document_id order by is_withdrawn, night desc, received_at desc nulls last, delivery_id
    ) = 1
order by document_id
