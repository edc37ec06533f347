-- Grain: what one upper unit's direct units, or one cluster's members, tell of an additive indicator, period and scope:
-- as the organisation stood on the last day of the period, with those that ended within it. With and without rows their
-- offices are asked about, and beside what is left out because it cannot be true.
with parts as (
    select
        *,
        left_out_kind is null as is_added
    from {{ ref('fct_attainment_total_parts') }}
),

indicators as (
    select * from {{ ref('dim_indicators') }}
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

sums as (
    select
        group_kind,
        group_code,
        indicator_code,
        period_code,
        scope,
        count(*) filter (is_added) as reported_count,
        count(*) filter (is_added and is_ended) as ended_count,
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
        any_value(base_period_code) filter (is_compared) as reference_period_code,
        count(*) filter (is_compared) as target_count,
        sum(reference) filter (is_compared) as reference,
        sum(value) filter (is_compared) as compared_value,
        sum(reference) filter (is_compared and quality_status = 'ok') as confirmed_reference,
        sum(value) filter (is_compared and quality_status = 'ok') as confirmed_compared_value,
        count(*) filter (is_compared and fulfilment_kind = 'met') as met_count
    from parts
    group by group_kind, group_code, indicator_code, period_code, scope
),

unit_counts as (
    select
        told.group_kind,
        told.group_code,
        told.period_code,
        count(distinct groupings.child_code) filter (groupings.last_day >= periods.end_date) as unit_count
    from (
        select distinct
            group_kind,
            group_code,
            period_code
        from sums
    ) as told
    inner join periods on told.period_code = periods.period_code
    inner join groupings
        on
            told.group_kind = groupings.group_kind
            and told.group_code = groupings.group_code
            and periods.end_date between groupings.valid_from and groupings.valid_to
    group by told.group_kind, told.group_code, told.period_code
)

select
    sums.group_kind,
    sums.group_code,
    groups.org_unit_name as group_name,
    sums.indicator_code,
    indicators.indicator_name,
    sums.period_code,
    periods.period_kind,
    periods.year_code,
    sums.scope,
    indicators.accumulation_kind,
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
inner join indicators on sums.indicator_code = indicators.indicator_code
inner join periods on sums.period_code = periods.period_code
inner join unit_counts
    on
        sums.group_kind = unit_counts.group_kind
        and sums.group_code = unit_counts.group_code
        and sums.period_code = unit_counts.period_code
inner join org_units as groups on sums.group_code = groups.org_unit_code
order by sums.group_kind, sums.group_code, sums.indicator_code, sums.period_code, sums.scope
