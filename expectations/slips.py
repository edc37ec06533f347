"""What a typist, a keyboard or a column's unit makes of a number, told backwards: which numbers may have been meant.

Costs rank slips by how likely people make them, the likelier the lower: a sign, a thousand mark, a unit of measure or
two digits exchanged before any other digit. They are orders of magnitude of everyday experience, not measurements.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from typing import NamedTuple


class Cause(NamedTuple):
    """How a slip comes about, in both languages; empty where the repair itself says it."""

    vi: str
    en: str


class SlipKind(StrEnum):
    SIGN = "sign"
    THOUSAND_MARK = "thousand_mark"
    SCALE = "scale"
    DIGITS = "digits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A number that may have been meant; ``power`` of a scale: the printed number times 10 to it is the meant one."""

    meant: Decimal
    kind: SlipKind
    cost: int
    cause: Cause
    power: int = 0

    @property
    def is_doubled(self) -> bool:
        return self.cause == _DOUBLED

    @property
    def is_exchanged(self) -> bool:
        return self.cause == _EXCHANGED


UNSAID = Cause("", "")
_EXCHANGED = Cause("hai chữ số bị đảo chỗ", "two digits exchanged")
_OTHER = Cause("gõ nhầm một chữ số", "one digit mistyped")
_DROPPED = Cause("gõ thiếu một chữ số", "a digit left out")
_DOUBLED = Cause("một chữ số bị gõ hai lần", "a digit typed twice")
_ADDED = Cause("gõ thừa một chữ số", "a digit too many")
SIGN = Cause("thừa dấu âm", "a minus too many")
_MARK = Cause("dấu phẩy gõ thay cho dấu chấm hàng nghìn", "a comma for the dot of thousands")
_ZEROS = {
    1: Cause("gõ thiếu một số 0", "a zero left out"),
    -1: Cause("gõ thừa một số 0", "a zero too many"),
    2: Cause("gõ thiếu hai số 0", "two zeros left out"),
    -2: Cause("gõ thừa hai số 0", "two zeros too many"),
}
_SCALES = {
    3: Cause("nhầm đơn vị tính 1.000 lần", "another unit of measure, by 1,000"),
    6: Cause("nhầm đơn vị tính 1.000.000 lần", "another unit of measure, by 1,000,000"),
    9: Cause("nhầm đơn vị tính 1.000.000.000 lần", "another unit of measure, by 1,000,000,000"),
}

_LIKELY, _USUAL, _SELDOM, _RARE = 1, 2, 3, 4
_COUNT_SCALES = {1: _USUAL, 2: _SELDOM, 3: _USUAL, 6: _RARE}
_MONEY_SCALES = {1: _SELDOM, 2: _RARE, 3: _USUAL, 6: _USUAL, 9: _RARE}
_MOST_DIGITS = 15
"""Past that a number is no union's figure; its digits are not searched."""
_SMALLEST = Decimal(1).scaleb(-6)


Window = tuple[Decimal, Decimal]
"""The least and the greatest number that would do."""


def slips(
    number: Decimal,
    *,
    unit_scale: int = 1,
    decimals: int = 0,
    is_money: bool = False,
    within: Window | None = None,
) -> Iterator[Slip]:
    """Numbers one slip away and within the window, each told once by its likeliest cause.

    ``unit_scale`` is what one printed unit is in base units (triệu đồng: 10^6), ``decimals`` those printed before it.
    Digits are those printed, so that 2,5 triệu has two of them and not seven.
    """
    best: dict[Decimal, Slip] = {}
    for slip in _every_slip(number, unit_scale, decimals, is_money, within):
        before = best.get(slip.meant)
        if slip.meant != number and (before is None or slip.cost < before.cost):
            best[slip.meant] = slip
    yield from best.values()


def _every_slip(
    number: Decimal, unit_scale: int, decimals: int, is_money: bool, within: Window | None
) -> Iterator[Slip]:
    if number < 0:
        if _is_within(-number, within):
            yield Slip(meant=-number, kind=SlipKind.SIGN, cost=_LIKELY, cause=SIGN)
        return
    yield from (slip for slip in _other_scales(number, is_money) if _is_within(slip.meant, within))
    yield from _other_digits(number, unit_scale, decimals, within)


def _is_within(number: Decimal, window: Window | None) -> bool:
    return window is None or window[0] <= number <= window[1]


def _other_scales(number: Decimal, is_money: bool) -> Iterator[Slip]:
    for size, cost in (_MONEY_SCALES if is_money else _COUNT_SCALES).items():
        for power in (size, -size):
            meant = number.scaleb(power)
            if not number or abs(meant) < _SMALLEST:
                continue
            is_mark = power == 3 and not is_money and number != number.to_integral_value()
            yield Slip(
                meant=meant,
                kind=SlipKind.THOUSAND_MARK if is_mark else SlipKind.SCALE,
                cost=_LIKELY if is_mark else cost,
                cause=_MARK if is_mark else _ZEROS.get(power) or _SCALES[size],
                power=power,
            )


def _other_digits(number: Decimal, unit_scale: int, decimals: int, within: Window | None) -> Iterator[Slip]:
    printed = number / unit_scale
    exponent = printed.normalize().as_tuple().exponent
    places = max(decimals, -exponent if isinstance(exponent, int) else 0, 0)
    shifted = printed.scaleb(places)
    digits = str(int(shifted)).zfill(places + 1)
    if shifted != int(shifted) or len(digits) > _MOST_DIGITS:
        return
    if within is not None:
        low, high = ((bound / unit_scale).scaleb(places) for bound in within)
        # one digit more or less changes the size by a factor of a hundred at most
        if high < shifted / 100 or low > shifted * 100 + 10:
            return
        least, most = int(low.to_integral_value(ROUND_CEILING)), int(high.to_integral_value(ROUND_FLOOR))
    else:
        least, most = 0, 10 ** (_MOST_DIGITS + 1)
    for meant, cost, cause in _respelled(digits) if least <= most else ():
        if not least <= int(meant) <= most or (len(meant) > places + 1 and meant[0] == "0"):
            continue
        yield Slip(meant=Decimal(int(meant)).scaleb(-places) * unit_scale, kind=SlipKind.DIGITS, cost=cost, cause=cause)


def _respelled(digits: str) -> Iterator[tuple[str, int, Cause]]:
    for place in range(len(digits)):
        head, digit, tail = digits[:place], digits[place], digits[place + 1 :]
        if tail and tail[0] != digit:
            yield head + tail[0] + digit + tail[1:], _USUAL, _EXCHANGED
        for other in "0123456789":
            if other != digit:
                yield head + other + tail, _USUAL if _are_neighbours(digit, other) else _SELDOM, _OTHER
        if len(digits) > 1:
            is_twice = digit in (digits[place - 1 : place], tail[:1])
            yield head + tail, _USUAL if is_twice else _RARE, _DOUBLED if is_twice else _ADDED
    for place in range(len(digits) + 1):
        for left_out in "0123456789":
            yield digits[:place] + left_out + digits[place:], _SELDOM, _DROPPED


def _are_neighbours(digit: str, other: str) -> bool:
    """Keys beside each other: 0 stands behind 9 in the row of digits, and under 1 on the number pad."""
    return abs(int(digit) - int(other)) in (1, 9)
