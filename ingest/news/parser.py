"""What sites send is parsed for the fetcher in limited processes: bytes that stall or burst a parser cost one call.

The processes live from call to call, two at most, whoever calls; each ends with this one, whose end closes its input.
"""

from __future__ import annotations

import atexit
import os
import threading

from ingest.limited_process import Ending, LimitedProcess, ProcessLostError, command_of
from ingest.limits import ProcessLimits
from ingest.news.listings import Listed, ListingError
from ingest.news.sources import SourceKind

LIMITS = ProcessLimits(seconds=30, memory_bytes=1_000_000_000)
"""For one call."""

_COMMAND = command_of("ingest.news.parser_child")
_MAX_PARSERS = 2
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
    """One process, and how often it was called."""

    def __init__(self) -> None:
        self._process = LimitedProcess(_COMMAND, LIMITS)
        self._calls = 0

    @property
    def is_worn(self) -> bool:
        return self._process.is_lost or self._calls >= _CALLS_PER_PARSER

    def ask(self, name: str, arguments: tuple[object, ...]) -> object:
        """What the process answers. Raises ``ParserLostError`` where it did not live to do so."""
        self._calls += 1
        try:
            return self._process.ask((name, arguments), LIMITS.seconds)
        except ProcessLostError as lost:
            why = f"took more than {LIMITS.seconds:g} seconds" if lost.ending is Ending.TIME else "ended its parser"
            raise ParserLostError(f"parsing {why}") from lost

    def close(self) -> None:
        self._process.close()


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
                answer = parser.ask(name, arguments)
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
