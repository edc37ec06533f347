"""Offices of a cluster or bloc: who heads it, by unit and by person."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

from ingest.news.award_events import Told
from ingest.news.award_names import Name, Names
from ingest.news.clauses import Span
from ingest.news.lexicon import compiled
from ingest.news.reading import Reading

ROLE_RE = compiled(
    r"(?<!\w)(?:(?P<group>cụm|khối)\s+(?P<rank>trưởng|phó)|(?P<rank2>trưởng|phó trưởng)\s+(?P<group2>cụm|khối)"
    r"|(?P<standing>thường trực)\s+(?P<group3>cụm|khối))(?!\w)"
    r"(?:\s+(?:cụm|khối)?\s*thi đua(?:\s+(?:số\s+)?(?:\d+|[ivx]+)(?!\w))?)?(?:\s+năm\s+\d{4})?"
)
_HOLDS_RE = compiled(
    r"(?<!\w)(?:là|làm|giữ(?: chức| vai trò| nhiệm vụ| cương vị)*|giao nhiệm vụ|nhiệm vụ|đảm nhiệm|đảm nhận"
    r"|chức|vai trò|chức danh)(?: đơn vị)?\s*\Z"
)
_ELECTED_RE = compiled(r"(?<!\w)(?:bầu|cử|giao|phân công|suy tôn|chỉ định|thống nhất|tín nhiệm)(?: chọn)?\s+")
_TITLED_RE = re.compile(r"[,\-(]\s*\Z")
_BACK_RE = compiled(r"(?<!\w)đơn vị này(?!\w)")
_YEAR_RE = re.compile(r"năm\s+(\d{4})")
_FURTHEST_BACK = 50
"""Names of units back that "đơn vị này" may refer to."""


class Roles:
    """The offices one text tells of, sentence by sentence."""

    def __init__(self, reading: Reading, names: Names) -> None:
        self._text, self._unit, self._timing, self._names = reading.text, reading.unit, reading.timing, names
        self._lowered = reading.text.view.lower
        self._unit_starts = [mention.start for mention in reading.unit.mentions]

    def told(self, sentence: Span) -> Iterator[Told]:
        floor = sentence.start
        for role in ROLE_RE.finditer(self._lowered, sentence.start, sentence.end):
            yield from self._held(role, floor, sentence)
            floor = role.end()

    def _held(self, role: re.Match[str], floor: int, sentence: Span) -> Iterator[Told]:
        start = max(floor, self._lowered.rfind(";", floor, role.start()) + 1)
        holds = _HOLDS_RE.search(self._lowered, start, role.start())
        if holds is None:
            if _TITLED_RE.search(self._lowered, start, role.start()):
                yield from self._titled(role, start, sentence)
            return
        base = self._base(role, sentence)
        held = self._holders(start, holds.start())
        persons = self._names.persons(start, holds.start())
        if held and persons and persons[-1].office_of is not None and persons[-1].office_of.start == held[0].start:
            yield from self._of_person(role, start, sentence)
        elif held:
            elected = list(_ELECTED_RE.finditer(self._lowered, start, held[0].start))
            begin = elected[-1].start() if elected else held[0].start
            for name in held:
                yield self._told(base, begin, name)
        elif _BACK_RE.search(self._lowered, start, holds.start()):
            yield self._told(base, self._trimmed(start, role.start()), self._earlier(start))
        else:
            yield from self._of_person(role, start, sentence)

    def _holders(self, start: int, end: int) -> list[Name]:
        """The units named right before the verb; "được bầu", "được giao" may stand between."""
        passive = re.compile(r"\s*(?:(?:đã|vừa|tiếp tục|vinh dự|cũng)\s+)*được\s[^,;]*\Z").search(
            self._lowered, start, end
        )
        end = passive.start() if passive else end
        return self._names.subjects(start, end) or self._names.list_at(start, end, carried=True)

    def _titled(self, role: re.Match[str], start: int, sentence: Span) -> Iterator[Told]:
        """The office as a title behind a name: a person's, or in brackets a unit's."""
        told = list(self._of_person(role, start, sentence))
        opened = self._lowered.rfind("(", start, role.start())
        if not told and opened >= 0 and not self._lowered[opened + 1 : role.start()].strip():
            base = self._base(role, sentence)
            told = [self._told(base, name.start, name) for name in self._names.right_before(start, opened)[-1:]]
        yield from told

    def _earlier(self, position: int) -> Name | None:
        """The unit "đơn vị này" refers back to: the last one named that is not the cluster itself."""
        whole = self._unit.whole.code if self._unit.whole else None
        last = bisect.bisect_left(self._unit_starts, position)
        for mention in reversed(self._unit.mentions[max(0, last - _FURTHEST_BACK) : last]):
            if mention.code and mention.code != whole:
                return Name(mention.start, mention.end, self._names.written(mention.text, mention.code), mention.code)
        return None

    def _of_person(self, role: re.Match[str], start: int, sentence: Span) -> Iterator[Told]:
        persons = self._names.persons(start, role.start())
        last = persons[-1] if persons else self._names.untitled(start, role.start())
        if last is not None and (persons or last.office_of is not None):
            name = f"{last.name} ({last.office_of.text})" if last.office_of else last.name
            base = self._base(role, sentence)
            yield Told(
                event_type="role", form=base.form, award=base.award, start=last.start, end=base.end, count=1,
                recipient=name, year=base.year,
            )  # fmt: skip

    def _told(self, base: Told, start: int, name: Name | None) -> Told:
        return Told(
            event_type="role", form=base.form, award=base.award, start=start, end=base.end, count=1, year=base.year,
            recipient=name.text if name else None, recipient_code=name.code if name else None, is_named=True,
        )  # fmt: skip

    def _base(self, role: re.Match[str], sentence: Span) -> Told:
        title = _title(role)
        printed = _YEAR_RE.search(self._lowered, role.start(), sentence.end)
        printed = printed or _YEAR_RE.search(self._lowered, sentence.start, role.start())
        year = printed.group(1) if printed else str(self._timing.year) if self._timing.year else None
        return Told(event_type="role", form=title, award=title, start=role.start(), end=role.end(), year=year)

    def _trimmed(self, start: int, end: int) -> int:
        while start < end and not self._lowered[start].isalnum():
            start += 1
        return start


def _title(role: re.Match[str]) -> str:
    if role["standing"]:
        return f"Thường trực {role['group3']} thi đua"
    group = role["group"] or role["group2"]
    return f"{group} {'phó' if 'phó' in (role['rank'] or role['rank2']) else 'trưởng'}".capitalize()
