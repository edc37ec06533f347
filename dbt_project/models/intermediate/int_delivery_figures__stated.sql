{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='figure_key', on_schema_change='fail'
) }}
-- Grain: one figure of one document of one delivery of a unit's workbook: what it states (figure_key and, where one
-- document states that more than once, its ordinal) and what it says of it (content_number, equal where all numbers are).
-- Names that no catalogue resolves are compared as written. previous_* is the last earlier delivery of the same sender
-- (a unit, in the folder of one office) that states the same. The very file of another office is forwarded: no word of its own.
with deliveries as (
    select
        *,
        coalesce(office_code, '') <> first_value(coalesce(office_code, '')) over (
            partition by document_id order by delivery_order
        ) as is_forwarded
    from {{ ref('int_documents__delivered') }}
    where source_kind = 'unit_report' and is_withdrawn is not true
),

touched as (
    select figure_key from {{ ref('int_figure_keys__tracked') }}
    where {{ is_touched() }}
),

figures as (
    select * from {{ ref('int_figures__resolved') }}
    {{ touched_only('figure_key') }}
    where source_kind = 'unit_report'
),

stated as (
    select
        deliveries.delivery_id,
        deliveries.document_id,
        deliveries.delivery_order,
        deliveries.night,
        coalesce(deliveries.office_code, '') || '|' || coalesce(deliveries.unit_code, '') as sender_key,
        deliveries.report_series,
        deliveries.revision_rank,
        deliveries.decision_number,
        deliveries.is_current as is_delivery_current,
        deliveries.is_forwarded,
        figures.figure_id,
        figures.has_key,
        figures.is_control_total or figures.is_change_alone as is_aside,
        figures.figure_key,
        figures.locator,
        figures.value,
        figures.reference,
        figures.percent,
        figures.value_decimals,
        figures.percent_decimals,
        figures.unit_of_measure,
        figures.qualifier,
        figures.upper,
        -- the words that leave an upper end open; every other quote would only be carried along
        if(figures.qualifier = 'at_least', figures.quote, '') as quote,
        md5_number_lower(
            concat_ws(
                '|',
                coalesce(cast(figures.value as varchar), ''),
                coalesce(cast(figures.reference as varchar), ''),
                coalesce(cast(figures.percent as varchar), ''),
                coalesce(cast(figures.upper as varchar), ''),
                figures.qualifier,
                if(figures.value is null and figures.percent is null, figures.number_text, '')
            )
        ) as content_number
    from deliveries
    inner join figures on deliveries.document_id = figures.document_id
),

numbered as (
    select
        *,
        row_number() over (
            partition by delivery_order, figure_key
            order by length(locator), locator, figure_id
        ) as ordinal
    from stated
)

select
    *,
    lag(delivery_id) over previous_statement as previous_delivery_id,
    lag(document_id) over previous_statement as previous_document_id,
    lag(content_number) over previous_statement as previous_content_number
from numbered
window
    previous_statement as (partition by sender_key, figure_key, ordinal order by delivery_order)
