-- Grain: one unit under another in one sense for a stretch of days, first and last day included.
-- Stated: lines of the edge file, and after their last day the parent and the province of the unit's own line. Passed
-- on: where the upper unit ended and one other took it over whole, its units went with it; where several did, a line of
-- the edge file has to say which units went where.
with org_units as (
    select * from {{ ref('int_org_units__bounded') }}
),

edges as (
    select * from {{ ref('stg_catalogue__org_edges') }}
),

passed as (
    -- the last body under a code: what became of it as it was when it ended
    select
        org_unit_code,
        successor_code,
        coalesce(map_from, date '0001-01-01') as map_from,
        coalesce(map_to - 1, date '9999-12-31') as map_to
    from {{ ref('int_org_units__succeeded') }}
    where reported_to is null and weight_numerator = weight_denominator
),

told_until as (
    select
        edge_kind,
        child_code,
        max(coalesce(valid_to, date '9999-12-31')) as last_day
    from edges
    group by edge_kind, child_code
),

implied as (
    select
        'management' as edge_kind,
        org_unit_code as child_code,
        parent_code,
        'parent of the unit in org_units' as provenance_text
    from org_units
    where parent_code is not null

    union all

    select
        'territory' as edge_kind,
        org_units.org_unit_code as child_code,
        federations.org_unit_code as parent_code,
        'province of the unit in org_units' as provenance_text
    from org_units
    inner join org_units as federations
        on
            org_units.province_name = federations.province_name
            and federations.level_kind = 'province'
            and federations.organisation_kind = 'union'
            and org_units.org_unit_code != federations.org_unit_code
    where org_units.organisation_kind = 'union'
),

stated as (
    select
        edge_kind,
        child_code,
        parent_code,
        coalesce(valid_from, date '0001-01-01') as valid_from,
        coalesce(valid_to, date '9999-12-31') as valid_to,
        provenance_text,
        is_verified
    from edges

    union all

    select
        implied.edge_kind,
        implied.child_code,
        implied.parent_code,
        coalesce(cast(told_until.last_day + 1 as date), date '0001-01-01') as valid_from,
        date '9999-12-31' as valid_to,
        implied.provenance_text,
        true as is_verified
    from implied
    left join told_until
        on implied.edge_kind = told_until.edge_kind and implied.child_code = told_until.child_code
    where coalesce(told_until.last_day < date '9999-12-31', true)
),

carried as (
    select
        stated.edge_kind,
        stated.child_code,
        passed.successor_code as parent_code,
        greatest(stated.valid_from, passed.map_from, coalesce(org_units.valid_from, date '0001-01-01')) as valid_from,
        least(stated.valid_to, passed.map_to, coalesce(org_units.valid_to, date '9999-12-31')) as valid_to,
        stated.provenance_text,
        stated.is_verified,
        passed.successor_code != stated.parent_code as is_passed_on
    from stated
    inner join org_units on stated.child_code = org_units.org_unit_code
    inner join passed on stated.parent_code = passed.org_unit_code
)

select
    edge_kind,
    child_code,
    parent_code,
    nullif(valid_from, date '0001-01-01') as valid_from,
    nullif(valid_to, date '9999-12-31') as valid_to,
    is_passed_on,
    if(is_passed_on, 'passed on to the successor; ' || provenance_text, provenance_text) as provenance_text,
    is_verified and not is_passed_on as is_verified
from carried
where valid_from <= valid_to and child_code != parent_code
order by edge_kind, child_code, valid_from
