-- Grain: one place or subject that lines of figure_corrections.csv ever named, with the print of its lines and of the
-- documents that ever lay there, and the build in which that last changed.
with corrections as (
    select * from {{ ref('stg_catalogue__figure_corrections') }}
    where problem_text is null and origin_kind = 'data_team'
),

documents as (
    select
        path,
        member,
        string_agg(distinct document_id, ',' order by document_id) as document_ids
    from {{ ref('stg_landing__documents') }}
    group by path, member
),

prints as (
    select
        coalesce(corrections.path, '') as path,
        coalesce(corrections.member, '') as member,
        coalesce(corrections.locator, '') as locator,
        coalesce(corrections.subject_key, '') as subject_key,
        coalesce(corrections.source_kind, '') as source_kind,
        coalesce(corrections.kind, '') as kind,
        md5(
            string_agg(
                concat_ws('|', cast(corrections as varchar), documents.document_ids),
                ';'
                order by corrections.line_number
            )
        ) as lines_print
    from corrections
    left join documents on corrections.path = documents.path and corrections.member = documents.member
    group by all
),

stored as (
    {{ rows_before('prints') }}
)

select
    coalesce(prints.path, stored.path) as path,
    coalesce(prints.member, stored.member) as member,
    coalesce(prints.locator, stored.locator) as locator,
    coalesce(prints.subject_key, stored.subject_key) as subject_key,
    coalesce(prints.source_kind, stored.source_kind) as source_kind,
    coalesce(prints.kind, stored.kind) as kind,
    prints.lines_print,
    if(
        prints.lines_print is not distinct from stored.lines_print,
        stored.changed_build,
        cast({{ this_build() }} as integer)
    ) as changed_build
from prints
full outer join stored
    on
        prints.path = stored.path
        and prints.member = stored.member
        and prints.locator = stored.locator
        and prints.subject_key = stored.subject_key
        and prints.source_kind = stored.source_kind
        and prints.kind = stored.kind
