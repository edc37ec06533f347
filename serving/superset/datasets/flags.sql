-- grain: one row a flag, with the first place it was seen at and the number as printed there
with {{ units }},

nights as (
    select coalesce(
        (select max(fct_reporting_status.as_of_night) from fct_reporting_status),
        (select max(fct_deliveries.night) from fct_deliveries)
    ) as as_of_night
),

flags as (
    select
        fct_figure_flags.*,
        nights.as_of_night,
        nights.as_of_night - coalesce(fct_figure_flags.opened_night, fct_figure_flags.first_night) as open_day_count,
        cast(nullif(fct_figure_flags.evidence, '') as json) -> 0 as place
    from fct_figure_flags
    cross join nights
),

places as (
    select
        *,
        (place ->> 'source_kind') = 'news' as is_news,
        (place ->> 'r') as result_text,
        (place ->> 't') as target_text
    from flags
)

select
    coalesce(units.province_name, offices.province_name, 'Toàn quốc') as province_name,
    coalesce(units.unit_name, flags.org_unit_name, offices.unit_name) as unit_name,
    flags.indicator_name,
    dim_periods.label_vi as period_name,
    flags.rule_name,
    case flags.severity
        when 'fatal' then 'Không thể đúng'
        when 'query' then 'Cần xác nhận'
        when 'info' then 'Để biết'
    end as severity_name,
    case flags.state
        when 'open' then 'Đang mở'
        when 'acknowledged' then 'Đã tiếp nhận'
        when 'awaiting_unit' then 'Chờ đơn vị'
        when 'updated' then 'Số đã thay đổi'
        when 'reopened' then 'Mở lại'
        when 'confirmed' then 'Đã xác nhận'
        when 'withdrawn' then 'Đã rút'
        when 'closed' then 'Đã đóng'
        when 'corrected' then 'Đã đính chính'
        else flags.state
    end as state_name,
    flags.state not in ('confirmed', 'withdrawn', 'closed', 'corrected') as is_open,
    -- charts order them by name
    case
        when flags.open_day_count < 1 then '00 đêm'
        when flags.open_day_count < 7 then '01–06 đêm'
        when flags.open_day_count < 14 then '07–13 đêm'
        when flags.open_day_count < 30 then '14–29 đêm'
        else '30 đêm trở lên'
    end as age_name,
    flags.open_day_count,
    flags.impact_rank,
    flags.message_vi,
    flags.what_to_do_vi,
    case when flags.is_news then 'Báo chí' else 'Báo cáo' end as source_name,
    nullif((flags.place ->> 'path'), '') as path,
    -- a cell of a workbook, or the sentence of an article
    case
        when flags.is_news then concat('«', (flags.place ->> 'quote'), '»')
        else nullif((flags.place ->> 'locator'), '')
    end as place_text,
    concat_ws('/', {{ grouped(flags.result_text) }}, {{ grouped(flags.target_text) }}) as printed_text,
    flags.witness_count,
    flags.as_of_night
from places as flags
left join units on flags.org_unit_code = units.org_unit_code
left join units as offices on coalesce(flags.owner_office_code, flags.office_code) = offices.org_unit_code
left join dim_periods on flags.period_code = dim_periods.period_code
