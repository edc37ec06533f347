"""Awards told by a sentence: who gives which award to whom, in either voice."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.news.award_events import Told
from ingest.news.award_forms import (
    ATTAINED_OBJECT_RE,
    OBJECT_RE,
    PROPOSAL_RE,
    PURPOSE_RE,
    VERB_RE,
    Form,
    following_form,
    forms_in,
    is_topic,
)
from ingest.news.award_names import Names
from ingest.news.award_recipients import Recipient, Recipients
from ingest.news.clauses import Segmented, Span
from ingest.news.kinds import Kinds
from ingest.news.lexicon import compiled
from ingest.news.reading import Reading
from ingest.news.units import UnitMention
from warehouse.figure import FigureKind

_ATTENDANCE_RE = compiled(
    r"(?:về dự|tham dự|(?<!\w)dự)(?: và chỉ đạo)?(?: hội nghị| đại hội| buổi lễ)? có|^\s*(?:về )?dự"
)
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
_TO_RE = compiled(r"(?<!\w)(?<!đại diện )cho(?!\w)")
_OF_RE = compiled(r"\s*(?:của|do)\s")
_SUBJECT_BREAK_RE = re.compile(r"[,;:]\s")
_OTHER_GIFT_RE = compiled(
    r"(?<!\w)(?:quà|suất|hoa|tiền|học bổng|nhà|sổ|kinh phí|xe|giải|thăm|hỗ trợ|kết nạp|trợ cấp|ủng hộ|tổ chức)(?!\w)"
)
_PROXY_RE = compiled(r"ủy quyền của\s+|thừa ủy quyền\s+(?:của\s+)?")
_STATE_RE = compiled(
    r"(?<!\w)(?:chính phủ|thủ tướng|chủ tịch nước|nhà nước|ubnd|ủy ban nhân dân|bộ (?:trưởng|công an|quốc phòng|y tế)"
    r"|công an|quân khu|tỉnh ủy|thành ủy|huyện ủy|hđnd|tòa án|viện kiểm sát)(?!\w)"
)
_STATE_GIVER_RE = compiled(
    r"(?<!\w)(?:thủ tướng(?: chính phủ)?|chính phủ|chủ tịch nước|(?:chủ tịch )?(?:ubnd|ủy ban nhân dân)"
    r"(?: (?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường))?)(?!\w)"
)
_PLACE_RE = re.compile(r"(?: [A-ZĐÂ][^\W\d_]+\b){2}(?! [A-ZĐÂ])")
_MOVEMENT_RE = compiled(
    r"(?<!\w)(?:công đoàn|nghiệp đoàn|lđlđ|liên đoàn lao động|tổng liên đoàn|cđcs|cđvc|cđ|cnvc-?lđ|cnlđ)(?!\w)"
)
"""An article without one of these tells nothing of the trade union's movement."""
_FORCES_RE = compiled(r"(?<!\w)(?:chiến sĩ|công an|bộ đội|cảnh sát|quân đội|biên phòng|dân quân)(?!\w)")
_CONTEST_RE = compiled(r"(?<!\w)(?:giải (?:nhất|nhì|ba|khuyến khích|a|b|c)|huy chương|thí sinh|vận động viên)(?!\w)")
_GOES_ON_RE = compiled(r"\s*(?:và\s+)?(?=\d)")
_BLOCKED_TAIL_RE = compiled(r"(?<!\w)(?:được|đạt|tặng|trao|nhận|chọn|dự|hỗ trợ|tổ chức|tham gia)(?!\w)")
_YEAR_RE = re.compile(r"năm\s+(\d{4})(?![\d-])")
_HANDS_RE = compiled(r"(?:lãnh đạo|đại diện|thường trực|các|ban|chủ tịch|phó chủ tịch|đ/c|đồng chí)(?!\w)")
_MEETING_RE = compiled(r"(?:hội nghị|đại hội|chương trình|buổi lễ|năm|dịp|sau|trong|với|kết quả|nhân)(?!\w)")
_LISTS_RE = compiled(r"[^;.:]{0,80}?(?:(?<!\w)(?:gồm|bao gồm|như sau)\s*:?|:)\s*(?=\d)")
_COUNT_ALONE_RE = compiled(r"\s*(?:có\s+|và\s+)?\d[\d.]*\s+(?:lượt\s+)?(?:tập thể|cá nhân|đơn vị)\s*\Z")
_AND_RE = compiled(r"[^,;]*(?<!\w)(?:và|đồng thời)\s+")
_LONGEST_CAPTION = 200
_LONGEST_PRESENTER = 160
_LONGEST_OPENER = 400
_LONGEST_GIVER = 160


@dataclass(frozen=True, slots=True)
class _Clause:
    """Where an award's own words stand. ``verb`` and ``subject_end`` are null where the verb was said before."""

    start: int
    stop: int
    verb: int | None
    subject_end: int | None
    """End of the recipients' names before a predicate; null where the verb is active."""
    giver_start: int | None = None


