"""What one delivery prints around a finding: rows, the cells they share, and the totals over them.

A cell is one printed number: the target's own cell and the base of the result beside it are the same one. The rules are
those of ``sql/facts.sql``, asked of numbers that might have been meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

Cell = tuple[int, str]
"""Row number and ``value``, ``reference`` or ``percent``."""
Change = Mapping[Cell, Decimal | None]
Breach = tuple[str, int]
"""A rule that does not hold, and the row, or the sum, of which it does not."""

_LEAST_BASE = 10
"""Attainment of smaller bases is never extreme."""
_USUAL_SHARES = (20, 300)
_SMALL_SHARES = (0, 1000)
"""Of bases so small that one more is much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A figure as read, in base units, with what the catalogue says of its indicator."""

    key: int
    locator: str
    column: str = ""
    line: int = 0
    kind: str = "result"
    unit_key: str = ""
    unit_text: str = ""
    indicator_key: str = ""
    indicator_text: str = ""
    scope: str | None = None
    period_code: str | None = None
    is_total: bool = False
    value: Decimal | None = None
    reference: Decimal | None = None
    percent: Decimal | None = None
    decimals: int = 0
    """Of the printed percentage."""
    value_decimals: int = 0
    unit_scale: int = 1
    is_reported: bool = True
    is_exact: bool = True
    is_exceed: bool = False
    has_change: bool = False
    is_whole: bool = False
    is_money: bool = False
    is_share: bool = False
    is_turnout: bool = False
    allows_negative: bool = False
    expects_target: bool = True
    basis: str = "target"
    alternatives: tuple[Decimal, ...] = ()
    """Readings of a number that was held because dot and comma allow several, in printed units."""
    cap: Decimal = Decimal(300)
    ceiling: Decimal | None = None

    @property
    def told_percent(self) -> Decimal | None:
        """The percentage as 100·r/t means it: *vượt 5%* is 105."""
        return None if self.percent is None else self.percent + (100 if self.is_exceed else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A total and what it adds up, within half of ``doubled_tolerance``."""

    total: Cell
    children: tuple[Cell, ...]
    doubled_tolerance: Decimal = Decimal(0)


