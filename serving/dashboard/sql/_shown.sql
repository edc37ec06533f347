-- What one page holds: everything, or the units one office manages. A page is bounded: whole levels of units and years are left out, the highest levels and latest years stay.
create or replace temp table shown_units as
select
    org_unit_code,
    coalesce(short_name, org_unit_name, org_unit_code) as short_name,
    coalesce(org_unit_name, org_unit_code) as org_unit_name,
    level_kind,
    office_code,
    coalesce(
        list_position(['national', 'province', 'sector', 'cluster', 'bloc', 'district', 'grassroots'], level_kind), 8
    ) as level_rank
from dim_org_units
where
    is_current
    and (
        $office is null
        or org_unit_code in (select org_unit_code from dim_office_scopes where office_code = $office)
    );

create or replace temp table shown_attainments as
with owned as (
    -- grain: unit x indicator x period x scope x source
    select
        fct_attainments.* exclude (quote),
        -- a quotation longer than a paragraph is cut; the mart has it whole
        left(fct_attainments.quote, 600) as quote,
        shown_units.level_rank,
        coalesce(dim_periods.end_date, date '0001-01-01') as end_date
    from fct_attainments
    inner join shown_units on fct_attainments.org_unit_code = shown_units.org_unit_code
    left join dim_periods on fct_attainments.period_code = dim_periods.period_code
    where fct_attainments.indicator_code is not null and fct_attainments.period_code is not null
),

grouped as (
    select level_rank, year(end_date) as year_number, count(*) as rows
    from owned
    group by all
),

counted as (
    select *, sum(rows) over (order by level_rank, year_number desc) as rows_so_far
    from grouped
)

select owned.*
from owned
inner join counted on owned.level_rank = counted.level_rank and year(owned.end_date) = counted.year_number
where counted.rows_so_far - counted.rows < $rows and counted.rows_so_far <= greatest($rows, counted.rows);
