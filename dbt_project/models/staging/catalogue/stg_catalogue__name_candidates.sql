-- Grain: one name that stays open by today's catalogue, in the context of one office ('' for none), with the nearest
-- entries of the catalogue, nearest first.
with source as (
    {{ resolved_names() }}
),

renamed as (
    select
        kind as name_kind,
        text as name_text,
        coalesce(context, '') as context_text,
        any_value(candidates) as candidates
    from source
    group by kind, text, coalesce(context, '')
    having count(code) = 0
)

select * from renamed
