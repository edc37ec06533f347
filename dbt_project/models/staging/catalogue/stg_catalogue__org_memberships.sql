-- Grain: one unit in one emulation cluster in one year.
with source as (
    {{ catalogue_rows('org_memberships', ['group_code', 'member_code', 'year'], ['group_code', 'member_code', 'year', 'role']) }}
),

renamed as (
    select
        group_code as cluster_code,
        member_code,
        cast(year as integer) as member_year,
        role as role_name
    from source
)

select * from renamed
