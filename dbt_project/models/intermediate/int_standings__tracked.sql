-- Grain: one figure or document that a closed period keeps or holds up, with the print of that and the build in which it
-- last changed.
with held as (
    select * from {{ ref('int_figures__held') }}
),

kept as (
    select * from {{ ref('int_documents__kept') }}
),

told as (
    select
        'figure' as subject_kind,
        figure_id as subject_id,
        cast(held as varchar) as told
    from held

    union all

    select
        'document' as subject_kind,
        document_id as subject_id,
        cast(kept as varchar) as told
    from kept
),

prints as (
    select
        subject_kind,
        subject_id,
        md5(string_agg(told, ';' order by told)) as standing_print
    from told
    group by subject_kind, subject_id
),

stored as (
    {{ rows_before('prints') }}
)

select
    coalesce(prints.subject_kind, stored.subject_kind) as subject_kind,
    coalesce(prints.subject_id, stored.subject_id) as subject_id,
    prints.standing_print,
    if(
        prints.standing_print is not distinct from stored.standing_print,
        stored.changed_build,
        cast({{ this_build() }} as integer)
    ) as changed_build
from prints
full outer join stored on prints.subject_kind = stored.subject_kind and prints.subject_id = stored.subject_id
