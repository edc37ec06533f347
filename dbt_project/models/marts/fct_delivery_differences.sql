-- Grain: one figure of one delivery x an earlier delivery that says otherwise.
with differences as (
    select * from {{ ref('int_delivery_differences__found') }}
),

figures as (
    select * from {{ ref('int_figures__resolved') }}
),

standing as (
    select figure_id from {{ ref('int_figures__superseded') }}
    where is_document_current
),

delivered as (
    select * from {{ ref('int_documents__delivered') }}
)

select
    differences.delivery_id,
    differences.document_id,
    differences.other_delivery_id,
    differences.other_document_id,
    differences.figure_key,
    cast(differences.ordinal as integer) as ordinal_number,
    differences.difference_kind,
    later.office_code,
    later.night,
    coalesce(new_figures.org_unit_code, old_figures.org_unit_code) as org_unit_code,
    coalesce(
        new_figures.org_unit_name, new_figures.unit_text, old_figures.org_unit_name, old_figures.unit_text
    ) as org_unit_name,
    coalesce(new_figures.indicator_code, old_figures.indicator_code) as indicator_code,
    coalesce(
        new_figures.indicator_name,
        new_figures.indicator_text,
        old_figures.indicator_name,
        old_figures.indicator_text
    ) as indicator_name,
    coalesce(new_figures.period_code, old_figures.period_code) as period_code,
    coalesce(new_figures.scope, old_figures.scope) as scope,
    coalesce(new_figures.kind, old_figures.kind) as figure_kind,
    coalesce(new_figures.is_control_total, old_figures.is_control_total) as is_control_total,
    {{ mart_number('old_figures.value') }} as old_value,
    {{ mart_number('new_figures.value') }} as new_value,
    {{ mart_number('old_figures.reference') }} as old_reference,
    {{ mart_number('new_figures.reference') }} as new_reference,
    {{ mart_number('old_figures.percent') }} as old_printed_pct,
    {{ mart_number('new_figures.percent') }} as new_printed_pct,
    old_figures.number_text as old_number_text,
    new_figures.number_text as new_number_text,
    earlier.office_code as old_office_code,
    earlier.night as old_night,
    earlier.path as old_path,
    old_figures.locator as old_locator,
    standing.figure_id is not null as is_old_standing,
    later.path as new_path,
    new_figures.locator as new_locator
from differences
inner join delivered as later
    on differences.delivery_id = later.delivery_id and differences.document_id = later.document_id
inner join delivered as earlier
    on differences.other_delivery_id = earlier.delivery_id and differences.other_document_id = earlier.document_id
left join figures as new_figures on differences.new_figure_id = new_figures.figure_id
left join figures as old_figures on differences.old_figure_id = old_figures.figure_id
left join standing on differences.old_figure_id = standing.figure_id
order by
    differences.delivery_id,
    differences.document_id,
    differences.other_delivery_id,
    differences.other_document_id,
    differences.figure_key,
    differences.ordinal
