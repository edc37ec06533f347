"""A small writer of genuine .xls files (BIFF8 in an OLE container), for what no library here writes any more."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

Cell = str | int | float | tuple[float, str] | bytes
"""A value, a number with its number format, or what a FORMULA record holds after its place (``formula``)."""


def xls(
    sheets: Mapping[str, Mapping[tuple[int, int], Cell]],
    merges: Sequence[tuple[int, int, int, int]] = (),
    font: str = "Arial",
) -> bytes:
    """A workbook of the sheets' cells, by zero-based (row, column); merges are (top, left, bottom, right) of each."""
    formats = sorted({cell[1] for cells in sheets.values() for cell in cells.values() if isinstance(cell, tuple)})
    bodies = [_sheet(cells, formats, merges) for cells in sheets.values()]
    stream = _globals(list(sheets), [0] * len(bodies), formats, font)
    places, place = [], len(stream)
    for body in bodies:
        places.append(place)
        place += len(body)
    stream = _globals(list(sheets), places, formats, font) + b"".join(bodies)
    return _container(stream.ljust(4096, b"\x00"))


def formula(value: bytes, flags: int, tokens: bytes) -> bytes:
    """A formula: eight bytes of its cached value, its flags, its tokens ([MS-XLS] 2.4.127)."""
    return value + struct.pack("<HIH", flags, 0, len(tokens)) + tokens


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _short_text(text: str) -> bytes:
    return struct.pack("<BB", len(text), 1) + text.encode("utf-16-le")


def _long_text(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def _globals(names: list[str], places: list[int], formats: list[str], font: str) -> bytes:
    records = [
        _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6)),
        _record(0x42, struct.pack("<H", 1200)),
    ]
    records += [_record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + _short_text(font))]
    records += [
        _record(0x41E, struct.pack("<H", 164 + number) + _long_text(code)) for number, code in enumerate(formats)
    ]
    for number in [0, *(164 + number for number in range(len(formats)))]:
        records.append(_record(0xE0, struct.pack("<HH", 0, number) + b"\x00" * 16))
    for name, place in zip(names, places, strict=True):
        records.append(_record(0x85, struct.pack("<IBB", place, 0, 0) + _short_text(name)))
    return b"".join(records) + _record(0x0A)


def _sheet(
    cells: Mapping[tuple[int, int], Cell], formats: list[str], merges: Sequence[tuple[int, int, int, int]]
) -> bytes:
    rows = [row for row, _ in cells] or [0]
    columns = [column for _, column in cells] or [0]
    records = [
        _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6)),
        _record(0x200, struct.pack("<IIHHH", min(rows), max(rows) + 1, min(columns), max(columns) + 1, 0)),
    ]
    for (row, column), cell in sorted(cells.items()):
        if isinstance(cell, str):
            records.append(_record(0x204, struct.pack("<HHH", row, column, 0) + _long_text(cell)))
        elif isinstance(cell, bytes):
            records.append(_record(0x06, struct.pack("<HHH", row, column, 0) + cell))
        else:
            number, style = (cell[0], 1 + formats.index(cell[1])) if isinstance(cell, tuple) else (cell, 0)
            records.append(_record(0x203, struct.pack("<HHHd", row, column, style, number)))
    if merges:
        packed = b"".join(struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in merges)
        records.append(_record(0xE5, struct.pack("<H", len(merges)) + packed))
    return b"".join(records) + _record(0x0A)


def _container(stream: bytes, name: str = "Workbook") -> bytes:
    """A stream in an OLE container: header, allocation table, directory, then the stream's sectors."""
    sectors = -(-len(stream) // _SECTOR)
    tables = -(-(sectors + 2) // (_SECTOR // 4 - 1))
    chain = [_FAT] * tables + [_END] + [*range(tables + 2, tables + 1 + sectors), _END]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * _SECTOR, b"\xff")
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(_SECTOR, b"\x00"))
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 40, 0, tables, tables, 0, 4096, _END, 0, _END, 0)
    struct.pack_into("<109I", header, 76, *range(tables), *[_FREE] * (109 - tables))
    directory = _entry("Root Entry", 5, _END, 0, child=1) + _entry(name, 2, tables + 1, len(stream))
    return bytes(header) + fat + directory.ljust(_SECTOR, b"\x00") + stream.ljust(sectors * _SECTOR, b"\x00")


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    entry = bytearray(128)
    encoded = name.encode("utf-16-le")
    entry[: len(encoded)] = encoded
    struct.pack_into("<HBB", entry, 64, len(encoded) + 2, kind, 1)
    struct.pack_into("<III", entry, 68, _FREE, _FREE, child)
    struct.pack_into("<II", entry, 116, start, size)
    return bytes(entry)


