{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='reported_account', on_schema_change='fail'
) }}
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

touched_targets as (
    select * from targets
    {{ touched_judged_accounts() }}
),

facts as (
    select
        touched_targets.figure_id,
        touched_targets.org_unit_code,
        touched_targets.indicator_code,
        touched_targets.indicator_name,
        touched_targets.period_code,
        touched_targets.scope,
        touched_targets.source_kind,
        touched_targets.value,
        touched_targets.quality_status,
        -- a plan speaks of the units of the day it was decided, however late it came
        least(
            touched_targets.decision_date,
            {{ reported_day('figures.as_of_date', 'periods.end_date', 'figures.night') }}
        ) as reported_day,
        coalesce(indicators.is_additive, false) as is_additive
    from touched_targets
    inner join figures on touched_targets.figure_id = figures.figure_id
    left join indicators on touched_targets.indicator_code = indicators.indicator_code
    left join periods on touched_targets.period_code = periods.period_code
),

{{ rows_on_maps('target', 'targets', ['value']) }}
