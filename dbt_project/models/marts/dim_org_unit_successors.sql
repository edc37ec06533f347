-- As reported: the fact alone. As of a day D: join on the code where D stands in [map_from, map_to). Today: is_todays_map.
-- The fact's own day chooses the body under the code: it stands in [reported_from, reported_to).
with succeeded as (
    select * from {{ ref('int_org_units__succeeded') }}
),

versions as (
    select * from {{ ref('int_org_units__versioned') }}
    where is_current
)

select
    succeeded.org_unit_code,
    succeeded.reported_from,
    succeeded.reported_to,
    succeeded.map_from,
    succeeded.map_to,
    succeeded.is_todays_map,
    succeeded.successor_code,
    versions.org_unit_name as successor_name,
    succeeded.weight_numerator,
    succeeded.weight_denominator
from succeeded
inner join versions on succeeded.successor_code = versions.org_unit_code
order by succeeded.org_unit_code, succeeded.reported_from, succeeded.map_from nulls first, succeeded.successor_code
