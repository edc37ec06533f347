"""Ratings: how many units or members were graded how, before or behind the grade."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ingest.news.award_events import Told
from ingest.news.award_names import Names
from ingest.news.award_recipients import MOST_RECIPIENTS
from ingest.news.clauses import Span
from ingest.news.lexicon import compiled
from ingest.news.mentions import Mention
from ingest.news.reading import Reading
from warehouse.figure import FigureKind, Measure

_VERB = (
    r"(?:(?:được |đã |đánh giá |tự |xếp |phân )*(?:xếp loại|xếp|đánh giá|phân loại|loại|bình xét|công nhận)"
    r"|đạt(?: mức| loại| danh hiệu| tiêu chuẩn| tiêu chí)*|danh hiệu)"
)
_ABOVE = r"(?: trở lên)?"
_GRADES = (
    (
        "rated_failed",
        r"không hoàn thành(?: nhiệm vụ)?|(?:xếp loại|đạt loại|đạt|loại) yếu(?: kém)?",
        "Xếp loại Không hoàn thành nhiệm vụ",
    ),
    (
        "rated_excellent",
        r"(?:hoàn thành|xếp loại|đạt loại|đạt mức|đạt|loại) xuất sắc(?: nhiệm vụ)?",
        "Xếp loại Hoàn thành xuất sắc nhiệm vụ",
    ),
    (
        "rated_good",
        rf"(?:hoàn thành|xếp loại|đạt loại|đạt mức|loại) tốt(?: nhiệm vụ)?{_ABOVE}",
        "Xếp loại Hoàn thành tốt nhiệm vụ",
    ),
    ("rated_done", rf"hoàn thành nhiệm vụ{_ABOVE}", "Xếp loại Hoàn thành nhiệm vụ"),
    ("rated_fair", r"(?:xếp loại|đạt loại|đạt mức|đạt|loại) khá", "Xếp loại Khá"),
    ("rated_average", r"(?:xếp loại|đạt loại|đạt mức|đạt|loại) trung bình", "Xếp loại Trung bình"),
    (
        "rated_strong_excellent",
        r"(?:trong sạch,? )?vững mạnh(?: toàn diện)?(?: -)? (?:xuất sắc|tiêu biểu)|vmxs|vững mạnh - xuất sắc",
        "Xếp loại Vững mạnh xuất sắc",
    ),
    ("rated_strong", r"(?:trong sạch,? )?vững mạnh(?: toàn diện)?", "Xếp loại Vững mạnh"),
    ("rated_member", r"(?:đoàn viên|cán bộ)(?: công đoàn)? xuất sắc", "Xếp loại Đoàn viên công đoàn xuất sắc"),
)
_GRADE_RE = compiled("|".join(f"(?P<{name}>(?<!\\w)(?:{pattern})(?!\\w))" for name, pattern, _ in _GRADES))
_LABELS = {name: label for name, _, label in _GRADES}
_BARE_GRADES = {
    "xuất sắc": "rated_excellent",
    "tốt": "rated_good",
    "khá": "rated_fair",
    "trung bình": "rated_average",
    "yếu": "rated_failed",
    "yếu kém": "rated_failed",
}
_BARE_AFTER_RE = compiled(r"\s*(?P<grade>xuất sắc|tốt|khá|trung bình|yếu kém|yếu)\s*(?=[,;.()]|và(?!\w)|\Z)")
_BARE_BEFORE_RE = compiled(
    r"(?:[,;:(]|(?<!\w)(?:và|loại|đạt))\s*(?P<grade>xuất sắc|tốt|khá|trung bình|yếu kém|yếu)\s*(?::|có|là|=)?\s*\Z"
)
_GRADED_RE = compiled(r"(?<!\w)(?:xếp loại|phân loại|bình xét|xếp hạng|vững mạnh|đánh giá)(?!\w)")
"""Where one of these stands before it in the sentence, a bare "khá" is a grade."""
_RATED_RE = compiled(
    r"(?:số\s+|tổng số\s+|lượt\s+|các\s+)*"
    r"(?:đơn vị|tập thể|cđcs|công đoàn|cá nhân|đồng chí|cơ sở|cán bộ|liên đoàn|đoàn viên|lđlđ|cđ|tổ công đoàn"
    r"|nghiệp đoàn|cnvclđ|cbccvclđ|nữ|ban nữ công|ủy ban kiểm tra|chủ tịch)(?!\w)"
)
_VERB_RE = compiled(rf"(?<!\w){_VERB}(?!\w)")
_ABOUT_OTHER_RE = compiled(
    r"(?<!\w)(?:thành tích|phong trào|xây dựng|góp phần|quyết tâm|phấn đấu|để|nhằm|triển khai|thực hiện|tham gia"
    r"|tổ chức|cuộc vận động|tiêu biểu|tập huấn|hội nghị|đại hội|khen thưởng|biểu dương|đã nộp|mục tiêu"
    r"|chỉ tiêu|vì|nâng|trong đó)(?!\w)"
)
"""Between a count and a grade these say that the grade is not the count's."""
_JUDGE_RE = compiled(r"(?<!\w)được [^,;.\d]{3,90}?(?=(?:đánh giá|xếp loại|công nhận|bình xét|phân loại)(?!\w))")
"""Who grades stands between "được" and the verb: "được LĐLĐ huyện đánh giá hoàn thành tốt"."""
_JUDGED_BY_RE = compiled(r"(?<!\w)được(?: \w+)?\s*\Z")
_GIFT_RE = compiled(r"(?<!\w)(?:tặng|trao|(?:đón|được) nhận)(?!\w)")
_ONLY_PRAISE_RE = compiled(
    r"\s*(?:chính trị|chuyên môn|công tác|được giao|đề ra|của|các|phong trào|cuộc|chương trình|mọi|trọng tâm|chỉ tiêu)"
)
_NOT_YET_RE = compiled(
    r"(?<!\w)(?:dự ước|ước|ước tính|dự kiến|phấn đấu|mục tiêu|chỉ tiêu|đăng ký|sẽ|đề ra|cam kết)(?!\w)"
)
_LIST_LEAD_RE = compiled(r"\s*(?:nhiệm vụ\s*)?(?:cđcs|đơn vị|công đoàn cơ sở|công đoàn)?\s*(?::|=|là|có|gồm|đạt)\s*\Z")
"""Between a grade and the count behind it: "Hoàn thành tốt nhiệm vụ: 06/47"."""
_SHARE_OF_COUNT_RE = re.compile(r"\s*\(\s*")
_ASIDE_RE = compiled(r"\s*(?:\)|\([^()]{0,40}\))?\s*(?:trong tổng số|trên tổng số)?\s*")
_NAMED_VERB_RE = compiled(
    r"(?<!\w)(?:được )?(?P<object>(?P<verb>(?:xếp loại|đánh giá xếp loại|đánh giá|phân loại|công nhận(?: danh hiệu)?"
    r"|đạt(?: loại| mức| danh hiệu)?)\s+))(?=\w)"
)
_QUOTED_RE = re.compile(r'"[^"\n]{3,200}"')
_LONGEST_REACH = 130
_HUNDRED = Decimal(100)


