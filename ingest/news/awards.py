"""Awards, ratings and roles told by an article; one event told twice carries one ``event_key``."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from ingest.context import DocumentContext
from ingest.news.clauses import Span
from ingest.news.lexicon import compiled
from ingest.news.mentions import Mention
from ingest.news.reading import Reading
from ingest.news.units import UnitMention
from warehouse.catalogue import Catalogue
from warehouse.figure import FigureKind, Measure, stable_id
from warehouse.records import Award

_FORMS = (
    (
        "flag_leading",
        r'cờ(?:\s*"[^"]{0,40}dẫn đầu[^"]{0,120}"|[^";.]{0,30}dẫn đầu)',
        "Cờ thi đua đơn vị xuất sắc dẫn đầu",
    ),
    ("flag_excellent", r'cờ(?:\s*"[^"]{0,30}xuất sắc[^"]{0,120}"|[^";.]{0,20}xuất sắc)', "Cờ đơn vị xuất sắc"),
    ("flag", r"cờ thi đua(?: của [^;,.]{0,40})?", "Cờ thi đua"),
    ("medal", r'kỷ niệm chương(?:\s*"[^"]*")?', "Kỷ niệm chương"),
    ("order", r"hu(?:ân|y) chương(?: [^;,.]{0,30})?", "Huân chương, Huy chương"),
    ("commendation", r"bằng khen(?: chuyên đề)?", "Bằng khen"),
    ("certificate", r"giấy khen(?: chuyên đề)?", "Giấy khen"),
    ("praise", r"khen thưởng", "Khen thưởng"),
)
_FORM_RE = compiled("|".join(f"(?P<{name}>(?<!\\w){pattern})" for name, pattern, _ in _FORMS))
_FORM_LABELS = {name: label for name, _, label in _FORMS}
_GIVING_RE = compiled(
    r"(?<!\w)(?:trao tặng|truy tặng|tặng thưởng|tặng|trao|đón nhận|được nhận|khen thưởng|vinh dự)(?!\w)"
)
_TOPIC_RE = compiled(r"(?:thi đua,?|công tác|hội đồng|luật|hình thức|quy chế|phong trào|và|,)\s*\Z")
_ATTENDANCE_RE = compiled(
    r"(?:về dự|tham dự|(?<!\w)dự)(?: và chỉ đạo)?(?: hội nghị| đại hội| buổi lễ)? có|^\s*(?:về )?dự"
)
_RECIPIENT_NOUN_RE = compiled(
    r"tập thể|cá nhân|đơn vị|đồng chí|cán bộ|người|gia đình|công đoàn|cđcs|đoàn viên|cơ sở|chị|nữ|tổ chức"
)
_GROUP_RE = compiled(
    r"(?<!\w)(?:các|nhiều|những)\s+(?:tập thể|cá nhân|đồng chí|đơn vị|cán bộ|đoàn viên|công đoàn|gia đình)"
)
_OTHER_DEED_RE = compiled(r"(?<!\w)(?:tặng|trao|hỗ trợ|thăm|kết nạp|giới thiệu|tổ chức|thành lập|ủng hộ|trợ cấp)(?!\w)")
"""What is counted after one of these was not given the award."""
_PASSIVE_RE = compiled(r"(?<!\w)được(?!\w)")
_TO_RE = compiled(r"(?<!\w)cho(?!\w)")
_NAMES_RE = compiled(r"^[^;.]{0,40}?(?<!\w)(?:gồm|là|bao gồm|:)\s*")
_UNIT_NAME_RE = compiled(
    r"(?:đơn vị\s+)?(?P<name>(?:(?:lđlđ|liên đoàn lao động)\s+(?:tỉnh|thành phố|tp\.?|huyện|thị xã|quận)"
    r"|(?:công đoàn|cđcs|cđ)(?:\s+(?:ngành|các|cơ quan|viên chức|cơ sở))?"
    r"|huyện|thị xã|thành phố|quận|trường|công ty)"
    r"(?:\s+(?!(?:và|làm|là|đã|được|có|vì|tại|năm|do|trong|nhân)(?!\w))[^\W\d_][\w.]*){0,7})"
)
_LIST_JOINT_RE = re.compile(r"[\s,]*(?:và\s+|cùng\s+)?")
_GRADES = (
    ("rated_excellent", r"(?:hoàn thành|xếp loại) xuất sắc(?: nhiệm vụ)?", "Hoàn thành xuất sắc nhiệm vụ"),
    ("rated_good", r"(?:hoàn thành|xếp loại) tốt(?: nhiệm vụ)?", "Hoàn thành tốt nhiệm vụ"),
    ("rated_failed", r"không hoàn thành(?: nhiệm vụ)?", "Không hoàn thành nhiệm vụ"),
    ("rated_done", r"hoàn thành nhiệm vụ", "Hoàn thành nhiệm vụ"),
    ("rated_fair", r"xếp loại khá", "Khá"),
    ("rated_strong", r"vững mạnh(?: xuất sắc)?", "Vững mạnh"),
)
_GRADE_RE = compiled("|".join(f"(?P<{name}>(?<!\\w){pattern})" for name, pattern, _ in _GRADES))
_GRADE_LABELS = {name: label for name, _, label in _GRADES}
_RATED_NOUN_RE = compiled(r"đơn vị|tập thể|cđcs|công đoàn|cá nhân|đồng chí|cơ sở|cán bộ|liên đoàn")
_ROLE_RE = compiled(
    r"(?<!\w)(?P<group>cụm|khối)\s+(?P<rank>trưởng|phó)(?!\w)"
    r"(?:\s+(?:cụm|khối)\s+thi đua\s+(?:số\s+)?[\dixv]+)?(?:\s+năm\s+\d{4})?"
)
_HOLDS_RE = compiled(r"(?<!\w)(?:là|làm|giữ (?:chức|vai trò|nhiệm vụ)|giao nhiệm vụ|nhiệm vụ|đảm nhiệm|chức)\s*\Z")
_ELECTED_RE = compiled(r"(?<!\w)(?:bầu|cử|giao|phân công|do|để|và)\s+")
_PASSIVE_END_RE = re.compile(r"\s*(?:tiếp tục |đã )*được\s*\Z", re.IGNORECASE)
_PERSON = r"[A-ZĐÂĂÊÔƠƯÁÀẢÃẠẤẦẨẪẬẮẰẲẴẶÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢÚÙỦŨỤỨỪỬỮỰÝỲỶỸỴ][^\W\d_]+"
_PERSON_RE = re.compile(rf"(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à)\s+(?P<name>{_PERSON}(?:\s+{_PERSON}){{1,4}})")
_PROXY_RE = compiled(r"ủy quyền của\s+|thừa ủy quyền\s+(?:của\s+)?")
_SUBJECT_BREAK_RE = re.compile(r"[,;:]\s")
_MOST_RECIPIENTS = 1_000_000
"""More are no recipients: a hostile or damaged count is not read."""


@dataclass(frozen=True, slots=True)
class _Told:
    """One mention before identity: positions are those of the composed view."""

    event_type: str
    form: str
    award: str
    start: int
    end: int
    count: int | None
    recipient: str | None
    recipient_code: str | None
    giver: UnitMention | None
    presenter: str | None
    year: str | None
    per_unit: bool
    """Named one by one, so each name is an event of its own."""


def extract_awards(
    text: str,
    *,
    context: DocumentContext,
    catalogue: Catalogue,
    title: str | None = None,
    published_at: datetime | None = None,
) -> tuple[Award, ...]:
    """Mentions in the order of the text; quotes are spans of ``text`` as given. Pure; never raises on any text.

    A count ("03 đơn vị") with its names is one mention a name. ``event_key`` is shared by the mentions of one event:
    by form, year and recipient where it is named, within the document where it is not.
    """
    reading = Reading.of(text, context=context, catalogue=catalogue, title=title, published_at=published_at)
    return awards_of(reading)


def awards_of(reading: Reading) -> tuple[Award, ...]:
    """``extract_awards`` over a text already made ready."""
    lowered = reading.text.view.lower
    if not any(pattern.search(lowered) for pattern in (_FORM_RE, _GRADE_RE, _ROLE_RE)):
        return ()
    told = sorted(_Reader(reading).read(), key=lambda item: (item.start, item.end))
    keys = _event_keys(told, reading.context.document_id, reading.unit.whole)
    return tuple(
        _award(reading, item, key, ordinal) for ordinal, (item, key) in enumerate(zip(told, keys, strict=True))
    )


class _Reader:
    def __init__(self, reading: Reading) -> None:
        self.text, self.catalogue, self.unit, self.timing = (
            reading.text,
            reading.catalogue,
            reading.unit,
            reading.timing,
        )
        self.lowered = reading.text.view.lower
        self.numbers, self.kinds = reading.mentions, reading.kinds
        self._number_starts = [number.start for number in self.numbers]

    def read(self) -> Iterator[_Told]:
        for sentence in self.text.sentences:
            yield from self._awards(sentence)
            yield from self._roles(sentence)
        yield from self._ratings()

    # Awards

    def _awards(self, sentence: Span) -> Iterator[_Told]:
        lowered = self.lowered
        if _ATTENDANCE_RE.search(lowered, sentence.start, sentence.end):
            return
        floor, given = sentence.start, False
        giver: UnitMention | None = None
        presenter: str | None = None
        for form in _FORM_RE.finditer(lowered, sentence.start, sentence.end):
            name = form.lastgroup or "praise"
            if form.start() < floor or (name == "praise" and self._is_topic(form)):
                continue
            clause_start = max(floor, lowered.rfind(";", sentence.start, form.start()) + 1)
            given = given or _GIVING_RE.search(lowered, clause_start, form.end()) is not None
            if not given:
                continue
            told = list(self._recipients(name, form, clause_start, sentence))
            for item in told:
                floor = max(floor, item.end)
                own = item.giver is not None or item.presenter is not None
                giver, presenter = (item.giver, item.presenter) if own else (giver, presenter)
                yield replace(item, giver=giver, presenter=presenter)

    def _is_topic(self, form: re.Match[str]) -> bool:
        """ "công tác thi đua khen thưởng" speaks of the work, nobody is praised."""
        before = self.lowered[max(0, form.start() - 24) : form.start()]
        after = self.lowered[form.end() : form.end() + 40]
        return _TOPIC_RE.search(before) is not None and not re.match(r"\s+cho\s", after)

    def _recipients(self, name: str, form: re.Match[str], start: int, sentence: Span) -> Iterator[_Told]:
        lowered = self.lowered
        passive = _PASSIVE_RE.search(lowered, start, form.start())
        stop = self._stop(form.end(), sentence.end)
        given_to = _TO_RE.search(lowered, form.end(), stop)
        year = self._year(form.start(), form.end())
        base = _Told("award", name, _FORM_LABELS[name], start, form.end(), None, None, None, None, None, year, False)
        if passive is not None:
            base = replace(base, giver=self._giver_between(passive.end(), form.start()))
            counted = self._counted(start, passive.start())
            if counted:
                for number in counted:
                    yield replace(base, start=counted[0].outer_start, count=int(number.span.number.value))
                return
            group = _GROUP_RE.search(lowered, start, passive.start())
            if group is not None:
                yield replace(base, start=group.start())
                return
            subject = self._unit_between(start, passive.start())
            if subject is not None:
                listed = list(self._unit_names(subject[0], passive.start()))
                for recipient, code in [(name, code) for name, code, _ in listed[1:] and listed] or [subject[1:]]:
                    yield replace(
                        base, start=subject[0], count=1, recipient=recipient, recipient_code=code, per_unit=True
                    )
                return
            person = _PERSON_RE.search(self.text.view.text, start, passive.start())
            if person is not None:
                yield replace(base, start=person.start(), count=1, recipient=person["name"], per_unit=True)
                return
        if given_to is None:
            return
        base = replace(base, start=self._subject_start(start, form.start()), end=given_to.end())
        base = self._with_giver(base, start, form)
        counted = self._counted(given_to.end(), stop)
        named = [one for one in self._unit_names(given_to.end(), stop) if one[1] is not None]
        names_told = bool(counted and named and named[-1][2] <= counted[0].outer_start)
        if names_told:
            counted = [number for number in counted if self._joins(named[-1][2], number.outer_start)]
            for recipient, code, _ in named:
                yield replace(base, end=named[-1][2], count=1, recipient=recipient, recipient_code=code, per_unit=True)
        if counted:
            names = self._names_after(counted[0], stop) if len(counted) == 1 else []
            if names:
                for recipient, code, _ in names:
                    yield replace(
                        base, end=names[-1][2], count=1, recipient=recipient, recipient_code=code, per_unit=True
                    )
                return
            for number in counted:
                yield replace(base, end=counted[-1].end, count=int(number.span.number.value))
            return
        if names_told:
            return
        names = list(self._unit_names(given_to.end(), stop))
        if names:
            for recipient, code, _ in names:
                yield replace(base, end=names[-1][2], count=1, recipient=recipient, recipient_code=code, per_unit=True)
            return
        group = _GROUP_RE.search(lowered, given_to.end(), stop)
        if group is not None:
            yield replace(base, end=group.end())

    def _stop(self, position: int, end: int) -> int:
        """Where an award's own words end: a semicolon, the next award, the sentence."""
        semicolon = self.lowered.find(";", position, end)
        stop = semicolon if semicolon >= 0 else end
        following = _FORM_RE.search(self.lowered, position, stop)
        return following.start() if following and following.lastgroup != "praise" else stop

    def _counted(self, start: int, end: int) -> list[Mention]:
        """Counted recipients in a stretch, those of one list only: "02 tập thể, 05 cá nhân"."""
        found: list[Mention] = []
        first = bisect.bisect_left(self._number_starts, start)
        for number in self.numbers[first : bisect.bisect_left(self._number_starts, end)]:
            if number.measure is not Measure.COUNT or number.span.number.value > _MOST_RECIPIENTS:
                continue
            if _OTHER_DEED_RE.search(self.lowered, found[-1].end if found else start, number.outer_start):
                break
            if _RECIPIENT_NOUN_RE.match(self.lowered[number.span.end : number.span.end + 30].lstrip()):
                found.append(number)
        return found

    def _joins(self, start: int, end: int) -> bool:
        return _LIST_JOINT_RE.fullmatch(self.lowered, start, end) is not None

    def _names_after(self, number: Mention, end: int) -> list[tuple[str, str | None, int]]:
        """The units a count announces: "03 đơn vị gồm A, B và C"."""
        announced = _NAMES_RE.match(self.lowered[number.end : end])
        return list(self._unit_names(number.end + announced.end(), end)) if announced else []

    def _unit_names(self, start: int, end: int) -> Iterator[tuple[str, str | None, int]]:
        """Units of a list, "LĐLĐ" carried over to "huyện Hàm Yên"; the list ends at the first other word."""
        position = start
        while position < end:
            lead = _LIST_JOINT_RE.match(self.lowered, position, end)
            found = _UNIT_NAME_RE.match(self.lowered, lead.end() if lead else position, end)
            if found is None:
                return
            name = self.text.view.text[found.start("name") : found.end("name")].strip()
            code = self._resolve(name)
            yield self._recipient(name, code), code, found.end("name")
            position = found.end("name")

    def _resolve(self, name: str) -> str | None:
        whole = self.unit.whole
        within = self.unit.home
        code = self.catalogue.resolve_unit(name, within=within, province=whole.province if whole else None).code
        if code is not None and self.catalogue.units[code].kind != "union":
            code = self.catalogue.resolve_unit(f"LĐLĐ {name}", within=within).code or code
        return code

    def _recipient(self, name: str, code: str | None) -> str:
        """The recipient as written, completed from the catalogue where it was shortened."""
        if code is None:
            return name
        unit = self.catalogue.units[code]
        return unit.short_name if unit.level == "district" else unit.name

    def _unit_between(self, start: int, end: int) -> tuple[int, str, str | None] | None:
        """The unit named in a stretch: one the catalogue knows, else one as the text writes it."""
        between = [mention for mention in self.unit.mentions if start <= mention.start and mention.end <= end]
        for mention in between:
            if mention.code is not None:
                return mention.start, self._recipient(mention.text, mention.code), mention.code
        return (between[0].start, between[0].text, None) if between else None

    def _giver_between(self, start: int, end: int) -> UnitMention | None:
        found = [m for m in self.unit.mentions if start <= m.start and m.end <= end]
        return found[0] if found else None

    def _with_giver(self, told: _Told, start: int, form: re.Match[str]) -> _Told:
        """The giver decides, the presenter hands over: a person or delegates who "trao" are presenters only."""
        lowered = self.lowered
        proxy = _PROXY_RE.search(lowered, start, form.start())
        verb = _GIVING_RE.search(lowered, start, form.end())
        subject = (start, verb.start() if verb else form.start())
        person = _PERSON_RE.search(self.text.view.text, *subject)
        presenter = person["name"] if person else None
        if proxy is not None:
            return replace(
                told, start=proxy.start(), giver=self._giver_between(proxy.end(), form.start()), presenter=presenter
            )
        named = self._giver_between(form.end(), told.end)
        if person is not None:
            return replace(told, giver=named, presenter=presenter)
        giver = self._giver_between(*subject)
        handed = self.text.view.text[told.start : subject[1]].strip() or None
        return replace(
            told,
            giver=named or giver,
            presenter=handed if giver is None or "trao" in lowered[slice(*subject)] else None,
        )

    def _subject_start(self, start: int, end: int) -> int:
        """Where the giving clause begins: after the last break before its verb."""
        verb = _GIVING_RE.search(self.lowered, start, end)
        limit = verb.start() if verb else end
        begin = start
        for match in _SUBJECT_BREAK_RE.finditer(self.lowered, start, limit):
            begin = match.end()
        while begin < limit and not self.lowered[begin].isalnum():
            begin += 1
        return begin

    def _year(self, start: int, end: int) -> str | None:
        printed = re.search(r"năm\s+(\d{4})", self.lowered[start:end])
        if printed is not None:
            return printed.group(1)
        period = self.timing.period_of(start, FigureKind.RESULT)
        return period.code if period else None

    # Ratings

    def _ratings(self) -> Iterator[_Told]:
        for index, number in enumerate(self.numbers):
            following = self.lowered[number.span.end : number.span.end + 40].lstrip()
            if not self._can_be_rated(number) or not _RATED_NOUN_RE.match(following):
                continue
            sentence = self.text.sentence_at(number.start)
            stop = self.numbers[index + 1].outer_start if index + 1 < len(self.numbers) else sentence.end
            stop = min(stop, sentence.end, number.end + 130)
            grade = _GRADE_RE.search(self.lowered, number.end, stop)
            if grade is None or re.search(r"[;,]", self.lowered[number.end : grade.start()]):
                continue
            if _GIVING_RE.search(self.lowered, number.end, grade.start()):
                continue
            name = grade.lastgroup or ""
            count = None if number.measure is Measure.PERCENT else int(number.span.number.value)
            recipient = self.text.view.text[number.span.end : grade.start()] if count is None else None
            yield _Told(
                "rating", name, f"Xếp loại {_GRADE_LABELS[name]}", number.outer_start, grade.end(), count,
                _shortened(recipient), None, None, None, self._year(number.start, grade.end()), False,
            )  # fmt: skip

    def _can_be_rated(self, number: Mention) -> bool:
        """What is planned ("phấn đấu 90% CĐCS hoàn thành tốt") is rated by nobody yet."""
        counted = number.measure in (Measure.COUNT, Measure.PERCENT, Measure.RATIO)
        if not counted or number.span.number.value > _MOST_RECIPIENTS:
            return False
        kind = self.kinds.kind_of(number)
        return not self.timing.is_ahead(number.start) if kind is None else kind is FigureKind.RESULT

    # Roles

    def _roles(self, sentence: Span) -> Iterator[_Told]:
        floor = sentence.start
        roles = list(_ROLE_RE.finditer(self.lowered, sentence.start, sentence.end))
        for role in roles:
            told = self._role(role, floor, sentence)
            if told is not None:
                yield told
            floor = role.end()

    def _role(self, role: re.Match[str], floor: int, sentence: Span) -> _Told | None:
        lowered, text = self.lowered, self.text.view.text
        holds = _HOLDS_RE.search(lowered[floor : role.start()])
        title = f"{role['group']} {role['rank']}".capitalize()
        year = self._role_year(role, sentence)
        if holds is None:
            people = list(_PERSON_RE.finditer(text, floor, role.start()))
            semicolon = lowered.rfind(";", floor, role.start())
            people = [person for person in people if person.start() > semicolon]
            if not people or lowered[role.start() - 2 : role.start()] not in (", ", "- "):
                return None
            name = people[-1]["name"]
            return _Told("role", title, title, people[-1].start(), role.end(), 1, name, None, None, None, year, False)
        subject_end = floor + holds.start()
        start = max(floor, lowered.rfind(";", floor, subject_end) + 1)
        for match in _SUBJECT_BREAK_RE.finditer(lowered, start, subject_end):
            start = match.end()
        elected = list(_ELECTED_RE.finditer(lowered, start, subject_end))
        subject_start = elected[-1].end() if elected else start
        begin = elected[-1].start() if elected else start
        if elected and not text[subject_start:subject_end].strip():
            begin, subject_start, subject_end = start, start, elected[-1].start()
            subject_end -= len(text[start:subject_end]) - len(_PASSIVE_END_RE.sub("", text[start:subject_end]))
        name = re.sub(r"^\W*(?:đơn vị|đồng chí)\s+", "", text[subject_start:subject_end].strip(), flags=re.IGNORECASE)
        code = self._resolve(name) if name else None
        refers_back = code is None and lowered[subject_start:subject_end].find("đơn vị này") >= 0
        if refers_back:
            earlier = [
                m for m in self.unit.mentions if m.end <= subject_start and m.code and m.code != self._whole_code()
            ]
            code = earlier[-1].code if earlier else None
        while begin < role.start() and not lowered[begin].isalnum():
            begin += 1
        recipient = self._recipient(name, code) if name else None
        return _Told("role", title, title, begin, role.end(), 1, recipient, code, None, None, year, True)

    def _whole_code(self) -> str | None:
        return self.unit.whole.code if self.unit.whole else None

    def _role_year(self, role: re.Match[str], sentence: Span) -> str | None:
        printed = re.search(r"năm\s+(\d{4})", self.lowered[role.start() : sentence.end])
        printed = printed or re.search(r"năm\s+(\d{4})", self.lowered[sentence.start : role.start()])
        return printed.group(1) if printed else str(self.timing.year) if self.timing.year else None


