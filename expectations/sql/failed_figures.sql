-- Grain: one row a failing figure and rule.
select
    failed.rule_code, failed.severity, failed.row_number, figures.document_id, figures.delivery_id,
    coalesce(documents.path, '') as path, coalesce(documents.member, '') as member, figures.locator, figures.figure_id, figures.office_code, figures.number_text,
    figures.unit_text, figures.unit_code, figures.indicator_text, figures.indicator_code, figures.scope,
    figures.period_code, figures.value, figures.reference, figures.percent,
    coalesce(numbers.d, 0) as printed_decimals, figures.change, figures.measure, figures.unit_word,
    facts.printed_percent, figures.alternatives,
    least(judged_night.night, coalesce(figures.published_on, judged_night.night)) as told_on
from failed
cross join judged_night
inner join figures on failed.row_number = figures.row_number
inner join numbers on failed.row_number = numbers.row_number
inner join facts on failed.row_number = facts.row_number
left join documents on figures.document_id = documents.document_id
order by failed.row_number, failed.rule_code
