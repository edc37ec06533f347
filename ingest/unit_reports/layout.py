"""Recognising a table: its header rows joined into column paths, and the declared layout they fit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path

from ingest.unit_reports.header_words import (
    HeaderWords,
    LayoutError,
    Role,
    header_words,
    layout_files,
    path_key,
    read_layout_file,
)
from ingest.unit_reports.values import is_unit_of_measure
from ingest.unit_reports.workbook import Sheet
from ingest.vietnamese.periods import parse_period
from warehouse.vietnamese import comparison_key

_MAX_HEADER_ROWS = 6
_INDEX_CELL = re.compile(
    r"[(\[]?-?\d{1,3}[)\]]?[a-z]?|[(\[]?(?:\d{1,3}|[a-zđ])[)\]]?\s*=.*|[A-Za-zĐđ]|[(\[][a-zA-ZĐđ][)\]]|[A-Z]-\d{1,4}"
    r"|cột \d{1,3}",
    re.IGNORECASE,
)
_MONTH_ALONE = re.compile(r"(?:(?:ước )?(?:thực hiện|th|kết quả|kq) |trong )?tháng (0?[1-9]|1[0-2])")
_PLANNED = re.compile(r"\b(?:dự kiến|phương hướng|phấn đấu|mục tiêu|nhiệm vụ|kế hoạch|chỉ tiêu|giao|đăng ký|dự toán)\b")
_ONE_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_EARLIER = re.compile(
    r"(?:(?:đã )?(?:thực hiện|th|kết quả|kq|số liệu) )?(?P<same>cùng kỳ\b|(?:(?:của )?năm (?:trước|ngoái)\b))"
)
_YEAR_CELL = re.compile(r"(?:19|20)\d{2}")
_NUMBERISH = re.compile(r"[-+]?[\d.,\s%]+")
_MAIN_ROLES = (Role.INDICATOR, Role.ORG_UNIT)
_VALUE_ROLES = frozenset((Role.TARGET, Role.RESULT, Role.PERCENT, Role.RATIO))
_MEASURED_ROLES = frozenset((Role.TARGET, Role.RESULT, Role.PERCENT))
_GUESSED_ROWS = 60
_SAMPLED_ROWS = 20
_PARAMETER_NAME = re.compile(r"[a-z]+(?:_[a-z]+)*")
_HEADING_LENGTH = 120
GENERAL_PRIORITY = 90
"""From here on a layout describes any table of its shape, not a known form."""


IndexedPath = tuple[int, tuple[str, ...]]
"""A column's index with its headings from top to bottom."""


class Shape(StrEnum):
    """What one row of the table is."""

    INDICATOR_ROWS = "indicator_rows"
    UNIT_ROWS = "unit_rows"


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its headings from top to bottom, and what it holds."""

    index: int
    path: tuple[str, ...]
    role: Role | None
    """Null where the headings name an indicator and nothing else: the column holds its results."""

    heading: str = field(init=False, repr=False, compare=False)
    """The headings in one line."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "heading", " / ".join(self.path))


@dataclass(frozen=True, slots=True)
class Header:
    """Header rows of one table, zero-based; data begin at ``first_row``."""

    top: int
    bottom: int
    first_row: int
    columns: tuple[Column, ...]

    def first(self, role: Role) -> Column | None:
        return next((column for column in self.columns if column.role is role), None)

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(column.role for column in self.columns if column.role is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A declared layout. Labels in ``indicators`` are comparison keys of labels or of paths joined by " / "."""

    code: str
    shape: Shape
    priority: int
    roles: frozenset[Role]
    any_role: frozenset[Role]
    min_header_rows: int
    max_header_rows: int
    headings: tuple[re.Pattern[str], ...] = ()
    """Each has to be found in some column's headings."""
    indicators: Mapping[str, str] = field(default_factory=dict)
    ratings: str | None = None
    """Heading over the columns whose tick rates a unit, as a comparison key."""
    rating_names: Mapping[str, str] = field(default_factory=dict)
    note_counts: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Role] = field(default_factory=dict)
    """Roles of the form's columns by their whole path, as ``path_key``; each of them has to be there."""
    words: HeaderWords = field(default_factory=header_words, repr=False, compare=False)
    money_unit: str | None = None
    """The unit of money the form is in where nothing on the sheet says one."""

    @property
    def is_general(self) -> bool:
        return self.priority >= GENERAL_PRIORITY

    def fits(self, header: Header) -> bool:
        depth = header.bottom - header.top + 1
        keys = [comparison_key(column.heading) for column in header.columns] if self.headings else []
        main = header.first(Role.INDICATOR if self.shape is Shape.INDICATOR_ROWS else Role.ORG_UNIT)
        roles = header.roles | ({Role.RESULT} if any(column.role is None for column in header.columns) else set())
        return (
            main is not None
            and (self.shape is Shape.INDICATOR_ROWS or header.first(Role.INDICATOR) is None)
            and roles >= self.roles
            and (not self.any_role or bool(roles & self.any_role))
            and self.min_header_rows <= depth <= self.max_header_rows
            and all(any(heading.search(key) for key in keys) for heading in self.headings)
            and (not self.columns or {path_key(column.heading) for column in header.columns} >= set(self.columns))
        )

    def rating(self, path: tuple[str, ...]) -> str | None:
        """The rating a column stands for by its headings; null for other columns."""
        if self.ratings is None or len(path) < 2 or self.ratings not in comparison_key(" / ".join(path[:-1])):
            return None
        return self.rating_names.get(comparison_key(path[-1]), path[-1])

    def indicator(self, *labels: str) -> str | None:
        """The indicator this layout itself gives to the first known of the labels."""
        for label in labels:
            code = self.indicators.get(comparison_key(label))
            if code is not None:
                return code
        return None


