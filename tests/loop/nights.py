"""Nights in a real Airflow, with a real mail server and a real mailbox, for as long as a test lasts."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
from rich.console import Console
from whole_night import warehouse

from cli import embedded_airflow
from cli.embedded_airflow import DAG_IDS, Airflow
from cli.nightly import INGESTING, run_dags
from warehouse.settings import Settings

REFERENCE = "provinces: 0\nunits: 0\nperiods: ['2023']\narticles: 0\nfault_share: 0\n"
"""The federation of the reference case alone: one office, seven units, one article."""

ENDED = frozenset({"success", "failed"})


@dataclass(frozen=True, slots=True)
class Nights:
    """A running Airflow over one home."""

    airflow: Airflow
    settings: Settings
    began: datetime

    def run(self, night: str) -> None:
        """The DAGs of a night from the inbox to the messages; raises AirflowError where one failed."""
        try:
            run_dags(self.airflow, self.settings, date.fromisoformat(night), Console(quiet=True))
        finally:
            self.airflow.pause(embedded_airflow.WATCHING)

    def start(self, night: str, *dag_ids: str) -> list[str]:
        return [self.airflow.trigger(dag_id, {"night": night}) for dag_id in dag_ids]

    def task(self, dag_id: str, task_id: str) -> dict[str, Any]:
        """The latest try of a task that was due since the beginning; empty where there is none."""
        found = [one for one in self.airflow.tasks(self.began) if (one["dag_id"], one["task_id"]) == (dag_id, task_id)]
        return max(found, key=lambda one: str(one["start_date"]), default={})

    def runs(self, dag_id: str) -> list[dict[str, Any]]:
        return [run for run in self.airflow.runs(self.began) if run["dag_id"] == dag_id]

    def backfill(self, dag_id: str, first: str, last: str) -> None:
        """What ``airflow backfill create`` does: the runs that the schedule had between two nights."""
        asked = {"dag_id": dag_id, "from_date": f"{first}T00:00:00Z", "to_date": f"{last}T23:59:59Z"}
        for _ in range(20):
            answer = self.airflow.client.post("/api/v2/backfills", json=asked)
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            # Airflow's own SQLite was busy
            time.sleep(1)
        answer.raise_for_status()

    def made_up_for(self, dag_id: str) -> list[dict[str, Any]]:
        """The runs of its backfills."""
        asked = {"run_type": "backfill", "limit": 100}
        answer = self.airflow.client.get(f"/api/v2/dags/{dag_id}/dagRuns", params=asked)
        answer.raise_for_status()
        runs: list[dict[str, Any]] = answer.json()["dag_runs"]
        return runs

    def wait_until_idle(self, seconds: int = 3600, quiet: int = 15) -> None:
        """Until no run of the chain is under way, backfills among them, and none follows."""
        deadline, idle_since = time.monotonic() + seconds, time.monotonic()
        while time.monotonic() < deadline:
            runs = [run for run in self.airflow.runs(self.began) if run["dag_id"] in DAG_IDS]
            runs += [run for dag_id in INGESTING for run in self.made_up_for(dag_id)]
            if not runs or any(run["state"] not in ENDED for run in runs):
                idle_since = time.monotonic()
            if time.monotonic() - idle_since > quiet:
                return
            time.sleep(1)
        raise AssertionError(f"Airflow was not through after {seconds} s")

    def clear(self, dag_id: str, run_id: str, *task_ids: str) -> None:
        """What Clear does in the UI: these tasks and all that follow them."""
        asked = {"dry_run": False, "dag_run_id": run_id, "task_ids": list(task_ids), "include_downstream": True}
        self.airflow.client.post(
            f"/api/v2/dags/{dag_id}/clearTaskInstances", json={**asked, "only_failed": False}
        ).raise_for_status()


@contextmanager
def airflow_over(home: Path, environment: Mapping[str, str]) -> Iterator[Nights]:
    """Airflow on a home, with more of an environment, until the end of the block. The watching DAG stays paused."""
    with patch.dict(os.environ, environment), patch.object(embedded_airflow, "START_SECONDS", 900):
        settings = Settings(home=home)
        with embedded_airflow.running(settings, embedded_airflow.free_port()) as airflow:
            airflow.client.timeout = 300
            airflow.pause(embedded_airflow.WATCHING)
            yield Nights(airflow, settings, datetime.now(UTC))


def write_reference_case(home: Path) -> None:
    parameters = home.parent / "reference.yml"
    parameters.write_text(REFERENCE, encoding="utf-8")
    warehouse(home, "sample", "--parameters", str(parameters))
