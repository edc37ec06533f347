"""From a book to the bytes an office sends, and where in them each cell stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

from proof.printed import Book, Cell, Form, Line, Place, Role, Shown
from sample.xlsx import Sheet, Style, write_workbook
from warehouse.vietnamese import format_number, format_percent

_COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_HEAD_OF_YEAR = ("Giao", "Thực hiện", "Tỷ lệ %")


@dataclass(frozen=True, slots=True)
class Printed:
    """``places`` are the cells by locator; of an article by the indicator they state."""

    content: bytes
    places: dict[str, Place]


def print_book(book: Book) -> Printed:
    """The book as a workbook, or as the text of an article."""
    if book.form is Form.ARTICLE:
        return _article(book)
    sheet = Sheet("Sheet1")
    printer = _Printer(book, sheet)
    match book.form:
        case Form.YEAR:
            printer.year()
        case Form.HALF_YEAR:
            printer.half_year()
        case Form.NINE_MONTHS:
            printer.nine_months()
        case Form.SYNTHESIS:
            printer.synthesis()
        case Form.RATIOS:
            printer.ratios()
    created = datetime.combine(book.night, time(8, 30), UTC)
    return Printed(write_workbook(sheet, created), printer.places)


class _Printer:
    def __init__(self, book: Book, sheet: Sheet) -> None:
        self.book = book
        self.sheet = sheet
        self.places: dict[str, Place] = {}

    def year(self) -> None:
        self._head(f"BIỂU TỔNG HỢP KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU THI ĐUA {self.book.period_words.upper()}", 7)
        for column, label in ((1, "STT"), (2, "Chỉ tiêu"), (3, "ĐVT"), (7, "Ghi chú")):
            self._put(7, column, label, Style.BOLD)
            self.sheet.merge(7, column, 8, column)
        self._put(7, 4, f"Năm {self.book.period}", Style.BOLD)
        self.sheet.merge(7, 4, 7, 6)
        for column, label in enumerate(_HEAD_OF_YEAR, start=4):
            self._put(8, column, label, Style.BOLD)
        for index, line in enumerate(self.book.lines):
            row = 9 + index
            self._row_head(row, index, line)
            if line.scope is None and Role.TARGET not in line.cells:
                self._put(row, 4, "-")
                self._put(row, 6, "-")
            for role, column in ((Role.TARGET, 4), (Role.RESULT, 5), (Role.PERCENT, 6)):
                self._cell(row, column, index, role)

    def half_year(self) -> None:
        self._head(f"BÁO CÁO SỐ LIỆU HOẠT ĐỘNG CÔNG ĐOÀN {self.book.period_words.upper()}", 8)
        year = self.book.period[:4]
        labels = ("TT", "Nội dung", "Đơn vị tính", f"KH năm {year}", "Quý I", "Quý II", "Lũy kế 6T", "% KH năm")
        for column, label in enumerate(labels, start=1):
            self._put(7, column, label, Style.BOLD)
        rows: dict[str, int] = {}
        for index, line in enumerate(self.book.lines):
            row = rows.setdefault(line.label, 8 + len(rows))
            if line.quarter:
                self._cell(row, 4 + line.quarter, index, Role.RESULT)
                continue
            self._row_head(row, row - 8, line)
            for role, column in ((Role.TARGET, 4), (Role.RESULT, 7), (Role.PERCENT, 8)):
                self._cell(row, column, index, role)

    def nine_months(self) -> None:
        self._head(f"KẾT QUẢ THỰC HIỆN CHỈ TIÊU {self.book.period_words.upper()}", 4)
        for column, label in enumerate(("STT", "Nội dung", "ĐVT", "Thực hiện"), start=1):
            self._put(7, column, label, Style.BOLD)
        for index, line in enumerate(self.book.lines):
            self._row_head(8 + index, index, line)
            self._cell(8 + index, 4, index, Role.RESULT)

    def synthesis(self) -> None:
        groups: dict[str, int] = {}
        width = 2
        for line in self.book.lines:
            if line.label not in groups:
                groups[line.label] = width + 1
                width += 3 if line.indicator.has_target else 1
        number = self.book.path.partition("CUM")[2][:2]
        self._head(
            f"TỔNG HỢP KẾT QUẢ THỰC HIỆN CHỈ TIÊU {self.book.period_words.upper()} - CỤM THI ĐUA SỐ {number}", width
        )
        self._put(5, max(3, width - 2), "Đơn vị tính tiền: triệu đồng")
        for column, label in ((1, "TT"), (2, "Đơn vị")):
            self._put(6, column, label, Style.BOLD)
            self.sheet.merge(6, column, 7, column)
        for label, first in groups.items():
            self._put(6, first, label, Style.BOLD)
        for line in self.book.lines:
            if line.indicator.has_target:
                for offset, heading in enumerate(("Giao", "TH", "%")):
                    self._put(7, groups[line.label] + offset, heading, Style.BOLD)
        for label, first in groups.items():
            has_target = any(line.label == label and line.indicator.has_target for line in self.book.lines)
            self.sheet.merge(6, first, 6 if has_target else 7, first + 2 if has_target else first)
        for row, index, line in self._rows_of_units(8):
            first = groups[line.label]
            if line.indicator.has_target:
                for offset, role in enumerate((Role.TARGET, Role.RESULT, Role.PERCENT)):
                    self._cell(row, first + offset, index, role)
            else:
                self._cell(row, first, index, Role.RESULT)

    def ratios(self) -> None:
        columns: dict[str, int] = {}
        for line in self.book.lines:
            columns.setdefault(line.label, 3 + len(columns))
        title = f"KẾT QUẢ THỰC HIỆN CHỈ TIÊU {self.book.period_words.upper()} (thực hiện/chỉ tiêu giao)"
        self._head(title, 2 + len(columns))
        for column, label in enumerate(("STT", "Đơn vị", *columns), start=1):
            self._put(6, column, label, Style.BOLD)
        for row, index, line in self._rows_of_units(7):
            self._ratio(row, columns[line.label], index, line)

    def _rows_of_units(self, first: int) -> list[tuple[int, int, Line]]:
        rows: dict[str, int] = {}
        placed = []
        for index, line in enumerate(self.book.lines):
            if line.unit not in rows:
                rows[line.unit] = first + len(rows)
                if not line.is_total:
                    self._put(rows[line.unit], 1, Decimal(len(rows)))
                self._put(
                    rows[line.unit], 2, self.book.names[line.unit], Style.BOLD if line.is_total else Style.GENERAL
                )
            placed.append((rows[line.unit], index, line))
        return placed

    def _head(self, title: str, width: int) -> None:
        middle = max(3, width // 2)
        self._put(1, 1, "CÔNG ĐOÀN VIỆT NAM", Style.BOLD)
        self._put(2, 1, self.book.sender_heading.upper(), Style.BOLD)
        self._put(1, middle + 1, _COUNTRY, Style.BOLD)
        self._put(4, 1, title, Style.BOLD)
        self.sheet.merge(4, 1, 4, max(width, 3))

    def _row_head(self, row: int, index: int, line: Line) -> None:
        if line.scope is None:
            self._put(row, 1, Decimal(index + 1))
        self._put(row, 2, line.label)
        self._put(row, 3, line.unit_word)

    def _cell(self, row: int, column: int, index: int, role: Role) -> None:
        cell = self.book.lines[index].cells.get(role)
        if cell is None:
            return
        locator = self._put(row, column, cell.shown)
        self.places[locator] = Place(self.book.path, index, role)

    def _ratio(self, row: int, column: int, index: int, line: Line) -> None:
        result, target, percent = (line.cells.get(role) for role in (Role.RESULT, Role.TARGET, Role.PERCENT))
        if result is None or target is None:
            return
        text: Shown
        if isinstance(result.shown, date):
            text = result.shown
        else:
            text = f"{_text(result)}/{_text(target)}"
            if percent is not None:
                text += f" ({_percent(percent)})"
        locator = self._put(row, column, text)
        self.places[locator] = Place(self.book.path, index)

    def _put(self, row: int, column: int, shown: Shown, style: Style = Style.GENERAL) -> str:
        return self.sheet.put(row, column, shown, Style.DAY_MONTH if isinstance(shown, date) else style)


def _text(cell: Cell) -> str:
    return format_number(cell.shown) if isinstance(cell.shown, Decimal) else str(cell.shown)


def _percent(cell: Cell) -> str:
    return format_percent(cell.shown) if isinstance(cell.shown, Decimal) else str(cell.shown)


def _article(book: Book) -> Printed:
    federation, subject = book.names[""], book.sender_heading
    words = {"federation": federation, "subject": subject}
    clauses: defaultdict[bool, list[str]] = defaultdict(list)
    places: dict[str, Place] = {}
    for index, line in enumerate(book.lines):
        told = {
            name: shown(line.cells[role])
            for name, role, shown in (
                ("r", Role.RESULT, _counted),
                ("t", Role.TARGET, _counted),
                ("p", Role.PERCENT, _percent),
            )
            if role in line.cells
        }
        is_share = Role.RESULT not in line.cells
        clauses[is_share].append(line.sentence.format(**told, q=line.approximate or ""))
        places[line.indicator.code] = Place(book.path, index)
    year = book.period
    text = [
        f"{subject} nhìn lại phong trào thi đua năm {year}",
        f"Ngày {book.day_words}, {subject} họp đánh giá kết quả thi đua năm {year}.",
        f"Năm {year}, các cấp công đoàn thuộc {subject} đã {'; '.join(clauses[False])}.",
    ]
    if clauses[True]:
        text.append(f"Đến hết năm {year}, {'; '.join(clauses[True])}.")
    text += [
        count.sentence.format(n=f"{count.count:02}", names=", ".join(count.names), **words) for count in book.counts
    ]
    return Printed("\n\n".join(text).encode(), places)


def _counted(cell: Cell) -> str:
    """``05`` for 5, ``1.720`` for 1720."""
    number = cell.shown
    if isinstance(number, Decimal) and 0 <= number < 10 and number == int(number):
        return f"{int(number):02}"
    return _text(cell)
