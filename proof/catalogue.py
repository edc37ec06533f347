"""The federations' own units, offices and memberships, beside the catalogue's: CSV files of the seeds' columns."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sample.federation import ProvinceUnits, SampleUnit

_SOURCE = "invented for the proof"
_Row = Mapping[str, str]


def write_catalogue(folder: Path, seeds: Path, provinces: Iterable[ProvinceUnits], years: Iterable[int]) -> None:
    """Write one row a unit, an office, a membership of a year; ``seeds`` gives the columns."""
    folder.mkdir(parents=True, exist_ok=True)
    listed, wanted = list(provinces), list(years)
    for name, rows in (
        ("org_units", (row for province in listed for row in _units(province))),
        ("offices", (_office(province) for province in listed)),
        ("org_memberships", (row for province in listed for row in _memberships(province, wanted))),
    ):
        with (seeds / f"{name}.csv").open(encoding="utf-8", newline="") as seed:
            header = next(csv.reader(seed))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def _units(province: ProvinceUnits) -> Iterator[_Row]:
    units = [province.federation]
    for cluster in province.clusters:
        units += [cluster.unit, *cluster.members]
    return map(_unit, units)


def _unit(unit: SampleUnit) -> _Row:
    return {
        "code": unit.code,
        "name": unit.name,
        "short_name": unit.short_name,
        "level": unit.level,
        "kind": "union",
        "parent": unit.parent_code,
        "province": unit.province,
        "source": _SOURCE,
    }


def _office(province: ProvinceUnits) -> _Row:
    return {
        "office_code": province.code,
        "org_unit_code": province.code,
        "name_vi": province.short_name,
        "language": "vi",
        "email": f"{province.province.code.lower()}@example.invalid",
        "channel": "email",
        "is_active": "true",
        "note": _SOURCE,
    }


def _memberships(province: ProvinceUnits, years: Iterable[int]) -> Iterator[_Row]:
    for year in years:
        for cluster in province.clusters:
            for member in cluster.members:
                yield {
                    "group_code": cluster.unit.code,
                    "member_code": member.code,
                    "year": str(year),
                    "role": "member",
                    "source": _SOURCE,
                }
