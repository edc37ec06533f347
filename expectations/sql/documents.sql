-- Grain: one row a document, as its first delivery.
create table documents as
with delivered as (
    select distinct chunk_id from read_parquet($deliveries, hive_partitioning = false)
),

landed as (
    select documents.* exclude (text)
    from read_parquet($documents, hive_partitioning = false) as documents
    semi join delivered on documents.chunk_id = delivered.chunk_id
    qualify row_number() over (partition by document_id order by received_at, delivery_id) = 1
)

select
    row_number() over (order by document_id) as row_number,
    *,
    list_transform(reasons_json, lambda reason: reason.code) as reason_codes
from landed
