"""Vietnamese numbers as they are printed: dot for thousands, comma for decimals, scale words, percentages, a/b.

Every number is an exact ``Decimal`` and keeps the count of decimals as printed, which rounding checks need. All
functions are pure, take any string, never raise, and run in time linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from ingest.vietnamese.composed import ComposedText
from warehouse.figure import Qualifier

MAX_DIGITS = 28
"""Longer digit strings are account numbers or damage, not amounts; they are not read."""

SCALES = {
    "chục": 1,
    "trăm": 2,
    "nghìn": 3,
    "ngàn": 3,
    "vạn": 4,
    "triệu": 6,
    "tr": 6,
    "tr.": 6,
    "k": 3,
    "tỷ": 9,
    "tỉ": 9,
}
"""Powers of ten of the scale words."""

_BEFORE = {
    Qualifier.APPROX: (
        "gần", "khoảng", "khoảng chừng", "chừng", "xấp xỉ", "ước khoảng", "trên dưới", "ngót", "gần như", "suýt soát",
    ),
    Qualifier.AT_LEAST: (
        "hơn", "trên", "quá", "ít nhất", "ít nhất là", "ít nhất từ", "tối thiểu", "tối thiểu là", "tối thiểu từ",
        "không dưới", "không ít hơn", "không thấp hơn", "thấp nhất", "thấp nhất là", "từ trên", "vượt trên", "hơn cả",
        "hơn nữa", "từ hơn", "lớn hơn", "cao hơn mức", "≥", ">", ">=",
    ),
    Qualifier.AT_MOST: (
        "không để quá", "dưới", "không quá", "tối đa", "tối đa là", "tối đa không quá", "không vượt quá",
        "không quá mức", "chưa đến",
        "chưa tới", "chưa đầy", "nhiều nhất", "nhiều nhất là", "không hơn", "không cao hơn", "thấp hơn mức", "≤", "<",
        "<=", "dưới mức", "cao nhất là",
    ),
}  # fmt: skip
_AFTER = {
    Qualifier.AT_LEAST: ("trở lên", "trở đi", "là ít nhất", "là tối thiểu", "đổ lên"),
    Qualifier.AT_MOST: ("trở xuống", "trở lại", "là tối đa", "là nhiều nhất", "đổ lại"),
}


def _alternation(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


QUALIFIERS_BEFORE = {word: kind for kind, words in _BEFORE.items() for word in words}
"""Words that stand before a number: "gần", "hơn", "không quá", …"""
QUALIFIERS_AFTER = {word: kind for kind, words in _AFTER.items() for word in words}
"""Words that stand after a number and its noun: "trở lên", "trở xuống"."""

_PLAIN = r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*"
_SCALE = rf"(?:tr\.(?=\s?đ|\Z)|k(?=\s?/\s?[^\W\d_]|\Z)|(?:{_alternation(set(SCALES) - {'k', 'tr.'})})(?![\w]))"
_AMOUNT = rf"(?:{_PLAIN})(?:\s?{_SCALE}(?:\s{_SCALE}){{0,2}}(?:\srưỡi(?!\w))?)?"
_COMPOUND = (
    rf"(?:{_PLAIN})\s?{_SCALE}(?:\s{_SCALE}){{0,2}}(?:\s(?:{_PLAIN})\s?{_SCALE}(?:\s{_SCALE}){{0,2}}){{0,3}}"
    r"(?:(?<=nghìn|.ngàn)\s\d{3}(?=\s[^\W\d_]))?(?:\srưỡi(?!\w))?"
)
_PERCENT_SIGN = r"\s?(?:điểm\s)?(?:%|phần trăm(?!\w))"
_BEFORE_RE = re.compile(rf"(?:{_alternation(QUALIFIERS_BEFORE)})(?=[\s\d])\s*")
_AFTER_RE = re.compile(rf"\s*(?:{_alternation(QUALIFIERS_AFTER)})(?!\w)")
_PART_RE = re.compile(rf"(?P<number>{_PLAIN})(?:\s?(?P<scale>{_SCALE}(?:\s{_SCALE}){{0,2}}))?(?P<half>\srưỡi(?!\w))?")
_AMOUNT_RE = re.compile(rf"(?:{_COMPOUND}|{_AMOUNT})")
_PERCENT_RE = re.compile(_PERCENT_SIGN)
_RANGE_RE = re.compile(r"(?:\sđồng)?(?:\s?-\s?|\s+(?:đến|tới)\s+)(?=\d)")
_SLASH_RE = re.compile(
    r"\s?/\s?(?:(?:chỉ\s+tiêu|kế\s+hoạch|ct|kh)\s+(?:(?:giao|là|được\s+giao)\s+)?(?=\d))?|\s+trên\s+(?:tổng\s+số\s+)?(?=\d)|\s*/\s*tổng\s+số\s+(?=\d)|\s+trong\s+(?:tổng\s+)?số\s+(?=\d)"
)
_NOUN_SLASH_RE = re.compile(
    r"\s(?P<noun>[^\W\d_]+)(?:\s[^\W\d_]+){0,3}"
    r"(?:\s?/\s?(?:tổng\s+số\s+)?|(?P<of>\s(?:trên|trong)\s+tổng\s+số\s+))(?=\d)"
)
_AFTER_BASE = r"\s?[,;.()]|\s+(?:chỉ\s+tiêu|kế\s+hoạch|đạt|bằng|tổng\s+số)(?!\w)"
_SIGN_RE = re.compile(r"[+-]\s?(?=\d)")
_UNIT_RE = re.compile(r"[^\W\d_][^\d]*|\([^\d()]*\)|%|\.|")
_BRACKETED_PERCENT_RE = re.compile(
    rf"\s*[,;(\[]?\s*(?:đạt|bằng|tỷ lệ|tỉ lệ|chiếm|=|:|\s)*(?P<percent>{_PLAIN})\s?(?:%|phần trăm)\s*[)\]]?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedNumber:
    """One number as printed and as meant."""

    value: Decimal
    """In base units: 529,46 triệu is 529460000; a percentage is 122.7, never 1.227."""
    decimals: int
    """Decimals printed, before scaling: 2 for "529,46 triệu". In "1 tỷ 250 triệu" those of the last part."""
    printed: str
    """The digits (and scale words) as printed, spaces and composed characters normalised."""
    scale: int = 0
    """Power of ten of the scale words; in a compound that of the last part, so ``10 ** (scale - decimals)`` is the
    last printed place."""
    scale_text: str | None = None
    unit: str | None = None
    """What follows the number, stripped: "đồng", "đoàn viên"; "%" for a percentage; null when nothing follows."""
    upper: Decimal | None = None
    """End of a range ("15-18", "từ 5 đến 10"); ``value`` is its lower end."""
    qualifier: Qualifier = Qualifier.EXACT
    alternatives: tuple[Decimal, ...] = ()
    """Other values the dot or comma allows, in base units: 1.234 for "1.234", 1234 for "1,234"."""

    @property
    def is_percent(self) -> bool:
        return self.unit == "%"

    @property
    def unit_of_measure(self) -> str | None:
        """Scale word and unit as written: "triệu đồng"."""
        return " ".join(part for part in (self.scale_text, self.unit) if part) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedRatio:
    """Result over reference, "27/22", with the percentage printed beside it where there is one."""

    value: ParsedNumber
    reference: ParsedNumber
    percent: ParsedNumber | None = None
    unit: str | None = None

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Other readings, as "2425/1720": given where dot and comma leave the two sides unlike ("2.425/1.72")."""
        sides = (self.value, self.reference)
        if any(side.decimals for side in sides) and any(side.alternatives for side in sides):
            pairs = [
                (value, reference)
                for value in (self.value.value, *self.value.alternatives)
                for reference in (self.reference.value, *self.reference.alternatives)
            ]
            return tuple(f"{_plain(value)}/{_plain(reference)}" for value, reference in pairs[1:])
        return ()


