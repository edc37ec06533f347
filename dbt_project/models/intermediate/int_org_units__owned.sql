-- Grain: one organisation, with the office that answers for it: its own or its nearest ancestor's active one.
with recursive org_units as (
    select * from {{ ref('stg_catalogue__org_units') }}
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
        org_units.parent_code as ancestor_code,
        chain.distance + 1 as distance
    from chain
    inner join org_units on chain.ancestor_code = org_units.org_unit_code
    where org_units.parent_code is not null and chain.distance < 20
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
