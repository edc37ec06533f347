-- Grain: one row a total and side (value, or the base of an a/b cell): a control total beside its table's other rows, or a
-- cumulative number beside the quarters or halves of its own row that make it up.
create table totals as
with additive as (
    select
        figures.*,
        numbers.value_nanos,
        numbers.reference_nanos,
        coalesce(figures.indicator_code, figures.indicator_text) as indicator_key,
        coalesce(figures.unit_code, figures.unit_text) as unit_key,
        regexp_extract(figures.locator, '(\d+)$', 1) as sheet_row,
        coalesce(indicators.is_stock, false) as is_stock,
        case
            when regexp_matches(figures.unit_of_measure, '(tỷ|tỉ)') then 1000000000
            when regexp_matches(figures.unit_of_measure, '(triệu|^tr\b)') then 1000000
            when regexp_matches(figures.unit_of_measure, '(nghìn|ngàn)') then 1000
            else 1
        end as unit_scale
    from figures
    inner join numbers on figures.row_number = numbers.row_number
    left join indicators on figures.indicator_code = indicators.code
    where figures.source_kind = 'unit_report'
        and figures.measure in ('count', 'money', 'ratio')
        and coalesce(indicators.additive, true)
),

-- a table's rows: a unit with a figure of any indicator is expected to have one of each
members as (
    select document_id, sheet, count(distinct unit_key) as member_count
    from additive
    where not is_control_total
    group by document_id, sheet
),

sides as (
    select *, 'value' as side, value_nanos as nanos from additive
    union all
    select *, 'reference' as side, reference_nanos as nanos from additive where measure = 'ratio'
),

children as (
    select
        document_id, sheet, kind, indicator_key, scope, period_code, side,
        sum(nanos) as sum_nanos,
        count(*) as child_count,
        count(distinct unit_key) as unit_count,
        bool_and(qualifier = 'exact' and upper is null and nanos is not null) as is_summable,
        max(coalesce(value_decimals, 0)) as decimals
    from sides
    where not is_control_total
    group by all
),

controls as (
    select
        document_id, sheet, kind, indicator_key, scope, period_code, side,
        any_value(row_number) as row_number,
        any_value(nanos) as total_nanos,
        any_value(unit_scale) as unit_scale,
        max(coalesce(value_decimals, 0)) as decimals
    from sides
    where is_control_total
    group by all
    having count(*) = 1 and bool_and(qualifier = 'exact' and upper is null and nanos is not null)
),

-- grain: one row a period and one of those that make it up
made_of as (
    select * from (
        values
        ('-H1', '-Q1', 2), ('-H1', '-Q2', 2), ('-H2', '-Q3', 2), ('-H2', '-Q4', 2),
        ('-M09', '-Q1', 3), ('-M09', '-Q2', 3), ('-M09', '-Q3', 3),
        ('', '-Q1', 4), ('', '-Q2', 4), ('', '-Q3', 4), ('', '-Q4', 4), ('', '-H1', 2), ('', '-H2', 2)
    ) as parts (whole_suffix, part_suffix, part_count)
),

-- grain: one row a cumulative number whose parts all stand in its row; a stock is no sum
cumulated as (
    select
        wholes.row_number,
        'value' as side,
        'periods' as total_kind,
        any_value(wholes.document_id) as document_id,
        any_value(wholes.sheet) as sheet,
        any_value(wholes.kind) as kind,
        any_value(wholes.indicator_key) as indicator_key,
        any_value(wholes.scope) as scope,
        any_value(wholes.period_code) as period_code,
        list(parts.row_number) as part_rows,
        any_value(wholes.value_nanos) as total_nanos,
        sum(parts.value_nanos) as sum_nanos,
        count(*) as child_count,
        any_value(wholes.value_nanos) - sum(parts.value_nanos) as gap_nanos,
        bool_and(parts.qualifier = 'exact' and parts.upper is null and parts.value_nanos is not null)
        and any_value(wholes.qualifier = 'exact' and wholes.upper is null and wholes.value_nanos is not null)
            as is_complete,
        greatest(any_value(coalesce(wholes.value_decimals, 0)), max(coalesce(parts.value_decimals, 0))) as decimals,
        any_value(wholes.unit_scale) as unit_scale
    from additive as wholes
    inner join made_of on substr(wholes.period_code, 5) = made_of.whole_suffix
    inner join additive as parts
        on wholes.document_id = parts.document_id
        and wholes.sheet = parts.sheet
        and wholes.sheet_row = parts.sheet_row
        and wholes.unit_key is not distinct from parts.unit_key
        and wholes.indicator_key = parts.indicator_key
        and wholes.scope is not distinct from parts.scope
        and wholes.is_control_total = parts.is_control_total
        and parts.period_code = substr(wholes.period_code, 1, 4) || made_of.part_suffix
    where
        wholes.kind = 'result' and parts.kind = 'result' and not wholes.is_stock
        and wholes.measure <> 'ratio' and parts.measure <> 'ratio' and wholes.change is null and parts.change is null
    group by wholes.row_number, made_of.part_count
    having count(*) = made_of.part_count
    qualify row_number() over (partition by wholes.row_number order by made_of.part_count desc) = 1
),

matched as (
    select
        controls.row_number,
        controls.side,
        'rows' as total_kind,
        controls.document_id,
        controls.sheet,
        controls.kind,
        controls.indicator_key,
        controls.scope,
        controls.period_code,
        controls.total_nanos,
        children.sum_nanos,
        children.child_count,
        controls.total_nanos - children.sum_nanos as gap_nanos,
        children.is_summable and children.unit_count = members.member_count and children.child_count > 1 as is_complete,
        greatest(controls.decimals, children.decimals) as decimals,
        controls.unit_scale
    from controls
    inner join children
        on controls.document_id = children.document_id
        and controls.sheet = children.sheet
        and controls.kind = children.kind
        and controls.side = children.side
        and controls.indicator_key = children.indicator_key
        and controls.scope is not distinct from children.scope
        and controls.period_code is not distinct from children.period_code
    inner join members on controls.document_id = members.document_id and controls.sheet = members.sheet

    union all by name

    select * from cumulated
)

select
    * exclude (is_complete, decimals, unit_scale),
    -- each row may be rounded by half its last digit; whole counts are not rounded
    if(decimals = 0 and unit_scale = 1, 0, (child_count + 1) * unit_scale * power_of_ten(9 - least(decimals, 9)))
        as doubled_tolerance_nanos,
    if(is_complete, if(2 * abs(gap_nanos) <= doubled_tolerance_nanos, 'agrees', 'disagrees'), null) as total_state
from matched
