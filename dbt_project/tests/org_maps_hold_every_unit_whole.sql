-- On every map the holders of a unit's figures hold them whole.
select
    org_unit_code,
    reported_from,
    map_from,
    sum(weight_numerator) as parts,
    any_value(weight_denominator) as whole
from {{ ref('int_org_units__succeeded') }}
group by org_unit_code, reported_from, map_from
having parts != whole or count(distinct weight_denominator) != 1
