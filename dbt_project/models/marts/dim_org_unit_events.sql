with events as (
    select * from {{ ref('stg_catalogue__org_events') }}
)

select
    event_id,
    event_kind,
    effective_date,
    decision_number,
    decision_date,
    from_unit_code,
    to_unit_code,
    weight_numerator,
    weight_denominator,
    name_before,
    provenance_text,
    is_verified,
    unverified_text
from events
order by effective_date, event_id
