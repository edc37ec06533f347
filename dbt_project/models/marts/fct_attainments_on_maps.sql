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

{{ on_maps('facts', ['value', 'reference']) }},

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
    judged.reported_reference,
    if(judged.is_additive, judged.reference, judged.reported_reference) as reference,
    judged.weight_numerator,
    judged.weight_denominator,
    judged.is_additive and judged.value is not null and not judged.is_told_again as is_summable,
    judged.is_additive and judged.reference is not null and not judged.is_told_again as is_reference_summable,
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
