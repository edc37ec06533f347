-- Grain: one office, obligation and period, counted over the units the office answers for. Rates are of what is due: a report
-- that is awaited and not sent yet weighs nothing.
with statuses as (
    select * from {{ ref('fct_reporting_status') }}
),

unattributed as (
    select
        office_code,
        count(*) as unattributed_count
    from {{ ref('int_reports__unreadable') }}
    where org_unit_code is null and is_current
    group by office_code
),

counted as (
    select
        office_code,
        obligation_code,
        any_value(obligation_name) as obligation_name,
        any_value(report_kind) as report_kind,
        period_code,
        min(due_date) as due_date,
        count(*) as owed_count,
        count(*) filter (status_kind <> 'awaited') as due_count,
        count(*) filter (status_kind = 'on_time') as on_time_count,
        count(*) filter (status_kind = 'late') as late_count,
        count(*) filter (status_kind = 'unreadable') as unreadable_count,
        count(*) filter (status_kind = 'missing') as missing_count,
        count(*) filter (status_kind = 'awaited') as awaited_count
    from statuses
    group by office_code, obligation_code, period_code
)

select
    counted.office_code,
    counted.obligation_code,
    counted.obligation_name,
    counted.report_kind,
    counted.period_code,
    counted.due_date,
    counted.owed_count,
    counted.due_count,
    counted.on_time_count,
    counted.late_count,
    counted.unreadable_count,
    counted.missing_count,
    counted.awaited_count,
    {{ percent_of('counted.on_time_count + counted.late_count', 'counted.due_count') }} as reported_pct,
    {{ percent_of('counted.on_time_count', 'counted.due_count') }} as on_time_pct,
    coalesce(unattributed.unattributed_count, 0) as unattributed_file_count
from counted
left join unattributed on counted.office_code = unattributed.office_code
order by counted.office_code, counted.obligation_code, counted.period_code
