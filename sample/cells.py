"""Names of cells, and the numbers offices print in them."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache


@cache
def column_letters(column: int) -> str:
    """``A`` for 1, ``AA`` for 27."""
    letters = ""
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def percent_of(result: Decimal, target: Decimal, decimals: int = 1) -> Decimal:
    """The percentage as an office prints it: half up."""
    return (100 * result / target).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def truncated_percent_of(result: Decimal, target: Decimal, decimals: int = 1) -> Decimal:
    return (100 * result / target).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_DOWN)


def loses_by_truncation(result: Decimal, target: Decimal) -> bool:
    """Whether cutting the percentage off after one decimal, other than a zero, tells another number than rounding."""
    cut = truncated_percent_of(result, target)
    return cut != percent_of(result, target) and cut % 1 != 0


def trimmed(number: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent: 148.20 as 148.2, 1E+2 as 100."""
    normal = number.normalize()
    exponent = normal.as_tuple().exponent
    return normal.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else normal
