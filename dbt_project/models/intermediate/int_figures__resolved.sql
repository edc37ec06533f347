{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='document_id', on_schema_change='fail'
) }}
-- Grain: one figure of the last delivery of its document: two offices that send the same bytes count once, and what an
-- earlier reading of them told is gone.
with documents as (
    select * from {{ ref('int_documents__current') }}
),

touched as (
    select document_id from {{ ref('int_documents__tracked') }}
    where {{ is_touched() }}
),

figures as (
    select * from {{ ref('int_figures__read') }}
    {{ touched_only('document_id') }}
)

select
    figures.*,
    documents.path,
    documents.member,
    documents.is_current as is_document_current,
    documents.delivery_order
from figures
inner join documents
    on figures.document_id = documents.document_id and figures.delivery_id = documents.delivery_id
