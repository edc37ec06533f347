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

facts as (
    select
        attainments.figure_id,
        attainments.org_unit_code,
        attainments.indicator_code,
        attainments.indicator_name,
        attainments.period_code,
        attainments.scope,
        attainments.source_kind,
        attainments.value,
        attainments.reference,
        attainments.quality_status,
        {{ reported_day('results.as_of_date', 'periods.end_date', 'results.night') }} as reported_day,
        coalesce(indicators.is_additive, false) as is_additive
    from attainments
    left join results on attainments.figure_id = results.figure_id
    left join indicators on attainments.indicator_code = indicators.indicator_code
    left join periods on attainments.period_code = periods.period_code
),

{{ rows_on_maps('result', ['value', 'reference']) }}
