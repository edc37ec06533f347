-- Grain: flag x witness. The target of a period differs from the one last stated on an earlier night, and the period
-- had begun by then. A plan that cites the decision by which it was changed asks nothing.
{{ config(
    tags=['flags'], materialized='incremental', incremental_strategy='touched', unique_key='account', on_schema_change='fail'
) }}

with targets as (
    select * from {{ ref('int_targets__stated') }}
    {{ touched_accounts() }}
),

indicators as (
    select * from {{ ref('stg_catalogue__indicators') }}
),

pairs as (
    select
        today.*,
        earlier.figure_id as earlier_figure_id,
        earlier.target_value as earlier_value
    from targets as today
    inner join targets as earlier
        on today.statement_key = earlier.statement_key and today.night > earlier.night
    where today.is_current and today.decision_number is null
    qualify row_number() over (
        partition by today.figure_id
        order by earlier.night desc, earlier.received_at desc nulls last, earlier.figure_id
    ) = 1
),

changed as (
    select
        pairs.*,
        {{ period_kind('period_code') }} as period_kind
    from pairs
    where target_value <> earlier_value
),

begun as (
    select
        changed.*,
        indicators.indicator_name,
        indicators.indicator_name_en,
        indicators.unit_name
    from changed
    inner join indicators on changed.indicator_code = indicators.indicator_code
    where changed.night >= {{ period_start('changed.period_code', 'changed.period_kind') }}
)

select
    'target_changed' as rule_code,
    subject_key,
    org_unit_code,
    indicator_code,
    period_code,
    scope,
    unnest([figure_id, earlier_figure_id]) as figure_id,
    {{ messages('target_changed', {
        'indicator': {'vi': 'indicator_name', 'en': 'indicator_name_en'},
        'period': told_period('period_code', 'period_kind'),
        'unit': 'org_unit_name',
        'earlier': told_amount('earlier_value', 'unit_name'),
        't': told_amount('target_value', 'unit_name')
    }) }}
from begun
