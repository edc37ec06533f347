-- Grain: one document of one delivery, with whether its place still holds it. A place is a file of one office: what it
-- holds now, a zip with its members included, replaces whole what it held before. Of the news a place is one article, for
-- a feed may put each day's articles under one name; a line or page that could not be read stands no longer than its file.
with documents as (
    select * from {{ ref('stg_landing__documents') }}
)

select
    *,
    if(
        source_kind = 'news' and status <> 'quarantined',
        row_number() over (
            partition by source_kind, path, member
            order by night desc, received_at desc nulls last, delivery_id
        ) = 1,
        delivery_id = first_value(delivery_id) over (
            partition by source_kind, coalesce(office_code, ''), path
            order by night desc, received_at desc nulls last, delivery_id
        )
    ) as is_current
from documents
