-- grain: one row a period that anything on the page speaks of, the latest first. is_due: its results are owed by now
with spoken as (
    select period_code, source_kind = 'unit_report' as is_reported from shown_attainments
    union all
    select fct_reporting_status.period_code, false
    from fct_reporting_status
    inner join shown_units on fct_reporting_status.org_unit_code = shown_units.org_unit_code
)

select
    spoken.period_code as period,
    coalesce(any_value(dim_periods.label_vi), spoken.period_code) as label,
    any_value(dim_periods.period_kind) as kind,
    any_value(dim_periods.end_date)::varchar as end_date,
    bool_or(spoken.is_reported) as is_reported,
    exists (
        select 1
        from fct_reporting_status
        inner join shown_units on fct_reporting_status.org_unit_code = shown_units.org_unit_code
        where
            fct_reporting_status.period_code = spoken.period_code
            and fct_reporting_status.report_kind = 'results'
            and fct_reporting_status.last_date < $night
    ) as is_due
from spoken
left join dim_periods on spoken.period_code = dim_periods.period_code
where spoken.period_code is not null
group by spoken.period_code
order by end_date desc nulls last, period desc
