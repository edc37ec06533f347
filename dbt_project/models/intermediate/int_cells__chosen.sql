{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='judged_account', on_schema_change='fail'
) }}
-- Grain: one unit x indicator x period of the whole (no part): the target and the result that stand for it, of whichever
-- source counts. A result that cannot be true leaves its status and no number: what is read here is added up.
with attainments as (
    select * from {{ ref('fct_attainments') }}
    {{ touched_judged_accounts() }}
    where scope = ''
),

targets as (
    select * from {{ ref('fct_targets') }}
    {{ touched_judged_accounts() }}
    where scope = ''
),

indicators as (
    select * from {{ ref('dim_indicators') }}
),

periods as (
    select * from {{ ref('dim_periods') }}
),

-- a target of another period (the year's beside its half) is measured against and is no target of this one
results as (
    select
        *,
        coalesce(reference_period_code, period_code) = period_code as is_own_base
    from attainments
    qualify row_number() over (
        partition by org_unit_code, indicator_code, period_code
        order by {{ headline_order() }}
    ) = 1
),

pledges as (
    select *
    from targets
    where quality_status <> 'quarantined' and indicator_code is not null
    qualify row_number() over (
        partition by org_unit_code, indicator_code, period_code
        order by (source_kind = 'unit_report') desc, figure_id
    ) = 1
),

beside as (
    select
        coalesce(results.org_unit_code, pledges.org_unit_code) as org_unit_code,
        coalesce(results.indicator_code, pledges.indicator_code) as indicator_code,
        coalesce(results.period_code, pledges.period_code) as period_code,
        results.value,
        if(results.change_kind is null, results.printed_pct, null) as share_pct,
        if(
            results.is_own_base and results.denominator_basis in ('stated_target', 'inferred_target'),
            results.reference,
            null
        ) as told_target,
        if(results.is_own_base, results.target_pct, null) as told_share,
        pledges.value as pledged_target,
        pledges.target_pct as pledged_share,
        results.attained_pct,
        results.fulfilment_kind,
        results.quality_status,
        coalesce(results.is_headline, false) as is_headline,
        results.figure_id,
        coalesce(if(results.is_own_base, results.target_figure_id, null), pledges.figure_id) as target_figure_id
    from results
    full join pledges
        on
            results.org_unit_code = pledges.org_unit_code
            and results.indicator_code = pledges.indicator_code
            and results.period_code = pledges.period_code
)

select
    beside.org_unit_code,
    beside.indicator_code,
    beside.period_code,
    periods.end_date,
    coalesce(indicators.is_additive, false) as is_additive,
    cast(
        case
            when indicators.measure_kind = 'percent'
                then coalesce(if(beside.is_headline, beside.told_share, null), beside.pledged_share)
            else coalesce(if(beside.is_headline, beside.told_target, null), beside.pledged_target)
        end as decimal(38, 4)
    ) as target,
    cast(
        case
            when not beside.is_headline then null
            when indicators.measure_kind = 'percent' then beside.share_pct
            else beside.value
        end as decimal(38, 4)
    ) as result,
    if(beside.is_headline, beside.attained_pct, null) as attained_pct,
    if(beside.is_headline, beside.fulfilment_kind, null) as fulfilment_kind,
    beside.quality_status,
    beside.is_headline,
    beside.figure_id,
    beside.target_figure_id
from beside
inner join indicators on beside.indicator_code = indicators.indicator_code
inner join periods on beside.period_code = periods.period_code
where beside.org_unit_code is not null
