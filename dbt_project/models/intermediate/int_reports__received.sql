-- Grain: one document of one delivery of a unit's workbook x period x what it gives (results or targets): whose report it
-- is by its letterhead, else by the one unit all its figures are of. Withdrawn deliveries are no reports.
with delivered as (
    select * from {{ ref('int_documents__delivered') }}
    where source_kind = 'unit_report' and status <> 'quarantined' and not is_withdrawn
),

figures as (
    select * from {{ ref('int_figures__resolved') }}
    where source_kind = 'unit_report' and coalesce(value, percent) is not null
),

sole_units as (
    select
        document_id,
        min(org_unit_code) as org_unit_code
    from figures
    where not is_control_total
    group by document_id
    having count(distinct org_unit_code) = 1 and bool_and(org_unit_code is not null)
),

given as (
    select distinct
        document_id,
        period_code,
        if(kind = 'target', 'targets', 'results') as report_kind
    from figures
)

select
    delivered.delivery_id,
    delivered.document_id,
    coalesce(delivered.unit_code, sole_units.org_unit_code) as org_unit_code,
    coalesce(given.period_code, delivered.period_code) as period_code,
    given.report_kind,
    delivered.office_code,
    delivered.path,
    delivered.night,
    delivered.received_at
from delivered
inner join given on delivered.document_id = given.document_id
left join sole_units on delivered.document_id = sole_units.document_id
where coalesce(delivered.unit_code, sole_units.org_unit_code) is not null
qualify row_number() over (
    partition by
        delivered.delivery_id, delivered.document_id, given.report_kind, coalesce(given.period_code, delivered.period_code)
    order by given.period_code nulls last
) = 1
