"""Notations of a value cell: numbers, ratios, dates that were ratios, shares, errors, and the ways to say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from ingest.remembered import remembered
from ingest.unit_reports.ooxml import GENERAL
from ingest.unit_reports.workbook import Sheet
from ingest.vietnamese.numbers import ParsedNumber, parse_number, parse_ratio
from warehouse.figure import Change, Qualifier, decimal_text
from warehouse.vietnamese import comparison_key

_NOT_APPLICABLE = re.compile(r"[-–—−]+|[/／]{2,}|n/?a|không áp dụng", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"[.…\s_,]+|\{[^}]*\}|&=.*")
_COLON_RATIO = re.compile(r"(\d[\d.,]*)\s*:\s*(\d[\d.,]*)(\s*\(.*\))?")
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan thg1", "feb thg2", "mar thg3", "apr thg4", "may thg5", "jun thg6", "jul thg7", "aug thg8", "sep thg9",
         "oct thg10", "nov thg11", "dec thg12"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_DAY_MONTH_TEXT = re.compile(r"(\d{1,2})[- ](thg|[a-z]{3})[- ]?(\d{1,2})?", re.IGNORECASE)
_CODE = re.compile(r"0\d{3,}")
"""A code or a telephone number: numbers are filled up with zeros to three digits at most."""
_DOT_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_CHANGE = re.compile(
    r"(?P<sign>[+−–-]|tăng|giảm|vượt|hụt)\s*:?\s*(?P<number>\d[\d.,]*)\s*(?P<percent>%)?(?P<unit>\s+[^\d%]{1,30})?",
    re.IGNORECASE,
)
_DOWN = frozenset("-–−")
_EXACT_DIGITS = 15
_LONGEST_DECIMALS = 6


class Kind(StrEnum):
    """What a value cell says."""

    EMPTY = "empty"
    NOT_APPLICABLE = "not_applicable"
    NUMBER = "number"
    RATIO = "ratio"
    DATE = "date"
    FRACTION = "fraction"
    """A ratio that the cell keeps in lowest terms only."""
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One value cell as read. A percentage is 138.6; ``scale`` words in the cell itself are already multiplied out."""

    kind: Kind
    text: str = ""
    """As printed."""
    number: Decimal | None = None
    decimals: int | None = None
    is_percent: bool = False
    """A percent sign is printed, or the cell's format prints one."""
    unit: str | None = None
    """Unit of money or count said in the cell itself, with its scale word."""
    is_scaled: bool = False
    reference: Decimal | None = None
    reference_decimals: int | None = None
    percent: Decimal | None = None
    percent_decimals: int | None = None
    qualifier: Qualifier = Qualifier.EXACT
    upper: Decimal | None = None
    number_readings: tuple[Decimal, ...] = ()
    """Other numbers the dot or comma allows."""
    ratio_readings: tuple[tuple[Decimal, Decimal], ...] = ()
    """Every (result, reference) a cell that is no longer a ratio may have been typed as."""
    recovered_from: str | None = None
    """What the reading was recovered from, once another number settled it: ``date``, ``fraction``, ``decimal``."""
    other_readings: tuple[str, ...] = ()

    @property
    def is_grouped_by_dot(self) -> bool:
        """Typed text like "4.180"."""
        return _DOT_GROUPED.fullmatch(self.text.strip()) is not None

    @property
    def is_silent(self) -> bool:
        return self.kind in (Kind.EMPTY, Kind.NOT_APPLICABLE)


SILENT = Reading(kind=Kind.EMPTY)


class Marks(StrEnum):
    """How a sheet's text writes numbers."""

    VIETNAMESE = "vietnamese"
    """1.234,5"""
    AMERICAN = "american"
    """1,234.5"""
    UNDECIDED = "undecided"


