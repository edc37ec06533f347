-- Grain: one act of sending. A chunk of any other table is visible once its deliveries stand.
with source as (
    select * from {{ landing_table('deliveries') }}
    where {{ up_to_tonight() }}
),

renamed as (
    select
        delivery_id,
        source_kind,
        office_code,
        path,
        sha256,
        size_bytes,
        modified_ns,
        received_at,
        night,
        chunk_id
    from source
)

select * from renamed
