"""From a night's findings to suggested repairs: only flagged figures are searched, with what stands around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyarrow as pa

from expectations.arithmetic import NANO_DECIMALS, exact_decimal
from expectations.messages import Finding
from expectations.night import read_sql
from expectations.repair_words import told_repairs
from expectations.repairs import Repair, repairs_of_row, repairs_of_total
from expectations.sheets import Row, Sheet, Sum
from warehouse.database import Connection

OF_TOTALS = frozenset({"total_disagrees"})
OF_ROWS = frozenset(
    {
        *("percent_disagrees", "ratio_swapped", "attainment_extreme", "count_not_integer", "negative_value"),
        *("above_physical_ceiling", "result_exceeds_population", "number_ambiguous"),
    }
)
EXCESS = frozenset({"result_exceeds_target", "result_exceeds_unknown_base"})
"""A result above its target is no error: it is told a repair only where another rule has found one that ends it."""

MOST_A_DOCUMENT = 200
"""Figures of one document that are searched: a file with more findings is wrong as a whole."""
MOST_A_NIGHT = 50_000
_AT_ONCE = 2_000
_LINES_AROUND = 4

_Told = list[dict[str, Any]]
_FOCUS = pa.schema([("figure_id", pa.string())])


def with_repairs(connection: Connection, findings: Sequence[Finding]) -> list[Finding]:
    """The findings, those that some single change would end with ``repairs`` among their extras."""
    told: dict[tuple[str, bool], _Told] = {}
    searched = list(_searched(findings))
    for start in range(0, len(searched), _AT_ONCE):
        told |= _search(connection, searched[start : start + _AT_ONCE])
    return [_told(finding, told) for finding in findings]


def _searched(findings: Sequence[Finding]) -> Iterator[str]:
    """The figures to search, each once, document after document."""
    of_document: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for finding in findings:
        if finding.figure_id is not None and finding.rule_code in OF_ROWS | OF_TOTALS:
            of_document[finding.document_id][finding.figure_id] = None
    chosen = [figure for figures in of_document.values() for figure in list(figures)[:MOST_A_DOCUMENT]]
    yield from chosen[:MOST_A_NIGHT]


def _told(finding: Finding, told: dict[tuple[str, bool], _Told]) -> Finding:
    repairs = told.get((finding.figure_id or "", finding.rule_code in OF_TOTALS), [])
    wanted = finding.rule_code in OF_ROWS | OF_TOTALS
    if finding.rule_code == "number_ambiguous":
        # the readings stand in its message: only one that the other numbers settle says more
        wanted = sum(repair["rank"] == 1 for repair in repairs) == 1
    if finding.rule_code in EXCESS:
        wanted = bool(repairs) and _ends_excess(finding, repairs[0])
    return replace(finding, extras={**finding.extras, "repairs": repairs}) if repairs and wanted else finding


def _ends_excess(finding: Finding, repair: dict[str, Any]) -> bool:
    r, t = finding.value, finding.reference
    for change in repair["changes"]:
        if change["to"] is None:
            continue
        # a base that has a cell of its own is changed there
        is_own = change["locator"] == finding.locator
        if is_own and change["field"] == "value":
            r = Decimal(change["to"])
        elif change["field"] == "reference" or (not is_own and change["from"] == _plain(t)):
            t = Decimal(change["to"])
    return r is not None and t is not None and r <= t


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else format(number.normalize(), "f")


def _search(connection: Connection, figure_ids: Sequence[str]) -> dict[tuple[str, bool], _Told]:
    """Repairs by figure, and whether of the figure as a total."""
    connection.register("focus_ids", pa.Table.from_pylist([{"figure_id": one} for one in figure_ids], schema=_FOCUS))
    connection.execute(
        "create or replace temp table focus as"
        " select figures.row_number, figures.figure_id, figures.document_id, figures.sheet"
        " from figures semi join focus_ids on figures.figure_id = focus_ids.figure_id"
    )
    connection.unregister("focus_ids")
    connection.execute(read_sql("sum_members"))
    connection.execute(read_sql("neighbours"), {"lines": _LINES_AROUND})
    sheets = _sheets(connection)
    ways: tuple[tuple[bool, Callable[[Sheet, int], list[Repair]]], ...] = (
        (False, repairs_of_row),
        (True, repairs_of_total),
    )
    told: dict[tuple[str, bool], _Told] = {}
    rows = connection.execute("select row_number, figure_id, document_id, sheet from focus order by row_number")
    for key, figure_id, document_id, name in rows.fetchall():
        sheet = sheets[document_id, name]
        for is_total, find in ways:
            if repairs := find(sheet, key):
                told[figure_id, is_total] = told_repairs(sheet, key, repairs)
    return told


def _sheets(connection: Connection) -> dict[tuple[str, str], Sheet]:
    """What stands around the focus, by document and sheet."""
    sums = _sums(connection)
    result = connection.execute(read_sql("neighbour_rows"))
    names = [column[0] for column in result.description or ()]
    figures = (dict(zip(names, row, strict=True)) for row in result.fetchall())
    sheets: dict[tuple[str, str], Sheet] = {}
    for place, of_sheet in groupby(figures, key=itemgetter("document_id", "sheet")):
        rows = [Row(**{name: one[name] for name in one if name not in {"document_id", "sheet"}}) for one in of_sheet]
        sheets[place] = Sheet(rows, [one for row in rows for one in sums.get(row.key, ())])
    return sheets


def _sums(connection: Connection) -> dict[int, list[Sum]]:
    """By the total's row."""
    rows = connection.execute(
        "select total_row, side, row_number, is_total, doubled_tolerance_nanos from sum_members"
        " where total_row in (select row_number from neighbours)"
        " order by total_row, side, is_total desc, row_number"
    ).fetchall()
    sums: defaultdict[int, list[Sum]] = defaultdict(list)
    for (total, side), members in groupby(rows, key=itemgetter(0, 1)):
        told = list(members)
        sums[total].append(
            Sum(
                total=(total, side),
                children=tuple((row, side) for _, _, row, is_total, _ in told if not is_total),
                doubled_tolerance=exact_decimal(int(told[0][4]), NANO_DECIMALS),
            )
        )
    return sums
