"""Deciding between two readings of a cell by a second witness: the total row, the printed percentage, whole numbers.

Nothing is decided by likelihood alone: what no witness settles is held, with every reading listed.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ingest.unit_reports.drafts import Draft, Place
from ingest.unit_reports.values import Kind, Reading, last_place, printed_decimals, rounded_at
from warehouse.figure import decimal_text

Pair = tuple[Decimal, Decimal | None]

_MOST_COUNTED = 10**8
"""A count of this many things is a telephone or account number: there are fewer people."""
_MOST_CHOICES = 4096
_MOST_FRACTION = Decimal("1.5")
"""A share up to this, without a percent sign, may be a fraction of one: 0.98 is 98 % or 0.98 %."""
_MOST_DONG = Decimal(10) ** 14
"""No union's sum of money: past it the cells are in another unit than the heading says."""
_MOST_DECIMALS = 6
_THOUSAND = Decimal(1000)


def settle(drafts: Sequence[Draft]) -> None:
    """Settle the readings of a table's drafts in place."""
    columns: dict[tuple[object, ...], list[Draft]] = defaultdict(list)
    for draft in drafts:
        columns[(*draft.column_key, draft.scope)].append(draft)
    for column in columns.values():
        _settle_ratio_column(column)
        for side in ("target", "result"):
            _settle_by_total(column, side)
    _settle_marks(drafts)
    for draft in drafts:
        _settle_by_percent(draft)
        for side in ("target", "result"):
            _hold(draft, side)
        _settle_percentage(draft)


def base_value(draft: Draft, place: Place | None) -> Decimal | None:
    """A cell's number in base units; null where it has none."""
    if place is None or place.reading.number is None:
        return None
    return place.reading.number if place.reading.is_scaled else place.reading.number.scaleb(draft.scale)


def base_reference(draft: Draft) -> Decimal | None:
    """b of a/b in base units: of the ratio cell itself, else the target cell's number."""
    if draft.result is not None and draft.result.reading.reference is not None:
        reading = draft.result.reading
        reference = draft.result.reading.reference
        return reference if reading.is_scaled else reference.scaleb(draft.scale)
    return base_value(draft, draft.target)


def agrees_with_percent(draft: Draft) -> bool | None:
    """Whether the printed percentage is that of result over target; null where one of the three is missing."""
    percent = _printed_percent(draft)
    result, reference = base_value(draft, draft.result), base_reference(draft)
    if percent is None or result is None or reference is None or reference <= 0:
        return None
    return _fits(result, reference, percent)


def _settle_ratio_column(column: list[Draft]) -> None:
    """A column with ratios in it is one of ratios; a date there with one reading (4-Apr) is that ratio."""
    if any(draft.result is not None and draft.result.reading.kind is Kind.RATIO for draft in column):
        for draft in column:
            draft.is_ratio = True
    for draft in column:
        place = draft.result
        if draft.is_ratio and place is not None and len(place.reading.ratio_readings) == 1:
            draft.result = _recovered(place, place.reading.ratio_readings[0])


def _settle_by_total(column: list[Draft], side: str) -> None:
    """Choose the readings with which the column adds up to its total row, where exactly one choice does."""
    totals = [draft for draft in column if draft.is_control_total]
    if not totals:
        return
    open_drafts = [draft for draft in column if len(_options(draft, side)) > 1]
    if not open_drafts:
        return
    children = [draft for draft in column if not draft.is_control_total]
    options = [_options(draft, side) for draft in open_drafts]
    for choices in (_uniform_choices(options), _mixed_choices(options)):
        fitting = {choice for choice in choices if _adds_up(children, totals, side, _chosen(open_drafts, choice))}
        if len(fitting) > 1:
            return
        if fitting:
            for draft, pair in zip(open_drafts, fitting.pop(), strict=True):
                place = _place(draft, side)
                if place is not None:
                    setattr(draft, side, _recovered(place, pair))
            return


