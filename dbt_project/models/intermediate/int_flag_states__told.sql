-- Grain: one flag key that has events: its state as last told, by whom, why, and since when it is open. A snooze and an
-- assignment stand beside its state: a snooze is for the numbers it was told for, an assignment until the flag is closed.
with events as (
    select
        *,
        state in ('snoozed', 'assigned') as is_aside,
        json_extract_string(payload, '$.value_hash') as value_hash,
        json_extract_string(payload, '$.reason_code') as reason_code,
        json_extract_string(payload, '$.document') as document_text,
        cast(json_extract_string(payload, '$.snoozed_until_date') as date) as snoozed_until_date,
        json_extract_string(payload, '$.assigned_office_code') as assigned_office_code
    from {{ ref('stg_landing__events') }}
    where event_type = 'flag'
),

lives as (
    select * from events
    where not is_aside
    qualify row_number() over (partition by subject order by sequence_number desc) = 1
),

nights as (
    select
        subject,
        max(sequence_number) filter (state = 'closed') as closed_number,
        arg_max(night, sequence_number) filter (state in ('open', 'reopened')) as opened_night,
        arg_max(night, sequence_number) as last_changed_night
    from events
    group by subject
),

asides as (
    select
        events.subject,
        arg_max(events.snoozed_until_date, events.sequence_number) as snoozed_until_date,
        arg_max(events.value_hash, events.sequence_number) filter (events.state = 'snoozed') as snoozed_value_hash,
        arg_max(events.assigned_office_code, events.sequence_number) as assigned_office_code
    from events
    inner join nights on events.subject = nights.subject
    where events.is_aside and events.sequence_number > coalesce(nights.closed_number, 0)
    group by events.subject
)

select
    lives.subject[6:] as flag_key,
    lives.state,
    lives.value_hash,
    lives.actor,
    lives.reason,
    lives.reason_code,
    lives.document_text,
    nights.opened_night,
    nights.last_changed_night,
    asides.snoozed_until_date,
    asides.snoozed_value_hash,
    asides.assigned_office_code
from lives
inner join nights on lives.subject = nights.subject
left join asides on lives.subject = asides.subject
