-- Grain: one total of fct_attainment_totals x unit of its group that tells its figure: what is added, what the percentage
-- is computed from, and what is left out.
with attainments as (
    select * from {{ ref('fct_attainments') }}
),

indicators as (
    select * from {{ ref('dim_indicators') }}
    where is_additive
),

periods as (
    select * from {{ ref('dim_periods') }}
),

edges as (
    select * from {{ ref('dim_org_unit_edges') }}
),

org_units as (
    select * from {{ ref('int_org_units__current') }}
),

{{ groupings() }},

-- one row a unit: the headline, else, to tell what is left out, what is quarantined
stood_for as (
    select
        attainments.*,
        coalesce(attainments.reference_period_code, attainments.period_code) as base_period_code,
        periods.start_date,
        periods.end_date
    from attainments
    inner join indicators on attainments.indicator_code = indicators.indicator_code
    inner join periods on attainments.period_code = periods.period_code
    where periods.end_date is not null and abs(coalesce(attainments.value, 0)) < {{ countable_limit() }}
    qualify row_number() over (
        partition by
            attainments.org_unit_code, attainments.indicator_code, attainments.period_code, attainments.scope
        order by {{ headline_order() }}
    ) = 1
),

-- what a unit that took another over tells for the whole is not added to what the other told of the same
told_again as (
    select distinct
        groupings.group_kind,
        groupings.group_code,
        repeated.figure_id
    from {{ ref('int_figures__told_again') }} as repeated
    inner join stood_for on repeated.teller_figure_id = stood_for.figure_id and repeated.period_code = stood_for.period_code
    inner join groupings
        on
            stood_for.org_unit_code = groupings.child_code
            and stood_for.end_date between groupings.valid_from and groupings.valid_to
            and coalesce(stood_for.start_date <= groupings.last_day, true)
    where repeated.figure_kind = 'result' and stood_for.is_headline
),

grouped as (
    select
        groupings.group_kind,
        groupings.group_code,
        stood_for.*,
        groupings.last_day < stood_for.end_date as is_ended,
        case
            when not stood_for.is_headline then 'quarantined'
            when stood_for.value is null then 'without_value'
            when told_again.figure_id is not null then 'told_again'
        end as left_out_kind,
        coalesce(
            abs(stood_for.reference) < {{ countable_limit() }}
            and stood_for.denominator_basis in ('stated_target', 'inferred_target'),
            false
        ) as has_base
    from stood_for
    inner join groupings
        on
            stood_for.org_unit_code = groupings.child_code
            and stood_for.end_date between groupings.valid_from and groupings.valid_to
            and coalesce(stood_for.start_date <= groupings.last_day, true)
    left join told_again
        on
            stood_for.figure_id = told_again.figure_id
            and groupings.group_kind = told_again.group_kind
            and groupings.group_code = told_again.group_code
),

-- results of a half-year beside targets of the half and of the year do not mix: the base most units share is summed
bases as (
    select
        group_kind,
        group_code,
        indicator_code,
        period_code,
        scope,
        base_period_code
    from grouped
    where has_base and left_out_kind is null
    group by group_kind, group_code, indicator_code, period_code, scope, base_period_code
    qualify row_number() over (
        partition by group_kind, group_code, indicator_code, period_code, scope
        order by {{ base_order() }}
    ) = 1
)

select
    grouped.group_kind,
    grouped.group_code,
    grouped.indicator_code,
    grouped.period_code,
    grouped.scope,
    grouped.org_unit_code,
    grouped.org_unit_name,
    grouped.is_ended,
    grouped.left_out_kind,
    coalesce(
        grouped.left_out_kind is null and grouped.has_base and grouped.base_period_code = bases.base_period_code, false
    ) as is_compared,
    grouped.value,
    grouped.value_from,
    grouped.value_to,
    grouped.reference,
    grouped.base_period_code,
    grouped.fulfilment_kind,
    grouped.quality_status,
    grouped.source_kind,
    grouped.figure_id,
    grouped.target_figure_id
from grouped
left join bases
    on
        grouped.group_kind = bases.group_kind
        and grouped.group_code = bases.group_code
        and grouped.indicator_code = bases.indicator_code
        and grouped.period_code = bases.period_code
        and grouped.scope = bases.scope
order by
    grouped.group_kind,
    grouped.group_code,
    grouped.indicator_code,
    grouped.period_code,
    grouped.scope,
    grouped.org_unit_code
