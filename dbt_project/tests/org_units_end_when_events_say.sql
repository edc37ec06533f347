-- The last day of a unit in the catalogue is the day before the event that ended it.
with events as (
    select * from {{ ref('stg_catalogue__org_events') }}
),

ended as (
    select
        from_unit_code as org_unit_code,
        effective_date
    from events
    where event_kind in ('merged', 'split', 'dissolved')
    group by from_unit_code, effective_date
    having bool_and(to_unit_code is distinct from from_unit_code)
)

select
    units.org_unit_code,
    units.valid_to,
    ended.effective_date
from {{ ref('stg_catalogue__org_units') }} as units
inner join ended on units.org_unit_code = ended.org_unit_code
where units.valid_to is not null and units.valid_to != ended.effective_date - 1
