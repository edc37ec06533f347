"""``totals``: what units reported, and who holds it on the map of a day and on today's."""

from __future__ import annotations

import json
import sys
from datetime import date
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.published import published_rows
from warehouse.settings import Settings
from warehouse.vietnamese import format_number, period_vi

_HELD = """
-- grain: one attainment on one map; what cannot be true is not added, and neither is a base that is no target of the
-- period: a population, or the target of the whole year beside its half
held as (
    select
        on_maps.* exclude (reference),
        if(
            facts.denominator_basis in ('stated_target', 'inferred_target')
            and coalesce(facts.reference_period_code, facts.period_code) = facts.period_code,
            on_maps.reference,
            null
        ) as reference
    from fct_attainments_on_maps as on_maps
    left join (
        select figure_id, denominator_basis, reference_period_code, period_code from fct_attainments
    ) as facts on on_maps.figure_id = facts.figure_id
    where
        on_maps.is_summable
        and on_maps.scope = ''
        and on_maps.quality_status != 'quarantined'
        and on_maps.source_kind = $source
        and on_maps.reported_level_kind = $level
        and on_maps.reported_organisation_kind = 'union'
        and ($indicator is null or on_maps.indicator_code = $indicator)
        and ($period is null or on_maps.period_code = $period)
),

maps as (
    select 'reported' as map_kind, * from held where map_from is null
    union all
    select 'then' as map_kind, * from held
    where $day is not null and coalesce(map_from <= $day, true) and coalesce(map_to > $day, true)
    union all
    select 'today' as map_kind, * from held where is_todays_map
)
"""
_SUMS = ", ".join(
    f"{aggregate} filter (map_kind = '{kind}') as {name}_{kind}"
    for kind in ("reported", "then", "today")
    for name, aggregate in (
        ("units", "count(distinct org_unit_code)"),
        ("reporters", "count(distinct reported_unit_code)"),
        ("compared", "count(distinct case when reference is not null then reported_unit_code end)"),
        ("target", "sum(reference)"),
        ("compared_result", "sum(case when reference is not null then value end)"),
        ("result", "sum(value)"),
    )
)
_TOTALS = f"""
with {_HELD}

select
    maps.indicator_code,
    any_value(maps.indicator_name) as indicator_name,
    any_value(dim_indicators.unit_name) as unit_name,
    maps.period_code,
    {_SUMS}
from maps
left join dim_indicators using (indicator_code)
group by maps.indicator_code, maps.period_code
order by maps.period_code, maps.indicator_code
"""  # noqa: S608  # our own words
_BY_UNIT = f"""
with {_HELD}

select
    maps.org_unit_code,
    any_value(maps.org_unit_name) as org_unit_name,
    {_SUMS}
from maps
group by maps.org_unit_code
order by maps.org_unit_code
"""  # noqa: S608  # our own words


def show_totals(
    settings: Settings,
    console: Console,
    *,
    level: str,
    source: str,
    indicator: str | None,
    period: str | None,
    day: date | None,
    as_json: bool,
) -> None:
    """Totals of units of one level, an indicator and period a row; of one indicator and period, a unit a row.

    Raises typer.BadParameter where nothing is published.
    """
    chosen: dict[str, object] = {"level": level, "source": source, "indicator": indicator, "period": period, "day": day}
    by_unit = indicator is not None and period is not None
    rows = published_rows(settings, _BY_UNIT if by_unit else _TOTALS, chosen)
    if as_json:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
        return
    if not rows:
        console.print("không có số liệu cộng được cho lựa chọn này")
        return
    kinds = {"reported": "theo báo cáo", **({"then": f"bản đồ ngày {day:%d/%m/%Y}"} if day else {})}
    kinds["today"] = "bản đồ hiện nay"
    console.print(_by_unit(rows, kinds) if by_unit else _by_indicator(rows, kinds))


def _by_indicator(rows: list[dict[str, Any]], kinds: dict[str, str]) -> Table:
    table = _table(("kỳ", "chỉ tiêu", "đơn vị tính"), kinds, with_units=True)
    for row in rows:
        lead = (period_vi(row["period_code"]), row["indicator_name"], row["unit_name"])
        table.add_row(*(escape(str(cell or "")) for cell in lead), *_cells(row, kinds, with_units=True))
    return table


def _by_unit(rows: list[dict[str, Any]], kinds: dict[str, str]) -> Table:
    table = _table(("mã đơn vị", "đơn vị"), kinds, with_units=False)
    for row in rows:
        lead = (row["org_unit_code"], row["org_unit_name"])
        table.add_row(*(escape(str(cell or "")) for cell in lead), *_cells(row, kinds, with_units=False))
    whole = {name: _added(rows, name) for name in rows[0] if not name.startswith(("org_unit_", "units_"))}
    table.add_section()
    table.add_row("", "Tổng cộng", *_cells(whole, kinds, with_units=False))
    return table


def _table(lead: tuple[str, ...], kinds: dict[str, str], *, with_units: bool) -> Table:
    table = Table(*lead, title="Tổng hợp theo bản đồ đơn vị", title_justify="left")
    for label in kinds.values():
        if with_units:
            table.add_column(f"{label}: số đơn vị", justify="right")
        table.add_column(f"{label}: chỉ tiêu", justify="right")
        table.add_column(f"{label}: thực hiện", justify="right")
    return table


def _cells(row: dict[str, Any], kinds: dict[str, str], *, with_units: bool) -> list[str]:
    cells: list[str] = []
    for kind in kinds:
        cells += [_number(row[f"units_{kind}"])] if with_units else []
        cells += [_target(row, kind), _number(row[f"result_{kind}"])]
    return cells


def _target(row: dict[str, Any], kind: str) -> str:
    """The sum of targets; where not every unit has one, of how many it is and what those reported."""
    told, compared, reporters = (row[f"{name}_{kind}"] for name in ("target", "compared", "reporters"))
    if told is None or compared == reporters:
        return _number(told)
    result = _number(row[f"compared_result_{kind}"])
    return f"{_number(told)} ({compared}/{reporters} đơn vị, thực hiện {result})"


def _added(rows: list[dict[str, Any]], name: str) -> Decimal | None:
    told = [Decimal(row[name]) for row in rows if row[name] is not None]
    return sum(told, Decimal(0)) if told else None


def _number(value: Decimal | int | None) -> str:
    return "-" if value is None else format_number(Decimal(value))
