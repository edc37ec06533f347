"""Names of those who receive an award or hold an office: organisations, lists of them, persons."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.news.clauses import Segmented
from ingest.news.lexicon import compiled, phrase, word_set
from ingest.news.places import Place, place_of
from ingest.news.units import ReportingUnit
from warehouse.catalogue import Catalogue

_UNION_HEAD = (
    r"(?:(?:ban (?:nữ công|thường vụ|chấp hành|thanh tra nhân dân)|ủy ban kiểm tra|cơ quan|văn phòng)\s+)?"
    r"(?:lđlđ|liên đoàn lao động|công đoàn cơ sở|công đoàn|nghiệp đoàn|cđcs|cđvc|cđn|cđ)"
)
_OTHER_HEAD = phrase(
    "trường|công ty|tổng công ty|tập đoàn|sở|bệnh viện|trung tâm|nhà máy|xí nghiệp|chi nhánh|ngân hàng|báo|tạp chí"
    "|phòng|văn phòng|ban|chi cục|cục|trạm|hợp tác xã|ban quản lý|doanh nghiệp|nhóm trẻ|viện|học viện|đại học"
    "|nhà khách|khách sạn"
)
_HEAD_RE = compiled(rf"(?<![\w.])(?<!tổng )(?:(?P<union>{_UNION_HEAD})|(?P<other>{_OTHER_HEAD}))(?!\w)")
_PLACE_HEAD_RE = compiled(
    r"(?:(?:lđlđ|liên đoàn lao động)\s+)?(?P<kind>tỉnh|thành phố|tp\.?|thị xã|tx\.?|huyện|quận)(?=\s|[A-Z])"
)
_PLURAL_PLACES_RE = compiled(
    r"(?:lđlđ|liên đoàn lao động)\s+các\s+(?P<kind>huyện|quận|tỉnh|thị xã|thành phố)\s*:?\s+(?=[^\W\d_])"
)
_TAIL_RE = compiled(
    r"\s+(?:(?P<telling>"
    + phrase(
        "tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|viên chức|giáo dục|y tế|công thương|xây dựng|giao thông"
        "|giao thông vận tải|nông nghiệp|nông nghiệp và phát triển nông thôn|dệt may|cao su|ngân hàng|điện lực|dầu khí"
        "|khu công nghiệp|các khu công nghiệp|khu kinh tế|các khu kinh tế|khu chế xuất|các khu chế xuất|công nghiệp"
        "|các kcn|kcn|nhà trường|công an|quốc phòng|bưu điện|du lịch|khối giáo dục|khối trường học|dân chính đảng"
    )
    + r")|(?:các cơ quan|ngành|cơ quan|khối|khu|trường|kinh tế|thành viên))(?!\w|\s+ủy)"
)
_JOINED_RE = compiled(
    r"(?:\s+và|,)\s+(?:các khu|khu|phát triển|đào tạo|môi trường|du lịch|thể thao|đầu tư|công nghệ|truyền thông"
    r"|xã hội|thương binh|công nghiệp|chế xuất|nông thôn|thương mại|đô thị|kiểm soát|chế biến|xuất nhập khẩu)(?!\w)"
)
"""One name goes on after its own "và" or comma: "Sở Giáo dục và Đào tạo"."""
_WORD_RE = re.compile(r"[ ]+(?P<word>[^\W_]\w*(?:[.\-/&']\w+)*)")
_ABBREVIATIONS = word_set("tp|tx|tt|h|q|t.ư|tw")
_ENDS = word_set(
    "được|đã|nhận|đón|có|vì|với|trong|năm|là|làm|tại|do|nhân|gồm|đạt|hoàn|về|từ|để|vinh|vừa|trao|tặng|khen|cho|cùng"
    "|theo|sẽ|giữ|đảm|tham|phối|tiếp|luôn|cũng|hưởng|đề|xếp|phát|phấn|quyết|bầu|cử|giao|này|đó|khi|sau|trên|dưới"
    "|như|còn|mà|nên|bị|bởi|hỗ|kết|thăm|chúc|chia|thành|giai|nhiệm|lần|khóa|đồng|vào|qua|của|và|hoặc|đang|rất|tổ|thực"
    "|bằng|cờ|giấy|kỷ|những|các|nhiều|một|hai|ba|bốn|năm|nằm|đứng|đóng|biểu|tuyên|công|hiện|trực|thuộc|thay|ở|không"
)
"""Written small, none of these goes on with a name."""
_HYPHEN_RE = re.compile(r"\s-\s(?=Vũng Tàu|Huế|Thương binh|Truyền hình|Thông tin|Thể thao|Xã hội|Du lịch|Kế hoạch)")
_COMPOUND_RE = re.compile(r" (?P<word>[^\W\d_]+)")
"""The second half, written small, of a compound that a name ends with: "Sở Nội vụ", "Tỉnh ủy"."""
_AFTER_NAME_RE = re.compile(r"\s*(?:[,;:.()\n\"]|\Z)|\s+(?P<word>[^\W\d_]+)")
_LONGEST_NAME = 16
_MOST_SMALL_WORDS = 4
"""So many words written small may stand between two parts of a name ("Xổ số kiến thiết Tây Ninh")."""
_JOINT_RE = compiled(
    r"\s*(?:,|;|/|\+)?\s*(?:(?:và|cùng|với)\s+)?(?:(?:tập thể|đơn vị|các đơn vị|các tập thể)\s*:?\s+)?"
    r"(?:(?:đại diện|lãnh đạo)\s+)*"
)
_OF_RE = compiled(r"(?:của|thuộc|do|tại|ở|với|thay mặt|ủy quyền của|lãnh đạo|chủ tịch|đại diện|cán bộ|ban)\s+\Z")
"""After one of these a name belongs to somebody else's."""
_COUNTED_RE = compiled(r"(?:[\d%]\s*|(?<!\w)(?:các|những|nhiều|số|mỗi|toàn bộ|tất cả)\s+)\Z")
"""After one of these a kind of unit is named, not one of them."""
_CAPITAL = "A-ZĐÂĂÊÔƠƯÁÀẢÃẠẤẦẨẪẬẮẰẲẴẶÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢÚÙỦŨỤỨỪỬỮỰÝỲỶỸỴ"
_BARE_PLACE_RE = re.compile(
    rf"[{_CAPITAL}][^\W\d_]*(?: [{_CAPITAL}][^\W\d_]*){{0,3}}(?=\s*(?:[,;.()]|và |cùng |được |nhận |đã |đón |$))"
)
_PERSON_WORD = rf"[{_CAPITAL}][^\W\d_]+"
_PERSON_RE = re.compile(
    r"\b(?:(?:[Đđ]ồng chí|[Đđ]/c|[Đđ]\.c|[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Tt]hầy|[Cc]ô|[Bb]ác sĩ|[Cc]ông nhân|[Nn]hà giáo)"
    rf"(?: giáo)?:?\s+(?P<name>{_PERSON_WORD}(?:\s+{_PERSON_WORD}){{1,4}})"
    rf"|(?:[Aa]nh|[Cc]hị|[Tt]hầy)\s+(?P<first>{_PERSON_WORD})\b(?!\s+[{_CAPITAL}]))"
)
"""A whole name behind a title, or a first name alone where the title is one a reader is close to."""
_UNTITLED_RE = re.compile(rf"\W*(?P<name>{_PERSON_WORD}(?:\s+{_PERSON_WORD}){{1,4}})(?P<first>)(?=\s*[(\-,])")
_OFFICE_RE = compiled(
    r"\s*[,\-(]\s*(?:nguyên\s+)?(?:ủy viên ban (?:thường vụ|chấp hành)[^,;.()]{0,60},\s*)?"
    r"(?:phó chủ tịch(?: thường trực)?|chủ tịch|phó trưởng ban|trưởng ban|phó bí thư|bí thư|giám đốc|phó giám đốc)\s+",
    r"\s*\((?=(?:lđlđ|liên đoàn|công đoàn|cđcs|cđ)(?!\w))",
)
_SHORT_WORDS = (
    ("Liên đoàn Lao động", "LĐLĐ"),
    ("Mặt trận Tổ quốc", "MTTQ"),
    ("CĐVC", "Công đoàn Viên chức"),
)
"""Words of one meaning, written the one way the records keep."""


