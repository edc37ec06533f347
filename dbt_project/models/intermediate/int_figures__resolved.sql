-- Grain: one figure of the last delivery of its document: two offices that send the same bytes count once, and what an
-- earlier reading of them told is gone.
-- Codes are those of the reading, else of today's second try (a unit's name in the context of the office that sent it,
-- an indicator's alike for all); a code the catalogue does not hold stays open.
with documents as (
    select * from {{ ref('int_documents__current') }}
),

figures as (
    select * from {{ ref('stg_landing__figures') }}
    semi join documents using (document_id, delivery_id)
    qualify row_number() over (partition by figure_id order by night desc, received_at desc nulls last) = 1
),

resolutions as (
    select * from {{ ref('stg_catalogue__resolutions') }}
),

org_units as (
    select * from {{ ref('stg_catalogue__org_units') }}
),

indicators as (
    select * from {{ ref('stg_catalogue__indicators') }}
),

named as (
    select
        figures.* exclude (unit_code, indicator_code),
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
        named.* exclude (wanted_unit_code, wanted_indicator_code),
        org_units.org_unit_code,
        org_units.org_unit_name,
        indicators.indicator_code,
        indicators.indicator_name,
        indicators.measure_kind as indicator_measure,
        indicators.is_additive,
        documents.path,
        documents.member,
        documents.is_current as is_document_current,
        documents.delivery_order,
        org_units.org_unit_code is not null
        and indicators.indicator_code is not null
        and named.period_code is not null as has_key
    from named
    left join org_units on named.wanted_unit_code = org_units.org_unit_code
    left join indicators on named.wanted_indicator_code = indicators.indicator_code
    inner join documents on named.document_id = documents.document_id
)

select
    *,
    case
        when has_key
            then {{ figure_subject('org_unit_code', 'indicator_code', 'period_code', 'scope') }}
        else {{ place_subject('document_id', 'locator') }}
    end as subject_key,
    {{ percent_of('value', 'reference') }} as computed_pct
from keyed
