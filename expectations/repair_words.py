"""Suggested repairs as evidence, and as the sentence an office reads: "Có thể …"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from expectations.repairs import Repair
from expectations.sheets import Cell, Row, Sheet
from expectations.words import ENGLISH, VIETNAMESE, Words
from warehouse.figure import decimal_text

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
            "message_vi": _Teller(sheet, _IN_VIETNAMESE).told(sheet.rows[key], repair),
            "message_en": _Teller(sheet, _IN_ENGLISH).told(sheet.rows[key], repair),
        }
        for repair in repairs
    ]


def sentence(repairs: Sequence[dict[str, Any]], words: Words = VIETNAMESE) -> str:
    """The best repair as a likely cause; all that share the first rank."""
    name = "message_en" if words is ENGLISH else "message_vi"
    first = [str(repair[name]) for repair in repairs if repair["rank"] == 1]
    return words.perhaps.format(words.perhaps_or.join(first)) if first else ""


def _told_change(sheet: Sheet, cell: Cell, number: Decimal | None) -> dict[str, str | None]:
    before = sheet.number(cell)
    return {
        "locator": sheet.rows[cell[0]].locator,
        "field": cell[1],
        "from": None if before is None else decimal_text(before),
        "to": None if number is None else decimal_text(number),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrases:
    """What a language calls the cells of a row, and how it tells each kind of repair."""

    words: Words
    result: str
    target: str
    whole: str
    percent: str
    of_total: str
    rows: str
    shifted: str
    meant: str
    instead: str
    swapped: str

    def cause(self, repair: Repair) -> str:
        return repair.cause.en if self.words is ENGLISH else repair.cause.vi


_IN_VIETNAMESE = _Phrases(
    words=VIETNAMESE,
    result="kết quả",
    target="chỉ tiêu",
    whole="tổng số",
    percent="tỷ lệ",
    of_total="ở dòng tổng",
    rows="số liệu của hai dòng bị đổi chỗ: «{}» là {} và «{}» là {}",
    shifted="các ô của dòng bị lệch sang trái một cột: chỉ tiêu {}, kết quả {}, tỷ lệ {}",
    meant="{} là {}",
    instead="{} là {} thay vì {}",
    swapped="kết quả và {} bị đảo chỗ: {} thay vì {}",
)
_IN_ENGLISH = _Phrases(
    words=ENGLISH,
    result="the result",
    target="the target",
    whole="the whole",
    percent="the percentage",
    of_total="of the total's row",
    rows="the numbers of two rows are exchanged: «{}» is {} and «{}» is {}",
    shifted="the row's cells are shifted left: target {}, result {}, percentage {}",
    meant="{} is {}",
    instead="{} is {} instead of {}",
    swapped="the result and {} are in each other's place: {} instead of {}",
)


class _Teller:
    """Repairs of one sheet in one language."""

    def __init__(self, sheet: Sheet, phrases: _Phrases) -> None:
        self.sheet = sheet
        self.phrases = phrases
        self.words = phrases.words

    def told(self, focus: Row, repair: Repair) -> str:
        match repair.kind:
            case "swap":
                return self._swap(focus, repair)
            case "rows":
                (one, after), (other, then) = repair.changes.items()
                first, second = self.sheet.rows[one[0]], self.sheet.rows[other[0]]
                names = [self._name(first, second), self._name(second, first)]
                told = [self._amount(one, after), self._amount(other, then)]
                return self.phrases.rows.format(names[0], told[0], names[1], told[1])
            case "shifted":
                (value, r), (reference, t), (_, p) = repair.changes.items()
                percent = self.words.percent(p) if p is not None else ""
                return self.phrases.shifted.format(self._amount(reference, t), self._amount(value, r), percent)
        # what follows from the first change (a computed percentage, a sum) needs no words of its own
        cell, number = next(iter(repair.changes.items()))
        where = self._name(self.sheet.rows[cell[0]], focus)
        what, meant = self._what(cell), self._amount(cell, number)
        if self.sheet.number(cell) is None:
            told = self.phrases.meant.format(what, meant)
        else:
            told = self.phrases.instead.format(what, meant, self._amount(cell))
        cause = self.phrases.cause(repair)
        if repair.other is not None:
            cause = f"{cause}: «{self._name(self.sheet.rows[repair.other], focus)}»"
        return self._place(where) + (f"{told} ({cause})" if cause else told)

    def _swap(self, focus: Row, repair: Repair) -> str:
        (value, r), (reference, t) = repair.changes.items()
        row = next(
            self.sheet.rows[key]
            for key in self.sheet.rows_by_cell[value]
            if self.sheet.cell(self.sheet.rows[key], "reference") == reference
        )
        meant = f"{self._amount(value, r)} / {self._amount(reference, t)}"
        printed = f"{self._amount(value)} / {self._amount(reference)}"
        return self._place(self._name(row, focus)) + self.phrases.swapped.format(self._base_word(row), meant, printed)

    def _place(self, name: str) -> str:
        return f"«{name}»: " if name else ""

    def _what(self, cell: Cell) -> str:
        """The cell's role in its row: tỷ lệ, chỉ tiêu, kết quả."""
        row = self.sheet.rows[cell[0]]
        if cell[1] == "percent":
            return self.phrases.percent
        if cell[1] == "reference":
            return self._base_word(row)
        word = self.phrases.target if row.kind == "target" else self.phrases.result
        return f"{word} {self.phrases.of_total}" if row.is_total else word

    def _base_word(self, row: Row) -> str:
        return self.phrases.whole if row.basis == "population" else self.phrases.target

    def _name(self, row: Row, focus: Row) -> str:
        """What tells a row from the finding's own: its unit, indicator or period; nothing where it is the same."""
        if row.key == focus.key or (row.line == focus.line and row.period_code == focus.period_code):
            return ""
        if row.unit_key != focus.unit_key:
            return _clipped(row.unit_text)
        if row.indicator_key != focus.indicator_key:
            return _clipped(row.indicator_text)
        return self.words.period(row.period_code) or _clipped(row.indicator_text)

    def _amount(self, cell: Cell, *changed: Decimal | None) -> str:
        number = changed[0] if changed else self.sheet.number(cell)
        if number is None:
            return self.words.left_empty
        if cell[1] == "percent":
            return self.words.percent(number)
        return self.words.money(number) if self.sheet.rows[cell[0]].is_money else self.words.number(number)


def _clipped(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1]}…"
