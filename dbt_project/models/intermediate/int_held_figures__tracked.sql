-- Grain: one figure of a period that is or was closed, with what the closing made of it and the build in which that changed.
{%- set before = tracked_before() %}
with held as (
    select
        figure_id,
        md5(cast(held as varchar)) as held_print
    from {{ ref('int_figures__held') }} as held
),

stored as (
    {% if before -%}
    select * from {{ before }}
    {%- else -%}
    select
        *,
        cast(0 as integer) as changed_build
    from held
    where false
    {%- endif %}
)

select
    coalesce(held.figure_id, stored.figure_id) as figure_id,
    held.held_print,
    if(
        held.held_print is not distinct from stored.held_print,
        stored.changed_build,
        cast({{ this_build() }} as integer)
    ) as changed_build
from held
full outer join stored on held.figure_id = stored.figure_id
