"""A table's rows as drafts: cells read, names resolved, nothing yet decided between two readings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from ingest.remembered import remembered
from ingest.unit_reports.header_words import HeaderWords, Role, header_words
from ingest.unit_reports.layout import Column, Layout, Shape, Table, heading_period, tells_of_year_before
from ingest.unit_reports.preamble import Preamble, months
from ingest.unit_reports.values import (
    SILENT,
    Kind,
    Marks,
    Reading,
    marks_of,
    money_part,
    money_scale,
    read_cell,
    scale_of_unit,
    unit_in_brackets,
)
from ingest.unit_reports.workbook import Sheet
from ingest.vietnamese.periods import parse_period
from warehouse.catalogue import Catalogue, measure_of_unit
from warehouse.vietnamese import comparison_key

_PART = re.compile(r"\s*(?:[-+*•–—]+\s*|(?=trong\s+đó\b|tr\.\s*đó\b|bao\s+gồm\b|gồm\s*:))", re.IGNORECASE)
_PART_WORDS = re.compile(r"\s*(?:trong\s+đó|tr\.\s*đó|bao\s+gồm|gồm)\s*:?\s*", re.IGNORECASE)
_SECTION_ORDINAL = re.compile(r"[IVXLC]+\.?|[A-ZĐ]\.?")
_NOTE_LABEL = re.compile(r"ghi chú\s*:?", re.IGNORECASE)
_BRACKETED = re.compile(r"\(([^()]{1,20})\)")
_OF_ALL = re.compile(r"(?:so với|trong|trên) tổng số")
_ENUMERATED = re.compile(r"\s*(?:[ivxlc]+|[a-zđ]|\d{1,2})\s*[.)/-]\s*", re.IGNORECASE)
_UNIT_NAME = re.compile(
    r"(?:(?:[ivxlc]+|[a-zđ]|\d{1,2})\s*[.)/-]\s*)?"
    r"(?:lđlđ|liên đoàn lao động|công đoàn|cđ|cđcs|khối|cụm|huyện|h\.|thành phố|tp|thị xã|trường|đơn vị)\b"
)
_FULL_UNIT_NAME = re.compile(
    r"(?:(?:[ivxlc]+|[a-zđ]|\d{1,2})\s*[.)/-]\s*)?"
    r"(?:lđlđ|liên đoàn lao động)\s+(?:huyện|thành phố|tp|thị xã|quận|tỉnh)\b"
)
_ESTIMATE = re.compile(r"\bước\b")
_COUNT_IN_NAME = re.compile(r"\s*\(\s*\d+\s*\)\s*$")
_STATISTICS = frozenset(
    (
        "bình quân",
        "bình quân chung",
        "trung bình",
        "trung bình chung",
        "cao nhất",
        "thấp nhất",
        "tỷ lệ",
        "tỷ lệ %",
        "tỷ lệ (%)",
        "tỷ lệ (%",
    )
)
"""Rows under a table's units that are nobody's numbers."""
_MARK_CELLS = 5000
_UNKNOWN_EARLIER = "earlier"
"""The year before a period that is not known: its results are nobody's."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell with what was read in it."""

    row: int
    column: int
    reading: Reading = SILENT


@dataclass(slots=True)
class Draft:
    """One indicator of one unit and period: its target, result and percentage as read.

    ``column_key`` joins the drafts of one column, over which a total row is the sum.
    """

    column_key: tuple[object, ...]
    quote: str
    unit_text: str | None
    unit_code: str | None
    indicator_text: str | None
    indicator_code: str | None
    scope: str | None
    period_code: str | None
    reference_period_code: str | None
    unit_of_measure: str | None
    scale: int
    is_population: bool
    is_control_total: bool
    is_share: bool
    is_ratio: bool
    """Its result stands in a column of ratios ("27/22"), so that a date there was one."""
    is_whole: bool
    """Counts things that come whole."""
    is_unit_strange: bool
    """Money in a unit that is none of money: of what scale its numbers are is not known."""
    target: Place | None = None
    result: Place | None = None
    percent: Place | None = None
    comparison: Place | None = None
    """A cell that tells the change against another period: "tăng 12", "+0,6%"."""
    comparison_heading: str = ""
    comparison_period_code: str | None = None
    is_estimate: bool = False
    is_part: bool = False
    """Its row is part of the row above."""
    rating: str | None = None
    """The result's column is a rating, which a tick gives."""

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(place for place in (self.target, self.result, self.percent) if place is not None)


