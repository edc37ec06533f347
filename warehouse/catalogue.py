"""Units, indicators and offices from the dbt seeds, and the names they go by.

A name resolves by its exact form, an alias, an abbreviation, or the context it stands in; never by likeness. The three
nearest entries are given only for people to choose from, where a name stays unresolved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Literal

from rapidfuzz import fuzz, process

from warehouse.catalogue_rows import (
    CatalogueError,
    Contact,
    Detail,
    Indicator,
    Membership,
    Office,
    OrgEvent,
    OrgUnit,
    read_contacts,
    read_events,
    read_indicators,
    read_memberships,
    read_offices,
    read_units,
)
from warehouse.indicator_labels import (
    MEASURES_OF_UNIT,
    SHARE_WORDS,
    LabelNames,
    label_paths,
    measure_of_unit,
    unit_in_label,
)
from warehouse.unit_history import UnitHistory
from warehouse.unit_names import UnitNames, province_key, unit_key
from warehouse.vietnamese import comparison_key, plain_key

__all__ = [
    "FALLBACK_OFFICE",
    "Candidate",
    "Catalogue",
    "CatalogueError",
    "Contact",
    "Detail",
    "Indicator",
    "Membership",
    "Office",
    "OrgEvent",
    "OrgUnit",
    "Resolution",
    "measure_of_unit",
]

Basis = Literal["exact", "alias", "abbreviation", "context", "none"]

FALLBACK_OFFICE = "TLD.DATA"
"""The national data team: owns what no federation's office owns."""

_CACHE_LIMIT = 200_000
_LONGEST_COMPARED = 300
"""No name is longer; what stands in a name's place may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A near name for people to choose from; ``score`` of 100 is the same text."""

    code: str
    name: str
    score: int


def _none_near() -> tuple[Candidate, ...]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Resolution:
    """What a name means, or the three nearest names where it stays open."""

    code: str | None
    basis: Basis = "none"
    find_candidates: Callable[[], tuple[Candidate, ...]] = field(default=_none_near, repr=False, compare=False)

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """The three nearest names, sought when first asked for: a night resolves far more names than it tells of."""
        return self.find_candidates()


