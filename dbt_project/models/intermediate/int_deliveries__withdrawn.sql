-- Grain: one delivery x a stretch of nights through which it was withdrawn, until it was reinstated.
with words as (
    select * from {{ ref('stg_landing__events') }}
    where event_type = 'delivery' and state in ('withdrawn', 'reinstated')
),

-- the last word of a night holds from that night on
told as (
    select
        subject[10:] as delivery_id,
        night,
        arg_max(state, sequence_number) as state
    from words
    group by delivery_id, night
),

followed as (
    select
        *,
        lead(night) over (partition by delivery_id order by night) as withdrawn_to
    from told
)

select
    delivery_id,
    night as withdrawn_from,
    withdrawn_to
from followed
where state = 'withdrawn'
