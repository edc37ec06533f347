-- Grain: one unit and period of which there are figures and which is closed for that unit. The last word told of the period,
-- or of one that contains it, for the unit or one above it, decides; closed_at is when it was closed, and not reopened since.
-- Figures of units no catalogue knows are closed by a word for everybody alone: their org_unit_code is empty.
with covered as (
    select * from {{ ref('int_period_closings__covered') }}
),

since as (
    select
        *,
        max(recorded_at) filter (state = 'reopened') over (
            partition by org_unit_code, period_code
        ) as reopened_at,
        last_value(state) over (
            partition by org_unit_code, period_code
            order by recorded_at, event_id
            rows between unbounded preceding and unbounded following
        ) as last_state
    from covered
)

select
    org_unit_code,
    period_code,
    min(recorded_at) as closed_at,
    min(night) as closed_night,
    arg_min(actor, (recorded_at, event_id)) as closed_by,
    arg_min(reason, (recorded_at, event_id)) as closed_reason
from since
where last_state = 'closed' and state = 'closed' and coalesce(recorded_at > reopened_at, true)
group by org_unit_code, period_code
