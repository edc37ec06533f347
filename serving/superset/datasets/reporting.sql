-- grain: unit x report it owes x period
with {{ units }}

select
    units.province_name,
    units.unit_name,
    dim_periods.label_vi as period_name,
    reporting.obligation_name,
    reporting.due_date,
    reporting.reported_night,
    reporting.late_day_count,
    reporting.status_vi as status_name,
    reporting.status_kind in ('on_time', 'late') as is_received,
    reporting.status_kind = 'awaited' as is_awaited,
    reporting.status_kind in ('late', 'missing', 'unreadable') as is_amiss,
    reporting.path,
    -- what a layout lacked may fill a page; the mart has it whole
    case
        when length(reporting.reason_vi) > 240 then concat(left(reporting.reason_vi, 240), ' …')
        else coalesce(reporting.reason_vi, '')
    end as reason_vi,
    reporting.as_of_night
from fct_reporting_status as reporting
inner join units on reporting.org_unit_code = units.org_unit_code
inner join dim_periods on reporting.period_code = dim_periods.period_code