@dataclass(frozen=True, slots=True)
class Group:
    """Columns that speak of one thing: its target, its results, their percentage."""

    path: tuple[str, ...]
    period_code: str | None
    target: Column | None
    result: Column | None
    percent: Column | None
    comparison: Column | None = None
    reference_period_code: str | None = None
    rating: str | None = None
    is_ratio: bool = False
    is_population: bool = False
    has_value_heading: bool = True
    """Its result column says "TH" or the like; else the heading is the indicator alone and text in it is no number."""

    @property
    def text(self) -> str:
        return " / ".join(self.path)


@dataclass(frozen=True, slots=True)
class TableReader:
    """Everything needed to turn one table's rows into drafts."""

    sheet: Sheet
    table: Table
    preamble: Preamble
    catalogue: Catalogue
    office_unit: str | None
    words: HeaderWords
    marks: Mapping[int, Marks]
    """How each column's text writes numbers: by its own cells, else by the whole table's."""
    groups: tuple[Group, ...]
    _readings: dict[tuple[int, int], Reading] = field(default_factory=dict, repr=False, compare=False)
    _body: list[int] = field(default_factory=list, repr=False, compare=False)

    @classmethod
    def of(
        cls, sheet: Sheet, table: Table, preamble: Preamble, catalogue: Catalogue, office_unit: str | None
    ) -> TableReader:
        words = header_words()
        return cls(
            sheet,
            table,
            preamble,
            catalogue,
            office_unit,
            words,
            _marks(sheet, table),
            column_groups(table, preamble, words),
        )

    @property
    def layout(self) -> Layout:
        return self.table.layout

    def drafts(self) -> list[Draft]:
        """The drafts of every row, in reading order."""
        rows = _IndicatorRows(self) if self.layout.shape is Shape.INDICATOR_ROWS else _UnitRows(self)
        return list(rows.read())

    def knows_an_indicator(self) -> bool:
        """Some label where indicators stand is one of the catalogue's, whether or not a number stands beside it."""
        rows = _IndicatorRows(self) if self.layout.shape is Shape.INDICATOR_ROWS else _UnitRows(self)
        return rows.knows_an_indicator()

    @property
    def main_column(self) -> int | None:
        """Where the names of the rows stand."""
        return self.column(Role.INDICATOR if self.layout.shape is Shape.INDICATOR_ROWS else Role.ORG_UNIT)

    def column(self, role: Role) -> int | None:
        found = self.table.header.first(role)
        return found.index if found is not None else None

    def text(self, row: int, column: int | None) -> str:
        return self.sheet.text(row, column) if column is not None else ""

    def place(self, row: int, column: Column | None) -> Place | None:
        if column is None:
            return None
        return Place(row, column.index, self.reading(row, column.index))

    def reading(self, row: int, column: int) -> Reading:
        known = self._readings.get((row, column))
        if known is None:
            known = read_cell(self.sheet, row, column, self.marks.get(column, Marks.UNDECIDED))
            if not known.is_silent and self._is_spread(row, column):
                known = Reading(kind=Kind.UNREADABLE, text=known.text)
            self._readings[row, column] = known
        return known

    def _is_spread(self, row: int, column: int) -> bool:
        """One number merged over the rows of several names, or over several columns of values: it is not said whose."""
        merge = self.sheet.merge_at(row, column)
        if merge is None:
            return False
        rows = range(merge.top, min(merge.bottom, self.table.last_row) + 1)
        names = sum(bool(self.text(each, self.main_column)) for each in rows)
        values = sum(
            merge.left <= one.index <= merge.right and (one.role is None or one.role.is_value)
            for one in self.table.header.columns
        )
        return names > 1 or values > 1

    def body_rows(self) -> list[int]:
        """Filled rows down to the footer. A footer's opening word in a row of numbers is a label like any other."""
        if not self._body:
            self._body.extend(self._find_body())
        return self._body

    def _find_body(self) -> Iterator[int]:
        columns = [
            column.index for group in self.groups for column in (group.target, group.result) if column is not None
        ]
        for row in range(self.table.header.first_row, self.table.last_row + 1):
            cells = self.sheet.row_texts(row)
            if not cells:
                continue
            if self.words.is_footer(cells[0][1]) and not any(self._holds_number(row, column) for column in columns):
                return
            if any(self.words.is_derived(text) for _, text in cells[:2]):
                continue
            yield row

    def _holds_number(self, row: int, column: int) -> bool:
        return self.reading(row, column).kind in (Kind.NUMBER, Kind.RATIO)

    def draft(
        self,
        row: int,
        group: Group,
        *,
        label: str,
        unit_text: str | None,
        unit_code: str | None,
        indicator_text: str | None,
        indicator_code: str | None,
        unit_of_measure: str | None,
        scope: str | None = None,
        is_control_total: bool = False,
        is_part: bool = False,
        column_key: tuple[object, ...] | None = None,
    ) -> Draft:
        indicator = self.catalogue.indicators.get(indicator_code or "")
        is_money = indicator is not None and indicator.measure == "money"
        said = unit_of_measure
        if said is None and is_money:
            said = self.preamble.money_unit
        heading = group.result or group.target or group.percent
        value_column = group.result or group.target
        if unit_of_measure is None and value_column is not None and value_column.role is not None:
            said = unit_in_brackets(value_column.path[-1]) or said
        if is_money and said is not None:
            said = money_part(said)
        scale = scale_of_unit(said) if said is not None else 0
        return Draft(
            column_key=column_key if column_key is not None else (group.text, group.period_code),
            quote=" — ".join(part for part in (label, heading.heading if heading is not None else "") if part),
            unit_text=unit_text,
            unit_code=unit_code,
            indicator_text=indicator_text,
            indicator_code=indicator_code,
            scope=scope,
            period_code=group.period_code,
            reference_period_code=group.reference_period_code,
            unit_of_measure=said,
            scale=scale,
            is_population=group.is_population,
            is_control_total=is_control_total,
            is_share=(said is not None and measure_of_unit(said) == "percent")
            or (
                indicator is not None and indicator.measure == "percent" and (said is None or money_scale(said) is None)
            ),
            is_ratio=group.is_ratio,
            is_unit_strange=is_money and said is not None and money_scale(said) is None,
            is_whole=indicator is not None
            and indicator.measure == "count"
            and indicator.value_type == "integer"
            and scale == 0,
            target=self.place(row, group.target),
            result=self.place(row, group.result),
            percent=self.place(row, group.percent),
            comparison=self.place(row, group.comparison),
            comparison_heading=group.comparison.heading if group.comparison is not None else "",
            comparison_period_code=_compared_with(group),
            is_estimate=self.preamble.is_estimate
            or (group.result is not None and _tells_estimates(group.result.heading)),
            is_part=is_part,
            rating=group.rating,
        )


