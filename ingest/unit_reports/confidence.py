"""How sure it is that a table was understood: a number from 0 to 100 with the parts it is made of.

A table is loaded only from a stated number on; below it the sheet is set aside whole, with what was and was not
understood. A known form needs less than one that only the general recogniser fits: its fingerprint speaks for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.unit_reports.drafts import Draft, TableReader
from ingest.unit_reports.header_words import Role
from ingest.unit_reports.layout import Shape
from ingest.unit_reports.settle import agrees_with_percent, base_value
from ingest.unit_reports.values import Kind
from warehouse.vietnamese import comparison_key

KNOWN_FORM_FROM = 50
GENERAL_FROM = 60
FOREIGN_FROM = 80
"""For a sheet headed by a body that is no union, of which at least three labels have to be known."""
_FOREIGN_LABELS = 3
_MOST_NAMED = 8
_DIGITS = frozenset("0123456789")


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of evidence: how much of it was found, out of how much."""

    found: int
    possible: int
    weight: int

    @property
    def share(self) -> Decimal:
        return Decimal(self.found) / self.possible if self.possible else Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """What speaks for a table. A part of which nothing was possible counts neither for nor against it."""

    labels: Part
    columns: Part
    checks: Part
    period: Part
    sender: Part
    unknown_labels: tuple[str, ...]
    unknown_columns: tuple[str, ...]
    is_general: bool
    is_foreign: bool
    doubled: str | None
    """A heading that stands over two columns of different numbers: which of them is meant is not known."""
    are_scores: bool
    """The numbers are points given for the indicators, or places in a ranking."""
    are_percentages: bool
    """The title makes percentages of numbers under the names of counts."""
    are_rows_mixed: bool
    """A column says of each row whether it is planned or done, or of which period: none of the headings does."""
    are_rows_entries: bool
    """The rows are entries of a list (people, payments), several of one unit: none of them is the unit's number."""
    are_units_strange: bool
    """No row's unit is known, and nothing above the table names a union."""
    is_shifted: bool
    """The column of names holds numbers or nothing: the headings do not stand over what they name."""

    @property
    def score(self) -> int:
        if self.is_shifted or self.doubled or self.are_scores or self.are_percentages:
            return 0
        if self.are_rows_mixed or self.are_rows_entries:
            return 0
        parts = [part for part in (self.labels, self.columns, self.checks, self.period, self.sender) if part.possible]
        weight = sum(part.weight for part in parts)
        return int(100 * sum(part.share * part.weight for part in parts) / weight) if weight else 0

    @property
    def needed(self) -> int:
        """The number from which the table is loaded."""
        if self.is_foreign or self.are_units_strange:
            return FOREIGN_FROM
        return GENERAL_FROM if self.is_general else KNOWN_FORM_FROM

    @property
    def is_enough(self) -> bool:
        if not self.labels.found:
            return False
        if (self.is_foreign or self.are_units_strange) and self.labels.found < _FOREIGN_LABELS:
            return False
        return self.score >= self.needed

    @property
    def vi(self) -> str:
        """The parts in words, for the office."""
        told = ["không thấy chỉ tiêu nào có số liệu"]
        if self.labels.possible:
            told = [f"{self.labels.found}/{self.labels.possible} chỉ tiêu thuộc danh mục"]
        told.append(f"hiểu {self.columns.found}/{self.columns.possible} cột")
        if self.checks.possible:
            told.append(f"{self.checks.found}/{self.checks.possible} tổng và tỷ lệ khớp")
        told.append("có kỳ báo cáo" if self.period.found else "không thấy kỳ báo cáo")
        if self.is_foreign:
            told.append("biểu của cơ quan không phải công đoàn")
        if self.is_shifted:
            told.append("tiêu đề cột lệch so với số liệu")
        if self.are_units_strange:
            told.append("không nhận ra đơn vị nào trong bảng và phần đầu trang không ghi tên công đoàn")
        if self.are_rows_mixed:
            told.append("các dòng là số giao, số thực hiện hoặc số của nhiều kỳ xen kẽ")
        if self.are_rows_entries:
            told.append("mỗi đơn vị có nhiều dòng (danh sách), không phải số của cả đơn vị")
        if self.are_scores:
            told.append("số trong bảng là điểm chấm hoặc thứ hạng, không phải số thực hiện")
        if self.are_percentages:
            told.append("bảng ghi tỷ lệ %, không ghi số thực hiện")
        if self.doubled is not None:
            told.append(f"hai cột cùng tiêu đề “{self.doubled[:60]}” nhưng số khác nhau")
        return ", ".join(told)

    @property
    def en(self) -> str:
        told = [
            f"labels {self.labels.found}/{self.labels.possible}",
            f"columns {self.columns.found}/{self.columns.possible}",
            f"checks {self.checks.found}/{self.checks.possible}",
            f"period {self.period.found}/{self.period.possible}",
            f"sender {self.sender.found}/{self.sender.possible}",
        ]
        told += ["not a union's sheet"] if self.is_foreign else []
        told += ["no unit known and no union named"] if self.are_units_strange else []
        told += ["rows of plan and result, or of several periods"] if self.are_rows_mixed else []
        told += ["a list with several entries of a unit"] if self.are_rows_entries else []
        told += ["points or places, not results"] if self.are_scores else []
        told += ["percentages, not results"] if self.are_percentages else []
        told += ["headings shifted"] if self.is_shifted else []
        told += [f"two columns headed {self.doubled[:60]!r}"] if self.doubled is not None else []
        return ", ".join(told)


