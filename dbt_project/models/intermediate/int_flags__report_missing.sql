-- Grain: one flag: a report that a unit owes and has not sent though its last day, grace included, has passed. A file that
-- could not be read is asked about as a file (report_unreadable).
{{ config(tags=['flags']) }}

with reports as (
    select * from {{ ref('int_obligations__rated') }}
    where status_kind = 'missing'
)

select
    'report_missing' as rule_code,
    'report:' || org_unit_code || '|' || obligation_code || '|' || period_code as subject_key,
    org_unit_code,
    period_code,
    office_code,
    cast(null as varchar) as document_id,
    cast(null as varchar) as path,
    last_date + 1 as night,
    'Chưa nhận được «' || obligation_name || '» ' || {{ period_label('period_code', 'period_kind') }} || ' của '
    || org_unit_name || ': hạn gửi ' || strftime(due_date, '%d/%m/%Y')
    || if(last_date > due_date, ', gia hạn đến ' || strftime(last_date, '%d/%m/%Y'), '') || ', đã quá '
    || date_diff('day', last_date, tonight) || ' ngày.' as message_vi
from reports
