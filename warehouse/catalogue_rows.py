"""The catalogue's rows and the CSV files that hold them: units, their changes, indicators, offices, contacts."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from warehouse.vietnamese import nfc

DEFAULT_CAP_PCT = Decimal(300)
DEFAULT_ASK_THRESHOLD_PCT = Decimal(120)


class CatalogueError(ValueError):
    """A catalogue file that cannot be used; names the file, the line and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgUnit:
    """One organisation. ``context_aliases`` name it only under its own federation ("LĐLĐ thành phố")."""

    code: str
    name: str
    short_name: str
    aliases: tuple[str, ...]
    context_aliases: tuple[str, ...]
    level: str
    """``national``, ``province``, ``sector``, ``district``, ``cluster``, ``bloc`` or ``grassroots``."""
    kind: str
    """``union``, ``party``, ``state``, ``front`` or ``youth``."""
    parent: str | None
    province: str | None
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """One unit's place in an emulation cluster in one year."""

    group_code: str
    member_code: str
    year: int
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgEvent:
    """One line of a change of organisation: from ``day`` on, ``weight`` of the source stands under the target."""

    event_id: str
    kind: str
    """``founded``, ``renamed``, ``merged``, ``split``, ``transferred`` or ``dissolved``."""
    day: date
    source: str | None
    target: str | None
    weight: Fraction
    names_before: tuple[str, ...]
    """Full and short name until the day before, of a renaming."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One thing counted. Percentages are 300, never 3.0."""

    code: str
    name_vi: str
    name_en: str
    unit_vi: str
    measure: str
    """``count``, ``money``, ``percent`` or ``ratio``."""
    value_type: str
    additive: bool
    """Adds up over units (never over periods where ``is_stock``)."""
    denominator_kind: str
    """The usual base: ``target``, ``population`` or ``none``; a prior only."""
    direction: str
    typical_period: str
    aliases: tuple[str, ...]
    """Phrases of prose; ``...`` stands for the number."""
    labels: tuple[str, ...]
    """Row and column labels of tables; ``a/b`` is a label under a heading. Some are shared: the unit decides."""
    cap_pct: Decimal
    ask_threshold_pct: Decimal
    allows_negative: bool
    is_turnout: bool
    """Counted in turns (lượt): may exceed its population."""
    is_stock: bool
    physical_ceiling: Decimal | None
    """More than any one province can have, in base units."""
    per_indicator: str | None
    """What one of it is for: the gifts of a sum spent on gifts; null where nothing is bounded by the piece."""
    per_from: Decimal | None
    """The least of it a piece usually has, in base units: the band outside which an office is asked."""
    per_to: Decimal | None
    part_of: str | None
    notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who is told, in which language, by which channel."""

    office_code: str
    org_unit_code: str
    name_vi: str
    language: str
    email: str | None
    channel: str
    is_active: bool


class Detail(StrEnum):
    """How much of the figures a contact is sent."""

    FULL = "full"
    COUNTS = "counts"
    """How many of what, and where to read on: no figure leaves by this channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One address at which an office is told. Grain: office, channel, address."""

    office_code: str
    name: str
    """Person or desk, as the message addresses it; the office's name where none is given."""
    channel: str
    """``email``, ``outbox`` (the message stays here), or another channel that messages are sent by."""
    address: str | None
    language: str
    detail: Detail
    is_active: bool


Row = Mapping[str, str]
T = TypeVar("T")


def read_units(folders: Iterable[Path]) -> dict[str, OrgUnit]:
    """Units by code. Raises ``CatalogueError`` for a row that cannot be used."""
    units = _read(folders, "org_units.csv", _unit, lambda row: row.code)
    check_parents(units)
    return units


def read_indicators(folders: Iterable[Path]) -> dict[str, Indicator]:
    """Indicators by code."""
    return _read(folders, "indicators.csv", _indicator, lambda row: row.code)


def read_offices(folders: Iterable[Path]) -> dict[str, Office]:
    """Offices by code."""
    return _read(folders, "offices.csv", _office, lambda row: row.office_code)


CONTACTS = "office_contacts.csv"
"""Decides nothing of what is built."""


def read_contacts(folders: Iterable[Path]) -> dict[str, Contact]:
    """Contacts by office, channel and address."""
    return _read(folders, CONTACTS, _contact, lambda row: f"{row.office_code}|{row.channel}|{row.address}")


def read_memberships(folders: Iterable[Path]) -> tuple[Membership, ...]:
    """Members of emulation clusters by year."""
    rows = _read(
        folders, "org_memberships.csv", _membership, lambda row: f"{row.group_code}|{row.member_code}|{row.year}"
    )
    return tuple(rows.values())


def read_events(folders: Iterable[Path]) -> tuple[OrgEvent, ...]:
    """Changes of organisation."""
    return tuple(_read(folders, "org_events.csv", _event, lambda row: row.event_id).values())