class Sheet:
    """Rows of one sheet, or of an article, with the totals over them."""

    def __init__(self, rows: Iterable[Row], sums: Iterable[Sum] = ()) -> None:
        self.rows = {row.key: row for row in rows}
        self.sums = tuple(sums)
        self._target_of = self._targets()
        self.rows_by_cell: defaultdict[Cell, list[int]] = defaultdict(list)
        self.sums_by_total: defaultdict[int, list[int]] = defaultdict(list)
        self._sums_by_cell: defaultdict[Cell, list[int]] = defaultdict(list)
        self._line_cells: defaultdict[tuple[object, ...], set[Cell]] = defaultdict(set)
        self._columns: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.rows.values():
            for field in ("value", "reference", "percent"):
                self.rows_by_cell[self.cell(row, field)].append(row.key)
            self._line_cells[_line_key(row)] |= {self.cell(row, "value"), self.cell(row, "reference")}
            if row.column:
                self._columns[row.column, row.kind].append(row)
        for column in self._columns.values():
            column.sort(key=lambda row: (row.line, row.key))
        self._cell_sums()

    def _targets(self) -> dict[int, int]:
        """By result the target figure of the same line that prints its base in a cell of its own."""
        targets: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
        for row in self.rows.values():
            if row.kind == "target" and row.value is not None:
                targets[_line_key(row), row.value].append(row)
        found: dict[int, int] = {}
        for row in self.rows.values():
            if row.kind == "result" and row.reference is not None and row.column:
                beside = targets.get((_line_key(row), row.reference), [])
                if beside:
                    found[row.key] = min(beside, key=lambda target: target.key).key
        return found

    def _cell_sums(self) -> None:
        sums = []
        for index, one in enumerate(self.sums):
            total, children = self._own(one.total), tuple(self._own(child) for child in one.children)
            sums.append(Sum(total=total, children=children, doubled_tolerance=one.doubled_tolerance))
            self.sums_by_total[one.total[0]].append(index)
            for cell in {total, *children}:
                self._sums_by_cell[cell].append(index)
        self.sums = tuple(sums)

    def _own(self, cell: Cell) -> Cell:
        return self.cell(self.rows[cell[0]], cell[1])

    def cell(self, row: Row, field: str) -> Cell:
        """Where a row's number is printed: a base in the target's own cell where it has one."""
        if field == "reference" and row.key in self._target_of:
            return self._target_of[row.key], "value"
        return row.key, field

    def number(self, cell: Cell, change: Change | None = None) -> Decimal | None:
        if change is not None and cell in change:
            return change[cell]
        number: Decimal | None = getattr(self.rows[cell[0]], cell[1])
        return number

    def beside(self, row: Row) -> list[Row]:
        """The rows above and below in the same column; a "trong đó" row is none of a whole's."""
        column = [other for other in self._columns[row.column, row.kind] if other.scope == row.scope]
        lines = sorted({other.line for other in column})
        if row.line not in lines:
            return []
        place = lines.index(row.line)
        near = {*lines[max(place - 1, 0) : place], *lines[place + 1 : place + 2]}
        return [other for other in column if other.line in near and other.is_total == row.is_total]

    def touched(self, change: Change) -> tuple[list[Row], list[int]]:
        """The rows and sums in which some changed cell stands."""
        rows = dict.fromkeys(key for cell in change for key in self.rows_by_cell.get(cell, ()))
        sums = dict.fromkeys(index for cell in change for index in self._sums_by_cell.get(cell, ()))
        return [self.rows[key] for key in rows], list(sums)

    def breaches(self, rows: Iterable[Row], sums: Iterable[int], change: Change) -> frozenset[Breach]:
        of_rows = [self.breaches_of_row(row, change) for row in rows]
        of_sums = {("sum", index) for index in sums if self.is_sum_breached(index, change)}
        return frozenset(of_sums).union(*of_rows)

    def gap(self, index: int, change: Change | None = None) -> Decimal | None:
        """The total less the sum of its children."""
        one = self.sums[index]
        numbers = [self.number(cell, change) for cell in (one.total, *one.children)]
        known = [number for number in numbers if number is not None]
        return known[0] - sum(known[1:], Decimal(0)) if len(known) == len(numbers) else None

    def is_sum_breached(self, index: int, change: Change) -> bool:
        gap = self.gap(index, change)
        return gap is None or 2 * abs(gap) > self.sums[index].doubled_tolerance

    def breaches_of_row(self, row: Row, change: Change | None = None) -> frozenset[Breach]:
        """The rules of a row that its numbers break."""
        r, t, p = (self.number(self.cell(row, field), change) for field in ("value", "reference", "percent"))
        found: set[str] = set()
        if (
            not row.allows_negative
            and not row.has_change
            and any(number is not None and number < 0 for number in (r, t, p))
        ):
            found.add("negative")
        if row.is_whole and any(number is not None and number % 1 != 0 for number in (r, t)):
            found.add("fraction")
        if r is None and row.alternatives:
            found.add("unread")
        if r is not None and row.ceiling is not None and r > row.ceiling:
            found.add("ceiling")
        if r is not None and t is not None and r >= 0:
            found |= _of_ratio(row, r, t)
            if self._fit(row, r, t, p, change) == "neither":
                found.add("percent")
        return frozenset((name, row.key) for name in found)

    def is_cut_off(self, rows: Iterable[Row], change: Change) -> bool:
        """Whether some percentage fits only as one that was not rounded."""
        for row in rows:
            r, t, p = (self.number(self.cell(row, field), change) for field in ("value", "reference", "percent"))
            if r is not None and t is not None and self._fit(row, r, t, p, change) == "truncated":
                return True
        return False

    def is_unlikely(self, row: Row, change: Change) -> bool:
        """Whether 100·r/t of a result would be what few ever attain, though no rule forbids it."""
        r, t = (self.number(self.cell(row, field), change) for field in ("value", "reference"))
        if row.kind != "result" or row.basis == "population" or r is None or t is None or t <= 0:
            return False
        low, high = _USUAL_SHARES if t >= _LEAST_BASE else _SMALL_SHARES
        return not low * t <= 100 * r <= high * t

    def is_out_of_line(self, change: Change) -> bool:
        """Whether a number would be more than a hundredfold from every other of its line: other periods, the base."""
        for cell, number in change.items():
            row = self.rows[cell[0]]
            if number is None or number <= 0 or cell[1] == "percent":
                continue
            beside = [self.number(other, change) for other in self._line_cells[_line_key(row)] if other != cell]
            known = [other for other in beside if other is not None and other > 0]
            if known and not any(number <= 100 * other and other <= 100 * number for other in known):
                return True
        return False

    def _fit(self, row: Row, r: Decimal, t: Decimal, p: Decimal | None, change: Change | None) -> str:
        """``rounded``, ``truncated`` or ``neither``; nothing to compare is rounded."""
        if p is None or not row.is_exact or r < 0 or t <= 0 or p < 0 or (row.has_change and not row.is_exceed):
            return "rounded"
        decimals = row.decimals
        if change is not None and (row.key, "percent") in change:
            exponent = p.normalize().as_tuple().exponent
            decimals = max(decimals if row.percent is not None else 0, -exponent if isinstance(exponent, int) else 0)
        unit = Decimal(1).scaleb(-decimals)
        off = 100 * r - (p + (100 if row.is_exceed else 0)) * t
        if 2 * abs(off) <= unit * t:
            return "rounded"
        return "truncated" if 0 <= off < unit * t else "neither"


def _of_ratio(row: Row, r: Decimal, t: Decimal) -> set[str]:
    found: set[str] = set()
    if row.kind != "result":
        return found
    if t == 0 and r > 0 and row.is_reported and row.expects_target:
        found.add("zero")
    if t > 0 and row.basis == "population" and not row.is_turnout and r > t:
        found.add("population")
    if t >= _LEAST_BASE and row.basis != "population" and not row.has_change and 100 * r > row.cap * t:
        found.add("extreme")
    return found


def _line_key(row: Row) -> tuple[object, ...]:
    return (row.line, row.unit_key, row.indicator_key, row.scope, row.is_total)
