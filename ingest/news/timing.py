"""Which period a figure of an article is about: named beside it, carried by its paragraph, or the article's own."""

from __future__ import annotations

import bisect
import re
from dataclasses import replace
from datetime import datetime

from ingest.news.clauses import Segmented
from ingest.news.lexicon import compiled
from ingest.vietnamese.composed import ComposedText
from ingest.vietnamese.periods import Period, PeriodSpan, find_periods
from warehouse.figure import FigureKind

_REVIEWED_RE = compiled(r"tổng kết|sơ kết|kết quả|đánh giá|nhìn lại|điểm lại|dấu ấn|thành tích")
_REPORTABLE = frozenset({"year", "half", "quarter", "months", "month", "school_year", "span", "this_year", "term"})
_PLANNED_RE = compiled(r"(?:phương hướng|nhiệm vụ|triển khai|phát động|giao ước|chương trình công tác)[^,;.]{0,30}\Z")
_PLANNED_TITLE_RE = compiled(r"(?:kế hoạch|phấn đấu|hướng tới|mục tiêu|chỉ tiêu|khởi động|ra quân)[^,;.]{0,30}\Z")
_COMPARED_RE = compiled(
    r"(?:so với|so cùng kỳ|so sánh với|bằng cùng kỳ|cùng kỳ|(?:gấp|tăng|giảm|hơn|bằng|gần|kém)[^;()]{0,18} lần)"
    r"(?:(?: của)?(?: cùng kỳ| kết quả| thời điểm| cùng thời điểm| mức| con số| bình quân| trung bình| số liệu))?"
    r"(?: (?:cuối|đầu|của|trong))?\s*\Z",
    r"(?<!\w)hơn\s*\Z",
)
_EXPECTED_RE = compiled(r"(?<!\w)(?:dự kiến|phấn đấu|sẽ|mục tiêu|hướng tới)(?!\w)")
_BORN_RE = compiled(r"(?<!\w)(?:sinh|sn)\s*\Z")
_NAMING_RE = compiled(
    r"(?:đại hội|nghị quyết|quyết định|chỉ thị|kết luận|kế hoạch|khoá|nhiệm kỳ|văn kiện|hội nghị)[^,;.]{0,60}\Z"
)


_CARRY = 6_000
"""Characters back that a paragraph's period still dates."""


