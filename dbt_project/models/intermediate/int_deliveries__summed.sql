{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='stating_document', on_schema_change='fail'
) }}
-- Grain: one document of one delivery of a unit's workbook: how many figures it states, and sums over all of them that are
-- equal where the figures are.
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
    count(*) as figure_count,
    bool_and(has_key) as is_all_known,
    sum(md5_number_lower(figure_key || '|' || cast(content_number as varchar))) as content_sum,
    sum(md5_number_upper(figure_key || '|' || cast(content_number as varchar))) as content_check
from figures
group by delivery_id, document_id
