-- grain: unit x obligation x period
select
    obligation_name as obligation,
    report_kind as kind,
    org_unit_code as unit,
    org_unit_name as unit_name,
    office_code as office,
    period_code as period,
    due_date::varchar as due,
    status_kind as status,
    late_day_count as late_days,
    reported_night::varchar as night,
    path,
    reason_vi as reason
from fct_reporting_status
order by period desc, kind, office, unit
limit $rows
