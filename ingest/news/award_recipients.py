"""Who got an award: counted, named one by one, or a group without a number."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass

from ingest.news.award_names import Name, Names
from ingest.news.clauses import Segmented
from ingest.news.lexicon import compiled
from ingest.news.mentions import Mention
from warehouse.figure import Measure

MOST_RECIPIENTS = 1_000_000
"""More are no recipients: a hostile or damaged count is not read."""

_NOUN = (
    r"(?:lượt\s+)?(?:nguyên\s+|nữ\s+|nam\s+|cựu\s+)*"
    r"(?:tập thể|cá nhân|đơn vị|đồng chí|cán bộ|người|gia đình|công đoàn|cđcs|đoàn viên|cơ sở|chị|anh|nữ|tổ chức"
    r"|doanh nghiệp|công nhân|cnvclđ|cnlđ|cbccvclđ|cbccvc|cnvc|người lao động|lao động|nhà giáo|giáo viên|chủ tịch"
    r"|tác giả|nhóm tác giả|lđlđ|liên đoàn|trường|công ty|cơ quan|tổ công đoàn|nghiệp đoàn|thành viên|ban nữ công"
    r"|tổ(?! chức)|cđ)"
)
_THING_RE = compiled(r"(?:đề tài|công trình|giải pháp|sáng kiến|tác phẩm)(?!\w)")
_NOUN_RE = compiled(rf"{_NOUN}(?!\w)")
_GROUP_RE = compiled(
    r"(?<!\w)(?:các|nhiều|những|hàng trăm|hàng chục)\s+(?:lượt\s+)?"
    r"(?:tập thể|cá nhân|đồng chí|đơn vị|cán bộ|đoàn viên|công đoàn|gia đình|cđcs|điển hình|nhà giáo|công nhân|tác giả)"
    r"(?:(?:,| và)\s+(?:các\s+)?(?:tập thể|cá nhân))?"
)
_BARE_GROUP_RE = compiled(
    r"\s*(?:các |những |nhiều )?(?:tập thể|cá nhân)(?:(?:,| và| hoặc) (?:các )?(?:tập thể|cá nhân))?(?!\w)"
)
_DEED_RE = compiled(
    r"(?<!\w)(?:tặng|trao|hỗ trợ|thăm|kết nạp|giới thiệu|tổ chức|thành lập|ủng hộ|trợ cấp|tuyên truyền|vận động"
    r"|tập huấn|bồi dưỡng|phát triển|thu hút|biểu dương|tuyên dương)(?!\w)"
)
"""What is counted after one of these was not given the award."""
_OBJECT_OF_DEED_RE = compiled(
    r"(?<!\w)(?:hỗ trợ|thăm|kết nạp|giới thiệu|tổ chức|thành lập|ủng hộ|trợ cấp|tuyên truyền|vận động|tập huấn"
    r"|bồi dưỡng|phát triển|thu hút)(?: \w+){0,2} \Z"
)
_OTHER_NUMBER_RE = re.compile(r":|(?<!\w)(?:được|trong số|trên tổng số)(?!\w)")
_ANNOUNCED_RE = compiled(r"^[^;.,]{0,40}?(?:(?<!\w)(?:gồm có|bao gồm|gồm|là)(?!\w)|:|\()\s*:?\s*")
_PRINTED_RE = re.compile(r"(?<![\w.,/])(?P<digits>\d{1,3}(?:\.\d{3})?)\s*\Z")
_LIST_JOINT_RE = re.compile(r"[\s,]*(?:và\s+|cùng\s+)?")
_JOINED_RE = re.compile(r"\s*(?:,|và|cùng)\s+\Z")
_IN_RE = compiled(r"(?<!\w)(?:trong đó|trong số|đại diện cho|trên tổng số)(?!\w)")


@dataclass(frozen=True, slots=True)
class Recipient:
    """One recipient as told: a count, or a name of its own, or neither where only a group is spoken of."""

    start: int
    end: int
    count: int | None = None
    name: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Awarded:
    """How many of an award were given."""

    start: int
    count: int


class Recipients:
    """The recipients in any stretch of one text."""

    def __init__(self, text: Segmented, numbers: list[Mention], names: Names) -> None:
        self._text, self._numbers, self._names = text, numbers, names
        self._lowered = text.view.lower
        self._starts = [number.start for number in numbers]

    def after(self, start: int, stop: int) -> list[Recipient]:
        """The recipients an active verb gives to, listed from ``start`` on; the first of them stands at once."""
        named = self._named_at(start, stop)
        if named:
            counted = [n for n in self.counted(named[-1].end, stop) if self._joins(named[-1].end, n.outer_start)]
            return named + [_of_number(number) for number in counted]
        counted = self.counted(start, stop)
        if counted:
            announced = self._announced(counted[-1], stop) if len(counted) == 1 else []
            return announced or [_of_number(number) for number in counted]
        group = _GROUP_RE.search(self._lowered, start, stop) or _BARE_GROUP_RE.match(self._lowered, start, stop)
        return [Recipient(group.start(), group.end())] if group else []

    def before(self, start: int, end: int, *, things: bool = False) -> list[Recipient]:
        """The recipients a predicate beginning at ``end`` is about; ``things``: works may be honoured too."""
        counted = self._counted_before(start, end, things=things)
        if counted:
            announced = self._announced(counted[-1], end) if len(counted) == 1 else []
            named = self._names.right_before(start, self._without_joint(start, counted[0].outer_start))
            return announced or [_of_name(name) for name in named] + [_of_number(number) for number in counted]
        group = _GROUP_RE.search(self._lowered, start, end)
        persons = self._names.persons(start, end)
        names = self._names.subjects(start, end)
        if persons and (not names or persons[0].start < names[0].start):
            return [Recipient(person.start, person.end, 1, person.name) for person in persons]
        if group is not None and (not names or group.start() < names[0].start):
            return [Recipient(group.start(), group.end())]
        return [_of_name(name) for name in names]

    def counted_at_once(self, start: int, stop: int) -> list[Recipient]:
        """Counted recipients right behind the award's own name, without "cho"."""
        counted = self.counted(start, stop)
        at_once = counted and not self._lowered[start : counted[0].outer_start].strip(" :")
        return [_of_number(number) for number in counted] if at_once else []

    def group_at_once(self, start: int, stop: int) -> list[Recipient]:
        group = _BARE_GROUP_RE.match(self._lowered, start, stop)
        return [Recipient(group.start(), group.end())] if group else []

    def number_before(self, position: int) -> Awarded | None:
        """The count that stands right before a word: "23 Bằng khen"."""
        index = bisect.bisect_left(self._starts, position) - 1
        number = self._numbers[index] if index >= 0 else None
        if number is not None and not self._lowered[number.span.end : max(position, number.span.end)].strip():
            counts = number.span.end <= position and number.measure is Measure.COUNT
            value = number.span.number.value
            return Awarded(number.outer_start, int(value)) if counts and value <= MOST_RECIPIENTS else None
        printed = _PRINTED_RE.search(self._lowered, max(0, position - 12), position)
        value_printed = int(printed["digits"].replace(".", "")) if printed else 0
        return Awarded(printed.start("digits"), value_printed) if printed and value_printed <= MOST_RECIPIENTS else None

    def mention_at(self, position: int) -> Mention | None:
        """The number whose words, with their qualifier, begin at a position."""
        for number in self._between(position, position + 40):
            return number if number.outer_start <= position else None
        return None

    def counted(self, start: int, end: int) -> list[Mention]:
        """Counted recipients in a stretch, those of one list only: "02 tập thể, 05 cá nhân"."""
        found: list[Mention] = []
        for number in self._between(start, end):
            if _DEED_RE.search(self._lowered, found[-1].end if found else start, number.outer_start):
                break
            if found and _IN_RE.search(self._lowered, found[-1].end, number.outer_start):
                break
            if self._counts_recipients(number):
                found.append(number)
        return found

    def _counted_before(self, start: int, end: int, *, things: bool) -> list[Mention]:
        found: list[Mention] = []
        for number in reversed(self._between(start, end)):
            if not self._counts_recipients(number, things=things):
                continue
            if found and _OTHER_NUMBER_RE.search(self._lowered, number.end, found[0].outer_start):
                break
            if _OBJECT_OF_DEED_RE.search(self._lowered, max(start, number.outer_start - 40), number.outer_start):
                break
            found.insert(0, number)
        return found

    def _counts_recipients(self, number: Mention, *, things: bool = False) -> bool:
        if number.measure not in (Measure.COUNT, Measure.RATIO) or number.span.number.value > MOST_RECIPIENTS:
            return False
        following = self._lowered[number.span.end : number.span.end + 60].lstrip()
        noun = _NOUN_RE.match(following) or (_THING_RE.match(following) if things else None)
        return noun is not None and number.span.number.value == int(number.span.number.value)

    def _between(self, start: int, end: int) -> list[Mention]:
        return self._numbers[bisect.bisect_left(self._starts, start) : bisect.bisect_left(self._starts, end)]

    def _joins(self, start: int, end: int) -> bool:
        return _LIST_JOINT_RE.fullmatch(self._lowered, start, end) is not None

    def _without_joint(self, start: int, end: int) -> int:
        """Where a name ends that "và" joins to what follows; ``start`` where nothing joins them."""
        joint = _JOINED_RE.search(self._lowered, start, end)
        return joint.start() if joint else start

    def _announced(self, number: Mention, end: int) -> list[Recipient]:
        """The organisations or persons a count announces: "03 đơn vị gồm A, B và C"."""
        lead = _ANNOUNCED_RE.match(self._lowered[number.end : end])
        if lead is None:
            return []
        start = number.end + lead.end()
        names = [_of_name(name) for name in self._names.list_at(start, end)]
        return names or self._persons_at(start, end)[: int(number.span.number.value)]

    def _persons_at(self, start: int, stop: int) -> list[Recipient]:
        persons = self._names.persons(start, stop)
        if not persons or self._lowered[start : persons[0].start].strip():
            return []
        return [Recipient(person.start, person.end, 1, person.name) for person in persons]

    def _named_at(self, start: int, stop: int) -> list[Recipient]:
        names = self._names.list_at(start, stop)
        if names:
            return [_of_name(name) for name in names]
        return self._persons_at(start, stop)


def _of_number(number: Mention) -> Recipient:
    return Recipient(number.outer_start, number.end, int(number.span.number.value))


def _of_name(name: Name) -> Recipient:
    return Recipient(name.start, name.end, 1, name.text, name.code)
