-- Grain: flag x witness. The targets of all units directly under one add up to less than its own target, so that it misses
-- its target though everybody meets theirs. Not while a unit has none, for clusters, and for what does not add up.
{{ config(tags=['flags']) }}

with targets as (
    select
        *,
        {{ period_kind('period_code') }} as period_kind
    from {{ ref('int_targets__chosen') }}
    where
        source_kind = 'unit_report'
        and coalesce(scope, '') = ''
        and value > 0
        and value < {{ countable_limit() }}
        and qualifier = 'exact'
),

indicators as (
    select * from {{ ref('stg_catalogue__indicators') }}
    where is_additive
),

org_units as (
    select * from {{ ref('int_org_units__bounded') }}
    where organisation_kind = 'union' and level_kind <> 'cluster'
),

parents as (
    select
        targets.*,
        indicators.indicator_name as catalogue_name,
        indicators.indicator_name_en as catalogue_name_en,
        indicators.unit_name,
        {{ period_end('targets.period_code', 'targets.period_kind') }} as last_day
    from targets
    inner join indicators on targets.indicator_code = indicators.indicator_code
    semi join org_units on targets.org_unit_code = org_units.parent_code
),

summed as (
    select
        parents.figure_id,
        count(*) as child_count,
        count(targets.figure_id) as stated_count,
        sum(targets.value) as children_value,
        list(targets.figure_id order by children.org_unit_code) as child_figure_ids
    from parents
    inner join org_units as children
        on
            parents.org_unit_code = children.parent_code
            and coalesce(parents.last_day >= children.valid_from, true)
            and coalesce(parents.last_day <= children.valid_to, true)
    left join targets
        on
            children.org_unit_code = targets.org_unit_code
            and parents.indicator_code = targets.indicator_code
            and parents.period_code = targets.period_code
    group by parents.figure_id
)

select
    'children_targets_below_parent' as rule_code,
    {{ figure_subject('parents.org_unit_code', 'parents.indicator_code', 'parents.period_code', 'parents.scope') }}
        as subject_key,
    parents.org_unit_code,
    parents.indicator_code,
    parents.period_code,
    parents.scope,
    unnest(list_concat([parents.figure_id], summed.child_figure_ids)) as figure_id,
    {{ messages('children_targets_below_parent', {
        'indicator': {'vi': 'parents.catalogue_name', 'en': 'parents.catalogue_name_en'},
        'period': told_period('parents.period_code', 'parents.period_kind'),
        'unit': 'parents.org_unit_name',
        't': told_amount('parents.value', 'parents.unit_name'),
        'count': 'cast(summed.child_count as varchar)',
        'sum': told_amount('summed.children_value', 'parents.unit_name'),
        'gap': told_amount('(parents.value - summed.children_value)', 'parents.unit_name')
    }) }}
from parents
inner join summed on parents.figure_id = summed.figure_id
where
    summed.child_count > 1
    and summed.stated_count = summed.child_count
    and summed.children_value < parents.value
