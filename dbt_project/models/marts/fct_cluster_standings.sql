-- Grain: one member of a cluster x period in which the cluster compares figures. The score is the plain mean over the
-- compared indicators, one not reported counting nothing; the best and the worst rank are what every missing and
-- approximate number leaves possible. A computed standing, beside which the honours told for the year stand.
with figures as (
    select * from {{ ref('fct_cluster_standing_figures') }}
    where is_compared
),

clusters as (
    select * from {{ ref('dim_clusters') }}
),

periods as (
    select * from {{ ref('dim_periods') }}
),

org_units as (
    select * from {{ ref('int_org_units__current') }}
),

awards as (
    select * from {{ ref('fct_awards') }}
    where event_kind = 'award' and recipient_code is not null
),

compared as (
    select distinct
        figures.cluster_code,
        figures.period_code,
        periods.year_code,
        periods.period_kind,
        periods.end_date,
        figures.indicator_code,
        figures.cap_pct
    from figures
    inner join periods on figures.period_code = periods.period_code
),

expected as (
    select
        clusters.cluster_code,
        clusters.cluster_name,
        clusters.member_code,
        clusters.member_name,
        clusters.role_name,
        compared.period_code,
        compared.period_kind,
        compared.year_code,
        compared.indicator_code,
        compared.cap_pct
    from clusters
    inner join compared
        on
            clusters.cluster_code = compared.cluster_code
            and cast(clusters.member_year as varchar) = compared.year_code
    inner join org_units on clusters.member_code = org_units.org_unit_code
    -- who had ended before the period's last day competes with what it reported, and with nothing it can no longer report
    where
        coalesce(org_units.valid_to >= compared.end_date, true)
        or exists (
            select 1 from figures
            where
                figures.cluster_code = compared.cluster_code
                and figures.period_code = compared.period_code
                and figures.member_code = clusters.member_code
        )
),

scored as (
    select
        expected.cluster_code,
        expected.period_code,
        expected.member_code,
        any_value(expected.cluster_name) as cluster_name,
        any_value(expected.member_name) as member_name,
        any_value(expected.role_name) as role_name,
        any_value(expected.period_kind) as period_kind,
        any_value(expected.year_code) as year_code,
        count(*) as compared_count,
        count(figures.figure_id) as reported_count,
        count(*) filter (figures.fulfilment_kind = 'met') as met_count,
        count(*) filter (figures.quality_status = 'unconfirmed') as unconfirmed_count,
        sum(coalesce(figures.scored_pct, 0)) as score_sum,
        sum(coalesce(figures.scored_pct_from, 0)) as score_sum_from,
        sum(coalesce(figures.scored_pct_to, expected.cap_pct)) as score_sum_to,
        sum(figures.scored_pct) filter (figures.quality_status = 'ok') as confirmed_sum,
        count(*) filter (figures.quality_status = 'ok') as confirmed_count,
        cast(
            to_json(
                list(
                    {
                        'indicator_code': figures.indicator_code,
                        'indicator_name': figures.indicator_name,
                        'value': {{ decimal_text('figures.value') }},
                        'reference': {{ decimal_text('figures.reference') }},
                        'attained_pct': {{ decimal_text('figures.attained_pct') }},
                        'scored_pct': {{ decimal_text('figures.scored_pct') }},
                        'rank_number': figures.rank_number,
                        'quality_status': figures.quality_status,
                        'figure_id': figures.figure_id,
                        'path': figures.path,
                        'locator': figures.locator
                    }
                    order by figures.indicator_code
                ) filter (figures.figure_id is not null)
            ) as varchar
        ) as deciding_figures
    from expected
    left join figures
        on
            expected.cluster_code = figures.cluster_code
            and expected.period_code = figures.period_code
            and expected.member_code = figures.member_code
            and expected.indicator_code = figures.indicator_code
    group by expected.cluster_code, expected.period_code, expected.member_code
),

averaged as (
    select
        *,
        {{ percent_of('score_sum', '(100 * compared_count)', 2) }} as score_pct,
        {{ percent_of('score_sum_from', '(100 * compared_count)', 2) }} as score_pct_from,
        {{ percent_of('score_sum_to', '(100 * compared_count)', 2) }} as score_pct_to,
        -- without the rows that are asked about; what is not reported counts nothing here either
        {{ percent_of('confirmed_sum', '(100 * (compared_count - unconfirmed_count))', 2) }} as confirmed_score_pct
    from scored
),

possible as (
    select
        one.cluster_code,
        one.period_code,
        one.member_code,
        1 + count(*) filter (others.score_pct_from > one.score_pct_to) as best_rank_number,
        1 + count(*) filter (others.score_pct_to > one.score_pct_from) as worst_rank_number
    from averaged as one
    left join averaged as others
        on
            one.cluster_code = others.cluster_code
            and one.period_code = others.period_code
            and one.member_code <> others.member_code
    group by one.cluster_code, one.period_code, one.member_code
),

honours as (
    select
        recipient_code,
        merit_year,
        string_agg(distinct award_name, ', ' order by award_name) as award_names
    from awards
    group by recipient_code, merit_year
)

select
    averaged.cluster_code,
    averaged.cluster_name,
    averaged.period_code,
    averaged.member_code,
    averaged.member_name,
    averaged.role_name,
    case
        when averaged.reported_count > 0
            then
                cast(
                    rank() over (
                        partition by averaged.cluster_code, averaged.period_code
                        order by averaged.score_pct desc
                    ) as integer
                )
    end as rank_number,
    cast(possible.best_rank_number as integer) as best_rank_number,
    cast(possible.worst_rank_number as integer) as worst_rank_number,
    possible.best_rank_number = possible.worst_rank_number as is_rank_decided,
    case
        when averaged.confirmed_count > 0
            then
                cast(
                    rank() over (
                        partition by averaged.cluster_code, averaged.period_code
                        order by averaged.confirmed_score_pct desc nulls last
                    ) as integer
                )
    end as confirmed_rank_number,
    averaged.score_pct,
    averaged.score_pct_from,
    averaged.score_pct_to,
    averaged.confirmed_score_pct,
    cast(averaged.compared_count as integer) as compared_count,
    cast(averaged.reported_count as integer) as reported_count,
    cast(averaged.met_count as integer) as met_count,
    cast(averaged.unconfirmed_count as integer) as unconfirmed_count,
    honours.award_names,
    averaged.deciding_figures
from averaged
inner join possible
    on
        averaged.cluster_code = possible.cluster_code
        and averaged.period_code = possible.period_code
        and averaged.member_code = possible.member_code
left join honours
    on
        averaged.period_kind = 'year'
        and averaged.member_code = honours.recipient_code
        and averaged.year_code = honours.merit_year
order by averaged.cluster_code, averaged.period_code, rank_number nulls last, averaged.member_code