_DIGIT = re.compile(r"\d")
_SIDES = re.compile(r"[/／:\s%()]+")
_VIETNAMESE_MARKS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:\.\d{3})+,\d+|\d+,(?:\d{1,2}|\d{4,})|0,\d+")
_AMERICAN_MARKS = re.compile(r"\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:,\d{3})+\.\d+|\d+\.(?:\d{1,2}|\d{4,})|0\.\d+")


def marks_of(texts: Iterable[str]) -> Marks:
    """Which mark is the decimal one, by the numbers that leave no doubt ("236,70", "1.000.000", "1,234.5")."""
    votes = sum(map(_vote, texts))
    if votes == 0:
        return Marks.UNDECIDED
    return Marks.VIETNAMESE if votes > 0 else Marks.AMERICAN


@remembered
def _vote(text: str) -> int:
    """How many more of a text's numbers are plainly Vietnamese than American."""
    votes = 0
    if _DIGIT.search(text) is None:
        return votes
    for side in _SIDES.split(text):
        if _VIETNAMESE_MARKS.fullmatch(side):
            votes += 1
        elif _AMERICAN_MARKS.fullmatch(side):
            votes -= 1
    return votes


def read_cell(sheet: Sheet, row: int, column: int, marks: Marks = Marks.UNDECIDED) -> Reading:
    """Read one value cell. Never raises; what is no number is ``UNREADABLE`` with its text."""
    fact = sheet.fact(row, column) if sheet.is_typed else None
    if fact is not None and fact.error is not None:
        return Reading(kind=Kind.UNREADABLE, text=fact.error)
    value = sheet.value(row, column)
    match value:
        case None:
            return SILENT
        case bool():
            return Reading(kind=Kind.UNREADABLE, text="TRUE" if value else "FALSE")
        case int() | float():
            number_format = fact.number_format if fact is not None else GENERAL
            # Zero and its negative are equal, yet not printed alike.
            return _known_number(value, number_format) if value else _read_number(value, number_format)
        case datetime() | date():
            return _read_date(value, fact.number_format if fact is not None else GENERAL)
        case str():
            return read_text(sheet.text(row, column), marks)
        case _:
            return Reading(kind=Kind.UNREADABLE, text=sheet.raw_text(row, column))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadChange:
    """A change against another period: a number of things, or a percentage."""

    direction: Change
    reading: Reading


def read_change(reading: Reading, heading: str, marks: Marks = Marks.UNDECIDED) -> ReadChange | None:
    """What a cell of a column of changes says; null where it tells no change, or does not say in which direction.

    "tăng 12", "+0,6%", "giảm 5%"; a stored number tells its direction by a minus, or by a heading of increases. "100%"
    says nothing of change, and nothing changed is no figure.
    """
    match = _CHANGE.fullmatch(reading.text.strip())
    if match is None:
        return _stored_change(reading, heading) if reading.kind is Kind.NUMBER else None
    number = read_text(match["number"] + (match["percent"] or ""), marks)
    if number.kind is not Kind.NUMBER or not number.number:
        return None
    is_down = match["sign"].lower() in _DOWN or match["sign"].lower() in ("giảm", "hụt")
    return ReadChange(
        direction=Change.DECREASE if is_down else Change.INCREASE,
        reading=replace(number, text=reading.text, unit=(match["unit"] or "").strip() or None),
    )


def _stored_change(reading: Reading, heading: str) -> ReadChange | None:
    number = reading.number or Decimal(0)
    if number == 0 or (number > 0 and not re.search(r"tăng", comparison_key(heading))):
        return None
    is_percent = reading.is_percent or "%" in heading
    return ReadChange(
        direction=Change.DECREASE if number < 0 else Change.INCREASE,
        reading=replace(reading, number=abs(number), is_percent=is_percent),
    )


