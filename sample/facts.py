"""The Fact: what a unit was set and what it did, before anyone printed it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sample.indicators import SampleIndicator


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One indicator of one unit and period. ``target`` is null where none is set; for a share both are percentages."""

    indicator: SampleIndicator
    target: Decimal | None
    result: Decimal
    part: Decimal | None = None
    """The "trong đó" part of the result."""
    base: tuple[int, int] | None = None
    """Of a share: how many did, of how many."""
