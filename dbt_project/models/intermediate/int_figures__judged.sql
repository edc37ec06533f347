-- Grain: one figure with open flags. A fatal flag quarantines the field it disputes, a query leaves it unconfirmed; a
-- flag that its office confirmed or withdrew for these very numbers weighs nothing. Rules are listed all the same.
with gathered as (
    select * from {{ ref('int_flag_witnesses__gathered') }}
),

figures as (
    select * from {{ ref('int_figures__superseded') }}
    where kind = 'result'
),

-- the figures flags speak of: their own, or those of a document whose periods cannot be
witnesses as (
    select
        figure_id,
        flag_key,
        rule_code,
        severity
    from gathered
    where figure_id is not null and is_own_subject

    union all

    select
        figures.figure_id,
        gathered.flag_key,
        gathered.rule_code,
        gathered.severity
    from gathered
    inner join figures
        on
            gathered.document_id = figures.document_id
            and gathered.night = figures.night
            and list_contains(gathered.broken_periods, figures.period_code)
    where gathered.figure_id is null
),

flags as (
    select * from {{ ref('int_flags__unioned') }}
),

states as (
    select * from {{ ref('int_flag_states__told') }}
),

weighed as (
    select
        witnesses.figure_id,
        witnesses.rule_code,
        {{ disputed_field('witnesses.rule_code') }} as disputed_field,
        if(
            states.state in ('confirmed', 'withdrawn') and states.value_hash is not distinct from flags.value_hash,
            0,
            {{ severity_rank('witnesses.severity') }}
        ) as weight
    from witnesses
    inner join flags on witnesses.flag_key = flags.flag_key
    left join states on witnesses.flag_key = states.flag_key
)

select
    figure_id,
    coalesce(max(weight) filter (disputed_field = 'value'), 0) as value_weight,
    coalesce(max(weight) filter (disputed_field = 'percent'), 0) as percent_weight,
    string_agg(distinct rule_code, ', ' order by rule_code) as flag_rules
from weighed
group by figure_id
