"""Reading in limited child processes: a file that kills its reader costs one file, a line one line, never the night.

Children are plain subprocesses (``ingest.child``), so that a daemonic process, such as a scheduler's task, may have
them too. They live from job to job, hold the catalogue, and get none of the parent's environment.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.context import ReadDocument
from ingest.job import Job
from ingest.limited_process import Ending, LimitedProcess, ProcessLostError, command_of
from ingest.limits import ProcessLimits
from ingest.reasons import crashed, members_not_reached, not_reached, out_of_memory, timed_out, too_large
from warehouse.figure import SourceKind
from warehouse.records import Reason

CHILD_COMMAND = command_of("ingest.child")
"""What a reading process runs."""

_JOBS_PER_CHILD = 2000
_PATIENCE = 10
"""How many times the limit of seconds the lost jobs of one file may take together, the start of their readers
included; its other lines are then refused."""
_MEMBERS_LOST_IN_A_ROW = 3
"""After so many members that each ended a reader, the others of an archive are refused: it may be the archive."""


def read_many(
    jobs: Iterable[Job],
    source_kind: SourceKind,
    limits: ProcessLimits,
    workers: int,
    seeds: Path,
    extra: Path | None = None,
) -> Iterator[ReadDocument]:
    """Read every job in ``workers`` child processes; documents come back in the order of the jobs.

    ``jobs`` is drawn from lazily, from the threads that feed the children. A child that dies, exceeds its memory or
    takes more than ``limits.seconds`` is replaced, and the job it held is quarantined (``file_crashed_reader``,
    ``file_out_of_memory``, ``file_timed_out``); where the job is lines, they are read again one by one and only those
    that end a reader once more are quarantined; so are the members of an archive. Closing the iterator ends the
    children.

    Raises:
        ProcessStartError: children cannot be started.
        Exception: whatever drawing a job raises.
    """
    pool = _Pool(enumerate(jobs), _Setup(source_kind, limits, seeds, extra))
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
    source_kind: SourceKind
    limits: ProcessLimits
    seeds: Path
    extra: Path | None


class _Pool:
    def __init__(self, jobs: Iterator[tuple[int, Job]], setup: _Setup) -> None:
        self._jobs = jobs
        self._setup = setup
        self._lock = threading.Lock()
        self._results: queue.Queue[tuple[int, tuple[ReadDocument, ...]] | BaseException | None] = queue.Queue()
        self._children: set[_Child] = set()
        self._lost_seconds: defaultdict[str, float] = defaultdict(float)
        self._is_stopped = False

    def in_order(self, feeders: int) -> Iterator[ReadDocument]:
        waiting: dict[int, tuple[ReadDocument, ...]] = {}
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
                yield from waiting.pop(following)
                following += 1

    def stop(self) -> None:
        with self._lock:
            self._is_stopped = True
            children = list(self._children)
        for child in children:
            child.kill()

    def serve(self) -> None:
        """Feed one child, replaced when it dies, until no job is left."""
        seat = _Seat(self)
        try:
            while (drawn := self._draw()) is not None:
                number, job = drawn
                self._results.put((number, seat.read(job)))
        except BaseException as error:  # noqa: BLE001 - handed to the consumer, who raises it
            self._results.put(error)
        finally:
            seat.leave()
            self._results.put(None)

    def _draw(self) -> tuple[int, Job] | None:
        with self._lock:
            return None if self._is_stopped else next(self._jobs, None)

    def start_child(self) -> _Child:
        child = _Child(self._setup)
        with self._lock:
            self._children.add(child)
            if self._is_stopped:
                child.kill()
        return child

    def end_child(self, child: _Child) -> None:
        with self._lock:
            self._children.discard(child)
        child.close()

    def count_loss(self, job: Job, seconds: float) -> None:
        """Of all jobs of a file together: hostile lines may not take the night."""
        with self._lock:
            self._lost_seconds[job.context.delivery_id] += seconds

    def has_patience(self, job: Job) -> bool:
        """Whether a job is still to be read, after what other lines of its file have cost."""
        with self._lock:
            return self._lost_seconds[job.context.delivery_id] <= _PATIENCE * self._setup.limits.seconds

    @property
    def is_stopped(self) -> bool:
        return self._is_stopped

    @property
    def max_bytes(self) -> int:
        return self._setup.limits.max_file_bytes


class _Seat:
    """A thread's child, whichever it is by now."""

    def __init__(self, pool: _Pool) -> None:
        self._pool = pool
        self._child: _Child | None = None

    def read(self, job: Job) -> tuple[ReadDocument, ...]:
        """Read one job; whatever happens to the child, documents come back."""
        if self._pool.is_stopped:
            return ()
        refusal = self._refusal(job)
        if refusal is not None:
            return (job.set_aside(refusal),)
        try:
            return self._attempt(job)
        except _ChildLostError as lost:
            lines = list(job.lines())
            if len(lines) > 1:
                return tuple(document for line in lines for document in self.read(line))
            return self._read_members(job, lost.reason) or (job.set_aside(lost.reason),)

    def _attempt(self, job: Job) -> tuple[ReadDocument, ...]:
        """Raises ``_ChildLostError`` where the job ended its reader; what that cost is then counted."""
        started = time.monotonic()
        try:
            return self._living_child().read(job)
        except _ChildLostError:
            self._pool.count_loss(job, time.monotonic() - started)
            raise

    def _read_members(self, job: Job, reason: Reason) -> tuple[ReadDocument, ...]:
        """The members of an archive that ended its reader for ``reason``, one by one; empty where it is none."""
        documents: list[ReadDocument] = []
        lost_in_a_row = 0
        for member in job.members():
            if self._pool.is_stopped:
                return ()
            if lost_in_a_row == len(documents) == _MEMBERS_LOST_IN_A_ROW:
                return (job.set_aside(reason, members_not_reached()),)
            if lost_in_a_row == _MEMBERS_LOST_IN_A_ROW or not self._pool.has_patience(job):
                documents.append(member.set_aside(members_not_reached()))
                break
            try:
                found = self._attempt(member)
                lost_in_a_row = 0
            except _ChildLostError as lost:
                found = (member.set_aside(lost.reason),)
                lost_in_a_row += 1
            if not found:
                break
            documents += found
        return tuple(documents)

    def leave(self) -> None:
        if self._child is not None:
            self._pool.end_child(self._child)
            self._child = None

    def _refusal(self, job: Job) -> Reason | None:
        if job.refusal is not None:
            return job.refusal
        if len(job.content) > self._pool.max_bytes:
            return too_large(len(job.content), self._pool.max_bytes)
        if job.span is not None and not self._pool.has_patience(job):
            return not_reached(job.span)
        return None

    def _living_child(self) -> _Child:
        if self._child is not None and self._child.is_worn:
            self.leave()
        if self._child is None:
            self._child = self._pool.start_child()
        return self._child


