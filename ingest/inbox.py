"""What was received and not loaded before, dropped into an inbox or fetched, in chunks that one task reads."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from warehouse.figure import SourceKind
from warehouse.landing import Known

WORKBOOK_SUFFIXES = (".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".fods", ".csv", ".tsv")
"""Names that make a folder look like a report."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A directory entry, or a page already landed, offered for loading."""

    name: str
    """Path relative to the inbox as the file system names it; may hold surrogates for bytes that are not UTF-8.
    Of a page its address."""
    size_bytes: int
    modified_ns: int
    is_regular: bool
    """False for a symlink, a FIFO, a socket, a device or a folder: such an entry is never opened."""
    sha256: str | None = None
    """Of bytes that the landing zone holds already: there is no file to read."""

    @property
    def path(self) -> str:
        """The name as valid text, which is what the landing zone records."""
        return os.fsencode(self.name).decode("utf-8", "backslashreplace")

    def office(self, source_kind: SourceKind) -> str | None:
        """The office whose folder holds the file: the first part of its path; null for news and for a file outside."""
        if source_kind is SourceKind.NEWS or "/" not in self.path:
            return None
        return self.path.split("/", 1)[0]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def list_incoming(inbox: Path) -> Iterator[Incoming]:
    """Every entry under the inbox except folders, in a stable order. Links are not followed.

    A folder is an entry of its own where it is named like a workbook, and where it may not be looked into: else nobody
    would be told of what was sent in it. A missing inbox is an empty one; raises OSError where it may not be
    looked into.
    """
    closed: list[OSError] = []
    for folder, subfolders, names in os.walk(inbox, followlinks=False, onerror=closed.append):
        linked = [name for name in subfolders if (Path(folder) / name).is_symlink()]
        subfolders[:] = sorted(set(subfolders) - set(linked))
        mistaken = [name for name in subfolders if name.lower().endswith(WORKBOOK_SUFFIXES)]
        for name in sorted([*names, *linked, *mistaken]):
            incoming = _incoming(inbox, Path(folder) / name)
            if incoming is not None:
                yield incoming
    for error in closed:
        path = Path(error.filename)
        if path == inbox:
            if isinstance(error, FileNotFoundError):
                continue
            raise error
        incoming = _incoming(inbox, path)
        if incoming is not None:
            # Offered as a file, so that it is told to be unreadable and asked for again every night.
            yield replace(incoming, is_regular=True)


def _incoming(inbox: Path, path: Path) -> Incoming | None:
    """An entry as it lies there; null where it is gone by now."""
    try:
        status = path.lstat()
    except OSError:
        return None
    return Incoming(
        name=path.relative_to(inbox).as_posix(),
        size_bytes=status.st_size,
        modified_ns=status.st_mtime_ns,
        is_regular=stat.S_ISREG(status.st_mode),
    )


def new_incoming(entries: Iterable[Incoming], known: Known) -> Iterator[Incoming]:
    """The entries that were not landed before, told by path, size and time without reading them."""
    for incoming in entries:
        if (incoming.path, incoming.size_bytes, incoming.modified_ns) not in known.stamps:
            yield incoming


def in_chunks(incoming: Iterable[Incoming], size: int) -> Iterator[list[Incoming]]:
    """Lists of at most ``size`` entries."""
    iterator = iter(incoming)
    while chunk := list(islice(iterator, size)):
        yield chunk
