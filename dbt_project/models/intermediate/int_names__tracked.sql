-- Grain: one name that was ever tried again, with what it means by today's catalogue and the build in which that changed.
with resolutions as (
    select * from {{ ref('stg_catalogue__resolutions') }}
),

stored as (
    {{ rows_before('resolutions') }}
)

select
    coalesce(resolutions.name_kind, stored.name_kind) as name_kind,
    coalesce(resolutions.name_text, stored.name_text) as name_text,
    coalesce(resolutions.context_text, stored.context_text) as context_text,
    resolutions.code,
    if(
        stored.name_kind is not null and resolutions.code is not distinct from stored.code,
        stored.changed_build,
        cast({{ this_build() }} as integer)
    ) as changed_build
from resolutions
full outer join stored
    on
        resolutions.name_kind = stored.name_kind
        and resolutions.name_text = stored.name_text
        and resolutions.context_text = stored.context_text
