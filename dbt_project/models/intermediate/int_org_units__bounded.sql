-- Grain: one organisation with its first and last day, as the catalogue or else the events of its founding and end say.
with org_units as (
    select * from {{ ref('stg_catalogue__org_units') }}
),

events as (
    select * from {{ ref('stg_catalogue__org_events') }}
),

ended as (
    -- a unit that keeps a part of itself lives on
    select
        from_unit_code as org_unit_code,
        effective_date
    from events
    where event_kind in ('merged', 'split', 'dissolved')
    group by from_unit_code, effective_date
    having bool_and(to_unit_code is distinct from from_unit_code)
),

ends as (
    select
        org_unit_code,
        min(effective_date) - 1 as last_day
    from ended
    group by org_unit_code
),

founded as (
    select
        to_unit_code as org_unit_code,
        min(effective_date) as first_day
    from events
    where event_kind = 'founded'
    group by to_unit_code
)

select
    org_units.* exclude (valid_from, valid_to),
    coalesce(org_units.valid_from, founded.first_day) as valid_from,
    coalesce(org_units.valid_to, cast(ends.last_day as date)) as valid_to
from org_units
left join ends on org_units.org_unit_code = ends.org_unit_code
left join founded on org_units.org_unit_code = founded.org_unit_code
order by org_units.org_unit_code