class SpanKind(StrEnum):
    NUMBER = "number"
    PERCENT = "percent"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSpan:
    """A number found in prose: ``start:end`` covers the digits, scale words and percent sign in the given text;
    ``outer_start`` also a qualifier before it. ``reference`` is b of a/b. ``is_word`` for "hai", "một nửa"."""

    start: int
    end: int
    outer_start: int
    kind: SpanKind
    number: ParsedNumber
    reference: ParsedNumber | None = None
    is_word: bool = False


def parse_number(text: str) -> ParsedNumber | None:
    """One whole cell or phrase as a number; null when it is not one number.

    Accepts qualifiers, scale words, a unit after, a range, number words: "1.720", "236,70", "529,46 triệu đồng",
    "1 tỷ 250 triệu", "gần 1.166", "1.500 đoàn viên trở lên", "15-18", "từ 5 đến 10", "-3", "mười hai", "96%"
    (``unit`` "%"). Not accepted: a ratio, a date, two years ("2022-2023"), text without a number at its beginning.
    """
    composed = ComposedText.of(text)
    lowered, cased = " ".join(composed.lower.split()), " ".join(composed.text.split())
    if not lowered:
        return None
    start, qualifier = _qualifier_before(lowered, 0)
    opened = lowered.startswith("từ ", start)
    if opened:
        start += 3
        again, inner = _qualifier_before(lowered, start)
        start, qualifier = again, inner if inner is not Qualifier.EXACT else qualifier
    sign = _SIGN_RE.match(lowered, start)
    begin = sign.end() if sign else start
    found = _read_amount(lowered, begin)
    if found is None:
        words = _read_words(lowered, begin)
        if words is None:
            return None
        number, end, ranged = words[0], words[1], False
    else:
        number, end, ranged = _read_range(lowered, *found)
    if sign and sign.group().startswith("-"):
        number = replace(number, value=-number.value, alternatives=tuple(-other for other in number.alternatives))
    rest, after = _strip_after(lowered[end:])
    if opened and not ranged and after is Qualifier.EXACT and qualifier is Qualifier.EXACT:
        after = Qualifier.AT_LEAST
    offset = lowered.find(rest, end)
    unit = cased[offset : offset + len(rest)].strip()
    if any(char.isdigit() for char in unit) or not _UNIT_RE.fullmatch(unit):
        return None
    return replace(
        number,
        unit=number.unit or unit.strip(" .") or None,
        qualifier=after if after is not Qualifier.EXACT else qualifier,
    )


