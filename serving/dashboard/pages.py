"""The pages of a publication: one of everything, and one for each office that holds what that office may see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from serving.dashboard.offices import OfficePage, office_pages
from serving.dashboard.page import Link, PageOf, render_dashboard
from serving.marts import find_published
from serving.scopes import add_owners, as_seen_by, offices_seen
from warehouse.catalogue_rows import Office
from warehouse.database import Connection

INDEX, OFFICES = "index.html", "offices"
"""The page of everything, and the folder of the offices' pages, under the folder of a publication."""

EVERYBODY = "Tất cả liên đoàn"


def write_pages(
    database: Connection,
    folder: Path,
    night: date,
    offices: Mapping[str, Office],
    *,
    catalog: str,
    links: tuple[Link, ...] = (),
) -> tuple[Path, ...]:
    """Write the pages from the marts of the attached published file ``catalog``, the current one; in a fixed order.

    ``links`` go into the page of everything alone: an office's page may stand anywhere, by itself.
    """
    names = {office.office_code: office.name_vi for office in offices.values()}
    pages = office_pages(database, offices)
    (folder / OFFICES).mkdir()
    written = [folder / INDEX]
    whole = PageOf(name=EVERYBODY, links=(*links, *(_link(page) for page in pages)))
    written[0].write_text(render_dashboard(database, night, names, whole), encoding="utf-8")
    add_owners(database, catalog, offices)
    marts, seen = find_published(database, catalog), offices_seen(database, catalog)
    for page in pages:
        own = PageOf(name=page.name, office_code=page.office_code, offices=seen[page.office_code])
        with as_seen_by(database, catalog, marts, seen[page.office_code]):
            text = render_dashboard(database, night, names, own)
        written.append(folder / OFFICES / page.file)
        written[-1].write_text(text, encoding="utf-8")
    return tuple(written)


def _link(page: OfficePage) -> Link:
    return "officePages", f"{OFFICES}/{page.file}", page.name
