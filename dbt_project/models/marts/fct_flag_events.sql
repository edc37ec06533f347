with events as (
    select * from {{ ref('stg_landing__events') }}
    where event_type = 'flag'
)

select
    event_id,
    subject[6:] as flag_key,
    cast(sequence_number as integer) as sequence_number,
    state,
    json_extract_string(payload, '$.rule_code') as rule_code,
    json_extract_string(payload, '$.office_code') as office_code,
    json_extract_string(payload, '$.value_hash') as value_hash,
    actor,
    reason,
    json_extract_string(payload, '$.reason_code') as reason_code,
    json_extract_string(payload, '$.document') as document_text,
    cast(json_extract_string(payload, '$.snoozed_until_date') as date) as snoozed_until_date,
    json_extract_string(payload, '$.assigned_office_code') as assigned_office_code,
    night,
    recorded_at
from events
order by flag_key, sequence_number