def _shortened(text: str | None) -> str | None:
    if text is None:
        return None
    words = re.sub(r"\s+(?:đạt|được|xếp loại|đánh giá|là).*", "", " ".join(text.split()))
    return words[:120] or None


_GENERAL = frozenset({"praise", "flag"})


def _event_keys(told: list[_Told], document_id: str, whole: UnitMention | None) -> list[str]:
    """Identity of each mention's event: named events by recipient, retellings by the event they retell."""
    group = whole.code if whole and whole.code else document_id
    keys: list[str] = []
    named: dict[str, list[tuple[_Told, str]]] = {}
    counted: dict[str, list[tuple[_Told, str]]] = {}
    for item in told:
        key = _own_key(item, document_id, group)
        if item.per_unit and item.event_type != "role":
            named.setdefault(item.form, []).append((item, key))
        elif item.count is not None and item.event_type == "award":
            counted.setdefault(item.form, []).append((item, key))
    for item in told:
        key = _own_key(item, document_id, group)
        if item.event_type == "award" and not item.per_unit:
            anchors = named.get(item.form, [])
            if anchors and (item.count is None or item.count == len({k for _, k in anchors})):
                key = anchors[0][1]
            elif item.count is None:
                near = counted.get(item.form) or (counted.get("commendation") if item.form in _GENERAL else None)
                key = near[0][1] if near else stable_id("award", document_id, "group", item.form, item.year)
        keys.append(key)
    return keys


