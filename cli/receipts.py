"""``receipts``: what was understood of each workbook received, and what not, as its office is told."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import date
from pathlib import Path

from rich.console import Console

from alerts.receipt_pages import receipt_text, receipts_page
from alerts.receipts import read_receipts, summary_of
from cli.published import published_file
from warehouse.catalogue import Catalogue
from warehouse.landing import Landing, write_atomically
from warehouse.settings import Settings


def show_receipts(
    settings: Settings, console: Console, *, night: date | None, office: str | None, page: Path | None, as_json: bool
) -> None:
    """The receipts of a night, or of every night; raises typer.BadParameter where nothing is published."""
    receipts = read_receipts(
        published_file(settings),
        settings.previews,
        since=night or date.min,
        night=night or date.max,
        office=office,
        landing=Landing(settings.landing),
    )
    if page is not None:
        previews = os.path.relpath(settings.previews.resolve(), page.resolve().parent)
        offices = Catalogue.load(settings.seeds, settings.catalogue_extra).offices
        names = {code: office.name_vi for code, office in offices.items()}
        write_atomically(page, receipts_page(receipts, previews, names).encode("utf-8", "replace"))
        console.print(str(page), soft_wrap=True)
        return
    for receipt in receipts:
        if as_json:
            told = json.dumps(asdict(receipt), ensure_ascii=False, default=str)
        else:
            told = f"{receipt.night} {receipt.office_code or '-'}\n{receipt_text(receipt)}"
        console.print(told, markup=False, soft_wrap=True)
    if not as_json:
        console.print(summary_of(receipts) if receipts else "no file was received", markup=False)
