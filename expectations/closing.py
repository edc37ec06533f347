"""Which one child of a control total was probably misprinted: the one whose mended value closes the gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from warehouse.figure import decimal_text

_SLIPS = (10, 100, 1000, 1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One row under a control total. ``percent`` is as printed with ``decimals``, beside ``reference``."""

    name: str
    locator: str
    value: Decimal
    reference: Decimal | None
    percent: Decimal | None
    decimals: int


def closing_child(children: Sequence[Child], gap: Decimal) -> Child | None:
    """The one child that, changed by ``gap`` (total less sum), is mended; null where none or several may be.

    Any child changed by the gap closes it, so a sign of the slip is asked for: its own printed percentage fits the
    mended value and not the printed one; failing that, the two differ by a misprint (digits exchanged, one digit
    other, a digit dropped or doubled, a scale of ten or a thousand).
    """
    possible = [child for child in children if child.value + gap >= 0]
    for sign in (_percent_tells, _looks_misprinted):
        told = [child for child in possible if sign(child, child.value + gap)]
        if told:
            return told[0] if len(told) == 1 else None
    return None


def _percent_tells(child: Child, mended: Decimal) -> bool:
    if child.percent is None or child.reference is None or child.reference <= 0:
        return False
    return _fits(child, mended) and not _fits(child, child.value)


def _fits(child: Child, value: Decimal) -> bool:
    if child.percent is None or child.reference is None:
        return False
    off = abs(100 * value - child.percent * child.reference)
    return off <= child.reference * Decimal(1).scaleb(-child.decimals)


def _looks_misprinted(child: Child, mended: Decimal) -> bool:
    if any(child.value == mended * slip or mended == child.value * slip for slip in _SLIPS):
        return True
    printed, meant = (decimal_text(number).replace(".", "") for number in (child.value, mended))
    if len(printed) == len(meant):
        changed = [place for place in range(len(meant)) if printed[place] != meant[place]]
        exchanged = (
            len(changed) == 2 and printed[changed[0]] == meant[changed[1]] and printed[changed[1]] == meant[changed[0]]
        )
        return (len(changed) == 1 and len(meant) > 1) or exchanged
    longer, shorter = (printed, meant) if len(printed) > len(meant) else (meant, printed)
    return (
        len(longer) == len(shorter) + 1
        and len(shorter) > 1
        and any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))
    )
