-- Grain: one unit and period x a stretch of nights through which it was closed, by what was told up to each night. closed_at
-- is the closing that holds through the stretch; closed_to is the first night after it.
with words as (
    select
        *,
        count(*) filter (state = 'reopened') over (
            partition by org_unit_code, period_code order by recorded_at, event_id
        ) as reopened_count
    from {{ ref('int_period_closings__covered') }}
),

told as (
    select
        *,
        min(recorded_at) filter (state = 'closed') over (
            partition by org_unit_code, period_code, reopened_count order by recorded_at, event_id
        ) as closed_at
    from words
),

-- the last word of a night holds from that night on
nightly as (
    select
        org_unit_code,
        period_code,
        night,
        state,
        closed_at
    from told
    qualify row_number() over (
        partition by org_unit_code, period_code, night order by recorded_at desc, event_id desc
    ) = 1
),

followed as (
    select
        *,
        lead(night) over (partition by org_unit_code, period_code order by night) as closed_to
    from nightly
)

select
    org_unit_code,
    period_code,
    closed_at,
    night as closed_from,
    closed_to
from followed
where state = 'closed'
