-- Grain: one news statement x what workbooks say of the same unit, indicator, period and scope: the unit's own figure,
-- a printed total row, or the sum of the members' reports.
with reconciled as (
    select * from {{ ref('int_sources__reconciled') }}
),

figures as (
    select * from {{ ref('int_figures__superseded') }}
),

judged as (
    select * from {{ ref('int_figures__judged') }}
),

workbook_places as (
    select
        reconciled.news_figure_id,
        reconciled.counterpart_kind,
        cast(
            to_json(
                list(
                    {
                        'figure_id': figures.figure_id,
                        'org_unit_code': figures.org_unit_code,
                        'value': {{ decimal_text(number_of_figure('figures')) }},
                        'document_id': figures.document_id,
                        'path': figures.path,
                        'locator': figures.locator
                    }
                    order by figures.org_unit_code, figures.figure_id
                )
            ) as varchar
        ) as evidence,
        {{ status_of('max(judged.value_weight)') }} as quality_status
    from (
        select
            news_figure_id,
            counterpart_kind,
            unnest(workbook_figure_ids) as figure_id
        from reconciled
    ) as reconciled
    inner join figures on reconciled.figure_id = figures.figure_id
    left join judged on reconciled.figure_id = judged.figure_id
    group by reconciled.news_figure_id, reconciled.counterpart_kind
)

select
    reconciled.org_unit_code,
    reconciled.org_unit_name,
    reconciled.indicator_code,
    reconciled.indicator_name,
    reconciled.period_code,
    coalesce(reconciled.scope, '') as scope,
    reconciled.counterpart_kind,
    reconciled.finding_kind,
    reconciled.explanation_kind,
    reconciled.explanation_vi,
    {{ mart_number('reconciled.news_number') }} as news_value,
    {{ mart_number('reconciled.news_from') }} as news_value_from,
    {{ mart_number('if(reconciled.news_to = ' ~ unbounded() ~ ', null, reconciled.news_to)') }} as news_value_to,
    {{ mart_number('reconciled.workbook_number') }} as workbook_value,
    {{ mart_number('reconciled.workbook_from') }} as workbook_value_from,
    {{ mart_number('if(reconciled.workbook_to >= ' ~ unbounded() ~ ', null, reconciled.workbook_to)') }} as workbook_value_to,
    {{ mart_number('reconciled.news_number - reconciled.workbook_number') }} as difference_value,
    reconciled.news_known_on as news_known_date,
    reconciled.workbook_known_on as workbook_known_date,
    cast(reconciled.reported_count as integer) as reported_count,
    cast(reconciled.member_count as integer) as member_count,
    {{ status_of('news_flags.value_weight') }} as news_quality_status,
    workbook_places.quality_status as workbook_quality_status,
    reconciled.news_figure_id,
    news.document_id as news_document_id,
    news.path as news_path,
    news.locator as news_locator,
    news.quote as news_quote,
    workbook_places.evidence as workbook_evidence,
    reconciled.matched_figure_id,
    matched.path as matched_path,
    matched.locator as matched_locator
from reconciled
inner join figures as news on reconciled.news_figure_id = news.figure_id
inner join workbook_places
    on
        reconciled.news_figure_id = workbook_places.news_figure_id
        and reconciled.counterpart_kind = workbook_places.counterpart_kind
left join judged as news_flags on reconciled.news_figure_id = news_flags.figure_id
left join figures as matched on reconciled.matched_figure_id = matched.figure_id
order by
    reconciled.org_unit_code,
    reconciled.indicator_code,
    reconciled.period_code,
    scope,
    reconciled.counterpart_kind,
    reconciled.news_figure_id
