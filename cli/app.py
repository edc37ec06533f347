"""The console application: what every command shares."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.status import Status
from rich.text import Text

from cli.night import Step, Tell
from warehouse.settings import Settings, settings

app = typer.Typer(
    help="The thi đua warehouse: workbooks and articles in, checked marts and digests out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class PlainConsole(Console):
    """A console on which received text cannot steer the terminal: its control characters are shown as unreadable."""

    def render_str(self, text: str, **options: Any) -> Text:
        return super().render_str(text.translate(_CONTROLS), **options)


_CONTROLS = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r"}
console = PlainConsole(highlight=False)
errors = PlainConsole(stderr=True, highlight=False)

Night = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Night to load, YYYY-MM-DD; tonight where not given")
]
Home = Annotated[Path | None, typer.Option(help="Root of the data; WAREHOUSE_HOME or ./data where not given")]


def at(home: Path | None) -> Settings:
    """The settings, rooted at ``home`` where one is given."""
    return settings() if home is None else Settings(home=home)


def night_from(asked: datetime | None, config: Settings) -> date:
    return asked.date() if asked else config.night_of(datetime.now(UTC))


class StepsFailedError(RuntimeError):
    """Steps failed that cost only themselves; everything else was done."""


def run_steps(steps: Iterable[Step]) -> None:
    """Run each step, telling what it does while it runs and what came of it with its seconds.

    Raises StepsFailedError at the end where a step failed that the others could do without.
    """
    failed = []
    for step in steps:
        started = time.monotonic()
        try:
            with console.status(f"{step.title} …") as status:
                outcome = step.run(_telling(status, step.title))
        except RuntimeError as error:
            if not step.costs_only_itself:
                raise
            failed.append(f"{step.title}: {error}")
            console.print(f"  [red]✗[/] {step.title:<20} {time.monotonic() - started:6.1f} s  {escape(str(error))}")
            continue
        console.print(f"  [green]✓[/] {step.title:<20} {time.monotonic() - started:6.1f} s  {outcome}")

    if failed:
        raise StepsFailedError("Everything else was done, but: " + "; ".join(failed))


def _telling(status: Status, title: str) -> Tell:
    return lambda so_far: status.update(f"{title} … {so_far}")
