"""Which offices have a page of their own: it holds what the office may see (``serving.scopes``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from warehouse.catalogue import FALLBACK_OFFICE
from warehouse.catalogue_rows import Office
from warehouse.database import Connection


@dataclass(frozen=True, slots=True)
class OfficePage:
    """One office with a page of its own. ``file`` is a name without a folder."""

    office_code: str
    name: str
    file: str


def office_pages(database: Connection, offices: Mapping[str, Office]) -> tuple[OfficePage, ...]:
    """Offices with a scope, by code; not the data team, nor who manages every unit: that page is the whole."""
    found = database.execute(
        """
        select office_code
        from dim_office_scopes
        where office_code != $data_team
        group by office_code
        having count(*) < (select count(distinct org_unit_code) from dim_org_units)
        order by office_code
        """,
        {"data_team": FALLBACK_OFFICE},
    ).fetchall()
    return tuple(OfficePage(code, offices[code].name_vi, _file(code)) for (code,) in found if code in offices)


def _file(code: str) -> str:
    """The code as a file name: what is no letter, digit, dot or dash is written by its number."""
    kept = "".join(char if char.isalnum() or char in ".-" else f"_{ord(char):x}" for char in code)
    return f"{kept.lstrip('.')}.html"
