"""Commands about what was sent to whom, and about the warehouse itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from cli.app import Home, app, at, console

PANEL = "Messages and incidents"


@app.command(rich_help_panel=PANEL)
def messages(
    home: Home = None,
    office: Annotated[str | None, typer.Option(help="Only of this office")] = None,
    state: Annotated[
        str | None, typer.Option(help="Only these: queued, deferred, sent, outbox, refused, parked")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most messages shown, the newest")] = 50,
) -> None:
    """List the messages, the newest last: to whom, how far they came, and the last answer of the server.

    warehouse messages --state parked
    """
    from cli.messages import show

    show(at(home), console, office=office, state=state, limit=limit)


@app.command(rich_help_panel=PANEL)
def resend(
    keys: Annotated[list[str], typer.Argument(help="Keys, or beginnings of them, as `warehouse messages` shows them")],
    home: Home = None,
) -> None:
    """Send messages again, unchanged, whatever became of them: the same bytes under the same Message-ID.

    warehouse resend 19cfc337
    """
    from cli.messages import send_again

    send_again(at(home), console, keys)


@app.command(rich_help_panel=PANEL)
def watch(home: Home = None) -> None:
    """Look around as Airflow does every hour: late night, quiet source, odd volume, full disk, mail that waits.

    What is due is sent, the data team is told of what begins and what is over. For a machine without Airflow, by cron.
    Ends with 1 while an incident is open.
    """
    from cli.messages import look_around

    if not look_around(at(home), console, datetime.now(UTC)):
        raise typer.Exit(1)
