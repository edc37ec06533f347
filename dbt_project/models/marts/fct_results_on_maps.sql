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

succeeded as (
    select * from {{ ref('int_org_units__succeeded') }}
),

versions as (
    -- before its first known day a unit is what it first was, after its end what it last was
    select
        *,
        if(is_first, date '0001-01-01', valid_from) as from_day,
        if(is_current, date '9999-12-31', valid_to) as to_day
    from {{ ref('int_org_units__versioned') }}
),

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

{{ on_maps('facts', ['value']) }},

judged as (
    select
        *,
        {{ is_told_again('result') }} as is_told_again
    from on_maps
)

select
    judged.figure_id,
    judged.map_from,
    judged.map_to,
    judged.map_to is null as is_todays_map,
    judged.holder_code as org_unit_code,
    holders.org_unit_name,
    judged.org_unit_code as reported_unit_code,
    reporters.org_unit_name as reported_unit_name,
    reporters.org_unit_version_id as reported_version_id,
    reporters.level_kind as reported_level_kind,
    judged.reported_day,
    judged.indicator_code,
    judged.indicator_name,
    judged.period_code,
    judged.scope,
    judged.source_kind,
    judged.reported_value,
    if(judged.is_additive, judged.value, judged.reported_value) as value,
    judged.weight_numerator,
    judged.weight_denominator,
    judged.is_additive and judged.value is not null and not judged.is_told_again as is_summable,
    judged.qualifier,
    judged.is_additive and judged.is_told_again as is_told_again,
    judged.quality_status
from judged
left join versions as holders on judged.holder_code = holders.org_unit_code and holders.is_current
left join versions as reporters
    on
        judged.org_unit_code = reporters.org_unit_code
        and judged.reported_day >= reporters.from_day
        and judged.reported_day <= reporters.to_day
order by judged.figure_id, judged.map_from nulls first, judged.holder_code
