with memberships as (
    select * from {{ ref('stg_catalogue__org_memberships') }}
),

org_units as (
    select * from {{ ref('int_org_units__current') }}
)

select
    memberships.cluster_code,
    clusters.org_unit_name as cluster_name,
    memberships.member_year,
    memberships.member_code,
    members.org_unit_name as member_name,
    memberships.role_name
from memberships
inner join org_units as clusters on memberships.cluster_code = clusters.org_unit_code
inner join org_units as members on memberships.member_code = members.org_unit_code
order by memberships.cluster_code, memberships.member_year, memberships.member_code