def confidence_of(reader: TableReader, drafts: Sequence[Draft]) -> Confidence:
    """Judge a table by its settled drafts."""
    preamble = reader.preamble
    known, unknown = _labels(reader, drafts)
    understood, strange = _columns(reader, drafts)
    agreed, possible = _checks(drafts)
    is_known = preamble.sender_code is not None and preamble.foreign_sender is None and not preamble.is_sender_assumed
    return Confidence(
        labels=Part(len(known), len(known) + len(unknown), 45),
        columns=Part(understood, understood + len(strange), 20),
        checks=Part(agreed, possible, 15),
        period=Part(int(preamble.period_code is not None), 1, 10),
        sender=Part(2 if is_known else int(preamble.foreign_sender is None), 2, 10),
        unknown_labels=tuple(unknown[:_MOST_NAMED]),
        unknown_columns=tuple(strange[:_MOST_NAMED]),
        is_general=reader.layout.is_general,
        is_foreign=preamble.foreign_sender is not None,
        are_scores=_are_scores(reader, drafts),
        are_percentages=_are_percentages(reader, drafts),
        are_rows_mixed=_are_rows_mixed(reader),
        are_rows_entries=_are_rows_entries(reader, drafts),
        are_units_strange=_are_units_strange(reader, drafts, unknown),
        is_shifted=_is_shifted(reader) or (not agreed and _has_numbers_beside(reader)),
        doubled=_doubled(reader),
    )


def _labels(reader: TableReader, drafts: Iterable[Draft]) -> tuple[list[str], list[str]]:
    """Labels of indicators with numbers beside them, known and unknown. Parts go with their row."""
    known: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for draft in drafts:
        if draft.is_part or draft.rating is not None:
            continue
        if reader.layout.shape is Shape.INDICATOR_ROWS and draft.is_control_total:
            continue
        label = draft.indicator_text or draft.quote
        (known if draft.indicator_code is not None else unknown).setdefault(label)
    return list(known), [label for label in unknown if label not in known]


def _columns(reader: TableReader, drafts: Iterable[Draft]) -> tuple[int, list[str]]:
    """How many columns are understood, and what the others are headed."""
    told = {
        place.column
        for draft in drafts
        if draft.indicator_code is not None or draft.rating is not None
        for place in draft.places
    }
    understood = 0
    strange: list[str] = []
    for column in reader.table.header.columns:
        is_value = column.role is None or (reader.layout.shape is Shape.UNIT_ROWS and column.role.is_value)
        if column.index in told or not is_value:
            understood += 1
        else:
            strange.append(column.heading)
    headed = {column.index for column in reader.table.header.columns}
    return understood, strange + _unheaded(reader, headed)


