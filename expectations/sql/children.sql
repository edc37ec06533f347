-- Grain: one row a child of a disagreeing total: a row of its table, or a period of its own row.
select
    totals.row_number,
    totals.side,
    if(totals.total_kind = 'periods', figures.period_code, coalesce(figures.unit_text, figures.unit_code, '')) as name,
    figures.locator,
    if(totals.side = 'value', figures.value, figures.reference) as value,
    if(totals.side = 'value', figures.reference, null) as reference,
    if(totals.side = 'value', figures.percent, null) as percent,
    coalesce(numbers.d, 0) as decimals
from totals
inner join figures
    on totals.document_id = figures.document_id
    and totals.sheet = figures.sheet
    and totals.kind = figures.kind
    and totals.indicator_key = coalesce(figures.indicator_code, figures.indicator_text)
    and totals.scope is not distinct from figures.scope
    and if(
        totals.total_kind = 'periods',
        figures.row_number <> totals.row_number
        and regexp_extract(figures.locator, '(\d+)$', 1) = totals.sheet_row
        and figures.change is null,
        totals.period_code is not distinct from figures.period_code and not figures.is_control_total
    )
inner join numbers on figures.row_number = numbers.row_number
where totals.total_state = 'disagrees'
order by totals.row_number, totals.side, length(figures.locator), figures.locator
