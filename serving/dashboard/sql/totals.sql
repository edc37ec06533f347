-- grain: upper unit or cluster x indicator x period, whole scope
select
    group_code as "group",
    group_kind as kind,
    indicator_code as indicator,
    period_code as period,
    value,
    confirmed_value as confirmed,
    reference,
    compared_value as compared,
    computed_pct as pct,
    confirmed_pct,
    unit_count as units,
    reported_count as reported,
    target_count as targets,
    met_count as met,
    unconfirmed_count as unconfirmed,
    quarantined_count as quarantined
from fct_attainment_totals
where scope = '' and group_code in (select org_unit_code from shown_units)
order by "group", kind, indicator, period
