-- Grain: one figure that arrived for a closed period. Beside it stands what the facts say of the same thing meanwhile.
with held as (
    select * from {{ ref('int_figures__held') }}
    where is_waiting
),

figures as (
    select * from {{ ref('int_figures__superseded') }}
),

standing as (
    select
        statement_key,
        figure_id,
        value,
        percent
    from figures
    where is_current
),

org_units as (
    select * from {{ ref('int_org_units__owned') }}
)

select
    figures.figure_id,
    figures.org_unit_code,
    figures.org_unit_name,
    figures.indicator_code,
    figures.indicator_name,
    figures.period_code,
    coalesce(figures.scope, '') as scope,
    figures.kind as figure_kind,
    figures.source_kind,
    {{ mart_number('figures.value') }} as value,
    {{ mart_number('figures.reference') }} as reference,
    {{ mart_number('figures.percent') }} as printed_pct,
    {{ mart_number('standing.value') }} as standing_value,
    {{ mart_number('standing.percent') }} as standing_pct,
    standing.figure_id as standing_figure_id,
    coalesce(org_units.office_code, figures.office_code, '{{ var("fallback_office") }}') as office_code,
    figures.delivery_id,
    figures.document_id,
    figures.path,
    figures.locator,
    figures.quote,
    figures.received_at,
    figures.night,
    held.closed_at,
    held.closed_night,
    held.closed_by,
    held.closed_reason
from held
inner join figures on held.figure_id = figures.figure_id
left join standing on figures.statement_key = standing.statement_key
left join org_units on figures.org_unit_code = org_units.org_unit_code
order by figures.figure_id
