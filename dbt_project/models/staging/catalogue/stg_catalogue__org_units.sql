-- Grain: one organisation.
with source as (
    {{ catalogue_rows('org_units', ['code'], ['code', 'name', 'short_name', 'level', 'kind', 'parent', 'province', 'valid_from', 'valid_to']) }}
),

renamed as (
    select
        code as org_unit_code,
        name as org_unit_name,
        coalesce(short_name, name) as short_name,
        level as level_kind,
        kind as organisation_kind,
        parent as parent_code,
        province as province_name,
        cast(valid_from as date) as valid_from,
        cast(valid_to as date) as valid_to
    from source
)

select * from renamed
