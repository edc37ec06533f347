-- grain: one row a unit that anything on the page speaks of
with spoken as (
    select org_unit_code from shown_attainments
    union
    select org_unit_code from fct_reporting_status
    union
    select org_unit_code from fct_figure_flags
    union
    select cluster_code from fct_cluster_standings
    union
    select member_code from fct_cluster_standings
)

select
    shown_units.org_unit_code as unit,
    shown_units.short_name as short,
    shown_units.org_unit_name as name,
    shown_units.level_kind as level,
    shown_units.office_code as office
from shown_units
inner join spoken on shown_units.org_unit_code = spoken.org_unit_code
order by shown_units.level_rank, shown_units.office_code, shown_units.short_name, unit
