"""Where files are dropped: a folder of this machine, or an object store that fsspec reaches.

A folder is the fast default, and nothing in it is followed: a link, a pipe or a device is told of, never opened. Of a
store only its listing and the bytes of its objects are asked for, within the same bound.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from urllib.parse import unquote, urlsplit

from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs

from ingest.inbox import Incoming, list_incoming
from warehouse.landing import Landing, write_atomically
from warehouse.records import Reason

NOT_A_FILE = Reason(
    code="not_a_file",
    vi="Mục này không phải là một tệp thông thường (thư mục, liên kết hoặc thiết bị). Đề nghị gửi lại tệp gốc.",
    en="The entry is a folder, link, pipe or device, not a regular file. Send the file itself.",
)
VANISHED = Reason(
    code="file_vanished",
    vi="Tệp đã bị xóa, đổi tên hoặc không cho phép đọc trong lúc tiếp nhận. Đề nghị gửi lại.",
    en="The file was removed, renamed or made unreadable while it was being received. Send it again.",
)
TOO_LARGE = "file_too_large"

NO_STAMP = -2
"""Of an object whose store tells neither version nor time: it is read every night and told by its bytes."""

_EMPTY = hashlib.sha256(b"").hexdigest()
_PIECE = 1 << 20
_SECOND = 1_000_000_000
_VERSIONS = ("ETag", "etag", "md5Hash", "content_md5", "version_id", "checksum", "CRC")
_TIMES = ("LastModified", "last_modified", "mtime", "modified", "updated", "created")


_HOW_TO_REACH = {
    "s3": "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (or the machine's role), AWS_DEFAULT_REGION, and "
    "AWS_ENDPOINT_URL for a store that is not Amazon's",
}
"""What a store's own package reads its keys from."""


class InboxUnreachableError(OSError):
    """An inbox that cannot be listed; says which, why, and what to look at."""


class Inbox(Protocol):
    """Files as they lie where they were dropped."""

    def put(self, name: str, content: bytes) -> None:
        """Drop a file, whole: what lay there under the name is replaced. Raises OSError where it cannot be written."""
        ...

    def entries(self) -> Iterator[Incoming]:
        """Everything that lies there but folders, in a stable order, without opening any of it."""

    def keep(self, landing: Landing, incoming: Incoming, max_bytes: int) -> tuple[str, Reason | None]:
        """Land the bytes of an entry; returns their sha256, and why they were not kept where they were not.

        Raises OSError where the landing zone cannot be written: that is the machine's fault and never the file's.
        """


def inbox_at(location: Path | str) -> Inbox:
    """The inbox at a path, or at a URL: ``s3://bucket/inbox``, ``file:///srv/inbox``, ``memory://inbox`` …

    Raises ValueError where no file system knows the URL, and InboxUnreachableError where its package is not installed.
    """
    if isinstance(location, Path) or "://" not in location:
        return LocalInbox(Path(location))
    parts = urlsplit(location)
    if parts.scheme in ("file", "local"):
        return LocalInbox(Path(unquote(parts.path)))
    try:
        store, root = url_to_fs(location)
    except ImportError as error:
        raise InboxUnreachableError(
            f"{parts.scheme}:// needs a package that is not installed ({error}). Install it into the environment of "
            "this project, beside the pinned ones, and run the load again."
        ) from error
    return StoredInbox(store, root)


