{#
  Figures on the maps of other days than their own. A number that adds up is divided by exact weights: in steps of its
  own last decimal (whole đồng, whole persons), the largest remainders first and ties by code, so that the parts add up
  to the number to its last digit. All in whole numbers; no part is ever rounded on its own.
#}

{# The ten-thousandths in one step of a number's own decimals, of a whole number of ten-thousandths: 10000 of 27, 1000 of 236.7. #}
{% macro own_step(ten_thousandths) -%}
    case
        when {{ ten_thousandths }} % 10000 = 0 then 10000
        when {{ ten_thousandths }} % 1000 = 0 then 1000
        when {{ ten_thousandths }} % 100 = 0 then 100
        when {{ ten_thousandths }} % 10 = 0 then 10
        else 1
    end
{%- endmacro %}

{# The day a figure speaks of the organisation: the end of what it is about, or the night it came where that was earlier. #}
{% macro reported_day(as_of_date, period_end, night) -%}
    coalesce(least(coalesce({{ as_of_date }}, {{ period_end }}), {{ night }}), {{ night }})
{%- endmacro %}

{#
  CTEs that end in `on_maps`. `facts` is a CTE with figure_id, org_unit_code, reported_day and the numbers named in
  `numbers`; `succeeded` is a CTE of int_org_units__succeeded. Each fact has one row a map and unit that holds it then,
  with holder_code, map_from, map_to, is_todays_map and the weight. A fact of no known unit stays in one row on every map.
#}
{% macro on_maps(facts, numbers) -%}
mapped as (
    select
        {{ facts }}.* exclude ({{ numbers | join(', ') }}),
        {%- for number in numbers %}
        {{ facts }}.{{ number }} as reported_{{ number }},
        {%- endfor %}
        succeeded.successor_code as holder_code,
        succeeded.map_from,
        succeeded.map_to,
        coalesce(succeeded.is_todays_map, true) as is_todays_map,
        coalesce(succeeded.weight_numerator, 1) as weight_numerator,
        coalesce(succeeded.weight_denominator, 1) as weight_denominator
    from {{ facts }}
    left join succeeded
        on
            {{ facts }}.org_unit_code = succeeded.org_unit_code
            and {{ facts }}.reported_day >= coalesce(succeeded.reported_from, date '0001-01-01')
            and {{ facts }}.reported_day < coalesce(succeeded.reported_to, date '9999-12-31')
),

divided as (
    select
        *,
        {%- for number in numbers %}
        if(
            abs(reported_{{ number }}) < {{ countable_limit() }},
            cast(cast(abs(reported_{{ number }}) as decimal(23, 4)) * 10000 as hugeint),
            null
        ) as {{ number }}_whole{{ ',' if not loop.last }}
        {%- endfor %}
    from mapped
    where weight_numerator != weight_denominator
),

stepped as (
    select
        * exclude ({{ numbers | join('_whole, ') }}_whole),
        {%- for number in numbers %}
        {{ own_step(number ~ '_whole') }} as {{ number }}_step,
        {{ number }}_whole // ({{ own_step(number ~ '_whole') }}) as {{ number }}_steps{{ ',' if not loop.last }}
        {%- endfor %}
    from divided
),

shared as (
    select
        *,
        {%- for number in numbers %}
        ({{ number }}_steps // weight_denominator) * weight_numerator
        + (({{ number }}_steps % weight_denominator) * weight_numerator) // weight_denominator as {{ number }}_share,
        (({{ number }}_steps % weight_denominator) * weight_numerator) % weight_denominator as {{ number }}_rest{{ ',' if not loop.last }}
        {%- endfor %}
    from stepped
),

ranked as (
    select
        *,
        {%- for number in numbers %}
        {{ number }}_steps - sum({{ number }}_share) over (partition by figure_id, map_from) as {{ number }}_left,
        row_number() over (
            partition by figure_id, map_from
            order by {{ number }}_rest desc, holder_code
        ) as {{ number }}_rank{{ ',' if not loop.last }}
        {%- endfor %}
    from shared
),

on_maps as (
    select
        *,
        {%- for number in numbers %}
        reported_{{ number }} as {{ number }}{{ ',' if not loop.last }}
        {%- endfor %}
    from mapped
    where weight_numerator = weight_denominator

    union all

    select
        * exclude (
            {%- for number in numbers %}
            {{ number }}_step,
            {{ number }}_steps,
            {{ number }}_share,
            {{ number }}_rest,
            {{ number }}_left,
            {{ number }}_rank{{ ',' if not loop.last }}
            {%- endfor %}
        ),
        {%- for number in numbers %}
        cast(
            cast(
                sign(reported_{{ number }})
                * ({{ number }}_share + if({{ number }}_rank <= {{ number }}_left, 1, 0))
                * {{ number }}_step as decimal(33, 0)
            ) * cast('0.0001' as decimal(5, 4)) as decimal(38, 4)
        ) as {{ number }}{{ ',' if not loop.last }}
        {%- endfor %}
    from ranked
)
{%- endmacro %}

{#
  Whether what a unit reported is in what its successor told later of the same period for the whole, or in what a unit of
  its own level above it told: in one row on every map where the whole unit is in the other, else as reported and where the
  successor holds its part. A quarantined whole replaces nothing.
  `tellers` is the CTE of the whole mart, of which the facts may be tonight's part.
#}
{% macro is_told_again(kind, tellers) -%}
    exists (
        select 1
        from {{ ref('int_figures__told_again') }} as told_again
        inner join {{ tellers }} as tellers
            on
                told_again.teller_figure_id = tellers.figure_id
                and told_again.period_code = tellers.period_code
                and tellers.quality_status <> 'quarantined'
        where
            told_again.figure_kind = '{{ kind }}'
            and told_again.figure_id = on_maps.figure_id
            and told_again.period_code = on_maps.period_code
            and (told_again.is_whole or on_maps.map_from is null or told_again.teller_code = on_maps.holder_code)
    )
{%- endmacro %}

{# The import CTEs of what stands on maps: who holds a unit on which map, and each unit's versions by day. #}
{% macro map_imports() -%}
succeeded as (
    select * from {{ ref('int_org_units__succeeded') }}
),

versions as (
    -- before its first known day a unit is what it first was, after its end what it last was
    select
        *,
        if(is_first, date '0001-01-01', valid_from) as from_day,
        if(is_last, date '9999-12-31', valid_to) as to_day
    from {{ ref('int_org_units__versioned') }}
)
{%- endmacro %}

{#
  The rows of a mart on maps, from a CTE `facts` as `on_maps` wants it, with the columns of a fact, `quality_status`,
  `is_additive` and `others`. The first of `numbers` says whether a row is summable; `tellers` is the whole of the mart that
  the facts are of.
#}
{% macro rows_on_maps(kind, tellers, numbers, others=[]) -%}
{{ on_maps('facts', numbers) }},

judged as (
    select
        *,
        {{ is_told_again(kind, tellers) }} as is_told_again
    from on_maps
)

select
    judged.figure_id,
    judged.map_from,
    judged.map_to,
    judged.is_todays_map,
    judged.holder_code as org_unit_code,
    holders.org_unit_name,
    judged.org_unit_code as reported_unit_code,
    reporters.org_unit_name as reported_unit_name,
    reporters.org_unit_version_id as reported_version_id,
    reporters.level_kind as reported_level_kind,
    reporters.organisation_kind as reported_organisation_kind,
    judged.reported_day,
    judged.indicator_code,
    judged.indicator_name,
    judged.period_code,
    judged.scope,
    judged.source_kind,
    {%- for number in numbers %}
    judged.reported_{{ number }},
    if(judged.is_additive, judged.{{ number }}, judged.reported_{{ number }}) as {{ number }},
    judged.is_additive and judged.{{ number }} is not null and not judged.is_told_again
        as is_{{ number ~ '_' if not loop.first }}summable,
    {%- endfor %}
    judged.weight_numerator,
    judged.weight_denominator,
    {%- for other in others %}
    judged.{{ other }},
    {%- endfor %}
    judged.is_additive and judged.is_told_again as is_told_again,
    judged.quality_status
from judged
left join versions as holders on judged.holder_code = holders.org_unit_code and holders.is_current
left join versions as reporters
    on
        judged.org_unit_code = reporters.org_unit_code
        and judged.reported_day >= reporters.from_day
        and judged.reported_day <= reporters.to_day
order by judged.figure_id, judged.map_from nulls first, judged.holder_code
{%- endmacro %}
