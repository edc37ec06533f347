{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='night', on_schema_change='fail'
) }}
-- Grain: one figure of one delivery, and what it states. Only nights that changed are read from the landing zone.
-- Codes are those of the reading, else of today's second try (a unit's name in the context of the office that sent it,
-- an indicator's alike for all); a code the catalogue does not hold stays open.
-- A number that the data team, or an office in its answer, corrected is the new one where it was the old one; `correction` tells both and who said so.
-- statement_key tells the thing stated, by its source; figure_key does so across sources and for names still open.
-- depends_on: {{ ref('int_nights__tracked') }}
{%- set nights = none %}
{%- if execute and is_incremental() %}
    {%- set nights = run_query(touched_keys('night')).columns[0].values() %}
{%- endif %}
with figures as (
    select * from {{ landed_figures(nights) }}
),

resolutions as (
    select * from {{ ref('stg_catalogue__resolutions') }}
),

org_units as (
    select * from {{ ref('int_org_units__current') }}
),

indicators as (
    select * from {{ ref('stg_catalogue__indicators') }}
),

documents as (
    select * from {{ ref('stg_landing__documents') }}
),

corrections as (
    select * from {{ ref('stg_catalogue__figure_corrections') }}
    where problem_text is null
),

correction_lines as (
    select
        *,
        {
            'line_number': line_number,
            'field_name': field_name,
            'old_number': old_number,
            'new_number': new_number,
            'who': who_name,
            'reason': reason_text,
            'document': document_text,
            'origin': origin_kind
        } as line
    from corrections
),

-- a document is the same wherever it lay; an office corrects one document, which another one replaces
places as (
    select
        documents.document_id,
        correction_lines.locator,
        correction_lines.kind,
        correction_lines.line
    from correction_lines
    inner join documents
        on correction_lines.path = documents.path and correction_lines.member = documents.member

    union all

    select
        document_id,
        locator,
        kind,
        line
    from correction_lines
    where document_id is not null
),

corrected_places as (
    select
        document_id,
        locator,
        kind,
        list(distinct line) as lines
    from places
    group by document_id, locator, kind
),

corrected_subjects as (
    select
        subject_key,
        source_kind,
        kind,
        list(line) as lines
    from correction_lines
    where subject_key is not null
    group by subject_key, source_kind, kind
),

named as (
    select
        figures.*,
        coalesce(figures.unit_code, unit_names.code) as wanted_unit_code,
        coalesce(figures.indicator_code, indicator_names.code) as wanted_indicator_code
    from figures
    left join resolutions as unit_names
        on
            unit_names.name_kind = 'unit'
            and figures.unit_code is null
            and figures.unit_text = unit_names.name_text
            and coalesce(figures.office_code, '') = unit_names.context_text
    left join resolutions as indicator_names
        on
            indicator_names.name_kind = 'indicator'
            and figures.indicator_code is null
            and figures.indicator_text = indicator_names.name_text
            and indicator_names.context_text = ''
),

keyed as (
    select
        named.figure_id,
        named.document_id,
        named.delivery_id,
        named.source_kind,
        named.office_code,
        named.locator,
        named.quote,
        named.number_text,
        named.unit_text,
        named.province,
        named.indicator_text,
        named.topic,
        named.scope,
        named.period_code,
        named.as_of_date,
        named.kind,
        named.value,
        named.reference,
        named.percent,
        named.upper,
        named.reference_period_code,
        named.value_decimals,
        named.percent_decimals,
        named.qualifier,
        named.change,
        named.measure,
        named.unit_of_measure,
        named.denominator_basis,
        named.is_control_total,
        named.recovered_from,
        named.received_at,
        named.published_at,
        named.night,
        org_units.org_unit_code,
        org_units.org_unit_name,
        indicators.indicator_code,
        indicators.indicator_name,
        indicators.measure_kind as indicator_measure,
        indicators.is_additive,
        org_units.org_unit_code is not null
        and indicators.indicator_code is not null
        and named.period_code is not null as has_key,
        {{ tells_change_alone('named.change', 'named.value', 'named.reference', 'named.percent') }} as is_change_alone
    from named
    left join org_units on named.wanted_unit_code = org_units.org_unit_code
    left join indicators on named.wanted_indicator_code = indicators.indicator_code
),

subjects as (
    select
        *,
        case
            when has_key
                then {{ figure_subject('org_unit_code', 'indicator_code', 'period_code', 'scope') }}
            else {{ place_subject('document_id', 'locator') }}
        end as subject_key,
        case when is_control_total then 'total' when is_change_alone then change else 'own' end as aside_kind
    from keyed
),

-- the lines whose old number stands here; of two on one number the first holds
fitting as (
    select
        subjects.*,
        list_sort(
            list_filter(
                list_concat(corrected_places.lines, corrected_subjects.lines),
                lambda line: line['old_number'] is not distinct from
                case line['field_name']
                    when 'value' then subjects.value
                    when 'reference' then subjects.reference
                    else subjects.percent
                end
            )
        ) as lines
    from subjects
    left join corrected_places
        on
            subjects.document_id = corrected_places.document_id
            and subjects.locator = corrected_places.locator
            and subjects.kind = corrected_places.kind
    left join corrected_subjects
        on
            subjects.subject_key = corrected_subjects.subject_key
            and subjects.source_kind = corrected_subjects.source_kind
            and subjects.kind = corrected_subjects.kind
            and subjects.aside_kind = 'own'
),

chosen as (
    select
        * exclude (lines),
        list_filter(lines, lambda line: line['field_name'] = 'value')[1] as value_line,
        list_filter(lines, lambda line: line['field_name'] = 'reference')[1] as reference_line,
        list_filter(lines, lambda line: line['field_name'] = 'percent')[1] as percent_line
    from fitting
),

corrected as (
    select
        * exclude (value_line, reference_line, percent_line) replace (
            if(value_line is null, value, value_line.new_number) as value,
            if(reference_line is null, reference, reference_line.new_number) as reference,
            if(percent_line is null, percent, percent_line.new_number) as percent
        ),
        if(
            coalesce(value_line, reference_line, percent_line) is null,
            null,
            cast(
                to_json(
                    {
                        'lines': list_sort(list_filter(
                            [value_line.line_number, reference_line.line_number, percent_line.line_number],
                            lambda line_number: line_number is not null
                        )),
                        'who': coalesce(value_line, reference_line, percent_line).who,
                        'reason': coalesce(value_line, reference_line, percent_line).reason,
                        'document': coalesce(value_line, reference_line, percent_line).document,
                        'origin': coalesce(value_line, reference_line, percent_line).origin
                    }
                ) as varchar
            )
        ) as correction
    from chosen
)

select
    * exclude (aside_kind),
    if(has_key, subject_key, figure_id) || '|' || kind || '|' || source_kind || '|' || aside_kind as statement_key,
    concat_ws(
        '|',
        if(
            has_key,
            subject_key,
            'text:' || concat_ws(
                '|',
                coalesce(org_unit_code, unit_text, ''),
                coalesce(indicator_code, indicator_text, ''),
                coalesce(period_code, ''),
                coalesce(scope, '')
            )
        ),
        kind,
        aside_kind
    ) as figure_key,
    {{ percent_of('value', 'reference') }} as computed_pct
from corrected
