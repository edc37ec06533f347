"""Legacy workbooks that calamine does not read: Excel 2.0 to 4.0 (BIFF2–BIFF4), and rich text of .xls cells."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from itertools import pairwise
from typing import Literal

import xlrd

from ingest.unit_reports.grid import CellValue
from ingest.unit_reports.ooxml import GENERAL, CellFact, Hidden, Run, is_legacy_font, known_fact
from ingest.unit_reports.reasons import unreadable

_FILEPASS = 0x2F
_NO_SHEETS = {0x20: "chart", 0x40: "macro"}
"""What a file of Excel 2.0 to 4.0 is that is neither a worksheet nor a workbook of them."""
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass(slots=True)
class EarlySheet:
    """One sheet. Rows start at A1; places are zero-based (row, column)."""

    name: str
    rows: list[list[CellValue]]
    is_hidden: bool
    facts: dict[tuple[int, int], CellFact] = field(default_factory=dict)
    fonts: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: tuple[tuple[int, int, int, int], ...] = ()
    """(top, left, bottom, right), inclusive."""
    hidden: Hidden = field(default_factory=Hidden)


def check_early(content: bytes) -> None:
    """Look over an Excel 2.0 to 4.0 file, a stream of records, before it is read.

    Raises:
        UnreadableFileError: it has a password, or is a chart or a sheet of macros.
    """
    position = 0
    while position + 4 <= len(content):
        kind, length = struct.unpack_from("<HH", content, position)
        if kind == _FILEPASS:
            raise unreadable("file_encrypted")
        if position == 0 and length >= 4:
            substance = _NO_SHEETS.get(int.from_bytes(content[6:8], "little"))
            if substance is not None:
                raise unreadable("file_no_worksheet", kind=substance)
        position += 4 + length


def read_with_xlrd(content: bytes) -> list[EarlySheet]:
    """The worksheets of any .xls. Raises whatever xlrd raises on a damaged one."""
    book = xlrd.open_workbook(file_contents=content, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    return [_sheet(book, sheet) for sheet in book.sheets()]


def rich_cells(content: bytes) -> dict[int, dict[tuple[int, int], tuple[Run, ...]]]:
    """Runs of the cells written in more than one font, one of them a legacy one, by sheet number."""
    book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
    fonts = [font.name for font in book.font_list]
    found: dict[int, dict[tuple[int, int], tuple[Run, ...]]] = {}
    for number, sheet in enumerate(book.sheets()):
        for place, starts in sheet.rich_text_runlist_map.items():
            runs = _runs(sheet, place, starts, fonts, book)
            if any(is_legacy_font(font) for _, font in runs):
                found.setdefault(number, {})[place] = runs
    return found


def _runs(
    sheet: xlrd.sheet.Sheet, place: tuple[int, int], starts: list[tuple[int, int]], fonts: list[str], book: xlrd.Book
) -> tuple[Run, ...]:
    text = str(sheet.cell_value(*place))
    own = fonts[book.xf_list[sheet.cell_xf_index(*place)].font_index]
    marks = [(0, own), *((start, fonts[font] if font < len(fonts) else "") for start, font in starts), (len(text), "")]
    return tuple((text[start:end], font) for (start, font), (end, _) in pairwise(marks) if end > start)


def _sheet(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> EarlySheet:
    facts: dict[tuple[int, int], CellFact] = {}
    fonts: dict[tuple[int, int], str] = {}
    rows: list[list[CellValue]] = []
    for row in range(sheet.nrows):
        values: list[CellValue] = []
        for column in range(sheet.row_len(row)):
            values.append(_value(book, sheet, row, column, facts))
            font = _font(book, sheet, row, column)
            if values[-1] is not None and is_legacy_font(font):
                fonts[row, column] = font
        rows.append(values)
    return EarlySheet(
        sheet.name,
        rows,
        sheet.visibility != 0,
        facts,
        fonts,
        tuple((top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells),
        Hidden(_hidden(sheet.rowinfo_map), _hidden(sheet.colinfo_map)),
    )


def _hidden(known: Mapping[int, object]) -> frozenset[int]:
    return frozenset(number for number, one in known.items() if getattr(one, "hidden", 0))


def _value(
    book: xlrd.Book, sheet: xlrd.sheet.Sheet, row: int, column: int, facts: dict[tuple[int, int], CellFact]
) -> CellValue:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    number_format = _number_format(book, sheet, row, column)
    if kind == xlrd.XL_CELL_ERROR:
        facts[row, column] = CellFact(number_format, _ERRORS.get(int(value), "#ERROR!"))
        return None
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) or value == "":
        return None
    if number_format != GENERAL:
        facts[row, column] = known_fact(number_format)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_DATE:
        return _date(float(value), book.datemode)
    return float(value) if kind == xlrd.XL_CELL_NUMBER else str(value)


def _date(value: float, datemode: Literal[0, 1]) -> CellValue:
    try:
        moment = xlrd.xldate_as_datetime(value, datemode)
    except (ValueError, OverflowError):
        return value
    if value < 1:
        return moment.time()
    return moment.date() if moment.time() == time() else moment


def _number_format(book: xlrd.Book, sheet: xlrd.sheet.Sheet, row: int, column: int) -> str:
    style = sheet.cell_xf_index(row, column)
    if style is None or style >= len(book.xf_list):
        return GENERAL
    found = book.format_map.get(book.xf_list[style].format_key)
    return found.format_str if found is not None else GENERAL


def _font(book: xlrd.Book, sheet: xlrd.sheet.Sheet, row: int, column: int) -> str:
    style = sheet.cell_xf_index(row, column)
    if style is None or style >= len(book.xf_list):
        return ""
    index = book.xf_list[style].font_index
    return str(book.font_list[index].name) if index < len(book.font_list) else ""
