-- grain: cluster x member x period; an office sees its own members alone
select
    cluster_code as cluster,
    cluster_name,
    period_code as period,
    member_code as unit,
    rank_number as rank,
    best_rank_number as best,
    worst_rank_number as worst,
    confirmed_rank_number as confirmed_rank,
    score_pct as score,
    score_pct_from as score_from,
    score_pct_to as score_to,
    compared_count as compared,
    reported_count as reported,
    met_count as met,
    unconfirmed_count as unconfirmed,
    award_names as awards,
    count(*) over (partition by cluster_code, period_code) as members
from fct_cluster_standings
where member_code in (select org_unit_code from shown_units)
order by cluster, period desc, rank nulls last, unit
