-- Grain: flag x witness, one flag a unit and period. A report gives results of a period that began after its unit had
-- ended; the units that took it over are proposed.
{{ config(tags=['flags']) }}

with ended as (
    select * from {{ ref('int_org_units__bounded') }}
    where valid_to is not null
),

names as (
    select * from {{ ref('int_org_units__current') }}
),

heirs as (
    select
        succeeded.org_unit_code,
        string_agg(distinct names.short_name, ', ' order by names.short_name) as heir_names
    from {{ ref('int_org_units__succeeded') }} as succeeded
    inner join ended on succeeded.org_unit_code = ended.org_unit_code
    inner join names on succeeded.successor_code = names.org_unit_code
    where
        succeeded.is_todays_map
        and succeeded.reported_to is null
        and succeeded.successor_code <> succeeded.org_unit_code
    group by succeeded.org_unit_code
),

figures as (
    select
        *,
        {{ period_kind('period_code') }} as period_kind
    from {{ ref('int_figures__superseded') }}
    where
        is_current
        and has_key
        and kind = 'result'
        and not is_control_total
        and source_kind = 'unit_report'
        and org_unit_code in (select org_unit_code from ended)
)

select
    'unit_closed' as rule_code,
    'figure:' || figures.org_unit_code || '||' || figures.period_code || '|' as subject_key,
    figures.org_unit_code,
    cast(null as varchar) as indicator_code,
    figures.period_code,
    cast(null as varchar) as scope,
    figures.figure_id,
    {{ messages('unit_closed', {
        'unit': 'figures.org_unit_name',
        'day': told_day('ended.valid_to'),
        'period': told_period('figures.period_code', 'figures.period_kind'),
        'cause': {
            'vi': "'Có thể là số liệu của đơn vị kế thừa: ' || heirs.heir_names || '.'",
            'en': "'Perhaps they are of its successor: ' || heirs.heir_names || '.'"
        }
    }) }}
from figures
inner join ended on figures.org_unit_code = ended.org_unit_code
left join heirs on figures.org_unit_code = heirs.org_unit_code
where {{ period_start('figures.period_code', 'figures.period_kind') }} > ended.valid_to