class LocalInbox:
    """A folder of this machine."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, name: str, content: bytes) -> None:
        write_atomically(self._root / name, content)

    def entries(self) -> Iterator[Incoming]:
        return list_incoming(self._root)

    def keep(self, landing: Landing, incoming: Incoming, max_bytes: int) -> tuple[str, Reason | None]:
        if not incoming.is_regular:
            return _EMPTY, NOT_A_FILE
        taken = take_file(self._root / incoming.name, max_bytes)
        if taken.content is None:
            return taken.sha256, taken.reason
        return landing.store(taken.content), None


@dataclass(frozen=True, slots=True)
class TakenFile:
    """What a path held when it was opened: the bytes of a file, or why they were not taken."""

    content: bytes | None
    sha256: str
    reason: Reason | None = None


def take_file(path: Path, max_bytes: int) -> TakenFile:
    """The bytes of a regular file, whatever becomes of the path meanwhile: nothing is followed, waited for, or read
    past the bound."""
    try:
        source = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(source, "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                return TakenFile(None, _EMPTY, NOT_A_FILE)
            if status.st_size > max_bytes:
                return TakenFile(None, _digest(file, status.st_size), too_large(max_bytes))
            content = file.read(max_bytes + 1)
    except OSError as error:
        is_special = error.errno in (errno.ELOOP, errno.EISDIR, errno.ENXIO)
        return TakenFile(None, _EMPTY, NOT_A_FILE if is_special else VANISHED)
    sha256 = hashlib.sha256(content).hexdigest()
    if len(content) > max_bytes:
        return TakenFile(None, sha256, too_large(max_bytes))
    return TakenFile(content, sha256)


def _digest(file: BinaryIO, size: int) -> str:
    """The sha256 of a file as far as it reached when it was opened."""
    digest = hashlib.sha256()
    while size > 0 and (piece := file.read(min(_PIECE, size))):
        digest.update(piece)
        size -= len(piece)
    return digest.hexdigest()


class StoredInbox:
    """A folder of an object store, or of anything else fsspec opens. A store that fails, fails the night's task."""

    def __init__(self, store: AbstractFileSystem, root: str) -> None:
        self._store = store
        self._root = root.rstrip("/")

    def put(self, name: str, content: bytes) -> None:
        path = f"{self._root}/{name}"
        try:
            self._store.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._store.pipe_file(path, content)
        except Exception as error:
            # The client of each store raises errors of its own.
            raise InboxUnreachableError(self._why_not(error)) from error

    def entries(self) -> Iterator[Incoming]:
        """Raises InboxUnreachableError where the store cannot be listed: that is no empty night."""
        try:
            yield from self._listed()
        except Exception as error:
            # The client of each store raises errors of its own.
            raise InboxUnreachableError(self._why_not(error)) from error

    def _why_not(self, error: Exception) -> str:
        protocols = self._store.protocol
        scheme = protocols if isinstance(protocols, str) else protocols[0]
        keys = _HOW_TO_REACH.get(scheme, "the keys that the store's own package reads")
        return (
            f"the inbox {scheme}://{self._root} cannot be listed: {type(error).__name__}: {error}. Check the address, "
            f"that the store answers, and {keys}; then run the load again."
        )

    def _listed(self) -> Iterator[Incoming]:
        self._store.invalidate_cache()
        walked: Any = self._store.walk(self._root, detail=True, on_error=self._raised)
        for folder, _, files in walked:
            for name in sorted(files):
                info = files[name]
                key = self._relative(str(info.get("name") or f"{folder}/{name}"))
                if key and not key.endswith("/"):
                    yield Incoming(
                        name=key,
                        size_bytes=int(info.get("size") or 0),
                        modified_ns=stamp_of(info),
                        is_regular=not info.get("islink", False),
                    )

    def keep(self, landing: Landing, incoming: Incoming, max_bytes: int) -> tuple[str, Reason | None]:
        """An object past the bound is not read to its end: it is told by name, size and stamp."""
        if not incoming.is_regular:
            return _EMPTY, NOT_A_FILE
        if incoming.size_bytes > max_bytes:
            return self._told_by(incoming), too_large(max_bytes)
        try:
            content = self._read(incoming.name, max_bytes + 1)
        except (FileNotFoundError, PermissionError, IsADirectoryError):
            return _EMPTY, VANISHED
        if len(content) > max_bytes:
            return self._told_by(incoming), too_large(max_bytes)
        return landing.store(content), None

    def _read(self, name: str, longest: int) -> bytes:
        content = bytearray()
        opened: Any = self._store.open(f"{self._root}/{name}" if self._root else name, "rb")
        with opened as file:
            while len(content) < longest and (piece := file.read(min(_PIECE, longest - len(content)))):
                content += piece
        return bytes(content)

    def _told_by(self, incoming: Incoming) -> str:
        told = f"{self._root}/{incoming.path}:{incoming.size_bytes}:{incoming.modified_ns}"
        return hashlib.sha256(told.encode()).hexdigest()

    def _relative(self, name: str) -> str:
        stripped = name.lstrip("/")
        root = self._root.lstrip("/")
        return stripped.removeprefix(f"{root}/") if root else stripped

    def _raised(self, error: OSError) -> None:
        """A missing inbox is an empty one; anything else is not to be taken for an empty night."""
        if not isinstance(error, FileNotFoundError):
            raise error


def stamp_of(info: Mapping[str, Any]) -> int:
    """Changes whenever an object does: its time in seconds, its version in the nanoseconds; NO_STAMP for neither."""
    version = next((str(info[name]) for name in _VERSIONS if info.get(name)), None)
    moment = next((seconds for name in _TIMES if (seconds := _seconds(info.get(name))) is not None), None)
    if version is None and moment is None:
        return NO_STAMP
    if version is None:
        return int((moment or 0) * _SECOND)
    return int(moment or 0) * _SECOND + int(hashlib.sha256(version.encode()).hexdigest(), 16) % _SECOND


def _seconds(moment: object) -> float | None:
    """Seconds since 1970 of a time as a store tells it; null where it cannot be read."""
    if isinstance(moment, str):
        try:
            moment = datetime.fromisoformat(moment)
        except ValueError:
            return None
    if isinstance(moment, datetime):
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    return float(moment) if isinstance(moment, int | float) and not isinstance(moment, bool) else None


def too_large(max_bytes: int) -> Reason:
    """Why a file past the bound was not read."""
    megabytes = max_bytes // 1_000_000
    return Reason(
        code=TOO_LARGE,
        vi=f"Tệp lớn hơn {megabytes} MB nên chưa được đọc. Đề nghị bỏ hình ảnh hoặc tách thành nhiều tệp rồi gửi lại.",
        en=f"The file is larger than {megabytes} MB and was not read. Remove pictures or split it, then send it again.",
    )
