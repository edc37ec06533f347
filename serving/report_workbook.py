"""The report tables (``rpt_*``) as one workbook for people: a sheet a table, Vietnamese headings, numbers as numbers.

Bounded: a sheet holds the newest rows up to a limit and says how many it left out. A spreadsheet keeps fifteen digits
of a number; a longer one is written as text. Text that a spreadsheet would take for a formula is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from serving.marts import identifier
from warehouse.database import Connection

REPORTS = "rpt_"
"""Marts whose name begins so are report tables."""

MOST_CHARACTERS = 32_000
"""Of one cell; a spreadsheet takes 32,767."""

EXACT_DIGITS = 15
"""Digits of a number that a spreadsheet keeps."""

WORDS = {
    "ok": "đạt kiểm tra",
    "unconfirmed": "chờ xác nhận",
    "quarantined": "không tính",
    "incomplete": "chưa đủ thành viên",
    "national": "toàn quốc",
    "province": "tỉnh, thành phố",
    "sector": "ngành",
    "district": "huyện",
    "cluster": "cụm",
    "bloc": "khối",
    "grassroots": "cơ sở",
    "union": "công đoàn",
    "party": "Đảng",
    "state": "chính quyền",
    "front": "Mặt trận Tổ quốc",
    "youth": "Đoàn Thanh niên",
    "year": "năm",
    "half": "nửa năm",
    "quarter": "quý",
    "month": "tháng",
    "months": "lũy kế từ đầu năm",
    "school_year": "năm học",
    "range": "khoảng thời gian",
    "other": "khác",
    "members": "cộng các thành viên",
    "stated": "theo báo cáo của cụm",
}
"""Coded values in words, in the columns that hold a kind or a status."""

_SHEET_NAME_RE = re.compile(r"[\[\]:*?/\\]")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_HEAD_FILL = PatternFill("solid", fgColor="1F4E79")
_FACE = "Calibri"
_HEAD_FONT = Font(name=_FACE, size=11, bold=True, color="FFFFFF")
_HEAD_PLACE = Alignment(wrap_text=True, vertical="center")
_ASKED_FILL = PatternFill("solid", fgColor="FFF2CC")
_EXCLUDED_FILL = PatternFill("solid", fgColor="F8CBAD")
_DAY_PLACE = Alignment(horizontal="left")
_A4 = 9
_FILLS = {"unconfirmed": _ASKED_FILL, "quarantined": _EXCLUDED_FILL, "incomplete": _ASKED_FILL}


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    label: str
    type: str

    @property
    def is_coded(self) -> bool:
        return self.name.endswith(("_kind", "_status"))

    @property
    def is_of_indicator(self) -> bool:
        return self.name.endswith(("_target", "_result", "_attained_pct", "_quality_status"))

    @property
    def number_format(self) -> str | None:
        """A spreadsheet's own notation; it shows a comma for decimals where the reader's language does."""
        if self.name.endswith("_pct"):
            return "#,##0.0"
        if self.type == "DATE":
            return "dd/mm/yyyy"
        if self.type.startswith("DECIMAL"):
            return "#,##0.####"
        return "#,##0" if self.type in {"INTEGER", "BIGINT", "HUGEINT"} else None

    @property
    def width(self) -> int:
        if self.name in {"period_name", "province_name"}:
            return 18
        if self.name.endswith(("_name", "_names")):
            return 38
        if self.name.endswith("_kind"):
            return 22
        return 12 if self.name in {"period_code", "year_code", "is_active"} else 16


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    label: str
    columns: tuple[_Column, ...]


def write_report_workbook(database: Connection, path: Path, *, night: date, most_rows: int) -> None:
    """Write every report table of the connection's current schema to ``path``; at most ``most_rows`` rows a sheet."""
    workbook = Workbook(write_only=True)
    workbook.properties.created = workbook.properties.modified = datetime.combine(night, time(), UTC).replace(
        tzinfo=None
    )
    workbook.properties.creator, workbook.properties.language = "Kho dữ liệu thi đua", "vi"
    tables = _tables(database)
    cover = _new_sheet(workbook, "Giới thiệu")
    titles = _sheet_titles(tables)
    told = [_write_sheet(database, _new_sheet(workbook, titles[table.name]), table, most_rows) for table in tables]
    _write_cover(cover, night, [(titles[table.name], *counts) for table, counts in zip(tables, told, strict=True)])
    workbook.save(path)


