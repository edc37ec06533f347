-- grain: reporting unit x period
with {{ units }}

select
    units.province_name,
    units.unit_name,
    case rpt_units.level_kind
        when 'national' then 'Toàn quốc'
        when 'province' then 'Tỉnh, thành phố'
        when 'sector' then 'Ngành'
        when 'district' then 'Huyện, khu vực'
        when 'cluster' then 'Cụm thi đua'
        when 'bloc' then 'Khối thi đua'
        when 'grassroots' then 'Cơ sở'
    end as level_name,
    rpt_units.period_name,
    rpt_units.result_count,
    rpt_units.met_count,
    rpt_units.unconfirmed_count,
    rpt_units.quarantined_count
from rpt_units
inner join units on rpt_units.org_unit_code = units.org_unit_code
where rpt_units.level_kind not in ('cluster', 'bloc')
