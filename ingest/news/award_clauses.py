"""The clause an award is told in: its verb, its voice, where its subject ends and its own words stop."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.news.award_forms import (
    ATTAINED_OBJECT_RE,
    OBJECT_RE,
    PROPOSAL_RE,
    PURPOSE_RE,
    VERB_RE,
    Form,
    following_form,
)
from ingest.news.award_recipients import Recipients
from ingest.news.clauses import Segmented, Span
from ingest.news.lexicon import compiled

_PASSIVE_RE = compiled(r"(?<!\w)(?<!đạt )(?<!nhận )(?<!làm )được(?!\w)(?! sự)")
_BY_RE = compiled(
    r"\s*(?:(?:vinh dự|xét|biểu dương|tuyên dương|vinh danh|ghi nhận|công nhận|bình chọn|các|cấp|chính)"
    r"(?:,? và|,)?\s*)*"
    r"(?:\Z|(?:tổng|lđlđ|liên đoàn|công đoàn|cđ|ubnd|ủy ban|chính phủ|thủ tướng|bộ|chủ tịch|tỉnh|thành phố|nhà nước"
    r"|hội|đảng|thành ủy|tỉnh ủy|huyện ủy|huyện|quận|trung ương|cấp|bch|ban|ngành|đoàn|sở|cơ quan|khối|cụm|tlđ)(?!\w))"
)
"""What may stand between "được" and the verb: who gives, or what else was done beside."""
_NO_GIVER_RE = compiled(r"(?<!\w)(?:tổ chức|đánh giá|áp dụng|triển khai|thực hiện|chọn|hỗ trợ|kết nạp|đạt|có|là)(?!\w)")
_PREDICATE_RE = compiled(r"(?<!\w)(?:đã|vừa|vinh dự|đang|cũng|mới|tiếp tục|lần đầu|liên tục|đều|lại|còn|và)\s*\Z")
_COUNT_ALONE_RE = compiled(r"\s*(?:có\s+|và\s+)?\d[\d.]*\s+(?:lượt\s+)?(?:tập thể|cá nhân|đơn vị)\s*\Z")
LISTS_RE = compiled(r"[^;.:]{0,80}?(?:(?<!\w)(?:gồm|bao gồm|như sau)\s*:?|:)\s*(?=\d)")
"""What opens a list of counts behind an award: "gồm: 6 …", ": 15 …"."""
_LONGEST_OPENER = 400
_FURTHEST_VERB = 160


@dataclass(frozen=True, slots=True)
class Clause:
    """Where an award's own words stand. ``verb`` and ``subject_end`` are null where the verb was said before."""

    start: int
    stop: int
    verb: int | None
    subject_end: int | None
    """End of the recipients' names before a predicate; null where the verb is active."""
    giver_start: int | None = None


def without_adverbs(lowered: str, start: int, end: int) -> int:
    """Where a subject ends that a predicate beginning at ``end`` is about: "A đã vinh dự được" ends after "A"."""
    while (adverb := _PREDICATE_RE.search(lowered, start, end)) is not None:
        end = adverb.start()
    return end


class Clauses:
    """The clauses of one text, asked for by award."""

    def __init__(self, text: Segmented, recipients: Recipients) -> None:
        self._text, self._lowered, self._recipients = text, text.view.lower, recipients

    def around(self, form: Form, floor: int, sentence: Span, *, given: bool) -> Clause | None:
        """How the words around an award say who gave it to whom; null where they say that nobody did."""
        lowered = self._lowered
        start = self._clause_start(floor, sentence.start, form.start)
        stop = self._stop(form.end, sentence.end)
        if form.name == "praise":
            passive = self._passive(start, form.start)
            return Clause(start, stop, form.start, *(passive or (None,)))
        verb = self._verb(form, start)
        if verb is None:
            return Clause(start, stop, None, None) if given or self._is_listed(form, start, stop) else None
        if verb.lastgroup == "give":
            passive = self._passive(start, verb.start())
            return Clause(start, stop, verb.start(), *(passive or (None,)))
        first = _PASSIVE_RE.search(lowered, start, verb.start())
        end = first.start() if first else verb.start()
        return Clause(start, stop, verb.start(), without_adverbs(self._lowered, start, end))

    def is_proposed(self, form: Form, clause: Clause) -> bool:
        """Whether the words before the award wish, ask or plan for it."""
        until = clause.verb if clause.verb is not None else form.start
        if PROPOSAL_RE.search(self._lowered, clause.start, until):
            return True
        comma = max(self._lowered.rfind(",", clause.start, until), self._lowered.rfind(";", clause.start, until))
        return PURPOSE_RE.search(self._lowered, max(clause.start, comma + 1), until) is not None

    def _clause_start(self, floor: int, sentence: int, position: int) -> int:
        """After the last semicolon, but for one that only parts counts ("38 tập thể; 76 cá nhân")."""
        semicolon = self._lowered.rfind(";", sentence, position)
        if semicolon < floor:
            return floor
        before = max(floor, self._lowered.rfind(";", sentence, semicolon) + 1)
        return before if _COUNT_ALONE_RE.match(self._lowered, before, semicolon) else semicolon + 1

    def _is_listed(self, form: Form, start: int, stop: int) -> bool:
        """Whether the award heads an item of a list of results: "- Bằng khen: 15 tập thể, 20 cá nhân"."""
        lead = LISTS_RE.match(self._lowered, form.end, stop)
        if lead is None or form.name == "title":
            return False
        counted = self._recipients.counted_at_once(lead.end(), stop)
        opener, sentence = self._text.opener_of(form.start), self._text.sentence_at(form.start)
        told = [self._lowered[sentence.start : form.start]]
        if opener is not None:
            told.append(self._lowered[max(opener.start, opener.end - _LONGEST_OPENER) : opener.end])
        return bool(counted) and not any(PROPOSAL_RE.search(part) or PURPOSE_RE.search(part) for part in told)

    def _verb(self, form: Form, start: int) -> re.Match[str] | None:
        """The verb that has this award for its object."""
        verbs = list(VERB_RE.finditer(self._lowered, max(start, form.start - _FURTHEST_VERB), form.start))
        for verb in reversed(verbs):
            attained = verb.lastgroup == "attain"
            if attained and form.name != "title":
                continue
            between = (ATTAINED_OBJECT_RE if attained else OBJECT_RE).match(self._lowered, verb.end(), form.start)
            return verb if between else None
        return None

    def _passive(self, start: int, verb: int) -> tuple[int, int] | None:
        """Where the recipients' names end and the giver's begin, if the verb is passive."""
        lowered = self._lowered
        for mark in reversed(list(_PASSIVE_RE.finditer(lowered, max(start, verb - _FURTHEST_VERB), verb))):
            by = lowered[mark.end() : verb]
            if _BY_RE.match(by) and not _NO_GIVER_RE.search(by) and ";" not in by:
                return without_adverbs(self._lowered, start, mark.start()), mark.end()
        return None

    def _stop(self, position: int, end: int) -> int:
        """Where an award's own words end: a semicolon, the next award, the sentence."""
        semicolon = self._lowered.find(";", position, end)
        return following_form(self._lowered, position, semicolon if semicolon >= 0 else end)