@remembered
def _tells_estimates(heading: str) -> bool:
    return _ESTIMATE.search(comparison_key(heading)) is not None


def _compared_with(group: Group) -> str | None:
    """The period a change is told against: the same part of the year the heading names, else of the year before."""
    if group.comparison is None or group.period_code is None:
        return None
    years = [int(year) for year in re.findall(r"(?:19|20)\d{2}", group.period_code)]
    named = re.search(r"(?<!\d)(?:19|20)\d{2}(?!\d)", group.comparison.heading)
    shift = int(named.group()) - years[0] if named is not None and years else -1
    return re.sub(r"(?:19|20)\d{2}", lambda year: str(int(year.group()) + shift), group.period_code)


def _marks(sheet: Sheet, table: Table) -> dict[int, Marks]:
    # A unit of "1.000đ" in a heading shows what the dot means.
    said = ["1.000.000" for column in table.header.columns if re.search(r"\b1\.000\s*đ", column.heading)]
    texts: dict[int, list[str]] = {column.index: [] for column in table.header.columns}
    count = 0
    for row in range(table.header.first_row, table.last_row + 1):
        for column, text in sheet.row_texts(row):
            if column in texts and isinstance(sheet.value(row, column), str):
                texts[column].append(text)
                count += 1
        if count > _MARK_CELLS:
            break
    whole = marks_of([*said, *(text for column in texts.values() for text in column)])
    own = {column: marks_of(cells) for column, cells in texts.items()}
    return {column: whole if marks is Marks.UNDECIDED else marks for column, marks in own.items()}


