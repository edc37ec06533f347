-- Grain: one current article that only repeats another current one received before it. What it tells counts nowhere;
-- dim_documents names the article it repeats. An article that adds or changes one number is a statement of its own.
with pairs as (
    select * from {{ ref('int_articles__paired') }}
),

documents as (
    select document_id from {{ ref('int_documents__current') }}
    where is_current
)

select
    pairs.later_id as document_id,
    pairs.earlier_id as syndicated_of
from pairs
semi join documents as later on pairs.later_id = later.document_id
semi join documents as earlier on pairs.earlier_id = earlier.document_id
qualify
    row_number() over (
        partition by pairs.later_id order by pairs.first_night, pairs.told_at, pairs.earlier_id
    ) = 1
order by document_id
