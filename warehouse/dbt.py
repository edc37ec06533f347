"""Running dbt: the one place that knows its command line.

dbt keeps DuckDB's lock for as long as its process lives, so every run is a process of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from warehouse.settings import Settings

BEFORE_EVENTS = "before_events"
"""Seeds, staging and intermediate models up to the flags: what the flag transitions are told from."""
AFTER_EVENTS = "after_events"
"""Everything that reads the events: the marts."""


class DbtError(RuntimeError):
    """dbt could not build: our own promise about a relation is broken, or the project is."""


@dataclass(frozen=True, slots=True)
class DbtSummary:
    """How many nodes of a build ended in each state ("success", "pass", "error" …), and its seconds."""

    statuses: Counter[str]
    seconds: float


def build(settings: Settings, selector: str, *, as_of_night: date | None = None) -> DbtSummary:
    """``dbt build`` of a selector into the build file; raises DbtError with dbt's own words where a node fails."""
    settings.build.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "dbt.cli.main", "--no-use-colors", "build", "--selector", selector]
    command += ["--project-dir", str(settings.dbt_project_dir), "--profiles-dir", str(settings.dbt_project_dir)]
    target = settings.build / "dbt"
    command += ["--target-path", str(target), "--log-path", str(target / "logs")]
    if as_of_night is not None:
        command += ["--vars", json.dumps({"as_of_night": as_of_night.isoformat()})]
    environment = settings.child_environment(DBT_SEND_ANONYMOUS_USAGE_STATS="false")
    done = subprocess.run(  # noqa: S603  # the command is ours; no part of it was received
        command, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise DbtError(f"dbt build --selector {selector} failed:\n{_told(done.stdout, done.stderr)}")
    return _summary(target / "run_results.json")


def _told(stdout: str, stderr: str) -> str:
    """dbt's output without the lines of nodes that went well."""
    lines = [line for line in stdout.splitlines() if not any(mark in line for mark in (" OK ", " START ", " PASS "))]
    return "\n".join([*lines[-60:], *stderr.splitlines()[-20:]])


def _summary(run_results: Path) -> DbtSummary:
    results = json.loads(run_results.read_text(encoding="utf-8"))
    return DbtSummary(Counter(node["status"] for node in results["results"]), float(results["elapsed_time"]))
