-- Grain: one closing or reopening of a period, in the order it was told.
with words as (
    select * from {{ ref('int_period_closings__told') }}
),

org_units as (
    select * from {{ ref('int_org_units__owned') }}
)

select
    words.event_id,
    words.period_code,
    words.org_unit_code,
    coalesce(org_units.org_unit_name, 'Tất cả các đơn vị') as org_unit_name,
    words.state,
    words.actor,
    words.reason,
    words.night,
    words.recorded_at,
    row_number() over (
        partition by words.period_code, words.org_unit_code order by words.recorded_at desc, words.event_id desc
    ) = 1 as is_last_word
from words
left join org_units on words.org_unit_code = org_units.org_unit_code
order by words.recorded_at, words.event_id