def _uniform_choices(options: list[tuple[Pair, ...]]) -> list[tuple[Pair, ...]]:
    """One file was typed under one setting: the same reading for every cell."""
    return [tuple(option[index] for option in options) for index in range(min(map(len, options)))]


def _mixed_choices(options: list[tuple[Pair, ...]]) -> list[tuple[Pair, ...]]:
    return list(itertools.product(*options)) if math.prod(map(len, options)) <= _MOST_CHOICES else []


def _chosen(open_drafts: list[Draft], choice: tuple[Pair, ...]) -> dict[int, Pair]:
    return dict(zip(map(id, open_drafts), choice, strict=True))


def _adds_up(children: list[Draft], totals: list[Draft], side: str, chosen: dict[int, Pair]) -> bool:
    """Whether a choice makes some total the sum of the rows."""
    sums: list[Decimal] = [Decimal(0), Decimal(0)]
    for draft in children:
        pair = chosen.get(id(draft)) or _only_option(draft, side)
        if pair is None:
            return False
        sums[0] += pair[0]
        sums[1] += pair[1] or 0
    wholes = (chosen.get(id(total)) or _only_option(total, side) for total in totals)
    return any(
        whole is not None and sums[0] == whole[0] and (whole[1] is None or sums[1] == whole[1]) for whole in wholes
    )


def _only_option(draft: Draft, side: str) -> Pair | None:
    """The one reading of a clear cell; zero for a silent one; null for one that cannot be read."""
    place = _place(draft, side)
    if place is None or place.reading.is_silent:
        return Decimal(0), None
    options = _options(draft, side)
    return options[0] if len(options) == 1 else None


def _options(draft: Draft, side: str) -> tuple[Pair, ...]:
    place = _place(draft, side)
    if place is None:
        return ()
    reading = place.reading
    if reading.recovered_from is None and reading.ratio_readings:
        return tuple(reading.ratio_readings) if draft.is_ratio else ()
    if reading.number is None:
        return ()
    first: Pair = (reading.number, reading.reference)
    others = _other_pairs(draft, reading)
    return tuple(dict.fromkeys((first, *others))) if others else (first,)


def _other_pairs(draft: Draft, reading: Reading) -> tuple[Pair, ...]:
    """Other readings of a number: by its dot or comma, or a thousands mark that was taken for a decimal one.

    A share without a percent sign may be a fraction of one, and a sum of money too large for any union is not in the
    unit its heading says.
    """
    if reading.recovered_from is not None or reading.is_percent:
        return ()
    if draft.is_share:
        number = reading.number or Decimal(0)
        return ((100 * number, reading.reference),) if 0 < number <= _MOST_FRACTION else ()
    if _is_in_another_unit(draft, reading):
        return _in_dong(draft, reading)
    found: list[Pair] = [(other, reading.reference) for other in reading.number_readings]
    if draft.is_whole and reading.number is not None:
        number = _as_thousands(reading.number)
        reference = _as_thousands(reading.reference) if reading.reference is not None else None
        if number != reading.number or reference != reading.reference:
            found.append((number, reference))
    return tuple(found)


def _is_in_another_unit(draft: Draft, reading: Reading) -> bool:
    return (
        draft.scale > 0
        and not reading.is_scaled
        and reading.number is not None
        and abs(reading.number.scaleb(draft.scale)) >= _MOST_DONG
    )


def _in_dong(draft: Draft, reading: Reading) -> tuple[Pair, ...]:
    """The numbers in the heading's unit, where the cells are in đồng."""
    if reading.number is None:
        return ()
    reference = reading.reference.scaleb(-draft.scale) if reading.reference is not None else None
    return ((reading.number.scaleb(-draft.scale), reference),)


def _as_thousands(number: Decimal) -> Decimal:
    """1.166 → 1166; a whole number, and one that would not come out whole, as it is."""
    whole = number.to_integral_value()
    if number == whole or number * _THOUSAND != (number * _THOUSAND).to_integral_value():
        return number
    return (number * _THOUSAND).to_integral_value()