@dataclass(frozen=True, slots=True)
class Table:
    """One recognised table of a sheet: rows ``header.first_row`` to ``last_row``."""

    header: Header
    layout: Layout
    title_row: int
    """First row that belongs to the table's letterhead and title."""
    last_row: int


@cache
def declared_layouts(own: Path | None = None) -> tuple[Layout, ...]:
    """Every layout of the ``layouts`` folder and of a federation's ``own``, the most particular first.

    Raises ``LayoutError`` for a file that cannot be used.
    """
    layouts = {layout.code: layout for layout in map(_layout, layout_files(own))}
    return tuple(sorted(layouts.values(), key=lambda layout: (not layout.columns, layout.priority, layout.code)))


def find_tables(sheet: Sheet, layouts: Sequence[Layout] | None = None) -> tuple[Table, ...]:
    """The tables of a sheet from top to bottom, those side by side from left to right; empty where none is known.

    A layout that declares its columns is sought first, by its own words.
    """
    known = declared_layouts() if layouts is None else layouts
    for layout in known:
        if layout.columns:
            tables = _tables(sheet, layout.words, (layout,))
            if tables:
                return tables
    return _tables(sheet, header_words(), [layout for layout in known if not layout.columns])


def guess_header(sheet: Sheet) -> Header | None:
    """What looks like a sheet's header, known or not: the fullest row of words above a row with numbers.

    For people only: nothing is loaded by a guess.
    """
    words = header_words()
    known = next(_headers(sheet, words), None)
    if known:
        return known[0]
    best: tuple[int, int] | None = None
    for row in range(sheet.top, min(sheet.bottom, sheet.top + _GUESSED_ROWS) + 1):
        cells = sheet.row_texts(row)
        if len(cells) >= 2 and _is_worded(sheet, row, cells) and (best is None or len(cells) > best[1]):
            best = row, len(cells)
    if best is None:
        return None
    top = bottom = best[0]
    while (
        top > sheet.top and len(sheet.row_texts(top - 1)) >= 2 and _is_worded(sheet, top - 1, sheet.row_texts(top - 1))
    ):
        top -= 1
    for column in range(sheet.left, sheet.right + 1):
        merge = sheet.merge_at(top, column)
        bottom = max(bottom, min(merge.bottom, top + _MAX_HEADER_ROWS - 1)) if merge is not None else bottom
    return Header(top, bottom, _after_index_row(sheet, bottom + 1), _columns(_paths(sheet, top, bottom), words))


def _is_worded(sheet: Sheet, row: int, cells: list[tuple[int, str]]) -> bool:
    """A row of short texts that are no numbers of columns and no names of parameters."""
    return not all(_INDEX_CELL.fullmatch(text) or _PARAMETER_NAME.fullmatch(text) for _, text in cells) and all(
        isinstance(sheet.value(row, column), str) and not _NUMBERISH.fullmatch(text) and len(text) <= _HEADING_LENGTH
        for column, text in cells
    )


def _tables(sheet: Sheet, words: HeaderWords, layouts: Sequence[Layout]) -> tuple[Table, ...]:
    rows = list(_headers(sheet, words))
    tables: list[Table] = []
    title_row = sheet.top
    for number, headers in enumerate(rows):
        following = rows[number + 1][0].top if number + 1 < len(rows) else sheet.bottom + 1
        for header in headers:
            layout = next((layout for layout in layouts if layout.fits(header)), None)
            if layout is not None:
                tables.append(Table(header, layout, title_row, following - 1))
        title_row = _title_row(sheet, headers[0].bottom + 1, following)
    return tuple(tables)


