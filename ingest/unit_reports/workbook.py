"""Any spreadsheet format → sheets of cells, within limits.

What a file holds is judged before a reader touches it: its kind by content, its inflated size, its far corners. Values
come from python-calamine; number formats, error cells and fonts from a second look at the part in question.
"""

from __future__ import annotations

import contextlib
import io
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property, lru_cache
from typing import TypeVar

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from ingest.unit_reports.archive import Archive, Extent, column_letters, has_doctype, is_near, ooxml_extent, utf8_xml
from ingest.unit_reports.biff import LegacySheet, legacy_sheets
from ingest.unit_reports.delimited import read_delimited
from ingest.unit_reports.grid import CellValue, Grid
from ingest.unit_reports.limits import Limits
from ingest.unit_reports.markup import has_table, read_html, read_mhtml
from ingest.unit_reports.ooxml import (
    NOTHING_HIDDEN,
    CellFact,
    Hidden,
    Run,
    SheetPart,
    Style,
    cell_facts,
    cell_fonts,
    cell_runs,
    cell_styles,
    hidden_parts,
    ordered_package,
    shared_runs,
    sheet_parts,
    with_known_errors,
)
from ingest.unit_reports.opendocument import OpenSheet, open_document_sheets, packed_document, without_indents
from ingest.unit_reports.reasons import UnreadableFileError, unreadable
from ingest.unit_reports.sniff import FileFormat, sniff
from ingest.unit_reports.spreadsheet_xml import read_spreadsheet_xml
from ingest.unit_reports.xlrd_reader import EarlySheet, check_early, read_with_xlrd, rich_cells
from ingest.unit_reports.xlsb import BinarySheet, binary_sheet, binary_sheet_parts, binary_styles
from ingest.vietnamese.text import LEGACY_ENCODINGS, DecodedText, decode_legacy

Facts = Mapping[tuple[int, int], CellFact]

TEXT_SHEET = "CSV"
"""Name of the only sheet of a text file, in locators: a file's own name is no part of its content."""

T = TypeVar("T")

_PLAIN_FACT = CellFact()
_MERGE_CELLS = 200_000
_NEAR_CELLS = 1000 * 702
_LONGEST_TEXT = 32_767
"""Letters that a cell of Excel may hold."""
_HINT_CELLS = 400
_KEPT_CELLS = 500_000
"""Cells of a sheet whose texts are kept: every stage asks for them again."""
_LONGEST_KEPT = 300
"""Letters of a text that is worth remembering: headings and names come back, paragraphs do not."""


@dataclass(frozen=True, slots=True)
class Letters:
    """Legacy fonts of cells, and texts written in several fonts, by zero-based (row, column)."""

    fonts: Mapping[tuple[int, int], str] = field(default_factory=dict)
    runs: Mapping[tuple[int, int], tuple[Run, ...]] = field(default_factory=dict)


