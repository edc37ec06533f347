"""One telling of an award, a rating or a role, and the identity of the event it tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.news.units import UnitMention
from warehouse.figure import stable_id

_GENERAL_FORMS = frozenset({"praise", "flag"})
"""Forms that may retell an award told more exactly elsewhere."""

_DEPUTY = "phó"
"""A cluster has one head and may have several deputies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One mention before identity: positions are those of the composed view."""

    event_type: str
    form: str
    award: str
    start: int
    end: int
    count: int | None = None
    recipient: str | None = None
    recipient_code: str | None = None
    giver: UnitMention | None = None
    presenter: str | None = None
    year: str | None = None
    year_is_printed: bool = False
    at: int | None = None
    """Where the recipient itself stands: two counts of one list may be equal."""
    sentence: int | None = None
    """Where its sentence begins: what one sentence tells twice is two."""
    is_named: bool = False
    """Named one by one, so each name is an event of its own."""

    @property
    def who(self) -> str | None:
        """The recipient by which a named event is known again, however it is written."""
        return self.recipient_code or (" ".join(self.recipient.casefold().split()) if self.recipient else None)


def event_keys(told: Sequence[Told], document_id: str, group: str) -> list[str]:
    """The key of each mention's event: named events by recipient, retellings by the event they retell.

    ``group`` is the cluster or bloc whose offices the roles are; its headship is one, whoever is named for it, and a
    person named for a deputy's office holds that of the one unit named for it.
    """
    dated = _with_one_year(told)
    own = [_own_key(item, document_id, group) for item in dated]
    named: dict[str, _Named] = {}
    counted: dict[str, str] = {}
    for item, key in zip(dated, own, strict=True):
        if item.is_named and item.event_type in ("award", "role"):
            named.setdefault(item.form, _Named()).add(key, item.sentence)
        elif item.count is not None and item.event_type == "award":
            counted.setdefault(item.form, key)
    return [
        _retold_key(item, key, named.get(item.form), counted, document_id) for item, key in zip(dated, own, strict=True)
    ]


class _Named:
    """The events of one form that are told by name, and in which sentences."""

    def __init__(self) -> None:
        self._sentences: dict[str, set[int | None]] = {}

    def add(self, key: str, sentence: int | None) -> None:
        self._sentences.setdefault(key, set()).add(sentence)

    @property
    def only(self) -> str | None:
        """The one event, where all names are of one."""
        return next(iter(self._sentences)) if len(self._sentences) == 1 else None

    def first_elsewhere(self, sentence: int | None) -> str | None:
        """The first event that is named outside a sentence."""
        return next((key for key, where in self._sentences.items() if where != {sentence}), None)

    def count_elsewhere(self, sentence: int | None) -> int:
        return len(self._sentences) - self._told_in_one[sentence]

    @cached_property
    def _told_in_one(self) -> Counter[int | None]:
        """Events by the only sentence that names them."""
        return Counter(next(iter(where)) for where in self._sentences.values() if len(where) == 1)


def _retold_key(item: Told, key: str, named: _Named | None, counted: dict[str, str], document_id: str) -> str:
    if item.is_named or item.event_type == "rating":
        return key
    if item.event_type == "role":
        return (named.only if named is not None and item.form.endswith(_DEPUTY) else None) or key
    elsewhere = named.first_elsewhere(item.sentence) if named is not None else None
    if elsewhere is not None and named is not None and item.count in (None, named.count_elsewhere(item.sentence)):
        return elsewhere
    if item.count is not None:
        return key
    near = counted.get(item.form) or (counted.get("commendation") if item.form in _GENERAL_FORMS else None)
    return near or stable_id("award", document_id, "group", item.form, item.year)


def _with_one_year(told: Sequence[Told]) -> list[Told]:
    """A year only carried from around gives way to the year printed with the same award of the same recipient."""
    printed: dict[tuple[str, str, str], str | None] = {}
    for item in told:
        if item.who is not None and item.event_type == "award":
            place = (item.event_type, item.form, item.who)
            if item.year_is_printed or place not in printed:
                printed[place] = item.year
    return [
        item
        if item.year_is_printed
        else replace(item, year=printed.get((item.event_type, item.form, item.who or ""), item.year))
        for item in told
    ]


def _own_key(item: Told, document_id: str, group: str) -> str:
    if item.event_type == "role":
        holder = item.who if item.form.endswith(_DEPUTY) else None
        return stable_id("role", group, item.form, item.year, holder)
    if item.is_named and item.who:
        scope = "" if item.recipient_code else document_id
        return stable_id(item.event_type, scope, item.form, item.who, item.year)
    giver = (item.giver.code or item.giver.text) if item.giver else ""
    return stable_id(item.event_type, document_id, item.form, giver, item.count, item.start, item.at, item.year)
