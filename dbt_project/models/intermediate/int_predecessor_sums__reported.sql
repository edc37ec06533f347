-- Grain: one additive indicator of one unit and period of which units that passed to it have sent workbook figures: what
-- they and the unit itself tell together. Not where the unit tells the whole by itself. A sum with a number that cannot
-- be true is no sum.
with statements as (
    select * from {{ ref('int_statements__bounded') }}
    where source_kind = 'unit_report' and not is_control_total and is_additive
),

org_units as (
    select * from {{ ref('int_org_units__current') }}
),

takeovers as (
    select
        succeeded.successor_code,
        succeeded.org_unit_code,
        min(succeeded.map_from) as takeover_date
    from {{ ref('int_org_units__succeeded') }} as succeeded
    inner join org_units as heirs on succeeded.successor_code = heirs.org_unit_code
    inner join org_units as parts on succeeded.org_unit_code = parts.org_unit_code
    where
        succeeded.is_todays_map
        and succeeded.map_from is not null
        and succeeded.reported_to is null
        and succeeded.weight_numerator = succeeded.weight_denominator
        and succeeded.successor_code <> succeeded.org_unit_code
        and heirs.level_kind = parts.level_kind
    group by succeeded.successor_code, succeeded.org_unit_code
),

-- a unit that took others over is one of what it became
wholes as (
    select
        successor_code,
        org_unit_code,
        takeover_date
    from takeovers

    union all

    select
        takeovers.successor_code,
        takeovers.successor_code as org_unit_code,
        max(takeovers.takeover_date) as takeover_date
    from takeovers
    inner join org_units on takeovers.successor_code = org_units.org_unit_code
    where coalesce(org_units.valid_from < takeovers.takeover_date, true)
    group by takeovers.successor_code
),

unit_counts as (
    select
        successor_code,
        count(*) as unit_count,
        max(takeover_date) as takeover_date
    from wholes
    group by successor_code
),

tellers as (
    select distinct teller_figure_id
    from {{ ref('int_figures__told_again') }}
    where overlap_kind = 'takeover' and figure_kind = 'result'
),

impossible as (
    select distinct
        figure_id,
        night
    from {{ ref('stg_landing__figure_flags') }}
    where figure_id is not null and severity = 'fatal' and {{ disputed_field('rule_code') }} = 'value'
),

sums as (
    select
        wholes.successor_code as org_unit_code,
        statements.indicator_code,
        statements.period_code,
        statements.scope,
        count(distinct statements.org_unit_code) as reported_count,
        count(*) filter (wholes.org_unit_code <> wholes.successor_code) as part_count,
        sum(statements.number) as number,
        sum(statements.number_from) as number_from,
        sum(statements.number_to) as number_to,
        count(impossible.figure_id) as impossible_count,
        count(tellers.teller_figure_id) as teller_count,
        list(statements.figure_id order by statements.org_unit_code, statements.figure_id) as figure_ids
    from statements
    inner join wholes on statements.org_unit_code = wholes.org_unit_code
    left join impossible on statements.figure_id = impossible.figure_id and statements.night = impossible.night
    left join tellers on statements.figure_id = tellers.teller_figure_id
    where abs(statements.number_to) < {{ countable_limit() }}
    group by all
)

select
    {{ figure_subject('sums.org_unit_code', 'sums.indicator_code', 'sums.period_code', 'sums.scope') }} as subject_key,
    sums.number,
    sums.number_from,
    sums.number_to,
    sums.figure_ids,
    sums.reported_count,
    unit_counts.unit_count,
    unit_counts.takeover_date
from sums
inner join unit_counts on sums.org_unit_code = unit_counts.successor_code
where sums.impossible_count = 0 and sums.teller_count = 0 and sums.part_count > 0
