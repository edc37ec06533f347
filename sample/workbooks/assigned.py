"""Layout a: assigned, done, percent under a two-row merged header; one unit, one row an indicator."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from random import Random

from sample.cells import trimmed
from sample.forms import FormRow
from sample.ledger import PrintedFigure
from sample.workbooks.letterhead import Letter, capitalised, put_letterhead, put_signatures, put_title
from sample.xlsx import Formula, Sheet, Style, write_workbook
from warehouse.vietnamese import format_number

LAYOUT = "a"
_ROMAN = ("I", "II", "III", "IV")
_TITLES = (
    "BIỂU TỔNG HỢP KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU THI ĐUA {}",
    "KẾT QUẢ THỰC HIỆN CHỈ TIÊU THI ĐUA {}",
    "BIỂU KẾT QUẢ THỰC HIỆN CHỈ TIÊU CÔNG TÁC CÔNG ĐOÀN {}",
)
PART_SCOPE = "DN ngoài nhà nước"


class PercentForm(StrEnum):
    """How the percentage column was filled."""

    FORMULA = "formula"
    FRACTION = "fraction"
    """A formula giving 1.386 that is shown as 138,6%."""
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Habits:
    """How this office fills its forms."""

    percent: PercentForm
    numbers_as_text: bool
    says_ditto: bool
    has_index_row: bool


def write_assigned(letter: Letter, rows: list[FormRow], draw: Random) -> tuple[bytes, list[PrintedFigure]]:
    """The workbook's bytes and the figures printed in it."""
    habits = _Habits(
        percent=draw.choice(tuple(PercentForm)),
        numbers_as_text=draw.random() < 0.2,
        says_ditto=draw.random() < 0.5,
        has_index_row=draw.random() < 0.4,
    )
    return _Form(letter, habits, draw).write(rows)


