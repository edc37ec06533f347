"""Which planted faults something printed gives away, told from the books alone.

The oracle knows nothing of the rules or of the warehouse: it lays every printed number beside every other that bounds
it and names what cannot be. What it finds in a federation with faults and not in the clean one is evidence of them.
That a result exceeds its target is evidence of nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations, pairwise

from proof.printed import (
    WHOLE_BOOK,
    Book,
    Federation,
    Form,
    Line,
    NamedCount,
    Nature,
    Place,
    PlantedFault,
    Role,
)

Spot = tuple[str, int, Role | None]
"""A cell: the book's path, the line's index, its role; the line's words without a role, the book at WHOLE_BOOK."""

SCALES = {"Tỷ đồng": Decimal(1_000_000_000), "Triệu đồng": Decimal(1_000_000), "Nghìn đồng": Decimal(1_000)}
_ONE = Decimal(1)
_CAP = 3
"""Attainment of more than three times a target of ten or more."""
_LEAST_TARGET = 10
_LEAP = Decimal(316)
"""Ten to the power of two and a half: no unit does so many times as much from one report to the next."""
_PER_GIFT = (Decimal(50_000), Decimal(5_000_000))
"""Đồng a gift may be worth."""
_OWN = (Form.YEAR, Form.HALF_YEAR, Form.NINE_MONTHS)
"""What a unit reports of itself."""
_GIFTS, _GIFT_VALUE = "gifts_given", "gifts_value"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What cannot be, and the lines between which it stands."""

    kind: str
    spots: frozenset[Spot]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What gives a fault away. ``lines`` (path, index) are those it changed and those they contradict."""

    kinds: frozenset[str]
    lines: frozenset[tuple[str, int]]

    @property
    def is_revealable(self) -> bool:
        return bool(self.kinds)


def judge(clean: Federation, faulty: Federation, faults: list[PlantedFault]) -> list[Verdict]:
    """For each fault the contradictions its lines stand in that the clean federation does not have."""
    words = words_of(clean)
    known = set(contradictions(clean, words))
    by_spot: defaultdict[Spot, list[Contradiction]] = defaultdict(list)
    for one in contradictions(faulty, words):
        if one not in known:
            for spot in one.spots:
                by_spot[spot].append(one)
    return [_verdict(fault, by_spot) for fault in faults]


def _verdict(fault: PlantedFault, by_spot: Mapping[Spot, list[Contradiction]]) -> Verdict:
    own = {(place.path, place.line, role) for place in fault.places for role in _roles(place)}
    met = [one for spot in own for one in by_spot.get(spot, ())]
    contradicted = {(path, line) for one in met for path, line, _ in one.spots}
    return Verdict(
        kinds=frozenset(one.kind for one in met),
        lines=frozenset(contradicted | {(place.path, place.line) for place in fault.places}),
    )


def _roles(place: Place) -> tuple[Role | None, ...]:
    """A change of a line's words concerns all that stands in it."""
    return (None, *Role) if place.role is None else (place.role,)


Words = frozenset[tuple[str, str]]
"""The catalogue: each unit and indicator with the words that mean it."""


def words_of(clean: Federation) -> Words:
    units = {(unit, name) for book in clean.books for unit, name in book.names.items()}
    senders = {(book.sender, book.sender_heading) for book in clean.books}
    labels = {(line.indicator.code, line.label) for book in clean.books for line in book.lines}
    return frozenset(units | senders | labels)


def contradictions(federation: Federation, words: Words) -> Iterator[Contradiction]:
    """Everything printed that cannot be."""
    for book in federation.books:
        for kind in _of_book(federation, book, words):
            yield Contradiction(kind, frozenset({(book.path, WHOLE_BOOK, None)}))
        for index, line in enumerate(book.lines):
            for kind, roles in _of_line(book, line, words):
                yield Contradiction(kind, frozenset((book.path, index, role) for role in roles))
        yield from _parts(book)
        yield from _sums(book)
        yield from _gifts(book)
    yield from _told_twice(federation)
    yield from _over_time(federation)


# --- one book, one line ------------------------------------------------------------------------------------------


def _of_book(federation: Federation, book: Book, words: Words) -> Iterator[str]:
    if (book.sender, book.sender_heading) not in words or any(name not in words for name in book.names.items()):
        yield "unknown unit"
    if int(book.period[:4]) > book.night.year or (book.form is Form.ARTICLE and book.held_on is None):
        yield "impossible time"
    for count in book.counts:
        if _is_miscounted(federation, book, count):
            yield f"{count.kind} miscounted"


