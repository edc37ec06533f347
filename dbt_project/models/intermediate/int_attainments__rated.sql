{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='judged_account', on_schema_change='fail'
) }}
-- Grain: one row of int_attainments__paired, with what its flags make of it and whether its target is reached: by the
-- indicator's direction, by whole intervals, and never by a rounded percentage.
with paired as (
    select * from {{ ref('int_attainments__paired') }}
    {{ touched_judged_accounts() }}
),

judged as (
    select * from {{ ref('int_figures__judged') }}
),

weighed as (
    select
        paired.*,
        {{ status_of('greatest(coalesce(result_flags.value_weight, 0), coalesce(target_flags.value_weight, 0))') }} as quality_status,
        {{ status_of('result_flags.percent_weight') }} as percent_status,
        nullif(
            array_to_string(
                list_sort(
                    list_distinct(
                        string_split(concat_ws(', ', result_flags.flag_rules, target_flags.flag_rules), ', ')
                    )
                ),
                ', '
            ),
            ''
        ) as flag_rules
    from paired
    left join judged as result_flags on paired.figure_id = result_flags.figure_id
    left join judged as target_flags on paired.target_figure_id = target_flags.figure_id
),

attained as (
    select
        *,
        coalesce(computed_pct, if(percent_status = 'quarantined', null, printed_level_pct)) as attained_pct,
        coalesce(
            (
                basis in ('stated_target', 'inferred_target', 'implied_target')
                or (is_share and target_share is not null)
            )
            and direction_kind in ('higher_better', 'lower_better'),
            false
        ) as has_target,
        coalesce(base_period_code <> period_code, false) as is_part_of_target_period
    from weighed
),

limited as (
    select
        *,
        -- an interval that holds the target decides nothing, unless the printed percentage does
        case
            when not has_target then null
            when direction_kind = 'higher_better' and computed_pct is not null and own_base > 0
                then
                    case
                        -- what is told exactly is taken as told: 1 tỷ reaches 1 tỷ, and "100 %" the 100 % pledged
                        when number_from >= base_to or (is_exact and own_number >= base_to) then 'met'
                        when number_to < base_from or computed_pct_to < 100 or (is_share and is_exact) then 'not_met'
                        when printed_from >= 100 and computed_pct_from = printed_from then 'met'
                        else 'undecided'
                    end
            when direction_kind = 'lower_better' and computed_pct is not null and own_base > 0
                then
                    case
                        when number_to <= base_from then 'met'
                        when number_from > base_to then 'not_met'
                        else 'undecided'
                    end
            when direction_kind = 'lower_better' and own_base = 0 and own_number is not null
                then
                    if(own_number <= 0, 'met', 'not_met')
            when direction_kind = 'higher_better' and attained_pct is not null
                then
                    if(attained_pct >= 100, 'met', 'not_met')
            when direction_kind = 'lower_better' and attained_pct is not null then
                if(attained_pct <= 100, 'met', 'not_met')
        end as settled_kind,
        -- of what is better when lower the ratio is turned round, so that more is always better
        case
            when not has_target then null
            when direction_kind = 'higher_better' then attained_pct
            when own_number = 0 then if(own_base = 0, cast(100 as decimal(18, 1)), cast(cap_pct as decimal(18, 1)))
            else {{ percent_of('own_base', 'own_number') }}
        end as turned_pct
    from attained
)

select
    * exclude (settled_kind, turned_pct),
    -- the target's own period is not over: not yet reached is no failure, and staying below a limit no success
    case
        when is_part_of_target_period and direction_kind = 'higher_better' and settled_kind = 'not_met' then 'in_progress'
        when is_part_of_target_period and direction_kind = 'lower_better' and settled_kind = 'met' then 'in_progress'
        else settled_kind
    end as fulfilment_kind,
    if(turned_pct is null, null, greatest(least(turned_pct, cap_pct), 0)) as scored_pct
from limited
