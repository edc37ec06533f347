-- What became of a unit on one day is the whole of it: the parts add up to one, exactly.
with successions as (
    select
        *,
        list_reduce(
            list(weight_denominator) over (partition by from_unit_code, effective_date), (one, other) -> lcm(one, other)
        ) as common
    from {{ ref('stg_catalogue__org_events') }}
    where
        from_unit_code is not null
        and to_unit_code is not null
        and (from_unit_code != to_unit_code or weight_numerator != weight_denominator)
)

select
    from_unit_code,
    effective_date,
    sum(weight_numerator * (common // weight_denominator)) as parts,
    any_value(common) as whole
from successions
group by from_unit_code, effective_date
having parts != whole or min(weight_numerator) < 1
