-- Grain: one organisation and one that manages it today: itself, or one above it at any distance. Where the one above
-- ended, the unit of its level that took it over whole stands in its place.
with recursive org_units as (
    select * from {{ ref('int_org_units__current') }}
),

heirs as (
    select
        succeeded.org_unit_code,
        succeeded.successor_code
    from {{ ref('int_org_units__succeeded') }} as succeeded
    inner join org_units as ended on succeeded.org_unit_code = ended.org_unit_code
    inner join org_units as living on succeeded.successor_code = living.org_unit_code
    where
        succeeded.is_todays_map
        and succeeded.reported_to is null
        and succeeded.weight_numerator = succeeded.weight_denominator
        and succeeded.org_unit_code != succeeded.successor_code
        and ended.level_kind = living.level_kind
),

steps as (
    select
        org_units.org_unit_code,
        coalesce(heirs.successor_code, org_units.parent_code) as next_code
    from org_units
    left join heirs on org_units.org_unit_code = heirs.org_unit_code
),

chain as (
    select
        org_unit_code,
        org_unit_code as manager_code,
        0 as distance
    from org_units

    union all

    select
        chain.org_unit_code,
        steps.next_code as manager_code,
        chain.distance + 1 as distance
    from chain
    inner join steps on chain.manager_code = steps.org_unit_code
    where steps.next_code is not null and chain.distance < 20
)

select
    org_unit_code,
    manager_code,
    min(distance) as distance
from chain
group by org_unit_code, manager_code
order by org_unit_code, distance, manager_code
