-- Grain: one row a figure.
create table facts as
with counted_units as (
    select distinct lower(unit_vi) as unit_vi from indicators where measure = 'count' and value_type = 'integer'
),

-- grain: one row a label of a table's row that has an a/b somewhere in the row: 46/46 in the note beside "100%"
based_rows as (
    select distinct document_id, sheet, regexp_extract(locator, '(\d+)$', 1) as sheet_row, indicator_text
    from figures
    where source_kind = 'unit_report' and measure = 'ratio' and value is not null and reference > 0
),

joined as (
    select
        figures.*,
        numbers.* exclude (row_number),
        indicators.code is not null as has_indicator,
        indicators.measure as indicator_measure,
        indicators.value_type,
        indicators.denominator_kind,
        coalesce(indicators.allows_negative, false) as allows_negative,
        coalesce(indicators.is_turnout, false) or coalesce(figures.unit_of_measure like '%lượt%', false) as is_turnout,
        cast(coalesce(indicators.cap_pct, 300) * 100 as hugeint) as cap_cents,
        nanos_of(indicators.physical_ceiling) as ceiling_nanos,
        units.level as unit_level,
        counted_units.unit_vi is not null as is_counted_unit,
        based_rows.document_id is not null as has_base_beside,
        coalesce(regexp_matches(figures.unit_of_measure, '(nghìn|ngàn|triệu|tỷ|tỉ|^tr\b)'), false) as is_scaled,
        figures.qualifier = 'exact' and figures.upper is null as is_exact,
        figures.value is null and figures.measure = 'percent' as is_share,
        case
            when figures.denominator_basis in ('stated_target', 'inferred_target', 'implied_target') then 'target'
            when figures.denominator_basis in ('population', 'unknown') then figures.denominator_basis
            when indicators.denominator_kind = 'target' then 'target'
            else 'unknown'
        end as basis,
        case
            when regexp_full_match(figures.period_code, '\d{4}(-M\d\d|-\d{4})?') then period_code[1:4] || '-01-01'
            when regexp_full_match(figures.period_code, '\d{4}-\d\d') then figures.period_code || '-01'
            when regexp_full_match(figures.period_code, 'SY\d{4}-\d{4}') then period_code[3:6] || '-08-01'
            when regexp_full_match(figures.period_code, '\d{4}-H[12]')
                then period_code[1:4] || case period_code[7:7] when '1' then '-01-01' else '-07-01' end
            when regexp_full_match(figures.period_code, '\d{4}-Q[1-4]')
                then period_code[1:4] || ['-01-01', '-04-01', '-07-01', '-10-01'][cast(period_code[7:7] as integer)]
            when regexp_full_match(figures.period_code, '\d{4}-\d\d-\d\d(/.*)?') then period_code[1:10]
        end as period_from
    from figures
    inner join numbers on figures.row_number = numbers.row_number
    left join indicators on figures.indicator_code = indicators.code
    left join units on figures.unit_code = units.code
    left join counted_units on figures.unit_of_measure = counted_units.unit_vi
    left join based_rows
        on figures.document_id = based_rows.document_id
        and figures.sheet = based_rows.sheet
        and regexp_extract(figures.locator, '(\d+)$', 1) = based_rows.sheet_row
        and figures.indicator_text = based_rows.indicator_text
),

compared as (
    select
        *,
        case
            when is_exact and r >= 0 and t > 0 and p >= 0 and coalesce(change, 'exceed') = 'exceed'
                then percent_fit(
                    r,
                    t,
                    p + case when change is null then 0 else 100 * power_of_ten(m) end,
                    p + case when change is null then 100 * power_of_ten(m) else 0 end,
                    m,
                    d
                )
        end as printed_percent,
        case
            when r < 0 or t <= 0 or r is null or t is null or qualifier = 'at_most' or is_turnout then null
            when qualifier = 'approx' then if(9 * r > 10 * t, 'above', 'within')
            when r > t then 'above'
            else 'within'
        end as against_base,
        measure in ('count', 'ratio')
        and if(has_indicator, indicator_measure = 'count' and value_type = 'integer', is_counted_unit) as is_whole_count,
        list_bool_or(list_transform(alternatives, lambda other: regexp_full_match(other, '\d+(/\d+)?')))
            is not distinct from true as has_whole_reading
    from joined
),