def _title_row(sheet: Sheet, first: int, header_row: int) -> int:
    """Where the lines above a further table of a sheet begin: below the last row with a number in it."""
    for row in range(header_row - 1, first - 1, -1):
        cells = sheet.row_texts(row)
        if any(not isinstance(sheet.value(row, column), str) or _NUMBERISH.fullmatch(text) for column, text in cells):
            return row + 1
    return first


def _headers(sheet: Sheet, words: HeaderWords) -> Iterator[tuple[Header, ...]]:
    """Headers from top to bottom; those of tables side by side together."""
    row = sheet.top
    while row <= sheet.bottom:
        headers = _headers_at(sheet, row, words)
        if not headers:
            row += 1
        else:
            yield headers
            row = headers[0].first_row


def _headers_at(sheet: Sheet, row: int, words: HeaderWords) -> tuple[Header, ...]:
    cells = sheet.row_texts(row)
    if len(cells) < 2 or not _may_open_header(sheet, row, cells, words):
        return ()
    bottom = _header_bottom(sheet, row, cells, words)
    parts = _side_by_side(_paths(sheet, row, bottom), words)
    first_row = _after_index_row(sheet, bottom + 1)
    headers = [
        Header(
            row, bottom, first_row, _with_unit_column(sheet, first_row, _with_second_key(sheet, first_row, part, words))
        )
        for part in parts
    ]
    return tuple(header for header in headers if _is_header(header, is_part=len(parts) > 1))


def _is_header(header: Header, *, is_part: bool) -> bool:
    roles = {column.role for column in header.columns}
    if not roles & set(_MAIN_ROLES):
        return False
    if roles & _VALUE_ROLES:
        return True
    return None in roles and (is_part or Role.ORDINAL in roles)


def _side_by_side(paths: list[IndexedPath], words: HeaderWords) -> list[list[IndexedPath]]:
    """Columns cut where the table's key column is repeated: twin tables, and rankings each sorted on its own."""
    key: str | None = None
    starts: list[int] = []
    for place, (_, path) in enumerate(paths):
        if len(path) > 1 or words.role(path[0]) not in _MAIN_ROLES:
            continue
        name = comparison_key(path[0])
        if key is None:
            key = name
        elif name == key:
            before = paths[place - 1][1]
            starts.append(place - 1 if len(before) == 1 and words.role(before[0]) is Role.ORDINAL else place)
    ends = [*starts, len(paths)]
    return [paths[start:end] for start, end in zip([0, *starts], ends, strict=True)]


def _may_open_header(sheet: Sheet, row: int, cells: list[tuple[int, str]], words: HeaderWords) -> bool:
    if any(not isinstance(sheet.value(row, column), str) and not _YEAR_CELL.fullmatch(text) for column, text in cells):
        return False
    if any(_NUMBERISH.fullmatch(text) and not _YEAR_CELL.fullmatch(text) and text != "%" for _, text in cells):
        return False
    return any(words.role(text) in _MAIN_ROLES for _, text in cells)


def _header_bottom(sheet: Sheet, top: int, cells: list[tuple[int, str]], words: HeaderWords) -> int:
    """The last header row: as deep as the merges of the top row reach, or while rows go on naming columns only."""
    anchors = [column for column, text in cells if words.role(text) in (Role.ORDINAL, *_MAIN_ROLES)]
    bottom = top
    for column in anchors:
        merge = sheet.merge_at(top, column)
        if merge is not None:
            bottom = max(bottom, min(merge.bottom, top + _MAX_HEADER_ROWS - 1))
    while bottom - top + 1 < _MAX_HEADER_ROWS and _continues_header(sheet, bottom + 1, anchors):
        bottom += 1
    return bottom


def _continues_header(sheet: Sheet, row: int, anchors: list[int]) -> bool:
    cells = sheet.row_texts(row)
    if not cells or any(sheet.text(row, column) for column in anchors) or _is_index_row(cells):
        return False
    return all(
        isinstance(sheet.value(row, column), str) and (not _NUMBERISH.fullmatch(text) or text == "%")
        for column, text in cells
    )


def _after_index_row(sheet: Sheet, row: int) -> int:
    while row <= sheet.bottom:
        cells = sheet.row_texts(row)
        if _is_index_row(cells):
            return row + 1
        if cells:
            break
        row += 1
    return row


def _is_index_row(cells: list[tuple[int, str]]) -> bool:
    """A row of column numbers: "(1) (2) (3) (4=3/2)", "A B 1 2", and -3 where Excel took "(3)" for a negative."""
    return len(cells) >= 3 and all(_INDEX_CELL.fullmatch(text) for _, text in cells) and _counts_up(cells)


