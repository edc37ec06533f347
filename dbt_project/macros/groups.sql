{#
  The CTE `groupings`, of CTEs `edges` and `org_units`: the units directly under an upper unit, and the members of a
  cluster, with the days on which they are that. A cluster is under its federation and its members are too: it is no unit
  of its own in the federation's sum. Who ended within a period (last_day) is counted where it last stood: what it told of
  that period is lost otherwise.
#}
{% macro groupings() -%}
groupings as (
    select
        edges.edge_kind as group_kind,
        edges.parent_code as group_code,
        edges.child_code,
        coalesce(edges.valid_from, date '0001-01-01') as valid_from,
        if(edges.valid_to = children.valid_to, date '9999-12-31', coalesce(edges.valid_to, date '9999-12-31')) as valid_to,
        coalesce(children.valid_to, date '9999-12-31') as last_day
    from edges
    inner join org_units as children on edges.child_code = children.org_unit_code
    where edges.edge_kind = 'cluster' or (edges.edge_kind = 'management' and children.level_kind <> 'cluster')
)
{%- endmacro %}
