"""Zipped workbooks looked at within bounds before any reader touches them: size, entries, DOCTYPE, far corners."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.unit_reports.limits import Limits
from ingest.unit_reports.reasons import unreadable

_BLOCK = 1 << 20
ZIP_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)
"""What reading a broken zip raises."""
_DOCTYPES = tuple(
    mark.encode(code) for mark in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")
)


@dataclass(frozen=True, slots=True)
class Extent:
    """The rectangle that holds every filled cell of a sheet, zero-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> int:
        return self.bottom - self.top + 1

    @property
    def columns(self) -> int:
        return self.right - self.left + 1

    def check(self, sheet: str, limits: Limits) -> None:
        """Raises UnreadableFileError where the rectangle is past the limits."""
        if (
            self.rows > limits.max_rows
            or self.columns > limits.max_columns
            or self.rows * self.columns > limits.max_cells
        ):
            raise unreadable(
                "sheet_too_large",
                locator=sheet,
                sheet=sheet,
                rows=self.rows,
                columns=self.columns,
                limit=limits.max_cells,
            )


class Archive:
    """The parts of a zipped workbook, inflated within the limits.

    Raises:
        UnreadableFileError: damaged, encrypted, too many entries, the same name twice, inflating past the limit, or
            XML with a DOCTYPE.
    """

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._limits = limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except ZIP_DAMAGE as damage:
            raise unreadable("file_damaged", kind="zip", detail=damage) from damage
        self._entries = self._zip.infolist()
        self._names = {self._key(entry.filename): entry for entry in self._entries}
        self._check()

    def has(self, name: str) -> bool:
        return self._key(name) in self._names

    def read(self, name: str) -> bytes:
        """The whole of one part; empty where there is none."""
        entry = self._names.get(self._key(name))
        return b"".join(self._blocks(entry)) if entry is not None else b""

    @staticmethod
    def _key(name: str) -> str:
        return name.replace("\\", "/").lstrip("/").lower()

    def _check(self) -> None:
        entries, limit = len(self._entries), self._limits.max_inflated_bytes
        if entries > self._limits.max_archive_entries:
            raise unreadable("file_inflates_too_much", limit=limit // 10**6, entries=entries)
        if any(entry.flag_bits & 1 for entry in self._entries):
            raise unreadable("file_encrypted")
        if len(self._names) < entries:
            raise unreadable("file_damaged", kind="zip", detail="two parts share one name")
        total = 0
        for entry in self._entries:
            tail = b""
            is_xml = entry.filename.lower().endswith((".xml", ".rels"))
            for block in self._blocks(entry):
                total += len(block)
                if total > limit:
                    raise unreadable("file_inflates_too_much", limit=limit // 10**6, entries=entries)
                if is_xml and any(mark in tail + block for mark in _DOCTYPES):
                    raise unreadable("file_unsafe_xml", detail=entry.filename[:100])
                tail = block[-32:]

    def _blocks(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        try:
            with self._zip.open(entry) as part:
                while block := part.read(_BLOCK):
                    yield block
        except ZIP_DAMAGE as damage:
            raise unreadable("file_damaged", kind="zip", detail=f"{entry.filename[:100]}: {damage}") from damage


_CELL = re.compile(rb"<(?:\w+:)?c\b(?=[^>]*?\br\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,7})[\"'])[^>]*?(?<!/)>")
_PLACED_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br\s*=\s*[\"'](\d{1,9})[\"'][^>]*?(?<!/)>")
_UNPLACED_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s>])(?![^>]*?\br\s*=)[^>]*>")


def ooxml_extent(sheet_xml: bytes) -> Extent | None:
    """Where the filled cells of a worksheet part lie by their own references; its declared dimension is not believed.

    Null where no cell is filled. A cell without a reference counts from its row's first column.
    """
    if b"\x00" in sheet_xml[:200]:
        sheet_xml = sheet_xml.decode("utf-16", "replace").encode("utf-8", "replace")
    rows: set[bytes] = set()
    columns: set[bytes] = set()
    for match in _CELL.finditer(sheet_xml):
        columns.add(match.group(1))
        rows.add(match.group(2))
    row_numbers = [int(row) - 1 for row in rows]
    column_numbers = [column_index(column.decode("ascii")) for column in columns]
    if _UNPLACED_CELL.search(sheet_xml):
        row_numbers += [int(match.group(1)) - 1 for match in _PLACED_ROW.finditer(sheet_xml)] or [0]
        column_numbers += [0]
    if not row_numbers:
        return None
    return Extent(min(row_numbers), min(column_numbers), max(row_numbers), max(column_numbers))


def column_index(letters: str) -> int:
    """``A`` → 0, ``XFD`` → 16383."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(index: int) -> str:
    """0 → ``A``, 16383 → ``XFD``."""
    letters = ""
    number = index + 1
    while number > 0:
        number, remainder = divmod(number - 1, 26)
        letters = chr(65 + remainder) + letters
    return letters


_XLSB_ROW = 0
_XLSB_FILLED_CELLS = range(2, 12)


def xlsb_extent(sheet: bytes) -> Extent | None:
    """Where the filled cells of a binary worksheet part lie; null where none is filled or the records break off."""
    row, rows, columns = 0, [1 << 30, -1], [1 << 30, -1]
    position, size = 0, len(sheet)
    while position < size:
        record, position = _varint(sheet, position, 2)
        length, position = _varint(sheet, position, 4)
        if record == _XLSB_ROW:
            row = int.from_bytes(sheet[position : position + 4], "little")
        elif record in _XLSB_FILLED_CELLS:
            column = int.from_bytes(sheet[position : position + 4], "little")
            rows = [min(rows[0], row), max(rows[1], row)]
            columns = [min(columns[0], column), max(columns[1], column)]
        position += length
    return Extent(rows[0], columns[0], rows[1], columns[1]) if rows[1] >= 0 else None


def _varint(raw: bytes, position: int, most: int) -> tuple[int, int]:
    number = 0
    for step in range(most):
        if position >= len(raw):
            return number, position
        byte = raw[position]
        position += 1
        number |= (byte & 0x7F) << (7 * step)
        if not byte & 0x80:
            break
    return number, position
