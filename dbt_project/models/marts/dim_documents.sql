with documents as (
    select * from {{ ref('int_documents__current') }}
),

syndicated as (
    select * from {{ ref('int_documents__syndicated') }}
),

org_units as (
    select * from {{ ref('int_org_units__current') }}
)

select
    documents.document_id,
    documents.source_kind,
    documents.office_code,
    documents.path,
    documents.member as member_name,
    documents.sha256 as content_sha256,
    documents.status as status_kind,
    documents.reasons_json as reasons,
    documents.layout as layout_kind,
    documents.title,
    documents.url,
    documents.author as author_name,
    documents.published_at,
    org_units.org_unit_code,
    documents.period_code,
    documents.decision_number,
    documents.decision_date,
    documents.figure_count,
    documents.award_count,
    documents.received_at,
    documents.first_night,
    documents.night as last_night,
    documents.is_current,
    syndicated.syndicated_of as syndicated_of_document_id
from documents
left join syndicated on documents.document_id = syndicated.document_id
left join org_units on documents.unit_code = org_units.org_unit_code
order by documents.document_id
