-- Grain: one flag key that has events: its state as last told, by whom, and since when it is open.
with events as (
    select * from {{ ref('stg_landing__events') }}
    where event_type = 'flag'
)

select
    subject[6:] as flag_key,
    arg_max(state, sequence_number) as state,
    arg_max(json_extract_string(payload, '$.value_hash'), sequence_number) as value_hash,
    arg_max(actor, sequence_number) as actor,
    arg_max(reason, sequence_number) as reason,
    arg_max(night, sequence_number) filter (state in ('open', 'reopened')) as opened_night,
    arg_max(night, sequence_number) as last_changed_night
from events
group by subject
