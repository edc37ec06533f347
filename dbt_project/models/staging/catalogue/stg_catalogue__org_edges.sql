-- Grain: one unit under another in one sense (management or territory) for a stretch of days.
with source as (
    {{ catalogue_rows('org_edges', ['edge_kind', 'child_code', 'parent_code', 'valid_from'], ['edge_kind', 'child_code', 'parent_code', 'valid_from', 'valid_to', 'provenance', 'is_verified']) }}
),

renamed as (
    select
        edge_kind,
        child_code,
        parent_code,
        cast(valid_from as date) as valid_from,
        cast(valid_to as date) as valid_to,
        provenance as provenance_text,
        coalesce(cast(is_verified as boolean), false) as is_verified
    from source
)

select * from renamed