PLAIN_LETTERS = Letters()


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
        load_hidden: Callable[[], Hidden] | None = None,
        load_letters: Callable[[], Letters] | None = None,
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
        self._load_hidden = load_hidden
        self._load_letters = load_letters
        self._encoding = encoding
        self._lines: dict[int, list[str]] = {}
        self._filled: dict[int, list[tuple[int, str]]] = {}
        self._kept = 0

    @cached_property
    def facts(self) -> Facts:
        return self._load_facts() if self._load_facts is not None else {}

    @cached_property
    def hidden(self) -> Hidden:
        """Rows and columns that the sheet's reader did not see. Their values are read like any other."""
        return self._load_hidden() if self._load_hidden is not None else NOTHING_HIDDEN

    @cached_property
    def _letters(self) -> Letters:
        return self._load_letters() if self._load_letters is not None else PLAIN_LETTERS

    def is_hidden_at(self, row: int, column: int) -> bool:
        """Whether a cell stands in a hidden row or column."""
        return row in self.hidden.rows or column in self.hidden.columns

    def fact(self, row: int, column: int) -> CellFact:
        return self.facts.get((row, column), _PLAIN_FACT)

    def value(self, row: int, column: int) -> CellValue:
        """The cell's value; null where it is empty, outside, or hidden under a merge."""
        if row < self.top or column < self.left or row > self.bottom or (row, column) in self._covered:
            return None
        cells = self._rows[row - self.top]
        offset = column - self.left
        value = cells[offset] if offset < len(cells) else None
        return None if value == "" else value

    def text(self, row: int, column: int) -> str:
        """The cell as text in Unicode NFC with single spaces; empty where there is no value."""
        line = self._lines.get(row)
        if line is None:
            line = self._line(row)
        offset = column - self.left
        return line[offset] if 0 <= offset < len(line) else ""

    def _line(self, row: int) -> list[str]:
        """The texts of a row's cells from the sheet's first column on."""
        if not self.top <= row <= self.bottom:
            return []
        cells = self._rows[row - self.top]
        covered = self._covered
        line = [
            ""
            if value is None or value == "" or (covered and (row, column) in covered)
            else self._text_of(row, column, value)
            for column, value in enumerate(cells, self.left)
        ]
        self._kept += len(cells)
        if self._kept > _KEPT_CELLS:
            self._lines.clear()
            self._filled.clear()
            self._kept = len(cells)
        self._lines[row] = line
        return line

    def _text_of(self, row: int, column: int, value: CellValue) -> str:
        if not isinstance(value, str):
            return plain_text(value)
        if len(value) <= _LONGEST_KEPT and (value.isascii() or self._is_read_plainly):
            return _spaced(value)
        return " ".join(self._unicode(row, column, value).split())

    def lines(self, row: int, column: int) -> list[str]:
        """The lines of a text cell, each with single spaces; a value of another type is one line."""
        value = self.value(row, column)
        if not isinstance(value, str) or not ("\n" in value or "\r" in value):
            text = self.text(row, column)
            return [text] if text else []
        lines = (" ".join(line.split()) for line in self._unicode(row, column, value).splitlines())
        return [line for line in lines if line]

    def raw_text(self, row: int, column: int) -> str:
        """The cell as printed, for evidence: text as stored, an error's name, other values as plain text."""
        value = self.value(row, column)
        if value is None:
            return self.fact(row, column).error or ""
        return value if isinstance(value, str) else plain_text(value)

    def row_texts(self, row: int) -> list[tuple[int, str]]:
        """(column, text) of the filled cells of a row, left to right. The list is shared: it is not to be changed."""
        found = self._filled.get(row)
        if found is None:
            line = self._lines.get(row)
            if line is None:
                line = self._line(row)
            found = [(column, text) for column, text in enumerate(line, self.left) if text]
            if line:
                self._filled[row] = found
        return found

    def locator(self, row: int, column: int) -> str:
        return f"{self.name}!{column_letters(column)}{row + 1}"

    def merge_at(self, row: int, column: int) -> MergedRange | None:
        """The merged range a cell belongs to, first cell included."""
        return self._covered.get((row, column)) or self._merge_starts.get((row, column))

    @property
    def is_blank(self) -> bool:
        return not any(value is not None and value != "" for row in self._rows for value in row)

    @property
    def is_unaccented(self) -> bool:
        """No letter of its texts has an accent."""
        return not any(char.isalpha() for text in self._strings() for char in text if char > "\x7f")

    def with_texts(self, change: Callable[[str], str], encoding: str) -> Sheet:
        """The sheet with its texts as ``change`` gives them, and the encoding they are then said to come from."""
        rows = [[change(value) if isinstance(value, str) and value else value for value in row] for row in self._rows]
        return Sheet(
            self.name,
            rows,
            (self.top, self.left),
            merged=self.merged,
            is_hidden=self.is_hidden,
            load_facts=self._load_facts,
            load_hidden=self._load_hidden,
            load_letters=self._load_letters,
            encoding=encoding,
            is_typed=self.is_typed,
        )

    @property
    def encoding(self) -> str | None:
        """The legacy encoding the sheet's text was recovered from; null where it was Unicode."""
        return self._encoding or self._legacy_encoding

    def _unicode(self, row: int, column: int, value: str) -> str:
        """A text cell decoded by its font, run by run where it is written in several. What no cell of a spreadsheet
        program can hold is cut."""
        value = value[:_LONGEST_TEXT]
        if value.isascii():
            return value
        font = self._letters.fonts.get((row, column)) or self._font_hint
        runs = self._letters.runs.get((row, column))
        if runs is not None and "".join(text for text, _ in runs) == value:
            return "".join(_decoded(text, name or font).text for text, name in runs)
        return _decoded(value, font).text

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
    def _encodings(self) -> Counter[str]:
        """How many of the sheet's first accented texts are of which encoding."""
        return Counter(
            _decoded(text, None).encoding for text, _ in zip(self._strings(), range(_HINT_CELLS), strict=False)
        )

    @cached_property
    def _legacy_encoding(self) -> str | None:
        legacy = [(count, name) for name, count in self._encodings.items() if name in LEGACY_ENCODINGS]
        return max(legacy)[1] if legacy else None

    @cached_property
    def _is_read_plainly(self) -> bool:
        """No cell has a legacy font, and the sheet is not written in a legacy encoding."""
        return not self._letters.fonts and not self._letters.runs and self._font_hint is None

    @cached_property
    def _font_hint(self) -> str | None:
        """The font that most of the sheet is written in, where its texts show a legacy one."""
        encoding = self._legacy_encoding
        if encoding is None or 2 * self._encodings[encoding] < self._encodings.total():
            return None
        return {"tcvn3": ".VnTime", "vni": "VNI-Times"}.get(encoding)


