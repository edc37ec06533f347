"""Suggested repairs as evidence, and as the sentence an office reads: "Có thể …"."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from expectations.repairs import Repair
from expectations.sheets import Cell, Row, Sheet
from warehouse.figure import decimal_text
from warehouse.vietnamese import format_money, format_number, format_percent, period_vi

_LONGEST_NAME = 60


def told_repairs(sheet: Sheet, key: int, repairs: Sequence[Repair]) -> list[dict[str, Any]]:
    """Repairs of the finding at a row as JSON-ready values, best first.

    ``rank`` is shared by those that nothing tells apart. Each change names the figure's place, its field, and the
    numbers in base units, null for an empty cell.
    """
    return [
        {
            "kind": repair.kind,
            "rank": repair.rank,
            "changes": [_told_change(sheet, cell, number) for cell, number in repair.changes.items()],
            "message_vi": _told(sheet, sheet.rows[key], repair),
        }
        for repair in repairs
    ]


def sentence(repairs: Sequence[dict[str, Any]]) -> str:
    """The best repair as a likely cause; all that share the first rank."""
    first = [str(repair["message_vi"]) for repair in repairs if repair["rank"] == 1]
    return f"Có thể {'; hoặc '.join(first)}." if first else ""


def _told_change(sheet: Sheet, cell: Cell, number: Decimal | None) -> dict[str, str | None]:
    before = sheet.number(cell)
    return {
        "locator": sheet.rows[cell[0]].locator,
        "field": cell[1],
        "from": None if before is None else decimal_text(before),
        "to": None if number is None else decimal_text(number),
    }


def _told(sheet: Sheet, focus: Row, repair: Repair) -> str:
    match repair.kind:
        case "swap":
            return _told_swap(sheet, focus, repair)
        case "rows":
            (one, after), (other, then) = repair.changes.items()
            first, second = sheet.rows[one[0]], sheet.rows[other[0]]
            names = [_name(first, second), _name(second, first)]
            told = [_amount(sheet, one, after), _amount(sheet, other, then)]
            return f"số liệu của hai dòng bị đổi chỗ: «{names[0]}» là {told[0]} và «{names[1]}» là {told[1]}"
        case "shifted":
            return _told_shift(sheet, repair)
    # what follows from the first change (a computed percentage, a sum) needs no words of its own
    cell, number = next(iter(repair.changes.items()))
    where = _name(sheet.rows[cell[0]], focus)
    place = f"«{where}»: " if where else ""
    told = f"{place}{_what(sheet, cell)} là {_amount(sheet, cell, number)}"
    if sheet.number(cell) is not None:
        told = f"{told} thay vì {_amount(sheet, cell)}"
    cause = repair.cause_vi
    if repair.other is not None:
        cause = f"{cause}: «{_name(sheet.rows[repair.other], focus)}»"
    return f"{told} ({cause})" if cause else told


def _told_swap(sheet: Sheet, focus: Row, repair: Repair) -> str:
    (value, r), (reference, t) = repair.changes.items()
    row = next(
        sheet.rows[key] for key in sheet.rows_by_cell[value] if sheet.cell(sheet.rows[key], "reference") == reference
    )
    where = _name(row, focus)
    meant = f"{_amount(sheet, value, r)} / {_amount(sheet, reference, t)}"
    printed = f"{_amount(sheet, value)} / {_amount(sheet, reference)}"
    place = f"«{where}»: " if where else ""
    return f"{place}kết quả và {_base_word(row)} bị đảo chỗ: {meant} thay vì {printed}"


def _told_shift(sheet: Sheet, repair: Repair) -> str:
    (value, r), (reference, t), (_, p) = repair.changes.items()
    percent = format_percent(p) if p is not None else ""
    return (
        "các ô của dòng bị lệch sang trái một cột: "
        f"chỉ tiêu {_amount(sheet, reference, t)}, kết quả {_amount(sheet, value, r)}, tỷ lệ {percent}"
    )


def _what(sheet: Sheet, cell: Cell) -> str:
    """The cell's role in its row: tỷ lệ, chỉ tiêu, kết quả."""
    row = sheet.rows[cell[0]]
    if cell[1] == "percent":
        return "tỷ lệ"
    if cell[1] == "reference":
        return _base_word(row)
    word = "chỉ tiêu" if row.kind == "target" else "kết quả"
    return f"{word} ở dòng tổng" if row.is_total else word


def _base_word(row: Row) -> str:
    return "tổng số" if row.basis == "population" else "chỉ tiêu"


def _name(row: Row, focus: Row) -> str:
    """What tells a row from the finding's own: its unit, its indicator or its period; nothing where it is the same."""
    if row.key == focus.key or (row.line == focus.line and row.period_code == focus.period_code):
        return ""
    if row.unit_key != focus.unit_key:
        return _clipped(row.unit_text)
    if row.indicator_key != focus.indicator_key:
        return _clipped(row.indicator_text)
    return period_vi(row.period_code) or _clipped(row.indicator_text)


def _clipped(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1]}…"


def _amount(sheet: Sheet, cell: Cell, *changed: Decimal | None) -> str:
    number = changed[0] if changed else sheet.number(cell)
    if number is None:
        return "để trống"
    if cell[1] == "percent":
        return format_percent(number)
    return format_money(number) if sheet.rows[cell[0]].is_money else format_number(number)
