-- Grain: one row a name and document: an unknown name is told once, not once a cell.
create table names as
with named as (
    select
        figures.row_number,
        figures.document_id,
        figures.source_kind,
        figures.kind,
        figures.locator,
        'unit' as name_kind,
        coalesce(figures.unit_text, '') as name,
        figures.unit_code is not null as is_known
    from figures
    where not figures.is_control_total
        -- an article tells of anybody: its strange unit is asked about only where it counts what unions count
        and (
            figures.source_kind = 'unit_report'
            or (coalesce(figures.unit_text, '') <> '' and figures.indicator_code is not null)
        )
    union all
    select
        figures.row_number,
        figures.document_id,
        figures.source_kind,
        figures.kind,
        figures.locator,
        'indicator' as name_kind,
        coalesce(figures.indicator_text, '') as name,
        figures.indicator_code is not null as is_known
    from figures
    where not figures.is_control_total
        -- and its strange indicator only where a union of the catalogue does it
        and (
            figures.source_kind = 'unit_report'
            or (coalesce(figures.indicator_text, '') <> '' and figures.unit_code is not null)
        )
)

select
    document_id,
    source_kind,
    name_kind,
    name,
    if(bool_and(is_known), 'known', 'unknown') as name_state,
    count(*) filter (not is_known) as figure_count,
    coalesce(
        arg_min(row_number, (kind, length(locator), locator, row_number)) filter (not is_known), min(row_number)
    ) as row_number
from named
group by document_id, source_kind, name_kind, name
