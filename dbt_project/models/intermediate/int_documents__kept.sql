-- Grain: one document, unit and period x a stretch of nights within a closing of that period through which the document
-- stood: it is what its place held when the period was closed, or was accepted since, by what was told up to each night.
-- What the rule is, int_figures__held says of tonight; here it is asked of every night on which its answer may change.
with closings as (
    select * from {{ ref('int_period_closings__lasted') }}
),

delivered as (
    select
        *,
        {{ place_key() }} as place_key
    from {{ ref('int_documents__delivered') }}
),

withdrawals as (
    select * from {{ ref('int_deliveries__withdrawn') }}
),

-- the last word of a night holds from that night on
admissions as (
    select
        subject[10:] as delivery_id,
        night,
        arg_max(state, sequence_number) as state
    from {{ ref('stg_landing__events') }}
    where event_type = 'delivery' and state in ('accepted', 'revoked')
    group by delivery_id, night
),

acceptances as (
    select
        delivery_id,
        state,
        night as accepted_from,
        lead(night) over (partition by delivery_id order by night) as accepted_to
    from admissions
    qualify state = 'accepted'
),

stood as (
    select * from {{ ref('int_documents__stood') }}
),

subjects as (
    select distinct
        figures.document_id,
        closings.*
    from {{ ref('int_figures__read') }} as figures
    inner join closings
        on
            coalesce(figures.org_unit_code, '') = closings.org_unit_code
            and figures.period_code = closings.period_code
),

closed_documents as (
    select distinct
        document_id,
        closed_at,
        closed_from,
        closed_to
    from subjects
),

-- every sending to a place of the document, with the nights from which and to which it is seen
places as (
    select distinct
        document_id,
        place_key
    from delivered
    semi join closed_documents using (document_id)
),

sendings as (
    select
        places.document_id,
        places.place_key,
        delivered.delivery_id,
        bool_or(delivered.document_id = places.document_id) as is_of_document,
        min(delivered.night) as night,
        min(delivered.received_at) as received_at
    from places
    inner join delivered on places.place_key = delivered.place_key
    where delivered.status is distinct from 'quarantined'
    group by places.document_id, places.place_key, delivered.delivery_id
),

changes as (
    select
        document_id,
        night as moment
    from sendings

    union

    select
        sendings.document_id,
        unnest([acceptances.accepted_from, acceptances.accepted_to]) as moment
    from sendings
    inner join acceptances on sendings.delivery_id = acceptances.delivery_id

    union

    select
        sendings.document_id,
        unnest([withdrawals.withdrawn_from, withdrawals.withdrawn_to]) as moment
    from sendings
    inner join withdrawals on sendings.delivery_id = withdrawals.delivery_id

    union

    select
        document_id,
        unnest([stood_from, stood_to]) as moment
    from stood
    semi join closed_documents using (document_id)
),

moments as (
    select
        *,
        closed_from as moment
    from closed_documents

    union

    select
        closed_documents.*,
        changes.moment
    from closed_documents
    inner join changes on closed_documents.document_id = changes.document_id
    where
        changes.moment > closed_documents.closed_from
        and coalesce(changes.moment < closed_documents.closed_to, true)
),

bounded as (
    select
        *,
        coalesce(
            lead(moment) over (partition by document_id, closed_from, closed_at, closed_to order by moment), closed_to
        ) as next_moment
    from moments
),

seen as (
    select
        bounded.*,
        sendings.place_key,
        sendings.delivery_id,
        sendings.is_of_document,
        sendings.night,
        sendings.received_at,
        exists(
            select 1 from acceptances
            where
                acceptances.delivery_id = sendings.delivery_id
                and acceptances.accepted_from <= bounded.moment
                and coalesce(bounded.moment < acceptances.accepted_to, true)
        ) as is_accepted
    from bounded
    inner join sendings on bounded.document_id = sendings.document_id and bounded.moment >= sendings.night
    where not {{ is_withdrawn_on('sendings.delivery_id', 'bounded.moment') }}
),

followed as (
    select
        *,
        lead(received_at) over later as replaced_at,
        coalesce(bool_or(is_accepted) over after_it, false) as is_accepted_later
    from seen
    window
        later as (
            partition by document_id, closed_at, closed_from, moment, place_key
            order by night, received_at nulls first, delivery_id desc
        ),
        after_it as (
            partition by document_id, closed_at, closed_from, moment, place_key
            order by night, received_at nulls first, delivery_id desc
            rows between 1 following and unbounded following
        )
),

kept as (
    select
        document_id,
        closed_at,
        closed_from,
        moment,
        next_moment,
        bool_or(
            (coalesce(received_at <= closed_at, true) or is_accepted)
            and not coalesce(replaced_at <= closed_at, false)
            and not is_accepted_later
        ) as is_standing
    from followed
    where is_of_document
    group by document_id, closed_at, closed_from, moment, next_moment
),

-- as last delivered, of what was not withdrawn on that night
read_in as (
    select
        kept.*,
        delivered.delivery_id
    from kept
    inner join delivered on kept.document_id = delivered.document_id and kept.moment >= delivered.night
    where
        kept.is_standing
        and not {{ is_withdrawn_on('delivered.delivery_id', 'kept.moment') }}
    qualify row_number() over (
        partition by kept.document_id, kept.closed_at, kept.closed_from, kept.moment
        order by delivered.night desc, delivered.received_at desc nulls last, delivered.delivery_id
    ) = 1
)

select
    subjects.document_id,
    subjects.org_unit_code,
    subjects.period_code,
    read_in.delivery_id,
    read_in.moment as stood_from,
    read_in.next_moment as stood_to,
    exists(
        select 1 from stood
        where
            stood.document_id = subjects.document_id
            and stood.is_syndicated
            and stood.stood_from <= read_in.moment
            and coalesce(read_in.moment < stood.stood_to, true)
    ) as is_syndicated,
    exists(
        select 1 from withdrawals
        where
            withdrawals.delivery_id = read_in.delivery_id
            and withdrawals.withdrawn_from = read_in.next_moment
    ) as is_withdrawn_at_end
from subjects
inner join read_in
    on
        subjects.document_id = read_in.document_id
        and subjects.closed_at = read_in.closed_at
        and subjects.closed_from = read_in.closed_from
