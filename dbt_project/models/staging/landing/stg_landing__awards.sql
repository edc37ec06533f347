-- Grain: one mention of an award, a rating or a role; one event told twice shares event_key.
with deliveries as (
    select distinct chunk_id from {{ ref('stg_landing__deliveries') }}
),

source as (
    select * from {{ landing_table('awards') }}
    where {{ up_to_tonight() }}
),

renamed as (
    select
        source.award_id,
        source.document_id,
        source.delivery_id,
        source.event_type,
        source.event_key,
        source.recipient_text,
        source.recipient_code,
        source.award as award_name,
        source.giver_text,
        source.giver_code,
        source.presenter_text,
        source.year as merit_year,
        source.count as recipient_count,
        source.locator,
        source.quote,
        source.received_at,
        source.published_at,
        source.night
    from source
    semi join deliveries using (chunk_id)
)

select * from renamed
