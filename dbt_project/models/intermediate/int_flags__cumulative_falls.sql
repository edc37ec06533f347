-- Grain: flag x witness. What a unit has reached since the first day of a year is less than it had reported for a shorter
-- part of the same year. A stock may fall, and so may a unit that passed a part of itself on in that year; a report that
-- was revised stands here as revised.
{{ config(
    tags=['flags'], materialized='incremental', incremental_strategy='touched', unique_key='account', on_schema_change='fail'
) }}

with statements as (
    select
        *,
        {{ period_kind('period_code') }} as period_kind
    from {{ ref('int_statements__bounded') }}
    {{ touched_accounts() }}
    where source_kind = 'unit_report' and not is_control_total and is_additive
),

indicators as (
    select * from {{ ref('stg_catalogue__indicators') }}
    where accumulation_kind = 'flow' and not is_negative_allowed
),

reorganised as (
    select distinct
        from_unit_code as org_unit_code,
        cast(year(effective_date) as varchar) as year_code
    from {{ ref('stg_catalogue__org_events') }}
    where event_kind in ('merged', 'split', 'transferred', 'dissolved')
),

cumulated as (
    select
        statements.*,
        indicators.indicator_name,
        indicators.indicator_name_en,
        indicators.unit_name,
        {{ period_year_code('statements.period_code', 'statements.period_kind') }} as year_code,
        {{ period_months('statements.period_code', 'statements.period_kind') }} as month_count
    from statements
    inner join indicators on statements.indicator_code = indicators.indicator_code
    where {{ is_year_to_date('statements.period_code', 'statements.period_kind') }}
),

followed as (
    select
        *,
        lag({
            'figure_id': figure_id, 'period_code': period_code, 'period_kind': period_kind,
            'number': number, 'number_from': number_from
        }) over (
            partition by org_unit_code, indicator_code, coalesce(scope, ''), year_code
            order by month_count, period_code
        ) as earlier
    from cumulated
),

fallen as (
    select followed.*
    from followed
    anti join reorganised
        on followed.org_unit_code = reorganised.org_unit_code and followed.year_code = reorganised.year_code
    where followed.number_to < followed.earlier.number_from
)

select
    'cumulative_falls' as rule_code,
    subject_key,
    org_unit_code,
    indicator_code,
    period_code,
    scope,
    unnest([figure_id, earlier.figure_id]) as figure_id,
    {{ messages('cumulative_falls', {
        'indicator': {'vi': 'indicator_name', 'en': 'indicator_name_en'},
        'unit': 'org_unit_name',
        'period': told_period('period_code', 'period_kind'),
        'r': told_amount('number', 'unit_name'),
        'before': told_period('earlier.period_code', 'earlier.period_kind'),
        'earlier': told_amount('earlier.number', 'unit_name'),
        'gap': told_amount('(earlier.number - number)', 'unit_name')
    }) }}
from fallen
