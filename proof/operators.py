"""The catalogue of faults: what people, spreadsheets and copying do to a printed number.

Each operator changes a clean federation in place and tells what it changed, or nothing where it found no place. It
picks its place among all that are possible, whether or not anything printed elsewhere can give the fault away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from random import Random

from proof.printed import (
    WHOLE_BOOK,
    Book,
    Federation,
    Form,
    Line,
    Nature,
    Place,
    PlantedFault,
    Role,
    Shown,
)

Spot = tuple[Book, int]
"""A line of a book."""
_WORKBOOKS = (Form.YEAR, Form.HALF_YEAR, Form.NINE_MONTHS, Form.SYNTHESIS, Form.RATIOS)
_TABLES = (Form.SYNTHESIS, Form.RATIOS)


class NoPlaceError(Exception):
    """Nothing in the federation can suffer this fault."""


@dataclass(slots=True)
class Planter:
    """A federation in which faults are being planted, at most one a line and file-wide fault."""

    federation: Federation
    draw: Random
    taken: set[tuple[str, int]]

    def spots(self, *forms: Form) -> Iterator[Spot]:
        """Lines without a fault, in books without one that concerns them whole."""
        for book in self.federation.books:
            if book.form in forms and (book.path, WHOLE_BOOK) not in self.taken:
                for index in range(len(book.lines)):
                    if (book.path, index) not in self.taken:
                        yield book, index

    def books(self, *forms: Form) -> list[Book]:
        """Books without any fault."""
        touched = {path for path, _ in self.taken}
        return [book for book in self.federation.books if book.form in forms and book.path not in touched]

    def choose(self, spots: Iterable[Spot], fits: Callable[[Book, Line], bool]) -> Spot:
        possible = [(book, index) for book, index in spots if fits(book, book.lines[index])]
        if not possible:
            raise NoPlaceError
        return self.draw.choice(possible)

    def choose_book(self, *forms: Form, fits: Callable[[Book], bool] = lambda _: True) -> Book:
        books = [book for book in self.books(*forms) if fits(book)]
        if not books:
            raise NoPlaceError
        return self.draw.choice(books)


Change = Callable[[Planter], list[Place]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """One kind of fault. ``rate`` is how many a federation prints in its two years, on average."""

    name: str
    describes: str
    change: Change
    rate: float = 1.0
    is_repairable: bool = False
    is_harmless: bool = False
    """A blemish that asks nothing of an office: a flag of severity info is what is wanted."""


def plant(federation: Federation, draw: Random, operators: Iterable[Operator] | None = None) -> list[PlantedFault]:
    """Plant faults at their rates; the federation is changed in place."""
    chosen = tuple(operators or OPERATORS)
    planter = Planter(federation, draw, set())
    wanted = [one for one in chosen for _ in range(int(one.rate) + (draw.random() < one.rate % 1))]
    draw.shuffle(wanted)
    # files before lines: a fault of a whole file needs one that is still clean
    wanted.sort(key=lambda one: one.name not in _FILE_WIDE)
    faults = []
    for operator in wanted:
        try:
            places = operator.change(planter)
        except NoPlaceError:
            continue
        planter.taken |= {(place.path, place.line) for place in places}
        fault = PlantedFault(
            operator=operator.name, seed=federation.seed, places=places, repairable=operator.is_repairable
        )
        faults.append(fault)
    return faults


# --- numbers -----------------------------------------------------------------------------------------------------


def _digits_exchanged(number: Decimal, draw: Random) -> Decimal:
    """Two digits beside each other in the other order."""
    digits, places = _digits(number), range(len(_digits(number)) - 1)
    unlike = [place for place in places if digits[place] != digits[place + 1] and (place or digits[1] != "0")]
    if not unlike:
        raise NoPlaceError
    place = draw.choice(unlike)
    return _number(digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :], number)


def _digit_other(number: Decimal, draw: Random) -> Decimal:
    """A neighbouring key of the keyboard."""
    digits = _digits(number)
    place = draw.randrange(len(digits))
    other = str((int(digits[place]) + draw.choice((-1, 1))) % 10)
    if other == "0" and place == 0:
        other = "2"
    return _number(digits[:place] + other + digits[place + 1 :], number)


def _digit_dropped(number: Decimal, draw: Random) -> Decimal:
    digits = _digits(number)
    place = draw.randrange(len(digits))
    left = digits[:place] + digits[place + 1 :]
    if len(digits) < 2 or left.startswith("0"):
        raise NoPlaceError
    return _number(left, number)


def _digit_doubled(number: Decimal, draw: Random) -> Decimal:
    digits = _digits(number)
    place = draw.randrange(len(digits))
    return _number(digits[: place + 1] + digits[place:], number)


def _digits(number: Decimal) -> str:
    return f"{abs(number):f}".replace(".", "")


def _number(digits: str, like: Decimal) -> Decimal:
    """The digits with as many decimals as another number has."""
    return int(digits) * _quantum(like)


Slip = Callable[[Decimal, Random], Decimal]


def _mistyped(role: Role, slip: Slip, *forms: Form, at_least: int = 10, counts_only: bool = False) -> Change:
    """Another number in a cell of this role; what the sheet computes from it follows."""

    def change(planter: Planter) -> list[Place]:
        def fits(book: Book, line: Line) -> bool:
            number = line.number(role)
            if number is None or abs(number) < at_least or (line.is_total and book.is_computed):
                return False
            if role is Role.PERCENT and book.is_computed:
                return False
            if counts_only and line.indicator.nature not in (Nature.COUNT, Nature.TURNS):
                return False
            return not (line.quarter == 0 and book.form is Form.HALF_YEAR and book.is_computed and role is Role.RESULT)

        for _ in range(20):
            book, index = planter.choose(planter.spots(*(forms or _WORKBOOKS)), fits)
            number = book.lines[index].cells[role].number
            try:
                other = slip(number, planter.draw) if number is not None else None
            except NoPlaceError:
                continue
            if other is not None and other != number:
                return retype(book, index, role, other)
        raise NoPlaceError

    return change


def retype(book: Book, index: int, role: Role, shown: Shown) -> list[Place]:
    """Type something into a cell. In a computed book percentages, sums and totals follow it."""
    line = book.lines[index]
    line.cells[role].shown = shown
    places = [Place(book.path, index, role)]
    if not book.is_computed or role is Role.PERCENT:
        return places
    places += _computed_percent(book, index)
    for other, sum_line in enumerate(book.lines):
        if other != index and _is_sum_of(sum_line, line, book) and role in sum_line.cells:
            added = _added(book, sum_line, role)
            if added is not None:
                sum_line.cells[role].shown = added
                places += [Place(book.path, other, role), *_computed_percent(book, other)]
    return places


def _is_sum_of(whole: Line, part: Line, book: Book) -> bool:
    if whole.indicator is not part.indicator or whole.scope or part.scope:
        return False
    if book.form is Form.HALF_YEAR:
        return part.quarter > 0 and whole.quarter == 0
    return whole.is_total and not part.is_total


def _added(book: Book, whole: Line, role: Role) -> Decimal | None:
    numbers = [part.number(role) for part in book.lines if _is_sum_of(whole, part, book)]
    return None if None in numbers else sum((number for number in numbers if number is not None), Decimal(0))


def _computed_percent(book: Book, index: int) -> list[Place]:
    """The percentage follows; one that comes out as it was is no change."""
    places, cell = _typed_percent(book, index), book.lines[index].cells.get(Role.PERCENT)
    return places if cell is not None and cell.shown != cell.true else []


def _quantum(number: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)


# --- percentages -------------------------------------------------------------------------------------------------


def _last_digit_off(number: Decimal, draw: Random) -> Decimal:
    return number + draw.choice((-1, 1)) * _quantum(number)


def _percent_cut_off(planter: Planter) -> list[Place]:
    def fits(book: Book, line: Line) -> bool:
        return _cut(line) is not None and not book.is_computed

    book, index = planter.choose(planter.spots(Form.YEAR, Form.SYNTHESIS, Form.HALF_YEAR, Form.ARTICLE), fits)
    line = book.lines[index]
    line.cells[Role.PERCENT].shown = _cut(line) or Decimal(0)
    return [Place(book.path, index, Role.PERCENT)]


def _cut(line: Line) -> Decimal | None:
    """The percentage cut off, where that is another than the rounded one and hides in no trailing zero."""
    result, target, percent = (line.number(role) for role in (Role.RESULT, Role.TARGET, Role.PERCENT))
    if result is None or not target or percent is None:
        return None
    cut = (100 * result / target).quantize(_quantum(percent), rounding=ROUND_DOWN)
    return None if cut == percent or str(cut).endswith("0") else cut


# --- cells and rows ----------------------------------------------------------------------------------------------


def _ratio_swapped(*forms: Form) -> Change:
    def change(planter: Planter) -> list[Place]:
        def fits(book: Book, line: Line) -> bool:
            result, target = line.number(Role.RESULT), line.number(Role.TARGET)
            is_plain = line.indicator.nature in (Nature.COUNT, Nature.MONEY) and not line.is_total
            has_percent = Role.PERCENT in line.cells or book.form is Form.RATIOS
            return is_plain and has_percent and bool(result) and bool(target) and result != target

        book, index = planter.choose(planter.spots(*forms), fits)
        line = book.lines[index]
        result, target = line.cells[Role.RESULT].shown, line.cells[Role.TARGET].shown
        line.cells[Role.RESULT].shown, line.cells[Role.TARGET].shown = target, result
        return [Place(book.path, index, Role.RESULT), Place(book.path, index, Role.TARGET)]

    return change


def _rows_exchanged(planter: Planter) -> list[Place]:
    """The results of two rows beside each other, in each other's place."""

    def fits(book: Book, line: Line) -> bool:
        index = next(place for place, one in enumerate(book.lines) if one is line)
        if index + 1 >= len(book.lines) or (book.path, index + 1) in planter.taken:
            return False
        other = book.lines[index + 1]
        numbers = line.number(Role.RESULT), other.number(Role.RESULT)
        natures = {line.indicator.nature, other.indicator.nature}
        return (
            None not in numbers
            and numbers[0] != numbers[1]
            and not line.scope
            and not other.scope
            and len(natures) == 1
        )

    book, index = planter.choose(planter.spots(Form.YEAR, Form.NINE_MONTHS), fits)
    first, second = (book.lines[place].cells[Role.RESULT].shown for place in (index, index + 1))
    return [*retype(book, index, Role.RESULT, second), *retype(book, index + 1, Role.RESULT, first)]


