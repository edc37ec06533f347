"""A text cut where marks begin and end, so that marks which overlap can all be seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

AWARD = "award"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text that tells something, and the number within it. Spans are half-open."""

    key: str
    kind: str
    start: int
    end: int
    number_start: int
    number_end: int
    severity: str | None
    """Of the gravest flag raised on it."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch that the same marks cover from end to end."""

    text: str
    keys: tuple[str, ...]
    """Of the marks that cover it, the shortest first."""
    classes: tuple[str, ...]
    ends: tuple[str, ...]
    """Of the marks whose number, or which themselves, end here: their signs follow it."""


def segments_of(text: str, marks: Sequence[Mark]) -> Iterator[Segment]:
    """The text whole, in order. Marks may overlap, nest or coincide; what lies outside the text is cut off.

    Linear in the text and the marks, as long as few of them cover one place.
    """
    length = len(text)
    cuts = {0, length}
    opening: dict[int, list[Mark]] = {}
    signs: dict[int, list[str]] = {}
    for mark in sorted(marks, key=lambda mark: mark.end - mark.start):
        start, end = max(0, mark.start), min(length, mark.end)
        if start >= end:
            continue
        cuts |= {start, end}
        cuts |= {cut for cut in (mark.number_start, mark.number_end) if start < cut < end}
        opening.setdefault(start, []).append(mark)
        sign = mark.number_end if start < mark.number_end <= end else end
        signs.setdefault(sign, []).append(mark.key)
    covering: list[Mark] = []
    for start, end in pairwise(sorted(cuts)):
        covering = [mark for mark in covering if mark.end > start] + opening.get(start, [])
        covering.sort(key=lambda mark: (mark.end - mark.start, mark.start, mark.key))
        keys = tuple(mark.key for mark in covering)
        yield Segment(text[start:end], keys, _classes(covering, start, end), tuple(signs.get(end, ())))


def _classes(covering: Sequence[Mark], start: int, end: int) -> tuple[str, ...]:
    """How it looks: as the shortest figure that covers it, and underlined where an award does."""
    figures = [mark for mark in covering if mark.kind != AWARD]
    classes = [figures[0].kind] if figures else []
    if any(mark.number_start <= start and end <= mark.number_end for mark in figures):
        classes.append("number")
    if figures and figures[0].severity:
        classes += ["flagged", f"is-{figures[0].severity}"]
    if len(figures) < len(covering):
        classes.append(AWARD)
    return tuple(classes)
