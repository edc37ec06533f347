"""One night's figures and documents as DuckDB tables, with the facts that the expectations judge.

Facts are classes ("rounded", "above", "unknown"), null where the question does not arise, so that an expectation's
count of evaluated rows is the number of figures it concerns. Everything is computed in SQL over exact integers.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from expectations.arithmetic import MAX_PRINTED_DECIMALS, define_macros
from warehouse.catalogue import Catalogue
from warehouse.landing import Landing

RESOLUTIONS = "resolutions.parquet"
RESOLUTION_SCHEMA = pa.schema(
    [
        pa.field("kind", pa.string(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
        pa.field("context", pa.string(), nullable=False),
        pa.field("code", pa.string()),
    ]
)
"""Today's second reading of names unresolved at reading: kind ``unit`` or ``indicator``, context '' or an office."""

_INDICATORS = pa.schema(
    [
        ("code", pa.string()),
        ("measure", pa.string()),
        ("value_type", pa.string()),
        ("unit_vi", pa.string()),
        ("denominator_kind", pa.string()),
        ("additive", pa.bool_()),
        ("allows_negative", pa.bool_()),
        ("is_turnout", pa.bool_()),
        ("cap_pct", pa.decimal128(18, 2)),
        ("physical_ceiling", pa.decimal128(38, 9)),
    ]
)
_UNITS = pa.schema([("code", pa.string()), ("level", pa.string())])

# Grain: one row a figure. The same bytes sent by two offices are judged once, as the first delivery of them.
_FIGURES = """
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
"""

# Grain: one row a document, as its first delivery.
_DOCUMENTS = """
create table documents as
with delivered as (
    select distinct chunk_id from read_parquet($deliveries, hive_partitioning = false)
),

landed as (
    select documents.* exclude (text)
    from read_parquet($documents, hive_partitioning = false) as documents
    semi join delivered on documents.chunk_id = delivered.chunk_id
    qualify row_number() over (partition by document_id order by received_at, delivery_id) = 1
)

select
    row_number() over (order by document_id) as row_number,
    *,
    list_transform(reasons_json, lambda reason: reason.code) as reason_codes
from landed
"""

# Grain: one row a figure: its numbers as integers of one scale, null where they are past all arithmetic.
_NUMBERS = f"""
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
        least(greatest(coalesce(percent_decimals, scale_of(percent_nanos)), 0), {MAX_PRINTED_DECIMALS}) as d,
        greatest(d, scale_of(percent_nanos)) as m,
        at_scale(percent_nanos, m) as p,
        is_huge
        or coalesce(abs(value_nanos), 0) >= {10**27}::hugeint
        or coalesce(abs(reference_nanos), 0) >= {10**27}::hugeint
        or coalesce(abs(r), 0) >= {10**22}::hugeint
        or coalesce(abs(t), 0) >= {10**22}::hugeint
        or coalesce(abs(p), 0) >= {10**15}::hugeint as is_beyond
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
"""

# Grain: one row a figure.
_FACTS = """
create table facts as
with counted_units as (
    select distinct lower(unit_vi) as unit_vi from indicators where measure = 'count' and value_type = 'integer'
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
        coalesce(regexp_matches(figures.unit_of_measure, '(nghìn|ngàn|triệu|tỷ|tỉ|^tr\\b)'), false) as is_scaled,
        figures.qualifier = 'exact' and figures.upper is null as is_exact,
        figures.value is null and figures.measure = 'percent' as is_share,
        case
            when figures.denominator_basis in ('stated_target', 'inferred_target', 'implied_target') then 'target'
            when figures.denominator_basis in ('population', 'unknown') then figures.denominator_basis
            when indicators.denominator_kind = 'target' then 'target'
            else 'unknown'
        end as basis,
        case
            when regexp_full_match(figures.period_code, '\\d{4}(-M\\d\\d|-\\d{4})?') then period_code[1:4] || '-01-01'
            when regexp_full_match(figures.period_code, '\\d{4}-\\d\\d') then figures.period_code || '-01'
            when regexp_full_match(figures.period_code, 'SY\\d{4}-\\d{4}') then period_code[3:6] || '-08-01'
            when regexp_full_match(figures.period_code, '\\d{4}-H[12]')
                then period_code[1:4] || case period_code[7:7] when '1' then '-01-01' else '-07-01' end
            when regexp_full_match(figures.period_code, '\\d{4}-Q[1-4]')
                then period_code[1:4] || ['-01-01', '-04-01', '-07-01', '-10-01'][cast(period_code[7:7] as integer)]
            when regexp_full_match(figures.period_code, '\\d{4}-\\d\\d-\\d\\d(/.*)?') then period_code[1:10]
        end as period_from
    from figures
    inner join numbers on figures.row_number = numbers.row_number
    left join indicators on figures.indicator_code = indicators.code
    left join units on figures.unit_code = units.code
    left join counted_units on figures.unit_of_measure = counted_units.unit_vi
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
        len(list_filter(alternatives, lambda reading: regexp_full_match(reading, '\\d+(/\\d+)?'))) > 0 as has_whole_reading
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
        when number_text <> '' and value is null and percent is null and reference is null then 'unreadable'
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
            then if(percent = 100 and is_exact, 'bare_100', 'other')
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
"""

