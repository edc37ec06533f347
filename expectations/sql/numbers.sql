-- Grain: one row a figure: its numbers as integers of one scale, null where they are past all arithmetic.
create table numbers as
with nanos as (
    select
        row_number,
        nanos_of(value) as value_nanos,
        nanos_of(reference) as reference_nanos,
        nanos_of(percent) as percent_nanos,
        value is not null and value_nanos is null
        or reference is not null and reference_nanos is null
        or percent is not null and percent_nanos is null as is_huge,
        percent_decimals
    from figures
),

scaled as (
    select
        *,
        greatest(scale_of(coalesce(value_nanos, 0)), scale_of(coalesce(reference_nanos, 0))) as scale,
        at_scale(value_nanos, scale) as r,
        at_scale(reference_nanos, scale) as t,
        case
            when percent_nanos is not null
                then least(greatest(coalesce(percent_decimals, scale_of(percent_nanos)), 0), most_decimals())
        end as d,
        greatest(d, scale_of(percent_nanos)) as m,
        at_scale(percent_nanos, m) as p,
        is_huge
        or coalesce(abs(value_nanos), 0) >= most_nanos()
        or coalesce(abs(reference_nanos), 0) >= most_nanos()
        or coalesce(abs(r), 0) >= most_unscaled()
        or coalesce(abs(t), 0) >= most_unscaled()
        or coalesce(abs(p), 0) >= most_percent() as is_beyond
    from nanos
)

select
    row_number,
    is_beyond,
    case when not is_beyond then value_nanos end as value_nanos,
    case when not is_beyond then reference_nanos end as reference_nanos,
    case when not is_beyond then percent_nanos end as percent_nanos,
    case when not is_beyond then r end as r,
    case when not is_beyond then t end as t,
    case when not is_beyond then p end as p,
    cast(d as integer) as d,
    cast(m as integer) as m
from scaled
