-- Grain: flag x witness. News and workbooks state for one figure what cannot both be true, and nothing explains it; a
-- cluster's news figure is also laid beside its printed total row and beside the sum of its members' workbooks.
{{ config(tags=['flags']) }}

with contradictions as (
    select * from {{ ref('int_sources__reconciled') }}
    where finding_kind = 'contradicts'
)

select
    'sources_disagree' as rule_code,
    subject_key,
    org_unit_code,
    indicator_code,
    period_code,
    scope,
    unnest(list_concat([news_figure_id], workbook_figure_ids)) as figure_id,
    explanation_vi as message_vi
from contradictions
