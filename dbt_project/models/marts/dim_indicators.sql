with indicators as (
    select * from {{ ref('stg_catalogue__indicators') }}
)

select
    indicator_code,
    indicator_name,
    indicator_name_en,
    unit_name,
    measure_kind,
    value_kind,
    is_additive,
    is_stock,
    accumulation_kind,
    is_turnout,
    is_negative_allowed,
    denominator_kind,
    direction_kind,
    typical_period_kind,
    cap_pct,
    ask_threshold_pct,
    part_of_code
from indicators
order by indicator_code
