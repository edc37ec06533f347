-- grain: one row an indicator with a figure on the page, those most units tell first
select
    shown_attainments.indicator_code as indicator,
    coalesce(any_value(dim_indicators.indicator_name), any_value(shown_attainments.indicator_name)) as name,
    any_value(dim_indicators.indicator_name_en) as name_en,
    any_value(dim_indicators.unit_name) as unit_name,
    coalesce(any_value(dim_indicators.measure_kind), 'count') as measure,
    any_value(dim_indicators.direction_kind) as direction
from shown_attainments
left join dim_indicators on shown_attainments.indicator_code = dim_indicators.indicator_code
group by all
order by count(distinct shown_attainments.org_unit_code) desc, name, indicator
