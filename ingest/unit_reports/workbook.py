"""Any spreadsheet format → sheets of cells, within limits.

What a file holds is judged before a reader touches it: its kind by content, its inflated size, its far corners. Values
come from python-calamine; number formats, error cells and fonts from a second look at the part in question.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache, partial
from typing import TypeVar

from lxml import etree
from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from ingest.unit_reports.archive import Archive, Extent, column_letters, ooxml_extent, xlsb_extent
from ingest.unit_reports.biff import LegacySheet, legacy_sheets
from ingest.unit_reports.delimited import read_delimited
from ingest.unit_reports.limits import Limits
from ingest.unit_reports.ooxml import CellFact, cell_facts, number_formats, sheet_parts
from ingest.unit_reports.reasons import unreadable
from ingest.unit_reports.sniff import FileFormat, sniff
from ingest.vietnamese.text import LEGACY_ENCODINGS, DecodedText, decode_legacy

CellValue = str | float | int | bool | date | datetime | time | timedelta | None
Facts = Mapping[tuple[int, int], CellFact]

TEXT_SHEET = "CSV"
"""Name of the only sheet of a text file, in locators: a file's own name is no part of its content."""

T = TypeVar("T")

_PLAIN_FACT = CellFact()
_MERGE_CELLS = 200_000
_HINT_CELLS = 400


@dataclass(frozen=True, slots=True)
class MergedRange:
    """Merged cells, zero-based and inclusive. Its value stands in the first cell."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet:
    """One sheet. Rows and columns are zero-based and absolute: row 0, column 0 is A1."""

    def __init__(
        self,
        name: str,
        rows: Sequence[Sequence[CellValue]],
        origin: tuple[int, int] = (0, 0),
        *,
        merged: tuple[MergedRange, ...] | None = None,
        is_hidden: bool = False,
        load_facts: Callable[[], Facts] | None = None,
        fonts: Mapping[tuple[int, int], str] | None = None,
        encoding: str | None = None,
        is_typed: bool = True,
    ) -> None:
        self.name = name
        self.top, self.left = origin
        self.bottom = self.top + len(rows) - 1
        self.right = self.left + max(map(len, rows), default=0) - 1
        self.merged = merged
        self.is_hidden = is_hidden
        self.is_typed = is_typed
        """Cells have types (a workbook); false for text files, where all cells are strings."""
        self._rows = rows
        self._load_facts = load_facts
        self._fonts = fonts or {}
        self._encoding = encoding

    @cached_property
    def facts(self) -> Facts:
        return self._load_facts() if self._load_facts is not None else {}

    def fact(self, row: int, column: int) -> CellFact:
        return self.facts.get((row, column), _PLAIN_FACT)

    def value(self, row: int, column: int) -> CellValue:
        """The cell's value; null where it is empty, outside, or hidden under a merge."""
        if (row, column) in self._covered:
            return None
        return self._stored(row, column)

    def text(self, row: int, column: int) -> str:
        """The cell as text in Unicode NFC with single spaces; empty where there is no value."""
        value = self.value(row, column)
        if not isinstance(value, str):
            return plain_text(value)
        font = self._fonts.get((row, column)) or self._font_hint
        return " ".join(_decoded(value, font).text.split())

    def lines(self, row: int, column: int) -> list[str]:
        """The lines of a text cell, each with single spaces; a value of another type is one line."""
        value = self.value(row, column)
        if not isinstance(value, str) or not ("\n" in value or "\r" in value):
            text = self.text(row, column)
            return [text] if text else []
        font = self._fonts.get((row, column)) or self._font_hint
        lines = (" ".join(line.split()) for line in _decoded(value, font).text.splitlines())
        return [line for line in lines if line]

    def raw_text(self, row: int, column: int) -> str:
        """The cell as printed, for evidence: text as stored, an error's name, other values as plain text."""
        value = self.value(row, column)
        if value is None:
            return self.fact(row, column).error or ""
        return value if isinstance(value, str) else plain_text(value)

    def row_texts(self, row: int) -> list[tuple[int, str]]:
        """(column, text) of the filled cells of a row, left to right."""
        texts = ((column, self.text(row, column)) for column in self._columns(row))
        return [(column, text) for column, text in texts if text]

    def locator(self, row: int, column: int) -> str:
        return f"{self.name}!{column_letters(column)}{row + 1}"

    def merge_at(self, row: int, column: int) -> MergedRange | None:
        """The merged range a cell belongs to, first cell included."""
        return self._covered.get((row, column)) or self._merge_starts.get((row, column))

    @property
    def is_blank(self) -> bool:
        return not any(value is not None and value != "" for row in self._rows for value in row)

    @property
    def encoding(self) -> str | None:
        """The legacy encoding the sheet's text was recovered from; null where it was Unicode."""
        return self._encoding or self._legacy_encoding

    def _stored(self, row: int, column: int) -> CellValue:
        if row < self.top or column < self.left or row > self.bottom:
            return None
        cells = self._rows[row - self.top]
        offset = column - self.left
        value = cells[offset] if offset < len(cells) else None
        return None if value == "" else value

    def _columns(self, row: int) -> range:
        if not self.top <= row <= self.bottom:
            return range(0)
        return range(self.left, self.left + len(self._rows[row - self.top]))

    @cached_property
    def _merge_starts(self) -> dict[tuple[int, int], MergedRange]:
        return {(merge.top, merge.left): merge for merge in self.merged or ()}

    @cached_property
    def _covered(self) -> dict[tuple[int, int], MergedRange]:
        """Cells under a merge, but for its first. A range past the bound is taken for formatting, not for a table."""
        covered: dict[tuple[int, int], MergedRange] = {}
        for merge in self.merged or ():
            bottom, right = min(merge.bottom, self.bottom), min(merge.right, self.right)
            if (bottom - merge.top + 1) * (right - merge.left + 1) + len(covered) > _MERGE_CELLS:
                continue
            for row in range(merge.top, bottom + 1):
                for column in range(merge.left, right + 1):
                    covered[row, column] = merge
            covered.pop((merge.top, merge.left), None)
        return covered

    def _strings(self) -> Iterator[str]:
        for row in self._rows:
            for value in row:
                if isinstance(value, str) and not value.isascii():
                    yield value

    @cached_property
    def _legacy_encoding(self) -> str | None:
        if not self.is_typed:
            return None
        found = Counter(
            _decoded(text, None).encoding for text, _ in zip(self._strings(), range(_HINT_CELLS), strict=False)
        )
        legacy = [(count, name) for name, count in found.items() if name in LEGACY_ENCODINGS]
        return max(legacy)[1] if legacy else None

    @property
    def _font_hint(self) -> str | None:
        return {"tcvn3": ".VnTime", "vni": "VNI-Times"}.get(self._legacy_encoding or "")