def column_groups(table: Table, preamble: Preamble, words: HeaderWords) -> tuple[Group, ...]:
    """The value columns of a table joined by what they speak of, left to right."""
    open_groups: dict[tuple[object, ...], Group] = {}
    targets: dict[tuple[str, ...], tuple[Column, str | None]] = {}
    order: list[tuple[object, ...]] = []
    cumulative: dict[tuple[str, ...], tuple[object, ...]] = {}
    for column in table.header.columns:
        if column.role not in (None, Role.TARGET, Role.RESULT, Role.PERCENT, Role.RATIO):
            continue
        path = _subject(column, words)
        period = _period_of(column, preamble, words)
        if period == _UNKNOWN_EARLIER:
            continue
        if column.role is None and table.layout.shape is Shape.INDICATOR_ROWS:
            continue
        key: tuple[object, ...] = (path, period)
        if column.role is Role.TARGET:
            targets.setdefault(path, (column, period))
        if column.role is Role.PERCENT and period == preamble.period_code and path in cumulative:
            key = cumulative[path]
        elif column.role is Role.PERCENT and key not in open_groups:
            key = next((known for known in reversed(order) if known[0] == path), key)
        if column.role is Role.RESULT and words.is_cumulative(column.path[-1]):
            cumulative[path] = key
        if key not in open_groups:
            open_groups[key] = Group(path, period, None, None, None)
            order.append(key)
        is_planned = preamble.is_plan and _is_unsaid(column, words) and table.layout.rating(column.path) is None
        open_groups[key] = _with_column(open_groups[key], column, words, is_planned=is_planned)
        if column.role is None:
            open_groups[key] = replace(open_groups[key], rating=table.layout.rating(column.path))
    groups = list(_with_targets(open_groups, order, targets, words))
    return tuple(_with_comparisons(groups, table, preamble, words))


def _with_comparisons(groups: list[Group], table: Table, preamble: Preamble, words: HeaderWords) -> Iterator[Group]:
    """A column of changes belongs to the result of the report's own period."""
    columns = {_subject(column, words): column for column in table.header.columns if column.role is Role.COMPARISON}
    for group in groups:
        column = columns.get(group.path)
        is_own = group.result is not None and group.period_code == preamble.period_code
        yield replace(group, comparison=column) if column is not None and is_own else group


def _is_unsaid(column: Column, words: HeaderWords) -> bool:
    """A column of numbers that its headings ("Số lượng", an indicator's name) call neither planned nor done."""
    return column.role is None or (column.role is Role.RESULT and words.is_number_only(column.path[-1]))


