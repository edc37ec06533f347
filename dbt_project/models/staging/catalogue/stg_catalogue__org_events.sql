-- Grain: one line of a change of organisation: what became of one unit, wholly or by a part of it. A unit divided among
-- several has a line for each, and their weights are one.
with source as (
    {{ catalogue_rows('org_events', ['event_id'], ['event_id', 'event_kind', 'effective_date', 'decision_number', 'decision_date', 'from_unit_code', 'to_unit_code', 'weight_numerator', 'weight_denominator', 'name_before', 'short_name_before', 'provenance', 'is_verified', 'unverified']) }}
),

renamed as (
    select
        event_id,
        event_kind,
        cast(effective_date as date) as effective_date,
        decision_number,
        cast(decision_date as date) as decision_date,
        from_unit_code,
        to_unit_code,
        cast(coalesce(weight_numerator, '1') as bigint) as weight_numerator,
        cast(coalesce(weight_denominator, '1') as bigint) as weight_denominator,
        name_before,
        short_name_before,
        provenance as provenance_text,
        coalesce(cast(is_verified as boolean), false) as is_verified,
        unverified as unverified_text
    from source
)

select * from renamed