def _unheaded(reader: TableReader, headed: set[int]) -> list[str]:
    """Columns within the table's width that hold values under no heading."""
    left, right = min(headed), max(headed)
    found: dict[int, int] = defaultdict(int)
    for row in reader.body_rows():
        for column, _ in reader.sheet.row_texts(row):
            if left <= column <= right + 1 and column not in headed:
                found[column] += 1
    enough = max(2, (reader.table.last_row - reader.table.header.first_row + 1) // 4)
    return [
        reader.sheet.locator(reader.table.header.top, column).rpartition("!")[2]
        for column, count in sorted(found.items())
        if count >= enough
    ]


def _doubled(reader: TableReader) -> str | None:
    """The heading of two value columns whose numbers differ somewhere."""
    columns: dict[tuple[str, ...], int] = {}
    for column in reader.table.header.columns:
        is_value = column.role is not None and column.role.is_value
        if not is_value and not (column.role is None and reader.layout.shape is Shape.UNIT_ROWS):
            continue
        first = columns.setdefault(column.path, column.index)
        if first != column.index and any(
            (mine := reader.text(row, column.index)) and mine != (other := reader.text(row, first)) and other
            for row in reader.body_rows()
        ):
            return column.heading
    return None


def _is_shifted(reader: TableReader) -> bool:
    column = reader.main_column
    texts = [reader.text(row, column) for row in reader.body_rows()]
    filled = [text for text in texts if text]
    return bool(filled) and 2 * sum(any(char.isalpha() for char in text) for text in filled) < len(filled)


def _are_scores(reader: TableReader, drafts: Sequence[Draft]) -> bool:
    """Whether the results are points or places in a ranking.

    Results no higher than the points beside them in any row, or that add up to them, are points themselves. What has a
    target beside it is none.
    """
    numbers: dict[int, list[Decimal]] = defaultdict(list)
    for draft in drafts:
        place = draft.result
        if place is not None and place.reading.number is not None and draft.target is None and not draft.is_ratio:
            numbers[place.row].append(place.reading.number)
    columns = [
        column.index
        for column in reader.table.header.columns
        if column.role is Role.IGNORED and any(map(reader.words.is_score, column.path))
    ]
    highest = {
        row: max(points)
        for row in numbers
        if (points := [point for column in columns if (point := reader.reading(row, column).number) is not None])
    }
    if not highest:
        are_places = reader.preamble.is_ranking and all(1 <= max(row) <= len(numbers) for row in numbers.values())
        return bool(numbers) and (reader.preamble.is_scoring or are_places)
    if reader.layout.shape is Shape.UNIT_ROWS:
        return reader.preamble.is_scoring or all(sum(numbers[row]) == point for row, point in highest.items())
    return all(max(numbers[row]) <= point for row, point in highest.items())


def _are_rows_mixed(reader: TableReader) -> bool:
    words = reader.words
    for column in reader.table.header.columns:
        if column.role is not None and column.role not in (Role.IGNORED, Role.INDICATOR):
            continue
        values = {reader.sheet.value(row, column.index) for row in reader.body_rows()}
        names = {value.strip(" -+:") for value in values if isinstance(value, str) and value[:1] not in _DIGITS}
        roles = {role for name in names if (role := words.role(name)) is not None and role.is_value}
        if {Role.TARGET, Role.RESULT} <= roles:
            return True
        is_of_periods = comparison_key(column.path[-1]) in words.period_columns
        texts = {text for row in reader.body_rows() if is_of_periods and (text := reader.text(row, column.index))}
        if is_of_periods and len(texts - {str(reader.preamble.year)}) > (0 if column.role is Role.IGNORED else 1):
            return True
    return False


def _are_rows_entries(reader: TableReader, drafts: Sequence[Draft]) -> bool:
    """People by name beside their units, or most units told twice with different numbers."""
    if reader.layout.shape is not Shape.UNIT_ROWS:
        return False
    people = [column.index for column in reader.table.header.columns if reader.words.is_person(column.path[-1])]
    if any(reader.text(draft.places[0].row, index) for index in people for draft in drafts if draft.places):
        return True
    numbers: dict[tuple[object, ...], set[Decimal]] = defaultdict(set)
    for draft in drafts:
        value = _value(draft)
        if value is not None and not draft.is_control_total:
            numbers[draft.unit_code or draft.unit_text, draft.column_key, draft.scope].add(value)
    twice = {key[0] for key, values in numbers.items() if len(values) > 1}
    return len(twice) > 0 and 2 * len(twice) >= len({key[0] for key in numbers})


def _are_units_strange(reader: TableReader, drafts: Sequence[Draft], unknown: Sequence[str]) -> bool:
    """No row is of a known unit, under no name of a union. Indicators that are all known may be nobody's."""
    preamble = reader.preamble
    is_named = preamble.sender_text is not None or preamble.group_code is not None
    is_indicators = reader.layout.shape is Shape.INDICATOR_ROWS
    if is_named or (is_indicators and (preamble.sender_code is not None or not unknown)):
        return False
    return not any(draft.unit_code is not None for draft in drafts if not draft.is_control_total)


def _are_percentages(reader: TableReader, drafts: Sequence[Draft]) -> bool:
    """Whether a table of percentages holds numbers that would be taken for counts."""
    return reader.preamble.is_percentages and any(
        draft.result is not None
        and draft.result.reading.kind is Kind.NUMBER
        and not draft.result.reading.is_percent
        and draft.target is None
        and draft.percent is None
        and draft.indicator_code is not None
        and not draft.is_share
        and draft.unit_of_measure is None
        for draft in drafts
    )


def _has_numbers_beside(reader: TableReader) -> bool:
    """A column of numbers under no heading to the right of the table: a column was put in among the data alone."""
    header = reader.table.header
    beside = max(column.index for column in header.columns) + 1
    if any(reader.text(row, beside) for row in range(header.top, header.bottom + 1)):
        return False
    named = [row for row in reader.body_rows() if reader.text(row, reader.main_column)]
    numbers = sum(reader.reading(row, beside).kind is Kind.NUMBER for row in named)
    return numbers >= 2 and 5 * numbers >= 4 * len(named)


def _checks(drafts: Sequence[Draft]) -> tuple[int, int]:
    """Percentages and totals that agree, of those that could."""
    agreed = possible = 0
    columns: dict[tuple[object, ...], list[Draft]] = defaultdict(list)
    for draft in drafts:
        columns[(*draft.column_key, draft.scope)].append(draft)
        fits = agrees_with_percent(draft)
        if fits is not None:
            possible += 1
            agreed += fits
    for column in columns.values():
        fits = _adds_up(column)
        if fits is not None:
            possible += 1
            agreed += fits
    return agreed, possible


def _adds_up(column: Sequence[Draft]) -> bool | None:
    """Whether some total of a column is the sum of its rows; null where there is no total or something is open."""
    totals = [value for draft in column if draft.is_control_total and (value := _value(draft)) is not None]
    rows = [_value(draft) for draft in column if not draft.is_control_total]
    numbers = [number for number in rows if number is not None]
    if not totals or len(numbers) < 2 or any(draft.is_share for draft in column):
        return None
    tolerance = Decimal(len(numbers)).scaleb(max((draft.scale for draft in column), default=0) - 2)
    return any(abs(sum(numbers) - total) <= (tolerance if total % 1 or column[0].scale else 0) for total in totals)


def _value(draft: Draft) -> Decimal | None:
    if draft.result is None or draft.result.reading.kind is Kind.UNREADABLE:
        return None
    return base_value(draft, draft.result)