def _shifted_left(planter: Planter) -> list[Place]:
    """The result in the target's cell and the percentage in the result's."""

    def fits(book: Book, line: Line) -> bool:
        numbers = [line.number(role) for role in Role]
        return None not in numbers and line.indicator.nature is Nature.COUNT and not book.is_computed

    book, index = planter.choose(planter.spots(Form.YEAR), fits)
    cells = book.lines[index].cells
    cells[Role.TARGET].shown, cells[Role.RESULT].shown = cells[Role.RESULT].shown, cells[Role.PERCENT].shown
    del cells[Role.PERCENT]
    return [Place(book.path, index, Role.TARGET), Place(book.path, index, Role.RESULT)]


def _typed(role: Role, shown: Callable[[Decimal, Random], Shown], *forms: Form, counts_only: bool = True) -> Change:
    """Something else than the number in a cell; percentages stay as they were typed or vanish."""

    def change(planter: Planter) -> list[Place]:
        def fits(_: Book, line: Line) -> bool:
            number = line.number(role)
            is_count = line.indicator.nature is Nature.COUNT
            return number is not None and number > 1 and (is_count or not counts_only) and not line.is_total

        book, index = planter.choose(planter.spots(*forms), fits)
        cell = book.lines[index].cells[role]
        return retype(book, index, role, shown(cell.true, planter.draw))

    return change