# Grain: one row a name and document: an unknown name is told once, not once a cell.
_NAMES = """
create table names as
with named as (
    select
        figures.row_number,
        figures.document_id,
        figures.source_kind,
        figures.locator,
        'unit' as name_kind,
        coalesce(figures.unit_text, '') as name,
        figures.unit_code is not null as is_known
    from figures
    where not figures.is_control_total and (figures.source_kind = 'unit_report' or figures.unit_text is not null)
    union all
    select
        figures.row_number,
        figures.document_id,
        figures.source_kind,
        figures.locator,
        'indicator' as name_kind,
        coalesce(figures.indicator_text, '') as name,
        figures.indicator_code is not null as is_known
    from figures
    where not figures.is_control_total and (figures.source_kind = 'unit_report' or figures.indicator_text is not null)
)

select
    document_id,
    source_kind,
    name_kind,
    name,
    if(bool_and(is_known), 'known', 'unknown') as name_state,
    count(*) filter (not is_known) as figure_count,
    coalesce(
        arg_min(row_number, (length(locator), locator, row_number)) filter (not is_known), min(row_number)
    ) as row_number
from named
group by document_id, source_kind, name_kind, name
"""

# Grain: one row a control total and side (value, or the base of an a/b cell), judged against its table's other rows.
_TOTALS = """
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
            when regexp_matches(figures.unit_of_measure, '(triệu|^tr\\b)') then 1000000
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
"""

# Grain: one row a "trong đó" figure that has its whole in the same document.
_PARTS = """
create table parts as
with comparable as (
    select
        figures.*,
        numbers.value_nanos,
        coalesce(figures.unit_code, figures.unit_text, '') as unit_key
    from figures
    inner join numbers on figures.row_number = numbers.row_number
    left join indicators on figures.indicator_code = indicators.code
    where figures.indicator_code is not null
        and figures.period_code is not null
        and figures.measure in ('count', 'money')
        and figures.qualifier = 'exact'
        and figures.upper is null
        and figures.change is null
        and numbers.value_nanos is not null
        and not coalesce(indicators.is_turnout, false)
),

wholes as (
    select
        document_id, sheet, unit_key, indicator_code, period_code, kind, is_control_total,
        max(value_nanos) as whole_nanos
    from comparable
    where scope is null
    group by all
)

select
    comparable.row_number,
    wholes.whole_nanos,
    if(comparable.value_nanos > wholes.whole_nanos, 'exceeds', 'within') as part_state
from comparable
inner join wholes
    using (document_id, sheet, unit_key, indicator_code, period_code, kind, is_control_total)
where comparable.scope is not null
"""

# Grain: one row a document.
_DOCUMENT_FACTS = """
create table document_facts as
with decoded as (
    select
        document_id,
        count(*) filter (recovered_from in ('tcvn3', 'vni', 'cp1258')) as decoded_count,
        bool_or(recovered_from in ('tcvn3', 'vni', 'cp1258') and unit_code is null and not is_control_total)
            as has_unknown_unit
    from figures
    group by document_id
)

select
    documents.row_number,
    documents.source_kind,
    case
        when documents.status <> 'quarantined' then 'read'
        when list_contains(documents.reason_codes, 'layout_unknown') then 'layout_unknown'
        when list_contains(documents.reason_codes, 'period_impossible') then 'read'
        else 'unreadable'
    end as readability,
    if(list_contains(documents.reason_codes, 'period_impossible'), 'impossible', 'possible') as period,
    case
        when coalesce(decoded.has_unknown_unit, false) then 'decoded_unit_unknown'
        when
            coalesce(decoded.decoded_count, 0) > 0
            or list_has_any(documents.reason_codes, ['tcvn3', 'vni', 'cp1258', 'legacy_encoding'])
            then 'decoded'
        else 'unicode'
    end as encoding,
    coalesce(decoded.decoded_count, 0) as decoded_count
from documents
left join decoded on documents.document_id = decoded.document_id
"""


def load_night(
    connection: duckdb.DuckDBPyConnection, landing: Landing, night: date, build: Path, catalogue: Catalogue
) -> None:
    """Make the tables figures, documents, facts, names, totals, parts and document_facts of one night."""
    define_macros(connection)
    _register(connection, "indicators", _indicator_rows(catalogue), _INDICATORS)
    units = ({"code": unit.code, "level": unit.level} for unit in catalogue.units.values())
    _register(connection, "units", units, _UNITS)
    resolutions = build / RESOLUTIONS
    if resolutions.exists():
        connection.execute("create table resolutions as select * from read_parquet($1)", [str(resolutions)])
    else:
        _register(connection, "resolutions", (), RESOLUTION_SCHEMA)
    deliveries = _night_files(landing, "deliveries", night)
    connection.execute(_FIGURES, {"deliveries": deliveries, "figures": _night_files(landing, "figures", night)})
    connection.execute(_DOCUMENTS, {"deliveries": deliveries, "documents": _night_files(landing, "documents", night)})
    connection.execute(_NUMBERS)
    connection.execute(_FACTS, {"night": night})
    for statement in (_NAMES, _TOTALS, _PARTS, _DOCUMENT_FACTS):
        connection.execute(statement)


def _night_files(landing: Landing, table: str, night: date) -> list[str]:
    """The night's files of a landing table, and its empty one, so that there is always a file to read."""
    folder = landing.root / table
    files = sorted((folder / f"night={night.isoformat()}").glob("*.parquet"))
    return [str(folder / "schema.parquet"), *map(str, files)]


def _indicator_rows(catalogue: Catalogue) -> Iterable[dict[str, object]]:
    for indicator in catalogue.indicators.values():
        yield {name: getattr(indicator, name) for name in _INDICATORS.names}


def _register(
    connection: duckdb.DuckDBPyConnection, name: str, rows: Iterable[dict[str, object]], schema: pa.Schema
) -> None:
    connection.register(f"{name}_given", pa.Table.from_pylist(list(rows), schema=schema))
    connection.execute(f"create table {name} as select * from {name}_given")
