-- A unit has a version for every name, upper unit and province it had; the last one is current, also of a unit that ended.
with versions as (
    select * from {{ ref('int_org_units__versioned') }}
),

owned as (
    select * from {{ ref('int_org_units__owned') }}
)

select
    versions.org_unit_version_id,
    versions.org_unit_code,
    versions.org_unit_name,
    versions.short_name,
    versions.level_kind,
    versions.organisation_kind,
    versions.parent_code,
    versions.province_name,
    versions.valid_from,
    versions.valid_to,
    versions.is_current,
    versions.is_active,
    owned.office_code
from versions
inner join owned on versions.org_unit_code = owned.org_unit_code
order by versions.org_unit_code, versions.valid_from nulls first