def _unreadable(number: Decimal, draw: Random) -> Shown:
    digits = f"{number:f}"
    return draw.choice((f"{digits[0]}O{digits[1:]}", f"{digits}?", "chưa tổng hợp xong"))


def _part_above_whole(planter: Planter) -> list[Place]:
    def fits(_: Book, line: Line) -> bool:
        return line.scope is not None and bool(line.number(Role.RESULT))

    book, index = planter.choose(planter.spots(Form.YEAR), fits)
    whole = book.lines[index - 1].number(Role.RESULT) or Decimal(0)
    return retype(book, index, Role.RESULT, whole + planter.draw.randint(1, 90))


def _share_over_100(planter: Planter) -> list[Place]:
    def fits(_: Book, line: Line) -> bool:
        return line.indicator.nature is Nature.SHARE

    book, index = planter.choose(planter.spots(Form.YEAR, Form.ARTICLE), fits)
    role = Role.RESULT if Role.RESULT in book.lines[index].cells else Role.PERCENT
    return retype(book, index, role, Decimal(planter.draw.randint(1011, 1299)) / 10)


# --- tables ------------------------------------------------------------------------------------------------------


def _total_without_child(planter: Planter) -> list[Place]:
    def fits(book: Book, line: Line) -> bool:
        return line.is_total and not book.is_computed

    book, index = planter.choose(planter.spots(*_TABLES), fits)
    total = book.lines[index]
    role = planter.draw.choice([role for role in (Role.RESULT, Role.TARGET) if role in total.cells])
    child = planter.draw.choice([line for line in book.lines if _is_sum_of(total, line, book)])
    total.cells[role].shown = total.cells[role].true - child.cells[role].true
    return [Place(book.path, index, role), *_typed_percent(book, index)]