def _read(folders: Iterable[Path], file: str, build: Callable[[Row], T], key: Callable[[T], str]) -> dict[str, T]:
    """Rows of one file over the folders; a later folder's row replaces an earlier one's of the same key."""
    rows: dict[str, T] = {}
    for folder in folders:
        path = folder / file
        if not path.exists():
            continue
        seen: set[str] = set()
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            for raw in reader:
                try:
                    row = build({name: nfc((value or "").strip()) for name, value in raw.items() if name})
                except (KeyError, ValueError, InvalidOperation) as error:
                    raise CatalogueError(
                        f"{file}, line {reader.line_num}: {error!r}. Correct this line; columns are those of the seed."
                    ) from error
                if key(row) in seen:
                    raise CatalogueError(f"{file}, line {reader.line_num}: {key(row)} stands twice. Keep one line.")
                seen.add(key(row))
                rows[key(row)] = row
    return rows


def _unit(row: Row) -> OrgUnit:
    return OrgUnit(
        code=_required(row, "code"),
        name=_required(row, "name"),
        short_name=row["short_name"] or row["name"],
        aliases=_list(row["aliases"]),
        context_aliases=_list(row.get("context_aliases", "")),
        level=_required(row, "level"),
        kind=_required(row, "kind"),
        parent=row["parent"] or None,
        province=row["province"] or None,
        valid_from=_date(row["valid_from"]),
        valid_to=_date(row["valid_to"]),
    )


def _membership(row: Row) -> Membership:
    return Membership(
        group_code=_required(row, "group_code"),
        member_code=_required(row, "member_code"),
        year=int(row["year"]),
        role=row["role"],
    )


def _event(row: Row) -> OrgEvent:
    return OrgEvent(
        event_id=_required(row, "event_id"),
        kind=_required(row, "event_kind"),
        day=date.fromisoformat(_required(row, "effective_date")),
        source=row["from_unit_code"] or None,
        target=row["to_unit_code"] or None,
        weight=Fraction(int(row["weight_numerator"] or 1), int(row["weight_denominator"] or 1)),
        names_before=tuple(name for name in (row["name_before"], row["short_name_before"]) if name),
    )


def _indicator(row: Row) -> Indicator:
    return Indicator(
        code=_required(row, "code"),
        name_vi=_required(row, "name_vi"),
        name_en=row["name_en"],
        unit_vi=row["unit_vi"],
        measure=_required(row, "measure"),
        value_type=row["value_type"],
        additive=_flag(row["additive"]),
        denominator_kind=row["denominator_kind"],
        direction=row["direction"],
        typical_period=row["typical_period"],
        aliases=_list(row["aliases"]),
        labels=_list(row["labels"]),
        cap_pct=Decimal(row["cap_pct"]) if row["cap_pct"] else DEFAULT_CAP_PCT,
        ask_threshold_pct=Decimal(row["ask_threshold_pct"]) if row["ask_threshold_pct"] else DEFAULT_ASK_THRESHOLD_PCT,
        allows_negative=_flag(row["allows_negative"]),
        is_turnout=_flag(row["is_turnout"]),
        is_stock=_flag(row["is_stock"]),
        physical_ceiling=Decimal(row["physical_ceiling"]) if row["physical_ceiling"] else None,
        per_indicator=row.get("per_indicator") or None,
        per_from=Decimal(row["per_from"]) if row.get("per_from") else None,
        per_to=Decimal(row["per_to"]) if row.get("per_to") else None,
        part_of=row["part_of"] or None,
        notes=row["notes"],
    )


def _office(row: Row) -> Office:
    return Office(
        office_code=_required(row, "office_code"),
        org_unit_code=_required(row, "org_unit_code"),
        name_vi=row["name_vi"],
        language=row["language"] or "vi",
        email=row["email"] or None,
        channel=row["channel"] or "email",
        is_active=_flag(row["is_active"]),
    )


def _contact(row: Row) -> Contact:
    return Contact(
        office_code=_required(row, "office_code"),
        name=row["contact_name"],
        channel=row["channel"] or "email",
        address=row["address"] or None,
        language=row["language"],
        detail=Detail(row["detail"] or Detail.FULL),
        is_active=_flag(row["is_active"]),
    )


def _required(row: Row, column: str) -> str:
    if not row[column]:
        raise ValueError(f"{column} is empty")
    return row[column]


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _date(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _flag(cell: str) -> bool:
    if cell not in ("", "true", "false"):
        raise ValueError(f"{cell!r} is neither true nor false")
    return cell == "true"


def check_parents(units: Mapping[str, OrgUnit]) -> None:
    for unit in units.values():
        if unit.parent is not None and unit.parent not in units:
            raise CatalogueError(
                f"org_units.csv: {unit.code} has the unknown parent {unit.parent}. Add it or correct it."
            )
    settled: set[str] = set()
    for unit in units.values():
        chain: set[str] = set()
        code: str | None = unit.code
        while code is not None and code not in settled:
            if code in chain:
                raise CatalogueError(f"org_units.csv: {code} is its own ancestor. Correct its parent.")
            chain.add(code)
            code = units[code].parent
        settled |= chain