def _counts_up(cells: list[tuple[int, str]]) -> bool:
    """Most numbers follow the one before: some forms skip a few."""
    numbers = [int(match[1]) for _, text in cells if (match := re.match(r"\D{0,5}?(\d+)", text))]
    if len(numbers) < 2:
        numbers = [ord(match[1].lower()) for _, text in cells if (match := re.match(r"[(\[]?([a-z])\b", text, re.I))]
    steps = [later == earlier + 1 for earlier, later in pairwise(numbers)]
    return bool(steps) and 2 * sum(steps) > len(steps)


def _paths(sheet: Sheet, top: int, bottom: int) -> list[IndexedPath]:
    found = ((index, _path(sheet, top, bottom, index)) for index in range(sheet.left, sheet.right + 1))
    return [(index, path) for index, path in found if path]


def _columns(paths: list[IndexedPath], words: HeaderWords) -> tuple[Column, ...]:
    columns: list[Column] = []
    mains: list[Role] = []
    for index, path in paths:
        role = words.paths.get(path_key(" / ".join(path))) or _role(path, words, has_main=bool(mains))
        if role is None and mains == [Role.ORG_UNIT]:
            # "Chỉ tiêu giao" over the names of indicators tells what the columns under it hold.
            role = next((above for part in path[:-1] if (above := words.role(part)) in _MEASURED_ROLES), None)
        if (role is None or role in _MEASURED_ROLES) and any(map(words.is_score, path)):
            role = Role.IGNORED
        if role in _MAIN_ROLES:
            mains.append(role)
        columns.append(Column(index, path, role))
    return tuple(columns)


def heading_period(heading: str, year: int | None) -> str | None:
    """The period a heading names: "Quý III", "Tháng 6", "TH 2022"; null for none, and for a bare year that is ``year``.

    A quarter or month without a year is one of ``year``.
    """
    period = parse_period(heading, year=year)
    if period is not None:
        return period.code
    month = _MONTH_ALONE.fullmatch(comparison_key(heading))
    if month is not None and year is not None:
        return f"{year}-{int(month[1]):02d}"
    years = _ONE_YEAR.findall(heading)
    return years[0] if len(years) == 1 and years[0] != str(year) else None


def tells_of_year_before(heading: str) -> bool:
    """A column of results of the same period a year earlier: "Cùng kỳ năm 2022", "Thực hiện năm trước"."""
    return _EARLIER.match(comparison_key(heading)) is not None


def _with_second_key(sheet: Sheet, first_row: int, paths: list[IndexedPath], words: HeaderWords) -> tuple[Column, ...]:
    """The columns of a table; where its rows are a unit *and* an indicator, both are keys.

    A heading alone does not tell: "Chỉ tiêu" beside the units may be the target, and "Đơn vị" beside the indicators
    may be the unit of measure. The cells below tell.
    """
    columns = _columns(paths, words)
    keys = {column.role for column in columns} & set(_MAIN_ROLES)
    if len(keys) != 1:
        return columns
    (missing,) = set(_MAIN_ROLES) - keys
    for place, column in enumerate(columns):
        is_open = column.role in (None, Role.TARGET) and len(column.path) == 1
        if not is_open or words.role(column.heading) is not missing:
            continue
        rows = range(first_row, min(sheet.bottom, first_row + _SAMPLED_ROWS) + 1)
        cells = [text for row in rows if (text := sheet.text(row, column.index))]
        if not cells or 2 * sum(any(char.isalpha() for char in text) for text in cells) <= len(cells):
            return columns
        role = missing
        if missing is Role.ORG_UNIT and 2 * sum(map(is_unit_of_measure, cells)) > len(cells):
            role = Role.UNIT_OF_MEASURE
        return (*columns[:place], replace(column, role=role), *columns[place + 1 :])
    return columns