def _total_mistyped(planter: Planter) -> list[Place]:
    def fits(book: Book, line: Line) -> bool:
        number = line.number(Role.RESULT)
        return line.is_total and not book.is_computed and number is not None and number >= 10

    book, index = planter.choose(planter.spots(*_TABLES), fits)
    cell = book.lines[index].cells[Role.RESULT]
    cell.shown = _digit_other(cell.true, planter.draw)
    return [Place(book.path, index, Role.RESULT)]


def _typed_percent(book: Book, index: int) -> list[Place]:
    """Whoever adds up wrong computes the percentage of what came out."""
    line = book.lines[index]
    result, target, cell = line.number(Role.RESULT), line.number(Role.TARGET), line.cells.get(Role.PERCENT)
    if cell is None or result is None or not target:
        return []
    cell.shown = (100 * result / target).quantize(_quantum(cell.true), rounding=ROUND_HALF_UP)
    return [Place(book.path, index, Role.PERCENT)]


def _ratio_became_date(planter: Planter) -> list[Place]:
    """5/4 typed into a cell that holds dates: 4 May, or 5 April."""

    def fits(_: Book, line: Line) -> bool:
        result, target = line.number(Role.RESULT), line.number(Role.TARGET)
        return (
            result is not None
            and target is not None
            and 1 <= result <= 12
            and 1 <= target <= 12
            and result != target
            and not line.is_total
            and line.indicator.nature is Nature.COUNT
            and Role.PERCENT not in line.cells
        )

    book, index = planter.choose(planter.spots(Form.RATIOS), fits)
    cells = book.lines[index].cells
    cells[Role.RESULT].shown = date(2023, int(cells[Role.RESULT].true), int(cells[Role.TARGET].true))
    return [Place(book.path, index, Role.RESULT)]


def _line_twice(planter: Planter) -> list[Place]:
    """A row copied and typed over: one thing stated twice with two numbers."""

    def fits(_: Book, line: Line) -> bool:
        number = line.number(Role.RESULT)
        return number is not None and number >= 10 and line.scope is None and line.indicator.nature is Nature.COUNT

    book, index = planter.choose(planter.spots(Form.YEAR, Form.NINE_MONTHS), fits)
    copied = deepcopy(book.lines[index])
    copied.cells = {role: cell for role, cell in copied.cells.items() if role is not Role.PERCENT}
    copied.cells[Role.RESULT].shown = _digits_changed(copied.cells[Role.RESULT].true, planter.draw)
    book.lines.append(copied)
    return [Place(book.path, len(book.lines) - 1, Role.RESULT)]


def _digits_changed(number: Decimal, draw: Random) -> Decimal:
    other = _digit_other(number, draw)
    return other if other != number else number + 1


# --- time --------------------------------------------------------------------------------------------------------


