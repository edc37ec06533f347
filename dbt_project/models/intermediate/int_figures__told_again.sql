-- Grain: a result or target of a unit x the figure in which another tells the same indicator, period, scope and source for
-- a whole that the unit is in: together they count twice.
-- takeover: the other is what the unit passed to. It tells the whole when it came (a plan: was decided) after the takeover,
-- for a period that ended no earlier than three months before it. What is older is each unit's own, however late it came.
-- upper_unit: the other stood above the unit on the period's last day, and is of the same level and kind of organisation,
-- so that no total of the level tells the two apart.
{{ config(tags=['flags']) }}

with recursive figures as (
    select * from {{ ref('int_figures__superseded') }}
),

periods as (
    select distinct
        period_code,
        {{ period_end('period_code', 'period_kind') }} as end_date
    from (
        select
            period_code,
            {{ period_kind('period_code') }} as period_kind
        from figures
    ) as kinds
    where period_code is not null
),

levels as (
    select * from {{ ref('stg_catalogue__org_units') }}
),

told as (
    select
        'result' as figure_kind,
        figure_id,
        org_unit_code,
        indicator_code,
        period_code,
        coalesce(scope, '') as scope,
        source_kind,
        as_of_date,
        night,
        night as told_day
    from figures
    where
        is_current
        and has_key
        and kind = 'result'
        and is_additive
        and value is not null
        and not is_control_total
        and not is_change_alone

    union all

    select
        'target' as figure_kind,
        targets.figure_id,
        targets.org_unit_code,
        targets.indicator_code,
        targets.period_code,
        coalesce(targets.scope, '') as scope,
        targets.source_kind,
        figures.as_of_date,
        figures.night,
        coalesce(targets.decision_date, figures.night) as told_day
    from {{ ref('int_targets__chosen') }} as targets
    inner join figures on targets.figure_id = figures.figure_id
    where targets.value is not null and figures.is_additive
),

placed as (
    select
        told.*,
        levels.level_kind,
        periods.end_date,
        least(told.told_day, {{ reported_day('told.as_of_date', 'periods.end_date', 'told.night') }}) as reported_day
    from told
    inner join periods on told.period_code = periods.period_code
    inner join levels on told.org_unit_code = levels.org_unit_code
),

takeovers as (
    select
        org_unit_code,
        reported_from,
        reported_to,
        successor_code,
        min(map_from) as takeover_date,
        bool_and(weight_numerator = weight_denominator) as is_whole
    from {{ ref('int_org_units__succeeded') }}
    where successor_code <> org_unit_code and map_from is not null
    group by org_unit_code, reported_from, reported_to, successor_code
),

edges as (
    select
        child_code,
        parent_code,
        coalesce(valid_from, date '0001-01-01') as valid_from,
        coalesce(valid_to, date '9999-12-31') as valid_to
    from {{ ref('int_org_unit_edges__held') }}
    where edge_kind = 'management'
),

above as (
    select
        child_code,
        parent_code as ancestor_code,
        valid_from,
        valid_to,
        1 as distance
    from edges

    union all

    select
        above.child_code,
        edges.parent_code as ancestor_code,
        greatest(above.valid_from, edges.valid_from) as valid_from,
        least(above.valid_to, edges.valid_to) as valid_to,
        above.distance + 1 as distance
    from above
    inner join edges on above.ancestor_code = edges.child_code
    -- no organisation is deeper: the end of a catalogue whose units stand above each other in a ring
    where above.valid_from <= edges.valid_to and edges.valid_from <= above.valid_to and above.distance < 12
),

nested as (
    select
        above.child_code,
        above.ancestor_code,
        above.valid_from,
        above.valid_to
    from above
    inner join levels as children on above.child_code = children.org_unit_code
    inner join levels as ancestors on above.ancestor_code = ancestors.org_unit_code
    where
        above.child_code <> above.ancestor_code
        and children.level_kind = ancestors.level_kind
        and children.organisation_kind is not distinct from ancestors.organisation_kind
)

select
    'takeover' as overlap_kind,
    parts.figure_kind,
    parts.figure_id,
    parts.org_unit_code,
    parts.period_code,
    tellers.figure_id as teller_figure_id,
    tellers.org_unit_code as teller_code,
    takeovers.takeover_date,
    takeovers.is_whole
from placed as parts
inner join takeovers
    on
        parts.org_unit_code = takeovers.org_unit_code
        and parts.reported_day >= coalesce(takeovers.reported_from, date '0001-01-01')
        and parts.reported_day < coalesce(takeovers.reported_to, date '9999-12-31')
inner join placed as tellers
    on
        takeovers.successor_code = tellers.org_unit_code
        and parts.figure_kind = tellers.figure_kind
        and parts.indicator_code = tellers.indicator_code
        and parts.period_code = tellers.period_code
        and parts.scope = tellers.scope
        and parts.source_kind = tellers.source_kind
        and parts.level_kind = tellers.level_kind
where
    tellers.told_day >= takeovers.takeover_date
    and tellers.end_date >= takeovers.takeover_date - interval 3 month

union all

select
    'upper_unit' as overlap_kind,
    parts.figure_kind,
    parts.figure_id,
    parts.org_unit_code,
    parts.period_code,
    tellers.figure_id as teller_figure_id,
    tellers.org_unit_code as teller_code,
    cast(null as date) as takeover_date,
    true as is_whole
from placed as parts
inner join nested
    on parts.org_unit_code = nested.child_code and parts.end_date between nested.valid_from and nested.valid_to
inner join placed as tellers
    on
        nested.ancestor_code = tellers.org_unit_code
        and parts.figure_kind = tellers.figure_kind
        and parts.indicator_code = tellers.indicator_code
        and parts.period_code = tellers.period_code
        and parts.scope = tellers.scope
        and parts.source_kind = tellers.source_kind
