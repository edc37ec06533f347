{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='account', on_schema_change='fail'
) }}
-- Grain: one current result of a unit, indicator, period, scope and source, beside its base: the one printed with it,
-- else a target of its own source, else of the other source, else, where it is told from the first day of a year, the
-- year's target. What each says of the other is kept apart: the percentage computed, the one printed, and the base or
-- value that the printed one implies.
with results as (
    select
        * exclude (computed_pct),
        {{ period_kind('period_code') }} as period_kind
    from {{ ref('int_figures__superseded') }}
    {{ touched_accounts() }}
    where
        is_current
        and has_key
        and kind = 'result'
        and not is_control_total
        and is_change_alone is not true
        and coalesce(value, percent) is not null
),

targets as (
    select * from {{ ref('int_targets__chosen') }}
    {{ touched_accounts() }}
),

bounded as (
    select * from {{ ref('int_statements__bounded') }}
    {{ touched_accounts() }}
),

indicators as (
    select * from {{ ref('stg_catalogue__indicators') }}
),

placed as (
    select
        results.*,
        {{ period_year_code('results.period_code', 'results.period_kind') }} as year_code,
        {{ is_year_to_date('results.period_code', 'results.period_kind') }} as is_year_to_date
    from results
),

-- the year's target stands beside what is told from its first day, never beside a later slice of it; and no target
-- beside a part of a population ("96 % of the officials")
offered as (
    select
        placed.figure_id,
        targets.figure_id as target_figure_id,
        targets.source_kind as target_source_kind,
        targets.period_code as target_period_code,
        targets.value as target_value,
        targets.percent as target_share,
        targets.qualifier as target_qualifier
    from placed
    inner join targets
        on
            placed.org_unit_code = targets.org_unit_code
            and placed.indicator_code = targets.indicator_code
            and coalesce(placed.scope, '') = coalesce(targets.scope, '')
    where
        (
            placed.reference is not null
            or placed.denominator_basis is distinct from 'population'
            or placed.indicator_measure = 'percent'
        )
        and (
            (placed.period_code = targets.period_code and placed.source_kind = targets.source_kind)
            or (
                placed.reference is null
                and placed.figure_id <> targets.figure_id
                and (
                    placed.period_code = targets.period_code
                    or (placed.is_year_to_date and placed.year_code = targets.period_code)
                )
            )
        )
    qualify row_number() over (
        partition by placed.figure_id
        order by
            (placed.period_code = targets.period_code) desc,
            (placed.source_kind = targets.source_kind) desc,
            targets.figure_id
    ) = 1
),

based as (
    select
        placed.*,
        indicators.accumulation_kind,
        indicators.direction_kind,
        indicators.cap_pct,
        coalesce(placed.reference, offered.target_value) as base,
        offered.target_share,
        offered.target_qualifier,
        if(offered.target_figure_id = placed.figure_id, null, offered.target_figure_id) as target_figure_id,
        if(
            offered.target_figure_id is null or offered.target_figure_id = placed.figure_id,
            null,
            offered.target_source_kind
        ) as target_source_kind,
        case
            when placed.reference is not null then placed.reference_period_code
            when offered.target_period_code <> placed.period_code then offered.target_period_code
            else placed.reference_period_code
        end as base_period_code,
        case
            when placed.reference is null and offered.target_value is not null then 'stated_target'
            else placed.denominator_basis
        end as basis,
        case
            when placed.reference is null and offered.target_value is not null then 'target_apart'
            else {{ denominator_evidence('placed', 'indicators.denominator_kind') }}
        end as basis_evidence,
        -- the attainment a source prints: vượt 22,7 % is 122,7 %, and a rise against another period is none
        case
            when coalesce(placed.indicator_measure, '') = 'percent' then null
            when placed.change is null then placed.percent
            when placed.change = 'exceed' then 100 + placed.percent
        end as printed_level_pct,
        {{ percent_rounding_half('placed.percent_decimals') }} as percent_half,
        coalesce(bounded.number_from, placed.value) as number_from,
        coalesce(bounded.number_to, placed.value) as number_to,
        placed.qualifier = 'exact' and placed.upper is null as is_exact
    from placed
    left join offered on placed.figure_id = offered.figure_id
    left join bounded on placed.figure_id = bounded.figure_id
    left join indicators on placed.indicator_code = indicators.indicator_code
),

compared as (
    select
        *,
        coalesce(indicator_measure, '') = 'percent' as is_share,
        -- what is compared: of a share the percentages, else the numbers
        case
            when coalesce(indicator_measure, '') = 'percent' then if(change is null, percent, null)
            else value
        end as own_number,
        case when coalesce(indicator_measure, '') = 'percent' then target_share else base end as own_base,
        case
            when reference is null and target_qualifier = 'approx'
                then cast(0.9 as decimal(2, 1))
            else cast(1 as decimal(2, 1))
        end as base_from_factor,
        case
            when reference is null and target_qualifier = 'approx'
                then cast(1.1 as decimal(2, 1))
            else cast(1 as decimal(2, 1))
        end as base_to_factor
    from based
),

widened as (
    select
        *,
        if(abs(own_base) < {{ countable_limit() }}, cast(cast(own_base as decimal(28, 9)) * base_from_factor as decimal(38, 9)), own_base) as base_from,
        if(abs(own_base) < {{ countable_limit() }}, cast(cast(own_base as decimal(28, 9)) * base_to_factor as decimal(38, 9)), own_base) as base_to
    from compared
),

computed as (
    select
        *,
        {{ percent_of('own_number', 'own_base') }} as computed_pct,
        {{ percent_of('number_from', 'base_to') }} as raw_pct_from,
        {{ percent_of('number_to', 'base_from') }} as raw_pct_to,
        printed_level_pct - percent_half as printed_from,
        printed_level_pct + percent_half as printed_to
    from widened
)

select
    computed.* exclude (raw_pct_from, raw_pct_to, base_from_factor, base_to_factor),
    -- value and base that the printed percentage implies where one of the two is not told
    if(base is null and value is not null, {{ percent_of('value', 'printed_level_pct', 4) }}, null) as implied_base,
    if(base is null and value is not null, {{ percent_of('number_from', 'printed_to', 4) }}, null) as implied_base_from,
    if(base is null and value is not null, {{ percent_of('number_to', 'printed_from', 4) }}, null) as implied_base_to,
    if(value is null and not is_share, {{ percent_share_of('printed_level_pct', 'base') }}, null) as implied_value,
    if(value is null and not is_share, {{ percent_share_of('printed_from', 'base_from') }}, null) as implied_value_from,
    if(value is null and not is_share, {{ percent_share_of('printed_to', 'base_to') }}, null) as implied_value_to,
    -- the printed percentage narrows what rounding leaves open, as long as the two can both be true
    case
        when computed_pct is null then null
        when raw_pct_from <= printed_to and printed_from <= raw_pct_to then greatest(raw_pct_from, printed_from)
        else raw_pct_from
    end as computed_pct_from,
    case
        when computed_pct is null then null
        when raw_pct_from <= printed_to and printed_from <= raw_pct_to then least(raw_pct_to, printed_to)
        else raw_pct_to
    end as computed_pct_to
from computed
