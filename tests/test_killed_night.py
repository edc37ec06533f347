"""A night killed with everything it started, then run again, is an undisturbed night."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from whole_night import contents, messages, warehouse

NIGHT = "2026-01-05"

pytestmark = pytest.mark.slow


def killed(home: Path, after: str) -> None:
    """Run a night and kill its process, not its services, as soon as it tells that a task ended."""
    environment = {**os.environ, "WAREHOUSE_HOME": str(home), "COLUMNS": "200", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "cli.main", "nightly", "--night", NIGHT],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as night:
        assert night.stdout is not None
        assert any(after in line for line in night.stdout)
        time.sleep(3)
        night.send_signal(signal.SIGKILL)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("undisturbed")
    warehouse(home, "nightly", "--night", NIGHT)
    return home


@pytest.mark.parametrize("task", ["ingest_news.list_new_articles", "build_warehouse.judge_figures"])
def test_a_killed_night_run_again_ends_as_if_nothing_had_happened(undisturbed: Path, tmp_path: Path, task: str) -> None:
    killed(tmp_path, after=task)
    warehouse(tmp_path, "nightly", "--night", NIGHT)
    moments = ("received_at", "recorded_at")
    assert contents(tmp_path, without=moments) == contents(undisturbed, without=moments)
    assert [path.name for path in messages(tmp_path)] == [path.name for path in messages(undisturbed)]