class Timing:
    """Periods of one article, ready to be asked for any position."""

    def __init__(self, text: Segmented, title: str | None, published_at: datetime | None) -> None:
        self._text = text
        self._published = published_at.year if published_at is not None else None
        self._year = _article_year(text, title, published_at)
        self.reviewed = _reviewed(text, title, self._year)
        self._of_schools = "năm học" in text.view.lower
        spans = [self._as_reviewed(span) for span in find_periods(text.view.lower, year=self._year)]
        self._spans = [span for span in spans if span.kind in _REPORTABLE or span.kind == "day"]
        self._is_usable: dict[int, bool] = {}
        self._starts = [span.start for span in self._spans]

    def _as_reviewed(self, span: PeriodSpan) -> PeriodSpan:
        """ "Trong năm", "năm qua" of an article that looks back are the period it reviews; "2021-2022" where it speaks
        of school years is one."""
        printed = self._text.view.lower[span.start : span.end]
        if span.kind == "term" and self._of_schools and span.period is not None and _is_year_and_next(span.period):
            return replace(span, kind="school_year", period=Period(code=f"SY{span.period.code}"))
        back = span.kind == "this_year" and self.reviewed is not None and not printed.endswith(("nay", "tới", "ngoái"))
        return replace(span, period=self.reviewed) if back else span

    @property
    def year(self) -> int | None:
        return self._year

    def period_of(
        self, position: int, kind: FigureKind, *, end: int | None = None, is_stock: bool = False
    ) -> Period | None:
        """The period of the figure at ``position``; a stock has one only where its own sentence names it."""
        sentence = self._text.sentence_at(position)
        own = self._beside(end) if end is not None else None
        own = own or self._in_sentence(sentence.start, sentence.end, position)
        own = own or self._after(position, sentence.end, kind, close=True)
        if own is not None or is_stock:
            return own
        paragraph = self._text.paragraph_at(position)
        carried = (
            self._carried(max(paragraph.start, sentence.start - _CARRY), sentence.start, kind)
            or self._after(position, sentence.end, kind, close=False)
            or self._opened(position, kind)
        )
        if carried is not None:
            return carried
        if kind is FigureKind.RESULT and self.reviewed is not None:
            return self.reviewed
        if kind is FigureKind.TARGET:
            return None
        return (
            self._day_carried(paragraph.start, sentence.start)
            or self._remembered(paragraph.start)
            or (Period(code=str(self._published)) if self._published else None)
        )

    def _remembered(self, end: int) -> Period | None:
        """What the paragraphs before this one were dated by, while nothing newer is said."""
        earlier = [
            span
            for span in self._between(max(0, end - _CARRY), end)
            if self._usable(span) and not self._in_brackets(span) and not self._is_planned(span)
        ]
        strong = [span for span in earlier if span.kind not in ("day", "term")] or [
            span for span in earlier if span.kind == "day"
        ]
        return strong[-1].period if strong else None

    def _in_sentence(self, start: int, end: int, position: int) -> Period | None:
        before = [span for span in self._between(start, position) if self._usable(span)]
        strong = [span for span in before if span.kind not in ("term", "day")]
        if strong:
            return strong[-1].period
        if before:
            return before[-1].period
        return None

    def _beside(self, end: int) -> Period | None:
        """The period that follows the number at once: "5,8% năm 2020"."""
        for span in self._between(end, end + 12):
            joint = self._text.view.lower[end : span.start].strip()
            return span.period if joint in ("", "(", "trong", "vào") and self._usable(span) else None
        return None

    def _after(self, position: int, end: int, kind: FigureKind, *, close: bool) -> Period | None:
        """A period named after the figure in its sentence; ``close`` asks for one in the same conjunct. A result is
        not dated by what comes to be expected."""
        for span in self._between(position, end):
            if self._usable(span) and span.kind != "day" and span.start - position < 320:
                between = self._text.view.lower[position : span.start]
                expected = kind is FigureKind.RESULT and _EXPECTED_RE.search(between) is not None
                return None if expected or (close and ("," in between or ";" in between)) else span.period
        return None

    def _carried(self, start: int, end: int, kind: FigureKind) -> Period | None:
        """What the nearest earlier sentence of the paragraph opened with; a result is not dated by what is planned."""
        found = [
            span
            for span in self._between(start, end)
            if self._usable(span) and span.kind not in ("term", "day") and not self._in_brackets(span)
        ]
        if kind is FigureKind.RESULT:
            found = [span for span in found if not self._is_planned(span)]
        if not found:
            return None
        last = self._text.sentence_index(found[-1].start)
        return next(span.period for span in found if self._text.sentence_index(span.start) == last)

    def _opened(self, position: int, kind: FigureKind) -> Period | None:
        """What the line above a list names for its items."""
        opener = self._text.opener_of(position)
        while opener is not None:
            found = self._carried(opener.start, opener.end, kind)
            if found is not None:
                return found
            opener = self._text.opener_of(opener.start)
        return None

    def is_ahead(self, position: int) -> bool:
        """Whether the sentence, or the line above the list, opens with a year the article can only look forward to."""
        horizon = _last_year(self.reviewed) if self.reviewed is not None else self._published
        sentence = self._text.sentence_at(position)
        named = self._in_sentence(sentence.start, sentence.end, position) or self._opened(position, FigureKind.TARGET)
        is_day = named is not None and named.as_of is not None
        return bool(named and not is_day and named.year and horizon and named.year > horizon)

    def _day_carried(self, start: int, end: int) -> Period | None:
        """The month of the day an earlier sentence of the paragraph tells of: what happened is dated by it."""
        days = [span for span in self._between(max(start, end - _CARRY), end) if span.kind == "day"]
        return days[-1].period if days and self._usable(days[-1]) else None

    def _in_brackets(self, span: PeriodSpan) -> bool:
        """An aside, "(cuối năm 2022 là 1,05%)", dates nothing that follows it."""
        lowered = self._text.view.lower
        opened = lowered.rfind("(", max(0, span.start - 40), span.start)
        return opened >= 0 and ")" not in lowered[opened : span.start]

    def _is_planned(self, span: PeriodSpan) -> bool:
        before = self._text.view.lower[max(0, span.start - 40) : span.start]
        return _PLANNED_RE.search(before) is not None

    def _between(self, start: int, end: int) -> list[PeriodSpan]:
        return self._spans[bisect.bisect_left(self._starts, start) : bisect.bisect_left(self._starts, end)]

    def _usable(self, span: PeriodSpan) -> bool:
        told = self._is_usable.get(span.start)
        if told is None:
            told = self._is_usable[span.start] = self._dates(span)
        return told

    def _dates(self, span: PeriodSpan) -> bool:
        """Whether the period dates what stands beside it; one compared with, a year of birth or a name does not."""
        if span.period is None:
            return False
        before = self._text.view.lower[max(0, span.start - 70) : span.start]
        if _COMPARED_RE.search(before) or _BORN_RE.search(before):
            return False
        return span.kind != "term" or _NAMING_RE.search(before) is None