@dataclass(frozen=True, slots=True)
class Name:
    """An organisation named in the text, positions of the composed view; ``text`` already completed."""

    start: int
    end: int
    text: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A person named with a title; ``start`` is the title's."""

    start: int
    end: int
    name: str
    office_end: int
    office_of: Name | None
    """The organisation whose officer the person is, where the words right after the name say so."""


class Names:
    """Every organisation and person a text names as a possible recipient. Read once, asked for any stretch."""

    def __init__(self, text: Segmented, catalogue: Catalogue, unit: ReportingUnit) -> None:
        self._text, self._catalogue, self._unit = text, catalogue, unit
        self._lowered, self._cased = text.view.lower, text.view.text
        self._resolved: dict[str, Name] = {}
        self._ends: dict[int, int | None] = {}

    @cached_property
    def _place(self) -> Place | None:
        whole = self._unit.whole
        return place_of(self._cased, whole.text if whole else "")

    @cached_property
    def _heads(self) -> list[int]:
        return [match.start() for match in _HEAD_RE.finditer(self._lowered)]

    @cached_property
    def _persons(self) -> list[re.Match[str]]:
        return list(_PERSON_RE.finditer(self._cased))

    @cached_property
    def _person_starts(self) -> list[int]:
        return [match.start() for match in self._persons]

    def lists(self, start: int, end: int) -> list[list[Name]]:
        """The lists of organisations that stand in a stretch, each as long as it goes."""
        found: list[list[Name]] = []
        floor = start
        for index in range(bisect.bisect_left(self._heads, start), bisect.bisect_left(self._heads, end)):
            if self._heads[index] < floor:
                continue
            names = self.list_at(self._heads[index], end)
            if names:
                found.append(names)
                floor = names[-1].end
        return found

    def list_at(self, start: int, end: int, *, carried: bool = False) -> list[Name]:
        """The organisations listed from here on, "LĐLĐ" carried over to "huyện Hàm Yên" and to bare names of places;
        the list ends at the first other word. ``carried``: the first may have its "LĐLĐ" from before."""
        joint = _JOINT_RE.match(self._lowered, start, end)
        position = joint.end() if joint else start
        plural = _PLURAL_PLACES_RE.match(self._lowered, position, end)
        if plural is not None:
            return list(self._places(plural.end(), end, plural["kind"], plural.start()))
        names: list[Name] = []
        kind: str | None = None
        while position < end:
            placed = _PLACE_HEAD_RE.match(self._lowered, position, end)
            name = self._name_at(position, end) or (self._elided_at(position, end) if names or carried else None)
            if name is None and kind is not None:
                name = next(self._places(position, end, kind, position), None)
            if name is None:
                break
            kind = placed["kind"] if placed else None
            names.append(self._completed(name))
            joint = _JOINT_RE.match(self._lowered, name.end, end)
            if joint is None or not joint.group().strip():
                break
            position = joint.end()
        return names

    def subjects(self, start: int, end: int) -> list[Name]:
        """The list that a predicate beginning at ``end`` is about: the one right before it, else the first that
        belongs to nobody else, else the first."""
        lists = self.lists(start, end)
        if not lists:
            return []
        if not re.search(r"[^\W\d_]", _aside_free(self._lowered[lists[-1][-1].end : end])):
            return lists[-1]
        free = [names for names in lists if not self._is_of_another(names[0], start)]
        return (free or lists)[0]

    def _is_of_another(self, name: Name, start: int) -> bool:
        return _OF_RE.search(self._lowered, max(start, name.start - 20), name.start) is not None

    def right_before(self, start: int, end: int) -> list[Name]:
        """The list that ends where a predicate begins, if it is nobody else's."""
        lists = self.lists(start, end)
        if not lists or re.search(r"\w", _aside_free(self._lowered[lists[-1][-1].end : end])):
            return []
        counted = _COUNTED_RE.search(self._lowered, max(start, lists[-1][0].start - 20), lists[-1][0].start)
        return [] if counted or self._is_of_another(lists[-1][0], start) else lists[-1]

    def persons(self, start: int, end: int) -> list[Person]:
        """The persons whose names stand in a stretch."""
        first, last = bisect.bisect_left(self._person_starts, start), bisect.bisect_left(self._person_starts, end)
        return [self._person(match, match.start(), end) for match in self._persons[first:last] if match.end() <= end]

    def untitled(self, start: int, end: int) -> Person | None:
        """A person named without a title where a clause begins, the organisation in brackets: "Vũ Mai (LĐLĐ …)"."""
        match = _UNTITLED_RE.match(self._cased, start, end)
        if match is None or _HEAD_RE.match(self._lowered, match.start("name")):
            return None
        return self._person(match, match.start("name"), end)

    def resolve(self, name: str) -> str | None:
        whole, within = self._unit.whole, self._unit.home
        code = self._catalogue.resolve_unit(name, within=within, province=whole.province if whole else None).code
        if code is not None and self._catalogue.units[code].kind != "union":
            code = self._catalogue.resolve_unit(f"LĐLĐ {name}", within=within).code or code
        return code

    def written(self, name: str, code: str | None) -> str:
        """The recipient as written, completed from the catalogue or the article's own place where it was shortened."""
        if code is not None:
            unit = self._catalogue.units[code]
            return unit.short_name if unit.level == "district" else _shortened(unit.name)
        return _shortened(self._place.complete(name) if self._place else name)

    def _person(self, match: re.Match[str], start: int, end: int) -> Person:
        office = _OFFICE_RE.match(self._lowered, match.end(), end)
        held: Name | None = None
        if office is not None:
            stop = re.compile(r"[,;()]|\s-\s").search(self._lowered, office.end(), end)
            limit = stop.start() if stop else end
            listed = self.list_at(office.end(), limit)
            text = self._cased[office.end() : limit].strip()
            held = listed[0] if listed else None
            if held is None and stop is not None and 0 < len(text) < 80:
                code = self._catalogue.resolve_unit(text).code
                held = Name(office.end(), limit, self.written(text, code), code) if code else None
        name = match["name"] or match["first"]
        return Person(start, match.end(), name, held.end if held else match.end(), held)

    def _places(self, position: int, end: int, kind: str, start: int) -> Iterator[Name]:
        """Bare names of places after one head: "LĐLĐ các huyện A, B và C"."""
        while position < end:
            bare = _BARE_PLACE_RE.match(self._cased, position, end)
            if bare is None:
                return
            yield self._completed(Name(start, bare.end(), f"LĐLĐ {kind} {bare.group()}"))
            joint = _JOINT_RE.match(self._lowered, bare.end(), end)
            if joint is None or not joint.group().strip():
                return
            start = position = joint.end()

    def _elided_at(self, position: int, end: int) -> Name | None:
        """ "huyện Hàm Yên" in a list of federations."""
        head = _PLACE_HEAD_RE.match(self._lowered, position, end)
        stop = self._extended(head.end(), end) if head else None
        return Name(position, stop, self._cased[position:stop]) if stop is not None else None

    def _name_at(self, position: int, end: int) -> Name | None:
        head = _HEAD_RE.match(self._lowered, position, end)
        if head is None:
            return None
        if position not in self._ends:
            whole = self._text.sentence_at(position).end
            self._ends[position] = self._extended(head.end(), whole, told_small=head["union"] is not None)
        stop = self._ends[position]
        if stop is not None and stop > end:
            stop = self._extended(head.end(), end, told_small=head["union"] is not None)
        return Name(position, stop, self._cased[position:stop]) if stop is not None else None

    def _extended(self, position: int, end: int, *, told_small: bool = False) -> int | None:
        """Where a name ends that begins before ``position``; null where nothing tells it from its kind ("công đoàn").
        ``told_small``: words written small may tell it ("công đoàn viên chức tỉnh")."""
        lowered, cased = self._lowered, self._cased
        last, telling, small = position, False, 0
        for _ in range(_LONGEST_NAME):
            tail = _TAIL_RE.match(lowered, position, end) if told_small or telling else None
            if tail is not None:
                position, small = tail.end(), 0
                last, telling = (position, True) if tail["telling"] else (last if not telling else position, telling)
                continue
            joined = _JOINED_RE.match(lowered, position, end) if telling and last == position else None
            if joined is not None:
                position = last = joined.end()
                continue
            word = _WORD_RE.match(cased, position, end)
            if word is None:
                break
            plain = lowered[word.start("word") : word.end("word")]
            printed = word["word"]
            if plain in _ENDS and (printed.islower() or (printed.isupper() and len(printed) > 1)):
                break
            position = word.end()
            if plain in _ABBREVIATIONS and cased.startswith(".", position):
                position += 1
            if printed[0].isdigit():
                if not re.search(
                    r"(?:quận|khu|số|phường|\b[A-ZĐ]+)\s*\Z", cased[max(0, word.start() - 8) : word.start("word")]
                ):
                    break
                last, telling = position, True
            elif printed[0].isupper():
                last, telling, small = position, True, 0
                hyphen = _HYPHEN_RE.match(cased, position, end)
                position = hyphen.end() - 1 if hyphen else position
                compound = _COMPOUND_RE.match(lowered, position, end)
                if compound is not None and compound["word"] not in _ENDS and _ends_here(lowered, compound.end(), end):
                    last = position = compound.end()
            else:
                small += 1
                if small > _MOST_SMALL_WORDS:
                    break
        return last if telling else None

    def _completed(self, name: Name) -> Name:
        known = self._resolved.get(name.text)
        if known is None:
            code = self.resolve(name.text)
            known = self._resolved[name.text] = replace(name, text=self.written(name.text, code), code=code)
        return replace(known, start=name.start, end=name.end)


def _ends_here(lowered: str, position: int, end: int) -> bool:
    """Whether a name may end here: at punctuation, or before a word that goes on with no name."""
    following = _AFTER_NAME_RE.match(lowered, position, end)
    return following is not None and (following["word"] is None or following["word"] in _ENDS)


def _aside_free(text: str) -> str:
    return re.sub(r"\([^()]*\)", " ", text)


def _shortened(name: str) -> str:
    for long, short in _SHORT_WORDS:
        name = re.sub(re.escape(long), short, name, flags=re.IGNORECASE)
    return name
