-- Grain: one document of one delivery of a unit's workbook x period x what it gives (results or targets): whose report it
-- is by its letterhead, else by the one unit all its figures are of. Withdrawn deliveries are no reports.
-- Results are a report of the periods that end with the document's own, and of that period itself; columns beside them,
-- of the year before or of an earlier quarter, are there to compare with. Targets are a plan where a decision is cited, or
-- where the document gives no results of their time: beside results they are only what is reported against.
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

documents as (
    select distinct
        document_id,
        period_code,
        {{ period_kind('period_code') }} as period_kind
    from delivered
),

owned as (
    select
        document_id,
        period_code,
        {{ period_start('period_code', 'period_kind') }} as start_date,
        {{ period_end('period_code', 'period_kind') }} as end_date
    from documents
),

given as (
    select distinct
        figures.document_id,
        coalesce(figures.period_code, owned.period_code) as period_code,
        {{ period_kind('coalesce(figures.period_code, owned.period_code)') }} as period_kind,
        if(figures.kind = 'target', 'targets', 'results') as report_kind
    from figures
    inner join owned on figures.document_id = owned.document_id
),

dated as (
    select
        document_id,
        period_code,
        report_kind,
        {{ period_start('period_code', 'period_kind') }} as start_date,
        {{ period_end('period_code', 'period_kind') }} as end_date
    from given
),

-- the day up to which a document reports: by its letterhead, or, where nothing in it is of that period, by its results
reporting as (
    select
        owned.document_id,
        if(
            bool_or(dated.end_date = owned.end_date or dated.period_code = owned.period_code),
            any_value(owned.end_date),
            max(dated.end_date) filter (dated.report_kind = 'results')
        ) as end_date
    from owned
    inner join dated on owned.document_id = dated.document_id
    group by owned.document_id
),

reported as (
    select
        dated.document_id,
        dated.period_code,
        dated.report_kind
    from dated
    inner join reporting on dated.document_id = reporting.document_id
    where dated.report_kind = 'results' and coalesce(dated.end_date = reporting.end_date, true)

    union

    -- a report of the year that counts up to November is the year's report
    select
        owned.document_id,
        owned.period_code,
        dated.report_kind
    from owned
    inner join dated on owned.document_id = dated.document_id
    where
        dated.report_kind = 'results'
        and dated.start_date >= owned.start_date
        and dated.end_date <= owned.end_date

    union

    select
        dated.document_id,
        dated.period_code,
        dated.report_kind
    from dated
    inner join (
        select distinct
            document_id,
            decision_number
        from delivered
    ) as decided on dated.document_id = decided.document_id
    left join dated as results
        on
            dated.document_id = results.document_id
            and results.report_kind = 'results'
            and dated.end_date >= results.start_date
            and dated.start_date <= results.end_date
    where
        dated.report_kind = 'targets'
        and (decided.decision_number is not null or results.document_id is null)
)

select
    delivered.delivery_id,
    delivered.document_id,
    coalesce(delivered.unit_code, sole_units.org_unit_code) as org_unit_code,
    reported.period_code,
    reported.report_kind,
    delivered.office_code,
    delivered.path,
    delivered.night,
    delivered.received_at
from delivered
inner join reported on delivered.document_id = reported.document_id
left join sole_units on delivered.document_id = sole_units.document_id
where coalesce(delivered.unit_code, sole_units.org_unit_code) is not null
