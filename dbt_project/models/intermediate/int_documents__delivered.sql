-- Grain: one document of one delivery, with whether its place still holds it. A place is a file of one office: what it
-- holds now, a zip with its members included, replaces whole what it held before; a delivery that was withdrawn holds
-- nothing, and what stood before it stands again. Of the news a place is one article, for
-- a feed may put each day's articles under one name; a line or page that could not be read stands no longer than its file.
-- delivery_order orders what was received, oldest first, and within its night counts it; of one load a file whose name tells of a revision comes after
-- what it revises, else the file that was saved later.
with documents as (
    select
        *,
        {{ plain_file_name('path', 'member') }} as plain_name
    from {{ ref('stg_landing__documents') }}
),

deliveries as (
    select
        delivery_id,
        max(modified_ns) as modified_ns
    from {{ ref('stg_landing__deliveries') }}
    group by delivery_id
),

answers as (
    select * from {{ ref('int_deliveries__answered') }}
),

named as (
    select
        documents.* exclude (plain_name),
        deliveries.modified_ns,
        coalesce(answers.is_withdrawn, false) as is_withdrawn,
        {{ series_of('documents.plain_name') }} as report_series,
        {{ revision_rank_of('documents.plain_name') }} as revision_rank
    from documents
    left join deliveries on documents.delivery_id = deliveries.delivery_id
    left join answers on documents.delivery_id = answers.delivery_id
)

select
    *,
    date_diff('day', date '2000-01-01', night) * 1000000000
    + row_number() over (
        partition by night
        order by
            received_at nulls first,
            revision_rank,
            modified_ns nulls first,
            path,
            member,
            delivery_id,
            document_id
    ) as delivery_order,
    not is_withdrawn
    and if(
        source_kind = 'news' and status <> 'quarantined',
        row_number() over (
            partition by source_kind, path, member
            order by is_withdrawn, night desc, received_at desc nulls last, delivery_id
        ) = 1,
        delivery_id = first_value(delivery_id) over (
            partition by source_kind, coalesce(office_code, ''), path
            order by is_withdrawn, night desc, received_at desc nulls last, delivery_id
        )
    ) as is_current
from named
