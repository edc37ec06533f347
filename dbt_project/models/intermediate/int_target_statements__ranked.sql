{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='account', on_schema_change='fail'
) }}
-- Grain: one statement of a target of a known unit, indicator and period, in force or not: a cell of a plan (its workbook
-- cites the decision that assigned it), a target cell without a decision, or the base printed beside a result (27/22).
-- A plan outranks what reports and articles say of it, the later decision the earlier; force_rank 1 is in force.
-- A withdrawn delivery states nothing, and neither does one that waits for its period to be reopened.
with figures as (
    select * from {{ ref('int_figures__superseded') }}
    {{ touched_accounts() }}
    where has_key and not is_control_total
),

documents as (
    select * from {{ ref('int_documents__current') }}
),

waiting as (
    select figure_id from {{ ref('int_figures__held') }}
    where is_waiting
),

stated as (
    select
        figures.*,
        if(figures.source_kind = 'unit_report', documents.decision_number, null) as decision_number,
        if(figures.source_kind = 'unit_report', documents.decision_date, null) as decision_date
    from figures
    left join documents on figures.document_id = documents.document_id
    anti join waiting on figures.figure_id = waiting.figure_id
    where not coalesce(documents.is_withdrawn, false)
),

told as (
    select
        figure_id,
        org_unit_code,
        org_unit_name,
        indicator_code,
        indicator_name,
        indicator_measure,
        period_code,
        scope,
        source_kind,
        value,
        percent,
        qualifier,
        unit_of_measure,
        document_id,
        path,
        locator,
        quote,
        night,
        received_at,
        delivery_order,
        is_current,
        is_document_current,
        decision_number,
        decision_date,
        if(decision_number is null, 'report', 'plan') as authority_kind
    from stated
    where kind = 'target' and coalesce(value, percent) is not null

    union all

    select
        figure_id,
        org_unit_code,
        org_unit_name,
        indicator_code,
        indicator_name,
        indicator_measure,
        coalesce(reference_period_code, period_code) as period_code,
        scope,
        source_kind,
        reference as value,
        null as percent,
        'exact' as qualifier,
        unit_of_measure,
        document_id,
        path,
        locator,
        quote,
        night,
        received_at,
        delivery_order,
        is_current,
        is_document_current,
        cast(null as varchar) as decision_number,
        cast(null as date) as decision_date,
        'base' as authority_kind
    from stated
    where kind = 'result' and reference is not null and denominator_basis in ('stated_target', 'inferred_target')
),

weighed as (
    select
        *,
        case authority_kind when 'plan' then 1 when 'report' then 2 else 3 end as authority_rank,
        -- a plan stands while its place holds it; of other statements the last that was told
        if(authority_kind = 'plan', is_document_current, is_current) as is_standing
    from told
)

select
    *,
    min(authority_rank) over (
        partition by org_unit_code, indicator_code, period_code, coalesce(scope, ''), source_kind
    ) as best_authority_rank,
    if(
        is_standing,
        row_number() over (
            partition by org_unit_code, indicator_code, period_code, coalesce(scope, ''), source_kind, is_standing
            order by
                authority_rank,
                decision_date desc nulls last,
                if(authority_rank = 1, delivery_order, 0) desc nulls last,
                figure_id
        ),
        null
    ) as force_rank
from weighed
