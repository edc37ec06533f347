-- Grain: flag x witness. One workbook states one figure twice and the two do not agree, or two senders do not, or two
-- files of one sender's last night of which no name tells which revises the other. A later delivery of the same sender
-- that differs supersedes instead, without a flag.
{{ config(
    tags=['flags'], materialized='incremental', incremental_strategy='touched', unique_key='account', on_schema_change='fail'
) }}

with figures as (
    select
        * replace (coalesce(value, percent) as value),
        -- a share is told by its percentage alone, and compared with shares alone
        value is null as is_share,
        {{ period_kind('period_code') }} as period_kind
    from {{ ref('int_figures__superseded') }}
    {{ touched_accounts() }}
    where
        is_document_current
        and has_key
        and not is_control_total
        and source_kind = 'unit_report'
        and coalesce(value, percent) is not null
),

indicators as (
    select * from {{ ref('stg_catalogue__indicators') }}
),

bounded as (
    select
        *,
        if(
            is_share,
            {{ percent_rounding_half('percent_decimals') }},
            {{ rounding_half('value_decimals', "coalesce(unit_of_measure, '')") }}
        ) as rounding,
        {{ interval_from('value', 'qualifier', 'rounding') }} as value_from,
        {{ interval_to('value', 'upper', 'qualifier', 'quote', 'rounding') }} as value_to
    from figures
),

disagreeing as (
    select
        document_id,
        statement_key,
        is_share,
        min(value) as lowest_value,
        max(value) as highest_value
    from bounded
    group by document_id, statement_key, is_share
    having max(value_from) > min(value_to)
),

statements as (
    select * from {{ ref('int_delivery_figures__stated') }}
    {% if is_incremental() %}semi join figures using (figure_key){% endif %}
    where
        is_delivery_current
        and has_key
        and not is_aside
        and not is_forwarded
        and ordinal = 1
        and coalesce(value, percent) is not null
),

-- what a decision assigns settles what was pledged before it
plans as (
    select
        figure_key,
        max(delivery_order) as plan_order
    from statements
    where decision_number is not null and contains(figure_key, '|target|')
    group by figure_key
),

unsettled as (
    select statements.*
    from statements
    left join plans on statements.figure_key = plans.figure_key
    where coalesce(statements.delivery_order >= plans.plan_order, true)
),

-- what a sender holds to be true: its last night's statements, without those a file of that night revises
last_told as (
    select * from unsettled
    qualify
        night = max(night) over (partition by figure_key, sender_key)
        and revision_rank = max(revision_rank) over (partition by figure_key, sender_key, night, report_series)
),

told_apart as (
    select distinct
        last_told.figure_key,
        last_told.figure_id,
        bounded.document_id,
        bounded.is_share,
        bounded.value_from,
        bounded.value_to,
        bounded.value
    from last_told
    inner join bounded on last_told.figure_id = bounded.figure_id
),

contradicted as (
    select
        figure_key,
        is_share,
        min(value) as lowest_value,
        max(value) as highest_value
    from told_apart
    group by figure_key, is_share
    having min(document_id) < max(document_id) and max(value_from) > min(value_to)
),

witnesses as (
    select
        bounded.*,
        disagreeing.lowest_value,
        disagreeing.highest_value,
        true as is_in_one
    from bounded
    inner join disagreeing
        on
            bounded.document_id = disagreeing.document_id
            and bounded.statement_key = disagreeing.statement_key
            and bounded.is_share = disagreeing.is_share

    union all

    select
        bounded.*,
        contradicted.lowest_value,
        contradicted.highest_value,
        false as is_in_one
    from bounded
    inner join told_apart on bounded.figure_id = told_apart.figure_id
    inner join contradicted
        on told_apart.figure_key = contradicted.figure_key and told_apart.is_share = contradicted.is_share
)

select
    'same_key_different_value' as rule_code,
    witnesses.subject_key,
    witnesses.org_unit_code,
    witnesses.indicator_code,
    witnesses.period_code,
    witnesses.scope,
    witnesses.figure_id,
    {{ messages('same_key_different_value', {
        'indicator': {'vi': 'indicators.indicator_name', 'en': 'indicators.indicator_name_en'},
        'period': told_period('witnesses.period_code', 'witnesses.period_kind'),
        'unit': 'witnesses.org_unit_name',
        'where': {
            'vi': "if(witnesses.is_in_one, 'trong cùng một báo cáo', 'trong các báo cáo của những nơi gửi hoặc tệp khác nhau')",
            'en': "if(witnesses.is_in_one, 'in one report', 'in reports of different senders or files')"
        },
        'lowest': told_number('witnesses.lowest_value'),
        'highest': {
            'vi': vietnamese_number('witnesses.highest_value') ~ " || if(witnesses.is_share, '%', ' ' || indicators.unit_name)",
            'en': english_number('witnesses.highest_value') ~ " || if(witnesses.is_share, '%', ' ' || indicators.unit_name)"
        }
    }) }}
from witnesses
inner join indicators on witnesses.indicator_code = indicators.indicator_code
qualify row_number() over (partition by witnesses.figure_id order by witnesses.is_in_one desc) = 1
