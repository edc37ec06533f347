"""One limited child process that answers messages: both sides of its pipes.

Frames are a length (8 bytes, little-endian) and a pickle. A child gets none of the parent's environment, bounds its own
memory, and is judged by its parent: an answer within its seconds, or the process ends.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from ingest.limits import ProcessLimits, restrain

_START_SECONDS = 120.0
_GRACE_SECONDS = 10.0
_FRAME_HEAD = struct.Struct("<Q")
_STEP_BYTES = 1 << 18
_STDERR_TAIL = 600
_MEMORY_WORDS = ("memory allocation of", "MemoryError", "bad_alloc")


class Ending(StrEnum):
    """Why a process gave no answer."""

    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"


class ProcessLostError(Exception):
    """The process gave no answer and has ended; what it was asked may be the cause."""

    def __init__(self, ending: Ending, words: str) -> None:
        super().__init__(words)
        self.ending = ending
        self.words = words
        """How it ended, in the system's words and its own last line."""


class ProcessStartError(RuntimeError):
    """A process cannot be started at all: the installation is broken, not what was received."""


def command_of(module: str) -> tuple[str, ...]:
    """What runs a module of ours in a process of its own."""
    return (sys.executable, "-P", "-m", module)


class LimitedProcess:
    """The parent's side. Not shared between threads, but for ``kill``.

    ``setup`` is the first message; the child answers once it is ready. Raises ``ProcessStartError`` where it does not.
    """

    def __init__(self, command: tuple[str, ...], setup: object) -> None:
        self._stderr: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        self._process = subprocess.Popen(  # noqa: S603 - our own module, run by our own interpreter
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            env={"PYTHONPATH": _import_path(), "MALLOC_ARENA_MAX": "2", "LC_ALL": "C.UTF-8"},
        )
        if self._process.stdin is None or self._process.stdout is None:
            raise ProcessStartError("a child process has no pipes")
        self._into, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._into, False)
        os.set_blocking(self._out, False)
        self.is_lost = False
        try:
            self.ask(setup, _START_SECONDS)
        except ProcessLostError as lost:
            why = self._last_words() or str(lost)
            self.close()
            raise ProcessStartError(f"a child process ended while starting: {why}. Check the installation.") from lost

    def ask(self, message: object, seconds: float) -> object:
        """The child's answer. Raises ``ProcessLostError`` where it did not live, or take the time, to give one."""
        deadline = time.monotonic() + seconds
        try:
            self._send(pickle.dumps(message, protocol=5), deadline)
            return pickle.loads(self._receive(deadline))  # noqa: S301 - written by our own child process
        except TimeoutError:
            self.kill()
            raise ProcessLostError(Ending.TIME, f"no answer within {seconds:g} seconds") from None
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            self.kill()
            raise self._loss() from error

    def kill(self) -> None:
        """End the process; safe at any time and more than once."""
        self.is_lost = True
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """End the process and give back its pipes."""
        self.kill()
        for stream in (self._process.stdin, self._process.stdout, self._stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _send(self, body: bytes, deadline: float) -> None:
        view = memoryview(_FRAME_HEAD.pack(len(body)) + body)
        while view:
            _await(self._into, select.POLLOUT, deadline)
            view = view[os.write(self._into, view[:_STEP_BYTES]) :]

    def _receive(self, deadline: float) -> bytes:
        (length,) = _FRAME_HEAD.unpack(self._take(_FRAME_HEAD.size, deadline))
        return self._take(length, deadline)

    def _take(self, count: int, deadline: float) -> bytes:
        taken = bytearray()
        while len(taken) < count:
            _await(self._out, select.POLLIN, deadline)
            piece = os.read(self._out, min(_STEP_BYTES, count - len(taken)))
            if not piece:
                raise EOFError
            taken += piece
        return bytes(taken)

    def _loss(self) -> ProcessLostError:
        status, words = self._process.returncode, self._last_words()
        if any(word in words for word in _MEMORY_WORDS):
            return ProcessLostError(Ending.MEMORY, words.splitlines()[-1])
        ending = f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
        return ProcessLostError(Ending.CRASH, f"{ending}: {words.splitlines()[-1]}" if words else ending)

    def _last_words(self) -> str:
        size = self._stderr.seek(0, os.SEEK_END)
        self._stderr.seek(max(0, size - _STDERR_TAIL))
        return self._stderr.read().decode("utf-8", "replace").strip()


def serve(prepare: Callable[[Any], tuple[ProcessLimits, Callable[[Any], object]]]) -> None:
    """The child's side: answer messages on standard input until it ends.

    ``prepare`` makes of the first message the limits and what answers the others. The parent judges time and death; the
    limits here hold if it is gone.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    # What a library prints must not stand between frames.
    sys.stdout = sys.stderr
    limits, answer = prepare(_read_frame(source))
    restrain(limits)
    _write_frame(sink, "ready")
    with contextlib.suppress(EOFError):
        while True:
            message = _read_frame(source)
            signal.setitimer(signal.ITIMER_REAL, limits.seconds + _GRACE_SECONDS)
            _write_frame(sink, answer(message))
            signal.setitimer(signal.ITIMER_REAL, 0)


def _import_path() -> str:
    """Where the child finds this project and what it stands on: the parent's own path, the working folder left out."""
    project = str(Path(__file__).resolve().parents[1])
    return os.pathsep.join(dict.fromkeys([project, *(entry for entry in sys.path if Path(entry).is_absolute())]))


def _await(descriptor: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
        raise TimeoutError


def _read_frame(source: IO[bytes]) -> Any:
    head = source.read(_FRAME_HEAD.size)
    if len(head) < _FRAME_HEAD.size:
        raise EOFError
    return pickle.loads(source.read(_FRAME_HEAD.unpack(head)[0]))  # noqa: S301 - written by our own parent process


def _write_frame(sink: IO[bytes], message: object) -> None:
    body = pickle.dumps(message, protocol=5)
    sink.write(_FRAME_HEAD.pack(len(body)) + body)
    sink.flush()
