"""The process in which what sites send is parsed for the fetcher: listings, robots.txt, pages that may be the same.

Started by ``parser``; serves calls until its input ends.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from protego import Protego

from ingest.limited_process import serve
from ingest.news.article import article_of
from ingest.news.listings import ListingError, read_listing

_UNREADABLE = (ValueError, ArithmeticError, LookupError, TypeError, RecursionError)
"""What hostile bytes make readers raise; ``ArticleError`` is a ``ValueError``."""


def main() -> None:
    """Serve calls until the input ends."""
    serve(lambda limits: (limits, _result))


def _result(call: tuple[str, tuple[Any, ...]]) -> object:
    name, arguments = call
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