@remembered
def read_text(text: str, marks: Marks = Marks.UNDECIDED) -> Reading:
    """Read a value cell's text."""
    printed = text.strip()
    stripped = printed.removeprefix("'").strip()
    if not stripped or _PLACEHOLDER.fullmatch(stripped):
        return SILENT
    if _NOT_APPLICABLE.fullmatch(stripped):
        return Reading(kind=Kind.NOT_APPLICABLE, text=printed)
    if comparison_key(stripped) == "không":
        return Reading(kind=Kind.NUMBER, text=printed, number=Decimal(0), decimals=0)
    return (
        _read_ratio_text(stripped, printed, marks)
        or _read_day_month_text(stripped, printed)
        or _read_number_text(stripped, printed, marks)
        or Reading(kind=Kind.UNREADABLE, text=printed)
    )


def _read_number_text(stripped: str, printed: str, marks: Marks) -> Reading | None:
    if _CODE.fullmatch(stripped):
        return None
    parsed = parse_number(_negative_in_brackets(stripped))
    if parsed is None:
        return None
    number, decimals, others = _by_marks(parsed, marks)
    unit = None if parsed.is_percent else parsed.unit_of_measure
    return Reading(
        kind=Kind.NUMBER,
        text=printed,
        number=number,
        decimals=decimals,
        is_percent=parsed.is_percent,
        unit=unit,
        is_scaled=parsed.scale_text is not None,
        qualifier=parsed.qualifier,
        upper=parsed.upper,
        number_readings=others,
    )


def _negative_in_brackets(text: str) -> str:
    return f"-{text[1:-1]}" if re.fullmatch(r"\(\d[\d.,]*\)", text) else text


def _by_marks(parsed: ParsedNumber, marks: Marks) -> tuple[Decimal, int, tuple[Decimal, ...]]:
    """The reading that the sheet's other numbers settle, with the readings that stay open."""
    if not parsed.alternatives or marks is Marks.UNDECIDED:
        return parsed.value, parsed.decimals, parsed.alternatives
    if marks is Marks.VIETNAMESE or parsed.is_percent:
        return parsed.value, parsed.decimals, ()
    return parsed.alternatives[0], 3 if parsed.decimals == 0 else 0, ()


def _read_ratio_text(stripped: str, printed: str, marks: Marks) -> Reading | None:
    colon = _COLON_RATIO.fullmatch(stripped)
    ratio = parse_ratio(f"{colon[1]}/{colon[2]}{colon[3] or ''}" if colon else stripped)
    if ratio is None:
        return None
    value, value_decimals, _ = _by_marks(ratio.value, marks)
    reference, reference_decimals, _ = _by_marks(ratio.reference, marks)
    return Reading(
        kind=Kind.RATIO,
        text=printed,
        number=value,
        decimals=value_decimals,
        reference=reference,
        reference_decimals=reference_decimals,
        percent=ratio.percent.value if ratio.percent else None,
        percent_decimals=ratio.percent.decimals if ratio.percent else None,
        is_scaled=bool(ratio.value.scale_text or ratio.reference.scale_text),
        unit=ratio.unit,
        qualifier=ratio.value.qualifier,
        other_readings=ratio.alternatives if marks is Marks.UNDECIDED else (),
    )


def _read_day_month_text(stripped: str, printed: str) -> Reading | None:
    """ "04-thg 5" and "4-Apr": a date as a spreadsheet printed it into a text file."""
    match = _DAY_MONTH_TEXT.fullmatch(stripped)
    if match is None:
        return None
    name = match[2].lower() + (match[3] or "") if match[2].lower() == "thg" else match[2].lower()
    month = _MONTHS.get(name)
    return _typed_as(int(match[1]), month, printed) if month is not None else None


def _read_date(value: date | datetime, number_format: str) -> Reading:
    shape = re.sub(r"\[[^\]]*\]|[\\\"@;]", "", number_format.lower()).strip()
    if isinstance(value, datetime) and (value.hour or value.minute or value.second):
        return Reading(kind=Kind.UNREADABLE, text=value.isoformat(sep=" "))
    if re.fullmatch(r"m{2,4}[-/ ]?yy", shape):
        # Typed month/year: 11/22 became November 2022.
        text = f"thg {value.month}-{value.year % 100:02d}"
        return Reading(kind=Kind.DATE, text=text, ratio_readings=((Decimal(value.month), Decimal(value.year % 100)),))
    if "y" in shape:
        return Reading(kind=Kind.UNREADABLE, text=value.strftime("%d/%m/%Y"))
    return _typed_as(value.day, value.month, f"{value.day:02d}-thg {value.month}")


