"""Which nights the data team's corrections reach: they are judged again when these change, and then no more."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from expectations.night import read_sql
from warehouse.corrections import Correction, corrections_print
from warehouse.database import connect
from warehouse.landing import Landing, write_atomically

_JUDGED = "corrections_judged.json"
"""In the folder of the gate's findings: the corrections they were given with."""

_NAMED = ("path", "member", "locator", "figure_key")
_LINES = pa.schema([(name, pa.string()) for name in _NAMED])


class CorrectedNights:
    """The nights whose figures are corrected now, or were when the gate last judged."""

    def __init__(self, landing: Landing, lines: Sequence[Correction]) -> None:
        self._landing = landing
        self._file = landing.root / "figure_flags" / _JUDGED
        usable = [line for line in lines if line.problem is None]
        self._now = {
            "print": corrections_print(usable),
            "lines": [{name: getattr(line, name) for name in _NAMED} for line in usable],
        }

    def unjudged(self) -> frozenset[date]:
        """Nights to be judged again; none where the corrections are those of the last judging."""
        before = self._judged()
        if before["print"] == self._now["print"]:
            return frozenset()
        named = pa.Table.from_pylist([*before["lines"], *self._now["lines"]], schema=_LINES)
        asked = {"documents": self._landing.glob("documents"), "figures": self._landing.glob("figures")}
        with connect() as connection:
            connection.from_arrow(named).create("lines")
            return frozenset(row[0] for row in connection.execute(read_sql("corrected_nights"), asked).fetchall())

    def remember(self) -> None:
        """That every night is judged with these corrections."""
        if self._judged() != self._now:
            write_atomically(self._file, json.dumps(self._now, ensure_ascii=False, indent=2).encode())

    def _judged(self) -> dict[str, Any]:
        if not self._file.exists():
            return {"print": corrections_print(()), "lines": []}
        judged: dict[str, Any] = json.loads(self._file.read_text(encoding="utf-8"))
        return judged
