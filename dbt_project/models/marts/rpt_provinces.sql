{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='year', on_schema_change='fail'
) }}
-- Grain: one federation of today's map x period x level the figures were reported at: what they add up to where the
-- provinces and districts of their time now belong. Levels are parts of each other: read one of them. What cannot be true
-- is left out, and says so in the status of its sum.
with recursive attainments as (
    select
        *,
        coalesce(denominator_basis in ('stated_target', 'inferred_target'), false) as is_target,
        coalesce(reference_period_code, period_code) as base_period_code
    from {{ ref('fct_attainments') }}
    {{ touched_years() }}
    where scope = ''
    -- one row a unit: the headline, else, to tell what is left out, what is quarantined
    qualify row_number() over (
        partition by org_unit_code, indicator_code, period_code
        order by {{ headline_order() }}
    ) = 1
),

on_maps as (
    select * from {{ ref('fct_attainments_on_maps') }}
    {{ touched_years() }}
    where is_todays_map and is_summable and scope = '' and reported_organisation_kind = 'union'
),

org_units as (
    select * from {{ ref('dim_org_units') }}
    where is_current
),

periods as (
    select * from {{ ref('dim_periods') }}
),

placed as (
    select
        org_unit_code,
        org_unit_code as province_code,
        0 as depth
    from org_units
    where level_kind = 'province' and organisation_kind = 'union'

    union all

    select
        org_units.org_unit_code,
        placed.province_code,
        placed.depth + 1 as depth
    from placed
    inner join org_units on placed.org_unit_code = org_units.parent_code
    -- no organisation is deeper: the end of a catalogue whose units stand above each other in a ring
    where org_units.level_kind <> 'province' and placed.depth < 12
),

held as (
    select
        placed.province_code,
        on_maps.reported_level_kind,
        on_maps.reported_unit_code,
        on_maps.indicator_code,
        on_maps.period_code,
        if(attainments.is_headline, on_maps.value, null) as value,
        attainments.quality_status,
        attainments.is_headline,
        attainments.base_period_code,
        if(
            attainments.is_headline and attainments.is_target and on_maps.is_reference_summable, on_maps.reference, null
        ) as reference
    from on_maps
    inner join attainments on on_maps.figure_id = attainments.figure_id
    inner join placed on on_maps.org_unit_code = placed.org_unit_code
),

-- targets of the half and of the year do not mix: the base most figures share is summed, and told where it is the own one
bases as (
    select
        province_code,
        reported_level_kind,
        indicator_code,
        period_code,
        base_period_code
    from held
    where reference is not null
    group by province_code, reported_level_kind, indicator_code, period_code, base_period_code
    qualify row_number() over (
        partition by province_code, reported_level_kind, indicator_code, period_code
        order by {{ base_order() }}
    ) = 1
),

sums as (
    select
        held.province_code,
        held.reported_level_kind,
        held.indicator_code,
        held.period_code,
        sum(held.value) as result,
        sum(held.reference) filter (held.base_period_code = bases.base_period_code) as base,
        any_value(bases.base_period_code) as base_period_code,
        sum(held.value) filter (
            held.base_period_code = bases.base_period_code and held.reference is not null
        ) as compared_result,
        case
            when bool_or(held.quality_status = 'quarantined') then 'incomplete'
            when bool_or(held.quality_status = 'unconfirmed') then 'unconfirmed'
            else 'ok'
        end as quality_status
    from held
    left join bases
        on
            held.province_code = bases.province_code
            and held.reported_level_kind = bases.reported_level_kind
            and held.indicator_code = bases.indicator_code
            and held.period_code = bases.period_code
    group by held.province_code, held.reported_level_kind, held.indicator_code, held.period_code
),

compared as (
    select
        *,
        if(base_period_code = period_code, base, null) as target,
        {{ percent_of('compared_result', 'base') }} as attained_pct
    from sums
),

unit_counts as (
    select
        province_code,
        reported_level_kind,
        period_code,
        count(distinct reported_unit_code) filter (is_headline) as unit_count
    from held
    group by province_code, reported_level_kind, period_code
),

wide as (
    select
        province_code,
        reported_level_kind,
        period_code,
        count(result) as result_count,
        {{ wide_columns(with_shares=false) }}
    from compared
    group by province_code, reported_level_kind, period_code
)

select
    wide.province_code,
    org_units.org_unit_name as province_unit_name,
    org_units.province_name,
    wide.period_code,
    periods.label_vi as period_name,
    periods.period_kind,
    periods.year_code,
    periods.end_date,
    wide.reported_level_kind,
    unit_counts.unit_count,
    wide.* exclude (province_code, reported_level_kind, period_code)
from wide
inner join org_units on wide.province_code = org_units.org_unit_code
inner join periods on wide.period_code = periods.period_code
inner join unit_counts
    on
        wide.province_code = unit_counts.province_code
        and wide.reported_level_kind = unit_counts.reported_level_kind
        and wide.period_code = unit_counts.period_code
order by wide.province_code, wide.period_code, wide.reported_level_kind
