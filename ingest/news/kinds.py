"""Target or result: what the cues before a number pledge, plan, order, or report as done."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass

from ingest.news.clauses import Segmented
from ingest.news.lexicon import FAINT_RESULT_CUES, LEAD_CUES, PLAN_CUES, RESULT_CUES, TARGET_CUES, compiled
from ingest.news.mentions import Mention
from warehouse.figure import FigureKind, Measure

_BASE_BEFORE_RE = re.compile(r"(?:%|\d)\s*(?:\w+\s){0,2}\Z")
_NUMBERED_GOAL_RE = re.compile(r"[\s*_\-]*\d{1,2}\.\d{1,2}[.*\s]")
_BRACKETED_PLAN_RE = compiled(
    r"(?:(?<!\w)(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu|nghị quyết)(?: (?:năm|giao|được giao|đề ra|cả năm|\d{4})){0,3}"
    r"\s*\((?:là )?|[(;,]\s*(?:so với )?(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu|nghị quyết)"
    r"(?: (?:năm|giao|được giao|đề ra|cả năm|\d{4})){0,3}(?: là)?:?)\s*\Z"
)
"""The plan itself: "hoàn thành 64,5% kế hoạch năm (220 tỷ đồng)", "(tăng 3,7%; kế hoạch 80%)"."""
_REPORT_RE = compiled(
    r"\s*(?:tại (?:hội nghị|buổi|đại hội|lễ)|hội nghị (?:đã |cũng )?(?:bầu|thống nhất|thông qua|công bố|trao)"
    r"|đại hội (?:đã )?bầu"
    r"|dịp này|nhân dịp|cũng (?:tại|trong)|kết thúc|sáng|chiều|tối|ngày \d)(?!\w)"
)
_QUOTED_RE = re.compile(r'"[^"\n]{3,200}"')
_CARRY = 15
"""Sentences back that a pledge at the head of a list still governs."""


@dataclass(frozen=True, slots=True)
class _Cue:
    start: int
    end: int
    kind: FigureKind


class Kinds:
    """The cues of one text, found once; asked for any figure."""

    def __init__(self, text: Segmented) -> None:
        self._text = text
        lowered = text.view.lower
        self._quoted = [(match.start(), match.end()) for match in _QUOTED_RE.finditer(lowered)]
        targets = [
            _Cue(match.start(), match.end(), FigureKind.TARGET)
            for match in TARGET_CUES.finditer(lowered)
            if not _is_base(lowered, match.start()) and not self._is_quoted(match.start())
        ]
        results = [_Cue(match.start(), match.end(), FigureKind.RESULT) for match in RESULT_CUES.finditer(lowered)]
        self._leads = [match.start() for match in LEAD_CUES.finditer(lowered)]
        faint = [
            _Cue(match.start(), match.end(), FigureKind.RESULT)
            for match in FAINT_RESULT_CUES.finditer(lowered)
            if not self._has_lead(text.sentence_at(match.start()).start, match.start())
        ]
        self._cues = sorted(targets + results + faint, key=lambda cue: cue.start)
        self._starts = [cue.start for cue in self._cues]

    def kind_of(self, mention: Mention) -> FigureKind | None:
        """The nearest cue before the number in its clause, then in its sentence, then the opening of the paragraph
        or of the list; null where no word tells."""
        lowered = self._text.view.lower
        if _BRACKETED_PLAN_RE.search(lowered, max(0, mention.outer_start - 60), mention.outer_start):
            return FigureKind.TARGET
        sentence, clause = self._text.sentence_at(mention.start), self._text.clause_at(mention.start)
        cue = self._nearest(clause.start, mention.start)
        if cue is None:
            cue = self._nearest(sentence.start, mention.outer_start)
            planned = PLAN_CUES.search(lowered, sentence.start, mention.outer_start) is not None
            if cue is FigureKind.TARGET and not planned and not self._has_lead(sentence.start, mention.outer_start):
                cue = None
        return cue or self._carried(mention) or self._opened(mention)

    def _reports(self, position: int) -> bool:
        """Whether the sentence that begins here turns from the pledge to what happened: "Tại hội nghị, …"."""
        return _REPORT_RE.match(self._text.view.lower, position) is not None

    def _opened(self, mention: Mention) -> FigureKind | None:
        """What the line above a list says of its items, or the line above that list."""
        opener = self._text.opener_of(mention.start)
        while opener is not None:
            last = self._text.sentence_at(max(opener.start, opener.end - 1))
            kinds = [cue.kind for cue in self._between(max(opener.start, last.start), opener.end)]
            if kinds:
                return kinds[0]
            opener = self._text.opener_of(opener.start)
        return None

    def _nearest(self, start: int, end: int) -> FigureKind | None:
        for cue in reversed(self._between(start, end)):
            if cue.end <= end and not self._is_aside(start, cue, end):
                return cue.kind
        return None

    def _is_aside(self, start: int, cue: _Cue, end: int) -> bool:
        """Whether the cue stands in brackets that close before ``end``: "(kế hoạch 12 bản), trong đó 9 bản"."""
        lowered = self._text.view.lower
        opened = max(lowered.rfind("(", start, cue.end), start - 1)
        return opened >= start and ")" not in lowered[opened : cue.start] and ")" in lowered[cue.end : end]

    def _is_quoted(self, position: int) -> bool:
        """Whether a slogan or a name holds the position: what it promises pledges no figure."""
        index = bisect.bisect_right(self._quoted, (position, position))
        return index > 0 and position < self._quoted[index - 1][1]

    def _between(self, start: int, end: int) -> list[_Cue]:
        return self._cues[bisect.bisect_left(self._starts, start) : bisect.bisect_left(self._starts, end)]

    def _has_lead(self, start: int, end: int) -> bool:
        """Whether a pledge verb, which governs a whole list, stands in the stretch."""
        index = bisect.bisect_left(self._leads, start)
        return index < len(self._leads) and self._leads[index] < end

    def _carried(self, mention: Mention) -> FigureKind | None:
        """What the paragraph opened with, while its sentences only list on."""
        paragraph = self._text.paragraph_at(mention.start)
        if mention.measure is Measure.PERCENT and _NUMBERED_GOAL_RE.match(self._text.view.lower, paragraph.start):
            return FigureKind.TARGET
        index = self._text.sentence_index(mention.start)
        for sentence in reversed(self._text.sentences[max(0, index - _CARRY) : index]):
            if sentence.start < paragraph.start or self._reports(sentence.end):
                return None
            kinds = {cue.kind for cue in self._between(sentence.start, sentence.end)}
            if FigureKind.RESULT in kinds:
                return None
            if kinds:
                return FigureKind.TARGET if self._has_lead(sentence.start, sentence.end) else None
        return None


def _is_base(lowered: str, position: int) -> bool:
    """``đạt 141% chỉ tiêu giao``, ``20 chỉ tiêu``: the word names the base or the thing counted, it pledges nothing."""
    return (
        lowered.startswith(("chỉ tiêu", "kế hoạch", "dự toán", "mục tiêu"), position)
        and _BASE_BEFORE_RE.search(lowered[max(0, position - 24) : position]) is not None
    )