def _is_miscounted(federation: Federation, book: Book, count: NamedCount) -> bool:
    members = len(federation.members[book.sender])
    match count.kind:
        case "names":
            return count.count != len(count.names)
        case "register":
            return count.count != members
        case _:
            others = sum(int(word) for word in count.sentence.split() if word.isdigit())
            return count.count + others > members


_Finding = tuple[str, tuple[Role | None, ...]]
"""A kind and the cells of the line it stands between."""


def _of_line(book: Book, line: Line, words: Words) -> Iterator[_Finding]:
    if (line.indicator.code, line.label) not in words:
        yield "unknown indicator", (None,)
    for role, cell in line.cells.items():
        if isinstance(cell.shown, str):
            yield "unreadable", (role,)
        elif isinstance(cell.shown, date):
            yield "date", (role,)
        elif cell.shown < 0:
            yield "negative", (role,)
        elif line.indicator.nature in (Nature.COUNT, Nature.TURNS) and role is not Role.PERCENT and cell.shown % 1:
            yield "fraction", (role,)
    result, target, ceiling = line.number(Role.RESULT), line.number(Role.TARGET), line.indicator.ceiling
    if ceiling is not None and result is not None and result > ceiling:
        yield "above ceiling", (Role.RESULT,)
    if line.indicator.nature is Nature.SHARE:
        role = Role.RESULT if result is not None else Role.PERCENT
        if (line.number(role) or 0) > 100:
            yield "share over 100", (role,)
    if result is not None and target is not None and result >= 0:
        yield from _of_ratio(book, line, result, target)


def _of_ratio(book: Book, line: Line, result: Decimal, target: Decimal) -> Iterator[_Finding]:
    both = (Role.RESULT, Role.TARGET)
    if target <= 0:
        if target == 0 and result > 0 and book.form is not Form.ARTICLE:
            yield "target of zero", both
        return
    if line.is_population and result > target:
        yield "above population", both
    if not line.is_population and target >= _LEAST_TARGET and result > _CAP * target:
        yield "extreme", both
    percent = line.number(Role.PERCENT)
    if percent is None or percent < 0:
        return
    # 100·r/t less p, times t: everything as whole products, nothing divided
    off, unit = 100 * result - percent * target, _last_digit(percent)
    if 2 * abs(off) <= unit * target:
        return
    if 0 <= off < unit * target:
        yield "percent cut off", tuple(Role)
        return
    yield "percent", tuple(Role)
    if result > 0 and 2 * abs(100 * target - percent * result) <= unit * result:
        yield "swapped", tuple(Role)


def _last_digit(number: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    return _ONE.scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)


# --- lines of one book -------------------------------------------------------------------------------------------


def _parts(book: Book) -> Iterator[Contradiction]:
    wholes = {_key(line): index for index, line in enumerate(book.lines) if line.scope is None and not line.quarter}
    for index, line in enumerate(book.lines):
        whole = wholes.get(_key(line))
        if line.scope is None or whole is None:
            continue
        part_number, whole_number = _base(line, Role.RESULT), _base(book.lines[whole], Role.RESULT)
        if part_number is not None and whole_number is not None and part_number > whole_number:
            yield Contradiction("part above whole", _between(book, (index, whole), Role.RESULT))


def _between(book: Book, lines: Iterable[int], role: Role) -> frozenset[Spot]:
    return frozenset((book.path, index, role) for index in lines)


def _key(line: Line) -> tuple[str, str, bool]:
    return (line.unit, line.indicator.code, line.is_total)


def _sums(book: Book) -> Iterator[Contradiction]:
    """Totals of tables, and two quarters beside what they add up to."""
    for index, line in enumerate(book.lines):
        if line.is_total:
            children = [other for other, one in enumerate(book.lines) if one.label == line.label and not one.is_total]
        elif book.form is Form.HALF_YEAR and not line.quarter:
            children = [other for other, one in enumerate(book.lines) if one.label == line.label and one.quarter]
        else:
            continue
        for role in (Role.RESULT, Role.TARGET):
            numbers = [_base(book.lines[child], role) for child in children]
            total = _base(line, role)
            known = [number for number in numbers if number is not None]
            if total is not None and known and len(known) == len(numbers) and sum(known) != total:
                yield Contradiction(f"sum of {role.value}s", _between(book, (index, *children), role))


