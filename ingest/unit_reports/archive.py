"""Zipped workbooks looked at within bounds before any reader touches them: size, entries, DOCTYPE, far corners."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, KeysView, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ingest.unit_reports.limits import Limits
from ingest.unit_reports.reasons import unreadable

_BLOCK = 1 << 20
_BEST_DEFLATE = 1032
"""Deflate never makes more than this many bytes of one."""
ZIP_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)
"""What reading a broken zip raises."""
_MARK_BYTES = 200
_WIDE_DOCTYPES = tuple(
    mark.encode(code) for mark in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")
)


def has_doctype(xml: bytes) -> bool:
    """Whether XML declares a document type or entities, which no spreadsheet program writes."""
    if b"\x00" in xml[:_MARK_BYTES]:
        return any(mark in xml for mark in _WIDE_DOCTYPES)
    return b"<!" in xml and (b"<!DOCTYPE" in xml or b"<!ENTITY" in xml)


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


class Entry(NamedTuple):
    """One line of a zip's directory."""

    filename: str
    flag_bits: int
    compress_type: int
    crc: int
    compress_size: int
    file_size: int
    header_offset: int


@lru_cache(maxsize=1)
def directory(content: bytes) -> tuple[Entry, ...]:
    """What a zip says it holds, in its order. The last one read is kept: several who look at a file ask in a row.

    Raises:
        UnreadableFileError: it is damaged.
    """
    found = _plain_directory(content)
    if found is not None:
        return found
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return tuple(
                Entry(
                    one.filename,
                    one.flag_bits,
                    one.compress_type,
                    one.CRC,
                    one.compress_size,
                    one.file_size,
                    one.header_offset,
                )
                for one in archive.infolist()
            )
    except ZIP_DAMAGE as damage:
        raise unreadable("file_damaged", kind="zip", detail=damage) from damage


_END = struct.Struct("<4s4H2LH")
_LINE = struct.Struct("<4s4x2H4x3L4H6xL")


def _plain_directory(content: bytes) -> tuple[Entry, ...] | None:
    """The directory of a zip as nearly all programs write it; null for any other, which zipfile judges."""
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - _END.size - 0xFFFF))
    if end < 0 or end + _END.size > len(content):
        return None
    _, disk, start_disk, here, count, size, place, comment = _END.unpack_from(content, end)
    is_whole = end + _END.size + comment == len(content) and place + size == end and here == count
    if not is_whole or disk or start_disk or count == 0xFFFF or content[:4] != b"PK\x03\x04":
        return None
    entries: list[Entry] = []
    unpack, width = _LINE.unpack_from, _LINE.size
    while place + width <= end:
        mark, flags, method, crc, packed, inflated, named, extra, told, on_disk, start = unpack(content, place)
        place += width
        name = content[place : place + named]
        far = packed == 0xFFFFFFFF or inflated == 0xFFFFFFFF
        if mark != b"PK\x01\x02" or far or b"\x00" in name or on_disk:
            return None
        text = name.decode("utf-8" if flags & 0x800 else "cp437", "replace")
        entries.append(Entry(text, flags, method, crc, packed, inflated, start))
        place += named + extra + told
    return tuple(entries) if place == end and len(entries) == count else None


@lru_cache(maxsize=1)
def entries_by_name(entries: tuple[Entry, ...]) -> Mapping[str, Entry]:
    """The entries of a zip by their names in lower case with forward slashes, without a leading one."""
    return {part_key(entry.filename): entry for entry in entries}


def part_key(name: str) -> str:
    """A part's name as programs that do not tell case and slashes apart know it."""
    return name.replace("\\", "/").lstrip("/").lower()


