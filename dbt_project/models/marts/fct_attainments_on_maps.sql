{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='reported_account', on_schema_change='fail'
) }}
-- Every attainment on every map, result and base by the same weights; read like fct_results_on_maps.
with attainments as (
    select * from {{ ref('fct_attainments') }}
),

results as (
    select * from {{ ref('fct_results') }}
),

indicators as (
    select * from {{ ref('dim_indicators') }}
),

periods as (
    select * from {{ ref('dim_periods') }}
),

{{ map_imports() }},

touched_attainments as (
    select * from attainments
    {{ touched_judged_accounts() }}
),

facts as (
    select
        touched_attainments.figure_id,
        touched_attainments.org_unit_code,
        touched_attainments.indicator_code,
        touched_attainments.indicator_name,
        touched_attainments.period_code,
        touched_attainments.scope,
        touched_attainments.source_kind,
        touched_attainments.value,
        touched_attainments.reference,
        touched_attainments.quality_status,
        {{ reported_day('results.as_of_date', 'periods.end_date', 'results.night') }} as reported_day,
        coalesce(indicators.is_additive, false) as is_additive
    from touched_attainments
    left join results on touched_attainments.figure_id = results.figure_id
    left join indicators on touched_attainments.indicator_code = indicators.indicator_code
    left join periods on touched_attainments.period_code = periods.period_code
),

{{ rows_on_maps('result', 'attainments', ['value', 'reference']) }}
