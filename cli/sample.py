"""``sample``: write a sample federation under the home."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from rich.console import Console

from sample.generate import write_sample
from sample.parameters import SMALL, SampleParameters, months
from warehouse.catalogue import Catalogue
from warehouse.settings import Settings

FIRST_YEAR = 2023


def write(
    settings: Settings,
    console: Console,
    *,
    parameters: Path | None = None,
    units: int | None = None,
    month_count: int | None = None,
    seed: int | None = None,
    night: date | None = None,
) -> None:
    """Write workbooks, articles, the federation's catalogue and the ledger of planted faults."""
    asked = {"units": units, "seed": seed, "periods": months(FIRST_YEAR, month_count) if month_count else None}
    chosen = SampleParameters.read(parameters or SMALL).model_dump()
    chosen["night"] = night or settings.night_of(datetime.now(UTC))
    chosen.update({name: value for name, value in asked.items() if value is not None})
    ledger = write_sample(settings.home, SampleParameters.model_validate(chosen), Catalogue.load(settings.seeds))
    counts = ", ".join(f"{count} {what}" for what, count in sorted(ledger.counts.items()) if " " not in what)
    console.print(f"  {counts}; the faults planted are listed in {ledger.path}")
