-- Every target on every map: what was given to a unit falls to those that hold it then; read like fct_results_on_maps.
with targets as (
    select * from {{ ref('fct_targets') }}
),

figures as (
    select
        figure_id,
        as_of_date,
        night
    from {{ ref('int_figures__superseded') }}
),

indicators as (
    select * from {{ ref('dim_indicators') }}
),

periods as (
    select * from {{ ref('dim_periods') }}
),

{{ map_imports() }},

facts as (
    select
        targets.figure_id,
        targets.org_unit_code,
        targets.indicator_code,
        targets.indicator_name,
        targets.period_code,
        targets.scope,
        targets.source_kind,
        targets.value,
        targets.quality_status,
        -- a plan speaks of the units of the day it was decided, however late it came
        least(
            targets.decision_date,
            {{ reported_day('figures.as_of_date', 'periods.end_date', 'figures.night') }}
        ) as reported_day,
        coalesce(indicators.is_additive, false) as is_additive
    from targets
    inner join figures on targets.figure_id = figures.figure_id
    left join indicators on targets.indicator_code = indicators.indicator_code
    left join periods on targets.period_code = periods.period_code
),

{{ rows_on_maps('target', ['value']) }}
