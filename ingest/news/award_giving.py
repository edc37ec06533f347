"""Awards told by a sentence: who gives which award to whom, in either voice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.news.award_clauses import LISTS_RE, Clause, Clauses
from ingest.news.award_events import Told
from ingest.news.award_forms import VERB_RE, Form, forms_in, is_topic
from ingest.news.award_givers import MOVEMENT_RE, OF_RE, Givers
from ingest.news.award_names import Names
from ingest.news.award_recipients import Recipient, Recipients
from ingest.news.clauses import Segmented, Span
from ingest.news.kinds import Kinds
from ingest.news.lexicon import compiled
from ingest.news.reading import Reading
from warehouse.figure import FigureKind

_ATTENDANCE_RE = compiled(
    r"(?:về dự|tham dự|(?<!\w)dự)(?: và chỉ đạo)?(?: hội nghị| đại hội| buổi lễ)? có|^\s*(?:về )?dự"
)
_TO_RE = compiled(r"(?<!\w)(?<!đại diện )cho(?!\w)")
_SUBJECT_BREAK_RE = re.compile(r"[,;:]\s")
_STATE_RE = compiled(
    r"(?<!\w)(?:chính phủ|thủ tướng|chủ tịch nước|nhà nước|ubnd|ủy ban nhân dân|bộ (?:trưởng|công an|quốc phòng|y tế)"
    r"|công an|quân khu|tỉnh ủy|thành ủy|huyện ủy|hđnd|tòa án|viện kiểm sát)(?!\w)"
)
_FORCES_RE = compiled(r"(?<!\w)(?:chiến sĩ|công an|bộ đội|cảnh sát|quân đội|biên phòng|dân quân)(?!\w)")
_CONTEST_RE = compiled(r"(?<!\w)(?:giải (?:nhất|nhì|ba|khuyến khích|a|b|c)|huy chương|thí sinh|vận động viên)(?!\w)")
_GOES_ON_RE = compiled(r"\s*(?:và\s+)?(?=\d)")
_BLOCKED_TAIL_RE = compiled(r"(?<!\w)(?:được|đạt|tặng|trao|nhận|chọn|dự|hỗ trợ|tổ chức|tham gia)(?!\w)")
_YEAR_RE = re.compile(r"năm\s+(\d{4})(?![\d-])")
_AND_RE = compiled(r"[^,;]*(?<!\w)(?:và|đồng thời)\s+")
_LONGEST_CAPTION = 200


class Giving:
    """The awards of one text, sentence by sentence."""

    def __init__(self, reading: Reading, names: Names, recipients: Recipients) -> None:
        self._text: Segmented = reading.text
        self._lowered, self._cased = reading.text.view.lower, reading.text.view.text
        self._kinds: Kinds = reading.kinds
        self._timing, self._unit = reading.timing, reading.unit
        self._names, self._recipients = names, recipients
        self._clauses, self._givers = Clauses(reading.text, recipients), Givers(reading, names)
        self._in_movement = MOVEMENT_RE.search(self._lowered) is not None

    def told(self, sentence: Span) -> Iterator[Told]:
        """The awards of one sentence; those after the first may leave its verb out."""
        forms = list(forms_in(self._lowered, self._cased, sentence.start, sentence.end)) if self._in_movement else []
        if not forms or _ATTENDANCE_RE.search(self._lowered, sentence.start, sentence.end):
            return
        floor, given = sentence.start, False
        shared: Told | None = None
        for form in forms:
            if form.start < floor or is_topic(self._lowered, form):
                continue
            clause = self._clauses.around(form, floor, sentence, given=given)
            if (
                clause is None
                or self._timing.is_ahead(form.start)
                or self._clauses.is_proposed(form, clause)
                or self._is_foreign(form, clause, sentence)
            ):
                continue
            given = given or (clause.verb is not None and form.name != "praise")
            for item in self._of_clause(form, clause):
                floor = max(floor, item.end)
                if shared is not None and clause.subject_end is None and self._goes_on_from(shared, item, clause):
                    item = replace(item, giver=item.giver or shared.giver, presenter=shared.presenter)
                shared = item
                yield item
        if shared is not None:
            yield from self._gone_on(shared, sentence)

    def _goes_on_from(self, shared: Told, item: Told, clause: Clause) -> bool:
        """Whether a clause has no subject of its own: "… cho A và trao Cờ thi đua cho B"."""
        if item.giver is None and item.presenter is None:
            return True
        verb = clause.verb if clause.verb is not None else clause.start
        return _AND_RE.fullmatch(self._lowered, max(shared.end, clause.start), max(verb, clause.start)) is not None

    def _is_foreign(self, form: Form, clause: Clause, sentence: Span) -> bool:
        """What the state gives to its own forces, and what is won in a contest."""
        lowered = self._lowered
        state = _STATE_RE.search(lowered, sentence.start, sentence.end)
        if state is not None and _FORCES_RE.search(lowered, clause.start, clause.stop):
            return True
        return _CONTEST_RE.search(lowered, clause.start, form.start) is not None

    def _of_clause(self, form: Form, clause: Clause) -> Iterator[Told]:
        year, printed = self._year(form)
        base = Told(
            event_type="award", form=form.name, award=form.label, start=form.start, end=form.end,
            year=year, year_is_printed=printed,
        )  # fmt: skip
        if clause.subject_end is not None:
            yield from self._received(form, clause, base, clause.subject_end)
        else:
            yield from self._given(form, clause, base)

    # Recipient first

    def _received(self, form: Form, clause: Clause, base: Told, subject_end: int) -> Iterator[Told]:
        start, awarded = clause.start, self._recipients.number_before(form.start)
        begin = clause.giver_start if clause.giver_start is not None else clause.verb
        base = replace(
            base, giver=self._givers.first(begin or form.start, form.start) or self._givers.after(form.end, clause.stop)
        )
        found = self._recipients.before(start, subject_end, things=form.name == "creative") or self._elided(
            form, base, start, subject_end
        )
        if form.name == "title":
            found = [one for one in found if one.count is not None and not self._is_target(one)]
        for one in found:
            own = replace(one, count=awarded.count) if awarded and one.name else one
            yield self._told(base, own, min(one.start for one in found), base.end)

    def _elided(self, form: Form, base: Told, start: int, end: int) -> list[Recipient]:
        """The subject said earlier in the sentence, or the article's own unit where only "đơn vị" is said."""
        if form.name == "praise" or base.giver is None:
            return []
        sentence = self._text.sentence_at(form.start)
        earlier = self._names.lists(sentence.start, start)
        whole = self._unit.whole
        refers = re.search(r"(?<!\w)đơn vị(?!\w)", self._lowered[start:end]) is not None
        if earlier and not refers:
            name = earlier[0][0]
            return [Recipient(form.start, form.end, 1, name.text, name.code)]
        if whole is not None and refers:
            return [Recipient(form.start, form.end, 1, self._names.written(whole.text, whole.code), whole.code)]
        return []

    def _is_target(self, one: Recipient) -> bool:
        number = self._recipients.mention_at(one.start)
        return number is not None and self._kinds.kind_of(number) is FigureKind.TARGET

    # Giver first

    def _given(self, form: Form, clause: Clause, base: Told) -> Iterator[Told]:
        awarded = self._recipients.number_before(form.start)
        at_once = self._recipients.counted_at_once(form.end, clause.stop)
        to = _TO_RE.search(self._lowered, form.end, clause.stop) if not at_once else None
        begin = clause.verb if clause.verb is not None else form.start
        start = self._subject_start(clause.start, begin) if clause.verb is not None else form.start
        if awarded is not None and clause.verb is None:
            start = awarded.start
        base = self._givers.with_giver(replace(base, start=start, end=to.end() if to else form.end), clause, form)
        found = self._recipients.after(to.end(), clause.stop) if to else self._at_once(form, clause)
        if not found and awarded is None:
            if self._is_caption(form, clause):
                yield replace(base, end=clause.stop)
            return
        if awarded is not None and not any(one.count is not None for one in found):
            yield replace(base, count=awarded.count, end=max([base.end, *(one.end for one in found)]))
            return
        for one in found:
            yield self._told(base, one, base.start, max(base.end, *(each.end for each in found)))

    def _at_once(self, form: Form, clause: Clause) -> list[Recipient]:
        """Recipients that follow without "cho": "tặng Giấy khen 15 tập thể", "khen thưởng tập thể, cá nhân"."""
        counted = self._recipients.counted_at_once(form.end, clause.stop)
        lead = LISTS_RE.match(self._lowered, form.end, clause.stop)
        counted = counted or (self._recipients.counted_at_once(lead.end(), clause.stop) if lead else [])
        if counted or form.name != "praise":
            return counted
        return self._recipients.group_at_once(form.end, clause.stop) if self._has_subject(clause, form) else []

    def _has_subject(self, clause: Clause, form: Form) -> bool:
        """Whether somebody praises: talk of praising has no subject of its own, or only wishes it."""
        before = self._lowered[clause.start : form.start]
        return (
            before.strip() != ""
            and re.search(r"(?<!\w)(?:kịp thời|cần|phải|việc|tăng cường|đẩy mạnh)(?!\w)|[,:]\s*\Z", before) is None
        )

    def _is_caption(self, form: Form, clause: Clause) -> bool:
        """A line under a picture that tells only the giving: "Trao tặng Bằng khen của LĐLĐ tỉnh"."""
        paragraph = self._text.paragraph_at(form.start)
        if paragraph.end - paragraph.start > _LONGEST_CAPTION:
            return False
        line = self._cased[paragraph.start : paragraph.end].strip()
        ends = line.endswith((".", ":", ";", "?", "!"))
        opens = clause.verb is not None and not self._lowered[paragraph.start : clause.verb].strip()
        of = OF_RE.match(self._lowered, form.end, clause.stop) is not None
        return form.name != "praise" and opens and of and not ends

    def _gone_on(self, shared: Told, sentence: Span) -> Iterator[Told]:
        """Further recipients behind a semicolon that need no verb: "…; 2 tập thể và 8 cá nhân …"."""
        position = self._lowered.find(";", shared.end, sentence.end)
        if position < 0 or VERB_RE.search(self._lowered, shared.end, position):
            return
        stop = self._lowered.find(";", position + 1, sentence.end)
        stop = stop if stop >= 0 else sentence.end
        if _GOES_ON_RE.match(self._lowered, position + 1, stop) and not _BLOCKED_TAIL_RE.search(
            self._lowered, position, stop
        ):
            for one in self._recipients.counted_at_once(position + 1, stop):
                yield replace(
                    shared,
                    at=one.start,
                    start=one.start,
                    end=one.end,
                    count=one.count,
                    recipient=None,
                    recipient_code=None,
                    is_named=False,
                )

    # What is told beside

    def _told(self, base: Told, one: Recipient, start: int, end: int) -> Told:
        return replace(
            base, start=start, end=end, count=one.count, recipient=one.name, recipient_code=one.code,
            is_named=one.name is not None, at=one.start, sentence=self._text.sentence_at(one.start).start,
        )  # fmt: skip

    def _subject_start(self, start: int, limit: int) -> int:
        """Where the giving clause begins: after the last break before its verb."""
        begin = start
        for match in _SUBJECT_BREAK_RE.finditer(self._lowered, start, limit):
            begin = match.end()
        while begin < limit and not self._lowered[begin].isalnum():
            begin += 1
        return begin

    def _year(self, form: Form) -> tuple[str | None, bool]:
        """The year of the award, and whether its own words print it."""
        printed = _YEAR_RE.search(self._lowered, form.start, form.end)
        if printed is not None:
            return printed.group(1), True
        period = self._timing.period_of(form.start, FigureKind.RESULT)
        return (period.code if period else None), False