@lru_cache(maxsize=8192)
def _decoded(text: str, font: str | None) -> DecodedText:
    return decode_legacy(text, font)


@lru_cache(maxsize=8192)
def _spaced(text: str) -> str:
    """A text that no font decides the reading of, decoded, with single spaces."""
    return " ".join((text if text.isascii() else _decoded(text, None).text).split())


def plain_text(value: CellValue) -> str:
    """A value as text: 2023.0 as "2023", a date in ISO form."""
    if isinstance(value, float):
        return format(value, ".15g")
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
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
    match file_format:
        case FileFormat.TEXT:
            book = _open_text(content, limits)
        case FileFormat.HTML | FileFormat.MHTML:
            book = _open_page(content, file_format, limits)
        case FileFormat.SPREADSHEET_XML:
            book = _open_spreadsheet_xml(content, limits)
        case FileFormat.EARLY_XLS:
            book = _open_early(content, limits)
        case FileFormat.FLAT_ODS:
            book = _open_calamine(packed_document(content), FileFormat.ODS, limits)
        case _:
            book = _open_calamine(content, file_format, limits)
    if not any(not sheet.is_hidden and not sheet.is_blank for sheet in book.sheets):
        filled = next((sheet.name for sheet in book.sheets if not sheet.is_blank), None)
        if filled is not None:
            raise unreadable("workbook_hidden", locator=filled, sheet=filled)
        raise unreadable("workbook_blank", detail=f"{len(book.sheets)} worksheets")
    return book


def _open_text(content: bytes, limits: Limits) -> Workbook:
    table = read_delimited(content, limits)
    encoding = table.decoded.encoding
    rows: list[list[CellValue]] = [list(row) for row in table.rows]
    sheet = Sheet(TEXT_SHEET, rows, encoding=_legacy(encoding), is_typed=False)
    return Workbook(FileFormat.TEXT, (sheet,), table.decoded.is_damaged, encoding)


