-- grain: number of the press x what it is laid beside (the unit's own report, a printed total, the sum of members)
with {{ units }}

select
    units.province_name,
    units.unit_name,
    news.indicator_name,
    dim_periods.label_vi as period_name,
    case news.counterpart_kind
        when 'own_report' then 'Báo cáo của đơn vị'
        when 'total_row' then 'Dòng tổng của biểu'
        when 'member_sum' then 'Tổng các thành viên'
        when 'predecessor_sum' then 'Tổng các đơn vị trước khi sáp nhập'
    end as counterpart_name,
    case news.finding_kind
        when 'agrees' then 'Khớp'
        when 'explained' then 'Khác, đã rõ lý do'
        when 'contradicts' then 'Mâu thuẫn'
    end as finding_name,
    case news.finding_kind when 'contradicts' then 1 when 'explained' then 2 else 3 end as finding_rank,
    news.explanation_vi,
    news.news_value,
    news.workbook_value,
    news.difference_value,
    news.news_path,
    concat('«', news.news_quote, '»') as news_quote
from fct_source_reconciliation as news
inner join units on news.org_unit_code = units.org_unit_code
inner join dim_periods on news.period_code = dim_periods.period_code