def parse_percent(text: str) -> ParsedNumber | None:
    """A percentage with or without its sign: "122,7%", "138,6", "96 phần trăm", "đạt 90%"; null when not one.

    Three digits after a dot are read as decimals here ("96.154%"), with the thousands as the alternative.
    """
    lowered = _squeeze(text)
    for word in ("đạt tỷ lệ ", "đạt tỉ lệ ", "đạt ", "tỷ lệ ", "tỉ lệ ", "bằng ", "chiếm ", "vượt "):
        if lowered.startswith(word):
            lowered = lowered[len(word) :]
            break
    number = parse_number(lowered)
    if number is None or number.scale_text or number.unit not in (None, "%"):
        return None
    return _as_percent(number)


def parse_ratio(text: str) -> ParsedRatio | None:
    """Result over reference: "27/22", "58 / 60", "27 trên 22", "2.425／1.720 đoàn viên", "61/60 (101,7%)".

    Null when the text is not one ratio: dates with three parts, document numbers ("12/BC-LĐLĐ"), two years.
    """
    lowered = _squeeze(text)
    begin, qualifier = _qualifier_before(lowered, 0)
    first = _read_amount(lowered, begin)
    if first is None:
        return None
    slash = _SLASH_RE.match(lowered, first[1])
    second = _read_amount(lowered, slash.end()) if slash else None
    if second is None or first[0].is_percent or second[0].is_percent:
        return None
    rest = lowered[second[1] :]
    percent = None
    bracket = None if rest[:1].isalpha() else _BRACKETED_PERCENT_RE.match(rest)
    if bracket is not None:
        plain = read_plain(bracket["percent"])
        if plain is not None:
            percent = _as_percent(replace(plain, unit="%"))
            rest = rest[bracket.end() :]
    unit = rest.strip(" .")
    if percent is None and unit:
        cut = re.search(r"[(,\s](?:đạt|bằng|tỷ lệ|tỉ lệ|chiếm)?\s?(?=\d)", unit)
        if cut is not None:
            percent = parse_percent(unit[cut.end() :].strip(" )"))
            unit = unit[: cut.start()] if percent is not None else unit
    unit = unit.strip(" ,;()")
    if any(char.isdigit() for char in unit) or unit.startswith(("/", "-")):
        return None
    value, reference = first[0], second[0]
    if value.scale == 0 and reference.scale and value.value < reference.value.scaleb(-reference.scale) * 1000:
        value = replace(value, value=value.value.scaleb(reference.scale), scale=reference.scale)
    return ParsedRatio(
        value=replace(value, qualifier=qualifier), reference=reference, percent=percent, unit=unit or None
    )


