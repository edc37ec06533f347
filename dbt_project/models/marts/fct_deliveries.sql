-- Grain: one document of one delivery. Bytes that two offices sent are one document and two rows here: each office hears
-- of its own.
with delivered as (
    select
        *,
        lag(delivery_id) over (
            partition by document_id, is_withdrawn order by delivery_order
        ) as bytes_delivery_id
    from {{ ref('int_documents__delivered') }}
),

compared as (
    select * from {{ ref('int_deliveries__compared') }}
),

answers as (
    select * from {{ ref('int_deliveries__answered') }}
),

differences as (
    select
        delivery_id,
        document_id,
        count(*) as difference_count
    from {{ ref('int_delivery_differences__found') }}
    group by delivery_id, document_id
)

select
    delivered.delivery_id,
    delivered.document_id,
    delivered.source_kind,
    delivered.office_code,
    delivered.path,
    delivered.member as member_name,
    delivered.received_at,
    delivered.night,
    delivered.is_current,
    case
        when delivered.is_withdrawn then 'withdrawn'
        else coalesce(compared.delivery_kind, if(delivered.bytes_delivery_id is null, 'new', 'duplicate'))
    end as delivery_kind,
    case
        when delivered.is_withdrawn then null
        when compared.delivery_id is null then delivered.bytes_delivery_id
        else coalesce(compared.base_delivery_id, compared.contradicted_delivery_id)
    end as repeats_delivery_id,
    coalesce(differences.difference_count, 0) as difference_count,
    coalesce(compared.contradicted_count, 0) as contradicted_count,
    answers.withdrawn_night,
    answers.withdrawn_by,
    answers.withdrawn_reason
from delivered
left join compared
    on delivered.delivery_id = compared.delivery_id and delivered.document_id = compared.document_id
left join answers on delivered.delivery_id = answers.delivery_id
left join differences
    on delivered.delivery_id = differences.delivery_id and delivered.document_id = differences.document_id
order by delivered.delivery_id, delivered.document_id