class Catalogue:
    """Today's units, indicators and offices. Build it once a process: lookups are dictionary reads."""

    def __init__(
        self,
        units: Mapping[str, OrgUnit],
        indicators: Mapping[str, Indicator],
        offices: Mapping[str, Office],
        memberships: Iterable[Membership] = (),
        events: Iterable[OrgEvent] = (),
        contacts: Iterable[Contact] = (),
    ) -> None:
        self.units = units
        self.indicators = indicators
        self.offices = offices
        self.memberships = tuple(memberships)
        self.events = tuple(events)
        self.contacts = tuple(contacts)
        self.history = UnitHistory(units, self.events)
        self._day: date | None = None
        self._dated: dict[date, Catalogue] = {}
        self._unit_cache: dict[tuple[str, str | None, str | None], Resolution] = {}
        self._indicator_cache: dict[tuple[str, str | None], Resolution] = {}

    @classmethod
    def load(cls, seeds: Path, extra: Path | None = None) -> Catalogue:
        """Read ``seeds/*.csv`` and, where present, ``extra/*.csv`` of the same columns.

        A row of ``extra`` with the code of a seed's row replaces it. Raises ``CatalogueError`` for a file that cannot
        be used.
        """
        folders = [seeds] if extra is None else [seeds, extra]
        return cls(
            read_units(folders),
            read_indicators(folders),
            read_offices(folders),
            read_memberships(folders),
            read_events(folders),
            read_contacts(folders).values(),
        )

    def on(self, day: date | None) -> Catalogue:
        """The same catalogue, its names understood as on a day: of the units of one name, the one that bore it then.

        Without a day a name means whom it means today, and only then a unit that once bore it.
        """
        turn = self.history.turn(day)
        if turn is None or turn == self._day:
            return self
        dated = self._dated.get(turn)
        if dated is None:
            _ = self._unit_names, self._label_names, self._children
            dated = self._dated[turn] = copy(self)
            dated._day = turn
            dated._unit_cache = {}
        return dated

    def resolve_unit(self, text: str, *, within: str | None = None, province: str | None = None) -> Resolution:
        """The unit a name means.

        ``within`` is the code of the sender or parent: a short name ("H. Hàm Yên", "LĐLĐ tỉnh") means a unit below it,
        else below the nearest of its ancestors that has one. ``province`` is a province's name, used the same way.
        """
        asked = (text, within, province)
        known = self._unit_cache.get(asked)
        if known is None:
            if len(self._unit_cache) >= _CACHE_LIMIT:
                self._unit_cache.clear()
            known = self._unit_cache[asked] = self._resolve_unit(text, within, province)
        return known

    def resolve_indicator(self, text: str, *, unit_of_measure: str | None = None) -> Resolution:
        """The indicator a table's label means: a row label, or a column path joined by ``/``.

        Leading headings of a path are dropped until the rest is a known label. Labels shared by a count and a share
        are decided by the unit of measure.
        """
        asked = (text, unit_of_measure)
        known = self._indicator_cache.get(asked)
        if known is None:
            if len(self._indicator_cache) >= _CACHE_LIMIT:
                self._indicator_cache.clear()
            known = self._indicator_cache[asked] = self._resolve_indicator(text, unit_of_measure)
        return known

    def accented_name(self, text: str, *, within: str | None = None) -> str | None:
        """The name of a unit or label of an indicator that a text typed without accents can only mean; else null.

        ``within`` as for ``resolve_unit``. A text that several names may be, of which the context leaves more than one,
        means none.
        """
        found = {self.resolve_unit(name, within=within).code for name in self._unit_names.accented(text)}
        units = [self.units[code].name for code in found if code is not None]
        labels = {self._label_names.labels[label]: label for label in self._label_names.accented(text)}
        names = [*units, *labels.values()]
        return names[0] if len(names) == 1 else None

    def owner_office(self, unit_code: str | None) -> str:
        """The office that answers for a unit: its own or its nearest ancestor's active one, else the data team's.

        A unit that ended is answered for by the unit of its level that took it over whole, where its own office closed.
        """
        managers = self._managers(unit_code) if unit_code is not None else ()
        return next((self._active_offices[code] for code in managers if code in self._active_offices), FALLBACK_OFFICE)

    def offices_above(self, office_code: str) -> tuple[str, ...]:
        """Active offices of the units that manage an office's unit today, nearest first, and last the data team's.

        Who may see what an office sees, is told where it does not answer, and may answer in its place.
        """
        office = self.offices.get(office_code)
        managers = list(self._managers(office.org_unit_code))[1:] if office is not None else []
        above = [self._active_offices[unit] for unit in managers if unit in self._active_offices]
        return tuple(dict.fromkeys(code for code in (*above, FALLBACK_OFFICE) if code != office_code))

    def office_above(self, office_code: str) -> str:
        """Who is told where an office does not answer: the nearest active office above it, else the data team's."""
        return next(iter(self.offices_above(office_code)), FALLBACK_OFFICE)

    def contacts_of(self, office_code: str) -> tuple[Contact, ...]:
        """Where an office is told, in the order of the register, the office's own language where a contact names none.

        An office without active contacts has one: the address and channel of its own row, without an address the
        outbox. An office that the catalogue does not hold has the outbox.
        """
        office = self.offices.get(office_code)
        language = office.language if office is not None else "vi"
        listed = [one for one in self.contacts if one.office_code == office_code and one.is_active]
        if not listed:
            address = office.email if office is not None else None
            channel = office.channel if office is not None and address else "outbox"
            listed = [
                Contact(
                    office_code=office_code, name="", channel=channel, address=address if channel != "outbox" else None,
                    language=language, detail=Detail.FULL, is_active=True,
                )
            ]  # fmt: skip
        return tuple(replace(one, language=one.language or language) for one in listed)

    def _managers(self, code: str) -> Iterator[str]:
        """A unit and those that manage it today, nearest first; nothing for an unknown code."""
        climbed: str | None = code if code in self.units else None
        seen: set[str] = set()
        while climbed is not None and climbed not in seen:
            yield climbed
            seen.add(climbed)
            climbed = self._answers_next(climbed)

    def _answers_next(self, code: str) -> str | None:
        """Who answers where no active office does: the unit of its level that took it over, else the one above."""
        heir = self.history.successor(code)
        if heir in self.units and self.units[str(heir)].level == self.units[code].level:
            return heir
        return self.units[code].parent

    def ancestors(self, code: str | None) -> tuple[str, ...]:
        """Codes above a unit, nearest first; empty for an unknown code.

        On a day, who had taken over a unit above that had ended by then stands after it.
        """
        return tuple(dict.fromkeys(self._climb(code)))

    def descendants(self, code: str) -> frozenset[str]:
        """Codes below a unit at any depth, itself excluded."""
        found: set[str] = set()
        open_codes = [code]
        while open_codes:
            children = self._children.get(open_codes.pop(), ())
            found.update(children)
            open_codes.extend(children)
        return frozenset(found)

    def members(self, group_code: str, year: int) -> tuple[str, ...]:
        """Member units of an emulation cluster in a year, in code order; empty where the register has none."""
        return tuple(sorted(m.member_code for m in self.memberships if m.group_code == group_code and m.year == year))

    def _climb(self, code: str | None) -> Iterator[str]:
        unit = self.units.get(code) if code else None
        while unit is not None and unit.parent is not None:
            yield unit.parent
            heir = self._heir(unit.parent)
            if heir is not None:
                yield heir
            unit = self.units.get(unit.parent)

    def _heir(self, code: str) -> str | None:
        """Who leads a unit's units on the day asked for, where it had ended and one other had taken it over whole."""
        heir = None
        last = self.history.last_day(code) if self._day is not None else None
        while last is not None and self._day is not None and last < self._day:
            taker = self.history.successor(heir or code)
            next_last = self.history.last_day(str(taker)) if taker in self.units else None
            if taker not in self.units or (next_last is not None and next_last <= last):
                break
            heir, last = str(taker), next_last
        return heir

    def _is_under(self, code: str, root: str) -> bool:
        return code == root or root in self._climb(code)

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        children: dict[str, list[str]] = defaultdict(list)
        for unit in self.units.values():
            if unit.parent is not None:
                children[unit.parent].append(unit.code)
        return children

    @cached_property
    def _active_offices(self) -> dict[str, str]:
        offices = sorted(self.offices.values(), key=lambda office: office.office_code, reverse=True)
        return {office.org_unit_code: office.office_code for office in offices if office.is_active}

    @cached_property
    def _unit_names(self) -> UnitNames:
        return UnitNames(self.units.values(), self.history.former_names)

    def _bearers(self, codes: Iterable[str], key: str) -> tuple[str, ...]:
        """Of units of one name those it means on the day asked for; all, where the day tells none apart."""
        found = tuple(codes)
        if len(found) < 2:
            return found
        return tuple(code for code in found if self._bears(code, key)) or found

    def _bears(self, code: str, key: str) -> bool:
        names = None
        if self._day is not None:
            if not self.history.existed(code, self._day):
                return False
            names = self.history.names_on(code, self._day)
        unit = self.units[code]
        if names is not None:
            return key in {unit_key(name) for name in names}
        return key not in {unit_key(name) for name in self.history.former_names(code)} or key in {
            unit_key(name) for name in (unit.name, unit.short_name, *unit.aliases)
        }

    def _resolve_unit(self, text: str, within: str | None, province: str | None) -> Resolution:
        names = self._unit_names
        spellings = list(names.spellings(text))
        in_province = province_key(province) if province else None
        if in_province is None and within is not None and within in self.units:
            in_province = province_key(self.units[within].province or "") or None
        full = {
            self._strong(self._bearers(names.strong.get(key, ()), key), within, in_province) for key in spellings
        } - {None}
        meant = self._meant(text, full) if len(spellings) == 1 else None
        if meant is not None:
            return meant
        short = {
            self._in_context(key, None if own else within, own or in_province)
            for spelling in spellings
            for key, own in names.without_province(spelling)
        } - {None}
        if full | short:
            return self._meant(text, full | short) or self._open(spellings, within)
        plain = names.plain.get(plain_key(spellings[0]), ()) if spellings and text.isascii() else ()
        code = self._strong(plain, within, in_province)
        return Resolution(code=code, basis="alias") if code else self._open(spellings, within)

    def _meant(self, text: str, codes: set[str | None]) -> Resolution | None:
        """The one unit left, and how its name led there; nothing where an abbreviation can mean several."""
        if len(codes) != 1:
            return None
        unit = self.units[str(next(iter(codes)))]
        return Resolution(code=unit.code, basis=_basis(text, unit))

    def _open(self, spellings: list[str], within: str | None) -> Resolution:
        return Resolution(code=None, find_candidates=partial(self._nearest_units, spellings[:1], within))

    def _strong(self, codes: Iterable[str], within: str | None, in_province: str | None) -> str | None:
        """The one unit of a full name; among namesakes the one in the context."""
        found = list(codes)
        if len(found) == 1:
            return found[0] if self._may_be_meant(found[0], in_province) else None
        return self._nearest_in_tree(found, within) or self._only(self._in_province(found, in_province))

    def _may_be_meant(self, code: str, in_province: str | None) -> bool:
        """A grassroots name of one province does not answer for another's: the catalogue may lack the namesake."""
        unit = self.units[code]
        if unit.level != "grassroots" or in_province is None or unit.province is None:
            return True
        return province_key(unit.province) == in_province

    def _in_context(self, key: str, within: str | None, in_province: str | None) -> str | None:
        names = self._unit_names
        own = [code for code in names.own.get(key, ()) if within is not None and self._is_under(within, code)]
        if len(own) == 1:
            return own[0]
        weak = list(names.weak.get(key, ()))
        if within is not None and self.units.get(within) is not None:
            found = self._nearest_in_tree(weak, within)
            if found is not None or self.units[within].province is not None:
                return found
        return self._only(self._in_province(weak, in_province))

    def _nearest_in_tree(self, codes: list[str], within: str | None) -> str | None:
        """The one code under ``within`` or under its nearest ancestor with any; national units are no context."""
        if not codes or within is None or within not in self.units:
            return None
        for root in (within, *self._climb(within)):
            if self.units[root].level == "national":
                break
            below = [code for code in codes if self._is_under(code, root)]
            if below:
                return self._only(below)
        return None

    def _in_province(self, codes: Iterable[str], in_province: str | None) -> list[str]:
        if in_province is None:
            return []
        return [code for code in codes if province_key(self.units[code].province or "") == in_province]

    @staticmethod
    def _only(codes: list[str]) -> str | None:
        return codes[0] if len(codes) == 1 else None

    def _nearest_units(self, spellings: list[str], within: str | None) -> tuple[Candidate, ...]:
        names = self._unit_names
        choices: dict[str, str] = names.full
        if within is not None and within in self.units:
            below = self.descendants(within) | {within}
            choices = {code: names.full[code] for code in below} if len(below) > 1 else names.full
        return _nearest(spellings[0] if spellings else "", choices, lambda code: self.units[code].name)

    @cached_property
    def _label_names(self) -> LabelNames:
        return LabelNames(self.indicators.values())

    def _resolve_indicator(self, text: str, unit_of_measure: str | None) -> Resolution:
        names = self._label_names
        unit = unit_of_measure or unit_in_label(text)
        for path in label_paths(text):
            for start in range(len(path)):
                key = "/".join(path[start:])
                codes = names.labels.get(key) or (names.plain.get(plain_key(key), ()) if text.isascii() else ())
                code = self._of_measure(codes, unit, text)
                if code is not None:
                    exact = comparison_key(text) == comparison_key(self.indicators[code].name_vi)
                    return Resolution(code=code, basis="exact" if exact else "alias")
                if codes:
                    return Resolution(code=None, find_candidates=partial(self._namesakes, codes[:3]))
        return Resolution(code=None, find_candidates=partial(self._nearest_indicators, text))

    def _namesakes(self, codes: Iterable[str]) -> tuple[Candidate, ...]:
        return tuple(Candidate(code=code, name=self.indicators[code].name_vi, score=100) for code in codes)

    def _nearest_indicators(self, text: str) -> tuple[Candidate, ...]:
        wanted = next(iter(label_paths(text)), [""])[-1]
        return _nearest(wanted, self._label_names.full, lambda code: self.indicators[code].name_vi)

    def _of_measure(self, codes: Iterable[str], unit: str | None, text: str) -> str | None:
        """The one indicator among those of a label whose measure the unit allows."""
        found = list(codes)
        if unit is None:
            if len(found) < 2:
                return self._only(found)
            shares = [code for code in found if self.indicators[code].measure == "percent"]
            rest = [code for code in found if code not in shares]
            return self._only(shares if SHARE_WORDS.search(comparison_key(text)) else rest)
        kind = measure_of_unit(unit)
        return self._only([c for c in found if self.indicators[c].measure in MEASURES_OF_UNIT[kind]])


def _basis(text: str, unit: OrgUnit) -> Basis:
    key = comparison_key(text)
    if key == comparison_key(unit.name):
        return "exact"
    if key in {comparison_key(name) for name in (unit.short_name, *unit.aliases)}:
        return "alias"
    spelled = {unit_key(name) for name in (unit.name, unit.short_name, *unit.aliases)}
    return "abbreviation" if unit_key(text) in spelled else "context"


def _nearest(wanted: str, choices: Mapping[str, str], name: Callable[[str], str]) -> tuple[Candidate, ...]:
    """The three most alike, for people; ties in code order."""
    if not wanted:
        return ()
    by_likeness: Any = fuzz.ratio
    found = process.extract(wanted[:_LONGEST_COMPARED], choices, scorer=by_likeness, limit=3)
    return tuple(Candidate(code=code, name=name(code), score=int(score)) for _, score, code in found)
