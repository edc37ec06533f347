-- Grain: one row a "trong đó" figure that has its whole in the same document.
create table parts as
with comparable as (
    select
        figures.*,
        numbers.value_nanos,
        coalesce(figures.unit_code, figures.unit_text, '') as unit_key
    from figures
    inner join numbers on figures.row_number = numbers.row_number
    left join indicators on figures.indicator_code = indicators.code
    where figures.indicator_code is not null
        and figures.period_code is not null
        and figures.measure in ('count', 'money')
        and figures.qualifier = 'exact'
        and figures.upper is null
        and figures.change is null
        and numbers.value_nanos is not null
        and not coalesce(indicators.is_turnout, false)
),

wholes as (
    select
        document_id, sheet, unit_key, indicator_code, period_code, kind, is_control_total,
        max(value_nanos) as whole_nanos
    from comparable
    where scope is null
    group by all
)

select
    comparable.row_number,
    wholes.whole_nanos,
    if(comparable.value_nanos > wholes.whole_nanos, 'exceeds', 'within') as part_state
from comparable
inner join wholes
    using (document_id, sheet, unit_key, indicator_code, period_code, kind, is_control_total)
where comparable.scope is not null
