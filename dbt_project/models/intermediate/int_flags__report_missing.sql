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
    {{ messages('report_missing', {
        'report': 'obligation_name',
        'period': told_period('period_code', 'period_kind'),
        'unit': 'org_unit_name',
        'due': told_day('due_date'),
        'grace': {
            'vi': "if(last_date > due_date, ', gia hạn đến ' || strftime(last_date, '%d/%m/%Y'), '')",
            'en': "if(last_date > due_date, ', with grace until ' || strftime(last_date, '%Y-%m-%d'), '')"
        },
        'count': "cast(date_diff('day', last_date, tonight) as varchar)"
    }) }}
from reports