def read_plain(token: str) -> ParsedNumber | None:
    """Digits with their dots, commas and spaces, nothing else; null where the grouping fits no reading."""
    compact = token.replace(" ", "")
    digits = compact.replace(".", "").replace(",", "")
    if not digits.isdecimal() or not digits.isascii() or len(digits) > MAX_DIGITS:
        return None
    dots, commas = compact.count("."), compact.count(",")
    if not dots and not commas:
        return ParsedNumber(value=Decimal(compact), decimals=0, printed=token)
    if dots and commas:
        point = "," if compact.rfind(",") > compact.rfind(".") else "."
        whole, _, fraction = compact.rpartition(point)
        if point in whole or not _grouped(whole, "." if point == "," else ","):
            return None
        return _decimal(token, whole.replace(".", "").replace(",", ""), fraction)
    mark = "." if dots else ","
    if dots + commas > 1:
        return ParsedNumber(value=Decimal(digits), decimals=0, printed=token) if _grouped(compact, mark) else None
    whole, _, fraction = compact.partition(mark)
    if not whole or not fraction:
        return None
    fractional = _decimal(token, whole, fraction)
    if " " in token or not _grouped(compact, mark) or whole.startswith("0"):
        return fractional
    thousands = ParsedNumber(value=Decimal(digits), decimals=0, printed=token)
    if mark == ".":
        return replace(thousands, alternatives=(fractional.value,))
    return replace(fractional, alternatives=(thousands.value,))


def scan_numbers(text: str) -> list[NumberSpan]:
    """Every number of a prose text in order, with spans into the text as given (decomposed Unicode included).

    Numbers stand apart from letters before them ("E21", "Covid-19", "GMT+7" are none), dates with three parts, document
    numbers ("09/NQ-TW"), clock times and chains of codes are left out. What a number means (a date "9/6", a year, a
    list number, an ordinal) is the caller's question.
    """
    composed = ComposedText.of(text)
    spans = scan_composed(composed)
    if composed.text is composed.original:
        return spans
    return [_with_origin(span, composed) for span in spans]


def scan_composed(composed: ComposedText) -> list[NumberSpan]:
    """``scan_numbers`` with positions of the composed view."""
    return list(_scan(composed.lower))


_START_RE = re.compile(
    r"(?<![\w/])(?<!\d[.,:])(?:(?P<digits>\d)|(?P<word>một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|nửa)(?=\s))"
)
_CHAIN_RE = re.compile(
    r"\d{1,12}(?:\s?[/.-]\s?\d{1,4}){0,4}\s?/\s?\d{4}(?!\d)"  # 12/6/2021, 16 -18/10/2023, 9/2022, 5-2023 are dates
    r"|\d{1,12}\s?/\s?\d{1,12}(?:\s?/\s?\d{1,12})+"  # 6/180/84
    r"|\d{1,2}\s?[.-]\s?\d{1,2}\s?[.-]\s?\d{4}(?!\d)"  # 17.2.2023, 29-2-2024
    r"|\d{1,12}(?:/|-(?=[^\W\d_]{2}))(?=[\d-]{0,12}[^\W\d_])[\w/-]{1,60}"  # 09/NQ-CĐVC, 02-NQ/TW
    r"|\d{1,2}:\d{2}(?::\d{2})?(?!\d)"  # 08:14
    r"|\d{1,2}\s?(?:h|g|giờ)\s?\d{2}(?!\d)"  # 7h30
    r"|0\d{2,4}[ .-]\d{3}[ .-]?\d{3,4}(?!\d)"  # telephone numbers
    r"|\d{1,3}(?:\.\d{1,3}){3,}(?!\d)(?<!\.\d{3})"  # addresses and section numbers
)
_STATION_RE = re.compile(r"km\s?\d{1,4}\+\Z")
"""A point of a road: "Km180+680"."""
_LETTER_AFTER_RE = re.compile(r"[^\W\d_]+")
_PHYSICAL_GLUED = frozenset(
    {"m", "km", "cm", "mm", "ha", "kg", "g", "l", "ml", "kw", "kwh", "mw", "mwh", "tấn", "tạ", "lít", "người", "hộ"}
    | {"ngàn", "nghìn", "triệu", "tỷ", "tỉ", "tr", "đ", "đồng", "usd", "vnđ", "vnd"}
    | {
        "lượt",
        "suất",
        "đoàn",
        "cđcs",
        "cán",
        "đơn",
        "cuộc",
        "lớp",
        "nhà",
        "căn",
        "công",
        "phần",
        "vụ",
        "cây",
        "cơ",
        "tập",
        "cá",
        "đồng",
    }
)


