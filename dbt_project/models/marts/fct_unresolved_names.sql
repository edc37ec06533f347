-- Grain: one name that the catalogue does not know, as one office writes it (null for the news), of the documents that
-- stand. Control totals are left out: the words of a total row name nobody.
with figures as (
    select * from {{ ref('int_figures__resolved') }}
    where is_document_current and not is_control_total
),

candidates as (
    select * from {{ ref('stg_catalogue__name_candidates') }}
),

named as (
    select
        'unit' as name_kind,
        unit_text as name_text,
        -- a unit's short name means a unit of the office that sent it, an indicator's label the same everywhere
        coalesce(office_code, '') as context_text,
        *
    from figures
    where org_unit_code is null and trim(unit_text) <> ''
    union all by name
    select
        'indicator' as name_kind,
        indicator_text as name_text,
        '' as context_text,
        *
    from figures
    where indicator_code is null and trim(indicator_text) <> ''
),

counted as (
    select
        name_kind,
        name_text,
        context_text,
        office_code,
        count(*) as figure_count,
        count(distinct document_id) as document_count,
        min(night) as first_night,
        max(night) as last_night,
        min_by(
            { 'document_id': document_id, 'path': path, 'locator': locator },
            { 'night': night, 'received_at': received_at, 'path': path, 'size': length(locator), 'locator': locator }
        ) as first_place
    from named
    group by name_kind, name_text, context_text, office_code
)

select
    counted.name_kind,
    counted.name_text,
    counted.office_code,
    counted.figure_count,
    counted.document_count,
    counted.first_night,
    counted.last_night,
    counted.first_place.document_id as first_document_id,
    counted.first_place.path as first_path,
    counted.first_place.locator as first_locator,
    candidates.candidates[1].code as candidate_1_code,
    candidates.candidates[1].name as candidate_1_name,
    candidates.candidates[1].score as candidate_1_score,
    candidates.candidates[2].code as candidate_2_code,
    candidates.candidates[2].name as candidate_2_name,
    candidates.candidates[2].score as candidate_2_score,
    candidates.candidates[3].code as candidate_3_code,
    candidates.candidates[3].name as candidate_3_name,
    candidates.candidates[3].score as candidate_3_score
from counted
left join candidates
    on
        counted.name_kind = candidates.name_kind
        and counted.name_text = candidates.name_text
        and counted.context_text = candidates.context_text
order by counted.name_kind, counted.name_text, counted.office_code
