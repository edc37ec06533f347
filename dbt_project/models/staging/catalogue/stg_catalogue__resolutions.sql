-- Grain: one name unresolved at reading that today's catalogue knows, in the context of one office ('' for none). A
-- name that means one thing beside one unit of measure and another beside the next stays open.
with source as (
    {{ resolved_names() }}
),

renamed as (
    select
        kind as name_kind,
        text as name_text,
        coalesce(context, '') as context_text,
        min(code) as code
    from source
    where code is not null
    group by kind, text, coalesce(context, '')
    having count(distinct code) = 1
)

select * from renamed
