-- grain: cluster x member x period
with {{ units }}

select
    clusters.province_name,
    clusters.unit_name as cluster_name,
    coalesce(members.unit_name, standings.member_name) as member_name,
    dim_periods.label_vi as period_name,
    standings.rank_number,
    case
        when standings.best_rank_number = standings.worst_rank_number then cast(standings.best_rank_number as varchar)
        else concat(standings.best_rank_number, '–', standings.worst_rank_number)
    end as possible_ranks,
    standings.confirmed_rank_number,
    standings.score_pct,
    standings.confirmed_score_pct,
    standings.met_count,
    standings.compared_count,
    standings.unconfirmed_count,
    coalesce(standings.award_names, '') as award_names
from fct_cluster_standings as standings
inner join units as clusters on standings.cluster_code = clusters.org_unit_code
left join units as members on standings.member_code = members.org_unit_code
inner join dim_periods on standings.period_code = dim_periods.period_code