def _scan(lowered: str) -> Iterator[NumberSpan]:
    position = 0
    while (match := _START_RE.search(lowered, position)) is not None:
        begin = match.start()
        if match["word"]:
            words = _read_words(lowered, begin)
            if words is None:
                position = match.end()
                continue
            number, position = words
            percent = _PERCENT_RE.match(lowered, position)
            if percent is not None and number.scale_text is None:
                number, position = replace(number, unit="%"), percent.end()
            yield _span(lowered, begin, position, number, None, is_word=True)
            continue
        chain = _CHAIN_RE.match(lowered, begin)
        if chain is not None and not _is_amount_chain(chain.group()):
            position = chain.end()
            continue
        if (
            begin > 1
            and lowered[begin - 1] in "-+"
            and (lowered[begin - 2].isalpha() or _STATION_RE.search(lowered[max(0, begin - 8) : begin]))
        ):
            position = _skip_digits(lowered, begin)
            continue
        found = _read_amount(lowered, begin)
        if found is None:
            position = _skip_digits(lowered, begin)
            continue
        number, end = found
        glued = _LETTER_AFTER_RE.match(lowered, end)
        if glued is not None and not number.is_percent and glued.group() not in _PHYSICAL_GLUED:
            position = glued.end()
            continue
        number, end, ranged = _read_range(lowered, number, end)
        reference = None
        based = None if ranged or number.is_percent or number.scale else _base_after_noun(lowered, number, end)
        if based is not None:
            reference, end = based
        elif not ranged and not number.is_percent:
            slash = _SLASH_RE.match(lowered, end)
            spoken = slash is not None and "/" not in slash.group()
            second = _read_amount(lowered, slash.end()) if slash and not (spoken and _is_year(number)) else None
            if second is not None and number.scale and second[0].value == 1:
                second = None
            if second is not None and not second[0].is_percent:
                reference, end = second
                if number.scale == 0 and reference.scale:
                    number = replace(number, value=number.value.scaleb(reference.scale), scale=reference.scale)
        yield _span(lowered, begin, end, number, reference)
        position = end


def _base_after_noun(lowered: str, number: ParsedNumber, end: int) -> tuple[ParsedNumber, int] | None:
    """The base of "1.350 đoàn viên/1.200 đoàn viên" (what is counted twice, or called a plan) and of "980 đoàn
    viên/1.024 CNVCLĐ" (a part of a larger class); "3 ca/1.000 dân" is a rate."""
    slash = _NOUN_SLASH_RE.match(lowered, end)
    second = _read_amount(lowered, slash.end()) if slash else None
    if slash is None or second is None or second[0].is_percent or _is_year(second[0]):
        return None
    again = re.compile(rf"\s+{re.escape(slash['noun'])}(?!\w)|{_AFTER_BASE}|\s*\Z")
    is_part = number.value <= second[0].value and second[0].value.normalize().as_tuple().digits != (1,)
    return second if is_part or slash["of"] or again.match(lowered, second[1]) else None


def _is_amount_chain(chain: str) -> bool:
    """Whether what looks like month/year is a ratio after all: "1.818/1883", "5000/6000"."""
    first, slash, last = chain.partition("/")
    if not slash or not last.strip().isdecimal():
        return False
    whole = first.strip()
    if not whole.replace(".", "").isdecimal() or not 1900 <= int(last) <= 2100:
        return whole.replace(".", "").isdecimal()
    return ("." in whole and len(whole) > 5) or int(whole.replace(".", "")) > 12


def _span(
    lowered: str, begin: int, end: int, number: ParsedNumber, reference: ParsedNumber | None, *, is_word: bool = False
) -> NumberSpan:
    outer, qualifier = _qualifier_ending_at(lowered, begin)
    kind = SpanKind.RATIO if reference is not None else SpanKind.PERCENT if number.is_percent else SpanKind.NUMBER
    return NumberSpan(
        start=begin,
        end=end,
        outer_start=outer,
        kind=kind,
        number=replace(number, qualifier=qualifier),
        reference=reference,
        is_word=is_word,
    )


