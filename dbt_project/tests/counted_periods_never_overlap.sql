-- Rows that are added over the periods of one year never tell one day twice; of a stock or level one row stands.
with counted as (
    select
        attainments.*,
        periods.start_date,
        periods.end_date
    from {{ ref('fct_attainments') }} as attainments
    inner join {{ ref('dim_periods') }} as periods on attainments.period_code = periods.period_code
    where attainments.is_counted_in_year
)

select
    one.figure_id,
    other.figure_id as other_figure_id
from counted as one
inner join counted as other
    on
        one.org_unit_code = other.org_unit_code
        and one.indicator_code = other.indicator_code
        and one.scope = other.scope
        and one.year_code = other.year_code
        and one.figure_id < other.figure_id
where
    (one.start_date <= other.end_date and other.start_date <= one.end_date)
    or one.accumulation_kind <> 'flow'
