-- Grain: one report that one unit owes for one period. A unit whose file failed stands here as unreadable, never as if it
-- had sent nothing.
select
    obligation_code,
    obligation_name,
    report_kind,
    org_unit_code,
    org_unit_name,
    office_code,
    period_code,
    due_date,
    last_date,
    status_kind,
    case status_kind
        when 'on_time' then 'Đúng hạn'
        when 'late' then 'Muộn'
        when 'unreadable' then 'Chưa đọc được'
        when 'missing' then 'Chưa gửi'
        else 'Chưa đến hạn'
    end as status_vi,
    if(
        status_kind = 'awaited',
        null,
        cast(greatest(date_diff('day', last_date, coalesce(reported_night, tonight)), 0) as integer)
    ) as late_day_count,
    reported_night,
    delivery_count,
    unreadable_count,
    delivery_id,
    document_id,
    path,
    reason_vi,
    tonight as as_of_night
from {{ ref('int_obligations__rated') }}
order by obligation_code, period_code, org_unit_code
