-- Grain: one row an open name and the office it came from (its short names mean that office's units).
with delivered as (
    select distinct chunk_id from read_parquet($deliveries, hive_partitioning = false)
),

landed as (
    select figures.*
    from read_parquet($figures, hive_partitioning = false) as figures
    semi join delivered on figures.chunk_id = delivered.chunk_id
)

select 'unit' as kind, unit_text as text, coalesce(office_code, '') as context, null as unit_of_measure
from landed
where unit_code is null and unit_text is not null
group by all
union all
-- a label shared by a count and a share is decided by its unit of measure, where that is always the same
select
    'indicator' as kind,
    indicator_text as text,
    '' as context,
    if(count(distinct coalesce(unit_of_measure, '')) = 1, any_value(unit_of_measure), null) as unit_of_measure
from landed
where indicator_code is null and indicator_text is not null
group by indicator_text
order by kind, text, context