def _gifts(book: Book) -> Iterator[Contradiction]:
    for index, line in enumerate(book.lines):
        if line.indicator.code != _GIFT_VALUE or line.quarter:
            continue
        for other, one in enumerate(book.lines):
            if (one.unit, one.indicator.code, one.quarter) == (line.unit, _GIFTS, 0):
                value, gifts = _base(line, Role.RESULT), _base(one, Role.RESULT)
                if value is None or gifts is None or gifts <= 0:
                    continue
                if not _PER_GIFT[0] * gifts <= value <= _PER_GIFT[1] * gifts:
                    yield Contradiction("per head", _between(book, (index, other), Role.RESULT))


# --- several books -----------------------------------------------------------------------------------------------


def _told_twice(federation: Federation) -> Iterator[Contradiction]:
    """One thing in two numbers: in one book, in two books of one night, or a target on two nights."""
    told = _statements(federation)
    for cluster, members in federation.members.items():
        for key in [key for key in told if key[0] == cluster]:
            added = _added([told.get((member, *key[1:]), []) for member in members])
            for one in told[key] if added is not None else ():
                if added is not None and one.night == added.night and _is_apart(one, added):
                    yield Contradiction("sources", frozenset({*one.spots, *added.spots}))
    for key, statements in told.items():
        for one, other in combinations(statements, 2):
            if not _is_apart(one, other):
                continue
            if one.night == other.night:
                is_told = any(path.endswith(".txt") for path, _, _ in one.spots | other.spots)
                yield Contradiction("sources" if is_told else "told twice", one.spots | other.spots)
            elif key[-1] is Role.TARGET:
                yield Contradiction("target changed", one.spots | other.spots)


@dataclass(frozen=True, slots=True)
class _Told:
    """A number as the interval it may lie in, in base units, with the lines that state it."""

    spots: frozenset[Spot]
    low: Decimal
    high: Decimal
    night: date


def _statements(federation: Federation) -> dict[tuple[object, ...], list[_Told]]:
    told: defaultdict[tuple[object, ...], list[_Told]] = defaultdict(list)
    for book in federation.books:
        for index, line in enumerate(book.lines):
            for role in (Role.RESULT, Role.TARGET):
                number = _base(line, role)
                if number is None or line.indicator.nature is Nature.SHARE:
                    continue
                period = line.target_period or line.period if role is Role.TARGET else line.period
                # "hơn v" is above v by a tenth at most
                high = number * Decimal("1.1") if line.approximate == "hơn" and role is Role.RESULT else number
                one = _Told(frozenset({(book.path, index, role)}), number, high, book.night)
                told[line.unit, line.indicator.code, period, line.scope, role].append(one)
    return told


def _added(members: Iterable[list[_Told]]) -> _Told | None:
    """What the members' own numbers add up to, where each has told one; the last told counts."""
    last = [max(statements, key=lambda one: one.night, default=None) for statements in members]
    known = [one for one in last if one is not None]
    if not known or len(known) < len(last):
        return None
    return _Told(
        frozenset().union(*(one.spots for one in known)),
        sum((one.low for one in known), Decimal(0)),
        sum((one.high for one in known), Decimal(0)),
        max(one.night for one in known),
    )


def _is_apart(one: _Told, other: _Told) -> bool:
    return one.low > other.high or other.low > one.high


def _over_time(federation: Federation) -> Iterator[Contradiction]:
    """A cumulative series that falls within its year, and leaps from one report to the next."""
    series: defaultdict[tuple[str, str], list[tuple[str, Decimal, Spot]]] = defaultdict(list)
    for book in federation.books:
        for index, line in enumerate(book.lines) if book.form in _OWN else ():
            number = _base(line, Role.RESULT)
            is_flow = line.indicator.nature is not Nature.SHARE and not line.scope and not line.quarter
            if is_flow and number is not None and number >= 0:
                month = {"H1": "06", "M09": "09"}.get(line.period[5:], "12")
                point = (f"{line.period[:4]}-{month}", number, (book.path, index, Role.RESULT))
                series[line.unit, line.indicator.code].append(point)
    for points in series.values():
        for (when, earlier, spot), (then, later, other) in pairwise(sorted(points)):
            spots = frozenset({spot, other})
            if when[:4] == then[:4] and when != then and later < earlier:
                yield Contradiction("falls", spots)
            if earlier and later and (later >= _LEAP * earlier or earlier >= _LEAP * later):
                yield Contradiction("leap", spots)


def _base(line: Line, role: Role) -> Decimal | None:
    """In đồng, persons, houses."""
    number = line.number(role)
    return None if number is None else number * SCALES.get(line.unit_word, _ONE)
