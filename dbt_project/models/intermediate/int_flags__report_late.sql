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
    {{ messages('report_late', {
        'report': 'obligation_name',
        'period': told_period('period_code', 'period_kind'),
        'unit': 'org_unit_name',
        'day': told_day('reported_night'),
        'count': "cast(date_diff('day', last_date, reported_night) as varchar)",
        'due': told_day('last_date')
    }) }}
from reports