class Archive:
    """The parts of a zipped workbook, inflated within the limits, each once.

    What an entry declares of its inflated size is not believed. Where even the best compression could not inflate past
    the limit nothing is inflated to find out; otherwise every entry is, once, and counted. XML that declares a DOCTYPE
    is refused when its part is read.

    Raises:
        UnreadableFileError: damaged, encrypted, too many entries, the same name twice, or inflating past the limit.
    """

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._content = content
        self._limits = limits
        self._entries = directory(content)
        self._names = entries_by_name(self._entries)
        self._read: dict[str, bytes] = {}

    @property
    def names(self) -> KeysView[str]:
        """Names of all entries in lower case with forward slashes, without a leading one, in the zip's order."""
        return self._names.keys()

    def has(self, name: str) -> bool:
        return part_key(name) in self._names

    def read(self, name: str) -> bytes:
        """The whole of one part; empty where there is none.

        Raises:
            UnreadableFileError: it is damaged, too large, or XML with a DOCTYPE.
        """
        key = part_key(name)
        if key not in self._read:
            entry = self._names.get(key)
            self._read[key] = self._inflated(entry) if entry is not None else b""
        return self._read[key]

    def forget(self, name: str) -> None:
        """Give back the memory of a part that was read."""
        self._read.pop(part_key(name), None)

    def check(self) -> None:
        """Raises UnreadableFileError where the archive as a whole is past a limit or cannot be told apart."""
        entries, limit = len(self._entries), self._limits.max_inflated_bytes
        if entries > self._limits.max_archive_entries:
            raise unreadable("file_inflates_too_much", limit=limit // 10**6, entries=entries)
        if any(entry.flag_bits & 1 for entry in self._entries):
            raise unreadable("file_encrypted")
        if len(self._names) < entries:
            raise unreadable("file_damaged", kind="zip", detail="two parts share one name")
        if sum(entry.compress_size for entry in self._entries) * _BEST_DEFLATE <= limit:
            return
        total = 0
        for entry in self._entries:
            for block in self._blocks(entry):
                total += len(block)
                if total > limit:
                    raise unreadable("file_inflates_too_much", limit=limit // 10**6, entries=entries)

    def replaced(self, name: str, part: bytes) -> bytes:
        """The archive with the bytes of one part changed."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for key, entry in self._names.items():
                archive.writestr(entry.filename, part if key == part_key(name) else self.read(key))
        return buffer.getvalue()

    def _inflated(self, entry: Entry) -> bytes:
        part = self._at_once(entry)
        if part is None:
            part = b"".join(self._blocks(entry))
        if entry.filename.lower().endswith((".xml", ".rels")) and has_doctype(part):
            raise unreadable("file_unsafe_xml", detail=entry.filename[:100])
        return part

    def _at_once(self, entry: Entry) -> bytes | None:
        """An entry inflated without the machinery of zipfile; null where that does not give what the entry promises."""
        start = entry.header_offset
        if entry.compress_type not in (0, 8) or self._content[start : start + 4] != b"PK\x03\x04":
            return None
        names = int.from_bytes(self._content[start + 26 : start + 28], "little")
        start += 30 + names + int.from_bytes(self._content[start + 28 : start + 30], "little")
        packed = self._content[start : start + entry.compress_size]
        try:
            inflater = zlib.decompressobj(-15)
            part = packed if entry.compress_type == 0 else inflater.decompress(packed, entry.file_size + 1)
        except zlib.error:
            return None
        return part if len(part) == entry.file_size and zlib.crc32(part) == entry.crc else None

    def _blocks(self, entry: Entry) -> Iterator[bytes]:
        limit, total = self._limits.max_inflated_bytes, 0
        try:
            with zipfile.ZipFile(io.BytesIO(self._content)) as archive, archive.open(entry.filename) as part:
                while block := part.read(_BLOCK):
                    total += len(block)
                    if total > limit:
                        raise unreadable("file_inflates_too_much", limit=limit // 10**6, entries=len(self._entries))
                    yield block
        except ZIP_DAMAGE as damage:
            raise unreadable("file_damaged", kind="zip", detail=f"{entry.filename[:100]}: {damage}") from damage


_CELL = re.compile(rb"<(?:\w+:)?c\b(?=[^>]*?\br\s*=\s*[\"']([A-Za-z]{1,6})(\d{1,10})[\"'])[^>]*?(?<!/)>")
_PLACED_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br\s*=\s*[\"'](\d{1,9})[\"'][^>]*?(?<!/)>")
_UNPLACED_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s>])(?![^>]*?\br\s*=)[^>]*>")


def utf8_xml(xml: bytes) -> bytes:
    """XML in UTF-8, whichever encoding it came in; what it declares of its encoding is left standing."""
    return xml.decode("utf-16", "replace").encode("utf-8", "replace") if b"\x00" in xml[:200] else xml


_ODD_CELL = re.compile(rb'<(?:c(?=[\s>/])(?! r="[A-Z]{1,3}[0-9]{1,7}")|!)')
_FAR_OR_ODD_CELL = re.compile(rb'<(?:c(?=[\s>/])(?! r="[A-Z]{1,2}[0-9]{1,3}")|!)')
_PREFIXED_CELL = re.compile(rb":c[\s>/]")


def is_near(sheet_xml: bytes) -> bool:
    """Whether every cell of a worksheet part says first where it stands, as Excel, LibreOffice and openpyxl write it,
    and none stands far: before row 1000 and column AAA. No rectangle around them is past a limit."""
    return _FAR_OR_ODD_CELL.search(sheet_xml) is None and _PREFIXED_CELL.search(sheet_xml) is None


def is_placed(sheet_xml: bytes) -> bool:
    """Whether every cell of a worksheet part says first where it stands, and nothing is kept out of sight of a search:
    no comments, no CDATA, no prefixes."""
    return _ODD_CELL.search(sheet_xml) is None and _PREFIXED_CELL.search(sheet_xml) is None


def ooxml_extent(sheet_xml: bytes) -> Extent | None:
    """Where the filled cells of a worksheet part lie by their own references; its declared dimension is not believed.

    Null where no cell is filled. A cell without a reference counts from its row's first column.
    """
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