def _not_cumulative(form: Form, before: Form) -> Change:
    """A cumulative column filled with the last period alone."""

    def change(planter: Planter) -> list[Place]:
        def earlier(line: Line) -> Decimal | None:
            for book in planter.federation.books:
                for other in book.lines if book.form is before else ():
                    same = other.unit == line.unit and other.indicator is line.indicator
                    if same and other.quarter == 0 and other.period != "2022":
                        return other.cells[Role.RESULT].true
            return None

        def fits(book: Book, line: Line) -> bool:
            number, known = line.number(Role.RESULT), earlier(line)
            is_flow = line.indicator.nature is not Nature.SHARE and line.scope is None and book.period != "2022"
            return is_flow and number is not None and known is not None and 0 < known < number

        book, index = planter.choose(planter.spots(form), fits)
        line = book.lines[index]
        return retype(book, index, Role.RESULT, line.cells[Role.RESULT].true - (earlier(line) or 0))

    return change


def _target_changed(planter: Planter) -> list[Place]:
    """At the year's end a lower target than the one of the half year, with a percentage that fits it."""

    def fits(book: Book, line: Line) -> bool:
        target = line.number(Role.TARGET)
        is_count = line.indicator.nature is Nature.COUNT
        return book.period == "2023" and target is not None and target >= 10 and is_count

    book, index = planter.choose(planter.spots(Form.YEAR), fits)
    cell = book.lines[index].cells[Role.TARGET]
    lower = (cell.true * planter.draw.randint(70, 95) / 100).quantize(Decimal(1))
    places = retype(book, index, Role.TARGET, min(lower, cell.true - 1))
    return [*places, *_typed_percent(book, index)]


def _whole(book: Book) -> list[Place]:
    """The book and each of its lines."""
    return [Place(book.path, WHOLE_BOOK), *(Place(book.path, index) for index in range(len(book.lines)))]


def _stale_copy(planter: Planter) -> list[Place]:
    """Last year's form sent again under this year's heading."""
    book = planter.choose_book(Form.YEAR, fits=lambda book: book.period == "2023")
    (before,) = [one for one in planter.federation.books if one.sender == book.sender and one.period == "2022"]
    for line, old in zip(book.lines, before.lines, strict=True):
        for role, cell in line.cells.items():
            cell.shown = old.cells[role].true
    return _whole(book)


def _another_year(year: int) -> Change:
    def change(planter: Planter) -> list[Place]:
        book = planter.choose_book(Form.YEAR, fits=lambda book: book.period == "2023")
        book.period, book.period_words = str(year), f"năm {year}"
        for line in book.lines:
            line.period = str(year)
        return _whole(book)

    return change


# --- names and units of measure ----------------------------------------------------------------------------------


def _sender_misspelled(planter: Planter) -> list[Place]:
    book = planter.choose_book(Form.YEAR, Form.NINE_MONTHS)
    book.sender_heading = _misspelled(book.sender_heading, planter.draw)
    return _whole(book)


def _row_name_misspelled(planter: Planter) -> list[Place]:
    book = planter.choose_book(*_TABLES)
    unit = planter.draw.choice(sorted({line.unit for line in book.lines if not line.is_total}))
    book.names[unit] = _misspelled(book.names[unit], planter.draw)
    lines = [index for index, line in enumerate(book.lines) if line.unit == unit]
    return [Place(book.path, WHOLE_BOOK), *(Place(book.path, index) for index in lines)]


def _label_misspelled(planter: Planter) -> list[Place]:
    def fits(_: Book, line: Line) -> bool:
        return line.scope is None

    book, index = planter.choose(planter.spots(Form.YEAR, Form.NINE_MONTHS), fits)
    book.lines[index].label = _misspelled(book.lines[index].label, planter.draw)
    return [Place(book.path, index)]


def _misspelled(name: str, draw: Random) -> str:
    """A letter of the last word left out and another doubled: no name of anything."""
    head, _, last = name.rpartition(" ")
    place = draw.randrange(len(last))
    return f"{head} {last[:place]}x{last[place:]}{last[-1]}".strip()


def _unit_word_other(planter: Planter) -> list[Place]:
    """Tỷ or nghìn where the numbers are triệu."""

    def fits(_: Book, line: Line) -> bool:
        return line.indicator.nature is Nature.MONEY

    book, index = planter.choose(planter.spots(Form.YEAR, Form.NINE_MONTHS), fits)
    book.lines[index].unit_word = planter.draw.choice(("Tỷ đồng", "Nghìn đồng"))
    return [Place(book.path, index)]


