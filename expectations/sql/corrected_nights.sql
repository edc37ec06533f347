-- Grain: one night that holds a figure some correction names, whatever its number.
with places as (
    select distinct documents.document_id, lines.locator
    from lines
    inner join read_parquet($documents, hive_partitioning = false, union_by_name = true) as documents
        on lines.path = documents.path and lines.member = documents.member
    union
    select document_id, locator from lines where document_id is not null
),

figures as (
    select night, document_id, locator, unit_text, unit_code, period_code
    from read_parquet($figures, hive_partitioning = false, union_by_name = true)
),

keys as (
    select split_part(substr(figure_key, 8), '|', 1) as unit_code, split_part(figure_key, '|', 3) as period_code
    from lines where figure_key is not null
)

select distinct night from figures semi join places using (document_id, locator)
union
-- a unit's name may mean its code today only: what is read of it is judged again too
select distinct figures.night
from figures
inner join keys on figures.period_code = keys.period_code and coalesce(figures.unit_code, keys.unit_code) = keys.unit_code
order by night
