"""Numbers of a text that are figures: dates, identifiers, durations, names and counters are told apart from amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.news.bare_numbers import is_bare_count, is_named_item, is_plan_value, shared_noun, shared_scale
from ingest.news.clauses import Segmented
from ingest.news.lexicon import (
    CLASSIFIERS,
    CURRENCIES,
    DURATIONS,
    FUNCTION_WORDS,
    GRADE_NOUNS,
    MONEY_WORDS,
    NAME_NOUNS,
    PHYSICAL_UNITS,
    STRONG_IDENTIFIERS,
    WEAK_IDENTIFIERS,
    compiled,
    phrase,
)
from ingest.vietnamese.numbers import NumberSpan, SpanKind, scan_composed
from warehouse.figure import Measure, Qualifier

_LOOK_BEHIND = 60

_CURRENCY_RE = re.compile(
    rf"\s{{0,3}}(?P<unit>{phrase(CURRENCIES)})(?!\w| (?:chí|bào|đội|hương"
    rf"|nghiệp))(?P<per>\s?/\s?[^\W\d_]+(?:/[^\W\d_]+)?)?"
)
_PHYSICAL_RE = re.compile(rf"\s{{0,3}}(?P<unit>{phrase(PHYSICAL_UNITS)})(?![\w²³])(?P<per>\s?/\s?[^\W\d_]+)?")
_CLASSIFIER_RE = re.compile(rf"\s{{0,3}}(?:\([^()\d]*\)\s?)?(?:nguyên |cựu )?(?P<unit>{phrase(CLASSIFIERS)})(?!\w)")
_CLASS_NOUNS = CLASSIFIERS + "|chủ tịch|ban chấp hành|cbcc|ccvc|cbccvc|ủy viên|số"
_COUNTED_START_RE = re.compile(
    rf"\s*(?:trở lên\s+|trở xuống\s+)?(?:tổng\s+)?(?:số\s+)?(?:các\s+)?{phrase(_CLASS_NOUNS)}(?!\w)"
)
_NOUN_RE = re.compile(
    r"\s{0,3}(?:\([^()\d]{0,60}\)\s?)?\"?(?P<unit>[^\W\d_][\w/-]*"
    r"(?: (?!(?:đạt|được|đã|là|có|và|của|tại|trong|cho|với|bị|vì|do|từ|đến)(?!\w))[^\W\d_][\w/-]*)?)"
)
_CURRENCY_LEAD_RE = re.compile(r"(?<!\w)(?P<unit>vnd|vnđ|usd|eur|us\$|\$)\s?\Z")
_FREE_STALL_RE = compiled(r"(?:gian hàng|phiên chợ|siêu thị|chợ|quầy|bữa cơm|cửa hàng|xe|chuyến xe|bếp)\W{0,3}\Z")
_DURATION_RE = compiled(rf"\s{{0,3}}(?:{DURATIONS})(?!\w)")
_STRONG_RE = re.compile(
    rf"(?<!\w)(?:{phrase(STRONG_IDENTIFIERS)})\s*[:.]?\s*(?:từ\s+|số\s+|thứ\s+)?"
    r"(?P<listed>\d{1,4}[a-zđ]?\s?(?:,|và|đến|-|;)\s?(?:điều\s|khoản\s)?){0,6}\s*\Z"
)
_ARTICLE_RE = re.compile(r"điều|khoản|mục|chương|số|lớp|quốc lộ")
_NO_NAME_RE = re.compile(r"(?<!\w)(?:(?<!các )lần|(?<!lần )thứ|km|điểm|(?:trợ|cung|nâng|chu|thứ) cấp)\s*\Z")
_ONE_OF_RE = re.compile(r"(?<![\w.,/])(?:0?1|một) trong (?:số |những )?\Z")
_COUNTED_NUMBER_RE = re.compile(r"(?:tổng|trong|con|có|một) số\s*\Z|(?<!\w)(?:đạt|được|giảm|tăng) (?:\w+ )?điểm\s*\Z")
_WEAK_RE = re.compile(rf"(?<!\w)(?:{phrase(WEAK_IDENTIFIERS)})\s*(?:số\s*)?(?:\d{{1,3}}\s?(?:,|và|-)\s?)?\Z")
_HOLIDAYS = frozenset(
    tuple(day.split("/"))
    for day in [
        "1/1",
        "9/1",
        "3/2",
        "27/2",
        "8/3",
        "26/3",
        "21/4",
        "30/4",
        "1/5",
        "7/5",
        "15/5",
        "19/5",
        "1/6",
        "21/6",
        "28/6",
        "27/7",
        "28/7",
        "19/8",
        "2/9",
        "10/10",
        "13/10",
        "15/10",
        "20/10",
        "18/11",
        "20/11",
        "1/12",
        "22/12",
        "24/12",
        "25/12",
    ]
)
_DATE_LEAD_RE = re.compile(
    r"(?<!\w)(?:ngày|sáng|chiều|tối|trưa|đêm|hôm|mùng|nhân ngày|vào|dịp|lễ|đợt|kỷ niệm|từ|đến|và|,|\()\s*\Z"
)
_COUNTER_RE = re.compile(
    r"(?:đã xem|lượt xem|lượt truy cập|truy cập|online|trực tuyến|trang|bình luận|lượt đọc|views?|tổng truy cập|hôm nay"
    r"|hôm qua|số người xem|chia sẻ|trả lời|like|comment|thành viên online|khách viếng thăm)\s*:?\s*\Z"
)
_PROGRAMME_BEFORE_RE = re.compile(rf"(?<!\w){phrase(NAME_NOUNS)}(?:\s+[^\W\d_]+){{0,3}}\s*:?\s*\Z")
_NAME_LEAD_RE = re.compile(r"(?<!\w)(?:chương trình|đề án|phong trào|cuộc thi|chiến dịch|cuộc vận động)\s*\Z")
_LEVY_RE = re.compile(
    r"(?:kinh phí công đoàn|kpcđ|đoàn phí(?: công đoàn)?|thuế (?:gtgt|giá trị gia tăng|suất))\s*\(?\Z"
)
_LIST_START_RE = re.compile(r"[\s*_\-+•–(\[#>]*\Z")
_LIST_END_RE = re.compile(r"\.(?=\s|\*|\d)|[)\]](?=\s|\*|$)|\.?\*|/\s")
_HALF_OF_TIME_RE = re.compile(r"\s+(?:đầu|cuối|năm|ngày|tháng|đêm|thế kỷ|nhiệm kỳ|kia|còn lại|chừng|vời|đường)(?!\w)")
_FIVE_LEAD_RE = compiled(
    r"(?<!\w)(?:thành lập|khởi công|bàn giao|trao|tặng|thêm|xây|xây mới|sửa|sửa chữa|mở|gồm|hỗ trợ"
    r"|kết nạp)(?: mới| thêm| được)*\s*\Z"
)
"""Before "năm" these make it five; elsewhere it is a year."""
_WORD_LEAD_RE = re.compile(
    r"(?<!\w)(?:dăm|thứ|lần thứ|cả|giữa|chia|tháng|ngày|năm|khoá|kỳ|một trong|trong|hàng|loại|số|hệ|đôi)\s*\Z"
)
_MONEY_CUE_RE = re.compile(rf"(?<!\w){phrase(MONEY_WORDS)}(?!\w)")
_QUOTE_RE = re.compile(r'"[^"\n]{1,220}"')
_TIMES_RE = re.compile(
    r"(?<!\w)(?:gấp|tăng|giảm|cao|hơn|bằng|gần|khoảng|thấp|nhiều|lớn|cao hơn|nhiều hơn|lớn hơn)(?: \w+){0,2}\s*\Z"
)
_RANK_RE = re.compile(r"(?<!\w)(?:thứ|hạng|vị trí|top)\s*\Z")
_MAP_SCALE_RE = re.compile(r"(?<!\w)(?:tỷ lệ|tỉ lệ)\s*\Z")
_FRACTION_OF_RE = compiled(
    r"\s+(?:(?:tổng )?số|dân số|diện tích|thời gian|quân số|kinh phí|ngân sách|giá|lực lượng)(?!\w)"
)
_FRACTION_WORD_RE = compiled(r"\s+phần\s+(?:ba|tư|năm|sáu|bảy|tám|chín|mười|trăm)(?!\w)")
_ATTAINED_RE = re.compile(
    r"\s*[,;(]?\s*(?:đạt|bằng|tỷ lệ|tỉ lệ|chiếm|=|tức|hay|tương đương)*(?: tỷ lệ| tỉ lệ)?\s*\d[\d.,]*\s?(?:%|phần trăm)"
)
_SPORT_SCORE_RE = re.compile(r"(?<!\w)(?:tỷ số|tỉ số|thắng|thua|hòa|hoà|kết quả)(?: \w+){0,4}\s*\Z")


@dataclass(frozen=True, slots=True)
class Mention:
    """A number that is a figure, with what it counts. Positions are those of the composed view."""

    span: NumberSpan
    measure: Measure
    unit: str | None
    end: int
    """End of the number with its unit."""

    @property
    def start(self) -> int:
        return self.span.start

    @property
    def outer_start(self) -> int:
        return self.span.outer_start


def find_mentions(text: Segmented) -> list[Mention]:
    """Every figure-bearing number in order."""
    lowered = text.view.lower
    blocked = _blocked(text)
    mentions: list[Mention] = []
    cursor = 0
    for span in scan_composed(text.view):
        while cursor < len(blocked) and blocked[cursor][1] <= span.start:
            cursor += 1
        if any(begin < span.end and end > span.start for begin, end in blocked[cursor : cursor + 3]):
            continue
        mention = _mention(text, lowered, span)
        if mention is not None:
            mentions.append(mention)
    return mentions


def _blocked(text: Segmented) -> list[tuple[int, int]]:
    """Stretches whose numbers name something: periods, quoted names."""
    stretches = [(period.start, period.end) for period in text.periods if period.kind != "this_year"]
    stretches.extend(_quoted_names(text.view.lower))
    return sorted(stretches)


def _quoted_names(lowered: str) -> Iterator[tuple[int, int]]:
    for match in _QUOTE_RE.finditer(lowered):
        before = lowered[max(0, match.start() - _LOOK_BEHIND) : match.start()]
        if _PROGRAMME_BEFORE_RE.search(before) and ". " not in match.group():
            yield match.start(), match.end()


def _mention(text: Segmented, lowered: str, span: NumberSpan) -> Mention | None:
    line = text.paragraph_at(span.start)
    line_start = line.start
    before = lowered[max(line_start, span.outer_start - _LOOK_BEHIND) : span.outer_start]
    after = lowered[span.end : max(span.end, min(span.end + 80, line.end))]
    if _COUNTER_RE.search(before) or _ONE_OF_RE.search(before) or after.lstrip(" ")[:1] == "|":
        return None
    if span.is_word:
        return _word_mention(text, span, before, after)
    if span.kind is SpanKind.PERCENT:
        return None if _LEVY_RE.search(before) else Mention(span, Measure.PERCENT, "%", span.end)
    currency = _CURRENCY_RE.match(after)
    if currency is not None:
        if span.number.value == 0 and _FREE_STALL_RE.search(before):
            return None
        unit = f"{span.number.scale_text or ''} {currency['unit']}{currency['per'] or ''}".strip()
        return Mention(_in_english(span), Measure.MONEY, unit, span.end + currency.end())
    led = _CURRENCY_LEAD_RE.search(before)
    if led is not None:
        return Mention(_in_english(span), Measure.MONEY, led["unit"], span.end)
    if _is_identifier(text, span, before, after) or _is_list_number(lowered, line_start, span, after):
        return None
    if _is_day(span, before, after):
        return None
    if not span.number.scale and _DURATION_RE.match(after) and not _PHYSICAL_RE.match(after):
        return None
    physical = _PHYSICAL_RE.match(after)
    if physical is not None:
        return _physical_mention(span, physical, before)
    return _counted(text, span, before, after)


def _in_english(span: NumberSpan) -> NumberSpan:
    """Money without a scale word has no thousandths: "VND 625,000", "15,100 đồng" are thousands."""
    number = span.number
    if number.alternatives and number.decimals == 3 and not number.scale:
        whole = number.alternatives[0]
        return replace(span, number=replace(number, value=whole, decimals=0, alternatives=(number.value,)))
    return span


def _physical_mention(span: NumberSpan, physical: re.Match[str], before: str) -> Mention | None:
    unit = physical["unit"]
    if unit == "lần" and span.number.qualifier is Qualifier.EXACT and not _TIMES_RE.search(before):
        return None
    measure = Measure.RATIO if span.reference is not None else Measure.OTHER
    return Mention(span, measure, f"{unit}{physical['per'] or ''}", span.end + physical.end())


def _counted(text: Segmented, span: NumberSpan, before: str, after: str) -> Mention | None:
    lowered = text.view.lower
    classified = _CLASSIFIER_RE.match(after)
    counted = classified or _NOUN_RE.match(after)
    noun = counted["unit"] if counted else None
    if noun is not None and classified is None and noun.split()[0] in GRADE_NOUNS:
        return None
    if noun is not None and classified is None and (noun.split()[0] in FUNCTION_WORDS or after[:1].isalpha()):
        counted, noun = None, None
    if span.reference is not None:
        scored = _SPORT_SCORE_RE.search(before) and not (_CLASSIFIER_RE.match(after) or _ATTAINED_RE.match(after))
        if scored or _RANK_RE.search(before) or (noun is None and _MAP_SCALE_RE.search(before)):
            return None
        end = span.end + (counted.end() if counted else 0)
        return Mention(span, Measure.RATIO, noun, end)
    billions = span.number.scale >= 9 and _CLASSIFIER_RE.match(after) is None
    if span.number.scale and (noun is None or billions or _scaled_money(before, noun)):
        told = _MONEY_CUE_RE.search(lowered, max(0, span.start - 120), span.start) or span.number.scale >= 9
        if noun is None and not (told or _PER_HEAD_RE.match(after) or _bare_millions(span, before, after)):
            return None
        return Mention(span, Measure.MONEY, span.number.scale_text, span.end)
    if noun is None or counted is None:
        return _bare(text, span, before, after)
    return Mention(_whole_count(span), Measure.COUNT, noun, span.end + counted.end())


_PER_HEAD_RE = compiled(r"\s?/\s?(?:người|suất|hộ|phần|em|cháu|học sinh|trường hợp|đoàn viên|nhà|căn|tháng|năm)(?!\w)")
_PEOPLE_RE = compiled(r"(?<!\w)(?:dân số|dân|người|lượt|khách)(?!\w)[^,;.]*\Z")


def _bare_millions(span: NumberSpan, before: str, after: str) -> bool:
    """Millions of nothing named are đồng ("77 lượt người, hơn 92 triệu."), unless people were counted."""
    ends = after.lstrip(" ")[:1] in {"", ",", ".", ";", ")"}
    return span.number.scale == 6 and ends and _PEOPLE_RE.search(before) is None


def _bare(text: Segmented, span: NumberSpan, before: str, after: str) -> Mention | None:
    scale = shared_scale(after)
    if scale is not None:
        value, others = span.number.value * scale, tuple(other * scale for other in span.number.alternatives)
        number = replace(span.number, value=value, scale=scale.adjusted(), alternatives=others)
        return Mention(replace(span, number=number), Measure.MONEY, None, span.end)
    noun = shared_noun(after)
    if noun is not None:
        return Mention(_whole_count(span), Measure.COUNT, noun, span.end)
    cased = text.view.text
    around = cased[max(0, span.outer_start - _LOOK_BEHIND) : span.outer_start], cased[span.end : span.end + 80]
    if is_bare_count(span, before, after, *around):
        return Mention(_whole_count(span), Measure.COUNT, None, span.end)
    return None


def _scaled_money(before: str, noun: str) -> bool:
    return noun.split()[0] in {"tiền"} or (noun.startswith("tổng") and _MONEY_CUE_RE.search(before) is not None)


def counted_noun(after: str) -> bool:
    """Whether the words begin with a noun things are counted in: "đoàn viên", "số cơ quan", "CĐCS"."""
    return _COUNTED_START_RE.match(after) is not None


def _whole_count(span: NumberSpan) -> NumberSpan:
    """Things are counted in whole numbers: "1,500 đoàn viên" is one thousand five hundred."""
    number = span.number
    if number.alternatives and number.decimals == 3 and not number.scale and number.qualifier is not Qualifier.APPROX:
        whole = number.alternatives[0]
        return replace(span, number=replace(number, value=whole, decimals=0, alternatives=(number.value,)))
    return span


def _word_mention(text: Segmented, span: NumberSpan, before: str, after: str) -> Mention | None:
    number = span.number
    cased = text.view.text[span.start : span.end]
    at_start = not text.view.text[text.sentence_at(span.start).start : span.start].strip(" \"'*-_(")
    if cased != cased.lower() and not at_start:
        return None
    if number.value == Decimal("0.5"):
        quantity = number.qualifier is not Qualifier.EXACT or "một" in number.printed
        bare = _HALF_OF_TIME_RE.match(after) is None
        return Mention(span, Measure.OTHER, "nửa", span.end) if quantity and bare and span.start > 1 else None
    if number.unit == "%":
        return Mention(span, Measure.PERCENT, "%", span.end)
    least = 2 if number.qualifier is Qualifier.EXACT else 1
    if number.value < least or _FRACTION_WORD_RE.match(after) or _WORD_LEAD_RE.search(before):
        return None
    if number.printed == "năm" and number.qualifier is Qualifier.EXACT and _FIVE_LEAD_RE.search(before) is None:
        return None
    currency = _CURRENCY_RE.match(after)
    if currency is not None:
        return Mention(
            span, Measure.MONEY, f"{number.scale_text or ''} {currency['unit']}".strip(), span.end + currency.end()
        )
    physical = _PHYSICAL_RE.match(after)
    if physical is not None and physical["unit"] not in ("độ", "lần", "nửa", "m", "mẫu"):
        return Mention(span, Measure.OTHER, physical["unit"], span.end + physical.end())
    classifier = _CLASSIFIER_RE.match(after)
    if classifier is None:
        return None
    return Mention(span, Measure.COUNT, classifier["unit"], span.end + classifier.end())


def _is_identifier(text: Segmented, span: NumberSpan, before: str, after: str) -> bool:
    number = span.number
    printed = number.printed
    if printed.startswith("0") and len(printed) > 3 and printed.isdigit():
        return True
    classified = _CLASSIFIER_RE.match(after) is not None
    if (
        len(printed) == 4
        and printed.isdigit()
        and 1900 <= number.value <= 2100
        and not classified
        and span.reference is None
    ):
        return True
    if after[:1] in ("/", "-") and after[1:2].isalnum() and not number.scale:
        return True
    if span.outer_start == span.start and _COUNTED_NUMBER_RE.search(before) is None:
        strong = _STRONG_RE.search(before)
        apart = (
            strong is not None
            and (strong["listed"] or "").rstrip().endswith((";", ","))
            and not _ARTICLE_RE.match(strong.group())
        )
        if strong is not None and not (classified and (apart or _NO_NAME_RE.search(before))):
            return span.reference is None or not classified
        if _WEAK_RE.search(before) and not classified and not number.scale and not is_plan_value(before):
            return True
        if _NAME_LEAD_RE.search(before) and not (classified and not number.scale):
            return True
    if number.value == 1 and before.rstrip().endswith("/"):
        return True
    if _is_part_of_name(text, span, classified=classified):
        return True
    inside = before.rstrip(" ")[-1:] in ("(", "[") and after[:1] in (")", "]")
    return inside and span.kind is SpanKind.NUMBER and not number.scale and number.value < 1000


_NAME_WORD_RE = re.compile(r"(?P<lead>\S)\s+[A-ZĐÀ-Ỹ][^\W\d_]*\s\Z")


def _is_part_of_name(text: Segmented, span: NumberSpan, *, classified: bool) -> bool:
    """The number of a name, "thủy điện Nho Quế 2", "May 10": a small plain number right after a capitalised word."""
    number = span.number
    if classified or span.reference is not None or number.scale or number.value > 99 or not number.printed.isdigit():
        return False
    if span.outer_start != span.start or number.upper is not None:
        return False
    cased = text.view.text
    start = text.sentence_at(span.start).start
    before = cased[max(start, span.start - _LOOK_BEHIND) : span.start]
    named = _NAME_WORD_RE.search(before)
    if named is None or named["lead"] in '.:;"([-–•*' or before.isupper():
        return False
    return not is_named_item(before, cased[span.end : span.end + 80])


def _is_list_number(lowered: str, line_start: int, span: NumberSpan, after: str) -> bool:
    if span.reference is not None or span.number.scale or span.number.value > 99:
        return False
    lead = lowered[line_start : span.start] if span.start - line_start < 12 else "x"
    return _LIST_START_RE.fullmatch(lead) is not None and _LIST_END_RE.match(after) is not None


def _is_day(span: NumberSpan, before: str, after: str) -> bool:
    """Day and month without a year: "9/6", "sáng 17.2", "20/10"; a counted noun or an attainment makes it a ratio."""
    number = span.number
    if span.reference is not None:
        plausible = (
            number.value <= 31 and span.reference.value <= 12 and number.decimals == 0 == span.reference.decimals
            and "." not in number.printed
        )  # fmt: skip
        if after.lstrip(" ").startswith(("giờ", "h ", "/")):
            return True
        if not plausible or number.qualifier is not Qualifier.EXACT or _FRACTION_OF_RE.match(after):
            return False
        if _ATTAINED_RE.match(after) and not re.search(r"(?<!\w)(?:ngày|lễ|mùng|đến|từ)\s*\Z", before):
            return False
        if _CLASSIFIER_RE.match(after) and not re.search(r"(?<!\w)(?:ngày|lễ|mùng)\s*\Z", before):
            return False
        governed = re.search(r"(?<!\w)(?:đạt|được|có|hoàn thành|tặng|trợ|nạp|và|với|,|:)\s*\Z", before)
        noun = _NOUN_RE.match(after)
        named = noun is not None and noun["unit"].split()[0] not in FUNCTION_WORDS
        holiday = (number.printed.lstrip("0"), span.reference.printed.lstrip("0")) in _HOLIDAYS
        return governed is None or not named or holiday
    if number.upper is not None and re.search(r"(?<!\w)(?:ngày|từ ngày)\s*\Z", before):
        return True
    if number.decimals in (1, 2) and re.fullmatch(r"\d{1,2}\.\d{1,2}", number.printed):
        day, month = number.printed.split(".")
        return (
            int(day) <= 31 and int(month) <= 12 and _DATE_LEAD_RE.search(before) is not None and "," not in before[-2:]
        )
    return False
