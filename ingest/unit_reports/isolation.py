"""Reading in limited child processes: a file that kills its reader costs one file, never the night.

Children are plain subprocesses (``ingest.unit_reports.child``), so that a daemonic process, such as a scheduler's task,
may have them too. They live from file to file, hold the catalogue, and get none of the parent's environment.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import select
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ingest.context import DocumentContext, ReadDocument, quarantined
from ingest.unit_reports.limits import Limits
from ingest.unit_reports.reasons import reason
from warehouse.records import Reason

Job = tuple[bytes, DocumentContext]

CHILD_COMMAND = (sys.executable, "-P", "-m", "ingest.unit_reports.child")
"""What a reading process runs."""

_START_SECONDS = 120.0
_FILES_PER_CHILD = 2000
_FRAME_HEAD = struct.Struct("<Q")
_STEP_BYTES = 1 << 18
_STDERR_TAIL = 600


class ReaderStartError(RuntimeError):
    """A reading process cannot be started at all: the installation is broken, not a file."""


def read_many(
    jobs: Iterable[Job], limits: Limits, workers: int, seeds: Path, extra: Path | None = None
) -> Iterator[ReadDocument]:
    """Read every job in ``workers`` child processes; documents come back in the order of the jobs.

    ``jobs`` is drawn from lazily, from the threads that feed the children. A child that dies, exceeds its memory or
    takes more than ``limits.seconds`` quarantines the file it held (``file_crashed_reader``, ``file_out_of_memory``,
    ``file_timed_out``) and is replaced. Closing the iterator ends the children.

    Raises:
        ReaderStartError: children cannot be started.
        Exception: whatever drawing a job raises.
    """
    pool = _Pool(enumerate(jobs), _Setup(limits, seeds, extra))
    threads = [threading.Thread(target=pool.serve, daemon=True) for _ in range(max(1, workers))]
    for thread in threads:
        thread.start()
    try:
        yield from pool.in_order(len(threads))
    finally:
        pool.stop()
        for thread in threads:
            thread.join()


@dataclass(frozen=True, slots=True)
class _Setup:
    limits: Limits
    seeds: Path
    extra: Path | None


class _Pool:
    def __init__(self, jobs: Iterator[tuple[int, Job]], setup: _Setup) -> None:
        self._jobs = jobs
        self._setup = setup
        self._lock = threading.Lock()
        self._results: queue.Queue[tuple[int, ReadDocument] | BaseException | None] = queue.Queue()
        self._children: set[_Child] = set()
        self._is_stopped = False

    def in_order(self, feeders: int) -> Iterator[ReadDocument]:
        waiting: dict[int, ReadDocument] = {}
        following = 0
        while feeders:
            result = self._results.get()
            if result is None:
                feeders -= 1
            elif isinstance(result, BaseException):
                raise result
            else:
                waiting[result[0]] = result[1]
            while following in waiting:
                yield waiting.pop(following)
                following += 1

    def stop(self) -> None:
        with self._lock:
            self._is_stopped = True
            children = list(self._children)
        for child in children:
            child.kill()

    def serve(self) -> None:
        """Feed one child, replaced when it dies, until no job is left."""
        child: _Child | None = None
        try:
            while (drawn := self._draw()) is not None:
                number, (content, context) = drawn
                if child is None or child.is_worn:
                    child = self._replace(child)
                self._results.put((number, child.read(content, context)))
        except BaseException as error:  # noqa: BLE001 - handed to the consumer, who raises it
            self._results.put(error)
        finally:
            self._replace(child, start=False)
            self._results.put(None)

    def _draw(self) -> tuple[int, Job] | None:
        with self._lock:
            return None if self._is_stopped else next(self._jobs, None)

    def _replace(self, old: _Child | None, *, start: bool = True) -> Any:
        if old is not None:
            with self._lock:
                self._children.discard(old)
            old.close()
        if not start:
            return None
        child = _Child(self._setup)
        with self._lock:
            self._children.add(child)
            if self._is_stopped:
                child.kill()
        return child


def _import_path() -> str:
    """Where the child finds this project and what it stands on: the parent's own path, the working folder left out."""
    project = str(Path(__file__).resolve().parents[2])
    return os.pathsep.join(dict.fromkeys([project, *(entry for entry in sys.path if Path(entry).is_absolute())]))


