"""``python -m evaluation``: score the extractor on every annotated sample at hand."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from typing import Annotated

import typer
from rich.console import Console

from evaluation.page import recorded, write_record
from evaluation.report import Floors, below, show_sample
from evaluation.samples import SHARED, Absent, Measured, measure, own_sample, shared_samples
from warehouse.catalogue import Catalogue
from warehouse.settings import PROJECT_ROOT

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def evaluate(
    show: Annotated[int, typer.Option(min=0, help="Misses of each sort to show, with the words around")] = 0,
    only: Annotated[str | None, typer.Option(help=f"One sample: own, {', '.join(SHARED)}")] = None,
    min_core: Annotated[
        Fraction | None, typer.Option(parser=Fraction, metavar="F1", help="Fail where core is lower")
    ] = None,
    min_full: Annotated[
        Fraction | None, typer.Option(parser=Fraction, metavar="F1", help="Fail where full is lower")
    ] = None,
    min_awards: Annotated[
        Fraction | None, typer.Option(parser=Fraction, metavar="F1", help="Fail where that of awards is lower")
    ] = None,
    record: Annotated[
        bool, typer.Option(help="Keep the scores of the samples beside the repository, for docs")
    ] = False,
) -> None:
    """Score the extractor on every annotated sample at hand: ours, and those beside the repository."""
    console = Console(highlight=False)
    catalogue = Catalogue.load(PROJECT_ROOT / "dbt_project" / "seeds")
    measured: list[Measured] = []
    for sample in (own_sample(), *shared_samples()):
        if only is not None and sample.name != only:
            continue
        if isinstance(sample, Absent):
            console.print(f"\n[bold]{sample.name}[/]  {sample.reason}")
            continue
        measured.append(measure(sample, catalogue))
        show_sample(measured[-1], console, show)
    if record:
        today = datetime.now(UTC).date()
        write_record({one.sample.name: recorded(one, today) for one in measured if one.sample.name in SHARED})
    floors = Floors(min_core, min_full, min_awards)
    short = [told for one in measured for told in below(one, floors)]
    for sentence in short:
        console.print(f"[red]{sentence}[/]")
    if not measured:
        console.print("[red]Nothing was measured.[/]")
    raise typer.Exit(1 if short or not measured else 0)


if __name__ == "__main__":
    app()
