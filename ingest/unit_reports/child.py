"""The reading process: takes files on its standard input, gives documents on its standard output.

Started by ``isolation``; runs until its input ends. Frames are a length (8 bytes, little-endian) and a pickle.
"""

from __future__ import annotations

import contextlib
import pickle
import resource
import signal
import struct
import sys
from pathlib import Path
from typing import IO, Any

from ingest.unit_reports.layout import declared_layouts
from ingest.unit_reports.limits import Limits
from ingest.unit_reports.read import read_report
from warehouse.catalogue import Catalogue

_FRAME_HEAD = struct.Struct("<Q")
_GRACE_SECONDS = 10.0


def main() -> None:
    """Serve files until the input ends. The parent judges time and death; the limits here hold if it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    # What a library prints must not stand between frames.
    sys.stdout = sys.stderr
    limits, seeds, extra = _take(source)
    catalogue = Catalogue.load(seeds, extra)
    declared_layouts()
    restrain(limits)
    _give(sink, b"ready")
    with contextlib.suppress(EOFError):
        while True:
            content, context = _take(source)
            signal.setitimer(signal.ITIMER_REAL, limits.seconds + _GRACE_SECONDS)
            _give(sink, read_report(content, context, catalogue, limits))
            signal.setitimer(signal.ITIMER_REAL, 0)


def restrain(limits: Limits) -> None:
    """Bound the address space to what the process has at its start and the memory a file may take; no core dumps."""
    most = _address_space_bytes() + limits.memory_bytes
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _address_space_bytes() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        # No /proc on this system: the bound then counts the process itself as well.
        return 0
    return pages * resource.getpagesize()


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
