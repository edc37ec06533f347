{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='account', on_schema_change='fail'
) }}
-- Grain: one version of a target as stated: consecutive statements of one value under one decision are one. The versions of
-- the best authority follow each other in force; what other statements say otherwise stands beside them and is never in force.
with statements as (
    select
        *,
        coalesce(decision_date, night) as told_on
    from {{ ref('int_target_statements__ranked') }}
    {{ touched_accounts() }}
),

chain as (
    select * from statements
    where authority_rank = best_authority_rank
),

turned as (
    select
        *,
        coalesce(
            not (
                {{ same_number('value', 'lag(value) over versions') }}
                and {{ same_number('percent', 'lag(percent) over versions') }}
                and decision_number is not distinct from lag(decision_number) over versions
            ),
            true
        )
        or lag(figure_id) over versions is null as is_turn
    from chain
    window
        versions as (
            partition by org_unit_code, indicator_code, period_code, coalesce(scope, ''), source_kind
            order by told_on, delivery_order nulls first, figure_id
        )
),

numbered as (
    select
        *,
        sum(cast(is_turn as integer)) over (
            partition by org_unit_code, indicator_code, period_code, coalesce(scope, ''), source_kind
            order by told_on, delivery_order nulls first, figure_id
        ) as version_number
    from turned
),

versions as (
    select
        org_unit_code,
        indicator_code,
        period_code,
        coalesce(scope, '') as scope,
        source_kind,
        version_number,
        any_value(value) as value,
        any_value(percent) as percent,
        coalesce(min_by(figure_id, force_rank), arg_min(figure_id, (told_on, delivery_order, figure_id))) as figure_id,
        min(told_on) as valid_from,
        min(night) as first_night,
        count(*) as statement_count,
        coalesce(bool_or(force_rank = 1), false) as is_in_force
    from numbered
    group by all
),

followed as (
    select
        *,
        lag(figure_id) over chained as previous_figure_id,
        {{ same_number('value', 'lag(value) over chained') }}
        and {{ same_number('percent', 'lag(percent) over chained') }} as is_same_value,
        lead(valid_from) over chained as valid_to
    from versions
    window
        chained as (
            partition by org_unit_code, indicator_code, period_code, scope, source_kind order by version_number
        )
),

-- what is stated under less authority, where no version of the chain says the same; the last telling of each value
asides as (
    select
        statements.figure_id,
        statements.org_unit_code,
        statements.indicator_code,
        statements.period_code,
        coalesce(statements.scope, '') as scope,
        statements.source_kind,
        statements.told_on,
        statements.night
    from statements
    where
        statements.authority_rank > statements.best_authority_rank
        and statements.is_standing
        and not exists (
            select 1
            from chain
            where
                chain.org_unit_code = statements.org_unit_code
                and chain.indicator_code = statements.indicator_code
                and chain.period_code = statements.period_code
                and coalesce(chain.scope, '') = coalesce(statements.scope, '')
                and chain.source_kind = statements.source_kind
                and {{ same_number('chain.value', 'statements.value') }}
                and {{ same_number('chain.percent', 'statements.percent') }}
        )
    qualify row_number() over (
        partition by
            statements.org_unit_code,
            statements.indicator_code,
            statements.period_code,
            coalesce(statements.scope, ''),
            statements.source_kind,
            statements.value,
            statements.percent
        order by statements.authority_rank, statements.told_on desc, statements.figure_id
    ) = 1
)

select
    figure_id,
    previous_figure_id,
    org_unit_code,
    indicator_code,
    period_code,
    scope,
    source_kind,
    cast(version_number as integer) as version_number,
    valid_from,
    valid_to,
    first_night,
    statement_count,
    is_in_force,
    case
        when version_number = 1 then 'assigned'
        when is_same_value then 'renewed'
        else 'changed'
    end as change_kind
from followed

union all

select
    figure_id,
    null as previous_figure_id,
    org_unit_code,
    indicator_code,
    period_code,
    scope,
    source_kind,
    null as version_number,
    told_on as valid_from,
    told_on as valid_to,
    night as first_night,
    1 as statement_count,
    false as is_in_force,
    'stated_otherwise' as change_kind
from asides