def names_a_grade(lowered: str) -> bool:
    return _GRADE_RE.search(lowered) is not None


@dataclass(frozen=True, slots=True)
class _Grade:
    name: str
    start: int
    end: int


class Ratings:
    """The ratings of one text: number by number, and of units named one by one."""

    def __init__(self, reading: Reading, names: Names) -> None:
        self._text, self._timing, self._kinds = reading.text, reading.timing, reading.kinds
        self._lowered, self._names = reading.text.view.lower, names
        self._numbers = reading.mentions
        self._starts = [number.start for number in self._numbers]
        self._quotes = [match.span() for match in _QUOTED_RE.finditer(self._lowered)]

    def told(self) -> Iterator[Told]:
        last_rated = -1
        for index, number in enumerate(self._numbers):
            if not self._can_be_rated(number) or self._is_share_of_next(index):
                continue
            sentence = self._text.sentence_at(number.start)
            grade = self._grade_after(index, sentence, in_list=last_rated >= sentence.start)
            grade = grade or self._grade_before(index, sentence)
            if grade is None or self._is_quoted(grade.start) or self._is_expected(number.outer_start, sentence):
                continue
            last_rated = number.start
            yield self._rating(number, grade)
        yield from self._named()

    def _rating(self, number: Mention, grade: _Grade) -> Told:
        share = number.measure is Measure.PERCENT
        index = bisect.bisect_left(self._starts, number.start)
        first = self._numbers[index - 1] if index and self._is_share_of_next(index - 1) else number
        return Told(
            event_type="rating", form=grade.name, award=_LABELS[grade.name], at=number.start,
            start=min(first.outer_start, grade.start), end=max(number.end, grade.end),
            count=None if share else int(number.span.number.value), year=self._year(number.start),
        )  # fmt: skip

    def _named(self) -> Iterator[Told]:
        """Units rated by name: "LĐLĐ huyện A và LĐLĐ huyện B được xếp loại …"."""
        for match in _NAMED_VERB_RE.finditer(self._lowered):
            sentence = self._text.sentence_at(match.start())
            grade = _GRADE_RE.match(self._lowered, match.end("verb"), sentence.end) or _GRADE_RE.match(
                self._lowered, match.start("object"), sentence.end
            )
            if grade is None or self._is_quoted(grade.start()) or self._is_expected(match.start(), sentence):
                continue
            if self._timing.is_ahead(match.start()):
                continue
            names = self._names.right_before(sentence.start, match.start())
            if names and _JUDGED_BY_RE.search(self._lowered, max(0, names[0].start - 12), names[0].start):
                continue
            for name in names:
                form = grade.lastgroup or ""
                yield Told(
                    event_type="rating", form=form, award=_LABELS[form], start=names[0].start, end=grade.end(), count=1,
                    recipient=name.text, recipient_code=name.code, year=self._year(match.start()), at=name.start,
                    is_named=True,
                )  # fmt: skip

    def _grade_after(self, index: int, sentence: Span, *, in_list: bool) -> _Grade | None:
        """The grade that the counted reached: "35 CĐCS xếp loại xuất sắc", in a list also "10 hoàn thành tốt"."""
        number, lowered = self._numbers[index], self._lowered
        after = self._after(number)
        rated = _RATED_RE.match(lowered, after, sentence.end)
        if rated is None and not in_list:
            return None
        stop = self._numbers[index + 1].outer_start if index + 1 < len(self._numbers) else sentence.end
        stop = min(stop, sentence.end, number.end + _LONGEST_REACH)
        bare = _BARE_AFTER_RE.match(lowered, rated.end() if rated else after, stop)
        if bare is not None and (in_list or self._is_graded(sentence.start, number.start)):
            return _bare(bare)
        grade = _GRADE_RE.search(lowered, after, stop)
        if grade is None or re.search(r"[;:]", lowered[after : grade.start()]):
            return None
        if rated is None:
            return _of(grade) if not lowered[after : grade.start()].strip() else None
        between = _JUDGE_RE.sub("được ", lowered[rated.end() : grade.start()])
        verb = _VERB_RE.search(lowered, rated.end(), grade.end())
        if _ABOUT_OTHER_RE.search(between) or _GIFT_RE.search(between) or _is_aside(between, verb):
            return None
        return None if verb is None and _ONLY_PRAISE_RE.match(lowered, grade.end(), sentence.end) else _of(grade)

    def _grade_before(self, index: int, sentence: Span) -> _Grade | None:
        """The grade a count is listed behind: "Hoàn thành xuất sắc nhiệm vụ: 41/47 CĐCS", "khá 03 đơn vị"."""
        number = self._numbers[index]
        floor = max(sentence.start, self._numbers[index - 1].end if index else 0, number.outer_start - _LONGEST_REACH)
        rated = _RATED_RE.match(self._lowered, self._after(number)) or number.measure is Measure.RATIO
        bare = _BARE_BEFORE_RE.search(self._lowered, floor, number.outer_start)
        if bare is not None and (rated or number.unit is None) and self._is_graded(sentence.start, bare.start("grade")):
            return _bare(bare)
        grades = list(_GRADE_RE.finditer(self._lowered, floor, number.outer_start)) if rated else []
        if not grades or not _LIST_LEAD_RE.match(self._lowered, grades[-1].end(), number.outer_start):
            return None
        return _of(grades[-1])

    def _is_graded(self, start: int, end: int) -> bool:
        return _GRADED_RE.search(self._lowered, start, end) is not None

    def _can_be_rated(self, number: Mention) -> bool:
        """What is planned ("phấn đấu 90% CĐCS hoàn thành tốt") is rated by nobody yet."""
        value = number.span.number.value
        if number.measure is Measure.PERCENT:
            possible = value <= _HUNDRED
        elif number.measure in (Measure.COUNT, Measure.RATIO):
            possible = value <= MOST_RECIPIENTS and value == int(value)
        else:
            possible = False
        if not possible:
            return False
        kind = self._kinds.kind_of(number)
        return not self._timing.is_ahead(number.start) if kind is None else kind is FigureKind.RESULT

    def _is_quoted(self, position: int) -> bool:
        """Whether a slogan or a name holds the position: what it praises is no grade."""
        index = bisect.bisect_right(self._quotes, (position, position))
        return index > 0 and position < self._quotes[index - 1][1]

    def _is_expected(self, position: int, sentence: Span) -> bool:
        return _NOT_YET_RE.search(self._lowered, sentence.start, position) is not None

    def _is_share_of_next(self, index: int) -> bool:
        """Whether a share only repeats the count in brackets behind it: "95,7% (44/46) CĐCS"."""
        number = self._numbers[index]
        if number.measure is not Measure.PERCENT or index + 1 >= len(self._numbers):
            return False
        following = self._numbers[index + 1]
        opened = _SHARE_OF_COUNT_RE.fullmatch(self._lowered, number.span.end, following.outer_start)
        return opened is not None and following.measure is not Measure.PERCENT

    def _after(self, number: Mention) -> int:
        """Where the words begin that say what a number counts, past a bracket that closes or repeats it."""
        aside = _ASIDE_RE.match(self._lowered, number.span.end)
        return aside.end() if aside else number.span.end

    def _year(self, position: int) -> str | None:
        period = self._timing.period_of(position, FigureKind.RESULT)
        return period.code if period else None


def _of(grade: re.Match[str]) -> _Grade:
    return _Grade(grade.lastgroup or "", grade.start(), grade.end())


def _bare(grade: re.Match[str]) -> _Grade:
    name = _BARE_GRADES[" ".join(grade["grade"].split())]
    return _Grade(name, grade.start("grade"), grade.end("grade"))


def _is_aside(between: str, verb: re.Match[str] | None) -> bool:
    """A comma parts the count from a grade, unless a rating verb behind it takes the count up again."""
    return "," in between and (verb is None or re.search(r",\s*(?:\w+\s){0,2}\Z", between) is not None)
