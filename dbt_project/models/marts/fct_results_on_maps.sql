{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='reported_account', on_schema_change='fail'
) }}
-- Every result on every map: as reported is the reported unit and value, as of a day D is the rows whose days hold D,
-- today is is_todays_map. A result of a district that ended stands under the federation that took it over, as a part of
-- it: it is not added to what that federation reported itself, which is why rows keep the level they were reported at.
with results as (
    select * from {{ ref('fct_results') }}
),

indicators as (
    select * from {{ ref('dim_indicators') }}
),

periods as (
    select * from {{ ref('dim_periods') }}
),

{{ map_imports() }},

touched_results as (
    select * from results
    {{ touched_judged_accounts() }}
),

facts as (
    select
        touched_results.figure_id,
        touched_results.org_unit_code,
        touched_results.indicator_code,
        touched_results.indicator_name,
        touched_results.period_code,
        touched_results.scope,
        touched_results.source_kind,
        touched_results.value,
        touched_results.qualifier,
        touched_results.quality_status,
        {{ reported_day('touched_results.as_of_date', 'periods.end_date', 'touched_results.night') }} as reported_day,
        coalesce(indicators.is_additive, false)
        and touched_results.value is not null
        and not {{ tells_change_alone('touched_results.change_kind', 'touched_results.value', 'touched_results.reference', 'touched_results.printed_pct') }}
            as is_additive
    from touched_results
    left join indicators on touched_results.indicator_code = indicators.indicator_code
    left join periods on touched_results.period_code = periods.period_code
),

{{ rows_on_maps('result', 'results', ['value'], ['qualifier']) }}
