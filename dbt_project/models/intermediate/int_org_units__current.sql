-- Grain: one organisation as it is tonight: its name and province of today, and the unit above it as the catalogue states
-- it for today. A line of the catalogue tells the last state that is known; what is decided for a day to come is not yet.
with versions as (
    select * from {{ ref('int_org_units__versioned') }}
    where is_current
),

org_units as (
    select * from {{ ref('int_org_units__bounded') }}
),

-- a former upper unit that still is the one above
managers as (
    select
        edges.child_code,
        arg_max(edges.parent_code, coalesce(edges.valid_from, date '0001-01-01')) as parent_code
    from {{ ref('stg_catalogue__org_edges') }} as edges
    cross join {{ ref('int_nights__reached') }} as reached
    where
        edges.edge_kind = 'management'
        and reached.map_date between coalesce(edges.valid_from, date '0001-01-01') and edges.valid_to
    group by edges.child_code
)

select
    org_units.* replace (
        versions.org_unit_name as org_unit_name,
        versions.short_name as short_name,
        versions.province_name as province_name,
        coalesce(managers.parent_code, org_units.parent_code) as parent_code
    ),
    versions.is_active
from org_units
inner join versions on org_units.org_unit_code = versions.org_unit_code
left join managers on org_units.org_unit_code = managers.child_code
order by org_units.org_unit_code
