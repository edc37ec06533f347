"""Legacy .xls records ([MS-XLS]): extents, passwords, number formats and fonts, which calamine does not tell."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.unit_reports.archive import Extent
from ingest.unit_reports.compound_file import CompoundFile, DamagedCompoundFileError
from ingest.unit_reports.formulas import UncachedFormulas, makes_empty_text
from ingest.unit_reports.ooxml import BUILT_IN_FORMATS, GENERAL, CellFact, Hidden, is_legacy_font, known_fact
from ingest.unit_reports.reasons import unreadable

_FILEPASS, _BOUNDSHEET, _FONT, _FORMAT, _XF, _BOF, _EOF = 0x2F, 0x85, 0x31, 0x41E, 0xE0, 0x809, 0x0A
_NUMBER, _RK, _MULRK, _FORMULA, _LABELSST, _LABEL, _BOOLERR = 0x203, 0x27E, 0xBD, 0x06, 0xFD, 0x204, 0x205
_RSTRING, _ROW, _COLINFO = 0xD6, 0x208, 0x7D
_ONE_CELL = frozenset((_NUMBER, _RK, _FORMULA, _LABELSST, _LABEL, _BOOLERR, _RSTRING))
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_EMPTY_TEXT, _CALCULATED_ON_LOAD = 3, 0x03
_BIFF8 = 0x600
_MOST_COLUMNS = 256
_PLACES = 8192
"""Sheets of a workbook that are looked at; the limit on sheets is far below."""


@dataclass(slots=True)
class LegacySheet:
    """One sheet of a legacy workbook. Places are zero-based (row, column)."""

    name: str
    extent: Extent | None = None
    facts: dict[tuple[int, int], CellFact] = field(default_factory=dict)
    fonts: dict[tuple[int, int], str] = field(default_factory=dict)
    """Font names of cells whose font is no plain Unicode one (.Vn…, VNI-…)."""
    hidden: Hidden = field(default_factory=Hidden)
    has_legacy_font: bool = False
    """The workbook knows a font that is no Unicode one; a cell may use it in parts of its text."""
    uncached: UncachedFormulas = field(default_factory=UncachedFormulas)


def legacy_sheets(content: bytes) -> tuple[LegacySheet, ...]:
    """Sheets of an .xls in workbook order, those without cells (charts, macros) included.

    Raises:
        UnreadableFileError: the workbook is encrypted, or its container is broken.
    """
    try:
        stream = CompoundFile(content).stream("Workbook", "Book") if content[:4] == b"\xd0\xcf\x11\xe0" else content
    except DamagedCompoundFileError as damage:
        raise unreadable("file_damaged", kind="OLE", detail=damage) from damage
    if not stream:
        raise unreadable("file_damaged", kind="OLE", detail="the workbook stream is empty")
    return _Reader(stream).sheets()


class _Reader:
    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._is_wide = len(stream) >= 6 and int.from_bytes(stream[4:6], "little") >= _BIFF8
        self._formats: dict[int, str] = dict(BUILT_IN_FORMATS)
        self._fonts: list[str] = []
        self._styles: list[tuple[str, str]] = []
        self._places: list[tuple[int, str]] = []

    def sheets(self) -> tuple[LegacySheet, ...]:
        self._read_globals()
        return tuple(self._read_sheet(place, name) for place, name in self._places)

    def _records(self, start: int) -> Iterator[tuple[int, bytes]]:
        position, depth = start, 0
        while position + 4 <= len(self._stream):
            kind, length = struct.unpack_from("<HH", self._stream, position)
            position += 4
            if kind == _BOF:
                depth += 1
            elif kind == _EOF:
                depth -= 1
                if depth <= 0:
                    return
            yield kind, self._stream[position : position + length]
            position += length

    def _read_globals(self) -> None:
        style_numbers: list[tuple[int, int]] = []
        for kind, body in self._records(0):
            if kind == _FILEPASS:
                raise unreadable("file_encrypted")
            if kind == _BOUNDSHEET and len(body) > 7 and len(self._places) < _PLACES:
                place = struct.unpack_from("<I", body)[0]
                self._places.append((place, self._text(body[6:], body[6], 1)))
            elif kind == _FONT and len(body) > 15:
                self._fonts.append(self._text(body[14:], body[14], 1))
            elif kind == _FORMAT and len(body) > 4:
                number, length = struct.unpack_from("<HH", body)
                text = self._text(body[2:], length, 2) if self._is_wide else self._text(body[2:], body[2], 1)
                self._formats[number] = text
            elif kind == _XF and len(body) >= 4:
                style_numbers.append(struct.unpack_from("<HH", body))
        for font, number_format in style_numbers:
            self._styles.append((self._formats.get(number_format, GENERAL), self._font(font)))

    def _font(self, number: int) -> str:
        # Font numbers skip 4.
        index = number - 1 if number > 4 else number
        return self._fonts[index] if index < len(self._fonts) else ""

    def _read_sheet(self, place: int, name: str) -> LegacySheet:
        sheet = LegacySheet(name, has_legacy_font=any(map(is_legacy_font, self._fonts)))
        top, left, bottom, right = 1 << 30, 1 << 30, -1, -1
        rows: set[int] = set()
        columns: set[int] = set()
        for kind, body in self._records(place):
            if kind in _ONE_CELL and len(body) >= 6:
                row, first, style = struct.unpack_from("<HHH", body)
                last = first
                self._note(sheet, row, first, style, _error(kind, body))
                if kind == _FORMULA:
                    _note_formula(sheet, (row, first), body)
            elif kind == _MULRK and len(body) >= 12:
                row, first = struct.unpack_from("<HH", body)
                last = first + (len(body) - 6) // 6 - 1
                for offset in range(last - first + 1):
                    style = struct.unpack_from("<H", body, 4 + 6 * offset)[0]
                    self._note(sheet, row, first + offset, style, None)
            else:
                _note_hidden(kind, body, rows, columns)
                continue
            top, left, bottom, right = min(top, row), min(left, first), max(bottom, row), max(right, last)
        if bottom >= 0:
            sheet.extent = Extent(top, left, bottom, right)
        sheet.hidden = Hidden(frozenset(rows), frozenset(columns))
        sheet.uncached.tell(sheet.facts)
        return sheet

    def _note(self, sheet: LegacySheet, row: int, column: int, style: int, error: str | None) -> None:
        number_format, font = self._styles[style] if style < len(self._styles) else (GENERAL, "")
        if error is not None:
            sheet.facts[row, column] = CellFact(number_format, error)
        elif number_format != GENERAL:
            sheet.facts[row, column] = known_fact(number_format)
        if is_legacy_font(font):
            sheet.fonts[row, column] = font

    def _text(self, body: bytes, length: int, length_bytes: int) -> str:
        """A text whose length was read: in BIFF8 a flag byte, then one or two bytes a character; before, bytes."""
        if not self._is_wide:
            return body[length_bytes : length_bytes + length].decode("cp1252", "replace")
        start = length_bytes + 1
        if len(body) <= length_bytes:
            return ""
        if body[length_bytes] & 1:
            return body[start : start + 2 * length].decode("utf-16-le", "replace")
        return body[start : start + length].decode("latin-1")


def _note_hidden(kind: int, body: bytes, rows: set[int], columns: set[int]) -> None:
    if kind == _ROW and len(body) >= 16 and body[12] & 0x20:
        rows.add(int.from_bytes(body[:2], "little"))
    elif kind == _COLINFO and len(body) >= 10 and body[8] & 1:
        first, last = struct.unpack_from("<HH", body)
        columns.update(range(first, min(last + 1, _MOST_COLUMNS)))


def _note_formula(sheet: LegacySheet, place: tuple[int, int], body: bytes) -> None:
    """A formula's cached value (a number, or 0xFFFF above a type), its flags, then its tokens."""
    if len(body) < 16:
        return
    if body[12:14] != b"\xff\xff":
        (value,) = struct.unpack_from("<d", body, 6)
        sheet.uncached.see_number(place, value, is_to_be_calculated=bool(body[14] & _CALCULATED_ON_LOAD))
    elif body[6] == _EMPTY_TEXT:
        sheet.uncached.see_text(place, "", may_be_empty=makes_empty_text(body[20:]))
    else:
        sheet.uncached.is_computed = True


def _error(kind: int, body: bytes) -> str | None:
    if kind == _BOOLERR and len(body) >= 8 and body[7] == 1:
        return _ERRORS.get(body[6], "#ERROR!")
    if kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
        return _ERRORS.get(body[8], "#ERROR!")
    return None