def _typed_as(day: int, month: int, text: str) -> Reading:
    """The ratios a date may have been: day/month typed under Vietnamese settings, month/day under US ones."""
    readings = dict.fromkeys(((Decimal(day), Decimal(month)), (Decimal(month), Decimal(day))))
    return Reading(kind=Kind.DATE, text=text, ratio_readings=tuple(readings))


@lru_cache(maxsize=1 << 13, typed=True)
def _known_number(value: float, number_format: str) -> Reading:
    return _read_number(value, number_format)


def _read_number(value: float, number_format: str) -> Reading:
    exact = Decimal(format(value, f".{_EXACT_DIGITS}g")) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        return Reading(kind=Kind.UNREADABLE, text=str(value))
    shape = _format_shape(number_format)
    if shape.is_date:
        # A day's serial number that the reader did not know for one: under which epoch is not known.
        return Reading(kind=Kind.UNREADABLE, text=decimal_text(exact))
    if shape.is_fraction:
        return _read_fraction(exact)
    decimals = shape.decimals
    if shape.is_percent:
        percent = exact * 100
        rounded = rounded_at(percent, decimals if decimals is not None else printed_decimals(percent))
        return Reading(
            kind=Kind.NUMBER,
            text=f"{decimal_text(rounded)}%",
            number=rounded,
            decimals=decimals if decimals is not None else printed_decimals(rounded),
            is_percent=True,
        )
    text = decimal_text(exact)
    return Reading(
        kind=Kind.NUMBER,
        text=text,
        number=Decimal(text),
        decimals=len(text.partition(".")[2]) if decimals is None else decimals,
    )


def _read_fraction(exact: Decimal) -> Reading:
    """A cell formatted as a fraction: 1.25 may have been 5/4 or 10/8, so the factor is lost."""
    fraction = Fraction(exact).limit_denominator(1000)
    lowest = f"{fraction.numerator}/{fraction.denominator}"
    return Reading(
        kind=Kind.FRACTION,
        text=lowest,
        ratio_readings=tuple((Decimal(fraction.numerator * k), Decimal(fraction.denominator * k)) for k in (1, 2, 3)),
    )


@dataclass(frozen=True, slots=True)
class _FormatShape:
    """What a number format shows of a number."""

    is_date: bool
    is_fraction: bool
    is_percent: bool
    decimals: int | None


@remembered
def _format_shape(number_format: str) -> _FormatShape:
    shown = number_format.split(";", maxsplit=1)[0]
    return _FormatShape(
        is_date=_is_date_format(shown),
        is_fraction=re.fullmatch(r"#* *\?+/\?+", shown.strip()) is not None,
        is_percent="%" in shown,
        decimals=_format_decimals(shown),
    )


def _bare_format(shown: str) -> str:
    """A number format without the words and colours in it."""
    return re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", shown)


def _is_date_format(shown: str) -> bool:
    plain = _bare_format(shown).lower()
    return re.search(r"(?<![a-z])(?:d{1,4}|y{2,4})(?![a-z])", plain) is not None and not re.search(r"[0#?]", plain)


def _format_decimals(shown: str) -> int | None:
    """Decimals a number format prints; null for General and text formats."""
    plain = _bare_format(shown)
    if not re.search(r"[0#]", plain) or "e+" in plain.lower():
        return None
    fraction = re.search(r"\.([0#?]+)", plain)
    return len(fraction[1]) if fraction else 0


def printed_decimals(number: Decimal) -> int:
    """Decimals of a number without its trailing zeros."""
    text = decimal_text(number)
    return len(text.partition(".")[2])