def _in_other_unit(factor: Decimal, *forms: Form) -> Change:
    """An amount typed in another unit than its column's."""

    def change(planter: Planter) -> list[Place]:
        def fits(book: Book, line: Line) -> bool:
            number = line.number(Role.RESULT)
            is_sum = line.is_total or (book.form is Form.HALF_YEAR and line.quarter == 0)
            is_money = line.indicator.nature is Nature.MONEY
            return is_money and number is not None and number >= 1 and not (is_sum and book.is_computed)

        book, index = planter.choose(planter.spots(*(forms or _WORKBOOKS)), fits)
        return retype(book, index, Role.RESULT, _plain(book.lines[index].cells[Role.RESULT].true * factor))

    return change


def _plain(number: Decimal) -> Decimal:
    normal = number.normalize()
    exponent = normal.as_tuple().exponent
    return normal.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else normal


def _thousand_mark_lost(planter: Planter) -> list[Place]:
    """1.245 members typed with a comma: the spreadsheet holds one and a quarter."""

    def fits(book: Book, line: Line) -> bool:
        number = line.number(Role.RESULT)
        is_count = line.indicator.nature in (Nature.COUNT, Nature.TURNS)
        is_sum = line.is_total or (book.form is Form.HALF_YEAR and line.quarter == 0)
        return is_count and number is not None and number >= 1000 and not (is_sum and book.is_computed)

    book, index = planter.choose(planter.spots(Form.YEAR, Form.NINE_MONTHS, Form.SYNTHESIS, Form.HALF_YEAR), fits)
    return retype(book, index, Role.RESULT, book.lines[index].cells[Role.RESULT].true / 1000)


# --- articles ----------------------------------------------------------------------------------------------------


def _told_otherwise(planter: Planter) -> list[Place]:
    """Another result, with the percentage that belongs to it: the article agrees with itself."""

    def fits(_: Book, line: Line) -> bool:
        number, target = line.number(Role.RESULT), line.number(Role.TARGET)
        return number is not None and bool(target) and number >= 10 and not line.is_population

    book, index = planter.choose(planter.spots(Form.ARTICLE), fits)
    cell = book.lines[index].cells[Role.RESULT]
    cell.shown = cell.true + max(Decimal(2), (cell.true * planter.draw.randint(5, 20) / 100).quantize(Decimal(1)))
    return [Place(book.path, index, Role.RESULT), *_typed_percent(book, index)]


def _above_population(planter: Planter) -> list[Place]:
    def fits(_: Book, line: Line) -> bool:
        return line.is_population

    book, index = planter.choose(planter.spots(Form.ARTICLE), fits)
    line = book.lines[index]
    line.cells[Role.RESULT].shown = line.cells[Role.TARGET].true + planter.draw.randint(1, 20)
    return [Place(book.path, index, Role.RESULT), *_typed_percent(book, index)]


def _impossible_day(planter: Planter) -> list[Place]:
    book = planter.choose_book(Form.ARTICLE)
    book.held_on, book.day_words = None, planter.draw.choice(("29/2/2023", "31/11/2023", "30/02/2024"))
    return [Place(book.path, WHOLE_BOOK)]


def _count_other(kind: str) -> Change:
    def change(planter: Planter) -> list[Place]:
        book = planter.choose_book(Form.ARTICLE, fits=lambda book: any(count.kind == kind for count in book.counts))
        (count,) = [count for count in book.counts if count.kind == kind]
        count.count += planter.draw.choice((1, 2))
        return [Place(book.path, WHOLE_BOOK)]

    return change


_FILE_WIDE = (
    *("stale_copy", "year_in_the_future", "year_before", "sender_misspelled", "row_name_misspelled"),
    *("impossible_day", "names_miscounted", "register_miscounted", "ratings_miscounted"),
)
_R, _T, _P = Role.RESULT, Role.TARGET, Role.PERCENT
_FORMS = (Form.YEAR, Form.SYNTHESIS, Form.HALF_YEAR)

