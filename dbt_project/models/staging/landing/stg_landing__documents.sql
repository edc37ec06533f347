-- Grain: one document of one delivery.
with deliveries as (
    select distinct chunk_id from {{ ref('stg_landing__deliveries') }}
),

source as (
    select * from {{ landing_table('documents') }}
    where {{ up_to_tonight() }}
),

renamed as (
    select
        source.document_id,
        source.delivery_id,
        source.source_kind,
        source.office_code,
        source.path,
        source.member,
        source.sha256,
        source.status,
        cast(to_json(source.reasons_json) as varchar) as reasons_json,
        source.layout,
        source.title,
        source.url,
        source.author,
        source.published_at,
        source.unit_text,
        source.unit_code,
        source.period_code,
        source.figure_count,
        source.award_count,
        source.received_at,
        source.text_sketch,
        source.decision_number,
        source.decision_date,
        source.night
    from source
    semi join deliveries using (chunk_id)
)

select * from renamed