def _with_column(group: Group, column: Column, words: HeaderWords, *, is_planned: bool = False) -> Group:
    if is_planned:
        has_value_heading = group.has_value_heading and column.role is not None
        return replace(group, target=group.target or column, has_value_heading=has_value_heading)
    match column.role:
        case Role.TARGET:
            return replace(group, target=group.target or column)
        case Role.PERCENT:
            return replace(group, percent=group.percent or column)
        case Role.RATIO:
            named = words.ratio_heading(column.path[-1])
            return replace(group, result=column, is_ratio=True, is_population=named is not None and named.is_population)
        case Role.RESULT:
            return replace(group, result=group.result or column)
        case _:
            return replace(group, result=group.result or column, has_value_heading=False)


def _with_targets(
    groups: dict[tuple[object, ...], Group],
    order: list[tuple[object, ...]],
    targets: dict[tuple[str, ...], tuple[Column, str | None]],
    words: HeaderWords,
) -> Iterator[Group]:
    """A cumulative result stands beside its year's target, whose group then says nothing else."""
    cumulative = {
        groups[key].path
        for key in order
        if (column := groups[key].result) is not None and words.is_cumulative(column.path[-1])
    }
    for key in order:
        group = groups[key]
        target = targets.get(group.path)
        if target is not None and group.path in cumulative and group.target is None and group.result is not None:
            if words.is_cumulative(group.result.path[-1]):
                yield replace(group, target=target[0], reference_period_code=target[1])
            else:
                yield group
        elif group.path in cumulative and group.result is None and group.percent is None:
            continue
        else:
            yield group


def _subject(column: Column, words: HeaderWords) -> tuple[str, ...]:
    """What a column speaks of: its headings without those that only say what is measured, or when."""
    path = list(column.path)
    if column.role is Role.RATIO:
        named = words.ratio_heading(path[-1])
        path[-1] = named.subject if named is not None else path[-1]
    elif column.role is not None:
        # The heading that says what is measured: the last, or one above the indicator's name.
        said = next((place for place, part in reversed(list(enumerate(path))) if words.role(part) is column.role), -1)
        path.pop(said)
    return tuple(part for part in path if not _says_only_when(part))


def _says_only_when(heading: str) -> bool:
    is_short = len(heading.split()) <= 5
    return is_short and (heading_period(heading, 2000) is not None or tells_of_year_before(heading))


def _period_of(column: Column, preamble: Preamble, words: HeaderWords) -> str | None:
    if words.is_cumulative(column.path[-1]):
        named = parse_period(column.path[-1], year=preamble.year)
        is_narrower = named is not None and named.code != str(preamble.year)
        return _from_the_years_beginning(named.code if named is not None and is_narrower else preamble.period_code)
    if any(map(tells_of_year_before, column.path)):
        return _year_before(column, preamble.period_code)
    for part in reversed(column.path):
        period = heading_period(part, preamble.year)
        if period is not None:
            return period
    if (
        column.role is Role.TARGET
        and preamble.year is not None
        and re.search(r"\bnăm\b", comparison_key(column.path[-1]))
    ):
        return str(preamble.year)
    return preamble.period_code


def _from_the_years_beginning(period_code: str | None) -> str | None:
    """What is cumulative by a month or quarter is of the months up to its end: 2023-09 and 2023-Q3 are 2023-M09."""
    part = re.fullmatch(r"(\d{4})-(?:(\d{2})|Q(\d)|H2)", period_code or "")
    if part is None or period_code is None:
        return period_code
    last = int(part[2]) if part[2] else 3 * int(part[3]) if part[3] else 12
    return months(int(part[1]), 1, last) or period_code


def _year_before(column: Column, period_code: str | None) -> str | None:
    """The report's period in the year a column names, else in the year before."""
    years = [int(year) for year in re.findall(r"(?:19|20)\d{2}", period_code or "")]
    if not years or period_code is None:
        return _UNKNOWN_EARLIER
    named = re.search(r"(?<!\d)(?:19|20)\d{2}(?!\d)", column.heading)
    shift = int(named.group()) - years[0] if named is not None and int(named.group()) < years[0] else -1
    return re.sub(r"(?:19|20)\d{2}", lambda year: str(int(year.group()) + shift), period_code)


