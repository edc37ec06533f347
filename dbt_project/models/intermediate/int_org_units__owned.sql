-- Grain: one organisation, with the office that answers for it today: its own or its nearest ancestor's active one. A
-- unit that ended is answered for by the unit of its level that took it over whole.
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

offices as (
    -- one active office a unit, the first by code
    select
        org_unit_code,
        min(office_code) as office_code
    from {{ ref('stg_catalogue__offices') }}
    where is_active
    group by org_unit_code
),

chain as (
    select
        org_unit_code,
        org_unit_code as ancestor_code,
        0 as distance
    from org_units

    union all

    select
        chain.org_unit_code,
        steps.next_code as ancestor_code,
        chain.distance + 1 as distance
    from chain
    inner join steps on chain.ancestor_code = steps.org_unit_code
    where steps.next_code is not null and chain.distance < 20
),

owners as (
    select
        chain.org_unit_code,
        arg_min(offices.office_code, chain.distance) as office_code
    from chain
    inner join offices on chain.ancestor_code = offices.org_unit_code
    group by chain.org_unit_code
)

select
    org_units.*,
    coalesce(owners.office_code, '{{ var("fallback_office") }}') as office_code
from org_units
left join owners on org_units.org_unit_code = owners.org_unit_code
order by org_units.org_unit_code
