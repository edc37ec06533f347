{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='handed_account', on_schema_change='fail'
) }}
-- Grain: one version of one target, and, after a reorganisation within its period, one row more for each unit that the target
-- in force fell to and each stretch of days it held it: where reorganisations follow each other, the last holder's is in
-- force. A reorganisation dated ahead hands nothing on before its day.
with versions as (
    select * from {{ ref('int_target_versions__ordered') }}
    {{ touched_judged_accounts() }}
),

statements as (
    select * from {{ ref('int_target_statements__ranked') }}
    {{ touched_judged_accounts() }}
    qualify row_number() over (
        partition by figure_id, org_unit_code, indicator_code, period_code, source_kind order by authority_rank
    ) = 1
),

on_maps as (
    select * from {{ ref('fct_targets_on_maps') }}
    {{ touched_judged_accounts('reported_unit_code') }}
),

-- who holds it from which day, through the period's last or tonight, a part that the unit itself keeps too
handed_on_maps as (
    select
        on_maps.*,
        least(periods.end_date, reached.map_date) as last_day,
        -- the same part with the same unit on the map before: it goes on
        lag(on_maps.map_to) over (
            partition by
                on_maps.figure_id,
                on_maps.reported_unit_code,
                on_maps.period_code,
                on_maps.source_kind,
                on_maps.org_unit_code,
                on_maps.value
            order by on_maps.map_from
        ) as previous_to
    from on_maps
    inner join {{ ref('dim_periods') }} as periods on on_maps.period_code = periods.period_code
    cross join {{ ref('int_nights__reached') }} as reached
    where on_maps.map_from <= least(periods.end_date, reached.map_date)
),

stretches as (
    select
        *,
        count(*) filter (previous_to is distinct from map_from) over (
            partition by figure_id, reported_unit_code, period_code, source_kind, org_unit_code, value
            order by map_from
        ) as stretch
    from handed_on_maps
),

reassigned as (
    select
        figure_id,
        reported_unit_code,
        period_code,
        source_kind,
        org_unit_code,
        value,
        min(map_from) as held_from,
        if(bool_or(coalesce(map_to > last_day, true)), null, max(map_to)) as held_to,
        bool_or(coalesce(map_to > last_day, true)) as is_of_last_day,
        any_value(is_summable) as is_summable,
        any_value(is_told_again) as is_told_again,
        arg_min(weight_numerator, map_from) as weight_numerator,
        arg_min(weight_denominator, map_from) as weight_denominator,
        min(min(map_from)) over (partition by figure_id, reported_unit_code, period_code, source_kind) as handed_on
    from stretches
    group by figure_id, reported_unit_code, period_code, source_kind, org_unit_code, value, stretch
),

org_units as (
    select
        org_unit_code,
        org_unit_name,
        level_kind
    from {{ ref('int_org_units__current') }}
),

stated as (
    select
        versions.org_unit_code,
        versions.indicator_code,
        versions.period_code,
        versions.scope,
        versions.source_kind,
        versions.version_number,
        versions.change_kind,
        statements.authority_kind,
        statements.value,
        statements.percent,
        previous.value as previous_value,
        statements.decision_number,
        statements.decision_date,
        versions.valid_from,
        versions.valid_to,
        versions.is_in_force,
        cast(null as varchar) as reassigned_from_code,
        cast(null as bigint) as weight_numerator,
        cast(null as bigint) as weight_denominator,
        versions.statement_count,
        versions.first_night,
        versions.figure_id,
        cast(null as date) as handed_on,
        false as is_replaced
    from versions
    inner join statements
        on
            versions.figure_id = statements.figure_id
            and versions.period_code = statements.period_code
            and versions.source_kind = statements.source_kind
    left join statements as previous
        on
            versions.previous_figure_id = previous.figure_id
            and versions.period_code = previous.period_code
            and versions.source_kind = previous.source_kind
),

inherited as (
    select
        reassigned.org_unit_code,
        stated.indicator_code,
        stated.period_code,
        stated.scope,
        stated.source_kind,
        cast(null as integer) as version_number,
        'reassigned' as change_kind,
        stated.authority_kind,
        if(reassigned.is_summable, reassigned.value, null) as value,
        stated.percent,
        stated.value as previous_value,
        stated.decision_number,
        stated.decision_date,
        reassigned.held_from as valid_from,
        reassigned.held_to as valid_to,
        reassigned.is_of_last_day and reassigned.is_summable as is_in_force,
        stated.org_unit_code as reassigned_from_code,
        reassigned.weight_numerator,
        reassigned.weight_denominator,
        stated.statement_count,
        stated.first_night,
        stated.figure_id,
        reassigned.handed_on,
        reassigned.is_summable or reassigned.is_told_again as is_replaced
    from reassigned
    inner join stated
        on
            reassigned.figure_id = stated.figure_id
            and reassigned.period_code = stated.period_code
            and reassigned.source_kind = stated.source_kind
            and stated.is_in_force
),

handed as (
    select
        figure_id,
        period_code,
        source_kind,
        reassigned_from_code,
        min(handed_on) as handed_on,
        bool_or(is_replaced) as is_replaced
    from inherited
    group by figure_id, period_code, source_kind, reassigned_from_code
),

unioned as (
    select
        stated.* replace (
            -- the unit it was given to holds it until the reorganisation; not a day where it was told later only
            if(
                stated.is_in_force,
                coalesce(
                    stated.valid_to,
                    if(handed.handed_on is null, null, greatest(handed.handed_on, stated.valid_from))
                ),
                stated.valid_to
            ) as valid_to,
            -- what fell to others counts with them; a share that cannot be divided stays
            stated.is_in_force and not coalesce(handed.is_replaced, false) as is_in_force
        )
    from stated
    left join handed
        on
            stated.figure_id = handed.figure_id
            and stated.period_code = handed.period_code
            and stated.source_kind = handed.source_kind
            and stated.org_unit_code = handed.reassigned_from_code

    union all

    select * from inherited
)

select
    unioned.org_unit_code,
    org_units.org_unit_name,
    given_to.level_kind as reported_level_kind,
    unioned.indicator_code,
    statements.indicator_name,
    unioned.period_code,
    unioned.scope,
    unioned.source_kind,
    unioned.version_number,
    unioned.change_kind,
    unioned.authority_kind,
    {{ mart_number('unioned.value') }} as value,
    {{ mart_number('unioned.percent') }} as target_pct,
    {{ mart_number('unioned.previous_value') }} as previous_value,
    unioned.decision_number,
    unioned.decision_date,
    unioned.valid_from,
    unioned.valid_to,
    unioned.is_in_force,
    unioned.reassigned_from_code,
    unioned.weight_numerator,
    unioned.weight_denominator,
    unioned.statement_count,
    unioned.first_night,
    unioned.figure_id,
    statements.document_id,
    statements.path,
    statements.locator,
    statements.quote
from unioned
inner join statements
    on
        unioned.figure_id = statements.figure_id
        and unioned.period_code = statements.period_code
        and unioned.source_kind = statements.source_kind
left join org_units on unioned.org_unit_code = org_units.org_unit_code
left join org_units as given_to
    on coalesce(unioned.reassigned_from_code, unioned.org_unit_code) = given_to.org_unit_code
order by
    unioned.org_unit_code,
    unioned.indicator_code,
    unioned.period_code,
    unioned.scope,
    unioned.source_kind,
    unioned.version_number nulls last,
    unioned.figure_id
