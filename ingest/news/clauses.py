"""A text cut into paragraphs, sentences and clauses, with positions of its composed view."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ingest.vietnamese.composed import ComposedText
from ingest.vietnamese.periods import PeriodSpan, find_periods

_ABBREVIATIONS = frozenset(
    {"tp", "tx", "tt", "ths", "ts", "gs", "pgs", "bs", "ks", "t", "h", "q", "p", "tr", "st", "mr", "mrs", "ms", "no"}
    | {"đ", "ông", "nxb", "vv", "v"}
)
_HARD_BREAK_RE = re.compile(r"\n[ ]*(?:\n\s*)?")
_STOP_RE = re.compile(r"[.!?…]+[\"')\]]*(?=\s|$)")
_CLAUSE_BREAK_RE = re.compile(r";|:(?=\s)|\s[-–]\s(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int


class Segmented:
    """Paragraphs hold sentences hold clauses; every position has exactly one of each."""

    def __init__(self, view: ComposedText) -> None:
        self.view = view
        self.paragraphs = list(_paragraphs(view.text))
        self.sentences = [sentence for paragraph in self.paragraphs for sentence in _sentences(view, paragraph)]
        self._openers = list(_openers(view.text, self.paragraphs))
        self._paragraph_starts = [span.start for span in self.paragraphs]
        self._sentence_starts = [span.start for span in self.sentences]

    @cached_property
    def periods(self) -> list[PeriodSpan]:
        """Every period the text names, without years from elsewhere."""
        return find_periods(self.view.lower)

    def paragraph_at(self, position: int) -> Span:
        return self.paragraphs[max(0, bisect.bisect_right(self._paragraph_starts, position) - 1)]

    def opener_of(self, position: int) -> Span | None:
        """The paragraph that opens the list this position stands in: "Chỉ tiêu năm 2025:" above its items."""
        return self._openers[max(0, bisect.bisect_right(self._paragraph_starts, position) - 1)]

    def sentence_at(self, position: int) -> Span:
        return self.sentences[max(0, bisect.bisect_right(self._sentence_starts, position) - 1)]

    def sentence_index(self, position: int) -> int:
        return max(0, bisect.bisect_right(self._sentence_starts, position) - 1)

    def clause_at(self, position: int) -> Span:
        """The part of the sentence between semicolons, colons and dashes; a quoted name is never cut."""
        sentence = self.sentence_at(position)
        start, end = sentence.start, sentence.end
        for match in _CLAUSE_BREAK_RE.finditer(self.view.lower, sentence.start, sentence.end):
            if match.end() <= position:
                start = match.end()
            elif match.start() >= position:
                end = match.start()
                break
        return Span(start, end)


def _paragraphs(text: str) -> list[Span]:
    """Lines, joined where a line was only wrapped: the next begins in lower case and this one ends no sentence."""
    spans: list[Span] = []
    start = 0
    for match in _HARD_BREAK_RE.finditer(text):
        before, after = (
            text[max(0, match.start() - 3) : match.start()].rstrip(" ")[-1:],
            text[match.end() : match.end() + 1],
        )
        wrapped = "\n" not in match.group()[1:] and after.islower() and before not in '.!?…:;"”' and before != ""
        if not wrapped:
            spans.append(Span(start, match.start()))
            start = match.end()
    spans.append(Span(start, len(text)))
    return [span for span in spans if text[span.start : span.end].strip()] or [Span(0, len(text))]


_ITEM_RE = re.compile(
    r"\s*(?:[-–—+*•▪●◦·➢✓]|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[ivx]{1,4})[.)/:](?!\d))\s*", re.IGNORECASE
)
_LONGEST_HEADING = 120


def _openers(text: str, paragraphs: list[Span]) -> Iterator[Span | None]:
    """For each paragraph the one that opens its list: it ends in a colon, or is a heading right above the items."""
    opener: Span | None = None
    for index, paragraph in enumerate(paragraphs):
        if _ITEM_RE.match(text, paragraph.start, paragraph.end):
            yield opener
            continue
        yield None
        line = text[paragraph.start : paragraph.end].rstrip(" *_")
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        itemised = following is not None and _ITEM_RE.match(text, following.start, following.end) is not None
        opens = line.endswith(":") or (len(line) < _LONGEST_HEADING and not line.endswith((".", ";", ",")))
        opener = paragraph if itemised and opens else None


def _sentences(view: ComposedText, paragraph: Span) -> list[Span]:
    spans: list[Span] = []
    start = paragraph.start
    for match in _STOP_RE.finditer(view.text, paragraph.start, paragraph.end):
        if match.group() == "." and _is_abbreviation(view, match.start(), paragraph):
            continue
        following = view.text[match.end() : match.end() + 3].strip()
        if following and following[0].islower() and match.group()[0] in ".…":
            continue
        spans.append(Span(start, match.end()))
        start = match.end()
    if view.text[start : paragraph.end].strip():
        spans.append(Span(start, paragraph.end))
    return [part for span in spans or [paragraph] for part in _bounded(view.text, span)]


LONGEST_SENTENCE = 2_500
"""Longer runs are tables or damage; they are cut at a space so that work stays linear in the text."""


def _bounded(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    while span.end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        cut = cut if cut > start else start + LONGEST_SENTENCE
        yield Span(start, cut)
        start = cut
    yield Span(start, span.end)


_WORD_BEFORE_RE = re.compile(r"([^\W\d_]+)\Z")
_LIST_NUMBER_RE = re.compile(r"[\s*_\-•+(]*\d{1,2}(?:\.\d{1,2})*\Z")


def _is_abbreviation(view: ComposedText, stop: int, paragraph: Span) -> bool:
    word = _WORD_BEFORE_RE.search(view.lower[max(paragraph.start, stop - 8) : stop])
    if word is not None:
        return word.group(1) in _ABBREVIATIONS
    return stop - paragraph.start < 12 and _LIST_NUMBER_RE.fullmatch(view.lower[paragraph.start : stop]) is not None