def _with_unit_column(sheet: Sheet, first_row: int, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns; one beside indicators whose heading is not understood and half of whose cells are units of
    measure is theirs: a damaged heading must not make đồng of triệu đồng."""
    roles = {column.role for column in columns}
    if Role.INDICATOR not in roles or Role.UNIT_OF_MEASURE in roles:
        return columns
    for place, column in enumerate(columns):
        if column.role is not None or len(column.path) > 1:
            continue
        rows = range(first_row, min(sheet.bottom, first_row + _SAMPLED_ROWS) + 1)
        cells = [text for row in rows if (text := sheet.text(row, column.index))]
        if cells and 2 * sum(map(is_unit_of_measure, cells)) >= len(cells):
            return (*columns[:place], replace(column, role=Role.UNIT_OF_MEASURE), *columns[place + 1 :])
    return columns


def _role(path: tuple[str, ...], words: HeaderWords, *, has_main: bool) -> Role | None:
    leaf = path[-1]
    key = comparison_key(leaf)
    bare = comparison_key(_ONE_YEAR.sub("", key.replace("năm ", "")))
    if has_main and {key, bare} & words.ratio_target and words.role(leaf) is Role.INDICATOR:
        return Role.TARGET
    if len(path) > 1 and words.roles.get(comparison_key(path[-1])) in (Role.ORDINAL, Role.ORG_UNIT):
        # A heading under another heading ("Đơn vị" under "Khen thưởng") is part of a group, not the table's key.
        return None
    role = words.role(leaf)
    if role in _MAIN_ROLES and has_main:
        return None
    if role is None and words.ratio_heading(leaf) is not None:
        return Role.RATIO
    is_of_period = parse_period(leaf, year=2000) is not None or _MONTH_ALONE.fullmatch(key) is not None
    if role is None and has_main and (is_of_period or tells_of_year_before(leaf)):
        return Role.TARGET if _PLANNED.search(key) else Role.RESULT
    return role


def _path(sheet: Sheet, top: int, bottom: int, column: int) -> tuple[str, ...]:
    path: list[str] = []
    for row in range(top, bottom + 1):
        label = _label(sheet, top, bottom, row, column)
        if label and (not path or path[-1] != label):
            path.append(label)
    return tuple(path)


def _label(sheet: Sheet, top: int, bottom: int, row: int, column: int) -> str:
    """The heading over a column in one header row: its own, its merge's, or its parent's to the left."""
    merge = sheet.merge_at(row, column)
    if merge is not None:
        return sheet.text(merge.top, merge.left) if merge.top >= top else ""
    own = sheet.text(row, column)
    if own or not _has_label_below(sheet, row, bottom, column):
        return own
    for left in range(column - 1, sheet.left - 1, -1):
        if sheet.merge_at(row, left) is not None or not _has_label_below(sheet, row, bottom, left):
            return ""
        if row > top and sheet.text(row - 1, left + 1):
            return ""
        label = sheet.text(row, left)
        if label:
            return label
    return ""


def _has_label_below(sheet: Sheet, row: int, bottom: int, column: int) -> bool:
    return any(sheet.text(below, column) for below in range(row + 1, bottom + 1))


_LAYOUT_KEYS = frozenset(
    (
        "code", "describes", "shape", "priority", "fingerprint", "columns", "indicators", "note_counts", "ratings",
        "rating_names", "money_unit",
    )
)  # fmt: skip
_FINGERPRINT_KEYS = frozenset(("roles", "any_role", "min_header_rows", "max_header_rows", "headings"))


def _layout(path: Path) -> Layout:
    raw = read_layout_file(path)
    try:
        fingerprint = raw["fingerprint"]
        unknown = (set(raw) - _LAYOUT_KEYS) | (set(fingerprint) - _FINGERPRINT_KEYS)
        if unknown or raw["code"] != path.stem:
            raise ValueError(f"unknown keys {sorted(unknown)}" if unknown else f"code is {raw['code']}")
        columns = {str(path): Role(role) for path, role in (raw.get("columns") or {}).items()}
        return Layout(
            code=raw["code"],
            shape=Shape(raw["shape"]),
            priority=int(raw["priority"]),
            roles=frozenset(map(Role, fingerprint.get("roles", ()))),
            any_role=frozenset(map(Role, fingerprint.get("any_role", ()))),
            min_header_rows=int(fingerprint.get("min_header_rows", 1)),
            max_header_rows=int(fingerprint.get("max_header_rows", _MAX_HEADER_ROWS)),
            indicators={comparison_key(label): code for label, code in (raw.get("indicators") or {}).items() if code},
            headings=tuple(map(re.compile, fingerprint.get("headings", ()))),
            ratings=comparison_key(raw["ratings"]) if "ratings" in raw else None,
            rating_names={comparison_key(head): name for head, name in (raw.get("rating_names") or {}).items()},
            note_counts=dict(raw.get("note_counts") or {}),
            columns={path_key(path): role for path, role in columns.items()},
            words=header_words().with_columns(columns) if columns else header_words(),
            money_unit=str(raw["money_unit"]) if raw.get("money_unit") else None,
        )
    except (KeyError, TypeError, ValueError, AttributeError, re.error) as error:
        raise LayoutError(f"{path.name}: {error}. Correct this layout; the others beside it show the form.") from error