def _last_year(period: Period) -> int:
    """The last calendar year a period lies in: 2015 of SY2014-2015."""
    return max(int(year) for year in re.findall(r"\d{4}", period.code))


def _is_year_and_next(period: Period) -> bool:
    first, _, last = period.code.partition("-")
    return last.isdigit() and int(last) == int(first) + 1


def _article_year(text: Segmented, title: str | None, published_at: datetime | None) -> int | None:
    """The year "năm nay" means: of the article's date, else the title's last year, else the first the opening names."""
    if published_at is not None:
        return published_at.year
    titled = [span.period.year for span in find_periods(_heading(text, title)) if span.period and span.kind != "term"]
    if titled:
        return titled[-1]
    named = [span.period.year for span in text.periods if span.period and span.kind not in ("term", "day")]
    days = [span.period.year for span in text.periods if span.period and span.kind == "day" and span.start < 600]
    return (days or named or [None])[0]


def _reviewed(text: Segmented, title: str | None, year: int | None) -> Period | None:
    """The period an article reviews: its title's after "tổng kết", "nhìn lại", else the one its title names without
    planning for it, else its text's after such a word."""
    heading = _heading(text, title)
    told = _after_review(heading, year)
    if told is None and title is not None:
        titled = [span for span in _reviewable(heading, year) if not _is_planned_in(heading[: span.start])]
        told = titled[0].period if titled else None
    return told or _after_review(text.view.lower[:2500], year) or _stage_of(heading)


def _stage_of(heading: str) -> Period | None:
    """The stage a heading names, "nhìn lại giai đoạn 2016-2019", unless it plans it."""
    found = [
        span for span in find_periods(heading) if span.kind == "term" and not _is_planned_in(heading[: span.start])
    ]
    return next((span.period for span in found if heading.startswith("giai đoạn", span.start)), None)


def _is_planned_in(before: str) -> bool:
    return _PLANNED_RE.search(before) is not None or _PLANNED_TITLE_RE.search(before) is not None


def _after_review(lowered: str, year: int | None) -> Period | None:
    cue = _REVIEWED_RE.search(lowered)
    found = _reviewable(lowered[cue.start() : cue.start() + 260], year) if cue else []
    return found[0].period if found else None


def _reviewable(lowered: str, year: int | None) -> list[PeriodSpan]:
    spans = find_periods(lowered, year=year)
    return [span for span in spans if span.period is not None and span.kind not in ("term", "day", "this_year")]


def _heading(text: Segmented, title: str | None) -> str:
    if title:
        return ComposedText.of(title).lower
    first = text.paragraphs[0]
    return text.view.lower[first.start : first.end] if first.end - first.start < 250 else ""
