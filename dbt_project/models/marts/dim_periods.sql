-- Grain: one period any figure or document speaks of, or a report is owed for.
with figures as (
    select * from {{ ref('int_figures__superseded') }}
),

documents as (
    select * from {{ ref('int_documents__current') }}
),

owed as (
    select * from {{ ref('stg_catalogue__report_obligations') }}
),

codes as (
    select period_code from figures
    where period_code is not null
    union
    select reference_period_code from figures
    where reference_period_code is not null
    union
    select period_code from documents
    where period_code is not null
    union
    select period_code from owed
),

classified as (
    select
        period_code,
        {{ period_kind('period_code') }} as period_kind
    from codes
)

select
    period_code,
    period_kind,
    {{ period_start('period_code', 'period_kind') }} as start_date,
    {{ period_end('period_code', 'period_kind') }} as end_date,
    {{ period_calendar('period_kind') }} as calendar_kind,
    {{ period_year_code('period_code', 'period_kind') }} as year_code,
    {{ period_months('period_code', 'period_kind') }} as month_count,
    {{ is_year_to_date('period_code', 'period_kind') }} as is_year_to_date,
    {{ period_label('period_code', 'period_kind') }} as label_vi
from classified
order by period_code
