"""Vietnamese reporting periods: years, halves, quarters, months to date, school years, terms, spans of dates.

Codes: ``2023``, ``2022-H1``, ``2022-Q3``, ``2022-M09`` (nine months to date), ``2022-09``, ``SY2022-2023``,
``2023-2028`` (term or plan), ``2019/2021-Q3`` and ``2023-01-01/2023-05-31`` (from/to). Pure; linear in the text.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ingest.remembered import remembered
from ingest.vietnamese.composed import ComposedText

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTH_WORDS = {
    "một": 1, "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A reporting period. ``as_of`` is the day the text names ("tính đến 31/5/2023", "ngày 23/11/2012")."""

    code: str
    as_of: date | None = None

    @property
    def year(self) -> int | None:
        """The calendar year it lies in or begins with."""
        match = re.search(r"\d{4}", self.code)
        return int(match.group()) if match else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodSpan:
    """A period found in prose; ``period`` is null where the text names one without its year and none was given."""

    start: int
    end: int
    kind: str
    """``year``, ``half``, ``quarter``, ``months``, ``month``, ``school_year``, ``term``, ``day``, ``span``,
    ``this_year``."""
    period: Period | None


_Y = r"(?:19|20)\d{2}"
_DAY = rf"\d{{1,2}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?{_Y}|\d{{1,2}}\s+tháng\s+\d{{1,2}}\s+năm\s+{_Y}"
_PATTERNS = (
    ("span", rf"từ\s+(?:ngày\s+)?(?P<from_day>{_DAY})\s*(?:-|đến|tới)\s*(?:hết\s+)?(?:ngày\s+)?(?P<to_day>{_DAY})"),
    (
        "span",
        rf"từ\s+(?:năm\s+)?(?P<from_year>{_Y})\s*(?:-|đến|tới)\s*(?:hết\s+)?(?:nay\s+)?quý\s+(?P<to_quarter>iv|i{{1,3}}|[1-4])"
        rf"(?:\s*[/,]?\s*(?:năm\s+)?)(?P<to_year>{_Y})",
    ),
    ("school_year", rf"năm\s+học\s*(?:là\s+)?(?P<sy_from>{_Y})\s*[-/]\s*(?P<sy_to>{_Y}|\d{{2}}(?!\d))"),
    (
        "term",
        rf"(?:(?:nhiệm\s+kỳ|nhiệm\s+kì|giai\s+đoạn|thời\s+kỳ|khóa|khoá)\s*\(?\s*|từ\s+(?:năm\s+)?)"
        rf"(?P<term_from>{_Y})\s*(?:-|đến|tới)\s*(?:năm\s+|hết\s+năm\s+)?(?P<term_to>{_Y})",
    ),
    ("term", rf"(?<![\d/.])(?P<bare_from>{_Y})\s?-\s?(?P<bare_to>{_Y})(?![\d/.])"),
    ("day", rf"(?:từ\s+)?ngày\s+\d{{1,2}}\s?(?:-|đến|tới|và)\s?(?:ngày\s+)?(?P<last_day>{_DAY})(?!\d)"),
    (
        "quarter",
        rf"quý\s+(?P<quarter>iv|i{{1,3}}|[1-4])(?!\w)(?:\s*[/,-]?\s*(?:năm\s+)?(?P<quarter_year>{_Y}))?",
    ),
    (
        "half",
        r"(?:0?6|sáu)\s+tháng\s+(?P<half>đầu|cuối)(?:\s+(?:của\s+)?năm(?!\s+học))?"
        rf"(?:\s*[/,]?\s*(?:năm\s+)?(?P<half_year>{_Y}))?",
    ),
    ("half", rf"nửa\s+(?P<half2>đầu|cuối)\s+năm(?:\s+(?P<half2_year>{_Y}))?"),
    (
        "months",
        r"(?:trong\s+)?(?P<months>0?[1-9]|1[0-2]|hai|ba|bốn|năm|bảy|bẩy|tám|chín|mười|mười\s+một)\s+tháng"
        rf"(?:\s+(?P<from_start>đầu)(?:\s+năm)?(?:\s*[/,]?\s*(?:năm\s+)?(?P<months_year>{_Y}))?"
        rf"|(?:\s*[/,]\s*|\s+(?:của\s+)?(?:năm\s+)?)(?P<months_year2>{_Y}))(?!\d)",
    ),
    ("day", rf"(?:ngày\s+)?(?P<day>{_DAY})(?!\d)"),
    (
        "month",
        r"tháng\s+(?P<month>0?[1-9](?!\d)|1[0-2]|giêng|chạp|mười\s+hai|mười\s+một|hai|ba|tư|năm(?=\s+năm)|sáu|bảy|bẩy|tám|chín|mười)"
        rf"(?!\w)(?:\s*[/.-]\s*|\s*,?\s*năm\s+)(?P<month_year>{_Y})(?!\d)",
    ),
    ("month", rf"(?<![\d/.,-])(?P<bare_month>0?[1-9]|1[0-2])\s?/\s?(?P<bare_month_year>{_Y})(?![\d/])"),
    (
        "year",
        rf"(?:năm\s+(?:\w+\s+)?|(?:tết|xuân|nguyên\s+đán)\s+(?:[^\W\d_]+\s+){{0,3}})\(?(?P<year>{_Y})(?![\d/]|\s?-\s?\d)",
    ),
    ("this_year", r"(?:trong\s+)?năm\s+(?P<relative>nay|ngoái|qua|vừa\s+qua|tới)(?!\w)"),
    ("this_year", r"cả\s+năm(?!\s+\d)(?!\w)"),
    ("this_year", r"trong\s+năm(?P<in_year>)(?=\s*[,:]|\s+(?:đã|có|các|toàn|cả|cụm|khối|công|lđlđ|liên|qua))"),
)
_FIND_RE = re.compile("|".join(f"(?P<k{index}>(?<!\\w)(?:{pattern}))" for index, (_, pattern) in enumerate(_PATTERNS)))
_ANCHOR_RE = re.compile(
    r"(?<!\w)(?:từ|năm|cả|nhiệm|giai|thời|khóa|khoá|quý|nửa|một|hai|ba|bốn|sáu|bảy|bẩy|tám|chín|mười|trong|tháng|ngày|tết|xuân"
    r"|nguyên|\d+)(?!\w)"
)
"""Every pattern begins with one of these words; the patterns are tried nowhere else."""
_START_HINT_RE = re.compile(r"năm|tháng|quý|\d{4}|kỳ|đoạn")


