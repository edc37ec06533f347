-- Grain: flag x witness. News and workbooks state disjoint intervals for one figure; a cluster's news figure is also
-- laid beside its printed total row and, where all members reported, beside the sum of their workbooks.
{{ config(tags=['flags']) }}

with statements as (
    select * from {{ ref('int_statements__bounded') }}
),

member_sums as (
    select * from {{ ref('int_member_sums__reported') }}
),

indicators as (
    select * from {{ ref('stg_catalogue__indicators') }}
),

news as (
    select * from statements
    where source_kind = 'news'
),

workbooks as (
    select
        subject_key,
        as_of_date,
        number,
        number_from,
        number_to,
        [figure_id] as figure_ids,
        false as is_sum
    from statements
    where source_kind = 'unit_report'

    union all

    select
        subject_key,
        null as as_of_date,
        number,
        number_from,
        number_to,
        figure_ids,
        true as is_sum
    from member_sums
),

disjoint as (
    select
        news.*,
        workbooks.number as workbook_number,
        workbooks.is_sum,
        unnest(list_concat([news.figure_id], workbooks.figure_ids)) as witness_id
    from news
    inner join workbooks on news.subject_key = workbooks.subject_key
    where
        (news.number_from > workbooks.number_to or workbooks.number_from > news.number_to)
        and (news.as_of_date is null or workbooks.as_of_date is null or news.as_of_date = workbooks.as_of_date)
)

select
    'sources_disagree' as rule_code,
    disjoint.subject_key,
    disjoint.org_unit_code,
    disjoint.indicator_code,
    disjoint.period_code,
    disjoint.scope,
    disjoint.witness_id as figure_id,
    '«' || indicators.indicator_name || '» của ' || disjoint.org_unit_name
    || if(disjoint.is_sum, ': cộng báo cáo của các đơn vị thành viên được ', ': báo cáo của đơn vị ghi ')
    || {{ vietnamese_number('disjoint.workbook_number') }} || ' ' || indicators.unit_name || ', báo chí ghi '
    || {{ vietnamese_number('disjoint.number') }} || ' ' || indicators.unit_name
    || '; hai số không thể cùng đúng.' as message_vi
from disjoint
inner join indicators on disjoint.indicator_code = indicators.indicator_code
