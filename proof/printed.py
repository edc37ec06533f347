"""What offices print: books of lines of cells. Everything here is as typed; nothing knows how it will be read.

A number is the decimal in the cell, in the unit its form prints (triệu đồng, not đồng). The clean federation, the
faults, the oracle and the printers share these records and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Role(StrEnum):
    TARGET = "target"
    RESULT = "result"
    PERCENT = "percent"


class Nature(StrEnum):
    COUNT = "count"
    TURNS = "turns"
    """Counted in turns (lượt): may exceed any population."""
    MONEY = "money"
    SHARE = "share"


class Form(StrEnum):
    """The kinds of books: workbooks of four layouts, and articles."""

    YEAR = "year"
    """One unit: assigned, done, percent."""
    HALF_YEAR = "half_year"
    """One unit: the year's plan, two quarters, what they add up to, percent of the plan."""
    NINE_MONTHS = "nine_months"
    """One unit: done, without a target."""
    SYNTHESIS = "synthesis"
    """A cluster: one row a unit, three columns an indicator, a row of totals."""
    RATIOS = "ratios"
    """A cluster: one row a unit, one column an indicator as done/assigned, a row of totals."""
    ARTICLE = "article"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What is counted, as a form names it. ``size`` is the year's target of a middling unit, in printed units."""

    code: str
    label: str
    unit_word: str
    nature: Nature
    size: int
    part_label: str | None = None
    has_target: bool = True
    ceiling: int | None = None
    """More than this no unit below national level can have, in printed units."""


Shown = Decimal | str | date
"""A number, a text where none could be typed, or the date a spreadsheet made of a ratio."""


@dataclass(slots=True, kw_only=True)
class Cell:
    """One printed number. ``true`` is what it would be without the fault planted in it."""

    shown: Shown
    true: Decimal
    decimals: int | None = None
    """Decimals of a percentage as printed, where they are not those of ``shown``."""

    @property
    def number(self) -> Decimal | None:
        return self.shown if isinstance(self.shown, Decimal) else None


@dataclass(slots=True, kw_only=True)
class Line:
    """One statement: a unit's number for an indicator and period with what is printed beside it."""

    unit: str
    indicator: Indicator
    period: str
    cells: dict[Role, Cell]
    label: str
    """The row's or column's words."""
    unit_word: str
    scope: str | None = None
    is_total: bool = False
    target_period: str | None = None
    """Of the target, where it is another than the result's: the year's plan beside half a year."""
    is_population: bool = False
    """The words say that the base is the whole of a class: trong tổng số."""
    approximate: str | None = None
    """``hơn`` or ``gần`` before the number."""
    quarter: int = 0
    """Place among the quarters of a half-year form; 0 for what they add up to."""
    sentence: str = ""
    """The clause of an article, with {r}, {t} and {p}."""

    def number(self, role: Role) -> Decimal | None:
        cell = self.cells.get(role)
        return cell.number if cell else None


@dataclass(slots=True, kw_only=True)
class Book:
    """One file: a workbook in an office's inbox, or an article."""

    form: Form
    office: str
    path: str
    night: date
    sender: str
    sender_heading: str
    """The sender's name as printed at the head."""
    period: str
    period_words: str
    lines: list[Line]
    names: dict[str, str]
    """How each unit is named in this book."""
    is_computed: bool = False
    """Percentages and sums are formulas: they follow a mistyped number."""
    counts: list[NamedCount] = field(default_factory=list)
    """Of an article: counts of units."""
    held_on: date | None = None
    """Of an article: the day of the meeting it tells of."""
    day_words: str = ""
    """That day as printed."""


@dataclass(slots=True, kw_only=True)
class NamedCount:
    """A count of units in an article: beside their names ("03 đơn vị gồm …"), of a register, or of one rating."""

    kind: str
    """``names``, ``register`` or ``ratings``."""
    count: int
    names: list[str]
    sentence: str
    """With {n} and {names}."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell's address: the book's path, the index of its line, its role."""

    path: str
    line: int
    role: Role | None = None
    """None: the line, or the book where ``line`` is -1."""


WHOLE_BOOK = -1


@dataclass(slots=True, kw_only=True)
class Federation:
    """A province's federation: everything it printed on four nights."""

    seed: int
    size: int
    """Units that report."""
    office: str
    books: list[Book]
    members: dict[str, list[str]]
    """Units by cluster."""

    def book(self, path: str) -> Book:
        return next(book for book in self.books if book.path == path)


def copy_of(federation: Federation) -> Federation:
    """The same print, to be changed."""
    return replace(federation, books=[_copy_of_book(book) for book in federation.books])


def _copy_of_book(book: Book) -> Book:
    lines = [replace(line, cells={role: replace(cell) for role, cell in line.cells.items()}) for line in book.lines]
    counts = [replace(count, names=list(count.names)) for count in book.counts]
    return replace(book, lines=lines, names=dict(book.names), counts=counts)


@dataclass(slots=True, kw_only=True)
class PlantedFault:
    """A fault: its operator, the cells it changed and what it stands on."""

    operator: str
    seed: int
    places: list[Place]
    repairable: bool = False
    """Whether the true numbers are one change away: a digit, a scale, a sign, two cells."""
    note: str = ""
