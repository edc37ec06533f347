"""The reading process: takes jobs on its standard input, gives their documents on its standard output.

Started by ``isolation``; runs until its input ends. Frames are a length (8 bytes, little-endian) and a pickle.
"""

from __future__ import annotations

import contextlib
import gc
import pickle
import signal
import struct
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO, Any

from ingest.context import DocumentContext, ReadDocument
from ingest.job import Job
from ingest.limits import ProcessLimits, restrain
from ingest.unit_reports.limits import Limits
from warehouse.catalogue import Catalogue
from warehouse.figure import SourceKind

Read = Callable[[Job], tuple[ReadDocument, ...]]

OWN_LAYOUTS = "layouts"
"""Folder of a federation's own layouts beside its own catalogue files."""

_FRAME_HEAD = struct.Struct("<Q")
_GRACE_SECONDS = 10.0


def main() -> None:
    """Serve jobs until the input ends. The parent judges time and death; the limits here hold if it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    # What a library prints must not stand between frames.
    sys.stdout = sys.stderr
    source_kind, limits, seeds, extra = _take(source)
    read = reader_of(source_kind, Catalogue.load(seeds, extra), limits, extra / OWN_LAYOUTS if extra else None)
    restrain(limits)
    # The catalogue stays as long as the process: the garbage collector need not walk through it again and again.
    gc.freeze()
    _give(sink, b"ready")
    with contextlib.suppress(EOFError):
        while True:
            job = _take(source)
            signal.setitimer(signal.ITIMER_REAL, limits.seconds + _GRACE_SECONDS)
            _give(sink, read(job))
            signal.setitimer(signal.ITIMER_REAL, 0)


def reader_of(
    source_kind: SourceKind, catalogue: Catalogue, limits: ProcessLimits, own_layouts: Path | None = None
) -> Read:
    """The reader of one source, made ready; what the other one stands on is not imported.

    ``own_layouts`` is a folder of a federation's own layouts of workbooks, which need not exist.
    """
    if source_kind is SourceKind.NEWS:
        import ingest.news.read as news

        return lambda job: news.read_job(job, catalogue)
    import ingest.unit_reports.read as reports
    from ingest.unit_reports.layout import declared_layouts
    from ingest.unit_reports.members import read_members

    if not isinstance(limits, Limits):
        raise TypeError("workbooks are read within ingest.unit_reports.limits.Limits")
    layouts = declared_layouts(own_layouts)

    def read(content: bytes, context: DocumentContext, job: Job) -> ReadDocument:
        return reports.read_report(content, context, catalogue, limits, layouts=layouts, aim=job.aim)

    return lambda job: read_members(job.content, job.context, limits, partial(read, job=job), job.member)


def _take(source: IO[bytes]) -> Any:
    head = source.read(_FRAME_HEAD.size)
    if len(head) < _FRAME_HEAD.size:
        raise EOFError
    return pickle.loads(source.read(_FRAME_HEAD.unpack(head)[0]))  # noqa: S301 - written by our own parent process


def _give(sink: IO[bytes], message: object) -> None:
    body = pickle.dumps(message, protocol=5)
    sink.write(_FRAME_HEAD.pack(len(body)) + body)
    sink.flush()


if __name__ == "__main__":
    main()
