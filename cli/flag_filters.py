"""Which flags a command means: its options, checked and turned into a filter."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from difflib import get_close_matches

import typer

from cli.answers import period_code
from warehouse.catalogue import Catalogue, Resolution
from warehouse.flag_answers import FlagFilter
from warehouse.records import SETTLED, Severity
from warehouse.settings import Settings

OPEN_STATES = ("open", "updated", "reopened", "acknowledged", "awaiting_unit")


def flag_filter(
    settings: Settings,
    *,
    office: str | None = None,
    rule: str | None = None,
    severity: str | None = None,
    state: str | None = None,
    unit: str | None = None,
    indicator: str | None = None,
    period: str | None = None,
    days: int | None = None,
    night: date | None = None,
    snoozed: bool | None = None,
) -> FlagFilter:
    """The filter of some options; raises typer.BadParameter for a word that means nothing, with those that do."""
    catalogue = Catalogue.load(settings.seeds, settings.catalogue_extra)
    _known(office, catalogue.offices, "office", "see offices.csv")
    _known(rule, rule_codes(settings), "rule", "see docs/rules.md")
    _known(severity, tuple(Severity), "severity")
    _known(state, (*OPEN_STATES, *SETTLED), "state of a flag")
    unit_code = _resolved(unit, catalogue.units, catalogue.resolve_unit, "unit")
    return FlagFilter(
        office=office,
        rule=rule,
        severity=severity,
        state=state,
        units=() if unit_code is None else (unit_code, *sorted(catalogue.descendants(unit_code))),
        indicator=_resolved(indicator, catalogue.indicators, catalogue.resolve_indicator, "indicator"),
        period=None if period is None else period_code(period),
        opened_by=None if days is None or night is None else night - timedelta(days=days),
        is_snoozed=snoozed,
    )


def rule_codes(settings: Settings) -> tuple[str, ...]:
    """The rules of the registry."""
    with (settings.seeds / "quality_rules.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row["rule_code"] for row in csv.DictReader(file))


def _known(word: str | None, words: Iterable[str], what: str, where: str = "") -> None:
    listed = [str(one) for one in words]
    if word is None or word in listed:
        return
    near = get_close_matches(word, listed, 3, 0.6) or ([] if where else listed)
    told = ", ".join(near)
    raise typer.BadParameter(f"there is no {what} {word!r}; " + "; ".join(part for part in (told, where) if part))


def _resolved(text: str | None, codes: Iterable[str], resolve: Callable[[str], Resolution], what: str) -> str | None:
    if text is None or text in codes:
        return text
    resolution = resolve(text)
    if resolution.code is None:
        near = ", ".join(f"{one.code} ({one.name})" for one in resolution.candidates)
        raise typer.BadParameter(f"the catalogue has no {what} {text!r}" + (f"; nearest: {near}" if near else ""))
    return resolution.code
