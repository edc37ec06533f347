"""Suggested repairs: the smallest single change of what one delivery printed that makes its rules and totals agree.

In the spirit of Fellegi and Holt: an edit is localised, not averaged away. Every candidate is one act of a person (a
slip in one number, two numbers or two rows exchanged, cells shifted), and one that breaks any rule that held is no
candidate. Those left are ranked by what they mend beside the finding, then by how likely people do it. Equal ranks are
told as equal; nothing is ever applied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext

from expectations.sheets import Breach, Cell, Change, Row, Sheet
from expectations.slips import SIGN, UNSAID, Cause, Slip, SlipKind, Window, slips

MOST_TOLD = 3
"""Repairs of one finding that are told; where more are equally likely, none is."""
MOST_CHILDREN = 2_000
"""Of a total that is searched for a misprint among its children."""
_MOST_CARRIED = 50
"""Of a total that agrees with them and is itself called wrong by a bound."""
_PRECISION = 80

_SWAP_COST = _SHIFT_COST = _ROWS_COST = 2
_TOTAL_COST = 3
_TOLD_BY_PERCENT_COST = 5
_READING_COST = _SIGN_COST = 1
_MOST_BASES = 3
_THOUSAND = 3
_LEFT_OUT = Cause("chưa cộng một dòng", "a row left out")
_TOLD_BY_PERCENT = Cause("khớp tỷ lệ đã ghi", "fits the printed percentage")
_FOLLOWED = {SlipKind.SIGN, SlipKind.THOUSAND_MARK, SlipKind.SCALE}
"""Slips told by a bound alone, where the sheet's percentages and sums were computed from the slip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One act that may have been meant otherwise. ``rank`` is shared where nothing tells two apart."""

    kind: str
    """``swap``, ``scale``, ``thousand_mark``, ``sign``, ``shifted``, ``digits``, ``rows`` or ``total``."""
    changes: Change
    cause: Cause
    rank: int = 1
    other: int | None = None
    """The row the act concerns beside those it changes: a row left out of a total."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    kind: str
    change: Change
    cause: Cause
    cost: int
    may_follow: bool = False
    other: int | None = None


def repairs_of_row(sheet: Sheet, key: int) -> list[Repair]:
    """What may have been meant in a row that breaks rules of its own; empty where nothing or too much may."""
    row = sheet.rows[key]
    goal = sheet.breaches_of_row(row)
    if not goal or not row.is_exact:
        return []
    with localcontext() as context:
        context.prec = _PRECISION
        repairs = _ranked(sheet, goal, _candidates_of_row(sheet, row, goal))
        others = goal - {("percent", key)}
        if others and others != goal and _is_mark_misread(row) and all(one.kind == SlipKind.SCALE for one in repairs):
            # the percentage agrees but for its marks, and says nothing of what else is wrong
            return _ranked(sheet, others, _candidates_of_row(sheet, row, others))
        return repairs


def repairs_of_total(sheet: Sheet, key: int) -> list[Repair]:
    """What may have been meant where a total differs from the sum of its children: in the total, or in one child."""
    goal = frozenset(("sum", index) for index in sheet.sums_by_total.get(key, ()) if sheet.is_sum_breached(index, {}))
    with localcontext() as context:
        context.prec = _PRECISION
        return _ranked(sheet, goal, _candidates_of_sums(sheet, goal)) if goal else []


def _ranked(sheet: Sheet, goal: frozenset[Breach], candidates: Iterable[_Candidate]) -> list[Repair]:
    """The best few, the best alone first; none where more than can be told share the first rank."""
    best: dict[tuple[tuple[Cell, Decimal | None], ...], tuple[tuple[int, int, int], _Candidate]] = {}
    for candidate in candidates:
        merit = _merit(sheet, goal, candidate)
        same = tuple(sorted(candidate.change.items(), key=lambda item: item[0]))
        if merit is not None and (same not in best or merit < best[same][0]):
            best[same] = (merit, candidate)
    ordered = sorted(best.values(), key=lambda found: (found[0], sorted(found[1].change)))
    merits = sorted({merit for merit, _ in ordered})
    if not ordered or sum(merit == merits[0] for merit, _ in ordered) > MOST_TOLD:
        return []
    return [
        Repair(
            kind=found.kind,
            changes=found.change,
            cause=found.cause,
            rank=merits.index(merit) + 1,
            other=found.other,
        )
        for merit, found in ordered[:MOST_TOLD]
    ]


def _merit(sheet: Sheet, goal: frozenset[Breach], candidate: _Candidate) -> tuple[int, int, int] | None:
    """Rules still or newly broken, rules mended (negative), cost; null where it breaks what may not be broken."""
    change = candidate.change
    rows, sums = sheet.touched(change)
    after = sheet.breaches(rows, sums, change)
    if goal & after:
        return None
    before = sheet.breaches(rows, sums, {})
    broken = after - before
    if broken and not (candidate.may_follow and all(_follows(sheet, one, change) for one in broken)):
        return None
    if not goal <= before:
        return None
    unlikely = any(sheet.is_unlikely(row, change) for row in rows)
    if broken and unlikely:
        return None
    weakness = unlikely + sheet.is_cut_off(rows, change) + sheet.is_out_of_line(change)
    return len(after), len(after) - len(broken) - len(before), candidate.cost + weakness


def _follows(sheet: Sheet, breach: Breach, change: Change) -> bool:
    """Whether a sheet that computes would follow the change: percentages do, and totals do their children."""
    name, index = breach
    return name == "percent" or (name == "sum" and sheet.sums[index].total not in change)


# --- a row that breaks its own rules -----------------------------------------------------------------------------


def _candidates_of_row(sheet: Sheet, row: Row, goal: frozenset[Breach]) -> Iterator[_Candidate]:
    names = {name for name, _ in goal}
    value, reference, percent = (sheet.cell(row, field) for field in ("value", "reference", "percent"))
    windows = _windows(row) if "percent" in names else {}
    if "negative" in names:
        yield _without_minus(sheet, (value, reference, percent))
    for cell in (value, reference, percent):
        number = sheet.number(cell)
        # where nothing printed beside it tells what a number should be, its digits are anybody's guess
        if number is None or ("percent" in names and cell[1:] != ("percent",) and not windows and number >= 0):
            continue
        window = windows.get("value" if cell == value else "reference" if cell == reference else "percent")
        for slip in _slips_of(sheet, cell, number, window):
            if window is not None or _is_told_by_bound(slip, number, cell == reference, row, names):
                yield _of_slip(sheet, cell, slip, may_follow=window is None and cell != percent)
    if "percent" not in names:
        yield from _carried(sheet, value)
    if "unread" in names:
        yield from _readings(sheet, row)
    yield from _swapped(sheet, row)
    if "percent" in names:
        yield from _rows_exchanged(sheet, row)
    yield from _shifted(sheet, row)


def _without_minus(sheet: Sheet, cells: Iterable[Cell]) -> _Candidate:
    """A percentage that a sheet computes is negative with its result."""
    numbers = {cell: sheet.number(cell) for cell in cells}
    change = {cell: -number for cell, number in numbers.items() if number is not None and number < 0}
    return _Candidate(kind=SlipKind.SIGN, change=change, cause=SIGN, cost=_SIGN_COST, may_follow=True)


def _carried(sheet: Sheet, total: Cell) -> Iterator[_Candidate]:
    """Slips in one of the numbers that a total, which a bound calls wrong, rightly adds up."""
    for index in sheet.sums_by_total.get(total[0], ()):
        one, whole = sheet.sums[index], sheet.number(total)
        if one.total != total or whole is None or len(one.children) > _MOST_CARRIED or sheet.is_sum_breached(index, {}):
            continue
        for child in one.children:
            number = sheet.number(child)
            for slip in _slips_of(sheet, child, number, None) if number is not None else ():
                if slip.kind in _FOLLOWED or slip.is_doubled:
                    change = {child: slip.meant, total: whole + slip.meant - (number or 0)}
                    yield replace(_of_slip(sheet, child, slip, may_follow=True), change=change)


def _readings(sheet: Sheet, row: Row) -> Iterator[_Candidate]:
    """Each way in which a held number of several readings may have been meant."""
    is_mark = {1000 * reading for reading in row.alternatives} & set(row.alternatives)
    for reading in row.alternatives:
        if is_mark and min(row.alternatives).scaleb(1) % 1 == 0 and reading == max(row.alternatives):
            # 3.5 is not how anybody writes three thousand five hundred
            continue
        yield _Candidate(
            kind=SlipKind.THOUSAND_MARK if is_mark else SlipKind.SCALE,
            change={sheet.cell(row, "value"): reading * row.unit_scale},
            cause=UNSAID,
            cost=_READING_COST,
        )


def _is_told_by_bound(slip: Slip, number: Decimal, is_base: bool, row: Row, names: set[str]) -> bool:
    """Whether a bound alone gives a slip away: 53,5 may be half a person, 1,245 is a thousand and more.

    A base, copied from form to form all year, is suspected of another unit of money alone.
    """
    if "fraction" in names:
        return slip.kind is SlipKind.THOUSAND_MARK and number.scaleb(1) % 1 != 0
    if is_base:
        return row.is_money and abs(slip.power) >= _THOUSAND
    return (slip.kind in _FOLLOWED or slip.is_doubled or slip.is_exchanged) and "population" not in names


def _is_mark_misread(row: Row) -> bool:
    """Whether a percentage is 100·r/t but for a power of ten: one of thousands, read as if its mark were another."""
    r, t, p = row.value, row.reference, row.told_percent
    if r is None or t is None or p is None or r <= 0 or t <= 0 or p <= 0:
        return False
    return any(
        abs(100 * r - p.scaleb(power) * t) <= Decimal(1).scaleb(power - row.decimals) * t
        for power in (-3, -2, -1, 1, 2, 3)
    )


def _slips_of(sheet: Sheet, cell: Cell, number: Decimal, window: Window | None) -> Iterator[Slip]:
    row = sheet.rows[cell[0]]
    if cell[1] == "percent":
        # a spreadsheet leaves out the zero at the end of 57,0
        decimals = max(row.decimals, *(other.decimals for other in (row, *sheet.beside(row))))
        return slips(number, decimals=decimals, within=window)
    scale, decimals = row.unit_scale, row.value_decimals if cell[1] == "value" else 0
    return slips(number, unit_scale=scale, decimals=decimals, is_money=row.is_money, within=window)


def _of_slip(sheet: Sheet, cell: Cell, slip: Slip, *, may_follow: bool = False) -> _Candidate:
    """A base is copied from form to form all year, and mistyped less often than the result of the day."""
    is_base = cell[1] == "reference" or sheet.rows[cell[0]].kind == "target"
    return _Candidate(
        kind=slip.kind,
        change={cell: slip.meant},
        cause=slip.cause,
        cost=slip.cost + is_base,
        may_follow=may_follow,
    )


def _windows(row: Row) -> dict[str, Window]:
    """Between which each of r, t and p would fit the two others, a last printed digit wider than any rule asks."""
    r, t, p = row.value, row.reference, row.told_percent
    if r is None or t is None or p is None or r <= 0 or t <= 0:
        return {}
    unit = Decimal(1).scaleb(-row.decimals)
    c = 100 * r / t - (100 if row.is_exceed else 0)
    windows = {"percent": (c - unit, c + unit)}
    if p > 0:
        windows["value"] = ((p - unit) * t / 100, (p + unit) * t / 100)
    if p > unit:
        windows["reference"] = (100 * r / (p + unit), 100 * r / (p - unit))
    return windows


def _swapped(sheet: Sheet, row: Row) -> Iterator[_Candidate]:
    value, reference = sheet.cell(row, "value"), sheet.cell(row, "reference")
    r, t = sheet.number(value), sheet.number(reference)
    if r is not None and t is not None and r != t:
        yield _Candidate(kind="swap", change={value: t, reference: r}, cause=UNSAID, cost=_SWAP_COST)


def _rows_exchanged(sheet: Sheet, row: Row) -> Iterator[_Candidate]:
    """With the row above or below, where its percentage disagrees as well."""
    for other in sheet.beside(row):
        is_wrong = ("percent", other.key) in sheet.breaches_of_row(other)
        if is_wrong and row.value is not None and other.value is not None and row.is_money == other.is_money:
            change = {sheet.cell(row, "value"): other.value, sheet.cell(other, "value"): row.value}
            yield _Candidate(kind="rows", change=change, cause=UNSAID, cost=_ROWS_COST)


def _shifted(sheet: Sheet, row: Row) -> Iterator[_Candidate]:
    """The result in the base's cell and the percentage in the result's, where rows beside it print a percentage."""
    r, t = row.value, row.reference
    if r is None and row.alternatives:
        r = min(row.alternatives)
    if row.percent is not None or r is None or t is None or r <= 0 or t <= 0 or not row.is_whole:
        return
    if not any(other.percent is not None and other.reference is not None for other in sheet.beside(row)):
        return
    exponent = r.normalize().as_tuple().exponent
    half = Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0) / 2
    least = (100 * t / (r + half)).to_integral_value(ROUND_CEILING)
    most = (100 * t / (r - half)).to_integral_value(ROUND_FLOOR)
    if 0 <= most - least < _MOST_BASES:
        for base in range(int(least), int(most) + 1):
            change = {
                sheet.cell(row, "value"): t,
                sheet.cell(row, "reference"): Decimal(base),
                sheet.cell(row, "percent"): r,
            }
            yield _Candidate(kind="shifted", change=change, cause=UNSAID, cost=_SHIFT_COST)


# --- a total beside its children ---------------------------------------------------------------------------------


def _candidates_of_sums(sheet: Sheet, goal: frozenset[Breach]) -> Iterator[_Candidate]:
    for _, index in goal:
        one = sheet.sums[index]
        gap = sheet.gap(index)
        if gap is None or len(one.children) > MOST_CHILDREN:
            continue
        slack = one.doubled_tolerance / 2
        total = sheet.number(one.total) or Decimal(0)
        yield from _closing(sheet, one.total, total - gap, slack)
        for child in one.children:
            number = sheet.number(child) or Decimal(0)
            if number + gap >= 0:
                yield from _closing(sheet, child, number + gap, slack)
            if number and -gap == number:
                change = {one.total: total - gap}
                yield _Candidate(
                    kind="total", change=change, cause=_LEFT_OUT, cost=_TOTAL_COST, may_follow=True, other=child[0]
                )
            for key in sheet.rows_by_cell.get(child, ()):
                yield from _swapped(sheet, sheet.rows[key])


def _closing(sheet: Sheet, cell: Cell, wanted: Decimal, slack: Decimal) -> Iterator[_Candidate]:
    """The slips that make a number the wanted one, or the wanted one itself where its printed percentage tells it."""
    number = sheet.number(cell)
    if number is None:
        return
    for slip in _slips_of(sheet, cell, number, (wanted - slack, wanted + slack)):
        yield _of_slip(sheet, cell, slip)
    rows = [sheet.rows[key] for key in sheet.rows_by_cell.get(cell, ())]
    if any(("percent", row.key) in sheet.breaches_of_row(row) for row in rows):
        change: Change = {cell: wanted}
        if not any(("percent", row.key) in sheet.breaches_of_row(row, change) for row in rows):
            yield _Candidate(kind="digits", change=change, cause=_TOLD_BY_PERCENT, cost=_TOLD_BY_PERCENT_COST)
