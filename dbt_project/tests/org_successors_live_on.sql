-- A successor does not end on the day it takes over: what two changes of one day make together is one line.
with events as (
    select * from {{ ref('stg_catalogue__org_events') }}
),

units as (
    select * from {{ ref('int_org_units__bounded') }}
)

select
    events.event_id,
    events.to_unit_code,
    units.valid_to
from events
inner join units on events.to_unit_code = units.org_unit_code
where events.from_unit_code != events.to_unit_code and units.valid_to < events.effective_date
