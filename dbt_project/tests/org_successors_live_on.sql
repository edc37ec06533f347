-- What is handed on on one day comes to rest that day: with a unit that does not end then. Changes of one day may chain,
-- but not in a ring.
with recursive lines as (
    select
        from_unit_code,
        to_unit_code,
        effective_date
    from {{ ref('stg_catalogue__org_events') }}
    where
        from_unit_code is not null
        and to_unit_code is not null
        and (from_unit_code != to_unit_code or weight_numerator != weight_denominator)
),

units as (
    select * from {{ ref('int_org_units__bounded') }}
),

passing as (
    select
        from_unit_code as org_unit_code,
        effective_date
    from lines
    group by from_unit_code, effective_date
    having bool_and(from_unit_code != to_unit_code)
),

followed as (
    select
        lines.from_unit_code,
        lines.effective_date,
        lines.to_unit_code
    from lines
    semi join passing on lines.from_unit_code = passing.org_unit_code and lines.effective_date = passing.effective_date

    union

    select
        followed.from_unit_code,
        followed.effective_date,
        lines.to_unit_code
    from followed
    inner join passing
        on followed.to_unit_code = passing.org_unit_code and followed.effective_date = passing.effective_date
    inner join lines
        on followed.to_unit_code = lines.from_unit_code and followed.effective_date = lines.effective_date
)

-- in a ring
select
    from_unit_code as org_unit_code,
    effective_date
from followed
where from_unit_code = to_unit_code

union all

-- with a unit that had ended by then, and passed nothing on that day
select
    lines.to_unit_code as org_unit_code,
    lines.effective_date
from lines
inner join units on lines.to_unit_code = units.org_unit_code
left join passing on lines.to_unit_code = passing.org_unit_code and lines.effective_date = passing.effective_date
where
    lines.from_unit_code != lines.to_unit_code
    and units.valid_to < lines.effective_date
    and passing.org_unit_code is null
