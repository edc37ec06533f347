-- Grain: one document of one delivery of a unit's workbook, beside the earlier one it repeats or revises: what its place
-- held before, else the file of the same sender in which most of its figures last stood, else the file its name says it
-- revises, else the same bytes or the same figures from anywhere. Every join is on a key that few rows share; no file is compared with every other.
with deliveries as (
    select
        *,
        coalesce(office_code, '') as sender_office
    from {{ ref('int_documents__delivered') }}
    where source_kind = 'unit_report' and is_withdrawn is not true
),

contents as (
    select * from {{ ref('int_deliveries__summed') }}
),

shared as (
    select * from {{ ref('int_deliveries__shared') }}
),

sent as (
    select
        deliveries.*,
        coalesce(contents.figure_count, 0) as stated_count,
        contents.content_sum,
        contents.content_check,
        -- figures whose names nobody knows look alike by chance: those are the same report within one office alone
        if(contents.is_all_known, '', deliveries.sender_office) as content_scope
    from deliveries
    left join contents using (delivery_id, document_id)
),

linked as (
    select
        *,
        lag(delivery_id) over (
            partition by sender_office, path, member order by delivery_order
        ) as place_delivery_id,
        lag(document_id) over (
            partition by sender_office, path, member order by delivery_order
        ) as place_document_id,
        lag(delivery_id) over (
            partition by sender_office, report_series, coalesce(unit_code, ''), coalesce(period_code, '')
            order by delivery_order
        ) as series_delivery_id,
        lag(document_id) over (
            partition by sender_office, report_series, coalesce(unit_code, ''), coalesce(period_code, '')
            order by delivery_order
        ) as series_document_id,
        lag(delivery_id) over (partition by document_id order by delivery_order) as bytes_delivery_id,
        if(
            stated_count = 0,
            null,
            lag(delivery_id) over (
                partition by content_scope, content_sum, content_check, stated_count order by delivery_order
            )
        ) as content_delivery_id,
        if(
            stated_count = 0,
            null,
            lag(document_id) over (
                partition by content_scope, content_sum, content_check, stated_count order by delivery_order
            )
        ) as content_document_id
    from sent
),

by_place as (
    select
        linked.delivery_id,
        linked.document_id,
        earlier.delivery_id as other_delivery_id,
        earlier.document_id as other_document_id,
        1 as basis_rank,
        coalesce(shared.shared_count, 0) as shared_count
    from linked
    inner join sent as earlier
        on linked.place_delivery_id = earlier.delivery_id and linked.place_document_id = earlier.document_id
    left join shared
        on
            linked.delivery_id = shared.delivery_id
            and linked.document_id = shared.document_id
            and linked.place_delivery_id = shared.other_delivery_id
            and linked.place_document_id = shared.other_document_id
    -- another period's report under the old name is a new one
    where
        coalesce(shared.shared_count, 0) > 0
        or linked.stated_count = 0
        or earlier.stated_count = 0
        or linked.document_id = earlier.document_id
),

by_figures as (
    select
        shared.delivery_id,
        shared.document_id,
        shared.other_delivery_id,
        shared.other_document_id,
        2 as basis_rank,
        shared.shared_count
    from shared
    inner join sent as later
        on shared.delivery_id = later.delivery_id and shared.document_id = later.document_id
    inner join sent as earlier
        on shared.other_delivery_id = earlier.delivery_id and shared.other_document_id = earlier.document_id
    where
        coalesce(later.unit_code = earlier.unit_code, true)
        and (
            2 * shared.shared_count >= greatest(later.stated_count, earlier.stated_count)
            or (
                2 * shared.shared_count >= least(later.stated_count, earlier.stated_count)
                and later.period_code = earlier.period_code
                and later.unit_code = earlier.unit_code
            )
        )
),

candidates as (
    select * from by_place

    union all

    select * from by_figures

    union all

    select
        delivery_id,
        document_id,
        series_delivery_id as other_delivery_id,
        series_document_id as other_document_id,
        3 as basis_rank,
        0 as shared_count
    from linked
    where series_delivery_id is not null and revision_rank > 0 and unit_code is not null

    union all

    select
        delivery_id,
        document_id,
        bytes_delivery_id as other_delivery_id,
        document_id as other_document_id,
        4 as basis_rank,
        0 as shared_count
    from linked
    where bytes_delivery_id is not null

    union all

    select
        delivery_id,
        document_id,
        content_delivery_id as other_delivery_id,
        content_document_id as other_document_id,
        5 as basis_rank,
        0 as shared_count
    from linked
    where content_delivery_id is not null
),

bases as (
    select candidates.*
    from candidates
    inner join sent as earlier
        on candidates.other_delivery_id = earlier.delivery_id and candidates.other_document_id = earlier.document_id
    qualify row_number() over (
        partition by candidates.delivery_id, candidates.document_id
        order by candidates.basis_rank, candidates.shared_count desc, earlier.delivery_order desc
    ) = 1
),

contradictions as (
    select
        delivery_id,
        document_id,
        count(distinct figure_id) as contradicted_count,
        min(other_delivery_id) as contradicted_delivery_id
    from {{ ref('int_contradictions__found') }}
    group by delivery_id, document_id
)

select
    linked.delivery_id,
    linked.document_id,
    linked.delivery_order,
    linked.stated_count,
    bases.other_delivery_id as base_delivery_id,
    bases.other_document_id as base_document_id,
    case
        when bases.other_document_id = linked.document_id then 'duplicate'
        when
            linked.stated_count > 0
            and linked.stated_count = earlier.stated_count
            and linked.content_sum = earlier.content_sum
            and linked.content_check = earlier.content_check
            then 'duplicate_content'
        when contradictions.contradicted_count > 0 then 'contradiction'
        when bases.other_delivery_id is not null then 'revision'
        else 'new'
    end as delivery_kind,
    coalesce(contradictions.contradicted_count, 0) as contradicted_count,
    contradictions.contradicted_delivery_id,
    -- what this place held until now, where that was another file
    if(
        linked.place_document_id <> linked.document_id, linked.place_delivery_id, null
    ) as replaced_delivery_id
from linked
left join bases on linked.delivery_id = bases.delivery_id and linked.document_id = bases.document_id
left join sent as earlier
    on bases.other_delivery_id = earlier.delivery_id and bases.other_document_id = earlier.document_id
left join contradictions
    on linked.delivery_id = contradictions.delivery_id and linked.document_id = contradictions.document_id
