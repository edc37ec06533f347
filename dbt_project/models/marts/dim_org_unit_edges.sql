with edges as (
    select * from {{ ref('int_org_unit_edges__held') }}
),

memberships as (
    select * from {{ ref('stg_catalogue__org_memberships') }}
)

select
    edge_kind,
    child_code,
    parent_code,
    valid_from,
    valid_to,
    cast(null as varchar) as role_name,
    is_passed_on,
    is_verified,
    provenance_text
from edges

union all

select
    'cluster' as edge_kind,
    member_code as child_code,
    cluster_code as parent_code,
    make_date(member_year, 1, 1) as valid_from,
    make_date(member_year, 12, 31) as valid_to,
    role_name,
    false as is_passed_on,
    true as is_verified,
    'register of emulation clusters' as provenance_text
from memberships
order by edge_kind, child_code, valid_from nulls first, parent_code