settled as (
    select
        *,
        scale_of(coalesce(value_nanos, 0)) > 0 or scale_of(coalesce(reference_nanos, 0)) > 0 as has_fraction,
        coalesce(printed_percent in ('rounded', 'truncated'), false) as is_confirmed_by_percent
    from compared
)

select
    row_number,
    source_kind,
    kind,
    basis,
    printed_percent,
    case when printed_percent is distinct from 'swapped' then against_base end as against_base,
    case
        when printed_percent = 'swapped' or kind <> 'result' or change is not null then null
        when r >= 0 and t > 0 and basis <> 'population'
            then case
                when reference_nanos < 10000000000 then null
                when 10000 * r > cap_cents * t then 'extreme'
                else 'usual'
            end
        when reference is null and percent_nanos is not null and basis = 'target' and (value is not null or is_share)
            then if(100 * percent_nanos > cap_cents * 1000000000, 'extreme', 'usual')
    end as attainment,
    case
        when
            is_exact and reference is null and change is null and measure = 'count' and not is_scaled
            and (not has_indicator or is_whole_count)
            and value_nanos > 0 and value_nanos % 1000000000 = 0 and value_nanos < 1000000000000000000
            and p > 0 and m = d and d <= 4 and p < 10000000000 and p % (10 * power_of_ten(d)) <> 0
            and 100 * (value_nanos // 1000000000) * power_of_ten(d) < p * p
            then if(has_whole_base(value_nanos // 1000000000, p, d), 'attainable', 'unattainable')
    end as whole_base,
    case
        when recovered_from = 'date' then if(value is null, 'date', 'date_settled')
        when
            len(alternatives) > 0
            and not is_confirmed_by_percent
            and not (is_whole_count and not has_fraction and value is not null and not has_whole_reading)
            then 'ambiguous'
        when number_text <> '' and value is null and percent is null then 'unreadable'
        -- a percentage printed beside it does not make up for a result's cell that holds no number
        when
            number_text <> '' and value is null and source_kind = 'unit_report'
            and measure <> 'percent' and change is null and denominator_basis is distinct from 'implied_target'
            then 'unreadable'
        else 'read'
    end as reading,
    case
        when is_whole_count and value is not null and not is_beyond and not is_scaled
            then if(has_fraction and not has_whole_reading, 'fraction', 'whole')
    end as wholeness,
    case
        when allows_negative or change is not null or coalesce(value, reference, percent) is null then null
        when coalesce(value, 0) < 0 or coalesce(reference, 0) < 0 or coalesce(percent, 0) < 0 then 'negative'
        else 'not_negative'
    end as sign,
    case
        when source_kind = 'unit_report' and kind = 'result' and r > 0 and coalesce(denominator_kind, '') <> 'none'
            then if(t = 0, 'zero', if(t > 0, 'given', null))
    end as target,
    case
        when
            is_share and percent is not null and change is null
            and (basis = 'population' or (indicator_measure = 'percent' and denominator_kind = 'population'))
            and coalesce(denominator_basis not in ('stated_target', 'implied_target'), true)
            then if(percent > 100, 'over_100', 'within_100')
    end as share,
    case
        when is_beyond then 'beyond'
        when ceiling_nanos is not null and unit_level <> 'national' and value_nanos is not null
            then if(value_nanos > ceiling_nanos, 'above', 'below')
    end as ceiling,
    case
        when qualifier = 'approx' and upper is null and value_nanos is not null and not is_share
            then if(
                value_nanos >= 100000000000 and value_nanos % 1000000000 = 0 and (value_nanos // 1000000000) % 10 <> 0,
                'precise',
                'round'
            )
    end as approximation,
    case
        when is_share and kind = 'result' and reference is null and percent is not null and change is null
            then if(percent = 100 and is_exact and not has_base_beside, 'bare_100', 'other')
    end as hundred,
    case
        when kind = 'result' and try_cast(period_from as date) is not null
            then if(
                try_cast(period_from as date) > least(cast($night as date), coalesce(published_on, $night)) + 1,
                'future',
                'begun'
            )
    end as period
from settled