def _open_page(content: bytes, file_format: FileFormat, limits: Limits) -> Workbook:
    if file_format is FileFormat.HTML and not has_table(content):
        raise unreadable("file_html")
    page = read_html(content, limits) if file_format is FileFormat.HTML else read_mhtml(content, limits)
    sheets = tuple(_of_grid(grid, encoding=_legacy(page.encoding)) for grid in page.grids)
    return Workbook(file_format, sheets, page.is_damaged, page.encoding)


def _open_spreadsheet_xml(content: bytes, limits: Limits) -> Workbook:
    if has_doctype(content):
        raise unreadable("file_unsafe_xml", detail="of the file")
    grids = read_spreadsheet_xml(content, limits)
    return Workbook(FileFormat.SPREADSHEET_XML, tuple(_of_grid(grid, is_typed=True) for grid in grids))


def _legacy(encoding: str) -> str | None:
    return encoding if encoding in LEGACY_ENCODINGS else None


def _of_grid(grid: Grid, *, encoding: str | None = None, is_typed: bool = False) -> Sheet:
    origin, rows = grid.rows()
    return Sheet(
        grid.name,
        rows,
        origin,
        merged=tuple(MergedRange(*merge) for merge in grid.merges),
        is_hidden=grid.is_hidden,
        load_facts=lambda: grid.facts,
        load_hidden=lambda: Hidden(frozenset(grid.hidden_rows), frozenset(grid.hidden_columns)),
        load_letters=lambda: Letters(grid.fonts),
        encoding=encoding,
        is_typed=is_typed,
    )


def _open_early(content: bytes, limits: Limits) -> Workbook:
    check_early(content)
    sheets = []
    for early in _guarded(lambda: read_with_xlrd(content), FileFormat.EARLY_XLS):
        Extent(0, 0, len(early.rows) - 1, max(map(len, early.rows), default=1) - 1).check(early.name, limits)
        sheets.append(_of_early(early))
    return Workbook(FileFormat.EARLY_XLS, tuple(sheets))


