-- Grain: one cluster x period x kind of total: what its members' figures add up to, and, apart, what is stated of the
-- cluster itself ("cụm ... đạt 27/22"). The two are never added together.
with totals as (
    select * from {{ ref('fct_attainment_totals') }}
    where group_kind = 'cluster' and scope = ''
),

cells as (
    select * from {{ ref('int_cells__chosen') }}
),

standings as (
    select * from {{ ref('fct_cluster_standings') }}
    where rank_number = 1
),

clusters as (
    select * from {{ ref('dim_org_units') }}
    where is_current and level_kind in ('cluster', 'bloc')
),

periods as (
    select * from {{ ref('dim_periods') }}
),

told as (
    select
        group_code as cluster_code,
        period_code,
        'members' as total_kind,
        unit_count as member_count,
        indicator_code,
        -- the target of the year is none of its half, though the half is measured against it
        if(coalesce(reference_period_code, period_code) = period_code, reference, null) as target,
        value as result,
        computed_pct as attained_pct,
        case
            when quarantined_count > 0 then 'incomplete'
            when unconfirmed_count > 0 then 'unconfirmed'
            else 'ok'
        end as quality_status
    from totals

    union all

    select
        cells.org_unit_code,
        cells.period_code,
        'stated' as total_kind,
        null as member_count,
        cells.indicator_code,
        cells.target,
        cells.result,
        cells.attained_pct,
        cells.quality_status
    from cells
    inner join clusters on cells.org_unit_code = clusters.org_unit_code
),

wide as (
    select
        cluster_code,
        period_code,
        total_kind,
        max(member_count) as member_count,
        count(result) as result_count,
        {{ wide_columns(with_shares=true) }}
    from told
    group by cluster_code, period_code, total_kind
),

leaders as (
    select
        cluster_code,
        period_code,
        string_agg(member_name, ', ' order by member_name) as leader_names
    from standings
    group by cluster_code, period_code
)

select
    wide.cluster_code,
    clusters.org_unit_name as cluster_name,
    clusters.province_name,
    wide.period_code,
    periods.label_vi as period_name,
    periods.period_kind,
    periods.year_code,
    periods.end_date,
    wide.total_kind,
    leaders.leader_names,
    wide.* exclude (cluster_code, period_code, total_kind)
from wide
inner join clusters on wide.cluster_code = clusters.org_unit_code
inner join periods on wide.period_code = periods.period_code
left join leaders
    on
        wide.cluster_code = leaders.cluster_code
        and wide.period_code = leaders.period_code
        and wide.total_kind = 'members'
order by wide.cluster_code, wide.period_code, wide.total_kind