OPERATORS: tuple[Operator, ...] = (
    Operator(
        name="result_digits_exchanged",
        describes="two digits of a result beside each other are exchanged",
        change=_mistyped(_R, _digits_exchanged),
        rate=1.5,
        is_repairable=True,
    ),
    Operator(
        name="result_digit_other",
        describes="one digit of a result is another",
        change=_mistyped(_R, _digit_other),
        rate=1.5,
        is_repairable=True,
    ),
    Operator(
        name="result_digit_dropped",
        describes="a digit of a result is left out",
        change=_mistyped(_R, _digit_dropped),
        is_repairable=True,
    ),
    Operator(
        name="result_digit_doubled",
        describes="a digit of a result is typed twice",
        change=_mistyped(_R, _digit_doubled),
        is_repairable=True,
    ),
    Operator(
        name="target_digits_exchanged",
        describes="two digits of a target beside each other are exchanged",
        change=_mistyped(_T, _digits_exchanged),
        is_repairable=True,
    ),
    Operator(
        name="target_digit_other",
        describes="one digit of a target is another",
        change=_mistyped(_T, _digit_other),
        is_repairable=True,
    ),
    Operator(
        name="percent_digits_exchanged",
        describes="two digits of a percentage are exchanged: 127,2 for 122,7",
        change=_mistyped(_P, _digits_exchanged, *_FORMS),
        rate=1.5,
        is_repairable=True,
    ),
    Operator(
        name="percent_digit_other",
        describes="one digit of a percentage is another",
        change=_mistyped(_P, _digit_other, *_FORMS),
        is_repairable=True,
    ),
    Operator(
        name="percent_last_digit_off",
        describes="the last digit of a percentage is one off",
        change=_mistyped(_P, _last_digit_off, *_FORMS),
    ),
    Operator(
        name="percent_cut_off",
        describes="a percentage is cut off, not rounded",
        change=_percent_cut_off,
        is_harmless=True,
    ),
    Operator(
        name="result_times_ten",
        describes="a zero too many behind a result",
        change=_mistyped(_R, lambda number, _: _plain(number * 10), at_least=1),
        is_repairable=True,
    ),
    Operator(
        name="result_times_thousand",
        describes="three zeros too many behind a count",
        change=_mistyped(_R, lambda number, _: _plain(number * 1000), at_least=1, counts_only=True),
        is_repairable=True,
    ),
    Operator(
        name="thousand_mark_lost",
        describes="1.245 typed as 1,245",
        change=_thousand_mark_lost,
        is_repairable=True,
    ),
    Operator(
        name="money_in_dong",
        describes="đồng in a column of triệu",
        change=_in_other_unit(Decimal(1_000_000)),
        is_repairable=True,
    ),
    Operator(
        name="money_in_nghin",
        describes="nghìn đồng in a column of triệu",
        change=_in_other_unit(Decimal(1000)),
        is_repairable=True,
    ),
    Operator(
        name="money_in_ty",
        describes="tỷ đồng in a column of triệu",
        change=_in_other_unit(Decimal("0.001")),
        is_repairable=True,
    ),
    Operator(
        name="unit_of_measure_other",
        describes="tỷ or nghìn named where the numbers are triệu",
        change=_unit_word_other,
        is_repairable=True,
    ),
    Operator(
        name="ratio_swapped",
        describes="target and result in each other's cell",
        change=_ratio_swapped(Form.YEAR, Form.SYNTHESIS),
        rate=1.5,
        is_repairable=True,
    ),
    Operator(
        name="ratio_cell_swapped",
        describes="22/27 for 27/22 in one cell",
        change=_ratio_swapped(Form.RATIOS),
        is_repairable=True,
    ),
    Operator(
        name="sign_changed",
        describes="a minus before a result",
        change=_typed(_R, lambda number, _: -number, Form.YEAR, Form.SYNTHESIS, Form.NINE_MONTHS, counts_only=False),
        is_repairable=True,
    ),
    Operator(
        name="count_with_fraction",
        describes="half a thing in a count",
        change=_typed(_R, lambda number, _: number - Decimal("0.5"), Form.YEAR, Form.SYNTHESIS, Form.NINE_MONTHS),
    ),
    Operator(
        name="number_unreadable",
        describes="a letter or words where a number should stand",
        change=_typed(_R, _unreadable, Form.YEAR, Form.NINE_MONTHS),
    ),
    Operator(
        name="target_zero",
        describes="a target of 0 beside a result",
        change=_typed(_T, lambda _, __: Decimal(0), Form.YEAR),
    ),
    Operator(
        name="rows_exchanged",
        describes="the results of two rows in each other's place",
        change=_rows_exchanged,
        is_repairable=True,
    ),
    Operator(
        name="cells_shifted_left",
        describes="the result in the target's cell, the percentage in the result's",
        change=_shifted_left,
        is_repairable=True,
    ),
    Operator(name="part_above_whole", describes='"trong đó" above its whole', change=_part_above_whole),
    Operator(name="share_over_100", describes="more than all of a class", change=_share_over_100),
    Operator(
        name="total_without_child",
        describes="a row of the table left out of its total",
        change=_total_without_child,
    ),
    Operator(
        name="total_mistyped",
        describes="one digit of a total is another",
        change=_total_mistyped,
        is_repairable=True,
    ),
    Operator(
        name="ratio_became_date",
        describes="5/4 turned into a date by the spreadsheet",
        change=_ratio_became_date,
        is_harmless=True,
    ),
    Operator(
        name="line_twice",
        describes="one row twice, with two numbers",
        change=_line_twice,
    ),
    Operator(
        name="nine_months_not_cumulative",
        describes="the third quarter alone where nine months are asked for",
        change=_not_cumulative(Form.NINE_MONTHS, Form.HALF_YEAR),
    ),
    Operator(
        name="year_not_cumulative",
        describes="the fourth quarter alone where the year is asked for",
        change=_not_cumulative(Form.YEAR, Form.NINE_MONTHS),
    ),
    Operator(
        name="target_changed",
        describes="another target at the year's end than at the half year",
        change=_target_changed,
    ),
    Operator(
        name="stale_copy", describes="last year's numbers under this year's heading", change=_stale_copy, rate=0.5
    ),
    Operator(
        name="year_in_the_future",
        describes="a year that has not begun in the heading",
        change=_another_year(2032),
        rate=0.5,
    ),
    Operator(
        name="year_before",
        describes="last year in the heading of this year's form",
        change=_another_year(2022),
        rate=0.3,
    ),
    Operator(
        name="sender_misspelled",
        describes="a sender no catalogue knows",
        change=_sender_misspelled,
        rate=0.5,
    ),
    Operator(
        name="row_name_misspelled",
        describes="a unit's row under a name no catalogue knows",
        change=_row_name_misspelled,
        rate=0.4,
    ),
    Operator(
        name="label_misspelled",
        describes="an indicator no catalogue knows",
        change=_label_misspelled,
    ),
    Operator(
        name="article_digits_exchanged",
        describes="two digits of a result exchanged in an article",
        change=_mistyped(_R, _digits_exchanged, Form.ARTICLE),
        rate=0.7,
        is_repairable=True,
    ),
    Operator(
        name="article_percent_exchanged",
        describes="two digits of a percentage exchanged in an article",
        change=_mistyped(_P, _digits_exchanged, Form.ARTICLE),
        rate=0.7,
        is_repairable=True,
    ),
    Operator(
        name="article_ratio_swapped",
        describes="22/27 for 27/22 in an article",
        change=_ratio_swapped(Form.ARTICLE),
        rate=0.7,
        is_repairable=True,
    ),
    Operator(
        name="article_told_otherwise",
        describes="an article that agrees with itself and not with the workbooks",
        change=_told_otherwise,
        rate=0.7,
    ),
    Operator(
        name="above_population",
        describes="more than the whole the words name",
        change=_above_population,
        rate=0.7,
    ),
    Operator(name="impossible_day", describes="a day that no calendar has", change=_impossible_day, rate=0.3),
    Operator(
        name="names_miscounted",
        describes="03 units, with another number of names behind them",
        change=_count_other("names"),
        rate=0.3,
    ),
    Operator(
        name="register_miscounted",
        describes="another number of members than the cluster has",
        change=_count_other("register"),
        rate=0.3,
    ),
    Operator(
        name="ratings_miscounted",
        describes="more ratings than the cluster has members",
        change=_count_other("ratings"),
        rate=0.3,
    ),
)
