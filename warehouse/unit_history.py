"""What units were called and when they existed, from the events of the organisation."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction

from warehouse.catalogue_rows import OrgEvent, OrgUnit

_ENDINGS = frozenset({"merged", "split", "dissolved"})


class UnitHistory:
    """Former names, first and last days, and who took a unit over. Days are first days of the new state."""

    def __init__(self, units: Mapping[str, OrgUnit], events: Iterable[OrgEvent]) -> None:
        self._units = units
        self._events: dict[str, list[OrgEvent]] = defaultdict(list)
        self._founded: dict[str, date] = {}
        for event in events:
            if event.source is not None:
                self._events[event.source].append(event)
            elif event.target is not None and event.kind == "founded":
                self._founded[event.target] = event.day
        for told in self._events.values():
            told.sort(key=lambda event: event.day)
        self._turns = sorted(self._days())

    def turn(self, day: date | None) -> date | None:
        """The last day up to ``day`` on which anything changed: between two such days all names mean the same."""
        if day is None:
            return None
        place = bisect_right(self._turns, day)
        return self._turns[place - 1] if place else date.min

    def former_names(self, code: str) -> tuple[str, ...]:
        """Full and short names the unit no longer has, the latest first."""
        return tuple(dict.fromkeys(name for event in reversed(self._renames(code)) for name in event.names_before))

    def names_on(self, code: str, day: date) -> tuple[str, ...] | None:
        """Full and short name on a day; null where they were those of today."""
        return next((event.names_before for event in self._renames(code) if day < event.day), None)

    def existed(self, code: str, day: date) -> bool:
        first = self._units[code].valid_from or self._founded.get(code)
        last = self.last_day(code)
        return (first is None or first <= day) and (last is None or day <= last)

    def last_day(self, code: str) -> date | None:
        """The last day of a unit that ended, by its own line or else by the event that ended it."""
        stated = self._units[code].valid_to
        ended = self._end(code)
        return stated if stated is not None or ended is None else ended - timedelta(1)

    def successor(self, code: str) -> str | None:
        """The one unit that took an ended unit over whole; null where none did, or several."""
        day = self._end(code)
        heirs = {
            event.target for event in self._events.get(code, ()) if event.day == day and event.weight == Fraction(1)
        }
        return next(iter(heirs)) if len(heirs) == 1 else None

    def _renames(self, code: str) -> list[OrgEvent]:
        return [event for event in self._events.get(code, ()) if event.kind == "renamed" and event.names_before]

    def _end(self, code: str) -> date | None:
        """The first day a unit was no more: an ending of which it kept no part."""
        told = self._events.get(code, ())
        kept = {event.day for event in told if event.target == code}
        return next((event.day for event in told if event.kind in _ENDINGS and event.day not in kept), None)

    def _days(self) -> set[date]:
        days = {event.day for told in self._events.values() for event in told} | set(self._founded.values())
        for unit in self._units.values():
            if unit.valid_from is not None:
                days.add(unit.valid_from)
            if unit.valid_to is not None:
                days.add(unit.valid_to + timedelta(1))
        return days
