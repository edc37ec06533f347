"""The pages of a publication: one of everything, and one for each office that holds that office's figures alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from serving.dashboard.offices import OfficePage, office_pages
from serving.dashboard.page import Link, PageOf, render_dashboard
from warehouse.catalogue import Catalogue
from warehouse.database import Connection

INDEX, OFFICES = "index.html", "offices"
"""The page of everything, and the folder of the offices' pages, under the folder of a publication."""

EVERYBODY = "Tất cả liên đoàn"


def write_pages(
    database: Connection, folder: Path, night: date, catalogue: Catalogue, links: tuple[Link, ...] = ()
) -> tuple[Path, ...]:
    """Write the pages from the marts in the connection's current schema; the files in a fixed order.

    ``links`` go into the page of everything alone: an office's page may stand anywhere, by itself.
    """
    names = {office.office_code: office.name_vi for office in catalogue.offices.values()}
    pages = office_pages(database, catalogue)
    offices = folder / OFFICES
    offices.mkdir()
    written = [folder / INDEX]
    whole = PageOf(name=EVERYBODY, links=(*links, *(_link(page) for page in pages)))
    written[0].write_text(render_dashboard(database, night, names, whole), encoding="utf-8")
    for page in pages:
        own = PageOf(name=page.name, office_code=page.office_code, holding=page.holding)
        written.append(offices / page.file)
        written[-1].write_text(render_dashboard(database, night, names, own), encoding="utf-8")
    return tuple(written)


def _link(page: OfficePage) -> Link:
    return "officePages", f"{OFFICES}/{page.file}", page.name
