-- Grain: one organisation, with the office that answers for it today: its own or its nearest manager's active one.
with org_units as (
    select * from {{ ref('int_org_units__current') }}
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

owners as (
    select
        managed.org_unit_code,
        arg_min(offices.office_code, managed.distance) as office_code
    from {{ ref('int_org_units__managed') }} as managed
    inner join offices on managed.manager_code = offices.org_unit_code
    group by managed.org_unit_code
)

select
    org_units.*,
    coalesce(owners.office_code, '{{ var("fallback_office") }}') as office_code
from org_units
left join owners on org_units.org_unit_code = owners.org_unit_code
order by org_units.org_unit_code
