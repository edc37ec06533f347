-- Grain: one article x another received before it that it only repeats: at least 70 % of its runs of words, on the same unit
-- and period, and no number or award the other does not tell. Whether the two stand is asked elsewhere.
with articles as (
    select
        document_id,
        delivery_id,
        unit_code,
        period_code,
        published_at,
        first_night,
        coalesce(published_at, received_at) as told_at,
        text_sketch,
        len(text_sketch) as sketch_size
    from {{ ref('int_documents__current') }}
    where source_kind = 'news' and len(text_sketch) >= 16
),

runs as (
    select
        document_id,
        sketch_size,
        unnest(text_sketch) as run_hash
    from articles
),

counted as (
    select
        *,
        count(*) over (partition by run_hash) as article_count
    from runs
),

-- Two sketches alike in 70 % share at least one of the rarest 30 % and one of each: the join meets copies, and not
-- every article that names its union.
rarest as (
    select
        document_id,
        run_hash
    from counted
    qualify
        row_number() over (partition by document_id order by article_count, run_hash)
        <= sketch_size - (7 * sketch_size + 9) // 10 + 1
),

met as (
    select distinct
        later.document_id as later_id,
        earlier.document_id as earlier_id
    from rarest as later
    inner join rarest as earlier on later.run_hash = earlier.run_hash and later.document_id <> earlier.document_id
),

pairs as (
    select
        met.later_id,
        met.earlier_id,
        earlier.first_night,
        earlier.told_at
    from met
    inner join articles as later on met.later_id = later.document_id
    inner join articles as earlier on met.earlier_id = earlier.document_id
    where
        (earlier.first_night, earlier.told_at, earlier.document_id)
        < (later.first_night, later.told_at, later.document_id)
        and 10 * len(list_intersect(later.text_sketch, earlier.text_sketch))
        >= 7 * greatest(later.sketch_size, earlier.sketch_size)
        and coalesce(later.unit_code = earlier.unit_code, true)
        and coalesce(later.period_code = earlier.period_code, true)
        -- an article of last year, told again in the same words with this year's date, is another
        and coalesce(abs(date_diff('day', later.published_at, earlier.published_at)) <= 31, true)
),

paired as (
    select later_id as document_id from pairs
    union
    select earlier_id as document_id from pairs
),

statements as (
    select
        document_id,
        concat_ws('|', 'figure', kind, coalesce(change, ''), coalesce(qualifier, 'exact')) as told_kind,
        org_unit_code as subject_code,
        unit_text as subject_text,
        indicator_code as topic_code,
        indicator_text as topic_text,
        period_code,
        coalesce(scope, '') as scope,
        concat_ws('|', value, 'of', reference, 'pct', percent, 'to', upper) as told_number
    from {{ ref('int_figures__read') }} as figures
    semi join paired using (document_id)
    semi join articles
        on
            figures.document_id = articles.document_id
            and figures.delivery_id is not distinct from articles.delivery_id

    union all

    select
        document_id,
        'award|' || event_type as told_kind,
        recipient_code as subject_code,
        recipient_text as subject_text,
        cast(null as varchar) as topic_code,
        award_name as topic_text,
        merit_year as period_code,
        coalesce(giver_code, giver_text, '') as scope,
        coalesce(cast(recipient_count as varchar), '') as told_number
    from {{ ref('stg_landing__awards') }}
    semi join paired using (document_id)
),

-- a name or a period the later article lacks makes no other statement of it
own_words as (
    select distinct
        pairs.later_id,
        pairs.earlier_id
    from pairs
    inner join statements as own on pairs.later_id = own.document_id
    where not exists (
        select 1
        from statements as told
        where
            told.document_id = pairs.earlier_id
            and told.told_kind = own.told_kind
            and told.told_number = own.told_number
            and told.scope = own.scope
            and coalesce(own.period_code = told.period_code, own.period_code is null)
            and coalesce(
                own.subject_code = told.subject_code,
                own.subject_code is null and coalesce(own.subject_text = told.subject_text, own.subject_text is null)
            )
            and coalesce(
                own.topic_code = told.topic_code,
                own.topic_code is null and coalesce(own.topic_text = told.topic_text, own.topic_text is null)
            )
    )
)

select
    later_id,
    earlier_id,
    first_night,
    told_at
from pairs
anti join own_words using (later_id, earlier_id)
order by later_id, earlier_id
