"""Formulas of binary workbooks whose result nobody computed.

The records always hold a value: programs that compute nothing leave an empty text, or a nought to be calculated when
the file is opened. Neither is a figure.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, field, replace

from ingest.unit_reports.ooxml import CellFact

_EMPTY_TEXT_TOKEN = b"\x17\x00\x00"
"""A text of no letters: PtgStr of .xls (a count and flags of one byte each) and of .xlsb (a count of two)."""


@dataclass(slots=True)
class UncachedFormulas:
    """The formulas of one sheet without a result, by zero-based (row, column)."""

    places: set[tuple[int, int]] = field(default_factory=set)
    is_computed: bool = False
    """Some formula holds what only a program that computes can have left there: noughts are then results."""
    _noughts: set[tuple[int, int]] = field(default_factory=set)

    def see_text(self, place: tuple[int, int], text: str, *, may_be_empty: bool) -> None:
        """A formula whose cached value is a text. An empty one is a result where the formula says ``""``."""
        if text:
            self.is_computed = True
        elif not may_be_empty:
            self.places.add(place)

    def see_number(self, place: tuple[int, int], value: float, *, is_to_be_calculated: bool) -> None:
        """A formula whose cached value is a number."""
        if value:
            self.is_computed = True
        elif is_to_be_calculated:
            self._noughts.add(place)

    def tell(self, facts: MutableMapping[tuple[int, int], CellFact]) -> None:
        """Settle what the noughts are, once the whole sheet was seen, and mark the cells."""
        if not self.is_computed:
            self.places |= self._noughts
        for place in self.places:
            facts[place] = replace(facts.get(place, CellFact()), is_uncached_formula=True)


def makes_empty_text(tokens: bytes) -> bool:
    """Whether a formula holds the literal ``""``, so that an empty text may be its result."""
    return _EMPTY_TEXT_TOKEN in tokens or tokens.endswith(_EMPTY_TEXT_TOKEN[:2])
