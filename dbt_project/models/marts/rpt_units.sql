{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='year', on_schema_change='fail'
) }}
-- Grain: one unit x period in which it reported or pledged anything; four columns a main indicator.
with cells as (
    select * from {{ ref('int_cells__chosen') }}
    {{ touched_years() }}
),

org_units as (
    select * from {{ ref('dim_org_units') }}
    where is_current
),

periods as (
    select * from {{ ref('dim_periods') }}
),

wide as (
    select
        org_unit_code,
        period_code,
        count(result) as result_count,
        count(*) filter (fulfilment_kind = 'met') as met_count,
        count(*) filter (quality_status = 'unconfirmed') as unconfirmed_count,
        count(*) filter (quality_status = 'quarantined') as quarantined_count,
        {{ wide_columns(with_shares=true) }}
    from cells
    group by org_unit_code, period_code
)

select
    wide.org_unit_code,
    org_units.org_unit_name,
    org_units.short_name,
    org_units.level_kind,
    org_units.organisation_kind,
    org_units.parent_code,
    org_units.province_name,
    org_units.is_active,
    wide.period_code,
    periods.label_vi as period_name,
    periods.period_kind,
    periods.year_code,
    periods.end_date,
    wide.* exclude (org_unit_code, period_code)
from wide
inner join org_units on wide.org_unit_code = org_units.org_unit_code
inner join periods on wide.period_code = periods.period_code
order by wide.org_unit_code, wide.period_code
