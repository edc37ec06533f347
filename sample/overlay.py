"""The sample's own units, offices and memberships, as CSV files of the seeds' columns."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from sample.federation import ProvinceUnits, SampleUnit
from sample.obligations import OBLIGATIONS, obligation_rows
from sample.periods import SamplePeriod
from warehouse.catalogue import Catalogue
from warehouse.vietnamese import plain_key

_UNITS = (
    *("code", "name", "short_name", "aliases", "context_aliases", "level", "kind", "parent", "province"),
    *("valid_from", "valid_to", "source"),
)
_OFFICES = (
    *("office_code", "org_unit_code", "name_vi", "language", "email", "channel"),
    *("is_active", "note"),
)
_EVENTS = (
    *("event_id", "event_kind", "effective_date", "decision_number", "decision_date", "from_unit_code"),
    *("to_unit_code", "weight_numerator", "weight_denominator", "name_before", "short_name_before"),
    *("provenance", "is_verified", "unverified"),
)
_MEMBERSHIPS = ("group_code", "member_code", "year", "role", "source")
_SOURCE = "invented for the sample"
_DISTRICTS_END = "2025-07-01"

Row = tuple[str, ...]


def write_overlay(
    folder: Path, provinces: Iterable[ProvinceUnits], periods: Sequence[SamplePeriod], catalogue: Catalogue, night: date
) -> None:
    """Write what the catalogue lacks: one row a unit, the end of a district, an office, a membership, an obligation."""
    folder.mkdir(parents=True, exist_ok=True)
    listed, wanted = list(provinces), sorted({period.year for period in periods})
    _write(folder / "org_units.csv", _UNITS, listed, lambda province: _unit_rows(province, catalogue))
    _write(folder / "org_events.csv", _EVENTS, listed, lambda province: _event_rows(province, catalogue))
    _write(folder / "offices.csv", _OFFICES, listed, lambda province: _office_rows(province, catalogue))
    _write(folder / "org_memberships.csv", _MEMBERSHIPS, listed, lambda province: _membership_rows(province, wanted))
    _write_rows(folder / "report_obligations.csv", OBLIGATIONS, obligation_rows(listed, periods, night))


def _write(
    path: Path, header: Row, provinces: Iterable[ProvinceUnits], rows: Callable[[ProvinceUnits], Iterable[Row]]
) -> None:
    _write_rows(path, header, (row for province in provinces for row in rows(province)))


def _write_rows(path: Path, header: Row, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _unit_rows(province: ProvinceUnits, catalogue: Catalogue) -> Iterator[Row]:
    units = [province.federation]
    for cluster in province.clusters:
        units += [cluster.unit, *cluster.members]
    for unit in units:
        if unit.code not in catalogue.units:
            yield _unit_row(unit)
    for unit in province.grassroots():
        yield _unit_row(unit)


def _unit_row(unit: SampleUnit) -> Row:
    own = (unit.code, unit.name, unit.short_name, "", "")
    return (*own, unit.level, "union", unit.parent_code, unit.province, "", "", _SOURCE)


def _event_rows(province: ProvinceUnits, catalogue: Catalogue) -> Iterator[Row]:
    """Invented districts ended with the real ones: the federation of the province of today holds their figures."""
    heir = catalogue.history.successor(province.code) or province.code
    for cluster in province.clusters:
        for unit in cluster.members:
            if unit.level == "district" and unit.code not in catalogue.units:
                yield (
                    *(f"{_DISTRICTS_END}.{unit.code}", "dissolved", _DISTRICTS_END, "", "", unit.code, heir, "1", "1"),
                    *("", "", _SOURCE, "false", ""),
                )


def _office_rows(province: ProvinceUnits, catalogue: Catalogue) -> Iterator[Row]:
    if province.code in catalogue.offices:
        return
    mailbox = f"thi-dua@{plain_key(province.province.name).replace(' ', '')}.example.invalid"
    yield (
        *(province.code, province.code, province.short_name),
        *("vi", mailbox, "email", "true", _SOURCE),
    )


def _membership_rows(province: ProvinceUnits, years: Iterable[int]) -> Iterator[Row]:
    for year in years:
        for cluster in province.clusters:
            for member in cluster.members:
                yield (cluster.unit.code, member.code, str(year), "member", _SOURCE)