def _with_origin(span: NumberSpan, composed: ComposedText) -> NumberSpan:
    start, end = composed.origin(span.start, span.end)
    return replace(span, start=start, end=end, outer_start=composed.origin(span.outer_start, span.end)[0])


def _squeeze(text: str) -> str:
    return " ".join(ComposedText.of(text).lower.split())


_DIGITS_RE = re.compile(r"[\d.,]+")


def _skip_digits(lowered: str, begin: int) -> int:
    match = _DIGITS_RE.match(lowered, begin)
    return match.end() if match else begin + 1


def _qualifier_before(lowered: str, start: int) -> tuple[int, Qualifier]:
    match = _BEFORE_RE.match(lowered, start)
    if match is None:
        return start, Qualifier.EXACT
    return match.end(), QUALIFIERS_BEFORE[" ".join(match.group().split())]


_LONGEST_QUALIFIER = max(len(word) for word in QUALIFIERS_BEFORE) + 2
_ENDING_RE = re.compile(rf"(?<!\w)(?:{_alternation(QUALIFIERS_BEFORE)})\s*\Z")


_COMPARATIVE_RE = re.compile(r"(?<!\w)(?:cao|thấp|nhiều|ít|lớn|nhỏ)\s+\Z")
"""Before "hơn" these compare: "thấp hơn 4,1 điểm" is 4.1 exactly."""


def _qualifier_ending_at(lowered: str, begin: int) -> tuple[int, Qualifier]:
    window_start = max(0, begin - _LONGEST_QUALIFIER)
    match = _ENDING_RE.search(lowered[window_start:begin])
    if match is None or (match.group()[-1].isalpha() and begin and not lowered[begin - 1].isspace()):
        return begin, Qualifier.EXACT
    if match.group().startswith("hơn") and _COMPARATIVE_RE.search(lowered, window_start, window_start + match.start()):
        return begin, Qualifier.EXACT
    return window_start + match.start(), QUALIFIERS_BEFORE[" ".join(match.group().split())]


def _strip_after(rest: str) -> tuple[str, Qualifier]:
    stripped = rest.rstrip(" .")
    for word, kind in QUALIFIERS_AFTER.items():
        if stripped.endswith(word):
            return stripped[: -len(word)], kind
    match = _AFTER_RE.match(rest)
    if match is None:
        return rest, Qualifier.EXACT
    return rest[match.end() :], QUALIFIERS_AFTER[" ".join(match.group().split())]


def _read_amount(lowered: str, begin: int) -> tuple[ParsedNumber, int] | None:
    """Digits with scale words and a percent sign at ``begin``, and where they end."""
    match = _AMOUNT_RE.match(lowered, begin)
    if match is None:
        return None
    end = match.end()
    parts = list(_PART_RE.finditer(lowered, begin, end))
    numbers = [_scaled(part) for part in parts]
    if not numbers or any(number is None for number in numbers):
        return None
    read = [number for number in numbers if number is not None]
    descending = all(later.value < Decimal(1).scaleb(earlier.scale) for earlier, later in pairwise(read))
    if len(read) > 1 and not (descending and all(number.scale for number in read[:-1])):
        read, end = read[:1], parts[0].end()
    number = read[-1]
    if len(read) > 1:
        number = replace(number, value=sum((part.value for part in read), Decimal(0)), alternatives=())
    number = replace(number, printed=lowered[begin:end])
    percent = _PERCENT_RE.match(lowered, end)
    if percent is not None and not number.scale:
        return _as_percent(replace(number, unit="%")), percent.end()
    return number, end


def _scaled(part: re.Match[str]) -> ParsedNumber | None:
    number = read_plain(part["number"])
    if number is None or not part["scale"]:
        return number
    power = sum(SCALES[word] for word in part["scale"].split())
    value, decimals = number.value, number.decimals
    if part["half"]:
        value, decimals = value + Decimal("0.5"), decimals + 1
    return replace(
        number,
        value=value.scaleb(power),
        decimals=decimals,
        scale=power,
        scale_text=" ".join(part["scale"].split()),
        alternatives=tuple(other.scaleb(power) for other in number.alternatives),
    )


