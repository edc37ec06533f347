-- Grain: one office that answers for its unit and the units below.
with source as (
    {{ catalogue_rows('offices', ['office_code'], ['office_code', 'org_unit_code', 'name_vi', 'language', 'email', 'channel', 'is_active']) }}
),

renamed as (
    select
        office_code,
        org_unit_code,
        name_vi as office_name,
        coalesce(language, 'vi') as language_code,
        channel as channel_kind,
        coalesce(cast(is_active as boolean), false) as is_active
    from source
)

select * from renamed
