-- Grain: one document x a stretch of nights through which it stood, read in one delivery: from the night it was received, or
-- what stood in its way was withdrawn, until its place held something else or it was withdrawn itself (stood_to is the
-- first night without it). A file that a later one revises by its name stands through the nights in which that one does
-- not. is_syndicated: an article whose words another standing article told before.
with delivered as (
    select
        *,
        concat_ws('|', 'member', path, member) as article_place,
        concat_ws('|', 'file', source_kind, coalesce(office_code, ''), path) as file_place,
        if(source_kind = 'news' and status is distinct from 'quarantined', article_place, file_place) as place_key
    from {{ ref('int_documents__delivered') }}
),

pairs as (
    select * from {{ ref('int_articles__paired') }}
),

withdrawals as (
    select * from {{ ref('int_deliveries__withdrawn') }}
),

-- who competes for a place: every article of the news at its own, every file at its path
sendings as (
    select
        article_place as place_key,
        delivery_id,
        night,
        received_at
    from delivered
    where source_kind = 'news'

    union

    select
        file_place as place_key,
        delivery_id,
        night,
        received_at
    from delivered
),

disputed_places as (
    select distinct place_key from sendings
    semi join withdrawals using (delivery_id)
),

moments as (
    select
        place_key,
        night as moment
    from sendings
    semi join disputed_places using (place_key)

    union

    select
        sendings.place_key,
        unnest([withdrawals.withdrawn_from, withdrawals.withdrawn_to]) as moment
    from sendings
    inner join withdrawals on sendings.delivery_id = withdrawals.delivery_id
),

followed_moments as (
    select
        *,
        lead(moment) over (partition by place_key order by moment) as next_moment
    from moments
    where moment is not null
),

disputed_holdings as (
    select
        followed_moments.place_key,
        sendings.delivery_id,
        followed_moments.moment as held_from,
        followed_moments.next_moment as held_to
    from followed_moments
    inner join sendings
        on followed_moments.place_key = sendings.place_key and followed_moments.moment >= sendings.night
    where not {{ is_withdrawn_on('sendings.delivery_id', 'followed_moments.moment') }}
    qualify row_number() over (
        partition by followed_moments.place_key, followed_moments.moment
        order by sendings.night desc, sendings.received_at desc nulls last, sendings.delivery_id
    ) = 1
),

holdings as (
    select
        place_key,
        delivery_id,
        night as held_from,
        lead(night) over (
            partition by place_key order by night, received_at nulls first, delivery_id desc
        ) as held_to
    from sendings
    anti join disputed_places using (place_key)

    union all

    select * from disputed_holdings
),

standing as (
    select
        delivered.document_id,
        delivered.delivery_id,
        holdings.held_from,
        holdings.held_to
    from delivered
    inner join holdings
        on delivered.place_key = holdings.place_key and delivered.delivery_id = holdings.delivery_id
    where coalesce(holdings.held_from < holdings.held_to, true)
),

-- a document that was delivered more than once stands while any of its places holds it, and as last delivered
redelivered as (
    select document_id from delivered
    group by document_id
    having count(*) > 1
),

document_moments as (
    select
        document_id,
        night as moment
    from delivered
    semi join redelivered using (document_id)

    union

    select
        document_id,
        unnest([held_from, held_to]) as moment
    from standing
    semi join redelivered using (document_id)

    union

    select
        delivered.document_id,
        unnest([withdrawals.withdrawn_from, withdrawals.withdrawn_to]) as moment
    from delivered
    semi join redelivered on delivered.document_id = redelivered.document_id
    inner join withdrawals on delivered.delivery_id = withdrawals.delivery_id
),

followed_document_moments as (
    select
        *,
        lead(moment) over (partition by document_id order by moment) as next_moment
    from document_moments
    where moment is not null
),

stretches as (
    select
        document_id,
        delivery_id,
        held_from as stood_from,
        held_to as stood_to
    from standing
    anti join redelivered using (document_id)

    union all

    select
        moments_of.document_id,
        delivered.delivery_id,
        moments_of.moment as stood_from,
        moments_of.next_moment as stood_to
    from followed_document_moments as moments_of
    semi join standing
        on
            moments_of.document_id = standing.document_id
            and moments_of.moment >= standing.held_from
            and coalesce(moments_of.moment < standing.held_to, true)
    inner join delivered
        on moments_of.document_id = delivered.document_id and moments_of.moment >= delivered.night
    where not {{ is_withdrawn_on('delivered.delivery_id', 'moments_of.moment') }}
    qualify row_number() over (
        partition by moments_of.document_id, moments_of.moment
        order by delivered.night desc, delivered.received_at desc nulls last, delivered.delivery_id
    ) = 1
),

