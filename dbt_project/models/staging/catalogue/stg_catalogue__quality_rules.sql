-- Grain: one rule of the registry.
with source as (
    select * from {{ ref('quality_rules') }}
),

renamed as (
    select
        rule_code,
        home as home_name,
        severity as severity_kind,
        title_vi as title_name,
        message_vi,
        what_to_do_vi
    from source
)

select * from renamed
