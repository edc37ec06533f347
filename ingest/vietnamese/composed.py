"""A composed, comparable view of a text whose positions lead back to the untouched original."""

from __future__ import annotations

import bisect
import unicodedata
from dataclasses import dataclass, field

from warehouse.vietnamese import new_tone_placement

_ONE_SPACE = dict.fromkeys(
    map(ord, "\t\v\f\r\x1c\x1d\x1e\x1f\x85\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u3000"), " "
)
_ONE_CHARACTER = _ONE_SPACE | {
    ord(char): plain
    for plain, chars in {
        "/": "／⁄∕",
        "-": "‐‑‒–—−",
        '"': "“”„‟«»＂",
        "'": "‘’‚‛",
        "%": "％",
        ".": "．",
        ",": "，",
        " ": "\u200b\u200c\u200d\ufeff\u2060",
        "(": "（",
        ")": "）",
        ":": "：",
        ";": "；",
    }.items()
    for char in chars
}


@dataclass(frozen=True, slots=True)
class ComposedText:
    """``text`` is NFC with single spaces, one kind of space, dash, slash and quote; ``lower`` the same, lower-cased,
    with one tone placement. Both have the same length, so a position holds in either; ``original`` positions come from
    ``origin``.
    """

    original: str
    text: str
    lower: str
    _starts: tuple[int, ...] | None = field(repr=False)

    @classmethod
    def of(cls, original: str) -> ComposedText:
        """The view of a text; linear in its length."""
        if unicodedata.is_normalized("NFC", original):
            composed, starts = original, None
        else:
            composed, starts = _compose(original)
        text = composed.translate(_ONE_CHARACTER)
        if "  " in text:
            text, starts = _single_spaced(text, starts)
        return cls(original, text, _lower(text), starts)

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that ``text[start:end]`` was made of."""
        if self._starts is None:
            return start, end
        return self._starts[start], self._starts[end]

    def position(self, origin: int) -> int:
        """The position in ``text`` of the character that holds the original's ``origin``."""
        if self._starts is None:
            return origin
        return min(bisect.bisect_right(self._starts, origin) - 1, len(self.text))


def _compose(original: str) -> tuple[str, tuple[int, ...]]:
    """NFC by runs (a base and its marks), with the original start of every composed character and the end."""
    pieces: list[str] = []
    starts: list[int] = []
    run_start = 0
    for index in range(1, len(original) + 1):
        if index < len(original) and (unicodedata.combining(original[index]) or original[index] in "\u1161\u11a8"):
            continue
        run = unicodedata.normalize("NFC", original[run_start:index])
        pieces.append(run)
        starts.extend([run_start] * len(run))
        run_start = index
    starts.append(len(original))
    return "".join(pieces), tuple(starts)


def _single_spaced(text: str, starts: tuple[int, ...] | None) -> tuple[str, tuple[int, ...]]:
    """Runs of spaces as one, each position leading back to where its character stood."""
    kept = [index for index, char in enumerate(text) if char != " " or index == 0 or text[index - 1] != " "]
    origins = kept if starts is None else [starts[index] for index in kept]
    end = len(text) if starts is None else starts[-1]
    return "".join(text[index] for index in kept), (*origins, end)


def _lower(text: str) -> str:
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    placed = new_tone_placement(lowered)
    return placed if len(placed) == len(text) else lowered