def _settle_marks(drafts: Sequence[Draft]) -> None:
    """Typed "4.180" among things that come whole shows what the dot means: then "65.000" thousand is no 65."""
    for draft in drafts:
        for side in ("target", "result"):
            _settle_by_wholeness(draft, side)
    typed = [
        place.reading for draft in drafts if draft.is_whole for place in draft.places if place is not draft.percent
    ]
    if not any(reading.is_grouped_by_dot for reading in typed):
        return
    for draft in drafts:
        for side in ("target", "result"):
            place = _place(draft, side)
            if place is not None and place.reading.number_readings and "," not in place.reading.text:
                setattr(draft, side, replace(place, reading=replace(place.reading, number_readings=())))


def _settle_by_percent(draft: Draft) -> None:
    """The printed percentage chooses between readings of one side while the other is clear."""
    percent = _printed_percent(draft)
    if percent is None:
        return
    results, targets = _options(draft, "result"), _options(draft, "target")
    if len(results) == 1 and results[0][1] is None and len(targets) > 1:
        fitting = [pair for pair in targets if _fits(results[0][0], pair[0], percent)]
        if len(fitting) == 1 and draft.target is not None and fitting[0] != targets[0]:
            draft.target = _recovered(draft.target, fitting[0])
    elif len(results) > 1:
        clear = targets[0][0] if len(targets) == 1 else None
        fitting = [
            pair
            for pair in results
            if (base := pair[1] if pair[1] is not None else clear) is not None and _fits(pair[0], base, percent)
        ]
        if len(fitting) == 1 and draft.result is not None:
            draft.result = _recovered(draft.result, fitting[0])


def _settle_by_wholeness(draft: Draft, side: str) -> None:
    """Typed text "1.166" counts things that come whole, so it is 1166; a stored number 1.166 needs a witness."""
    place = _place(draft, side)
    if place is None or not draft.is_whole or not place.reading.number_readings or place.reading.number is None:
        return
    whole = [n for n in (place.reading.number, *place.reading.number_readings) if n == n.to_integral_value()]
    if len(whole) == 1:
        reading = replace(place.reading, number=whole[0], decimals=0, number_readings=())
        setattr(draft, side, replace(place, reading=reading))


def _printed_percent(draft: Draft) -> Reading | None:
    if draft.result is not None and draft.result.reading.percent is not None:
        reading = draft.result.reading
        return Reading(kind=Kind.NUMBER, number=reading.percent, decimals=reading.percent_decimals, is_percent=True)
    if draft.percent is None or draft.percent.reading.kind is not Kind.NUMBER:
        return None
    return draft.percent.reading


def _fits(result: Decimal, reference: Decimal, percent: Reading) -> bool:
    """Whether some notation of the percentage is that of result over reference, rounded or truncated."""
    if reference <= 0:
        return False
    computed = 100 * result / reference
    return any(_agrees(computed, number, decimals) for number, decimals in _percent_notations(percent))


def _agrees(computed: Decimal, printed: Decimal, decimals: int) -> bool:
    unit = last_place(decimals)
    return abs(computed - printed) <= unit / 2 or printed <= computed < printed + unit


def _percent_notations(percent: Reading) -> list[tuple[Decimal, int]]:
    """Ways to mean a percentage, the plainest first: 118.3 as printed, 1.183 as a fraction, 13860% formatted twice."""
    if percent.number is None:
        return []
    decimals = percent.decimals if percent.decimals is not None else printed_decimals(percent.number)
    numbers = [(percent.number, decimals), *((n, printed_decimals(n)) for n in percent.number_readings)]
    notations: list[tuple[Decimal, int]] = []
    for number, places in numbers:
        notations.append((number, places))
    for number, places in numbers:
        other = number / 100 if percent.is_percent else number * 100
        notations.append((other, places + 2 if percent.is_percent else max(places - 2, 0)))
    return [(rounded_at(number, places), min(places, _MOST_DECIMALS)) for number, places in notations]