@lru_cache(maxsize=8192)
def _decoded(text: str, font: str | None) -> DecodedText:
    return decode_legacy(text, font)


def plain_text(value: CellValue) -> str:
    """A value as text: 2023.0 as "2023", a date in ISO form."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return format(value, ".15g")
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return str(value)


@dataclass(frozen=True, slots=True)
class Workbook:
    """The worksheets of a file in order, hidden ones included and marked."""

    file_format: FileFormat
    sheets: tuple[Sheet, ...]
    is_damaged_text: bool = False
    text_encoding: str | None = None


def open_workbook(content: bytes, path: str, limits: Limits) -> Workbook:
    """Read a file's worksheets.

    ``path`` gives the file's name only, which tells a lock file; the format is told by the content.

    Raises:
        UnreadableFileError: with the reason for the quarantine.
    """
    file_format = sniff(content, path, limits)
    if file_format is FileFormat.TEXT:
        return _open_text(content, limits)
    book = _open_calamine(content, file_format, limits)
    if not any(not sheet.is_hidden and not sheet.is_blank for sheet in book.sheets):
        raise unreadable("workbook_blank", detail=f"{len(book.sheets)} worksheets")
    return book


def _open_text(content: bytes, limits: Limits) -> Workbook:
    table = read_delimited(content, limits)
    encoding = table.decoded.encoding
    rows: list[list[CellValue]] = [list(row) for row in table.rows]
    sheet = Sheet(TEXT_SHEET, rows, encoding=encoding if encoding in LEGACY_ENCODINGS else None, is_typed=False)
    if sheet.is_blank:
        raise unreadable("workbook_blank", detail="a text file of delimiters only")
    return Workbook(FileFormat.TEXT, (sheet,), table.decoded.is_damaged, encoding)


@dataclass(frozen=True, slots=True)
class _Inspection:
    """What is known of the sheets before they are read."""

    extents: Mapping[str, Extent | None]
    load_facts: Callable[[str], Facts]
    fonts: Mapping[str, Mapping[tuple[int, int], str]]


def _open_calamine(content: bytes, file_format: FileFormat, limits: Limits) -> Workbook:
    inspection = _inspect(content, file_format, limits)
    for name, extent in inspection.extents.items():
        if extent is not None:
            extent.check(name, limits)
    with _guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(content)), file_format) as book:
        if len(book.sheet_names) > limits.max_sheets:
            raise unreadable("too_many_sheets", count=len(book.sheet_names), limit=limits.max_sheets)
        sheets = []
        for index, metadata in enumerate(book.sheets_metadata):
            if metadata.typ is not SheetTypeEnum.WorkSheet:
                continue
            read = _guarded(partial(book.get_sheet_by_index, index), file_format)
            sheets.append(_sheet(read, metadata.visible, inspection, file_format, limits))
    return Workbook(file_format, tuple(sheets))


def _sheet(
    read: CalamineSheet, visible: SheetVisibleEnum, inspection: _Inspection, file_format: FileFormat, limits: Limits
) -> Sheet:
    start = read.start or (0, 0)
    if read.end is not None:
        Extent(start[0], start[1], read.end[0], read.end[1]).check(read.name, limits)
    merged = read.merged_cell_ranges
    rows: Sequence[Sequence[CellValue]] = _guarded(lambda: read.to_python(skip_empty_area=True), file_format)
    return Sheet(
        read.name,
        rows,
        start,
        merged=None if merged is None else tuple(MergedRange(*first, *last) for first, last in merged),
        is_hidden=visible is not SheetVisibleEnum.Visible,
        load_facts=lambda: inspection.load_facts(read.name),
        fonts=inspection.fonts.get(read.name),
    )


def _guarded(call: Callable[[], T], file_format: FileFormat) -> T:
    """A call into calamine; every failure of it, panics included, is a damaged or encrypted file."""
    try:
        return call()
    except PasswordError as refusal:
        raise unreadable("file_encrypted") from refusal
    except (MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as damage:
        # A Rust panic reaches Python as a bare BaseException.
        raise unreadable("file_damaged", kind=file_format.value, detail=str(damage)[:200]) from damage


def _inspect(content: bytes, file_format: FileFormat, limits: Limits) -> _Inspection:
    if file_format is FileFormat.XLS:
        return _inspect_legacy(legacy_sheets(content))
    archive = Archive(content, limits)
    match file_format:
        case FileFormat.XLSX:
            return _inspect_ooxml(archive)
        case FileFormat.XLSB:
            parts = sheet_parts(archive, binary=True)
            extents = {part.name: xlsb_extent(archive.read(part.part)) for part in parts}
            return _Inspection(extents, lambda _: {}, {})
        case _:
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise unreadable("file_encrypted")
            return _Inspection(_open_document_extents(archive.read("content.xml")), lambda _: {}, {})


def _inspect_ooxml(archive: Archive) -> _Inspection:
    parts = {part.name: part.part for part in sheet_parts(archive)}

    def load(name: str) -> Facts:
        part = parts.get(name)
        return cell_facts(archive, part, number_formats(archive)) if part is not None else {}

    return _Inspection({name: ooxml_extent(archive.read(part)) for name, part in parts.items()}, load, {})


def _inspect_legacy(sheets: Mapping[str, LegacySheet]) -> _Inspection:
    return _Inspection(
        {name: sheet.extent for name, sheet in sheets.items()},
        lambda name: sheets[name].facts if name in sheets else {},
        {name: sheet.fonts for name, sheet in sheets.items()},
    )


def _open_document_extents(content_xml: bytes) -> dict[str, Extent | None]:
    """Where the filled cells of an .ods lie, its repeat counts multiplied out."""
    extents: dict[str, Extent | None] = {}
    name, row, column = "", 0, 0
    row_filled: list[int] = []
    parser = etree.iterparse(
        io.BytesIO(content_xml),
        events=("start", "end"),
        tag=["{*}table", "{*}table-row", "{*}table-cell", "{*}covered-table-cell"],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for event, node in parser:
            kind = str(node.tag).rpartition("}")[2]
            attributes = {str(key).rpartition("}")[2]: str(value) for key, value in node.attrib.items()}
            if kind == "table" and event == "start":
                name, row = attributes.get("name", ""), 0
                extents[name] = None
            elif kind == "table-row" and event == "start":
                column, row_filled = 0, []
            elif kind == "table-row":
                repeats = _repeat(attributes.get("number-rows-repeated"))
                if row_filled:
                    extents[name] = _grown(extents.get(name), row, row + repeats - 1, row_filled)
                row += repeats
                node.clear()
            elif event == "end" and kind.endswith("table-cell"):
                repeats = _repeat(attributes.get("number-columns-repeated"))
                if "value-type" in attributes or len(node):
                    row_filled += [column, column + repeats - 1]
                column += repeats
    except etree.XMLSyntaxError as damage:
        raise unreadable("file_damaged", kind="ods", detail=str(damage)[:200]) from damage
    return extents


def _repeat(text: str | None) -> int:
    return max(1, int(text)) if text is not None and text.isdecimal() and len(text) < 10 else 1


def _grown(extent: Extent | None, top: int, bottom: int, columns: list[int]) -> Extent:
    left, right = min(columns), max(columns)
    if extent is None:
        return Extent(top, left, bottom, right)
    return Extent(extent.top, min(extent.left, left), max(extent.bottom, bottom), max(extent.right, right))
