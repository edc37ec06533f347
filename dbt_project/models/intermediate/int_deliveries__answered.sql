-- Grain: one delivery that somebody answered for: withdrawn by its office or the data team (until reinstated), or accepted
-- although a period it speaks of is closed (until that is revoked).
with events as (
    select
        *,
        subject[10:] as delivery_id
    from {{ ref('stg_landing__events') }}
    where event_type = 'delivery'
),

answered as (
    select
        delivery_id,
        arg_max(state, sequence_number) filter (state in ('withdrawn', 'reinstated')) as standing_state,
        arg_max(actor, sequence_number) filter (state = 'withdrawn') as withdrawn_by,
        arg_max(reason, sequence_number) filter (state = 'withdrawn') as withdrawn_reason,
        arg_max(night, sequence_number) filter (state = 'withdrawn') as withdrawn_night,
        arg_max(state, sequence_number) filter (state in ('accepted', 'revoked')) as admitted_state
    from events
    group by delivery_id
)

select
    delivery_id,
    coalesce(standing_state = 'withdrawn', false) as is_withdrawn,
    if(standing_state = 'withdrawn', withdrawn_by, null) as withdrawn_by,
    if(standing_state = 'withdrawn', withdrawn_reason, null) as withdrawn_reason,
    if(standing_state = 'withdrawn', withdrawn_night, null) as withdrawn_night,
    coalesce(admitted_state = 'accepted', false) as is_accepted
from answered