class _Form:
    """One form while it is being filled."""

    def __init__(self, letter: Letter, habits: _Habits, draw: Random) -> None:
        self.letter = letter
        self.habits = habits
        self.draw = draw
        self.sheet = Sheet(draw.choice(("Sheet1", "Biểu 1", "Chỉ tiêu")))
        self.figures: list[PrintedFigure] = []
        self.row = 9
        self.unit_above: str | None = None

    def write(self, rows: list[FormRow]) -> tuple[bytes, list[PrintedFigure]]:
        self._put_header()
        section = ""
        sections = 0
        for number, row in enumerate(rows, start=1):
            if row.indicator.section != section:
                section = row.indicator.section
                self._put_section(_ROMAN[sections % len(_ROMAN)], section)
                sections += 1
            self._put_row(number, row)
        put_signatures(self.sheet, self.row + 1, 7, self.letter)
        return write_workbook(self.sheet, self.letter.created), self.figures

    def _put_header(self) -> None:
        sheet, letter = self.sheet, self.letter
        put_letterhead(sheet, letter, 7)
        period = letter.period.words
        put_title(sheet, 4, self.draw.choice(_TITLES).format(period.upper()), 7)
        attached = f"(Kèm theo Báo cáo số {letter.number}/{letter.symbol} ngày {letter.day:%d/%m/%Y})"
        put_title(sheet, 5, attached, 7)
        for column, label in ((1, "STT"), (2, "Chỉ tiêu"), (3, "ĐVT"), (7, "Ghi chú")):
            sheet.put(7, column, label, Style.BOLD)
            sheet.merge(7, column, 8, column)
        sheet.put(7, 4, capitalised(period), Style.BOLD)
        sheet.merge(7, 4, 7, 6)
        for column, label in ((4, "Giao"), (5, "Thực hiện"), (6, "Tỷ lệ %")):
            sheet.put(8, column, label, Style.BOLD)
        if self.habits.has_index_row:
            for column, label in enumerate(("(1)", "(2)", "(3)", "(4)", "(5)", "(6=5/4)", "(7)"), start=1):
                sheet.put(self.row, column, label)
            self.row += 1

    def _put_section(self, numeral: str, title: str) -> None:
        self.sheet.put(self.row, 1, numeral, Style.BOLD)
        self.sheet.put(self.row, 2, title, Style.BOLD)
        self.sheet.merge(self.row, 2, self.row, 7)
        self.unit_above = None
        self.row += 1

    def _put_row(self, number: int, row: FormRow) -> None:
        sheet, line = self.sheet, self.row
        sheet.put(line, 1, Decimal(number))
        sheet.put(line, 2, row.label)
        self._put_unit(row.unit_of_measure)
        if row.target is None:
            sheet.put(line, 4, "-")
        else:
            self._put_number(4, row.target, row)
        locator = self._put_number(5, row.result, row)
        self._put_percent(row)
        if row.base:
            sheet.put(line, 7, "/".join(map(str, row.base)))
        elif row.target and not isinstance(row.result, str) and row.result > row.target and row.fault is None:
            sheet.put(line, 7, "Vượt")
        self.figures.append(self._figure(row, locator))
        if row.base:
            self.figures.append(self._base_figure(row, row.base))
        self.row += 1
        if row.part is not None:
            self._put_part(row, row.part)

    def _put_unit(self, unit: str) -> None:
        ditto = self.habits.says_ditto and unit == self.unit_above
        self.sheet.put(self.row, 3, "nt" if ditto else unit)
        self.unit_above = unit

    def _put_number(self, column: int, number: Decimal | str, row: FormRow) -> str:
        if isinstance(number, str):
            return self.sheet.put(self.row, column, number)
        printed = trimmed(number / row.indicator.scale)
        if self.habits.numbers_as_text:
            return self.sheet.put(self.row, column, format_number(printed))
        style = Style.THOUSANDS if printed == printed.to_integral_value() else Style.GENERAL
        return self.sheet.put(self.row, column, printed, style)

    def _put_percent(self, row: FormRow) -> None:
        if isinstance(row.result, str) or (row.percent is None and row.target is not None and row.target != 0):
            return
        if row.target is None:
            self.sheet.put(self.row, 6, "-")
        elif row.target == 0:
            self.sheet.put(self.row, 6, Formula(f"E{self.row}/D{self.row}*100", "#DIV/0!"))
        elif row.percent is not None:
            self._put_ratio(row, row.percent, row.result / row.target)

    def _put_ratio(self, row: FormRow, percent: Decimal, ratio: Decimal) -> None:
        form = self.habits.percent
        if form in (PercentForm.FORMULA, PercentForm.FRACTION) and (row.fault or self.habits.numbers_as_text):
            form = PercentForm.NUMBER
        match form:
            case PercentForm.FORMULA:
                cell = Formula(f"E{self.row}/D{self.row}*100", _cached(100 * ratio))
                self.sheet.put(self.row, 6, cell, Style.ONE_DECIMAL)
            case PercentForm.FRACTION:
                self.sheet.put(self.row, 6, Formula(f"E{self.row}/D{self.row}", _cached(ratio)), Style.PERCENT)
            case PercentForm.NUMBER:
                self.sheet.put(self.row, 6, trimmed(percent), Style.GENERAL)
            case PercentForm.TEXT:
                self.sheet.put(self.row, 6, format_number(percent))

    def _put_part(self, row: FormRow, part: Decimal) -> None:
        self.sheet.put(self.row, 2, row.indicator.part_label or "")
        self._put_unit(row.unit_of_measure)
        locator = self._put_number(5, part, row)
        self.figures.append(
            PrintedFigure(
                file=self.letter.file,
                source_kind="unit_report",
                locator=locator,
                number_text=self._printed(part, row),
                unit_code=self.letter.unit.code,
                indicator_code=row.indicator_code,
                period_code=self.letter.period.code,
                scope=PART_SCOPE,
                r=part,
            )
        )
        self.row += 1

    def _figure(self, row: FormRow, locator: str) -> PrintedFigure:
        result = None if isinstance(row.result, str) else row.result
        return PrintedFigure(
            file=self.letter.file,
            source_kind="unit_report",
            locator=locator,
            number_text=self._printed(row.result, row),
            unit_code=self.letter.unit.code,
            indicator_code=row.indicator_code,
            period_code=self.letter.period.code,
            r=None if row.is_share else result,
            t=None if row.is_share else row.target,
            p=result if row.is_share else row.percent,
            rules=row.rules,
            fault=row.fault,
            true_r=row.true_result if row.fault else None,
            true_t=row.true_target if row.fault else None,
        )

    def _base_figure(self, row: FormRow, base: tuple[int, int]) -> PrintedFigure:
        held, total = base
        return PrintedFigure(
            file=self.letter.file,
            source_kind="unit_report",
            locator=self.sheet.locator(self.row, 7),
            number_text=f"{held}/{total}",
            unit_code=self.letter.unit.code,
            indicator_code="staff_conferences_held",
            period_code=self.letter.period.code,
            r=Decimal(held),
            t=Decimal(total),
        )

    def _printed(self, number: Decimal | str, row: FormRow) -> str:
        return number if isinstance(number, str) else format_number(trimmed(number / row.indicator.scale))


def _cached(number: Decimal) -> Decimal:
    """The number at the fifteen digits a spreadsheet shows of a division."""
    return +trimmed(number.quantize(Decimal(1).scaleb(number.adjusted() - 14)))