def _settle_percentage(draft: Draft) -> None:
    """Write the percentage as 118.3 whatever its notation ("118,3%", "118,3", 1.183), decided against result/target."""
    place = draft.percent
    if place is None or place.reading.kind is not Kind.NUMBER:
        return
    notations = _percent_notations(place.reading)
    number, decimals = notations[0]
    result, reference = base_value(draft, draft.result), base_reference(draft)
    if result is not None and reference is not None and reference > 0:
        computed = 100 * result / reference
        fitting = [notation for notation in notations if _agrees(computed, *notation)]
        if fitting:
            number, decimals = fitting[0]
        elif computed > 0:
            number, decimals = _nearest_notation(notations, computed)
    read = place.reading
    is_as_read = read.number is not None and number.compare_total(read.number) == 0 and decimals == read.decimals
    if not is_as_read or read.number_readings:
        draft.percent = replace(place, reading=replace(read, number=number, decimals=decimals, number_readings=()))


def _nearest_notation(notations: list[tuple[Decimal, int]], computed: Decimal) -> tuple[Decimal, int]:
    """A misprint in whichever notation: another than the plain one only where that is off tenfold and this is near."""
    plain = notations[0]
    if computed / 10 <= plain[0] <= computed * 10:
        return plain
    return min(notations, key=lambda notation: abs(notation[0] - computed))


def _hold(draft: Draft, side: str) -> None:
    """A cell with several readings left: the others listed, and no value where the plain one cannot be true."""
    place = _place(draft, side)
    if place is None:
        return
    reading = place.reading
    is_absurd = draft.is_whole and reading.number is not None and abs(reading.number) >= _MOST_COUNTED
    if is_absurd or (draft.is_unit_strange and reading.number is not None and not reading.is_scaled):
        held = replace(reading, number=None, reference=None, other_readings=(reading.text,))
    elif reading.recovered_from is None and reading.ratio_readings:
        texts = tuple(_pair_text(pair) for pair in reading.ratio_readings)
        held = replace(reading, number=None, reference=None, other_readings=texts)
    elif len(options := _options(draft, side)) > 1 or reading.other_readings:
        texts = tuple(dict.fromkeys((*map(_pair_text, options), *reading.other_readings)))
        held = replace(reading, other_readings=texts[1:])
        is_untrue = (draft.is_whole and not _is_whole_pair(options[0])) or _is_in_another_unit(draft, reading)
        if is_untrue or (draft.is_share and len(options) > 1):
            held = replace(reading, number=None, reference=None, other_readings=texts)
    else:
        return
    setattr(draft, side, replace(place, reading=held))


def _is_whole_pair(pair: Pair) -> bool:
    return all(number is None or number == number.to_integral_value() for number in pair)


def _recovered(place: Place, pair: Pair) -> Place:
    reading = place.reading
    first = (reading.number, reading.reference)
    if reading.kind is Kind.DATE:
        source: str | None = "date"
    elif reading.kind is Kind.FRACTION:
        source = "fraction"
    else:
        source = "decimal" if pair != first else None
    decimals = reading.decimals if pair[0] == reading.number else printed_decimals(pair[0])
    settled = replace(
        reading,
        number=pair[0],
        reference=pair[1],
        decimals=decimals,
        number_readings=(),
        other_readings=(),
        recovered_from=source,
    )
    if source is None:
        # Settled as printed: mark it so that it is not held again.
        settled = replace(settled, recovered_from="")
    return replace(place, reading=settled)


def _place(draft: Draft, side: str) -> Place | None:
    return draft.target if side == "target" else draft.result


def _pair_text(pair: Pair) -> str:
    number = decimal_text(pair[0])
    return number if pair[1] is None else f"{number}/{decimal_text(pair[1])}"
