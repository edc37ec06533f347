-- Grain: one report that one unit owes for one period, and whether it came in time. What counts is the first delivery that
-- stands: what was withdrawn was never sent. A unit whose file failed stands here as unreadable, never as if it had sent
-- nothing.
with owed as (
    select * from {{ ref('int_obligations__owed') }}
),

tonight as (
    select night from {{ ref('int_nights__reached') }}
),

reports as (
    select * from {{ ref('int_reports__received') }}
),

unreadable as (
    select
        obligation_code,
        period_code,
        org_unit_code,
        count(*) as unreadable_count,
        arg_max(delivery_id, (night, delivery_id)) as delivery_id,
        arg_max(document_id, (night, delivery_id)) as document_id,
        arg_max(path, (night, delivery_id)) as path,
        arg_max(night, (night, delivery_id)) as night,
        arg_max(
            list_aggregate(json_extract_string(reasons_json, '$[*].vi'), 'string_agg', ' '), (night, delivery_id)
        ) as reason_vi
    from {{ ref('int_reports__unreadable') }}
    where obligation_code is not null
    group by obligation_code, period_code, org_unit_code
),

first_reports as (
    select
        owed.obligation_code,
        owed.period_code,
        owed.org_unit_code,
        count(distinct reports.delivery_id) as delivery_count,
        arg_min(reports.delivery_id, (reports.night, reports.received_at, reports.delivery_id)) as delivery_id,
        arg_min(reports.document_id, (reports.night, reports.received_at, reports.delivery_id)) as document_id,
        arg_min(reports.path, (reports.night, reports.received_at, reports.delivery_id)) as path,
        min(reports.night) as night
    from owed
    inner join reports
        on
            owed.org_unit_code = reports.org_unit_code
            and owed.period_code = reports.period_code
            and owed.report_kind = reports.report_kind
    group by owed.obligation_code, owed.period_code, owed.org_unit_code
),

judged as (
    select
        owed.*,
        tonight.night as tonight,
        first_reports.night as reported_night,
        coalesce(first_reports.delivery_count, 0) as delivery_count,
        coalesce(unreadable.unreadable_count, 0) as unreadable_count,
        coalesce(first_reports.delivery_id, unreadable.delivery_id) as delivery_id,
        coalesce(first_reports.document_id, unreadable.document_id) as document_id,
        coalesce(first_reports.path, unreadable.path) as path,
        if(first_reports.night is null, unreadable.reason_vi, null) as reason_vi,
        case
            when first_reports.night <= owed.last_date then 'on_time'
            when first_reports.night is not null then 'late'
            when unreadable.unreadable_count > 0 then 'unreadable'
            when tonight.night > owed.last_date then 'missing'
            else 'awaited'
        end as status_kind
    from owed
    cross join tonight
    left join first_reports
        on
            owed.obligation_code = first_reports.obligation_code
            and owed.period_code = first_reports.period_code
            and owed.org_unit_code = first_reports.org_unit_code
    left join unreadable
        on
            owed.obligation_code = unreadable.obligation_code
            and owed.period_code = unreadable.period_code
            and owed.org_unit_code = unreadable.org_unit_code
)

select * from judged
