{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='judged_account', on_schema_change='fail'
) }}
-- Every current result, also those whose unit, indicator or period is not known yet; control totals are not results.
with figures as (
    select * from {{ ref('int_figures__superseded') }}
    {{ touched_judged_accounts() }}
    where is_current and kind = 'result' and not is_control_total and coalesce(value, percent) is not null
),

judged as (
    select * from {{ ref('int_figures__judged') }}
),

indicators as (
    select * from {{ ref('stg_catalogue__indicators') }}
)

select
    figures.figure_id,
    figures.org_unit_code,
    figures.org_unit_name,
    figures.unit_text,
    figures.province as province_name,
    figures.indicator_code,
    figures.indicator_name,
    figures.indicator_text,
    figures.topic,
    figures.period_code,
    figures.as_of_date,
    coalesce(figures.scope, '') as scope,
    figures.source_kind,
    {{ mart_number('figures.value') }} as value,
    {{ mart_number('figures.reference') }} as reference,
    {{ mart_number('figures.percent') }} as printed_pct,
    {{ mart_number('figures.upper') }} as upper_value,
    figures.qualifier,
    figures.change as change_kind,
    figures.measure as measure_kind,
    figures.unit_of_measure,
    figures.denominator_basis,
    {{ denominator_evidence('figures', 'indicators.denominator_kind') }} as denominator_evidence,
    {{ status_of('judged.value_weight') }} as quality_status,
    {{ status_of('judged.percent_weight') }} as percent_status,
    judged.flag_rules,
    figures.document_id,
    figures.path,
    figures.locator,
    figures.quote,
    figures.published_at,
    figures.received_at,
    figures.night
from figures
left join judged on figures.figure_id = judged.figure_id
left join indicators on figures.indicator_code = indicators.indicator_code
order by figures.figure_id
