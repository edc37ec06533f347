"""Whose figures an office's page holds: the management subtree of today's organisation."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from serving.dashboard.cube import Holding
from warehouse.catalogue import Catalogue
from warehouse.database import Connection


@dataclass(frozen=True, slots=True)
class OfficePage:
    """One office with a page of its own. ``file`` is a name without a folder."""

    office_code: str
    name: str
    file: str
    holding: Holding


def office_pages(database: Connection, catalogue: Catalogue) -> tuple[OfficePage, ...]:
    """Active offices with units to answer for, by code; not who stands over all others: that page is the whole.

    A unit belongs to the office that answers for it today (dim_org_units.office_code), and to every office above that
    one in management.
    """
    answered: dict[str, list[str]] = defaultdict(list)
    for unit, office in database.execute(
        "select org_unit_code, office_code from dim_org_units where is_current order by org_unit_code"
    ).fetchall():
        answered[office].append(unit)
    active = {code: office for code, office in sorted(catalogue.offices.items()) if office.is_active}
    pages = []
    for code, office in active.items():
        below = catalogue.descendants(office.org_unit_code)
        offices = tuple(other for other, its in active.items() if other == code or its.org_unit_code in below)
        units = tuple(sorted(unit for its in offices for unit in answered.get(its, ())))
        if units and len(offices) < len(active):
            pages.append(OfficePage(code, office.name_vi, _file(code), Holding(units, offices)))
    return tuple(pages)


def _file(code: str) -> str:
    """The code as a file name: what is no letter, digit, dot or dash is written by its number."""
    kept = "".join(char if char.isalnum() or char in ".-" else f"_{ord(char):x}" for char in code)
    return f"{kept.lstrip('.')}.html"
