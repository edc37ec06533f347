"""OLE compound files ([MS-CFB]): the streams of a legacy .xls, read within bounds and without trusting its links."""

from __future__ import annotations

import struct
from dataclasses import dataclass

_FREE = 0xFFFFFFFA
_HEADER_BYTES = 512
_DIRECTORY_ENTRY_BYTES = 128
_HEADER_DIFAT_ENTRIES = 109


class DamagedCompoundFileError(Exception):
    """A sector chain leaves the file, loops, or ends early."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """The directory and streams of one compound file.

    Raises:
        DamagedCompoundFileError: the header or a chain is broken. Every chain is followed for at most as many steps
            as the file has sectors.
    """

    def __init__(self, content: bytes) -> None:
        if len(content) < _HEADER_BYTES:
            raise DamagedCompoundFileError("shorter than its header")
        sector_shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if sector_shift not in (9, 12) or mini_shift > sector_shift:
            raise DamagedCompoundFileError(f"sector size 2^{sector_shift}")
        self._content = content
        self._sector_bytes = 1 << sector_shift
        self._mini_bytes = 1 << mini_shift
        self._sector_count = len(content) // self._sector_bytes + 1
        directory_start, self._mini_cutoff, mini_fat_start = struct.unpack_from("<I4xII", content, 48)
        self._fat = self._read_fat()
        self._entries = self._read_directory(directory_start)
        root = next((entry for entry in self._entries if entry.kind == 5), None)
        self._mini_stream = self._chain_bytes(root.start) if root and root.start < _FREE else b""
        self._mini_fat = _integers(self._chain_bytes(mini_fat_start)) if mini_fat_start < _FREE else ()

    def names(self) -> frozenset[str]:
        """Lower-case names of all streams and storages."""
        return frozenset(entry.name.lower() for entry in self._entries)

    def stream(self, *names: str) -> bytes | None:
        """The bytes of the first stream of one of the names (any case); null where there is none."""
        for name in names:
            for entry in self._entries:
                if entry.kind == 2 and entry.name.lower() == name.lower():
                    return self._stream_bytes(entry)
        return None

    def _stream_bytes(self, entry: _Entry) -> bytes:
        if entry.size >= self._mini_cutoff:
            return self._chain_bytes(entry.start)[: entry.size]
        parts: list[bytes] = []
        sector = entry.start
        while sector < _FREE and len(parts) * self._mini_bytes < entry.size:
            if sector >= len(self._mini_fat):
                raise DamagedCompoundFileError("a small stream's chain leaves the file")
            parts.append(self._mini_stream[sector * self._mini_bytes : (sector + 1) * self._mini_bytes])
            sector = self._mini_fat[sector]
        return b"".join(parts)[: entry.size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._sector_bytes
        sector = self._content[start : start + self._sector_bytes]
        if not sector:
            raise DamagedCompoundFileError(f"sector {number} is past the end of the file")
        return sector

    def _read_fat(self) -> tuple[int, ...]:
        sectors = [s for s in struct.unpack_from(f"<{_HEADER_DIFAT_ENTRIES}I", self._content, 76) if s < _FREE]
        next_difat = struct.unpack_from("<I", self._content, 68)[0]
        steps = 0
        while next_difat < _FREE:
            steps += 1
            if steps > self._sector_count:
                raise DamagedCompoundFileError("the sector index loops")
            *more, next_difat = _integers(self._sector(next_difat))
            sectors.extend(s for s in more if s < _FREE)
        if len(sectors) > self._sector_count:
            raise DamagedCompoundFileError("more index sectors than sectors")
        return _integers(b"".join(self._sector(sector) for sector in sectors))

    def _chain_bytes(self, start: int) -> bytes:
        parts: list[bytes] = []
        sector = start
        while sector < _FREE:
            if len(parts) > self._sector_count or sector >= len(self._fat):
                raise DamagedCompoundFileError("a sector chain loops or leaves the file")
            parts.append(self._sector(sector))
            sector = self._fat[sector]
        return b"".join(parts)

    def _read_directory(self, start: int) -> tuple[_Entry, ...]:
        raw = self._chain_bytes(start)
        entries: list[_Entry] = []
        for offset in range(0, len(raw) - _DIRECTORY_ENTRY_BYTES + 1, _DIRECTORY_ENTRY_BYTES):
            name_bytes, kind = struct.unpack_from("<HB", raw, offset + 64)
            first, size = struct.unpack_from("<II", raw, offset + 116)
            if kind and 2 <= name_bytes <= 64:
                name = raw[offset : offset + name_bytes - 2].decode("utf-16-le", "replace")
                entries.append(_Entry(name, kind, first, size))
        return tuple(entries)


def _integers(raw: bytes) -> tuple[int, ...]:
    count = len(raw) // 4
    return struct.unpack_from(f"<{count}I", raw)