@remembered
def parse_period(text: str, *, year: int | None = None) -> Period | None:
    """The first period named in a title, cell or phrase; null where there is none.

    ``year`` completes a period printed without one ("6 tháng đầu năm" with 2022 is 2022-H1). A bare year ("2023"), a
    span of dates ("từ 01/01/2023 đến 31/05/2023") and "quý III/2022", "9 tháng", "tháng 9/2022" are read; an
    impossible date (29/02/2023) is no period. Terms ("nhiệm kỳ 2023-2028") yield to a period of report beside them.
    """
    composed = ComposedText.of(text)
    spans = [span for span in find_periods(composed.lower, year=year) if span.period is not None]
    reported = [span for span in spans if span.kind not in ("term", "day")] or spans
    if reported:
        narrow = [span for span in reported if span.kind not in ("year", "this_year")]
        return (narrow or reported)[0].period
    bare = re.fullmatch(rf"\s*\(?({_Y})\)?\s*", composed.lower)
    if bare:
        return Period(code=bare.group(1))
    months = re.search(r"(?<!\w)(0?[1-9]|1[0-2])\s+tháng(?!\w)", composed.lower)
    return Period(code=f"{year}-M{int(months.group(1)):02d}") if months and year else None


_PARTS_OF_YEAR = {"H1": 6, "H2": 12, "Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12}
_CODE_RE = re.compile(r"(?P<year>[12]\d{3})(?:-(?P<part>H[12]|Q[1-4])|-M?(?P<month>0[1-9]|1[0-2]))?", re.ASCII)
_SPAN_CODE_RE = re.compile(r"(?P<school>SY)?[12]\d{3}-(?P<year>[12]\d{3})", re.ASCII)


def last_day(code: str | None) -> date | None:
    """The day a period ends: 30 June of ``2025-H1``, 31 August 2025 of ``SY2024-2025``; null for no code of ours."""
    end = (code or "").rpartition("/")[2]
    span = _SPAN_CODE_RE.fullmatch(end)
    if span is not None:
        return date(int(span["year"]), 8 if span["school"] else 12, 31)
    match = _CODE_RE.fullmatch(end)
    if match is not None:
        year, month = int(match["year"]), int(match["month"] or _PARTS_OF_YEAR.get(match["part"] or "", 12))
        return date(year, month, monthrange(year, month)[1])
    try:
        return date.fromisoformat(end)
    except ValueError:
        return None


def first_day(code: str | None) -> date | None:
    """The day a period begins: 1 July of ``2025-H2``, 1 January of ``2025-M09``; null for no code of ours."""
    begin = (code or "").partition("/")[0]
    span = _SPAN_CODE_RE.fullmatch(begin)
    if span is not None:
        year = int(begin.removeprefix("SY")[:4])
        return date(year, 9, 1) if span["school"] else date(year, 1, 1)
    match = _CODE_RE.fullmatch(begin)
    if match is not None:
        month = 1
        if match["part"] is not None:
            month = _PARTS_OF_YEAR[match["part"]] - (5 if match["part"].startswith("H") else 2)
        elif match["month"] is not None and "-M" not in begin:
            month = int(match["month"])
        return date(int(match["year"]), month, 1)
    try:
        return date.fromisoformat(begin)
    except ValueError:
        return None


def find_periods(lowered: str, *, year: int | None = None) -> list[PeriodSpan]:
    """Every period of a lower-cased composed text in order; ``year`` completes those printed without one."""
    if _START_HINT_RE.search(lowered) is None:
        return []
    return list(_find(lowered, year))


def _find(lowered: str, year: int | None) -> Iterator[PeriodSpan]:
    position = 0
    while (anchor := _ANCHOR_RE.search(lowered, position)) is not None:
        match = _FIND_RE.match(lowered, anchor.start())
        position = match.end() if match else anchor.end()
        if match is None:
            continue
        kind = next(kind for index, (kind, _) in enumerate(_PATTERNS) if match[f"k{index}"] is not None)
        yield PeriodSpan(start=match.start(), end=match.end(), kind=kind, period=_period(kind, match, year))


def _period(kind: str, match: re.Match[str], year: int | None) -> Period | None:
    match kind:
        case "span":
            return _span(match)
        case "school_year":
            opening = int(match["sy_from"])
            return Period(code=f"SY{opening}-{opening + 1}")
        case "term":
            first, last = match["term_from"] or match["bare_from"], match["term_to"] or match["bare_to"]
            return Period(code=f"{first}-{last}") if int(first) < int(last) else None
        case "quarter":
            number = _ROMAN.get(match["quarter"]) or int(match["quarter"])
            return _of_year(match["quarter_year"], year, f"Q{number}")
        case "half":
            half = "H1" if (match["half"] or match["half2"]) == "đầu" else "H2"
            return _of_year(match["half_year"] or match["half2_year"], year, half)
        case "months":
            months = _count(match["months"])
            printed = match["months_year"] or match["months_year2"]
            return _of_year(printed, year, {6: "H1", 12: ""}.get(months, f"M{months:02d}"))
        case "month":
            number = _count(match["month"] or match["bare_month"])
            return Period(code=f"{match['month_year'] or match['bare_month_year']}-{number:02d}")
        case "day":
            day = read_day(match["day"] or match["last_day"])
            return Period(code=f"{day:%Y-%m}", as_of=day) if day else None
        case "year":
            return Period(code=match["year"])
        case _:
            return _relative(match["relative"], year)


def _relative(word: str | None, year: int | None) -> Period | None:
    if year is None:
        return None
    shift = {"ngoái": -1, "tới": 1}.get(word or "", 0)
    return Period(code=str(year + shift))


def _span(match: re.Match[str]) -> Period | None:
    if match["from_year"]:
        quarter = _ROMAN.get(match["to_quarter"]) or int(match["to_quarter"])
        return Period(code=f"{match['from_year']}/{match['to_year']}-Q{quarter}")
    first, last = read_day(match["from_day"]), read_day(match["to_day"])
    if first is None or last is None or first > last:
        return None
    return Period(code=f"{first.isoformat()}/{last.isoformat()}", as_of=last)


def _of_year(printed: str | None, year: int | None, suffix: str) -> Period | None:
    whole = printed or (str(year) if year else None)
    if whole is None:
        return None
    return Period(code=f"{whole}-{suffix}" if suffix else whole)


def _count(word: str) -> int:
    word = " ".join(word.split())
    return int(word) if word.isdigit() else _MONTH_WORDS[word]


def read_day(text: str) -> date | None:
    """A day as printed, day before month ("03/8/2017", "26 tháng 7 năm 2022"); null where no calendar has it."""
    parts = [int(part) for part in re.findall(r"\d+", text)]
    if len(parts) != 3:
        return None
    try:
        return date(parts[2], parts[1], parts[0])
    except ValueError:
        return None
