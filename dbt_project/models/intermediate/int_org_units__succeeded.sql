-- Where the figures of a unit stand on the map of any day.
-- Grain: one body under a code × one stretch of days of the map × one unit that holds it then. A unit that gives a part
-- away and lives on under its code is another body from that day: figures of before divide, figures of after do not.
-- Of one body on one day the numerators add up to the denominator, exactly. Today's map is that of tonight: what is
-- decided for a day to come is known, and moves nothing before it.
with recursive org_units as (
    select * from {{ ref('stg_catalogue__org_units') }}
),

events as (
    select * from {{ ref('stg_catalogue__org_events') }}
    where from_unit_code is not null and to_unit_code is not null
),

today as (
    select map_date from {{ ref('int_nights__reached') }}
),

lines as (
    -- a whole that stays where it is moves no figure: a new name, another parent
    select
        from_unit_code,
        to_unit_code,
        effective_date,
        cast(weight_numerator as hugeint) as numerator,
        cast(weight_denominator as hugeint) as denominator
    from events
    where from_unit_code != to_unit_code or weight_numerator != weight_denominator
),

turns as (
    select
        from_unit_code as org_unit_code,
        effective_date,
        coalesce(
            lag(effective_date) over (partition by from_unit_code order by effective_date), date '0001-01-01'
        ) as previous_date,
        bool_or(is_kept) as is_kept
    from (
        select
            *,
            from_unit_code = to_unit_code as is_kept
        from lines
    ) as marked
    group by from_unit_code, effective_date
),

-- What reaches a unit on the day that unit passes on whole goes on with it: A into B and B into C on one day is A into
-- C. A unit that keeps a part of itself keeps what it is given that day.
handed as (
    select
        *,
        0 as step_count
    from lines

    union all

    select
        handed.from_unit_code,
        lines.to_unit_code,
        handed.effective_date,
        handed.numerator * lines.numerator
        // gcd(handed.numerator * lines.numerator, handed.denominator * lines.denominator) as numerator,
        handed.denominator * lines.denominator
        // gcd(handed.numerator * lines.numerator, handed.denominator * lines.denominator) as denominator,
        handed.step_count + 1 as step_count
    from handed
    inner join turns
        on
            handed.to_unit_code = turns.org_unit_code
            and handed.effective_date = turns.effective_date
            and not turns.is_kept
    inner join lines
        on
            handed.to_unit_code = lines.from_unit_code
            and handed.effective_date = lines.effective_date
    -- a ring of one day comes to rest nowhere: a test refuses it
    where handed.step_count < 12
),

successions as (
    select handed.* exclude (step_count)
    from handed
    left join turns
        on
            handed.to_unit_code = turns.org_unit_code
            and handed.effective_date = turns.effective_date
            and not turns.is_kept
    where turns.org_unit_code is null
),

bodies as (
    select
        *,
        lead(reported_from) over (partition by org_unit_code order by reported_from) as reported_to
    from (
        select
            org_unit_code,
            date '0001-01-01' as reported_from
        from org_units
        union all
        select
            turns.org_unit_code,
            turns.effective_date as reported_from
        from turns
        inner join org_units on turns.org_unit_code = org_units.org_unit_code
        where turns.is_kept
    ) as starts
),

paths as (
    select
        org_unit_code,
        reported_from,
        reported_to,
        org_unit_code as holder_code,
        reported_from as since,
        cast(1 as hugeint) as numerator,
        cast(1 as hugeint) as denominator
    from bodies

    union all

    select
        paths.org_unit_code,
        paths.reported_from,
        paths.reported_to,
        successions.to_unit_code as holder_code,
        successions.effective_date as since,
        paths.numerator * successions.numerator
        // gcd(paths.numerator * successions.numerator, paths.denominator * successions.denominator) as numerator,
        paths.denominator * successions.denominator
        // gcd(paths.numerator * successions.numerator, paths.denominator * successions.denominator) as denominator
    from paths
    inner join turns
        on
            paths.holder_code = turns.org_unit_code
            and paths.since < turns.effective_date
            and paths.since >= turns.previous_date
    inner join successions
        on
            turns.org_unit_code = successions.from_unit_code
            and turns.effective_date = successions.effective_date
),

bounded as (
    select
        paths.*,
        turns.effective_date as until
    from paths
    left join turns
        on
            paths.holder_code = turns.org_unit_code
            and paths.since < turns.effective_date
            and paths.since >= turns.previous_date
),

maps as (
    select
        org_unit_code,
        reported_from,
        since as map_from,
        lead(since) over (partition by org_unit_code, reported_from order by since) as map_to
    from (
        select distinct
            org_unit_code,
            reported_from,
            since
        from paths
    ) as turned
),

held as (
    select
        bounded.*,
        maps.map_from,
        maps.map_to
    from bounded
    inner join maps
        on
            bounded.org_unit_code = maps.org_unit_code
            and bounded.reported_from = maps.reported_from
            and bounded.since <= maps.map_from
            and coalesce(bounded.until > maps.map_from, true)
),

commons as (
    select
        org_unit_code,
        reported_from,
        map_from,
        list_reduce(list(distinct denominator), (one, other) -> lcm(one, other)) as denominator
    from held
    group by org_unit_code, reported_from, map_from
),

added as (
    select
        held.org_unit_code,
        held.reported_from,
        held.reported_to,
        held.map_from,
        held.map_to,
        held.holder_code as successor_code,
        sum(held.numerator * (commons.denominator // held.denominator)) as numerator,
        any_value(commons.denominator) as denominator
    from held
    inner join commons
        on
            held.org_unit_code = commons.org_unit_code
            and held.reported_from = commons.reported_from
            and held.map_from = commons.map_from
    group by
        held.org_unit_code, held.reported_from, held.reported_to, held.map_from, held.map_to, held.holder_code
),

reduced as (
    select
        *,
        gcd(
            denominator,
            list_reduce(
                list(numerator) over (partition by org_unit_code, reported_from, map_from),
                (one, other) -> gcd(one, other)
            )
        ) as divisor
    from added
)

select
    reduced.org_unit_code,
    nullif(reduced.reported_from, date '0001-01-01') as reported_from,
    reduced.reported_to,
    if(reduced.map_from = reduced.reported_from, null, reduced.map_from) as map_from,
    reduced.map_to,
    (reduced.map_from = reduced.reported_from or reduced.map_from <= today.map_date)
    and coalesce(reduced.map_to > today.map_date, true) as is_todays_map,
    reduced.successor_code,
    cast(reduced.numerator // reduced.divisor as bigint) as weight_numerator,
    cast(reduced.denominator // reduced.divisor as bigint) as weight_denominator
from reduced
cross join today
order by org_unit_code, reported_from, map_from, successor_code