class Giving:
    """The awards of one text, sentence by sentence."""

    def __init__(self, reading: Reading, names: Names, recipients: Recipients) -> None:
        self._text: Segmented = reading.text
        self._lowered, self._cased = reading.text.view.lower, reading.text.view.text
        self._kinds: Kinds = reading.kinds
        self._timing, self._unit = reading.timing, reading.unit
        self._names, self._recipients = names, recipients
        self._unit_starts = [mention.start for mention in reading.unit.mentions]
        self._in_movement = _MOVEMENT_RE.search(self._lowered) is not None

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
            clause = self._clause(form, floor, sentence, given=given)
            if clause is None or self._is_pledged(form, clause) or self._is_foreign(form, clause, sentence):
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

    def _goes_on_from(self, shared: Told, item: Told, clause: _Clause) -> bool:
        """Whether a clause has no subject of its own: "… cho A và trao Cờ thi đua cho B"."""
        if item.giver is None and item.presenter is None:
            return True
        verb = clause.verb if clause.verb is not None else clause.start
        return _AND_RE.fullmatch(self._lowered, max(shared.end, clause.start), max(verb, clause.start)) is not None

    def _clause(self, form: Form, floor: int, sentence: Span, *, given: bool) -> _Clause | None:
        """How the words around an award say who gave it to whom; null where they say that nobody did."""
        lowered = self._lowered
        start = self._clause_start(floor, sentence.start, form.start)
        stop = self._stop(form.end, sentence.end)
        if form.name == "praise":
            passive = self._passive(start, form.start)
            return _Clause(start, stop, form.start, *(passive or (None,)))
        verb = self._verb(form, start)
        if verb is None:
            return _Clause(start, stop, None, None) if given or self._is_listed(form, start, stop) else None
        if verb.lastgroup == "give":
            passive = self._passive(start, verb.start())
            return _Clause(start, stop, verb.start(), *(passive or (None,)))
        first = _PASSIVE_RE.search(lowered, start, verb.start())
        end = first.start() if first else verb.start()
        return _Clause(start, stop, verb.start(), self._without_adverbs(start, end))

    def _clause_start(self, floor: int, sentence: int, position: int) -> int:
        """After the last semicolon, but for one that only parts counts ("38 tập thể; 76 cá nhân")."""
        semicolon = self._lowered.rfind(";", sentence, position)
        if semicolon < floor:
            return floor
        before = max(floor, self._lowered.rfind(";", sentence, semicolon) + 1)
        return before if _COUNT_ALONE_RE.match(self._lowered, before, semicolon) else semicolon + 1

    def _is_listed(self, form: Form, start: int, stop: int) -> bool:
        """Whether the award heads an item of a list of results: "- Bằng khen: 15 tập thể, 20 cá nhân"."""
        lead = _LISTS_RE.match(self._lowered, form.end, stop)
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
        verbs = list(VERB_RE.finditer(self._lowered, max(start, form.start - _LONGEST_GIVER), form.start))
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
        for mark in reversed(list(_PASSIVE_RE.finditer(lowered, max(start, verb - _LONGEST_GIVER), verb))):
            by = lowered[mark.end() : verb]
            if _BY_RE.match(by) and not _NO_GIVER_RE.search(by) and ";" not in by:
                return self._without_adverbs(start, mark.start()), mark.end()
        return None

    def _without_adverbs(self, start: int, end: int) -> int:
        while (adverb := _PREDICATE_RE.search(self._lowered, start, end)) is not None:
            end = adverb.start()
        return end

    def _stop(self, position: int, end: int) -> int:
        """Where an award's own words end: a semicolon, the next award, the sentence."""
        semicolon = self._lowered.find(";", position, end)
        return following_form(self._lowered, position, semicolon if semicolon >= 0 else end)

    def _is_pledged(self, form: Form, clause: _Clause) -> bool:
        if self._timing.is_ahead(form.start):
            return True
        until = clause.verb if clause.verb is not None else form.start
        if PROPOSAL_RE.search(self._lowered, clause.start, until):
            return True
        comma = max(self._lowered.rfind(",", clause.start, until), self._lowered.rfind(";", clause.start, until))
        return PURPOSE_RE.search(self._lowered, max(clause.start, comma + 1), until) is not None

    def _is_foreign(self, form: Form, clause: _Clause, sentence: Span) -> bool:
        """What the state gives to its own forces, and what is won in a contest."""
        lowered = self._lowered
        state = _STATE_RE.search(lowered, sentence.start, sentence.end)
        if state is not None and _FORCES_RE.search(lowered, clause.start, clause.stop):
            return True
        return _CONTEST_RE.search(lowered, clause.start, form.start) is not None

    def _of_clause(self, form: Form, clause: _Clause) -> Iterator[Told]:
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

    def _received(self, form: Form, clause: _Clause, base: Told, subject_end: int) -> Iterator[Told]:
        start, awarded = clause.start, self._recipients.number_before(form.start)
        begin = clause.giver_start if clause.giver_start is not None else clause.verb
        base = replace(
            base, giver=self._giver(begin or form.start, form.start) or self._giver_after(form.end, clause.stop)
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

    def _given(self, form: Form, clause: _Clause, base: Told) -> Iterator[Told]:
        awarded = self._recipients.number_before(form.start)
        at_once = self._recipients.counted_at_once(form.end, clause.stop)
        to = _TO_RE.search(self._lowered, form.end, clause.stop) if not at_once else None
        begin = clause.verb if clause.verb is not None else form.start
        start = self._subject_start(clause.start, begin) if clause.verb is not None else form.start
        if awarded is not None and clause.verb is None:
            start = awarded.start
        base = self._with_giver(replace(base, start=start, end=to.end() if to else form.end), clause, form)
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

    def _at_once(self, form: Form, clause: _Clause) -> list[Recipient]:
        """Recipients that follow without "cho": "tặng Giấy khen 15 tập thể", "khen thưởng tập thể, cá nhân"."""
        counted = self._recipients.counted_at_once(form.end, clause.stop)
        lead = _LISTS_RE.match(self._lowered, form.end, clause.stop)
        counted = counted or (self._recipients.counted_at_once(lead.end(), clause.stop) if lead else [])
        if counted or form.name != "praise":
            return counted
        return self._recipients.group_at_once(form.end, clause.stop) if self._has_subject(clause, form) else []

    def _has_subject(self, clause: _Clause, form: Form) -> bool:
        """Whether somebody praises: talk of praising has no subject of its own, or only wishes it."""
        before = self._lowered[clause.start : form.start]
        return (
            before.strip() != ""
            and re.search(r"(?<!\w)(?:kịp thời|cần|phải|việc|tăng cường|đẩy mạnh)(?!\w)|[,:]\s*\Z", before) is None
        )

    def _is_caption(self, form: Form, clause: _Clause) -> bool:
        """A line under a picture that tells only the giving: "Trao tặng Bằng khen của LĐLĐ tỉnh"."""
        paragraph = self._text.paragraph_at(form.start)
        if paragraph.end - paragraph.start > _LONGEST_CAPTION:
            return False
        line = self._cased[paragraph.start : paragraph.end].strip()
        ends = line.endswith((".", ":", ";", "?", "!"))
        opens = clause.verb is not None and not self._lowered[paragraph.start : clause.verb].strip()
        of = _OF_RE.match(self._lowered, form.end, clause.stop) is not None
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

    def _with_giver(self, told: Told, clause: _Clause, form: Form) -> Told:
        """The giver decides, the presenter hands over: a person or delegates who "trao" are presenters only."""
        verb = clause.verb if clause.verb is not None else form.start
        subject = (clause.start, verb)
        proxy = _PROXY_RE.search(self._lowered, *subject)
        persons = self._names.persons(*subject)
        presenter = persons[0].name if persons else None
        if proxy is not None:
            return replace(told, start=proxy.start(), giver=self._giver(proxy.end(), form.start), presenter=presenter)
        named = self._giver(form.end, told.end)
        if persons or clause.verb is None:
            return replace(told, giver=named, presenter=presenter)
        giver = self._giver(*subject)
        handed = self._presenter(told.start, verb)
        by_hand = giver is None or "trao" in self._lowered[slice(clause.start, form.start)]
        same = giver is not None and handed == giver.text
        return replace(
            told, giver=named or giver, presenter=handed if by_hand and not (same and named is None) else None
        )

    def _presenter(self, start: int, verb: int) -> str | None:
        """The subject of the giving as written, if it can hand anything over."""
        handed = self._cased[start : self._without_adverbs(start, verb)].strip()
        opens = handed[:1].isupper() or _HANDS_RE.match(handed.lower()) is not None
        return handed if opens and len(handed) < _LONGEST_PRESENTER and not _MEETING_RE.match(handed.lower()) else None

    def _giver(self, start: int, end: int) -> UnitMention | None:
        """The first organisation named in a stretch; one no catalogue knows ends where its name does."""
        found: UnitMention | None = None
        for index in range(bisect.bisect_left(self._unit_starts, start), len(self._unit_starts)):
            mention = self._unit.mentions[index]
            if mention.start >= end:
                break
            if mention.end <= end and mention.code is not None:
                found = mention
                break
        named = (names[0] for names in self._names.lists(start, end))
        name = next((one for one in named if _MOVEMENT_RE.search(self._lowered, one.start, one.end)), None)
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

    def _giver_after(self, start: int, stop: int) -> UnitMention | None:
        """The giver behind the award: "Cờ thi đua của Tổng Liên đoàn"."""
        lead = _OF_RE.match(self._lowered, start, stop)
        return self._giver(lead.end(), stop) if lead else None

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
