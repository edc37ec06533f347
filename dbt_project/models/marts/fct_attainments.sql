{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='judged_account', on_schema_change='fail'
) }}
-- A result beside its target, per source: results of workbook and news stand on rows of their own, and is_headline tells
-- which of the two stands for both in a sum. Of a share (indicator measured in %) the numbers compared are percentages:
-- 90 % reached of 85 % pledged is 105.9.
with rated as (
    select * from {{ ref('int_attainments__rated') }}
    {{ touched_judged_accounts() }}
),

counted as (
    select * from {{ ref('int_attainments__counted') }}
    {{ touched_judged_accounts() }}
)

select
    rated.org_unit_code,
    rated.org_unit_name,
    rated.indicator_code,
    rated.indicator_name,
    rated.period_code,
    rated.period_kind,
    rated.year_code,
    rated.is_year_to_date,
    rated.accumulation_kind,
    coalesce(rated.scope, '') as scope,
    rated.source_kind,
    {{ mart_number('rated.value') }} as value,
    {{ mart_number('if(rated.is_exact, null, rated.number_from)') }} as value_from,
    {{ mart_number('if(rated.is_exact or rated.number_to = ' ~ unbounded() ~ ', null, rated.number_to)') }} as value_to,
    {{ mart_number('rated.implied_value') }} as implied_value,
    {{ mart_number('rated.implied_value_from') }} as implied_value_from,
    {{ mart_number('rated.implied_value_to') }} as implied_value_to,
    {{ mart_number('rated.base') }} as reference,
    rated.base_period_code as reference_period_code,
    {{ mart_number('rated.implied_base') }} as implied_reference,
    {{ mart_number('rated.implied_base_from') }} as implied_reference_from,
    {{ mart_number('rated.implied_base_to') }} as implied_reference_to,
    {{ mart_number('rated.percent') }} as printed_pct,
    {{ mart_number('rated.printed_level_pct') }} as printed_level_pct,
    {{ mart_number('rated.target_share') }} as target_pct,
    rated.computed_pct,
    cast(rated.computed_pct_from as decimal(18, 1)) as computed_pct_from,
    cast(rated.computed_pct_to as decimal(18, 1)) as computed_pct_to,
    cast(rated.attained_pct as decimal(18, 1)) as attained_pct,
    rated.direction_kind,
    rated.cap_pct,
    coalesce(rated.attained_pct > rated.cap_pct, false) as is_over_cap,
    cast(rated.scored_pct as decimal(18, 1)) as scored_pct,
    rated.fulfilment_kind,
    rated.qualifier,
    rated.change as change_kind,
    rated.basis as denominator_basis,
    rated.basis_evidence as denominator_evidence,
    rated.quality_status,
    rated.percent_status,
    rated.flag_rules,
    counted.figure_id is not null as is_headline,
    coalesce(counted.is_counted_in_year, false) as is_counted_in_year,
    rated.figure_id,
    rated.target_figure_id,
    rated.target_source_kind,
    rated.document_id,
    rated.path,
    rated.locator,
    rated.quote
from rated
left join counted on rated.figure_id = counted.figure_id
order by rated.org_unit_code, rated.indicator_code, rated.period_code, scope, rated.source_kind
