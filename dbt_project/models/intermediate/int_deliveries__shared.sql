{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='stating_document', on_schema_change='fail'
) }}
-- Grain: one document of one delivery x one in which the same sender last stated some of the same before it.
with touched as (
    select document_id from {{ ref('int_stating_documents__tracked') }}
    where {{ is_touched() }}
),

figures as (
    select * from {{ ref('int_delivery_figures__stated') }}
    {{ touched_only('document_id') }}
)

select
    delivery_id,
    document_id,
    previous_delivery_id as other_delivery_id,
    previous_document_id as other_document_id,
    count(*) as shared_count
from figures
where previous_delivery_id is not null
group by delivery_id, document_id, other_delivery_id, other_document_id
