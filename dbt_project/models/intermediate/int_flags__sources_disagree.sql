-- Grain: flag x witness. News and workbooks state for one figure what cannot both be true, and nothing explains it; a
-- cluster's news figure is also laid beside its printed total row and beside the sum of its members' workbooks.
{{ config(tags=['flags']) }}

with contradictions as (
    select
        *,
        {{ period_kind('period_code') }} as period_kind
    from {{ ref('int_sources__reconciled') }}
    where finding_kind = 'contradicts'
),

indicators as (
    select * from {{ ref('stg_catalogue__indicators') }}
),

worded as (
    select
        contradictions.*,
        indicators.indicator_name_en
    from contradictions
    inner join indicators on contradictions.indicator_code = indicators.indicator_code
)

select
    'sources_disagree' as rule_code,
    subject_key,
    org_unit_code,
    indicator_code,
    period_code,
    scope,
    unnest(list_concat([news_figure_id], workbook_figure_ids)) as figure_id,
    {{ messages('sources_disagree', {
        'indicator': {'vi': 'indicator_name', 'en': 'indicator_name_en'},
        'period': told_period('period_code', 'period_kind'),
        'unit': 'org_unit_name',
        'told': {
            'vi': "if(counterpart_kind not in ('member_sum', 'predecessor_sum'), 'báo cáo của đơn vị ghi', 'cộng báo cáo của '"
                ~ " || if(reported_count < member_count, reported_count || '/' || member_count, 'các')"
                ~ " || if(counterpart_kind = 'member_sum', ' đơn vị thành viên được', ' đơn vị đã sáp nhập được'))",
            'en': "if(counterpart_kind not in ('member_sum', 'predecessor_sum'), 'the unit''s report says', 'reports of '"
                ~ " || if(reported_count < member_count, reported_count || ' of ' || member_count, 'all')"
                ~ " || if(counterpart_kind = 'member_sum', ' members add up to', ' merged units add up to'))"
        },
        'r': told_amount('workbook_number', 'unit_name'),
        'news': told_amount('news_number', 'unit_name')
    }) }}
from worded
