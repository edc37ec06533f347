"""Commands that load a night, and what belongs to it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.app import Home, Night, app, at, console, night_from, run_steps

PANEL = "Load the night"


@app.command(rich_help_panel=PANEL)
def nightly(home: Home = None, night: Night = None) -> None:
    """Write the sample federation where the inbox is empty, run the real DAGs over it, and show what came of it."""
    from cli.nightly import run_nightly

    config = at(home)
    run_nightly(config, night_from(night, config), console)


@app.command(rich_help_panel=PANEL)
def up(
    home: Home = None, port: Annotated[int, typer.Option(help="Port of the Airflow UI on this machine")] = 8080
) -> None:
    """Run Airflow with its UI on embedded defaults until Ctrl+C."""
    from cli.nightly import run_up

    run_up(at(home), port, console)


@app.command(rich_help_panel=PANEL)
def superset(
    home: Home = None,
    port: Annotated[int, typer.Option(help="Port of Superset on this machine")] = 8088,
    assets: Annotated[
        Path | None,
        typer.Option(
            help="Write what Superset imports into this folder and run nothing: for a Superset of your own, by "
            "`superset import-directory FOLDER --overwrite`",
            file_okay=False,
        ),
    ] = None,
) -> None:
    """Run Superset with the dashboard on the published marts until Ctrl+C. `make superset` installs it before.

    Reads serving.duckdb, and PostgreSQL where WAREHOUSE_SUPERSET_POSTGRES_URL is set. The user is admin, its password
    SUPERSET_ADMIN_PASSWORD; unset, one is made and told at the first start.
    """
    from cli.own_superset import run_superset, write_assets

    if assets is None:
        run_superset(at(home), port, console)
    else:
        write_assets(at(home), assets, console)


@app.command(rich_help_panel=PANEL)
def load(
    home: Home = None,
    night: Night = None,
    alerts: Annotated[bool, typer.Option(help="Compose and send the digests after publishing")] = True,
) -> None:
    """Load what is new, judge it, build and publish the marts, alert the offices: the DAGs' steps without Airflow."""
    from cli.night import steps
    from cli.summary import show

    config = at(home)
    chosen = night_from(night, config)
    run_steps(steps(config, chosen, with_alerts=alerts))
    show(config, console)


@app.command(rich_help_panel=PANEL)
def fetch(
    home: Home = None,
    night: Night = None,
    source: Annotated[
        list[str] | None, typer.Option(help="Only this source, also one switched off; may be given several times")
    ] = None,
) -> None:
    """Fetch what the sources of news_sources.yml have that is new or changed; the next load reads it.

    Each site is asked slowly and as its robots.txt allows. Run again, only what is missing is asked for. Ends with 1
    where a source could not be read.
    """
    from cli.fetch import fetch_and_tell

    config = at(home)
    if not fetch_and_tell(config, night_from(night, config), source or [], console):
        raise typer.Exit(1)


@app.command(rich_help_panel=PANEL)
def backfill(night: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"])], home: Home = None) -> None:
    """Build the marts as NIGHT should have given them, beside the present ones; nothing is recorded or sent."""
    from cli.night import backfill_steps

    replay = at(home).as_of(night.date())
    run_steps(backfill_steps(replay, night.date()))
    console.print(f"Published as of {night:%Y-%m-%d}: {replay.published_database}")


@app.command(rich_help_panel=PANEL)
def publish(home: Home = None, night: Night = None) -> None:
    """Publish the marts of the build file again, to PostgreSQL too where it is set."""
    from cli.night import postgres_steps, publish_step

    config = at(home)
    run_steps([publish_step(config, night_from(night, config)), *postgres_steps(config)])


@app.command(rich_help_panel=PANEL)
def docs(home: Home = None) -> None:
    """Write the dbt project's documentation as one page beside the dashboard: marts, columns, tests, lineage.

    It takes some seconds and is no part of a night; run it again after the models changed.
    """
    from warehouse.dbt import write_docs

    console.print(str(write_docs(at(home))), soft_wrap=True)


@app.command(rich_help_panel=PANEL)
def sample(
    home: Home = None,
    parameters: Annotated[Path | None, typer.Option(help="YAML of parameters; the small federation by default")] = None,
    units: Annotated[int | None, typer.Option(min=1, help="Number of reporting units")] = None,
    months: Annotated[int | None, typer.Option(min=1, help="Number of monthly periods")] = None,
    seed: Annotated[int | None, typer.Option(help="Random seed; the same seed writes the same bytes")] = None,
) -> None:
    """Write a sample federation: workbooks, articles, its catalogue, and a ledger of the faults planted."""
    from cli.sample import write

    write(at(home), console, parameters=parameters, units=units, month_count=months, seed=seed)
