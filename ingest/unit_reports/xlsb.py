"""Binary workbooks ([MS-XLSB]): extents, formats, fonts, errors, merges and what is hidden, where calamine is silent.

Records are a number and a length of seven bits a byte, then the body. What breaks off ends quietly: calamine judges
whether the file as a whole is damaged.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.unit_reports.archive import Archive, Extent
from ingest.unit_reports.formulas import UncachedFormulas, makes_empty_text
from ingest.unit_reports.ooxml import (
    BUILT_IN_FORMATS,
    GENERAL,
    CellFact,
    Hidden,
    SheetPart,
    Style,
    is_legacy_font,
    known_fact,
    sheet_targets,
)

_ROW, _CELL_ERROR, _COLUMNS, _MERGE = 0, 3, 60, 176
_FORMULA_TEXT, _FORMULA_NUMBER, _FORMULA_ERROR = 8, 9, 11
_FILLED_CELLS = range(2, 12)
_SHEET, _FONT, _FORMAT, _STYLE, _BEGIN_CELL_STYLES, _END_CELL_STYLES = 156, 43, 44, 47, 617, 618
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_MOST_MERGES = 100_000
_MOST_COLUMNS = 16_384


@dataclass(slots=True)
class BinarySheet:
    """One worksheet part. Places are zero-based (row, column); merges are (top, left, bottom, right), inclusive."""

    extent: Extent | None = None
    facts: dict[tuple[int, int], CellFact] = field(default_factory=dict)
    fonts: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: Hidden = field(default_factory=Hidden)
    uncached: UncachedFormulas = field(default_factory=UncachedFormulas)


def binary_sheet_parts(archive: Archive) -> tuple[SheetPart, ...]:
    """Sheets in workbook order with their parts."""
    targets = sheet_targets(archive, "xl/workbook.bin")
    found: list[SheetPart] = []
    for kind, body in _records(archive.read("xl/workbook.bin")):
        if kind == _SHEET and len(body) >= 12:
            relation, after = _text(body, 8)
            found.append(SheetPart(_text(body, after)[0], targets.get(relation, "")))
    return tuple(found)


def binary_styles(archive: Archive) -> tuple[Style, ...]:
    """Number format and font of each cell style, by style index."""
    formats = dict(BUILT_IN_FORMATS)
    fonts: list[str] = []
    styles: list[Style] = []
    is_inside = False
    for kind, body in _records(archive.read("xl/styles.bin")):
        if kind == _FORMAT and len(body) >= 6:
            formats[int.from_bytes(body[:2], "little")] = _text(body, 2)[0]
        elif kind == _FONT:
            fonts.append(_text(body, 21)[0])
        elif kind in (_BEGIN_CELL_STYLES, _END_CELL_STYLES):
            is_inside = kind == _BEGIN_CELL_STYLES
        elif kind == _STYLE and is_inside and len(body) >= 6:
            number, font = struct.unpack_from("<HH", body, 2)
            styles.append(Style(formats.get(number, GENERAL), fonts[font] if font < len(fonts) else ""))
    return tuple(styles)


def binary_sheet(part: bytes, styles: tuple[Style, ...]) -> BinarySheet:
    """Everything of a worksheet part that stands beside its values."""
    sheet = BinarySheet()
    row, top, left, bottom, right = 0, 1 << 30, 1 << 30, -1, -1
    rows: set[int] = set()
    columns: set[int] = set()
    for kind, body in _records(part):
        if kind == _ROW and len(body) >= 12:
            row = int.from_bytes(body[:4], "little")
            if body[11] & 0x10:
                rows.add(row)
        elif kind in _FILLED_CELLS and len(body) >= 8:
            column = int.from_bytes(body[:4], "little")
            top, left, bottom, right = min(top, row), min(left, column), max(bottom, row), max(right, column)
            _note(sheet, (row, column), kind, body, styles)
        elif kind == _COLUMNS and len(body) >= 18 and body[16] & 1:
            first, last = struct.unpack_from("<II", body)
            columns.update(range(first, min(last + 1, _MOST_COLUMNS)))
        elif kind == _MERGE and len(body) >= 16 and len(sheet.merges) < _MOST_MERGES:
            first_row, last_row, first, last = struct.unpack_from("<IIII", body)
            sheet.merges.append((first_row, first, last_row, last))
    if bottom >= 0:
        sheet.extent = Extent(top, left, bottom, right)
    sheet.hidden = Hidden(frozenset(rows), frozenset(columns))
    sheet.uncached.tell(sheet.facts)
    return sheet


def _note(sheet: BinarySheet, place: tuple[int, int], kind: int, body: bytes, styles: tuple[Style, ...]) -> None:
    number = int.from_bytes(body[4:7], "little")
    style = styles[number] if number < len(styles) else Style()
    if kind in (_CELL_ERROR, _FORMULA_ERROR) and len(body) >= 9:
        sheet.facts[place] = CellFact(style.number_format, _ERRORS.get(body[8], "#ERROR!"))
    elif style.number_format != GENERAL:
        sheet.facts[place] = known_fact(style.number_format)
    if kind in (_FORMULA_TEXT, _FORMULA_NUMBER):
        _note_formula(sheet, place, kind, body)
    if is_legacy_font(style.font):
        sheet.fonts[place] = style.font


def _note_formula(sheet: BinarySheet, place: tuple[int, int], kind: int, body: bytes) -> None:
    """A formula's cached value, then two bytes of flags (the second bit: always to be calculated), then its tokens."""
    if kind == _FORMULA_TEXT:
        text, after = _text(body, 8)
        sheet.uncached.see_text(place, text, may_be_empty=makes_empty_text(body[after + 2 :]))
    elif len(body) >= 18:
        (value,) = struct.unpack_from("<d", body, 8)
        sheet.uncached.see_number(place, value, is_to_be_calculated=bool(body[16] & 0x02))


def _text(body: bytes, start: int) -> tuple[str, int]:
    """A text whose length in characters stands in four bytes before it, and where the next field begins."""
    if len(body) < start + 4:
        return "", len(body)
    end = start + 4 + 2 * int.from_bytes(body[start : start + 4], "little")
    return body[start + 4 : end].decode("utf-16-le", "replace"), end


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    position, size = 0, len(part)
    while position < size:
        kind = part[position]
        position += 1
        if kind & 0x80 and position < size:
            kind = (kind & 0x7F) | (part[position] & 0x7F) << 7
            position += 1
        length = shift = 0
        while position < size and shift < 28:
            byte = part[position]
            position += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, part[position : position + length]
        position += length
