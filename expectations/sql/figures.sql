-- Grain: one row a figure. The same bytes sent by two offices are judged once, as the first delivery of them.
create table figures as
with delivered as (
    select distinct chunk_id from read_parquet($deliveries, hive_partitioning = false)
),

landed as (
    select figures.*
    from read_parquet($figures, hive_partitioning = false) as figures
    semi join delivered on figures.chunk_id = delivered.chunk_id
    qualify row_number() over (partition by figure_id order by received_at, delivery_id) = 1
),

units_tried_again as (
    select text, context, any_value(code) as code from resolutions
    where kind = 'unit' and code is not null group by text, context
),

indicators_tried_again as (
    select text, any_value(code) as code from resolutions
    where kind = 'indicator' and code is not null group by text
)

select
    row_number() over (order by landed.document_id, landed.figure_id) as row_number,
    landed.figure_id,
    landed.document_id,
    landed.delivery_id,
    landed.source_kind,
    landed.office_code,
    landed.locator,
    case when landed.source_kind = 'unit_report' then regexp_extract(landed.locator, '^(.*)!', 1) else '' end as sheet,
    landed.number_text,
    landed.unit_text,
    coalesce(landed.unit_code, units_tried_again.code) as unit_code,
    landed.indicator_text,
    coalesce(landed.indicator_code, indicators_tried_again.code) as indicator_code,
    landed.scope,
    landed.period_code,
    landed.kind,
    landed.value,
    landed.reference,
    landed.percent,
    landed.upper,
    landed.value_decimals,
    landed.percent_decimals,
    landed.qualifier,
    landed.change,
    landed.measure,
    landed.unit_of_measure as unit_word,
    lower(nfc_normalize(landed.unit_of_measure)) as unit_of_measure,
    landed.denominator_basis,
    landed.is_control_total,
    landed.recovered_from,
    landed.alternatives,
    cast(landed.published_at as date) as published_on
from landed
left join units_tried_again
    on landed.unit_code is null
    and landed.unit_text = units_tried_again.text
    and coalesce(landed.office_code, '') = units_tried_again.context
left join indicators_tried_again
    on landed.indicator_code is null
    and landed.indicator_text = indicators_tried_again.text
