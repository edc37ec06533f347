{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='figure_key', on_schema_change='fail'
) }}
-- Grain: one figure of a delivery x a statement received before it, or the same night, that cannot be true beside it: of
-- another sender (an office, or a unit whose report an office sent), or of another file of the same night where no name
-- tells which revises which. Both of one night tell of each other; of two nights the later tells of the earlier.
-- Near-linear: a figure is compared with the last of the sender before it and with the last of the same night alone.
with touched as (
    select figure_key from {{ ref('int_figure_keys__tracked') }}
    where {{ is_touched() }}
),

statements as (
    select
        * replace (coalesce(value, percent) as value),
        -- a share is told by its percentage alone, rounded to its last printed digit
        value is null as is_share
    from {{ ref('int_delivery_figures__stated') }}
    {{ touched_only('figure_key') }}
    where
        has_key
        and not is_aside
        and not is_forwarded
        and ordinal = 1
        and coalesce(value, percent) is not null
),

deliveries as (
    select * from {{ ref('int_documents__delivered') }}
    where is_withdrawn is not true
),

places as (
    select
        source_kind,
        coalesce(office_code, '') as sender_office,
        path,
        delivery_id,
        min(delivery_order) as place_order
    from deliveries
    group by source_kind, sender_office, path, delivery_id
),

replaced as (
    select
        delivery_id,
        lead(place_order) over (partition by source_kind, sender_office, path order by place_order) as replaced_order
    from places
),

contested as (
    select
        figure_key,
        min(value) as lowest_value,
        max(value) as highest_value
    from statements
    group by figure_key
    having min(value) < max(value)
),

told as (
    select
        statements.*,
        replaced.replaced_order,
        if(
            statements.is_share,
            case least(coalesce(statements.percent_decimals, 0), 3)
                when 0 then cast(0.5 as decimal(38, 9))
                when 1 then cast(0.05 as decimal(38, 9))
                when 2 then cast(0.005 as decimal(38, 9))
                else cast(0 as decimal(38, 9))
            end,
            {{ rounding_half('statements.value_decimals', "coalesce(statements.unit_of_measure, '')") }}
        ) as rounding
    from statements
    semi join contested on statements.figure_key = contested.figure_key
    left join replaced on statements.delivery_id = replaced.delivery_id
),

bounded as (
    select
        *,
        {{ interval_from('value', 'qualifier', 'rounding') }} as value_from,
        {{ interval_to('value', 'upper', 'qualifier', 'quote', 'rounding') }} as value_to
    from told
),

turned as (
    select
        *,
        coalesce(
            sender_key <> lag(sender_key) over (partition by figure_key order by delivery_order), true
        ) as is_other_sender
    from bounded
),

runs as (
    select
        *,
        sum(cast(is_other_sender as integer)) over (
            partition by figure_key order by delivery_order
        ) as sender_run
    from turned
),

last_of_run as (
    select * from runs
    qualify row_number() over (partition by figure_key, sender_run order by delivery_order desc) = 1
),

pairs as (
    select
        later.figure_key,
        later.delivery_id,
        later.document_id,
        later.figure_id,
        later.night,
        earlier.delivery_id as other_delivery_id,
        earlier.document_id as other_document_id,
        earlier.figure_id as other_figure_id,
        earlier.night as other_night
    from runs as later
    inner join last_of_run as earlier
        on later.figure_key = earlier.figure_key and later.sender_run = earlier.sender_run + 1
    where
        later.is_share = earlier.is_share
        and coalesce(earlier.replaced_order > later.delivery_order, true)
        and (later.value_from > earlier.value_to or earlier.value_from > later.value_to)
        -- what a decision assigns settles what was pledged before it, and contradicts nobody
        and not (later.decision_number is not null and contains(later.figure_key, '|target|'))

    union all

    select
        later.figure_key,
        later.delivery_id,
        later.document_id,
        later.figure_id,
        later.night,
        earlier.delivery_id as other_delivery_id,
        earlier.document_id as other_document_id,
        earlier.figure_id as other_figure_id,
        earlier.night as other_night
    from (
        select
            *,
            lag(figure_id) over same_night as beside_figure_id,
            lag(delivery_id) over same_night as beside_delivery_id
        from runs
        window same_night as (partition by figure_key, sender_key, night order by delivery_order)
    ) as later
    inner join runs as earlier
        on later.beside_figure_id = earlier.figure_id and later.beside_delivery_id = earlier.delivery_id
    where
        later.is_share = earlier.is_share
        and coalesce(earlier.replaced_order > later.delivery_order, true)
        and not (later.report_series = earlier.report_series and later.revision_rank > earlier.revision_rank)
        and not (
            contains(later.figure_key, '|target|')
            and (later.decision_number is not null or earlier.decision_number is not null)
        )
        and (later.value_from > earlier.value_to or earlier.value_from > later.value_to)
)

select
    figure_key,
    delivery_id,
    document_id,
    figure_id,
    other_delivery_id,
    other_document_id,
    other_figure_id
from pairs

union

select
    figure_key,
    other_delivery_id as delivery_id,
    other_document_id as document_id,
    other_figure_id as figure_id,
    delivery_id as other_delivery_id,
    document_id as other_document_id,
    figure_id as other_figure_id
from pairs
where night = other_night
