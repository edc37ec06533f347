-- Grain: one unit for a stretch of days in which its name, the unit above it and its province stay the same. Current is
-- the stretch that holds tonight; of a unit that ended what it last was, of one still to come what it will first be.
with org_units as (
    select * from {{ ref('int_org_units__bounded') }}
),

today as (
    select map_date from {{ ref('int_nights__reached') }}
),

renames as (
    -- the name a unit had until the day before
    select
        from_unit_code as org_unit_code,
        effective_date,
        any_value(name_before) as name_before,
        any_value(coalesce(short_name_before, name_before)) as short_name_before
    from {{ ref('stg_catalogue__org_events') }}
    where event_kind = 'renamed' and name_before is not null
    group by from_unit_code, effective_date
),

edges as (
    select
        edge_kind,
        child_code,
        parent_code,
        coalesce(valid_from, date '0001-01-01') as valid_from,
        coalesce(valid_to, date '9999-12-31') as valid_to
    from {{ ref('int_org_unit_edges__held') }}
),

starts as (
    select
        org_unit_code,
        coalesce(valid_from, date '0001-01-01') as start_date
    from org_units

    union

    select
        renames.org_unit_code,
        renames.effective_date
    from renames
    inner join org_units on renames.org_unit_code = org_units.org_unit_code
    where
        renames.effective_date > coalesce(org_units.valid_from, date '0001-01-01')
        and renames.effective_date <= coalesce(org_units.valid_to, date '9999-12-31')

    union

    select
        child_code,
        valid_from
    from edges

    union

    -- a stretch without a unit above is a version of its own
    select
        edges.child_code,
        cast(edges.valid_to + 1 as date) as start_date
    from edges
    inner join org_units on edges.child_code = org_units.org_unit_code
    where edges.valid_to < coalesce(org_units.valid_to, date '9999-12-31')
),

stretches as (
    select
        org_unit_code,
        start_date,
        lag(start_date) over (partition by org_unit_code order by start_date) as earlier_date,
        lead(start_date) over (partition by org_unit_code order by start_date) as next_date,
        today.map_date,
        coalesce(
            max(start_date) filter (start_date <= today.map_date) over (partition by org_unit_code),
            min(start_date) over (partition by org_unit_code)
        ) as current_from
    from starts
    cross join today
),

named as (
    -- the first new name still to come tells the name of before
    select
        stretches.org_unit_code,
        stretches.start_date,
        arg_min(renames.name_before, renames.effective_date) as name_before,
        arg_min(renames.short_name_before, renames.effective_date) as short_name_before
    from stretches
    inner join renames
        on stretches.org_unit_code = renames.org_unit_code and stretches.start_date < renames.effective_date
    group by stretches.org_unit_code, stretches.start_date
)

select
    org_units.org_unit_code || '@' || if(stretches.start_date = date '0001-01-01', 'start', cast(stretches.start_date as varchar))
        as org_unit_version_id,
    org_units.org_unit_code,
    coalesce(named.name_before, org_units.org_unit_name) as org_unit_name,
    coalesce(named.short_name_before, org_units.short_name) as short_name,
    org_units.level_kind,
    org_units.organisation_kind,
    managers.parent_code,
    coalesce(territories.province_name, org_units.province_name) as province_name,
    nullif(stretches.start_date, date '0001-01-01') as valid_from,
    coalesce(cast(stretches.next_date - 1 as date), org_units.valid_to) as valid_to,
    stretches.earlier_date is null as is_first,
    stretches.next_date is null as is_last,
    stretches.start_date = stretches.current_from as is_current,
    coalesce(org_units.valid_from <= stretches.map_date, true)
    and coalesce(org_units.valid_to >= stretches.map_date, true) as is_active
from stretches
inner join org_units on stretches.org_unit_code = org_units.org_unit_code
left join named on stretches.org_unit_code = named.org_unit_code and stretches.start_date = named.start_date
left join edges as managers
    on
        managers.edge_kind = 'management'
        and stretches.org_unit_code = managers.child_code
        and stretches.start_date between managers.valid_from and managers.valid_to
left join edges as territorial
    on
        territorial.edge_kind = 'territory'
        and stretches.org_unit_code = territorial.child_code
        and stretches.start_date between territorial.valid_from and territorial.valid_to
left join org_units as territories on territorial.parent_code = territories.org_unit_code
order by org_units.org_unit_code, stretches.start_date