def _of_early(early: EarlySheet) -> Sheet:
    return Sheet(
        early.name,
        early.rows,
        merged=tuple(MergedRange(*merge) for merge in early.merges),
        is_hidden=early.is_hidden,
        load_facts=lambda: early.facts,
        load_hidden=lambda: early.hidden,
        load_letters=lambda: Letters(early.fonts),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Inspection:
    """What is known of a sheet beside its values."""

    extent: Extent | None = None
    load_facts: Callable[[], Facts] = dict
    load_hidden: Callable[[], Hidden] = Hidden
    load_letters: Callable[[], Letters] = lambda: PLAIN_LETTERS
    merged: tuple[MergedRange, ...] | None = None
    """Where calamine does not tell them."""
    mend: Callable[[], bytes] | None = None
    """The file with what calamine stumbles on in this sheet mended; null where there is nothing to mend."""
    blanks: Collection[tuple[int, int]] = ()
    """Cells whose value calamine tells and which is none: of formulas that nobody computed."""


_NOTHING_KNOWN = _Inspection()


def _open_calamine(content: bytes, file_format: FileFormat, limits: Limits) -> Workbook:
    beside = _inspect(content, file_format, limits)
    with _guarded(lambda: _opened(content, file_format, limits), file_format) as book:
        metadata = book.sheets_metadata
        if len(metadata) > limits.max_sheets:
            raise unreadable("too_many_sheets", count=len(metadata), limit=limits.max_sheets)
        sheets = []
        for index, one in enumerate(metadata):
            if one.typ is not SheetTypeEnum.WorkSheet:
                continue
            inspection = beside(index, one.name)
            read = _guarded(lambda: _read_sheet(book, index, inspection), file_format)  # noqa: B023 - called at once
            sheets.append(_sheet(read, one.visible, inspection, file_format, limits))
    return Workbook(file_format, tuple(sheets))


def _opened(content: bytes, file_format: FileFormat, limits: Limits) -> CalamineWorkbook:
    """The workbook in calamine.

    One whose parts stand in other folders than Excel's is put in order first; the spaces of a pretty-printed
    OpenDocument table, which calamine takes for damage, are left out.
    """
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError:
        raise
    except CalamineError:
        if file_format not in (FileFormat.XLSX, FileFormat.ODS):
            raise
        archive = Archive(content, limits)
        if file_format is FileFormat.XLSX:
            ordered = ordered_package(archive)
        else:
            ordered = archive.replaced("content.xml", without_indents(archive.read("content.xml")))
        return CalamineWorkbook.from_filelike(io.BytesIO(ordered))


def _read_sheet(book: CalamineWorkbook, index: int, inspection: _Inspection) -> CalamineSheet:
    try:
        return book.get_sheet_by_index(index)
    except CalamineError as error:
        if inspection.mend is None or "error value" not in str(error):
            raise
        with CalamineWorkbook.from_filelike(io.BytesIO(inspection.mend())) as mended:
            return mended.get_sheet_by_index(index)


def _sheet(
    read: CalamineSheet, visible: SheetVisibleEnum, inspection: _Inspection, file_format: FileFormat, limits: Limits
) -> Sheet:
    start = read.start or (0, 0)
    if read.end is not None:
        Extent(start[0], start[1], read.end[0], read.end[1]).check(read.name, limits)
    merged = inspection.merged
    if merged is None and (ranges := read.merged_cell_ranges) is not None:
        merged = tuple(MergedRange(*first, *last) for first, last in ranges)
    rows = _guarded(lambda: read.to_python(skip_empty_area=True), file_format)
    for row, column in inspection.blanks:
        if 0 <= row - start[0] < len(rows) and 0 <= column - start[1] < len(rows[row - start[0]]):
            rows[row - start[0]][column - start[1]] = ""
    return Sheet(
        read.name,
        rows,
        start,
        merged=merged,
        is_hidden=visible is not SheetVisibleEnum.Visible,
        load_facts=inspection.load_facts,
        load_hidden=inspection.load_hidden,
        load_letters=inspection.load_letters,
    )


def _guarded(call: Callable[[], T], file_format: FileFormat) -> T:
    """A call into another's reader; every failure of it, panics included, is a damaged or encrypted file."""
    try:
        return call()
    except PasswordError as refusal:
        raise unreadable("file_encrypted") from refusal
    except (MemoryError, KeyboardInterrupt, SystemExit, UnreadableFileError):
        raise
    except BaseException as damage:
        # A Rust panic reaches Python as a bare BaseException.
        raise unreadable(
            "file_damaged", kind=file_format.value, detail=str(damage)[:200] or type(damage).__name__
        ) from damage


Beside = Callable[[int, str], _Inspection]
"""What is known of a sheet, by its number and name."""


def _inspect(content: bytes, file_format: FileFormat, limits: Limits) -> Beside:
    """What is known of each sheet beside its values.

    Raises:
        UnreadableFileError: encrypted, damaged, or a sheet is past the limits.
    """
    if file_format is FileFormat.XLS:
        return _listed(_inspect_legacy(content), limits)
    archive = Archive(content, limits)
    archive.check()
    match file_format:
        case FileFormat.XLSX:
            package = _Package(archive)
            package.check(limits)
            return package.inspection
        case FileFormat.XLSB:
            return _listed(_inspect_binary(archive), limits)
        case _:
            return _listed(_inspect_open_document(archive), limits)


def _listed(inspections: Sequence[tuple[str, _Inspection]], limits: Limits) -> Beside:
    """Sheets by their number where both readers count alike, else by name."""
    for name, inspection in inspections:
        if inspection.extent is not None:
            inspection.extent.check(name, limits)
    by_name = dict(inspections)

    def beside(index: int, name: str) -> _Inspection:
        if index < len(inspections) and inspections[index][0] == name:
            return inspections[index][1]
        return by_name.get(name, _NOTHING_KNOWN)

    return beside


class _Package:
    """The parts of an .xlsx, looked at when a sheet is asked for what they tell."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._near: set[str] = set()

    def check(self, limits: Limits) -> None:
        """Raises UnreadableFileError where a sheet is past the limits, whatever the workbook part says of it."""
        for name in self._archive.names:
            if not name.endswith(".xml") or "sheet" not in name:
                continue
            xml = utf8_xml(self._archive.read(name))
            if limits.max_cells >= _NEAR_CELLS and is_near(xml):
                self._near.add(name)
                continue
            extent = ooxml_extent(xml)
            if extent is not None:
                extent.check(next((one.name for one in self._parts if one.part.lower() == name), name), limits)

    def inspection(self, index: int, name: str) -> _Inspection:
        return _Inspection(
            load_facts=lambda: cell_facts(
                self._xml(index, name), self._styles, is_known_placed=self._part(index, name).lower() in self._near
            ),
            load_hidden=lambda: hidden_parts(self._xml(index, name)),
            load_letters=lambda: Letters(
                cell_fonts(self._xml(index, name), self._styles), cell_runs(self._xml(index, name), self._shared)
            ),
            mend=lambda: self._archive.replaced(self._part(index, name), with_known_errors(self._xml(index, name))),
        )

    @cached_property
    def _parts(self) -> tuple[SheetPart, ...]:
        return sheet_parts(self._archive)

    @cached_property
    def _styles(self) -> tuple[Style, ...]:
        return cell_styles(self._archive)

    @cached_property
    def _shared(self) -> dict[int, tuple[Run, ...]]:
        return shared_runs(self._archive)

    def _part(self, index: int, name: str) -> str:
        if index < len(self._parts) and self._parts[index].name == name:
            return self._parts[index].part
        return next((one.part for one in self._parts if one.name == name), "")

    def _xml(self, index: int, name: str) -> bytes:
        return utf8_xml(self._archive.read(self._part(index, name)))


Inspected = Sequence[tuple[str, _Inspection]]


def _inspect_binary(archive: Archive) -> Inspected:
    styles = binary_styles(archive)
    return [(part.name, _beside(binary_sheet(archive.read(part.part), styles))) for part in binary_sheet_parts(archive)]


def _inspect_open_document(archive: Archive) -> Inspected:
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise unreadable("file_encrypted")
    return [(sheet.name, _beside(sheet)) for sheet in open_document_sheets(archive.read("content.xml"))]


def _beside(sheet: BinarySheet | OpenSheet) -> _Inspection:
    return _Inspection(
        extent=sheet.extent,
        load_facts=lambda: sheet.facts,
        load_hidden=lambda: sheet.hidden,
        load_letters=lambda: Letters(sheet.fonts if isinstance(sheet, BinarySheet) else {}),
        merged=tuple(MergedRange(*merge) for merge in sheet.merges),
        blanks=sheet.uncached.places if isinstance(sheet, BinarySheet) else (),
    )


def _inspect_legacy(content: bytes) -> Inspected:
    sheets = legacy_sheets(content)
    rich: Mapping[int, Mapping[tuple[int, int], tuple[Run, ...]]] = {}
    if any(sheet.has_legacy_font for sheet in sheets):
        # Evidence that may be missing: a file that xlrd does not read is judged by calamine.
        with contextlib.suppress(Exception):
            rich = rich_cells(content)
    return [(sheet.name, _beside_legacy(sheet, rich.get(number, {}))) for number, sheet in enumerate(sheets)]


def _beside_legacy(sheet: LegacySheet, runs: Mapping[tuple[int, int], tuple[Run, ...]]) -> _Inspection:
    return _Inspection(
        extent=sheet.extent,
        load_facts=lambda: sheet.facts,
        load_hidden=lambda: sheet.hidden,
        load_letters=lambda: Letters(sheet.fonts, runs),
        blanks=sheet.uncached.places,
    )