class _ChildLostError(Exception):
    """The child ended, or is no use any more; carries the reason its job is quarantined with."""

    def __init__(self, why: Reason) -> None:
        super().__init__(why.en)
        self.reason = why


class _Child:
    """One reading process. Not shared between threads, but for ``kill``."""

    def __init__(self, setup: _Setup) -> None:
        self._limits = setup.limits
        self._process = LimitedProcess(CHILD_COMMAND, (setup.source_kind, setup.limits, setup.seeds, setup.extra))
        self._jobs = 0

    @property
    def is_worn(self) -> bool:
        """It has to be replaced before the next job."""
        return self._process.is_lost or self._jobs >= _JOBS_PER_CHILD

    def read(self, job: Job) -> tuple[ReadDocument, ...]:
        """The documents of one job. Raises ``_ChildLostError`` where the child did not outlive it."""
        self._jobs += 1
        try:
            found = self._process.ask(job, self._limits.seconds)
        except ProcessLostError as lost:
            raise _ChildLostError(self._reason(lost, job)) from lost
        if not isinstance(found, tuple) or not all(isinstance(one, ReadDocument) for one in found):
            self.kill()
            raise _ChildLostError(crashed("no document came back", job.span))
        return found

    def kill(self) -> None:
        self._process.kill()

    def close(self) -> None:
        self._process.close()

    def _reason(self, lost: ProcessLostError, job: Job) -> Reason:
        if lost.ending is Ending.TIME:
            return timed_out(self._limits.seconds, job.span)
        if lost.ending is Ending.MEMORY:
            return out_of_memory(self._limits.memory_bytes, job.span)
        return crashed(lost.words, job.span)
