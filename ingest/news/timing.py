"""Which period a figure of an article is about: named beside it, carried by its paragraph, or the article's own."""

from __future__ import annotations

import bisect
from datetime import datetime

from ingest.news.clauses import Segmented
from ingest.news.lexicon import compiled
from ingest.vietnamese.composed import ComposedText
from ingest.vietnamese.periods import Period, PeriodSpan, find_periods
from warehouse.figure import FigureKind

_REVIEWED_RE = compiled(r"tổng kết|sơ kết|kết quả|đánh giá")
_REPORTABLE = frozenset({"year", "half", "quarter", "months", "month", "school_year", "span", "this_year", "term"})
_NAMING_RE = compiled(
    r"(?:đại hội|nghị quyết|quyết định|chỉ thị|kết luận|kế hoạch|giáp ngọ|khoá|nhiệm kỳ|văn kiện|hội nghị)[^,;.]{0,60}\Z"
)


class Timing:
    """Periods of one article, ready to be asked for any position."""

    def __init__(self, text: Segmented, title: str | None, published_at: datetime | None) -> None:
        self._text = text
        self._year = _article_year(text, title, published_at)
        self.reviewed = _reviewed(text, title)
        spans = find_periods(text.view.lower, year=self._year)
        self._spans = [span for span in spans if span.kind in _REPORTABLE or span.kind == "day"]
        self._starts = [span.start for span in self._spans]

    @property
    def year(self) -> int | None:
        return self._year

    def period_of(self, position: int, kind: FigureKind, *, is_stock: bool = False) -> Period | None:
        """The period of the figure at ``position``; a stock has one only where its own sentence names it."""
        sentence = self._text.sentence_at(position)
        own = self._in_sentence(sentence.start, sentence.end, position)
        if own is not None or is_stock:
            return own
        paragraph = self._text.paragraph_at(position)
        carried = self._last_before(paragraph.start, sentence.start)
        if carried is not None:
            return carried
        if kind is FigureKind.RESULT and self.reviewed is not None:
            return self.reviewed
        return None

    def _in_sentence(self, start: int, end: int, position: int) -> Period | None:
        before = [span for span in self._between(start, position) if self._usable(span)]
        strong = [span for span in before if span.kind not in ("term", "day")]
        if strong:
            return strong[-1].period
        after = [span for span in self._between(position, end) if self._usable(span) and span.kind not in ("day",)]
        if before:
            return before[-1].period
        return after[0].period if after and after[0].start - position < 220 else None

    def _last_before(self, start: int, end: int) -> Period | None:
        found = [span for span in self._between(start, end) if self._usable(span) and span.kind not in ("term", "day")]
        return found[-1].period if found else None

    def _between(self, start: int, end: int) -> list[PeriodSpan]:
        return self._spans[bisect.bisect_left(self._starts, start) : bisect.bisect_left(self._starts, end)]

    def _usable(self, span: PeriodSpan) -> bool:
        if span.period is None:
            return False
        before = self._text.view.lower[max(0, span.start - 70) : span.start]
        return span.kind not in ("term", "year") or _NAMING_RE.search(before) is None or span.kind == "year"


def _article_year(text: Segmented, title: str | None, published_at: datetime | None) -> int | None:
    """The year "năm nay" means: of the article's date, else the first full date, else the title's last year."""
    if published_at is not None:
        return published_at.year
    for span in text.periods:
        if span.period is not None and span.kind == "day":
            return span.period.year
    heading = _heading(text, title)
    years = [span.period.year for span in find_periods(heading) if span.period and span.kind != "term"]
    if years:
        return years[0]
    years = [span.period.year for span in text.periods if span.period and span.kind in ("year", "half", "months")]
    return years[0] if years else None


def _reviewed(text: Segmented, title: str | None) -> Period | None:
    """The period an article reviews: the first one after "tổng kết", "sơ kết" in its title, else in its text."""
    for lowered in (_heading(text, title), text.view.lower[:2500]):
        cue = _REVIEWED_RE.search(lowered)
        if cue is None:
            continue
        found = [
            span.period
            for span in find_periods(lowered[cue.start() : cue.start() + 260])
            if span.period is not None and span.kind not in ("term", "day", "this_year")
        ]
        if found:
            return found[0]
    return None


def _heading(text: Segmented, title: str | None) -> str:
    if title:
        return ComposedText.of(title).lower
    first = text.paragraphs[0]
    return text.view.lower[first.start : first.end] if first.end - first.start < 250 else ""
