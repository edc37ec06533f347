-- grain: one row a unit by its name of today, under the province of the office that answers for it
units as (
    select
        dim_org_units.org_unit_code,
        coalesce(dim_org_units.short_name, dim_org_units.org_unit_name) as unit_name,
        dim_org_units.level_kind,
        coalesce(offices.province_name, dim_org_units.province_name, 'Toàn quốc') as province_name
    from dim_org_units
    left join dim_org_units as offices
        on dim_org_units.office_code = offices.org_unit_code and offices.is_current
    where dim_org_units.is_current
)