def _new_sheet(workbook: Workbook, title: str) -> Worksheet:
    # what is written row by row is set up like any sheet, which its type does not tell
    return cast(Worksheet, workbook.create_sheet(title))


def _tables(database: Connection) -> tuple[_Table, ...]:
    labels = _labels(database)
    rows = database.execute(
        """
        select table_name, column_name, data_type
        from duckdb_columns()
        where database_name = current_database() and schema_name = 'main' and starts_with(table_name, $prefix)
        order by table_name, column_index
        """,
        {"prefix": REPORTS},
    ).fetchall()
    columns: dict[str, list[_Column]] = {}
    for table, column, kind in rows:
        columns.setdefault(table, []).append(_Column(column, labels.get((table, column), column), kind))
    return tuple(_Table(name, labels.get((name, ""), name), tuple(of_table)) for name, of_table in columns.items())


def _labels(database: Connection) -> dict[tuple[str, str], str]:
    """Vietnamese labels by mart and column; under an empty column, the mart's own. Empty where no mart holds them."""
    has_labels = database.execute(
        "select 1 from duckdb_tables() where database_name = current_database() and table_name = 'dim_columns'"
    ).fetchone()
    if not has_labels:
        return {}
    rows = database.execute("select mart_name, column_name, mart_label, label_vi from dim_columns").fetchall()
    labels = {(mart, column): label for mart, column, _, label in rows}
    return labels | {(mart, ""): mart_label for mart, _, mart_label, _ in rows}


def _sheet_titles(tables: Sequence[_Table]) -> dict[str, str]:
    """A name a sheet: what follows the colon of the table's label, within what a spreadsheet allows."""
    titles: dict[str, str] = {}
    for number, table in enumerate(tables, start=1):
        title = _SHEET_NAME_RE.sub(" ", table.label.rpartition(":")[2]).strip(" '")
        while len(title) > 31:
            title = title.rpartition(" ")[0] or title[:31]
        title = title[:1].upper() + title[1:]
        taken = title.casefold() in {other.casefold() for other in titles.values()}
        titles[table.name] = f"{number}. {title}"[:31] if taken or not title else title
    return titles


def _write_sheet(database: Connection, sheet: Worksheet, table: _Table, most_rows: int) -> tuple[int, int]:
    """The newest rows of a table under its headings; gives how many stand there and how many there are."""
    names = [column.name for column in table.columns]
    order = ["end_date desc nulls last"] if "end_date" in names else []
    first = ", ".join([*order, *map(identifier, names[:4])])
    source = identifier(table.name)
    (total,) = database.execute(f"select count(*) from {source}").fetchone() or (0,)  # noqa: S608  # quoted name
    rows = database.execute(f"select * from {source} order by {first} limit {most_rows:d}").fetchall()  # noqa: S608
    name_at = next((at for at, name in enumerate(names, start=1) if name.endswith("_name")), 1)
    sheet.freeze_panes = f"{get_column_letter(name_at + 1)}2"
    _set_up_print(sheet, name_at)
    for at, column in enumerate(table.columns, start=1):
        dimension = sheet.column_dimensions[get_column_letter(at)]
        dimension.width = column.width
        # an indicator that nobody told of in these rows is folded away, not left out: its place stays the same
        dimension.hidden = column.is_of_indicator and all(row[at - 1] is None for row in rows)
    sheet.row_dimensions[1].height = 62
    sheet.append(list(_heading(sheet, table.columns)))
    for row in rows:
        sheet.append([_cell(sheet, value, column) for value, column in zip(row, table.columns, strict=True)])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(names))}{len(rows) + 1}"
    return len(rows), total


