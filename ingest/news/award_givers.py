"""Who gives an award and who hands it over."""

from __future__ import annotations

import bisect
import re
from dataclasses import replace

from ingest.news.award_clauses import Clause, without_adverbs
from ingest.news.award_events import Told
from ingest.news.award_forms import Form
from ingest.news.award_names import Names
from ingest.news.lexicon import compiled
from ingest.news.reading import Reading
from ingest.news.units import UnitMention

MOVEMENT_RE = compiled(
    r"(?<!\w)(?:công đoàn|nghiệp đoàn|lđlđ|liên đoàn lao động|tổng liên đoàn|cđcs|cđvc|cđ|cnvc-?lđ|cnlđ)(?!\w)"
)
"""An article without one of these tells nothing of the trade union's movement."""
OF_RE = compiled(r"\s*(?:của|do|từ)\s")
_STATE_GIVER_RE = compiled(
    r"(?<!\w)(?:thủ tướng(?: chính phủ)?|chính phủ|chủ tịch nước|(?:chủ tịch )?(?:ubnd|ủy ban nhân dân)"
    r"(?: (?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường))?)(?!\w)"
)
_PLACE_RE = re.compile(r"(?: [A-ZĐÂ][^\W\d_]+\b){2}(?! [A-ZĐÂ])")
_PROXY_RE = compiled(r"ủy quyền của\s+|thừa ủy quyền\s+(?:của\s+)?")
_HANDS_RE = compiled(r"(?:lãnh đạo|đại diện|thường trực|các|ban|chủ tịch|phó chủ tịch|đ/c|đồng chí)(?!\w)")
_MEETING_RE = compiled(r"(?:hội nghị|đại hội|chương trình|buổi lễ|năm|dịp|sau|trong|với|kết quả|nhân)(?!\w)")
_LONGEST_PRESENTER = 160


class Givers:
    """The givers of one text, asked for by stretch."""

    def __init__(self, reading: Reading, names: Names) -> None:
        self._lowered, self._cased = reading.text.view.lower, reading.text.view.text
        self._mentions, self._names = reading.unit.mentions, names
        self._starts = [mention.start for mention in self._mentions]

    def with_giver(self, told: Told, clause: Clause, form: Form) -> Told:
        """The giver decides, the presenter hands over: a person or delegates who "trao" are presenters only."""
        verb = clause.verb if clause.verb is not None else form.start
        subject = (clause.start, verb)
        proxy = _PROXY_RE.search(self._lowered, *subject)
        persons = self._names.persons(*subject)
        presenter = persons[0].name if persons else None
        if proxy is not None:
            return replace(told, start=proxy.start(), giver=self.first(proxy.end(), form.start), presenter=presenter)
        named = self.first(form.end, told.end)
        if persons or clause.verb is None:
            return replace(told, giver=named, presenter=presenter)
        giver = self.first(*subject)
        handed = self._presenter(told.start, verb)
        by_hand = giver is None or "trao" in self._lowered[slice(clause.start, form.start)]
        same = giver is not None and handed == giver.text
        return replace(
            told, giver=named or giver, presenter=handed if by_hand and not (same and named is None) else None
        )

    def first(self, start: int, end: int) -> UnitMention | None:
        """The first organisation named in a stretch; one no catalogue knows ends where its name does."""
        found: UnitMention | None = None
        for index in range(bisect.bisect_left(self._starts, start), len(self._starts)):
            mention = self._mentions[index]
            if mention.start >= end:
                break
            if mention.end <= end and mention.code is not None:
                found = mention
                break
        named = (names[0] for names in self._names.lists(start, end))
        name = next((one for one in named if MOVEMENT_RE.search(self._lowered, one.start, one.end)), None)
        if name is not None and (found is None or name.start < found.start):
            return UnitMention(name.start, name.end, self._cased[name.start : name.end], name.code, None)
        if found is not None:
            return found
        state = _STATE_GIVER_RE.search(self._lowered, start, end)
        if state is None:
            return None
        place = _PLACE_RE.match(self._cased, state.end(), end)
        stop = place.end() if place else state.end()
        return UnitMention(state.start(), stop, self._cased[state.start() : stop].strip(), None, None)

    def after(self, start: int, stop: int) -> UnitMention | None:
        """The giver behind the award: "Cờ thi đua của Tổng Liên đoàn"."""
        lead = OF_RE.match(self._lowered, start, stop)
        return self.first(lead.end(), stop) if lead else None

    def _presenter(self, start: int, verb: int) -> str | None:
        """The subject of the giving as written, if it can hand anything over."""
        end = without_adverbs(self._lowered, start, verb)
        handed = self._cased[start:end].strip()
        opens = handed[:1].isupper() or _HANDS_RE.match(self._lowered, start) is not None
        fits = len(handed) < _LONGEST_PRESENTER and _MEETING_RE.match(self._lowered, start) is None
        return handed if opens and fits else None
