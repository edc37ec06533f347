{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='statement_key', on_schema_change='fail'
) }}
-- Every statement is judged at each night on which one of its tellings came or went; between two such nights nothing
-- changes. What was believed on a night is the rows that were current through it.
with touched as (
    select statement_key from {{ ref('int_statements__tracked') }}
    where {{ is_touched() }}
),

figures as (
    select * from {{ ref('int_figures__read') }}
    {{ touched_only('statement_key') }}
),

delivered as (
    select
        document_id,
        delivery_id,
        path,
        delivery_order
    from {{ ref('int_documents__delivered') }}
),

documents as (
    select * from {{ ref('int_documents__stood') }}
),

closings as (
    select * from {{ ref('int_period_closings__lasted') }}
),

kept as (
    select * from {{ ref('int_documents__kept') }}
),

placed as (
    select
        figures.figure_id,
        figures.delivery_id,
        coalesce(figures.org_unit_code, '') as closed_unit_code,
        figures.period_code,
        documents.* exclude (delivery_id)
    from figures
    inner join documents
        on figures.document_id = documents.document_id and figures.delivery_id = documents.delivery_id
),

-- through a closing of its period a figure stands where the closing keeps it, and only there
closed_figures as (
    select
        placed.figure_id,
        placed.delivery_id,
        placed.stood_from,
        unnest([closings.closed_from, closings.closed_to]) as cut
    from placed
    inner join closings
        on placed.closed_unit_code = closings.org_unit_code and placed.period_code = closings.period_code
),

cuts as (
    select * from closed_figures
    where cut is not null
    union
    select
        figure_id,
        delivery_id,
        stood_from,
        stood_from as cut
    from closed_figures
),

pieces as (
    select
        placed.* exclude (stood_from, stood_to, is_withdrawn_at_end),
        cuts.cut as stood_from,
        coalesce(
            lead(cuts.cut) over (
                partition by placed.figure_id, placed.delivery_id, placed.stood_from order by cuts.cut
            ),
            placed.stood_to
        ) as stood_to,
        placed.stood_to as placed_to,
        placed.is_withdrawn_at_end
    from placed
    inner join cuts
        on
            placed.figure_id = cuts.figure_id
            and placed.delivery_id = cuts.delivery_id
            and placed.stood_from = cuts.stood_from
    where cuts.cut >= placed.stood_from and coalesce(cuts.cut < placed.stood_to, true)
),

stood as (
    select
        figure_id,
        delivery_id,
        stood_from,
        stood_to,
        is_syndicated,
        is_withdrawn_at_end
    from placed
    anti join closed_figures using (figure_id, delivery_id, stood_from)

    union all

    select
        pieces.figure_id,
        pieces.delivery_id,
        pieces.stood_from,
        pieces.stood_to,
        pieces.is_syndicated,
        pieces.is_withdrawn_at_end and pieces.stood_to = pieces.placed_to as is_withdrawn_at_end
    from pieces
    where
        not exists (
            select 1 from closings
            where
                closings.org_unit_code = pieces.closed_unit_code
                and closings.period_code = pieces.period_code
                and closings.closed_from <= pieces.stood_from
                and coalesce(pieces.stood_from < closings.closed_to, true)
        )

    union all

    select
        figures.figure_id,
        figures.delivery_id,
        kept.stood_from,
        kept.stood_to,
        kept.is_syndicated,
        kept.is_withdrawn_at_end
    from figures
    inner join kept
        on
            figures.document_id = kept.document_id
            and figures.delivery_id = kept.delivery_id
            and coalesce(figures.org_unit_code, '') = kept.org_unit_code
            and figures.period_code = kept.period_code
),

spans as (
    select
        figures.statement_key,
        figures.figure_id,
        figures.document_id,
        figures.delivery_id,
        figures.indicator_measure,
        figures.value,
        figures.reference,
        figures.percent,
        figures.qualifier,
        figures.locator,
        figures.published_at,
        figures.received_at,
        figures.night,
        delivered.delivery_order,
        stood.stood_from,
        stood.stood_to,
        stood.is_syndicated,
        stood.is_withdrawn_at_end,
        md5(
            concat_ws(
                '|',
                coalesce(cast(figures.value as varchar), ''),
                coalesce(cast(figures.reference as varchar), ''),
                coalesce(cast(figures.percent as varchar), ''),
                coalesce(cast(figures.upper as varchar), ''),
                figures.qualifier,
                figures.number_text
            )
        ) as content_hash
    from figures
    inner join stood
        on figures.figure_id = stood.figure_id and figures.delivery_id = stood.delivery_id
    inner join delivered
        on figures.document_id = delivered.document_id and figures.delivery_id = delivered.delivery_id
),

