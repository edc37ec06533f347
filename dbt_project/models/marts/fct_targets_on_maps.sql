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
        targets.figure_id,
        targets.org_unit_code,
        targets.indicator_code,
        targets.indicator_name,
        targets.period_code,
        targets.scope,
        targets.source_kind,
        targets.value,
        targets.quality_status,
        {{ reported_day('figures.as_of_date', 'periods.end_date', 'figures.night') }} as reported_day,
        coalesce(indicators.is_additive, false) as is_additive
    from targets
    inner join figures on targets.figure_id = figures.figure_id
    left join indicators on targets.indicator_code = indicators.indicator_code
    left join periods on targets.period_code = periods.period_code
),

{{ on_maps('facts', ['value']) }},

judged as (
    select
        *,
        {{ is_told_again('target') }} as is_told_again
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