def _read_range(lowered: str, number: ParsedNumber, end: int) -> tuple[ParsedNumber, int, bool]:
    """The number with its upper end where a range follows: "15-18", "5% - 7%", "từ 5 đến 10 triệu"."""
    joint = _RANGE_RE.match(lowered, end)
    following = _read_amount(lowered, joint.end()) if joint else None
    if following is None:
        return number, end, False
    other, other_end = following
    if (lowered[other_end : other_end + 1] == "/" and not other.is_percent) or (
        number.is_percent and not other.is_percent
    ):
        return number, end, False
    low = number.value
    if not number.scale and other.scale:
        low = low.scaleb(other.scale)
    if _is_year(number) or low >= other.value:
        return number, end, False
    return (
        replace(
            other, value=low, upper=other.value, decimals=max(number.decimals, other.decimals),
            alternatives=(), printed=f"{number.printed}-{other.printed}",
        ),
        other_end,
        True,
    )  # fmt: skip


def _is_year(number: ParsedNumber) -> bool:
    return len(number.printed) == 4 and number.printed.isdigit() and 1900 <= number.value <= 2100


def _as_percent(number: ParsedNumber) -> ParsedNumber:
    if number.alternatives and number.decimals == 0:
        fractional = number.alternatives[0]
        return replace(number, value=fractional, decimals=3, alternatives=(number.value,), unit="%")
    return replace(number, unit="%", alternatives=() if number.decimals else number.alternatives)


def _grouped(compact: str, mark: str) -> bool:
    head, *groups = compact.split(mark)
    return 1 <= len(head) <= 3 and all(len(group) == 3 for group in groups)


def _decimal(token: str, whole: str, fraction: str) -> ParsedNumber:
    return ParsedNumber(value=Decimal(f"{whole}.{fraction}"), decimals=len(fraction), printed=token)


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


_DIGIT_WORDS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_TOKEN_RE = re.compile(r"[^\W\d_]+")


def _read_words(lowered: str, begin: int) -> tuple[ParsedNumber, int] | None:
    """Number words at ``begin``: "hai", "mười lăm", "ba mươi hai", "một nửa", "hai trăm linh năm", "ba triệu rưỡi"."""
    tokens = _tokens(lowered, begin)
    words = [word for word, _ in tokens]
    if words[:1] == ["nửa"] and words[1:2] and SCALES.get(words[1], 0) >= 3:
        value, end = Decimal("0.5").scaleb(SCALES[words[1]]), tokens[1][1]
        return ParsedNumber(value=value, decimals=1, printed=lowered[begin:end], scale_text=words[1]), end
    if words[:2] == ["một", "nửa"] or words[:1] == ["nửa"]:
        end = tokens[1 if words[0] == "một" else 0][1]
        return ParsedNumber(value=Decimal("0.5"), decimals=1, printed=lowered[begin:end]), end
    total, section, used = Decimal(0), Decimal(0), 0
    scale, half = 0, False
    pending: int | None = None
    for index, word in enumerate(words):
        if word in _DIGIT_WORDS and pending is None:
            pending = _DIGIT_WORDS[word]
        elif word == "mười" and pending is None:
            section, pending = section + 10, None
        elif word == "mươi" and pending is not None:
            section, pending = section + pending * 10, None
        elif word == "trăm" and pending is not None:
            section, pending = section + pending * 100, None
        elif word == "chục" and pending is not None and not section:
            section, pending = section + pending * 10, None
        elif word in ("linh", "lẻ") and (section or total):
            continue
        elif word in SCALES and SCALES[word] >= 3 and (section or pending):
            section += pending or 0
            total, section, pending = total + section.scaleb(SCALES[word]), Decimal(0), None
            scale = SCALES[word]
        elif word == "rưỡi" and scale:
            total, half = total + Decimal("0.5").scaleb(scale), True
            used = index + 1
            break
        else:
            break
        used = index + 1
    value = total + section + (pending or 0)
    end = tokens[used - 1][1] if used else begin
    if not used or (value == 0 and end != len(lowered)):
        return None
    scale_text = words[used - 1] if scale and words[used - 1] in SCALES else None
    return ParsedNumber(value=value, decimals=int(half), printed=lowered[begin:end], scale_text=scale_text), end


def _tokens(lowered: str, begin: int, limit: int = 30) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    position = begin
    while len(found) < limit and (match := _TOKEN_RE.match(lowered, position)) is not None:
        found.append((match.group(), match.end()))
        position = match.end()
        if not lowered.startswith(" ", position):
            break
        position += 1
    return found