moments as (
    select
        statement_key,
        stood_from as moment
    from spans
    union
    select
        statement_key,
        stood_to as moment
    from spans
    where stood_to is not null
),

followed as (
    select
        *,
        lead(moment) over (partition by statement_key order by moment) as next_moment
    from moments
),

ranked as (
    select
        spans.*,
        followed.moment,
        followed.next_moment,
        row_number() over (
            partition by spans.statement_key, followed.moment, spans.is_syndicated
            order by {{ statement_order() }}
        ) as statement_rank
    from spans
    inner join followed
        on
            spans.statement_key = followed.statement_key
            and spans.stood_from <= followed.moment
            and coalesce(spans.stood_to > followed.moment, true)
),

believed as (
    select
        statement_key,
        moment,
        figure_id,
        value,
        reference,
        percent
    from ranked
    where statement_rank = 1 and not is_syndicated
),

judged as (
    select
        ranked.*,
        believed.figure_id as believed_figure_id,
        case
            when ranked.statement_rank = 1 and not ranked.is_syndicated then 'current'
            when
                believed.statement_key is not null
                and {{ same_number('ranked.value', 'believed.value') }}
                and {{ same_number('ranked.reference', 'believed.reference') }}
                and {{ same_number('ranked.percent', 'believed.percent') }}
                then 'repeated'
            else 'outranked'
        end as standing_kind
    from ranked
    left join believed
        on ranked.statement_key = believed.statement_key and ranked.moment = believed.moment
),

beside as (
    select
        *,
        lag(next_moment) over stretch_of_figure as previous_to,
        lag(standing_kind) over stretch_of_figure as previous_kind,
        lag(content_hash) over stretch_of_figure as previous_hash
    from judged
    window stretch_of_figure as (partition by figure_id order by moment)
),

runs as (
    select
        *,
        sum(
            cast(
                previous_to is distinct from moment
                or previous_kind <> standing_kind
                or previous_hash <> content_hash as integer
            )
        ) over (partition by figure_id order by moment) as run_number
    from beside
),

versions as (
    select
        figure_id,
        run_number,
        arg_min(delivery_id, moment) as delivery_id,
        min(standing_kind) as standing_kind,
        min(content_hash) as content_hash,
        min(moment) as recorded_from,
        arg_max_null(next_moment, moment) as recorded_to,
        arg_max(coalesce(is_withdrawn_at_end and next_moment = stood_to, false), moment) as is_withdrawn_at_end
    from runs
    group by figure_id, run_number
),

ended as (
    select
        versions.*,
        after_it.standing_kind as next_kind,
        after_it.content_hash as next_hash,
        coalesce(after_it.figure_id is not null, false) as is_still_standing
    from versions
    left join versions as after_it
        on versions.figure_id = after_it.figure_id and versions.recorded_to = after_it.recorded_from
)

select
    figures.figure_id,
    figures.statement_key,
    figures.org_unit_code,
    figures.org_unit_name,
    figures.unit_text,
    figures.indicator_code,
    figures.indicator_name,
    figures.indicator_text,
    figures.period_code,
    figures.as_of_date,
    coalesce(figures.scope, '') as scope,
    figures.kind as figure_kind,
    figures.source_kind,
    figures.is_control_total,
    {{ mart_number('figures.value') }} as value,
    {{ mart_number('figures.reference') }} as reference,
    {{ mart_number('figures.percent') }} as printed_pct,
    {{ mart_number('figures.upper') }} as upper_value,
    figures.qualifier,
    figures.change as change_kind,
    figures.number_text,
    ended.standing_kind,
    ended.recorded_from,
    ended.recorded_to,
    case
        when ended.recorded_to is null then null
        when not ended.is_still_standing then if(ended.is_withdrawn_at_end, 'withdrawn', 'replaced')
        when ended.next_hash <> ended.content_hash then 'reread'
        when ended.next_kind = 'current' then 'reinstated'
        when ended.next_kind = 'repeated' then 'duplicate'
        when ended.standing_kind = 'current' then 'superseded'
        else 'contradicted'
    end as end_kind,
    if(ended.recorded_to is null, null, followers.figure_id) as next_figure_id,
    figures.document_id,
    figures.delivery_id,
    delivered.path,
    figures.locator,
    figures.published_at,
    figures.received_at
from ended
inner join figures
    on ended.figure_id = figures.figure_id and ended.delivery_id = figures.delivery_id
inner join delivered
    on figures.document_id = delivered.document_id and figures.delivery_id = delivered.delivery_id
left join believed as followers
    on figures.statement_key = followers.statement_key and ended.recorded_to = followers.moment
