-- Grain: what one upper unit's direct units, or one cluster's members, tell of an additive indicator, period and scope:
-- as the organisation stood on the last day of the period, with those that ended within it. With and without rows their offices are asked about, and
-- beside what is left out because it cannot be true.
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

-- a cluster is under its federation and its members are too: it is no unit of its own in the federation's sum. Who ended
-- within a period is counted where it last stood: what it told of that period is lost otherwise
groupings as (
    select
        edges.edge_kind as group_kind,
        edges.parent_code as group_code,
        edges.child_code,
        coalesce(edges.valid_from, date '0001-01-01') as valid_from,
        if(edges.valid_to = children.valid_to, date '9999-12-31', coalesce(edges.valid_to, date '9999-12-31')) as valid_to,
        coalesce(children.valid_to, date '9999-12-31') as last_day
    from edges
    inner join org_units as children on edges.child_code = children.org_unit_code
    where edges.edge_kind = 'cluster' or (edges.edge_kind = 'management' and children.level_kind <> 'cluster')
),

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
        groupings.last_day,
        stood_for.*,
        stood_for.is_headline and stood_for.value is not null and told_again.figure_id is null as is_added,
        stood_for.is_headline
        and stood_for.value is not null
        and told_again.figure_id is null
        and stood_for.reference is not null
        and abs(stood_for.reference) < {{ countable_limit() }}
        and stood_for.denominator_basis in ('stated_target', 'inferred_target') as has_base
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
    where has_base
    group by group_kind, group_code, indicator_code, period_code, scope, base_period_code
    qualify row_number() over (
        partition by group_kind, group_code, indicator_code, period_code, scope
        order by {{ base_order() }}
    ) = 1
),

based as (
    select
        grouped.*,
        bases.base_period_code as summed_base_code,
        coalesce(grouped.has_base and grouped.base_period_code = bases.base_period_code, false) as is_compared
    from grouped
    left join bases
        on
            grouped.group_kind = bases.group_kind
            and grouped.group_code = bases.group_code
            and grouped.indicator_code = bases.indicator_code
            and grouped.period_code = bases.period_code
            and grouped.scope = bases.scope
),

sums as (
    select
        group_kind,
        group_code,
        indicator_code,
        any_value(indicator_name) as indicator_name,
        period_code,
        any_value(period_kind) as period_kind,
        any_value(year_code) as year_code,
        any_value(end_date) as end_date,
        any_value(accumulation_kind) as accumulation_kind,
        scope,
        count(*) filter (is_added) as reported_count,
        count(*) filter (is_added and last_day < end_date) as ended_count,
        sum(value) filter (is_added) as value,
        sum(coalesce(value_from, value)) filter (is_added) as value_from,
        -- no upper end where one of them has none (300 trở lên)
        if(
            bool_or(is_added and value_from is not null and value_to is null),
            null,
            sum(coalesce(value_to, value)) filter (is_added)
        ) as value_to,
        coalesce(sum(value) filter (is_added and quality_status = 'ok'), 0) as confirmed_value,
        count(*) filter (is_added and quality_status = 'unconfirmed') as unconfirmed_count,
        coalesce(sum(value) filter (is_added and quality_status = 'unconfirmed'), 0) as unconfirmed_value,
        count(*) filter (quality_status = 'quarantined') as quarantined_count,
        coalesce(sum(value) filter (quality_status = 'quarantined'), 0) as quarantined_value,
        any_value(summed_base_code) as reference_period_code,
        count(*) filter (is_compared) as target_count,
        sum(reference) filter (is_compared) as reference,
        sum(value) filter (is_compared) as compared_value,
        sum(reference) filter (is_compared and quality_status = 'ok') as confirmed_reference,
        sum(value) filter (is_compared and quality_status = 'ok') as confirmed_compared_value,
        count(*) filter (is_compared and fulfilment_kind = 'met') as met_count
    from based
    group by group_kind, group_code, indicator_code, period_code, scope
),

unit_counts as (
    select
        sums.group_kind,
        sums.group_code,
        sums.indicator_code,
        sums.period_code,
        sums.scope,
        count(distinct groupings.child_code) filter (groupings.last_day >= sums.end_date) as unit_count
    from sums
    inner join groupings
        on
            sums.group_kind = groupings.group_kind
            and sums.group_code = groupings.group_code
            and sums.end_date between groupings.valid_from and groupings.valid_to
    group by all
)

select
    sums.group_kind,
    sums.group_code,
    groups.org_unit_name as group_name,
    sums.indicator_code,
    sums.indicator_name,
    sums.period_code,
    sums.period_kind,
    sums.year_code,
    sums.scope,
    sums.accumulation_kind,
    cast(unit_counts.unit_count + sums.ended_count as integer) as unit_count,
    cast(sums.reported_count as integer) as reported_count,
    {{ mart_number('sums.value') }} as value,
    {{ mart_number('sums.value_from') }} as value_from,
    {{ mart_number('sums.value_to') }} as value_to,
    {{ mart_number('sums.confirmed_value') }} as confirmed_value,
    cast(sums.unconfirmed_count as integer) as unconfirmed_count,
    {{ mart_number('sums.unconfirmed_value') }} as unconfirmed_value,
    cast(sums.quarantined_count as integer) as quarantined_count,
    {{ mart_number('sums.quarantined_value') }} as quarantined_value,
    sums.reference_period_code,
    cast(sums.target_count as integer) as target_count,
    {{ mart_number('sums.reference') }} as reference,
    {{ mart_number('sums.compared_value') }} as compared_value,
    {{ percent_of('sums.compared_value', 'sums.reference') }} as computed_pct,
    {{ percent_of('sums.confirmed_compared_value', 'sums.confirmed_reference') }} as confirmed_pct,
    cast(sums.met_count as integer) as met_count
from sums
inner join unit_counts
    on
        sums.group_kind = unit_counts.group_kind
        and sums.group_code = unit_counts.group_code
        and sums.indicator_code = unit_counts.indicator_code
        and sums.period_code = unit_counts.period_code
        and sums.scope = unit_counts.scope
inner join org_units as groups on sums.group_code = groups.org_unit_code
order by sums.group_kind, sums.group_code, sums.indicator_code, sums.period_code, sums.scope