-- What int_documents__revised says of tonight is asked here of every night: a document is revised while a version of the
-- same report, sent after it, stands in its place.
candidates as (
    select
        standing.*,
        coalesce(delivered.office_code, '') as sender_office,
        {{ report_folder('delivered.path', 'delivered.member') }} as folder,
        delivered.report_series,
        delivered.revision_rank,
        delivered.delivery_order,
        delivered.figure_count,
        delivered.unit_code,
        delivered.period_code
    from standing
    inner join delivered
        on standing.document_id = delivered.document_id and standing.delivery_id = delivered.delivery_id
    where
        delivered.source_kind = 'unit_report'
        and delivered.status <> 'quarantined'
        and delivered.unit_code is not null
        and delivered.period_code is not null
),

worded as (
    select
        *,
        delivery_order as sent_order
    from candidates
    anti join redelivered using (document_id)

    union all

    -- of the same bytes sent by two offices the first one's word alone counts, as last sent
    select
        * exclude (first_office),
        max(delivery_order) over (partition by document_id, held_from) as sent_order
    from (
        select
            candidates.* replace (moments_of.moment as held_from, moments_of.next_moment as held_to),
            first_value(candidates.sender_office) over (
                partition by candidates.document_id, moments_of.moment order by candidates.delivery_order
            ) as first_office
        from candidates
        inner join followed_document_moments as moments_of
            on
                candidates.document_id = moments_of.document_id
                and candidates.held_from <= moments_of.moment
                and coalesce(candidates.held_to > moments_of.moment, true)
    ) as words
    where sender_office = first_office
),

revisions as (
    select * from worded
    where revision_rank > 0 and figure_count > 0
    qualify
        dense_rank() over (
            partition by sender_office, folder, report_series, unit_code, period_code order by delivery_order
        ) <= 50
),

revised as (
    select
        worded.document_id,
        greatest(worded.held_from, revisions.held_from) as revised_from,
        least(worded.held_to, revisions.held_to) as revised_to
    from worded
    inner join revisions
        on
            {{ is_revised_by('worded', 'revisions') }}
            and coalesce(worded.held_from < revisions.held_to, true)
            and coalesce(worded.held_to > revisions.held_from, true)
),

-- an article is a copy through the nights in which one told before it stands beside it
copied as (
    select
        later.document_id,
        later.stood_from as later_from,
        greatest(later.stood_from, earlier.stood_from) as copied_from,
        least(later.stood_to, earlier.stood_to) as copied_to
    from stretches as later
    inner join pairs on later.document_id = pairs.later_id
    inner join stretches as earlier on pairs.earlier_id = earlier.document_id
    where
        coalesce(earlier.stood_from < later.stood_to, true)
        and coalesce(later.stood_from < earlier.stood_to, true)
),

cuts as (
    select
        document_id,
        later_from,
        unnest([later_from, copied_from, copied_to]) as cut
    from copied

    union

    select
        stretches.document_id,
        stretches.stood_from as later_from,
        unnest([revised.revised_from, revised.revised_to]) as cut
    from stretches
    inner join revised on stretches.document_id = revised.document_id

    union

    select
        document_id,
        stood_from as later_from,
        stood_from as cut
    from stretches
),

cut_stretches as (
    select
        stretches.document_id,
        stretches.delivery_id,
        cuts.cut as stood_from,
        coalesce(
            lead(cuts.cut) over (partition by stretches.document_id, stretches.stood_from order by cuts.cut),
            stretches.stood_to
        ) as stood_to
    from stretches
    inner join cuts
        on stretches.document_id = cuts.document_id and stretches.stood_from = cuts.later_from
    where cuts.cut >= stretches.stood_from and coalesce(cuts.cut < stretches.stood_to, true)
)

select
    cut_stretches.document_id,
    cut_stretches.delivery_id,
    cut_stretches.stood_from,
    cut_stretches.stood_to,
    exists(
        select 1 from copied
        where
            copied.document_id = cut_stretches.document_id
            and copied.copied_from <= cut_stretches.stood_from
            and coalesce(cut_stretches.stood_from < copied.copied_to, true)
    ) as is_syndicated,
    exists(
        select 1 from withdrawals
        where
            withdrawals.delivery_id = cut_stretches.delivery_id
            and withdrawals.withdrawn_from = cut_stretches.stood_to
    ) as is_withdrawn_at_end
from cut_stretches
where not exists (
    select 1 from revised
    where
        revised.document_id = cut_stretches.document_id
        and revised.revised_from <= cut_stretches.stood_from
        and coalesce(cut_stretches.stood_from < revised.revised_to, true)
)