def rounded_at(number: Decimal, decimals: int) -> Decimal:
    """Half up at the decimals a cell prints; a long computed fraction at six."""
    places = min(decimals, _LONGEST_DECIMALS)
    return number.quantize(last_place(places), rounding=ROUND_HALF_UP) if number.adjusted() < 20 else number


@lru_cache(maxsize=64)
def last_place(decimals: int) -> Decimal:
    """One unit in the last of so many decimals: 0.01 for 2."""
    return Decimal(1).scaleb(-decimals)


_MONEY_SCALES = (
    (re.compile(r"(?:tỷ|tỉ)(?: đồng| vnđ| vnd| đ)?"), 9),
    (re.compile(r"trăm triệu(?: đồng| đ)?"), 8),
    (re.compile(r"chục triệu(?: đồng| đ)?"), 7),
    (re.compile(r"1[.,]?000[.,]?000(?:[. ]*(?:đồng|đ|vnđ|vnd))?"), 6),
    (re.compile(r"(?:triệu|tr)(?:[. ]*(?:đồng|đ|vnđ|vnd))?"), 6),
    (re.compile(r"(?:trăm nghìn|trăm ngàn)(?: đồng| đ)?"), 5),
    (re.compile(r"(?:nghìn|ngàn|1[.,]?000|ng)(?:[. ]*(?:đồng|đ|vnđ|vnd))?"), 3),
    (re.compile(r"đồng|đ|vnđ|vnd|đồng việt nam"), 0),
)


@remembered
def money_scale(unit_of_measure: str) -> int | None:
    """The power of ten of a unit of money: "Tr. đồng" 6, "1.000đ" 3, "đồng" 0; null for other units."""
    key = comparison_key(unit_of_measure)
    for pattern, power in _MONEY_SCALES:
        if pattern.fullmatch(key):
            return power
    return None


def money_part(unit_of_measure: str) -> str:
    """The only unit of money of several said together: "người, triệu đồng" → "triệu đồng"; else the text as it is."""
    parts = [part.strip(" .") for part in re.split(r"[,;](?!\d)|\bvà\b", unit_of_measure)]
    money = [part for part in parts if part and money_scale(part) is not None]
    return money[0] if len(money) == 1 else unit_of_measure


COUNTED = frozenset(
    {
        "lượt", "người", "hộ", "nhà", "suất", "đơn vị", "đoàn viên", "cđcs", "cuộc", "lớp", "vụ", "bản", "lượt người",
        "cái",
    }
)  # fmt: skip


@remembered
def is_unit_of_measure(text: str) -> bool:
    """Whether a text is a unit of money or of count, or a percent sign."""
    return text == "%" or money_scale(text) is not None or comparison_key(text) in COUNTED


_IN_BRACKETS = re.compile(r"\(([^()]{1,20})\)")


@remembered
def unit_in_brackets(label: str) -> str | None:
    """The unit said in brackets at the end of a label or heading: "Quỹ MA (tr.đ)" → "tr.đ"."""
    units = (str(content).strip() for content in reversed(_IN_BRACKETS.findall(label)))
    return next((unit for unit in units if is_unit_of_measure(unit)), None)


_COUNT_SCALES = (
    (re.compile(r"(?:triệu) (?!đồng|đ\b|vn)[^\W\d_].*"), 6),
    (re.compile(r"(?:nghìn|ngàn|1[.,]?000) ?(?!đồng|đ\b|vn)[^\W\d_].*"), 3),
    (re.compile(r"trăm (?!nghìn|ngàn|triệu)[^\W\d_].*"), 2),
    (re.compile(r"chục [^\W\d_].*"), 1),
)


@remembered
def scale_of_unit(unit_of_measure: str) -> int:
    """The power of ten of any unit: "triệu đồng" 6, "nghìn người" 3, "người" 0."""
    money = money_scale(unit_of_measure)
    if money is not None:
        return money
    key = comparison_key(unit_of_measure)
    return next((power for pattern, power in _COUNT_SCALES if pattern.fullmatch(key)), 0)
