"""``preview-digest``: what an office would be sent, written beside where the command is run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import typer
from rich.console import Console

from alerts.preview import preview_digest
from cli.published import published_file
from warehouse.catalogue import Catalogue
from warehouse.settings import Settings


def write_preview(
    settings: Settings, console: Console, office: str, night: date, folder: Path, *, is_everything: bool
) -> list[Path]:
    """Write the pages and the workbook, name them on the console, and return the pages.

    Raises typer.BadParameter for an office the catalogue does not hold, and where nothing is published.
    """
    if office not in Catalogue.load(settings.seeds, settings.catalogue_extra).offices:
        raise typer.BadParameter(f"the catalogue has no office {office!r}; see offices.csv")
    published_file(settings)
    preview = preview_digest(settings, office, night, folder, is_everything=is_everything)
    if preview is None:
        console.print(f"{office} has nothing to be told: no message is sent")
        return []
    if not preview.is_new:
        console.print("nothing new since the last message; shown is everything that is open")
    for page, subject in preview.subjects.items():
        console.print(f"{page}  {subject}", markup=False, soft_wrap=True)
    for attachment in preview.attachments:
        console.print(f"{attachment}  attached", markup=False, soft_wrap=True)
    return list(preview.subjects)
