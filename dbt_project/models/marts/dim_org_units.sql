with org_units as (
    select * from {{ ref('int_org_units__owned') }}
)

select
    org_unit_code,
    org_unit_name,
    short_name,
    level_kind,
    organisation_kind,
    parent_code,
    province_name,
    valid_from,
    valid_to,
    office_code
from org_units
order by org_unit_code
