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
        self._breaks: dict[int, list[tuple[int, int]]] = {}
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
        breaks = self._breaks.get(sentence.start)
        if breaks is None:
            found = _CLAUSE_BREAK_RE.finditer(self.view.lower, sentence.start, sentence.end)
            breaks = self._breaks[sentence.start] = [match.span() for match in found]
        index = bisect.bisect_right(breaks, position, key=lambda span: span[1])
        start = breaks[index - 1][1] if index else sentence.start
        end = breaks[index][0] if index < len(breaks) and breaks[index][0] >= position else sentence.end
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
    r"\s*(?:(?P<bullet>[-–—+*•▪●◦·➢✓])|\(?(?:(?P<number>\d{1,2}(?:\.\d{1,2})*)|(?P<letter>[a-zđ])|(?P<roman>[IVX]{1,4}))[.)/:](?!\d))"
)
_LONGEST_HEADING = 120


def _openers(text: str, paragraphs: list[Span]) -> Iterator[Span | None]:
    """For each paragraph the one that opens its list: it ends in a colon, or is a heading right above the items.

    An item may open a list of its own kind of marks ("1. Về tài chính" above "- …"); its opener is that of its list.
    """
    marks = [_mark(text, paragraph) for paragraph in paragraphs]
    open_lists: list[tuple[str, Span]] = []
    run_on: Span | None = None
    for index, (paragraph, mark) in enumerate(zip(paragraphs, marks, strict=True)):
        if mark is None:
            open_lists.clear()
        else:
            depth = next((i + 1 for i, (kind, _) in enumerate(open_lists) if kind == mark), 0)
            del open_lists[depth:]
        run_on = _run_on(text, paragraphs, index, run_on) if mark is None else None
        yield open_lists[-1][1] if open_lists else run_on
        following = marks[index + 1] if index + 1 < len(marks) else None
        if following is not None and following != mark and _opens(text[paragraph.start : paragraph.end]):
            if all(kind != following for kind, _ in open_lists):
                open_lists.append((following, paragraph))
        elif mark is None:
            open_lists.clear()


def _run_on(text: str, paragraphs: list[Span], index: int, opener: Span | None) -> Span | None:
    """The opener of a list without marks: the line before ends in a colon, or in a semicolon and has one itself."""
    if index == 0:
        return None
    before = paragraphs[index - 1]
    ending = text[before.start : before.end].rstrip()[-1:]
    return before if ending == ":" else opener if ending == ";" else None


def _mark(text: str, paragraph: Span) -> str | None:
    match = _ITEM_RE.match(text, paragraph.start, paragraph.end)
    return match.lastgroup if match else None


def _opens(paragraph: str) -> bool:
    line = paragraph.rstrip(" *_")
    return line.endswith(":") or (len(line) < _LONGEST_HEADING and not line.endswith((".", ";", ",")))


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
