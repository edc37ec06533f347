-- grain: one row a news statement and kind of counterpart, contradictions first
select
    org_unit_code as unit,
    indicator_code as indicator,
    period_code as period,
    scope,
    counterpart_kind as counterpart,
    finding_kind as finding,
    explanation_kind as reason,
    explanation_vi as explanation,
    news_value,
    workbook_value,
    difference_value as difference,
    news_document_id as document,
    news_path as path,
    news_locator as locator,
    left(news_quote, 600) as quote,
    to_json(
        list_transform(
            from_json(
                coalesce(workbook_evidence, '[]'),
                '[{"org_unit_code":"VARCHAR","value":"VARCHAR","path":"VARCHAR","locator":"VARCHAR"}]'
            ),
            lambda told: [told.org_unit_code, told.value, told.path, told.locator]
        )[1:6]
    )::varchar as places
from fct_source_reconciliation
where org_unit_code in (select org_unit_code from shown_units)
order by
    list_position(['contradicts', 'explained', 'agrees'], finding_kind),
    period desc,
    unit,
    indicator,
    path,
    locator,
    counterpart
limit $rows
