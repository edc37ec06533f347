"""Numbers as the press writes them."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from random import Random

from sample.cells import trimmed
from warehouse.vietnamese import format_money, format_number, format_percent

_MILLION = Decimal(1_000_000)
_THOUSAND_MILLION = 1_000 * _MILLION


def count_words(number: Decimal) -> str:
    """``05`` for 5, ``1.720`` for 1720."""
    return f"{int(number):02}" if 0 <= number < 10 else format_number(number)


def percent_words(percent: Decimal) -> str:
    """``141%`` for 141.0, ``122,7%`` for 122.7."""
    return format_percent(trimmed(percent))


def money_words(dong: Decimal, draw: Random) -> str:
    """``148,2 triệu đồng``; past a thousand million also ``1 tỷ 248,2 triệu đồng``."""
    if dong >= _THOUSAND_MILLION and draw.random() < 0.5:
        whole, rest = divmod(dong, _THOUSAND_MILLION)
        if rest:
            return f"{format_number(whole)} tỷ {format_number(trimmed(rest / _MILLION))} triệu đồng"
    if dong >= _MILLION and draw.random() < 0.6:
        return f"{format_number(trimmed(dong / _MILLION))} triệu đồng"
    return format_money(dong)


def near(number: Decimal, *, above: bool) -> Decimal | None:
    """A number of two digits that matter, within a tenth of the given; null where none but the number itself is."""
    if number < 100:
        return None
    digits = number.adjusted() - 1
    rounding = ROUND_CEILING if above else ROUND_FLOOR
    told = number.scaleb(-digits).quantize(Decimal(1), rounding=rounding).scaleb(digits)
    return None if told == number else trimmed(told)
