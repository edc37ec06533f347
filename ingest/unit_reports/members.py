"""Several workbooks in one file: zip archives opened member by member, and a workbook packed by gzip.

A member is a document of its own. Names inside an archive are evidence for people and never paths: nothing is written.
An archive inside an archive is opened too; one inside that is set aside.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ingest.context import DocumentContext, ReadDocument, quarantined
from ingest.inbox import WORKBOOK_SUFFIXES
from ingest.job import member_of
from ingest.reasons import crashed, out_of_memory
from ingest.unit_reports.archive import ZIP_DAMAGE
from ingest.unit_reports.limits import Limits
from ingest.unit_reports.reasons import UnreadableFileError, reason, unreadable
from ingest.unit_reports.sniff import ZIP_SIGNATURES, is_package, zip_names
from ingest.vietnamese.text import decode_bytes
from warehouse.records import Reason

GZIP_SIGNATURE = b"\x1f\x8b"
Read = Callable[[bytes, DocumentContext], ReadDocument]
_BLOCK = 1 << 20
_DEEPEST = 2
"""Archives inside one another that are opened."""
_WORKBOOK_SUFFIXES = frozenset((*WORKBOOK_SUFFIXES, ".xltx", ".xltm", ".xlt", ".zip", ".gz"))
_CONTAINERS = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", *ZIP_SIGNATURES, GZIP_SIGNATURE)
_BOOKKEEPING = frozenset(("thumbs.db", "desktop.ini", ".ds_store"))
_LONGEST_NAME = 300
_DUPLICATE = "{name} ({number})"


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive, or why it could not be taken out."""

    name: str
    """Path inside the archive, parts of an archive within it after its own name; unique in the file."""
    content: bytes = b""
    refusal: Reason | None = None


def read_members(
    content: bytes, context: DocumentContext, limits: Limits, read: Read, number: int | None = None
) -> tuple[ReadDocument, ...]:
    """Every document of a file: of an archive its members, each read by ``read``; of any other file, and of one packed
    by gzip, the file itself.

    With a ``number`` only that member of an archive, counted from 0; nothing past the last, and of no archive. Total:
    raises nothing that ``read`` does not.
    """
    try:
        if content.startswith(GZIP_SIGNATURE):
            content = unpacked(content, limits)
        if not holds_members(content):
            return (read(content, context),) if number is None else ()
        return tuple(
            _read_member(member, context, read)
            for index, member in enumerate(members(content, limits))
            if number is None or index == number
        )
    except UnreadableFileError as refusal:
        return (quarantined(context, refusal.reason),) if number is None else ()
    except MemoryError:
        return (quarantined(context, out_of_memory(limits.memory_bytes)),)
    except Exception as error:  # noqa: BLE001 - hostile input: one file must cost one file, whatever it provoked
        return (quarantined(context, crashed(f"{type(error).__name__}: {error}"[:200])),)


def _read_member(member: Member, context: DocumentContext, read: Read) -> ReadDocument:
    own = member_of(context, member.name)
    if member.refusal is not None:
        return quarantined(own, member.refusal)
    # What a reader learns from a file's name stands in the member's.
    found = read(member.content, replace(own, path=f"{context.path}/{member.name}"))
    return replace(found, document=replace(found.document, path=context.path))


def holds_members(content: bytes) -> bool:
    """Whether a file may hold others: a zip that is no package of a program's own, or gzip. Damaged zips do not."""
    if content.startswith(GZIP_SIGNATURE):
        return True
    if not content.startswith(ZIP_SIGNATURES):
        return False
    try:
        return not is_package(*zip_names(content))
    except UnreadableFileError:
        return False


def members(content: bytes, limits: Limits) -> Iterator[Member]:
    """The files of an archive in its order, taken out one at a time.

    Directories and the bookkeeping of operating systems are passed over. Together the members may inflate to
    ``limits.max_inflated_bytes``; each to ``limits.max_file_bytes``.

    Raises:
        UnreadableFileError: it is damaged, empty, holds no workbook by name or content, or has too many members.
    """
    yield from _Unpacking(limits).unpack(content, "", 1)


