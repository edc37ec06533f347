{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='statement_key', on_schema_change='fail'
) }}
-- Grain: one current result with the interval its number may lie in: of a share the percentage, else the value.
with touched as (
    select statement_key from {{ ref('int_statements__tracked') }}
    where {{ is_touched() }}
),

figures as (
    select * from {{ ref('int_figures__superseded') }}
    {{ touched_only('statement_key') }}
    where is_current and has_key and kind = 'result' and is_change_alone is not true
),

numbered as (
    select
        *,
        if(indicator_measure = 'percent', if(change is null, percent, null), value) as number,
        if(
            indicator_measure = 'percent',
            {{ percent_rounding_half('percent_decimals') }},
            {{ rounding_half('value_decimals', "coalesce(unit_of_measure, '')") }}
        ) as rounding
    from figures
)

select
    figure_id,
    document_id,
    statement_key,
    subject_key,
    source_kind,
    is_control_total,
    org_unit_code,
    org_unit_name,
    indicator_code,
    period_code,
    scope,
    as_of_date,
    cast(coalesce(published_at, received_at) as date) as told_on,
    night,
    is_additive,
    qualifier,
    number,
    {{ interval_from('number', 'qualifier', 'rounding') }} as number_from,
    {{ interval_to('number', 'upper', 'qualifier', 'quote', 'rounding') }} as number_to
from numbered
where number is not null
