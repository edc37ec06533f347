-- Grain: flag x witness, one flag a unit and period. A unit tells a period for the whole it became, and what the units
-- that passed to it told of the same stands beside it: totals leave the latter out.
{{ config(tags=['flags']) }}

with told_again as (
    select * from {{ ref('int_figures__told_again') }}
    where figure_kind = 'result' and overlap_kind = 'takeover'
),

names as (
    select * from {{ ref('int_org_units__current') }}
),

overlapping as (
    select
        told_again.teller_code,
        told_again.period_code,
        {{ period_kind('told_again.period_code') }} as period_kind,
        min(told_again.takeover_date) as takeover_date,
        string_agg(distinct names.short_name, ', ' order by names.short_name) as part_names
    from told_again
    inner join names on told_again.org_unit_code = names.org_unit_code
    group by told_again.teller_code, told_again.period_code
),

witnesses as (
    select
        teller_code,
        period_code,
        figure_id
    from told_again
    union
    select
        teller_code,
        period_code,
        teller_figure_id as figure_id
    from told_again
)

select
    'overlapping_reports' as rule_code,
    'figure:' || overlapping.teller_code || '||' || overlapping.period_code || '|' as subject_key,
    overlapping.teller_code as org_unit_code,
    cast(null as varchar) as indicator_code,
    overlapping.period_code,
    cast(null as varchar) as scope,
    witnesses.figure_id,
    {{ messages('overlapping_reports', {
        'unit': 'tellers.short_name',
        'period': told_period('overlapping.period_code', 'overlapping.period_kind'),
        'day': told_day('overlapping.takeover_date'),
        'nearest': 'overlapping.part_names'
    }) }}
from witnesses
inner join overlapping
    on witnesses.teller_code = overlapping.teller_code and witnesses.period_code = overlapping.period_code
inner join names as tellers on overlapping.teller_code = tellers.org_unit_code
