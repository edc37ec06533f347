-- Grain: one figure that flags ever spoke of or a larger whole ever told again, with the print of what they make of it and the
-- build in which that last changed.
with judged as (
    select
        figure_id,
        concat_ws('|', value_weight, percent_weight, flag_rules) as judgement
    from {{ ref('int_figures__judged') }}
),

told_again as (
    select * from {{ ref('int_figures__told_again') }}
),

told as (
    select
        figure_id,
        judgement
    from judged

    union all

    -- a whole that cannot be true replaces nothing
    select
        told_again.figure_id,
        concat_ws('|', cast(told_again as varchar), judged.judgement) as judgement
    from told_again
    left join judged on told_again.teller_figure_id = judged.figure_id
),

prints as (
    select
        figure_id,
        md5(string_agg(judgement, ';' order by judgement)) as judgement_print
    from told
    group by figure_id
),

stored as (
    {{ rows_before('prints') }}
)

select
    coalesce(prints.figure_id, stored.figure_id) as figure_id,
    prints.judgement_print,
    if(
        prints.judgement_print is not distinct from stored.judgement_print,
        stored.changed_build,
        cast({{ this_build() }} as integer)
    ) as changed_build
from prints
full outer join stored on prints.figure_id = stored.figure_id
