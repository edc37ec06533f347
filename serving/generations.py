"""Published generations: finished folders behind one pointer, so that everything readers open changes at one instant.

Layout under the published root::

    .generations/000007-2026-11-21-<12 hex>/   one publication, whole and never written again
    .generations/current                       symbolic link: the one pointer
    serving.duckdb, parquet, manifest.json, …    fixed links through the pointer
"""

from __future__ import annotations

import fcntl
import itertools
import os
import shutil
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from warehouse.database import replace_file

GRACE_SECONDS = 600
"""How long an older generation stays after it was replaced: a slow reader may still be on its way through it."""

_BUILDING = ".building-"


class Generations:
    """The generations under one published root.

    ``kept`` of them stay whatever their age, the current one among them.
    """

    def __init__(self, published: Path, *, kept: int = 3) -> None:
        self.published = published
        self.kept = kept
        self.root = published / ".generations"

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """One publisher at a time; readers are never asked to wait."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @contextmanager
    def building(self) -> Iterator[Path]:
        """A new empty folder on the same file system, where no reader looks; gone at the end unless finished."""
        for left_over in self.root.glob(f"{_BUILDING}*"):
            shutil.rmtree(left_over, ignore_errors=True)
        folder = self.root / f"{_BUILDING}{uuid.uuid4().hex}"
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def current(self) -> Path | None:
        """The folder readers see now; null before the first publication."""
        pointer = self.root / "current"
        return pointer.resolve() if pointer.exists() else None

    def finish(self, built: Path, label: str, exposed: Sequence[str]) -> Path:
        """Name a built folder, make it durable and read-only, and turn the pointer to it in one rename."""
        for path in sorted(built.rglob("*"), reverse=True):
            _settle(path)
        _sync(built)
        generation = self.root / f"{self._next_number():06d}-{label}"
        built.rename(generation)
        _point(self.root / "current", Path(generation.name))
        for name in exposed:
            _point(self.published / name, Path(self.root.name) / "current" / name)
        self._remove_former_links(exposed)
        _sync(self.root)
        _sync(self.published)
        self._prune()
        return generation

    def _remove_former_links(self, exposed: Sequence[str]) -> None:
        """Links through the pointer to what a former version published under another name."""
        through = Path(self.root.name) / "current"
        for link in self.published.iterdir():
            if link.is_symlink() and link.readlink().parent == through and link.name not in exposed:
                link.unlink()

    def _finished(self) -> list[Path]:
        return sorted(path for path in self.root.iterdir() if path.is_dir() and path.name[:6].isdigit())

    def _next_number(self) -> int:
        return max((int(path.name[:6]) for path in self._finished()), default=0) + 1

    def _prune(self) -> None:
        finished = self._finished()
        for old, successor in itertools.pairwise(finished[: max(0, len(finished) - self.kept) + 1]):
            if time.time() - successor.stat().st_mtime > GRACE_SECONDS:
                shutil.rmtree(old, ignore_errors=True)


def _point(link: Path, target: Path) -> None:
    """Make ``link`` a symbolic link to ``target`` (relative to the link's folder), atomically."""
    if link.is_symlink() and link.readlink() == target:
        return
    temporary = link.with_name(f".{link.name}-{uuid.uuid4().hex}")
    temporary.symlink_to(target)
    try:
        replace_file(temporary, link)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _settle(path: Path) -> None:
    _sync(path)
    if path.is_file():
        path.chmod(path.stat().st_mode & ~0o222)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