class _ChildLostError(Exception):
    """The child ended, or is no use any more; carries the reason its file is quarantined with."""

    def __init__(self, why: Reason) -> None:
        super().__init__(why.en)
        self.reason = why


class _Child:
    """One reading process and its pipes. Not shared between threads, but for ``kill``."""

    def __init__(self, setup: _Setup) -> None:
        self._limits = setup.limits
        self._stderr: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        self._process = subprocess.Popen(  # noqa: S603 - our own module, run by our own interpreter
            CHILD_COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            env={"PYTHONPATH": _import_path(), "MALLOC_ARENA_MAX": "2", "LC_ALL": "C.UTF-8"},
        )
        if self._process.stdin is None or self._process.stdout is None:
            raise ReaderStartError("a reading process has no pipes")
        self._into, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._into, False)
        os.set_blocking(self._out, False)
        self._files = 0
        self._is_lost = False
        try:
            self._exchange((setup.limits, setup.seeds, setup.extra), _START_SECONDS)
        except _ChildLostError as lost:
            raise ReaderStartError(
                f"a reading process ended while starting: {self._last_words() or lost}. Check the installation."
            ) from lost

    @property
    def is_worn(self) -> bool:
        """It has to be replaced before the next file."""
        return self._is_lost or self._files >= _FILES_PER_CHILD

    def read(self, content: bytes, context: DocumentContext) -> ReadDocument:
        """Read one file; whatever happens to the child, a document comes back."""
        if len(content) > self._limits.max_file_bytes:
            limit = self._limits.max_file_bytes // 10**6
            return quarantined(context, reason("file_too_large", megabytes=len(content) // 10**6, limit=limit))
        self._files += 1
        try:
            document = self._exchange((content, context), self._limits.seconds)
        except _ChildLostError as lost:
            return quarantined(context, lost.reason)
        if not isinstance(document, ReadDocument):
            self.kill()
            return quarantined(context, reason("file_crashed_reader", detail="no document came back"))
        return document

    def kill(self) -> None:
        """End the process; safe at any time and more than once."""
        self._is_lost = True
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """End the process and give back its pipes."""
        self.kill()
        for stream in (self._process.stdin, self._process.stdout, self._stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _exchange(self, message: object, seconds: float) -> object:
        deadline = time.monotonic() + seconds
        try:
            self._send(pickle.dumps(message, protocol=5), deadline)
            return pickle.loads(self._receive(deadline))  # noqa: S301 - written by our own child process
        except TimeoutError:
            self.kill()
            limit = f"{self._limits.seconds:g}"
            raise _ChildLostError(reason("file_timed_out", limit=limit)) from None
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            self.kill()
            raise _ChildLostError(self._why_it_died()) from error

    def _send(self, body: bytes, deadline: float) -> None:
        view = memoryview(_FRAME_HEAD.pack(len(body)) + body)
        while view:
            self._await(self._into, select.POLLOUT, deadline)
            view = view[os.write(self._into, view[:_STEP_BYTES]) :]

    def _receive(self, deadline: float) -> bytes:
        (length,) = _FRAME_HEAD.unpack(self._take(_FRAME_HEAD.size, deadline))
        return self._take(length, deadline)

    def _take(self, count: int, deadline: float) -> bytes:
        taken = bytearray()
        while len(taken) < count:
            self._await(self._out, select.POLLIN, deadline)
            piece = os.read(self._out, min(_STEP_BYTES, count - len(taken)))
            if not piece:
                raise EOFError
            taken += piece
        return bytes(taken)

    @staticmethod
    def _await(descriptor: int, event: int, deadline: float) -> None:
        poll = select.poll()
        poll.register(descriptor, event)
        if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            raise TimeoutError

    def _why_it_died(self) -> Reason:
        status, words = self._process.returncode, self._last_words()
        if "memory allocation of" in words or "MemoryError" in words or "bad_alloc" in words:
            return reason("file_out_of_memory", limit=self._limits.memory_bytes // 10**6)
        ending = f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
        return reason("file_crashed_reader", detail=f"{ending}: {words.splitlines()[-1]}" if words else ending)

    def _last_words(self) -> str:
        size = self._stderr.seek(0, os.SEEK_END)
        self._stderr.seek(max(0, size - _STDERR_TAIL))
        return self._stderr.read().decode("utf-8", "replace").strip()
