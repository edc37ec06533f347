-- Corrections of the data team and of offices, where the number still is the old one: what they say is judged, and not what was misprinted.
update figures
set
    value = if(told.new_value is null, value, told.new_value.number),
    value_decimals = if(told.new_value is null, value_decimals, coalesce(value_decimals, 0)),
    alternatives = if(told.new_value is null, alternatives, []),
    reference = if(told.new_reference is null, reference, told.new_reference.number),
    percent = if(told.new_percent is null, percent, told.new_percent.number)
from (
    select
        figure_id,
        max({'number': new_number}) filter (field = 'value' and line_rank = 1) as new_value,
        max({'number': new_number}) filter (field = 'reference' and line_rank = 1) as new_reference,
        max({'number': new_number}) filter (field = 'percent' and line_rank = 1) as new_percent
    from (
        select
            lines.*,
            figures.figure_id as figure_id,
            row_number() over (partition by figures.figure_id, lines.field order by lines.line_number) as line_rank
        from corrections as lines
        inner join figures on lines.kind = figures.kind
        where
            lines.problem is null
            and (
                (lines.document_id = figures.document_id and lines.locator = figures.locator)
                or (
                    lines.locator = figures.locator
                    and exists (
                        select 1 from read_parquet($documents, hive_partitioning = false, union_by_name = true) as places
                        where
                            places.document_id = figures.document_id
                            and places.path = lines.path
                            and places.member = lines.member
                    )
                )
                or (
                    lines.figure_key
                    = 'figure:' || figures.unit_code || '|' || figures.indicator_code || '|' || figures.period_code || '|'
                    || coalesce(figures.scope, '')
                    and lines.source_kind = figures.source_kind
                    and not figures.is_control_total
                )
            )
            and lines.old_number is not distinct from
            case lines.field when 'value' then figures.value when 'reference' then figures.reference else figures.percent end
    ) as ranked
    group by figure_id
) as told
where figures.figure_id = told.figure_id
