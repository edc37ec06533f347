-- Grain: one row a neighbouring figure, with what its rules need.
select
    figures.row_number as key,
    figures.document_id,
    figures.sheet,
    figures.locator,
    if(figures.sheet = '', '', regexp_extract(figures.locator, '!([A-Z]+)\d+$', 1)) as column,
    coalesce(try_cast(regexp_extract(figures.locator, '(\d+)$', 1) as integer), 0) as line,
    figures.kind,
    coalesce(figures.unit_code, figures.unit_text, '') as unit_key,
    coalesce(figures.unit_text, '') as unit_text,
    coalesce(figures.indicator_code, figures.indicator_text, '') as indicator_key,
    coalesce(figures.indicator_text, '') as indicator_text,
    figures.scope,
    figures.period_code,
    figures.is_control_total as is_total,
    if(numbers.is_beyond, null, figures.value) as value,
    if(numbers.is_beyond, null, figures.reference) as reference,
    if(numbers.is_beyond, null, figures.percent) as percent,
    coalesce(numbers.d, 0) as decimals,
    coalesce(figures.value_decimals, 0) as value_decimals,
    case
        when regexp_matches(figures.unit_of_measure, '(tỷ|tỉ)') then 1000000000
        when regexp_matches(figures.unit_of_measure, '(triệu|^tr\b)') then 1000000
        when regexp_matches(figures.unit_of_measure, '(nghìn|ngàn)') then 1000
        else 1
    end as unit_scale,
    figures.source_kind = 'unit_report' as is_reported,
    figures.qualifier = 'exact' and figures.upper is null as is_exact,
    coalesce(figures.change = 'exceed', false) as is_exceed,
    figures.change is not null as has_change,
    figures.measure in ('count', 'ratio')
    and coalesce(indicators.measure = 'count' and indicators.value_type = 'integer', facts.wholeness is not null)
    and not coalesce(regexp_matches(figures.unit_of_measure, '(nghìn|ngàn|triệu|tỷ|tỉ|^tr\b)'), false) as is_whole,
    coalesce(figures.measure = 'money' or indicators.measure = 'money', false) as is_money,
    figures.value is null and figures.measure = 'percent' as is_share,
    coalesce(indicators.is_turnout, false) or coalesce(figures.unit_of_measure like '%lượt%', false) as is_turnout,
    coalesce(indicators.allows_negative, false) as allows_negative,
    coalesce(indicators.denominator_kind, '') <> 'none' as expects_target,
    if(
        figures.value is null and figures.number_text <> '',
        list_filter(
            list_transform(figures.alternatives, lambda other: try_cast(other as decimal(28, 9))),
            lambda number: number is not null
        ),
        []
    ) as alternatives,
    facts.basis,
    cast(coalesce(indicators.cap_pct, 300) as decimal(18, 2)) as cap,
    if(units.level = 'national', null, indicators.physical_ceiling) as ceiling
from figures
semi join neighbours on figures.row_number = neighbours.row_number
inner join numbers on figures.row_number = numbers.row_number
inner join facts on figures.row_number = facts.row_number
left join indicators on figures.indicator_code = indicators.code
left join units on figures.unit_code = units.code
order by figures.document_id, figures.sheet, figures.row_number
