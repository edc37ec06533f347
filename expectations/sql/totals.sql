-- Grain: one row a control total and side (value, or the base of an a/b cell), judged against its table's other rows.
create table totals as
with additive as (
    select
        figures.*,
        numbers.value_nanos,
        numbers.reference_nanos,
        coalesce(figures.indicator_code, figures.indicator_text) as indicator_key,
        coalesce(figures.unit_code, figures.unit_text) as unit_key,
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

matched as (
    select
        controls.row_number,
        controls.side,
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
)

select
    * exclude (is_complete, decimals, unit_scale),
    case
        when not is_complete then null
        -- each row may be rounded by half its last digit; whole counts are not rounded
        when decimals = 0 and unit_scale = 1 then if(gap_nanos = 0, 'agrees', 'disagrees')
        when 2 * abs(gap_nanos) <= (child_count + 1) * unit_scale * power_of_ten(9 - least(decimals, 9)) then 'agrees'
        else 'disagrees'
    end as total_state
from matched