def _set_up_print(sheet: Worksheet, name_at: int) -> None:
    """Landscape pages, each with the headings and the names, numbered."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.scale = "landscape", _A4, 65
    sheet.print_title_rows, sheet.print_title_cols = "1:1", f"A:{get_column_letter(name_at)}"
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.7, footer=0.35)
    footer = HeaderFooterItem(
        left=_HeaderFooterPart(text=sheet.title.replace("&", "&&")), right=_HeaderFooterPart(text="Trang &P/&N")
    )
    sheet.HeaderFooter.oddFooter = footer


def _heading(sheet: Worksheet, columns: Sequence[_Column]) -> Iterator[Cell]:
    for column in columns:
        cell = _text(sheet, column.label)
        cell.fill, cell.font, cell.alignment = _HEAD_FILL, _HEAD_FONT, _HEAD_PLACE
        yield cell


def _cell(sheet: Worksheet, value: Any, column: _Column) -> Cell | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return WriteOnlyCell(sheet, "có" if value else "không")
    if isinstance(value, str):
        words = WORDS.get(value, value) if column.is_coded else value
        cell = _text(sheet, words)
        if column.name.endswith("_status") and value in _FILLS:
            cell.fill = _FILLS[value]
        return cell
    if isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) > EXACT_DIGITS:
        return _text(sheet, f"{value:f}")
    cell = WriteOnlyCell(sheet, value)
    if column.number_format:
        cell.number_format = column.number_format
        if isinstance(value, Decimal) and value == value.to_integral_value() and not column.name.endswith("_pct"):
            # `0.####` would show the bare comma of a whole number
            cell.number_format = "#,##0"
        if column.type == "DATE":
            cell.alignment = _DAY_PLACE
    return cell


def _text(sheet: Worksheet, value: str) -> Cell:
    """Text that no spreadsheet takes for a formula, without the characters its file format cannot hold."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)[:MOST_CHARACTERS])
    if value.startswith(_FORMULA_STARTS):
        # as typed behind an apostrophe: it stays text when the cell is edited
        cell.data_type, cell.quotePrefix = "s", True
    return cell


def _write_cover(sheet: Worksheet, night: date, sheets: Sequence[tuple[str, int, int]]) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 44, 60
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    title = WriteOnlyCell(sheet, "Số liệu thi đua theo kỳ")
    title.font = Font(name=_FACE, bold=True, size=16)
    sheet.append([title])
    sheet.append([f"Số liệu đến đêm {night:%d/%m/%Y}"])
    sheet.append([])
    for name, shown, total in sheets:
        link = WriteOnlyCell(sheet, name)
        link.hyperlink, link.font = f"#'{name}'!A1", Font(name=_FACE, size=11, underline="single", color="0563C1")
        left_out = f"; còn {total - shown} dòng cũ hơn không nêu ở đây, xem serving.duckdb" if total > shown else ""
        sheet.append([link, f"{shown} dòng{left_out}"])
    sheet.append([])
    for line in (
        "Mỗi chỉ tiêu có bốn cột: chỉ tiêu, thực hiện, mức hoàn thành (%) và chất lượng.",
        "Chất lượng “chờ xác nhận”: số liệu đã được hỏi lại đơn vị. “Không tính”: số liệu không thể đúng.",
        "Chỉ cộng số liệu trong cùng một cấp và cùng một loại kỳ; không cộng các tỷ lệ phần trăm.",
        "Số tiền tính bằng đồng.",
        "Cột của chỉ tiêu chưa có số liệu nào được ẩn; chọn các cột hai bên rồi “Bỏ ẩn” (Unhide) để xem.",
    ):
        sheet.append([line])
