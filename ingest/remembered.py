"""What pure functions of a text gave, remembered: reports of one form say the same words, file after file."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_KEPT = 1 << 13
_LONGEST = 200
"""Letters of a text that is worth remembering: headings and names come back, paragraphs do not."""


def remembered(function: Callable[Concatenate[str, P], T]) -> Callable[Concatenate[str, P], T]:
    """The function with its last results kept, for short texts. It has to be pure, its results unchangeable."""
    known = lru_cache(maxsize=_KEPT)(function)

    @wraps(function)
    def of(text: str, /, *others: P.args, **named: P.kwargs) -> T:
        return known(text, *others, **named) if len(text) <= _LONGEST else function(text, *others, **named)

    return of
