-- grain: federation of a province x indicator x period: what its direct units told, added up, beside their targets
with {{ units }},

due_periods as (
    select distinct fct_reporting_status.period_code
    from fct_reporting_status
    where fct_reporting_status.report_kind = 'results' and fct_reporting_status.last_date < fct_reporting_status.as_of_night
)

select
    units.province_name,
    units.unit_name as federation_name,
    totals.indicator_name,
    dim_indicators.unit_name as measure_name,
    dim_periods.label_vi as period_name,
    dim_periods.period_kind,
    -- the latest period whose reports are owed by now comes first
    cast(
        (case when due_periods.period_code is null then 0 else 10000 end + extract(year from dim_periods.end_date)) * 1000
        + extract(doy from dim_periods.end_date) as integer
    ) as period_rank,
    totals.reference as target_value,
    totals.value as result_value,
    totals.unconfirmed_value,
    totals.computed_pct,
    totals.unit_count,
    totals.reported_count,
    totals.unconfirmed_count,
    totals.quarantined_count,
    case
        when totals.computed_pct is null then 'Không giao chỉ tiêu'
        when totals.reference_period_code <> totals.period_code then 'Chưa hết kỳ'
        when
            (dim_indicators.direction_kind = 'lower_better' and totals.computed_pct <= 100)
            or (dim_indicators.direction_kind <> 'lower_better' and totals.computed_pct >= 100)
            then case when totals.unconfirmed_count > 0 then 'Chờ xác nhận' else 'Đạt' end
        when
            (dim_indicators.direction_kind = 'lower_better' and totals.computed_pct > 120)
            or (dim_indicators.direction_kind <> 'lower_better' and totals.computed_pct < 80)
            then 'Còn xa (dưới 80%)'
        else 'Chưa đạt'
    end as fulfilment_name
from fct_attainment_totals as totals
inner join units on totals.group_code = units.org_unit_code
inner join dim_indicators on totals.indicator_code = dim_indicators.indicator_code
inner join dim_periods on totals.period_code = dim_periods.period_code
left join due_periods on totals.period_code = due_periods.period_code
where totals.group_kind = 'management' and units.level_kind = 'province' and totals.scope = ''
