"""The figures an office is asked about, one row a flag and number, with what may be answered there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from alerts.digest_content import place_of
from alerts.findings import Flag, Witness
from warehouse.catalogue import FALLBACK_OFFICE, Catalogue, Indicator
from warehouse.database import connect
from warehouse.flag_answers import may_confirm
from warehouse.records import Severity
from warehouse.vietnamese import period_vi

MOST_ROWS = 500
"""Of one workbook; the flags that would change most come first."""
_SHOWN_PLACES = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed:
    """One row of a correction workbook. Numbers are in base units; null where none is printed."""

    flag: Flag
    document_id: str
    locator: str
    """The first of the places where the number stands; what is corrected there is corrected in all of them."""
    kind: str
    """``result`` or ``target``."""
    unit: str
    indicator: str
    named: Indicator | None
    period: str
    place: str
    result: Decimal | None
    target: Decimal | None
    percent: Decimal | None
    computed: Decimal | None
    is_confirmable: bool
    is_correctable: bool
    """Whether the figure that stands there is the one the flag speaks of."""


Figures = Mapping[tuple[str, str], Sequence[Mapping[str, Any]]]
"""Figures by document and locator."""

_FIGURES = """
select document_id, locator, org_unit_code, indicator_code, period_code, figure_kind
from fct_figures_history
where recorded_to is null and list_contains($places, document_id || ' ' || locator)
order by figure_id
"""


def disputed_figures(
    flags: Sequence[Flag],
    office_code: str,
    published_database: Path,
    catalogue: Catalogue,
    first: Sequence[str] = (),
) -> tuple[Disputed, ...]:
    """The rows of an office's workbook: its open flags on figures with a number, those whose keys are ``first`` as the
    message has them, then what cannot be true, then what would change most.

    Of a flag's places those are asked about where its own figure stands; a member's figure that only bears witness in a
    sum is not. Opens the published file read-only.
    """
    order = {key: place for place, key in enumerate(first)}
    asked = sorted(_asked(flags), key=lambda flag: order.get(flag.key, len(order)))
    return disputed_rows(asked, office_code, _figures(asked, published_database), catalogue)


def disputed_rows(
    flags: Sequence[Flag], office_code: str, figures: Figures, catalogue: Catalogue
) -> tuple[Disputed, ...]:
    """The rows of flags in their order, with the figures that stand at their places already at hand."""
    rows = (row for flag in flags for row in _rows(flag, office_code, figures, catalogue))
    return tuple(row for row, _ in zip(rows, range(MOST_ROWS), strict=False))


def _asked(flags: Iterable[Flag]) -> list[Flag]:
    return sorted(
        (flag for flag in flags if flag.is_open and flag.subject_kind == "figure" and flag.is_known),
        key=lambda one: (one.severity is not Severity.FATAL, one.impact_rank, one.subject_key, one.rule_code, one.key),
    )


def _rows(flag: Flag, office_code: str, figures: Figures, catalogue: Catalogue) -> Iterable[Disputed]:
    subject = (flag.unit_code, flag.indicator_code, flag.period_code)
    alike: dict[tuple[object, ...], list[Witness]] = defaultdict(list)
    for witness in flag.witnesses:
        standing = figures.get((witness.document_id, witness.locator), ())
        kinds = (one["figure_kind"] for one in standing if _subject(one) == subject)
        if (kind := next(kinds, None)) is not None:
            alike[kind, *number_of(witness)].append(witness)
    if alike:
        yield from (_row(flag, office_code, same, str(kind), catalogue) for (kind, *_), same in alike.items())
    elif flag.witnesses:
        yield _row(flag, office_code, flag.witnesses[:1], "", catalogue)


def number_of(witness: Witness) -> tuple[Decimal | None, ...]:
    """What is disputed at a place: the number and its base, or the percentage where it stands alone."""
    return (witness.r, witness.t) if (witness.r, witness.t) != (None, None) else (None, None, witness.p)


def _subject(figure: Mapping[str, Any]) -> tuple[object, ...]:
    return (figure["org_unit_code"], figure["indicator_code"], figure["period_code"])


def _row(flag: Flag, office_code: str, witnesses: Sequence[Witness], kind: str, catalogue: Catalogue) -> Disputed:
    witness = witnesses[0]
    unit = catalogue.units.get(flag.unit_code or "")
    indicator = catalogue.indicators.get(flag.indicator_code or "")
    is_target = kind == "target"
    places = [place_of(one) for one in witnesses[:_SHOWN_PLACES]]
    left = len(witnesses) - len(places)
    place = "; ".join(places) + (f" và {left} nơi khác" if left else "")
    return Disputed(
        flag=flag,
        document_id=witness.document_id,
        locator=witness.locator,
        kind=kind or "result",
        unit=unit.name if unit else flag.unit_code or "",
        indicator=f"{indicator.name_vi} ({_unit_of(indicator.measure, indicator.unit_vi)})" if indicator else "",
        named=indicator,
        period=period_vi(flag.period_code) or flag.period or "",
        place=place[:1].upper() + place[1:],
        result=None if is_target else witness.r,
        target=witness.r if is_target else witness.t,
        percent=next((one.p for one in witnesses if one.p is not None), None),
        computed=witness.c if witness.t is not None else None,
        is_confirmable=may_confirm(flag.severity, office_code, flag.owner_code or FALLBACK_OFFICE)
        and any(number is not None for one in flag.witnesses for number in (one.r, one.t, one.p)),
        is_correctable=bool(kind),
    )


def _unit_of(measure: str, unit: str) -> str:
    return "đồng" if measure == "money" else unit


def _figures(flags: Iterable[Flag], published_database: Path) -> dict[tuple[str, str], list[Mapping[str, Any]]]:
    """The figures that stand at the flags' places now."""
    places = sorted({f"{one.document_id} {one.locator}" for flag in flags for one in flag.witnesses})
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    if places:
        with connect(published_database, read_only=True) as database:
            cursor = database.execute(_FIGURES, {"places": places})
            names = [column[0] for column in cursor.description or []]
            for values in cursor.fetchall():
                row = dict(zip(names, values, strict=True))
                found[row["document_id"], row["locator"]].append(row)
    return found
