"""``nightly`` and ``up``: the real DAGs on an embedded Airflow, watched from the console."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import httpx
from rich.console import Console

from cli import embedded_airflow
from cli.embedded_airflow import Airflow, AirflowError
from cli.summary import show
from ingest.load import inbox_of
from warehouse.figure import SourceKind
from warehouse.settings import Settings

INGESTING = ("ingest_unit_reports", "ingest_news")
POLL_SECONDS = 2.5
RUN_SECONDS = 3600
_SIGNS = {"success": "[green]✓[/]", "skipped": "[dim]–[/]", "failed": "[red]✗[/]", "up_for_retry": "[yellow]↻[/]"}


@dataclass(slots=True)
class Phases:
    """What the run spent its time on."""

    console: Console
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def time(self, title: str) -> Iterator[None]:
        self.console.print(f"[bold]{title}[/]")
        started = time.monotonic()
        yield
        self.seconds[title] = time.monotonic() - started


def run_nightly(settings: Settings, night: date, console: Console) -> None:
    """The sample federation (where there is nothing to read yet) through the four DAGs; ends with the summary."""
    phases = Phases(console)
    if not _has_input(settings):
        with phases.time("Writing the sample federation"):
            from cli.sample import write

            write(settings, console, night=night)
    with ExitStack() as services:
        with phases.time("Starting Airflow"):
            port = embedded_airflow.free_port()
            airflow = services.enter_context(embedded_airflow.running(settings, port))
        with phases.time(f"Loading the night of {night:%d/%m/%Y}"):
            run_dags(airflow, settings, night, console)
    show(settings, console, phases.seconds)


def run_up(settings: Settings, port: int, console: Console) -> None:
    """Airflow with its UI until Ctrl+C."""
    console.print("Starting Airflow …")
    with embedded_airflow.running(settings, port, stays=True) as airflow:
        console.print(f"[bold]Airflow is ready at {airflow.url}[/]")
        console.print("No log-in is asked: it listens on this machine alone and everybody on it is an administrator.")
        console.print("The DAGs run every night at 22:00; start one at once with its ▶ button. Ctrl+C ends Airflow.")
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            console.print("Ending Airflow …")


def _has_input(settings: Settings) -> bool:
    return any(True for kind in SourceKind for _ in inbox_of(settings, kind).entries())


def run_dags(airflow: Airflow, settings: Settings, night: date, console: Console) -> None:
    """Start the ingesting DAGs and follow the chain of assets to its end; what ends is told as it ends."""
    since = datetime.now(UTC)
    airflow.pause(embedded_airflow.WATCHING)  # it would tell of a night that lies in the past, as the sample's does
    try:
        _follow(airflow, settings, night, console, since)
    finally:
        with suppress(httpx.HTTPError):
            airflow.pause(embedded_airflow.WATCHING, is_paused=False)


def _follow(airflow: Airflow, settings: Settings, night: date, console: Console, since: datetime) -> None:
    for dag_id in INGESTING:
        airflow.trigger(dag_id, {"night": night.isoformat()})
    told: set[tuple[str, str, int, str]] = set()
    deadline = time.monotonic() + RUN_SECONDS
    while time.monotonic() < deadline:
        runs = [run for run in airflow.runs(since) if run["dag_id"] in embedded_airflow.DAG_IDS]
        states = {run["dag_id"]: str(run["state"]) for run in runs}
        _tell_tasks(airflow.tasks(since), told, console)
        if failed := sorted(dag_id for dag_id, state in states.items() if state == "failed"):
            logs = settings.home / "airflow" / "logs"
            raise AirflowError(f"{', '.join(failed)} failed. Its docs say what that means; its logs lie in {logs}.")
        if states.keys() >= set(embedded_airflow.DAG_IDS) and set(states.values()) <= {"success"}:
            return
        time.sleep(POLL_SECONDS)
    raise AirflowError(f"The DAGs were not through after {RUN_SECONDS} s.")


def _tell_tasks(tasks: list[dict[str, Any]], told: set[tuple[str, str, int, str]], console: Console) -> None:
    """One line for each task as it ends."""
    for task in sorted(tasks, key=lambda one: str(one["end_date"])):
        key = (task["dag_id"], task["task_id"], task["map_index"], str(task["state"]))
        if task["state"] not in _SIGNS or key in told:
            continue
        told.add(key)
        chunk = f"[{task['map_index']}]" if task["map_index"] >= 0 else ""
        name = f"{task['dag_id']}.{task['task_id']}{chunk}".replace("[", "\\[")
        console.print(f"  {_SIGNS[task['state']]} {name:<44} {task['duration'] or 0:6.1f} s")
