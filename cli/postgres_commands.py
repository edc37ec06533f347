"""Commands for the PostgreSQL that the marts are published to."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from cli.app import Home, app, at, console
from warehouse.settings import Settings

PANEL = "Load the night"

postgres = typer.Typer(
    help="The marts in PostgreSQL: make the database ready, give offices their log-ins, publish, clean up.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(postgres, name="postgres", rich_help_panel=PANEL)


@postgres.command()
def setup(home: Home = None) -> None:
    """Make schemas, roles and readers' defaults in the database of WAREHOUSE_POSTGRES_URL.

    Connects as WAREHOUSE_POSTGRES_ADMIN_URL, a superuser or one who may make roles and owns the database. The role
    that publishes is made with the password of WAREHOUSE_POSTGRES_URL where it is missing. May be run again.
    """
    from serving.postgres.connection import place
    from serving.postgres.setup import set_up

    config = at(home)
    url = _url(config)
    set_up(config.postgres_admin_url or url, url)
    console.print(f"{place(url)} is ready; give the offices their log-ins with `warehouse postgres roles`")


@postgres.command()
def roles(
    home: Home = None,
    passwords: Annotated[
        Path | None,
        typer.Option(
            help="CSV with the columns office_code and password; an office left out keeps the one it has. Keep the "
            "file out of the repository and delete it afterwards",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
) -> None:
    """One log-in an active office of the catalogue, reading what is told of the units that the office manages.

    Run it again when an office came, went or has a new password. Without a password a log-in exists and may not log in.
    What each reads comes with each publication.
    """
    from serving.postgres.setup import ensure_office_logins
    from warehouse.catalogue_rows import read_offices

    config = at(home)
    url = _url(config)
    offices = read_offices((config.seeds, config.catalogue_extra))
    logins = ensure_office_logins(config.postgres_admin_url or url, url, offices, _passwords(passwords))
    table = Table("office", "log-in", "reads the rows of", "may log in")
    for login in logins:
        scope = ", ".join(login.scope) if len(login.scope) <= 4 else f"{len(login.scope)} offices"
        scope = scope or "[yellow]nothing before the next publication[/]"
        table.add_row(login.office_code, login.role, scope, "yes" if login.has_password else "[yellow]no password[/]")
    console.print(table)


@postgres.command()
def publish(home: Home = None) -> None:
    """Publish to PostgreSQL what stands published as files; nothing is done where it already stands there."""
    from serving.postgres.publish import publish_to_postgres

    config = at(home)
    console.print(publish_to_postgres(config, _url(config)).told())


@postgres.command()
def clean(home: Home = None) -> None:
    """Remove generations older than the one before the current, where no reader's transaction still needs them."""
    from serving.postgres.clean import clean_postgres

    console.print(clean_postgres(_url(at(home))).told())


def _url(config: Settings) -> str:
    if not config.postgres_url:
        raise typer.BadParameter("WAREHOUSE_POSTGRES_URL is not set; .env.example says how it reads")
    return config.postgres_url


def _passwords(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if not {"office_code", "password"} <= set(reader.fieldnames or ()):
            raise typer.BadParameter(f"{path} needs the columns office_code and password")
        return {row["office_code"].strip(): row["password"] for row in reader if row["password"]}