def unpacked(content: bytes, limits: Limits) -> bytes:
    """What gzip packed.

    Raises:
        UnreadableFileError: it is damaged, or past the limit.
    """
    inflater = zlib.decompressobj(31)
    try:
        inflated = inflater.decompress(content, limits.max_file_bytes + 1)
    except zlib.error as damage:
        raise unreadable("file_damaged", kind="gzip", detail=damage) from damage
    if len(inflated) > limits.max_file_bytes:
        raise unreadable("file_inflates_too_much", limit=limits.max_file_bytes // 10**6, entries=1)
    if not inflater.eof:
        raise unreadable("file_damaged", kind="gzip", detail="it breaks off")
    if inflated[257:262] == b"ustar":
        raise unreadable("file_archive", kind="tar")
    return inflated


class _Unpacking:
    """What is left of the bounds that all members share, archives within the archive included."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._bytes_left = limits.max_inflated_bytes
        self._members_left = limits.max_archive_members

    def unpack(self, content: bytes, prefix: str, depth: int) -> Iterator[Member]:
        try:
            archive = zipfile.ZipFile(io.BytesIO(content))
        except ZIP_DAMAGE as damage:
            raise unreadable("file_damaged", kind="zip", detail=damage) from damage
        with archive:
            entries = [entry for entry in archive.infolist() if not _is_bookkeeping(entry)]
            if not entries:
                raise unreadable("archive_empty")
            if len(entries) > self._members_left:
                raise unreadable("archive_too_many_members", count=len(entries), limit=self._limits.max_archive_members)
            self._members_left -= len(entries)
            if not any(_may_be_workbook(archive, entry) for entry in entries):
                raise unreadable("file_archive", kind="zip")
            names = Counter(entry.filename for entry in entries)
            seen: Counter[str] = Counter()
            for entry in entries:
                seen[entry.filename] += 1
                name = prefix + _shown(entry)
                if names[entry.filename] > 1:
                    unique = _DUPLICATE.format(name=name, number=seen[entry.filename])
                    yield Member(unique, refusal=reason("member_duplicate", locator=unique, name=name))
                else:
                    yield from self._take(archive, entry, name, depth)

    def _take(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, depth: int) -> Iterator[Member]:
        try:
            self._refuse_by_its_entry(entry, name)
            content = self._content(archive, entry, name)
            if content.startswith(GZIP_SIGNATURE):
                content = unpacked(content, self._limits)
        except UnreadableFileError as refusal:
            yield Member(name, refusal=refusal.reason)
            return
        if not (content.startswith(ZIP_SIGNATURES) and holds_members(content)):
            yield Member(name, content)
        elif depth >= _DEEPEST:
            yield Member(name, refusal=reason("archive_nested", locator=name, name=name))
        else:
            yield from self._unpack_inner(content, name, depth)

    def _unpack_inner(self, content: bytes, name: str, depth: int) -> Iterator[Member]:
        try:
            yield from self.unpack(content, f"{name}/", depth + 1)
        except UnreadableFileError as refusal:
            yield Member(name, refusal=refusal.reason)

    @staticmethod
    def _refuse_by_its_entry(entry: zipfile.ZipInfo, name: str) -> None:
        if entry.flag_bits & 1:
            raise unreadable("member_encrypted", locator=name, name=name)
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if not path.parts or path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            raise unreadable("member_unsafe_path", locator=name, name=name)

    def _content(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
        most = min(self._limits.max_file_bytes, self._bytes_left)
        taken = bytearray()
        try:
            with archive.open(entry) as part:
                while len(taken) <= most and (block := part.read(_BLOCK)):
                    taken += block
        except ZIP_DAMAGE as damage:
            raise unreadable("file_damaged", locator=name, kind="zip", detail=str(damage)[:200]) from damage
        self._bytes_left -= min(len(taken), most)
        if len(taken) > most:
            raise unreadable("member_inflates_too_much", locator=name, name=name, limit=most // 10**6)
        return bytes(taken)


def _is_bookkeeping(entry: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
    return entry.filename.endswith("/") or "__MACOSX" in parts or (bool(parts) and parts[-1].lower() in _BOOKKEEPING)


def _may_be_workbook(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    if PurePosixPath(entry.filename).suffix.lower() in _WORKBOOK_SUFFIXES or entry.flag_bits & 1:
        return True
    try:
        with archive.open(entry) as part:
            return part.read(8).startswith(_CONTAINERS)
    except ZIP_DAMAGE:
        return False


def _shown(entry: zipfile.ZipInfo) -> str:
    """A member's name as text. Windows writes names that are not marked as Unicode in the code page of its machine."""
    name = entry.filename
    if not entry.flag_bits & 0x800 and not name.isascii():
        name = decode_bytes(name.encode("cp437", "replace")).text
    return name.replace("\\", "/")[:_LONGEST_NAME] or "?"
