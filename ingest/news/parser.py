"""What sites send is parsed for the fetcher in limited processes: bytes that stall or burst a parser cost one call.

The processes live from call to call, two at most, whoever calls; each ends with this one, whose end closes its input.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from ingest.limits import ProcessLimits
from ingest.news.listings import Listed, ListingError
from ingest.news.sources import SourceKind

LIMITS = ProcessLimits(seconds=30, memory_bytes=1_000_000_000)
"""For one call."""

_COMMAND = (sys.executable, "-P", "-m", "ingest.news.parser_child")
_MAX_PARSERS = 2
_START_SECONDS = 120.0
_CALLS_PER_PARSER = 1000


class ParserLostError(Exception):
    """What was to be parsed stalled or ended its parser, or led it to an error that nobody foresaw."""


def read_listing(kind: SourceKind, content: bytes, base_url: str) -> Listed:
    """``listings.read_listing``. Raises ``ListingError``, also for what stalls or ends its parser."""
    try:
        found = _call("read_listing", kind, content, base_url)
    except ParserLostError as error:
        raise ListingError("Danh mục của trang làm chương trình đọc dừng, không đọc được.", str(error)) from error
    assert isinstance(found, Listed)  # noqa: S101  # the call says so
    return found


def same_article(one: bytes, other: bytes) -> bool:
    """``parser_child.same_article``; what cannot be compared is not the same."""
    try:
        return _call("same_article", one, other) is True
    except ParserLostError:
        return False


def robots_verdict(content: bytes, url: str, user_agent: str) -> tuple[bool, float]:
    """``parser_child.robots_verdict``. Raises ``ParserLostError``."""
    found = _call("robots_verdict", content, url, user_agent)
    assert isinstance(found, tuple)  # noqa: S101  # the call says so
    return found


class _Parser:
    """One process and its pipes."""

    def __init__(self) -> None:
        project = str(Path(__file__).resolve().parents[2])
        folders = dict.fromkeys([project, *(each for each in sys.path if Path(each).is_absolute())])
        self._process = subprocess.Popen(  # noqa: S603  # our own module, run by our own interpreter
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": os.pathsep.join(folders), "MALLOC_ARENA_MAX": "2", "LC_ALL": "C.UTF-8"},
        )
        self._calls, self._is_lost = 0, False
        try:
            self.exchange(LIMITS, _START_SECONDS)
        except ParserLostError as error:
            self.close()
            raise RuntimeError(f"a parsing process cannot be started: {error}; check the installation") from error

    @property
    def is_worn(self) -> bool:
        return self._is_lost or self._calls >= _CALLS_PER_PARSER

    def exchange(self, message: object, seconds: float) -> object:
        """What the process answers. Raises ``ParserLostError`` where it did not live to do so."""
        self._calls += 1

        def give_up() -> None:
            self._is_lost = True
            self._process.kill()

        timer = threading.Timer(seconds, give_up)
        timer.start()
        try:
            into, out = self._pipes()
            pickle.dump(message, into)
            into.flush()
            return pickle.load(out)  # noqa: S301  # written by our own child process
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            why = f"took more than {seconds:g} seconds" if self._is_lost else "ended its parser"
            raise ParserLostError(f"parsing {why}") from error
        finally:
            timer.cancel()
            timer.join()

    def close(self) -> None:
        self._process.kill()
        for stream in self._pipes():
            with contextlib.suppress(OSError):
                stream.close()
        self._process.wait()

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101, PT018  # both are PIPE
        return self._process.stdin, self._process.stdout


class _Pool:
    """Parsers that are free, and seats for those that are not."""

    def __init__(self) -> None:
        self._seats = threading.BoundedSemaphore(_MAX_PARSERS)
        self._free: list[_Parser] = []

    def call(self, name: str, *arguments: object) -> object:
        with self._seats:
            # lists are safe between threads; at most as many parsers are out as there are seats
            parser = self._free.pop() if self._free else _Parser()
            is_whole = False
            try:
                answer = parser.exchange((name, arguments), LIMITS.seconds)
                is_whole = not parser.is_worn
            finally:
                if is_whole:
                    self._free.append(parser)
                else:
                    parser.close()
        if isinstance(answer, ListingError):
            raise answer
        if isinstance(answer, Exception):
            raise ParserLostError(f"parsing failed: {answer}") from answer
        return answer

    def close(self) -> None:
        while self._free:
            self._free.pop().close()


_POOL = _Pool()


def _call(name: str, *arguments: object) -> object:
    return _POOL.call(name, *arguments)


def _forget() -> None:
    """A forked process has its parent's pipes and none of its parsers."""
    global _POOL  # one pool a process
    _POOL = _Pool()


atexit.register(lambda: _POOL.close())
os.register_at_fork(after_in_child=_forget)