class _IndicatorRows:
    """One row an indicator; the unit is the sender, or stands in a column of its own."""

    def __init__(self, reader: TableReader) -> None:
        self._reader = reader
        self._section = ""
        self._main = ""
        self._main_code: str | None = None
        self._unit_of_measure: str | None = None
        self._row_unit: tuple[str, str | None] = ("", None)
        self._section_unit: tuple[str, str | None] | None = None
        self._parts_end = 0
        """The row after the parts of the last row that was asked for them."""
        self._of_all_row = 0
        """The last row among them that calls its base the whole number."""

    def read(self) -> Iterator[Draft]:
        for row in self._reader.body_rows():
            yield from self._row(row)

    def knows_an_indicator(self) -> bool:
        column = self._reader.column(Role.INDICATOR)
        labels = (self._reader.text(row, column) for row in self._reader.body_rows())
        return any(self._resolve(label, None) is not None for label in labels if label)

    def _row(self, row: int) -> Iterator[Draft]:
        reader = self._reader
        printed = reader.text(row, reader.column(Role.INDICATOR))
        ordinal = reader.text(row, reader.column(Role.ORDINAL))
        if _NOTE_LABEL.match(printed):
            return
        said = self._said_unit(row)
        filled = [group for group in reader.groups if self._is_filled(row, group)]
        if not filled:
            if said is None and (printed or ordinal):
                self._open_section(printed or ordinal)
            elif printed and not _PART.match(printed):
                self._remember(printed, said)
                # Its parts below are parts of this indicator though it has no number of its own.
                self._main_code = self._resolve(printed, said)
            return
        label, scope, is_part = printed, None, False
        is_total = reader.words.is_total(printed) or (not printed and reader.words.is_total(ordinal))
        if printed and _PART.match(printed) and self._main:
            label, scope, code = self._part(printed, said)
            is_part = True
            said = said or self._unit_of_measure
        else:
            said = said or unit_in_brackets(printed)
            code = self._resolve(printed, said)
            self._remember(printed, said)
            self._main_code = code
        unit_text, unit_code = self._unit(row)
        is_of_all = self._is_of_all(row, printed, code)
        for group in filled:
            yield reader.draft(
                row,
                replace(group, is_population=True) if is_of_all else group,
                label=printed or ordinal,
                unit_text=unit_text,
                unit_code=unit_code,
                indicator_text=label or None,
                indicator_code=code,
                unit_of_measure=said,
                scope=scope,
                is_control_total=is_total,
                is_part=is_part,
                column_key=(row, group.text, group.period_code),
            )
        yield from self._note(row, code, unit_text, unit_code, printed)

    def _is_of_all(self, row: int, printed: str, code: str | None) -> bool:
        """A count of a class whose row, or a part of it below, calls its base the whole number ("so với tổng số")."""
        indicator = self._reader.catalogue.indicators.get(code or "")
        if indicator is None or indicator.denominator_kind != "population" or indicator.measure != "count":
            return False
        column = self._reader.column(Role.INDICATOR)
        if _OF_ALL.search(comparison_key(printed)):
            return True
        if not row < self._parts_end:
            self._of_all_row, self._parts_end = row, row + 1
            while self._parts_end <= self._reader.table.last_row:
                label = self._reader.text(self._parts_end, column)
                if not _PART.match(label):
                    break
                if _OF_ALL.search(comparison_key(label)):
                    self._of_all_row = self._parts_end
                self._parts_end += 1
        return self._of_all_row > row

    def _remember(self, printed: str, said: str | None) -> None:
        self._main = printed
        self._main_code = None
        self._unit_of_measure = said

    def _said_unit(self, row: int) -> str | None:
        reader = self._reader
        text = reader.text(row, reader.column(Role.UNIT_OF_MEASURE))
        if reader.words.is_ditto(text):
            return self._unit_of_measure
        return text or None

    def _is_filled(self, row: int, group: Group) -> bool:
        return any(
            column is not None and self._reader.reading(row, column.index).kind is not Kind.EMPTY
            for column in (group.target, group.result, group.percent)
        )

    def _part(self, printed: str, said: str | None) -> tuple[str, str | None, str | None]:
        """Label, scope and indicator of a "trong đó" row: an indicator of its own where the catalogue has one."""
        part = _PART_WORDS.sub("", _PART.sub("", printed, count=1), count=1).strip() or printed
        unit = said or self._unit_of_measure
        own = self._reader.catalogue.resolve_indicator(f"{self._main} / {part}", unit_of_measure=unit).code
        if own is not None and own != self._main_code:
            return part, None, own
        return self._main, part, self._main_code

    def _resolve(self, printed: str, said: str | None) -> str | None:
        path = f"{self._section} / {printed}" if self._section else printed
        declared = self._reader.layout.indicator(path, printed)
        return declared or self._reader.catalogue.resolve_indicator(path, unit_of_measure=said).code

    def _unit(self, row: int) -> tuple[str | None, str | None]:
        reader, preamble = self._reader, self._reader.preamble
        column = reader.column(Role.ORG_UNIT)
        if column is not None:
            own = reader.text(row, column) or self._row_unit[0]
            if own != self._row_unit[0]:
                self._row_unit = own, self._unit_named(own)
            if own:
                return self._row_unit
        return self._section_unit or (preamble.sender_text, preamble.sender_code)

    def _unit_named(self, name: str) -> str | None:
        within = self._reader.preamble.sender_code or self._reader.office_unit
        return self._reader.catalogue.resolve_unit(_ENUMERATED.sub("", name), within=within).code

    def _open_section(self, text: str) -> None:
        """A row of words alone heads the rows below it; where it names a unit, they are that unit's."""
        self._section = text
        self._main, self._main_code = "", None
        code = self._unit_named(text) if _UNIT_NAME.match(comparison_key(text)) else None
        if code is not None or _FULL_UNIT_NAME.match(comparison_key(text)):
            self._section, self._section_unit = "", (_ENUMERATED.sub("", text), code)

    def _note(
        self, row: int, code: str | None, unit_text: str | None, unit_code: str | None, printed: str
    ) -> Iterator[Draft]:
        """The a/b behind a share, which offices put into the note column."""
        reader = self._reader
        counted = reader.layout.note_counts.get(code or "")
        note = reader.table.header.first(Role.NOTE)
        if counted is None or note is None or counted not in reader.catalogue.indicators:
            return
        place = reader.place(row, note)
        if place is None or place.reading.kind not in (Kind.RATIO, Kind.DATE):
            return
        period = next((group.period_code for group in reader.groups if group.result is not None), None)
        indicator = reader.catalogue.indicators[counted]
        group = Group(
            (), period, None, note, None, is_ratio=True, is_population=indicator.denominator_kind == "population"
        )
        yield reader.draft(
            row,
            group,
            label=printed,
            unit_text=unit_text,
            unit_code=unit_code,
            indicator_text=printed,
            indicator_code=counted,
            unit_of_measure=None,
            column_key=(row, "note"),
        )


