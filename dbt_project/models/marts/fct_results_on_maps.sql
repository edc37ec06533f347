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

facts as (
    select
        results.figure_id,
        results.org_unit_code,
        results.indicator_code,
        results.indicator_name,
        results.period_code,
        results.scope,
        results.source_kind,
        results.value,
        results.qualifier,
        results.quality_status,
        {{ reported_day('results.as_of_date', 'periods.end_date', 'results.night') }} as reported_day,
        coalesce(indicators.is_additive, false)
        and results.value is not null
        and not {{ tells_change_alone('results.change_kind', 'results.value', 'results.reference', 'results.printed_pct') }}
            as is_additive
    from results
    left join indicators on results.indicator_code = indicators.indicator_code
    left join periods on results.period_code = periods.period_code
),

{{ rows_on_maps('result', ['value'], ['qualifier']) }}
