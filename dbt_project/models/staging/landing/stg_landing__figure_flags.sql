-- Grain: one finding of the gate on one figure, or on one document where figure_id is null.
with source as (
    select * from {{ landing_table('figure_flags') }}
    where {{ up_to_tonight() }}
),

renamed as (
    select
        flag_row_id,
        rule_code,
        severity,
        figure_id,
        document_id,
        delivery_id,
        locator,
        evidence,
        message_vi,
        message_en,
        night
    from source
)

select * from renamed
