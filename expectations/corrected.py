"""Which nights corrections reach: they are judged again when these change, and then no more."""

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

_NAMED = ("path", "member", "locator", "figure_key", "document_id")
_LINES = pa.schema([(name, pa.string()) for name in _NAMED])


class CorrectedNights:
    """The nights whose figures are corrected now, or were when the gate last judged."""

    def __init__(self, landing: Landing, lines: Sequence[Correction]) -> None:
        self._landing = landing
        self._file = landing.root / "figure_flags" / _JUDGED
        usable = [line for line in lines if line.problem is None]
        self._lines: list[dict[str, Any]] = [
            {**{name: getattr(line, name) for name in _NAMED}, "print": corrections_print([line])} for line in usable
        ]
        self._now = {"print": corrections_print(usable), "lines": self._lines}

    def unjudged(self) -> frozenset[date]:
        """Nights to be judged again: those that a line reaches which came, went or changed since the last judging."""
        before = self._judged()
        if before["print"] == self._now["print"]:
            return frozenset()
        known, now = ({line.get("print") for line in lines} for lines in (before["lines"], self._lines))
        changed = [line for line in before["lines"] if line.get("print") not in now]
        changed += [line for line in self._lines if line["print"] not in known]
        named = pa.Table.from_pylist([{name: line.get(name) for name in _NAMED} for line in changed], schema=_LINES)
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