def _bytes_text(text: str, form: str) -> bytes:
    encoded = text.encode("cp1252", "replace")
    return struct.pack(form, len(encoded)) + encoded


def _old_cells(cells: Mapping[tuple[int, int], str | float]) -> bytes:
    rows = [row for row, _ in cells] or [0]
    columns = [column for _, column in cells] or [0]
    records = [_record(0x200, struct.pack("<HHHHH", min(rows), max(rows) + 1, min(columns), max(columns) + 1, 0))]
    for (row, column), cell in sorted(cells.items()):
        if isinstance(cell, str):
            records.append(_record(0x204, struct.pack("<HHH", row, column, 0) + _bytes_text(cell, "<H")))
        else:
            records.append(_record(0x203, struct.pack("<HHHd", row, column, 0, cell)))
    return b"".join(records)


def xls_95(name: str, cells: Mapping[tuple[int, int], str | float], font: str) -> bytes:
    """A workbook of Excel 5.0/95 (BIFF5), its text in Windows-1252."""

    def start(place: int) -> bytes:
        return b"".join(
            [
                _record(0x809, struct.pack("<HHHH", 0x500, 5, 0x0DBB, 0x07CC)),
                _record(0x42, struct.pack("<H", 1252)),
                _record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + _bytes_text(font, "<B")),
                _record(0xE0, struct.pack("<HH", 0, 0) + b"\x00" * 12),
                _record(0x85, struct.pack("<IBB", place, 0, 0) + _bytes_text(name, "<B")),
                _record(0x0A),
            ]
        )

    sheet = _record(0x809, struct.pack("<HHHH", 0x500, 0x10, 0x0DBB, 0x07CC)) + _old_cells(cells) + _record(0x0A)
    return _container((start(len(start(0))) + sheet).ljust(4096, b"\x00"), "Book")


def xls_4(cells: Mapping[tuple[int, int], str | float], font: str) -> bytes:
    """A worksheet of Excel 4.0 (BIFF4), its text in Windows-1252."""
    return b"".join(
        [
            _record(0x409, struct.pack("<HHH", 0x400, 0x10, 0)),
            _record(0x42, struct.pack("<H", 1252)),
            _record(0x231, struct.pack("<HHH", 200, 0, 0x7FFF) + _bytes_text(font, "<B")),
            _record(0x41E, struct.pack("<H", 0) + _bytes_text("General", "<B")),
            _record(0x443, struct.pack("<BBHHHHH", 0, 0, 0, 0, 0, 0, 0)),
            _old_cells(cells),
            _record(0x0A),
        ]
    )


def xls_3(cells: Mapping[tuple[int, int], str | float], font: str) -> bytes:
    """A worksheet of Excel 3.0 (BIFF3), its text in Windows-1252."""
    return b"".join(
        [
            _record(0x209, struct.pack("<HHH", 0x300, 0x10, 0)),
            _record(0x42, struct.pack("<H", 1252)),
            _record(0x231, struct.pack("<HHH", 200, 0, 0x7FFF) + _bytes_text(font, "<B")),
            _record(0x1E, _bytes_text("General", "<B")),
            _record(0x243, struct.pack("<BBHHHHH", 0, 0, 0, 0, 0, 0, 0)),
            _old_cells(cells),
            _record(0x0A),
        ]
    )


def xls_2(cells: Mapping[tuple[int, int], str | float], font: str) -> bytes:
    """A worksheet of Excel 2.0 (BIFF2): cells with three bytes of attributes, texts of up to 255 bytes."""
    pieces = [
        _record(0x09, struct.pack("<HH", 2, 0x10)),
        _record(0x42, struct.pack("<H", 1252)),
        _record(0x31, struct.pack("<HH", 200, 0) + _bytes_text(font, "<B")),
        _record(0x1E, _bytes_text("General", "<B")),
    ]
    for (row, column), cell in sorted(cells.items()):
        head = struct.pack("<HH", row, column) + b"\x00" * 3
        if isinstance(cell, str):
            pieces.append(_record(0x04, head + _bytes_text(cell, "<B")))
        else:
            pieces.append(_record(0x03, head + struct.pack("<d", cell)))
    return b"".join([*pieces, _record(0x0A)])
