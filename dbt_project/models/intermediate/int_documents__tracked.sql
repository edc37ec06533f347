-- Grain: one document that was ever seen, with the print of all that its figures take from it and the build in which that,
-- or a night that holds its figures, last changed.
with delivered as (
    select * exclude (text_sketch) from {{ ref('int_documents__delivered') }}
),

stood as (
    select * from {{ ref('int_documents__stood') }}
),

current_documents as (
    select document_id from {{ ref('int_documents__current') }}
    where is_current
),

syndicated as (
    select document_id from {{ ref('int_documents__syndicated') }}
),

nights as (
    select night from {{ ref('int_nights__tracked') }}
    where {{ is_touched() }}
),

read_again as (
    select document_id from {{ ref('int_figures__read') }}
    semi join nights using (night)
    union
    select document_id from delivered
    semi join nights using (night)
),

prints as (
    select
        document_id,
        md5(string_agg(told, ';' order by told)) as document_print
    from (
        select
            document_id,
            cast(delivered as varchar) as told
        from delivered
        union all
        select
            document_id,
            cast(stood as varchar) as told
        from stood
        union all
        select
            document_id,
            'current' as told
        from current_documents
        union all
        select
            document_id,
            'syndicated' as told
        from syndicated
    ) as told
    group by document_id
),

stored as (
    {{ rows_before('prints') }}
)

select
    coalesce(prints.document_id, stored.document_id) as document_id,
    prints.document_print,
    if(
        read_again.document_id is null and prints.document_print is not distinct from stored.document_print,
        stored.changed_build,
        cast({{ this_build() }} as integer)
    ) as changed_build
from prints
full outer join stored on prints.document_id = stored.document_id
left join read_again on coalesce(prints.document_id, stored.document_id) = read_again.document_id
