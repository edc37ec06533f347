{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='judged_account', on_schema_change='fail'
) }}
with targets as (
    select * from {{ ref('int_targets__chosen') }}
    {{ touched_judged_accounts() }}
),

judged as (
    select * from {{ ref('int_figures__judged') }}
)

select
    targets.org_unit_code,
    targets.org_unit_name,
    targets.indicator_code,
    targets.indicator_name,
    targets.period_code,
    coalesce(targets.scope, '') as scope,
    targets.source_kind,
    {{ mart_number('targets.value') }} as value,
    {{ mart_number('targets.percent') }} as target_pct,
    targets.qualifier,
    targets.is_beside_result,
    targets.authority_kind,
    targets.decision_number,
    targets.decision_date,
    {{ status_of('judged.value_weight') }} as quality_status,
    judged.flag_rules,
    targets.figure_id,
    targets.document_id,
    targets.path,
    targets.locator,
    targets.quote
from targets
left join judged on targets.figure_id = judged.figure_id
order by targets.org_unit_code, targets.indicator_code, targets.period_code, scope, targets.source_kind
