-- Grain: flag x witness. One workbook states one figure twice and the two do not agree. A later delivery that differs
-- supersedes instead, without a flag.
{{ config(tags=['flags']) }}

with figures as (
    select * from {{ ref('int_figures__superseded') }}
    where
        is_document_current
        and has_key
        and not is_control_total
        and source_kind = 'unit_report'
        and value is not null
),

indicators as (
    select * from {{ ref('stg_catalogue__indicators') }}
),

bounded as (
    select
        *,
        {{ rounding_half('value_decimals', "coalesce(unit_of_measure, '')") }} as rounding,
        {{ interval_from('value', 'qualifier', 'rounding') }} as value_from,
        {{ interval_to('value', 'upper', 'qualifier', 'quote', 'rounding') }} as value_to
    from figures
),

disagreeing as (
    select
        document_id,
        statement_key,
        min(value) as lowest_value,
        max(value) as highest_value
    from bounded
    group by document_id, statement_key
    having max(value_from) > min(value_to)
)

select
    'same_key_different_value' as rule_code,
    bounded.subject_key,
    bounded.org_unit_code,
    bounded.indicator_code,
    bounded.period_code,
    bounded.scope,
    bounded.figure_id,
    '«' || indicators.indicator_name || '» của ' || bounded.org_unit_name
    || ' được ghi nhiều lần trong cùng một báo cáo với số khác nhau, từ '
    || {{ vietnamese_number('disagreeing.lowest_value') }} || ' đến '
    || {{ vietnamese_number('disagreeing.highest_value') }} || ' ' || indicators.unit_name || '.' as message_vi
from bounded
inner join disagreeing
    on bounded.document_id = disagreeing.document_id and bounded.statement_key = disagreeing.statement_key
inner join indicators on bounded.indicator_code = indicators.indicator_code
