-- Grain: one word told of a period: closed or reopened, for a unit and all below it, or for everybody (org_unit_code null).
-- It holds for every period that lies within the one it names.
with events as (
    select
        *,
        json_extract_string(payload, '$.period_code') as period_code,
        json_extract_string(payload, '$.org_unit_code') as org_unit_code
    from {{ ref('stg_landing__events') }}
    where event_type = 'period'
),

classified as (
    select
        *,
        {{ period_kind('period_code') }} as period_kind
    from events
)

select
    event_id,
    period_code,
    org_unit_code,
    state,
    actor,
    reason,
    night,
    recorded_at,
    {{ period_start('period_code', 'period_kind') }} as start_date,
    {{ period_end('period_code', 'period_kind') }} as end_date
from classified
