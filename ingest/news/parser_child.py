"""The process in which what sites send is parsed for the fetcher: listings, robots.txt, pages that may be the same.

Started by ``parser``; pickles of calls come on its standard input, pickles of results go out, until its input ends.
"""

from __future__ import annotations

import contextlib
import math
import pickle
import signal
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from protego import Protego

from ingest.limits import ProcessLimits, restrain
from ingest.news.article import article_of
from ingest.news.listings import ListingError, read_listing

_GRACE_SECONDS = 10.0
_UNREADABLE = (ValueError, ArithmeticError, LookupError, TypeError, RecursionError)
"""What hostile bytes make readers raise; ``ArticleError`` is a ``ValueError``."""


def main() -> None:
    """Serve calls until the input ends. The parent judges time and death; the limits here hold if it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    # What a library prints must not stand between results.
    sys.stdout = sys.stderr
    limits: ProcessLimits = pickle.load(source)  # noqa: S301  # written by our own parent process, as all below
    restrain(limits)
    pickle.dump("ready", sink)
    sink.flush()
    with contextlib.suppress(EOFError):
        while True:
            name, arguments = pickle.load(source)  # noqa: S301
            signal.setitimer(signal.ITIMER_REAL, limits.seconds + _GRACE_SECONDS)
            pickle.dump(_result(name, arguments), sink)
            sink.flush()
            signal.setitimer(signal.ITIMER_REAL, 0)


def _result(name: str, arguments: tuple[Any, ...]) -> object:
    try:
        return _CALLS[name](*arguments)
    except Exception as error:  # noqa: BLE001  # handed to the parent, which raises it
        return error if isinstance(error, ListingError) else RuntimeError(f"{type(error).__name__}: {error}")


def same_article(one: bytes, other: bytes) -> bool:
    """Whether two pages hold one article: their counters, tokens and lists of other news do not count."""
    try:
        first, second = article_of(one), article_of(other)
    except _UNREADABLE:
        return False
    return (_folded(first.title), _folded(first.text)) == (_folded(second.title), _folded(second.text))


def robots_verdict(content: bytes, url: str, user_agent: str) -> tuple[bool, float]:
    """Whether a robots.txt lets an address be asked for, and the seconds it wants between requests."""
    rules = _rules(content)
    delay = rules.crawl_delay(user_agent) or 0.0
    return bool(rules.can_fetch(url, user_agent)), 0.0 if math.isnan(delay) else float(delay)


@lru_cache(maxsize=8)
def _rules(content: bytes) -> Protego:
    return Protego.parse(content.decode("utf-8-sig", "replace"))


def _folded(text: str | None) -> str:
    return " ".join((text or "").split())


_CALLS: Mapping[str, Callable[..., object]] = {
    each.__name__: each for each in (read_listing, same_article, robots_verdict)
}

if __name__ == "__main__":
    main()
