-- One event told twice counts once, as told first; its mentions are counted beside it.
with awards as (
    select * from {{ ref('stg_landing__awards') }}
),

documents as (
    select * from {{ ref('int_documents__current') }}
    anti join {{ ref('int_documents__syndicated') }} using (document_id)
    where is_current
),

resolutions as (
    select * from {{ ref('stg_catalogue__resolutions') }}
    where name_kind = 'unit' and context_text = ''
),

org_units as (
    select * from {{ ref('int_org_units__current') }}
),

mentions as (
    select
        awards.*,
        documents.path,
        documents.title,
        coalesce(awards.recipient_code, recipients.code) as wanted_recipient_code,
        coalesce(awards.giver_code, givers.code) as wanted_giver_code
    from awards
    inner join documents
        on awards.document_id = documents.document_id and awards.delivery_id = documents.delivery_id
    left join resolutions as recipients on awards.recipient_text = recipients.name_text
    left join resolutions as givers on awards.giver_text = givers.name_text
    qualify row_number() over (partition by awards.award_id order by awards.night, awards.delivery_id) = 1
),

told_first as (
    select
        *,
        count(*) over (partition by event_key) as mention_count
    from mentions
    qualify row_number() over (
        partition by event_key
        order by coalesce(published_at, received_at) nulls last, document_id, award_id
    ) = 1
)

select
    told_first.event_key as award_key,
    told_first.event_type as event_kind,
    recipients.org_unit_code as recipient_code,
    told_first.recipient_text,
    told_first.award_name,
    givers.org_unit_code as giver_code,
    told_first.giver_text,
    told_first.presenter_text,
    told_first.merit_year,
    told_first.recipient_count,
    told_first.mention_count,
    told_first.award_id,
    told_first.document_id,
    told_first.path,
    told_first.title as document_title,
    told_first.locator,
    told_first.quote,
    told_first.published_at
from told_first
left join org_units as recipients on told_first.wanted_recipient_code = recipients.org_unit_code
left join org_units as givers on told_first.wanted_giver_code = givers.org_unit_code
order by told_first.event_key
