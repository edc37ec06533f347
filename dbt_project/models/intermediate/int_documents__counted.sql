{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='document_id', on_schema_change='fail'
) }}
-- Grain: one workbook with figures: how much was understood of it, and what was not, in the order of its places.
with touched as (
    select document_id from {{ ref('int_documents__tracked') }}
    where {{ is_touched() }}
),

figures as (
    select * from {{ ref('int_figures__resolved') }}
    {{ touched_only('document_id') }}
    where source_kind = 'unit_report'
),

counts as (
    select
        document_id,
        count(*) filter (kind = 'target' and not is_control_total) as target_count,
        count(*) filter (kind = 'result' and not is_control_total) as result_count,
        count(*) filter (is_control_total) as control_total_count,
        count(distinct coalesce(org_unit_code, unit_text)) filter (not is_control_total) as unit_count,
        count(distinct coalesce(indicator_code, indicator_text)) as indicator_count
    from figures
    group by document_id
),

doubts as (
    select
        document_id,
        locator,
        number_text as seen_text,
        'Không đọc được số trong ô này.' as reason_vi
    from figures
    where value is null and percent is null

    union all

    select
        document_id,
        min_by(locator, (length(locator), locator)) as locator,
        unit_text as seen_text,
        'Chưa nhận ra tên đơn vị.' as reason_vi
    from figures
    where org_unit_code is null and unit_text is not null and not is_control_total
    group by document_id, unit_text

    union all

    select
        document_id,
        min_by(locator, (length(locator), locator)) as locator,
        indicator_text as seen_text,
        'Chưa nhận ra tên chỉ tiêu.' as reason_vi
    from figures
    where indicator_code is null and indicator_text is not null
    group by document_id, indicator_text
),

ranked_doubts as (
    select
        *,
        row_number() over (
            partition by document_id order by length(locator), locator, reason_vi, seen_text
        ) as place_rank
    from doubts
),

left_out as (
    select
        document_id,
        count(*) as left_out_count,
        cast(
            to_json(
                list({ 'locator': locator, 'seen': seen_text, 'vi': reason_vi } order by place_rank)
                filter (place_rank <= 20)
            ) as varchar
        ) as left_out
    from ranked_doubts
    group by document_id
)

select
    counts.*,
    left_out.left_out_count,
    left_out.left_out
from counts
left join left_out on counts.document_id = left_out.document_id