Subject = tuple[Group, str, str | None, str | None, str | None]
"""A group of columns with its text, indicator, scope and unit of measure."""


class _UnitRows:
    """One row a unit; indicators stand in the columns."""

    def __init__(self, reader: TableReader) -> None:
        self._reader = reader
        self._subjects = self._told_apart([(group, *self._resolve(group)) for group in reader.groups])

    def read(self) -> Iterator[Draft]:
        for row in self._reader.body_rows():
            yield from self._row(row)

    def knows_an_indicator(self) -> bool:
        return any(code is not None for _, _, code, _, _ in self._subjects)

    def _row(self, row: int) -> Iterator[Draft]:
        reader = self._reader
        ordinal = reader.text(row, reader.column(Role.ORDINAL))
        name = reader.text(row, reader.column(Role.ORG_UNIT)) or (ordinal if not ordinal.isdecimal() else "")
        if not name or comparison_key(name) in _STATISTICS:
            return
        is_total = reader.words.is_total(name) or reader.words.is_total(ordinal)
        is_block = not is_total and _SECTION_ORDINAL.fullmatch(ordinal) is not None
        unit_code = self._whole() if is_total else None if is_block else self._unit(name)
        for group, text, code, scope, unit_of_measure in self._subjects:
            draft = reader.draft(
                row,
                group,
                label=name,
                unit_text=_COUNT_IN_NAME.sub("", name) if is_total or is_block else name,
                unit_code=unit_code,
                indicator_text=text or None,
                indicator_code=code,
                unit_of_measure=unit_of_measure,
                scope=scope,
                is_control_total=is_total or is_block,
            )
            if all(place.reading.kind is Kind.EMPTY for place in draft.places):
                continue
            if code is None and not group.has_value_heading and not _is_countable(draft):
                continue
            yield draft

    def _unit(self, name: str) -> str | None:
        reader, preamble = self._reader, self._reader.preamble
        within = preamble.sender_code or reader.office_unit
        bare = _COUNT_IN_NAME.sub("", name)
        return reader.catalogue.resolve_unit(bare, within=within).code

    def _whole(self) -> str | None:
        """Whose total a total row is: the cluster named above, or the one made of the rows' units, else the sender."""
        preamble = self._reader.preamble
        return preamble.group_code or self._cluster_of_rows or preamble.sender_code

    @cached_property
    def _cluster_of_rows(self) -> str | None:
        reader, year = self._reader, self._reader.preamble.year
        column = reader.column(Role.ORG_UNIT)
        names = [reader.text(row, column) for row in reader.body_rows()]
        codes = {self._unit(name) for name in names if name and not reader.words.is_total(name)}
        if year is None or None in codes or len(codes) < 2:
            return None
        groups = sorted({membership.group_code for membership in reader.catalogue.memberships})
        return next((group for group in groups if set(reader.catalogue.members(group, year)) == codes), None)

    @staticmethod
    def _told_apart(subjects: list[Subject]) -> list[Subject]:
        """One indicator under two headings is of two things ("Nhà nước", "Ngoài nhà nước"): which, is not known."""
        seen: dict[tuple[object, ...], set[tuple[str, ...]]] = {}
        for group, _, code, scope, unit in subjects:
            seen.setdefault((code, scope, unit, group.period_code, group.path[-1:]), set()).add(group.path)
        return [
            (
                group,
                text,
                code if len(seen[code, scope, unit, group.period_code, group.path[-1:]]) == 1 else None,
                scope,
                unit,
            )
            for group, text, code, scope, unit in subjects
        ]

    def _resolve(self, group: Group) -> tuple[str, str | None, str | None, str | None]:
        """Text, indicator, scope and unit of measure of a group of columns."""
        reader = self._reader
        path = list(group.path)
        scope: str | None = None
        if len(path) > 1 and comparison_key(path[-1]) in reader.words.scope_columns:
            scope = path.pop()
        elif len(path) > 1 and comparison_key(path[-1]) in reader.words.whole_columns:
            path.pop()
        elif len(path) > 1 and comparison_key(path[0]) in reader.words.scope_columns:
            scope = path.pop(0)
        elif len(path) > 1 and comparison_key(path[0]) in reader.words.whole_columns:
            path.pop(0)
        text = " / ".join(path)
        said = unit_in_brackets(path[-1]) if path else None
        plain = [_without_unit(part) for part in path]
        declared = reader.layout.indicator(text, " / ".join(plain), *plain[-1:])
        return text, declared or reader.catalogue.resolve_indicator(text, unit_of_measure=said).code, scope, said


def _is_countable(draft: Draft) -> bool:
    return any(place.reading.kind in (Kind.NUMBER, Kind.RATIO) for place in draft.places)


def _without_unit(label: str) -> str:
    return " ".join(_BRACKETED.sub(" ", label).split())
