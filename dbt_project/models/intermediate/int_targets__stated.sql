{{ config(materialized='view') }}
-- Grain: one statement of a target by one unit report, of any night: a target cell, or the base printed beside a result.
with figures as (
    select
        superseded.*,
        documents.decision_number
    from {{ ref('int_figures__superseded') }} as superseded
    left join {{ ref('int_documents__current') }} as documents on superseded.document_id = documents.document_id
    where not coalesce(documents.is_withdrawn, false)
)

select
    figure_id,
    statement_key,
    subject_key,
    org_unit_code,
    org_unit_name,
    indicator_code,
    period_code,
    scope,
    night,
    received_at,
    is_current,
    if(kind = 'target', decision_number, null) as decision_number,
    if(kind = 'target', value, reference) as target_value
from figures
where
    has_key
    and not is_control_total
    and source_kind = 'unit_report'
    and if(kind = 'target', value, reference) is not null
    and (kind = 'target' or (denominator_basis = 'stated_target' and reference_period_code is null))
