"""What pure functions of a text gave, remembered: reports of one form say the same words, file after file."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")

_KEPT = 1 << 13
_LONGEST = 200
"""Letters of a text that is worth remembering: headings and names come back, paragraphs do not."""


def remembered(function: Callable[[str], T]) -> Callable[[str], T]:
    """The function with its last results kept, for short texts. It has to be pure, its results unchangeable."""
    known = lru_cache(maxsize=_KEPT)(function)

    @wraps(function)
    def of(text: str) -> T:
        return known(text) if len(text) <= _LONGEST else function(text)

    return of
