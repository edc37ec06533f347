-- Grain: one document of one delivery. Bytes that two offices sent are one document and two rows here: each office hears
-- of its own.
with delivered as (
    select * from {{ ref('int_documents__delivered') }}
)

select
    delivery_id,
    document_id,
    source_kind,
    office_code,
    path,
    member as member_name,
    received_at,
    night,
    is_current
from delivered
order by delivery_id, document_id
