-- Grain: one figure of one delivery; the same bytes sent twice give the same figure_id twice.
with deliveries as (
    select distinct chunk_id from {{ ref('stg_landing__deliveries') }}
),

source as (
    select * from {{ landing_table('figures') }}
    where {{ up_to_tonight() }}
),

renamed as (
    select
        source.figure_id,
        source.document_id,
        source.delivery_id,
        source.source_kind,
        source.office_code,
        source.locator,
        source.quote,
        source.number_text,
        source.unit_text,
        source.unit_code,
        source.province,
        source.indicator_text,
        source.indicator_code,
        source.topic,
        source.scope,
        source.period_code,
        source.as_of_date,
        source.kind,
        source.value,
        source.reference,
        source.percent,
        source.upper,
        source.reference_period_code,
        source.value_decimals,
        source.percent_decimals,
        source.qualifier,
        source.change,
        source.measure,
        source.unit_of_measure,
        source.denominator_basis,
        source.is_control_total,
        source.recovered_from,
        source.received_at,
        source.published_at,
        source.night
    from source
    semi join deliveries using (chunk_id)
)

select * from renamed
