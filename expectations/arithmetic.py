"""Exact percentages in SQL: macros over 128-bit integers, no binary float anywhere.

A decimal(38,9) becomes an integer of ``scale`` decimals, the fewest that hold it, and every comparison of
``c = 100·r/t`` with a printed ``p`` of ``d`` decimals is a comparison of cross products:

    abs(c - p) <= u/2   is   2·abs(100·R·10^m - P·T) <= T·10^(m-d)

with R and T at one common scale, P at ``m = max(d, scale of p)`` decimals and ``u = 10^-d``. R and T below 10^22 and P
below 10^15 keep every product under 2^127; past that a number is no union's figure (``above_physical_ceiling``).
"""

from __future__ import annotations

from decimal import Decimal

from warehouse.database import Connection

NANO_DECIMALS = 9
"""Of the stored numbers, and so of ``nanos_of``."""

MAX_PRINTED_DECIMALS = 6
"""More decimals than people print: a computed cell's float noise, which would fail at its own last digit."""

_POWERS = " ".join(f"when {power} then {10**power}::hugeint" for power in range(16))
_SCALES = " ".join(f"when nanos % {10 ** (9 - scale)}::hugeint = 0 then {scale}" for scale in range(9))

MACROS = (
    f"create macro most_decimals() as {MAX_PRINTED_DECIMALS}",
    f"create macro most_nanos() as {10**27}::hugeint",
    f"create macro most_unscaled() as {10**22}::hugeint",
    f"create macro most_percent() as {10**15}::hugeint",
    f"create macro power_of_ten(exponent) as case exponent {_POWERS} end",
    # The number times 10^9; null from 10^19 on, where no figure can be.
    "create macro nanos_of(number) as cast(try_cast(number as decimal(28, 9)) * 1000000000::decimal(10, 0) as hugeint)",
    f"create macro scale_of(nanos) as case {_SCALES} else 9 end",
    "create macro at_scale(nanos, scale) as nanos // power_of_ten(9 - scale)",
    # Whether 100·r/t, less the percentage, lies within half a unit of its last printed digit.
    "create macro fits_rounded(r, t, p, m, d) as 2 * abs(100 * r * power_of_ten(m) - p * t) <= t * power_of_ten(m - d)",
    # Whether the percentage is 100·r/t with its further digits cut off.
    "create macro fits_truncated(r, t, p, m, d) as"
    " 100 * r * power_of_ten(m) - p * t >= 0 and 100 * r * power_of_ten(m) - p * t < t * power_of_ten(m - d)",
    # Whether the percentage is off by more than one point and half a unit.
    "create macro is_far(r, t, p, m, d) as"
    " 2 * abs(100 * r * power_of_ten(m) - p * t) > 2 * t * power_of_ten(m) + t * power_of_ten(m - d)",
    "create macro fits(r, t, p, m, d) as fits_rounded(r, t, p, m, d) or fits_truncated(r, t, p, m, d)",
    # How a printed percentage stands to r/t: p is the percentage as its verb means it, other_p as the other verb would.
    "create macro percent_fit(r, t, p, other_p, m, d) as case"
    " when fits_rounded(r, t, p, m, d) then 'rounded'"
    " when fits_truncated(r, t, p, m, d) then 'truncated'"
    " when r > 0 and r <> t and fits(t, r, p, m, d) then 'swapped'"
    " when fits(r, t, other_p, m, d) then 'other_verb'"
    " when is_far(r, t, p, m, d) then 'far'"
    " else 'near' end",
    "create macro is_leap_year(year) as year % 4 = 0 and (year % 100 <> 0 or year % 400 = 0)",
    # Whether a whole t gives p with this whole r, rounded or truncated: the largest t of the window lies inside it.
    "create macro has_whole_base(r, p, d) as"
    " ((200 * r * power_of_ten(d)) // (2 * p - 1)) * (p + 1) > 100 * r * power_of_ten(d)",
)


def exact_decimal(unscaled: int, decimals: int) -> Decimal:
    """The integer with its last digits as decimals, whatever its size; ``scaleb`` would round to the context."""
    sign, digits, _ = Decimal(unscaled).as_tuple()
    return Decimal((sign, digits, -decimals))


def define_macros(connection: Connection) -> None:
    """Make the macros known to a connection."""
    for macro in MACROS:
        connection.execute(macro)
