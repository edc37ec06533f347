-- Grain: one flag: a report that came after its last day, grace included.
{{ config(tags=['flags']) }}

with reports as (
    select * from {{ ref('int_obligations__rated') }}
    where status_kind = 'late'
)

select
    'report_late' as rule_code,
    'report:' || org_unit_code || '|' || obligation_code || '|' || period_code as subject_key,
    org_unit_code,
    period_code,
    office_code,
    document_id,
    path,
    reported_night as night,
    '«' || obligation_name || '» ' || {{ period_label('period_code', 'period_kind') }} || ' của ' || org_unit_name
    || ' đến ngày ' || strftime(reported_night, '%d/%m/%Y') || ', muộn '
    || date_diff('day', last_date, reported_night) || ' ngày so với hạn ' || strftime(last_date, '%d/%m/%Y') || '.'
        as message_vi
from reports
