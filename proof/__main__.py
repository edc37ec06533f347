"""``python -m proof``: plant faults in clean federations, judge both, tell what was found, and write the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from proof.page import write_page
from proof.printed import Place
from proof.proof import SEEDS, prove
from proof.scores import Scores
from proof.targets import shortfalls

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def proof(
    seeds: Annotated[int, typer.Option(min=1, help="How many federations")] = len(SEEDS),
    first: Annotated[int, typer.Option(min=0, help="The first seed")] = SEEDS[0],
    show: Annotated[int, typer.Option(min=0, help="Faults missed, flags astray and wrong repairs to show, each")] = 0,
    write: Annotated[bool, typer.Option(help="Write docs/quality_proof.md and its plot")] = True,
) -> None:
    """Plant faults in clean federations and tell what the rules make of them; fails where a target is not met."""
    console = Console(highlight=False)
    scores = prove(range(first, first + seeds))
    console.print(_table(scores))
    console.print(
        f"recall {scores.revealable.told()} of {scores.revealable.all} that something gives away,"
        f" {scores.planted.told()} of all {scores.planted.all};"
        f" repairs {scores.repair.told()} of {scores.repair.all};"
        f" {scores.false_flags} false flags on {scores.clean_figures:,} clean figures"
    )
    _show(scores, show, console)
    if write:
        write_page(scores)
    short = list(shortfalls(scores))
    for sentence in short:
        console.print(f"[red]{sentence}[/]")
    raise typer.Exit(1 if short else 0)


def _table(scores: Scores) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("rule", "flags", "precision", "faults", "recall", "repair", "clean / 10,000"):
        table.add_column(heading, justify="left" if heading == "rule" else "right")
    for code in sorted(scores.rules):
        rule = scores.rules[code]
        clean = f"{10_000 * rule.on_clean / scores.clean_figures:.1f}"
        cells = (
            rule.precision.all,
            rule.precision.told(),
            rule.recall.all,
            rule.recall.told(),
            rule.repair.told(),
            clean,
        )
        table.add_row(code, *map(str, cells))
    return table


def _show(scores: Scores, most: int, console: Console) -> None:
    for one in islice(scores.missed, most):
        console.print(
            f"missed: {one.fault.operator} {_where(one.fault.places)} {sorted(one.verdict.kinds)}", markup=False
        )
    for flag in islice(scores.stray, most):
        console.print(f"astray: {flag.rule_code} {flag.message_vi}", markup=False)
    for flag in islice(scores.wrong, most):
        console.print(f"false: {flag.rule_code} {flag.message_vi}", markup=False)
    for flag, faults in islice(scores.misled, most):
        told = Counter(one.fault.operator for one in faults)
        changes = [
            {f"{place.path} {place.line} {place.role}": str(number) for place, number in repair.items()}
            for repair in flag.repairs
        ]
        console.print(f"wrong repair: {flag.rule_code} {changes} of {dict(told)}", markup=False)


def _where(places: Sequence[Place]) -> str:
    return f"{places[0].path} line {places[0].line}" if places else ""


if __name__ == "__main__":
    app()
