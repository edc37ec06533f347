{{ config(materialized='view') }}
-- Grain: one target a unit, indicator, period, scope and source: that of the last decision where a plan assigned it, else
-- the target cell, else the base printed beside a result (27/22) that is known to be a target.
with statements as (
    select * from {{ ref('int_target_statements__ranked') }}
)

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
    authority_kind = 'base' as is_beside_result,
    authority_kind,
    decision_number,
    decision_date
from statements
where force_rank = 1