def _own_key(item: _Told, document_id: str, group: str) -> str:
    if item.event_type == "role":
        return stable_id("role", group, item.form, item.year)
    who = item.recipient_code or item.recipient
    if item.per_unit and who:
        scope = "" if item.recipient_code else document_id
        return stable_id("award", scope, item.form, who, item.year)
    giver = (item.giver.code or item.giver.text) if item.giver else ""
    return stable_id(item.event_type, document_id, item.form, giver, item.count, item.start, item.year)


def _award(reading: Reading, item: _Told, key: str, ordinal: int) -> Award:
    text, context, published_at = reading.text, reading.context, reading.published_at
    start, end = text.view.origin(item.start, item.end)
    return Award(
        award_id=stable_id("award", context.document_id, start, end, item.event_type, ordinal),
        document_id=context.document_id,
        delivery_id=context.delivery_id,
        event_type=item.event_type,
        event_key=key,
        recipient_text=item.recipient,
        recipient_code=item.recipient_code,
        award=item.award,
        giver_text=item.giver.text if item.giver else None,
        giver_code=item.giver.code if item.giver else None,
        presenter_text=item.presenter,
        year=item.year,
        count=item.count,
        locator=f"{start}:{end}",
        quote=text.view.original[start:end],
        quote_start=start,
        quote_end=end,
        received_at=context.received_at,
        published_at=published_at,
    )
