"""The DAGs parse under real Airflow, are thin, and say what a failure means."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

DAGS = Path(__file__).parents[2] / "dags"
NAMES = ("alert_offices", "build_warehouse", "ingest_news", "ingest_unit_reports")
TAGS = {"ingest", "build", "alert"}


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The serialised DAGs, parsed by Airflow in a process and home of its own."""
    home = tmp_path_factory.mktemp("airflow")
    script = (
        "import json, sys\n"
        "from airflow.dag_processing.dagbag import DagBag\n"
        "from airflow.serialization.serialized_objects import DagSerialization\n"
        "bag = DagBag(sys.argv[1])\n"
        "dags = {name: DagSerialization.to_dict(dag) for name, dag in bag.dags.items()}\n"
        "print('PARSED' + json.dumps({'errors': bag.import_errors, 'dags': dags}, default=str))\n"
    )
    environment = {**os.environ, "AIRFLOW_HOME": str(home), "AIRFLOW__CORE__LOAD_EXAMPLES": "False"}
    done = subprocess.run(
        [sys.executable, "-c", script, str(DAGS)], env=environment, capture_output=True, text=True, check=False
    )
    line = next((one for one in done.stdout.splitlines() if one.startswith("PARSED")), None)
    assert line, done.stderr
    found: dict[str, Any] = json.loads(line.removeprefix("PARSED"))
    return found


def test_the_four_dags_parse_without_an_error(parsed: dict[str, Any]) -> None:
    assert parsed["errors"] == {}
    assert sorted(parsed["dags"]) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_dag_says_what_a_failure_means_and_what_to_do(parsed: dict[str, Any], name: str) -> None:
    dag = parsed["dags"][name]["dag"]
    for task in dag["tasks"]:
        task_id = task["__var"]["task_id"]
        if task_id not in {"close_night", "fail_if_partial", "record_flag_changes"}:
            assert f"`{task_id}`" in dag["doc_md"], f"{name} does not tell of {task_id}"
    assert "fail" in dag["doc_md"]


@pytest.mark.parametrize("name", NAMES)
def test_a_dag_never_runs_beside_itself_nor_catches_up(parsed: dict[str, Any], name: str) -> None:
    dag = parsed["dags"][name]["dag"]
    assert dag["max_active_runs"] == 1
    assert dag["catchup"] is False
    assert set(dag["tags"]) <= TAGS


@pytest.mark.parametrize("path", sorted(DAGS.glob("*.py")), ids=lambda path: path.name)
def test_a_dag_file_is_thin(path: Path) -> None:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    lines = sum((node.end_lineno or 0) - node.lineno + 1 for node in body[1:])
    assert lines <= 40


def test_the_nights_are_scheduled_in_vietnamese_time_and_joined_by_assets(parsed: dict[str, Any]) -> None:
    for name in ("ingest_news", "ingest_unit_reports"):
        timetable = parsed["dags"][name]["dag"]["timetable"]["__var"]
        assert timetable["expression"] == "0 22 * * *"
        assert timetable["timezone"] == "Asia/Ho_Chi_Minh"
    build = str(parsed["dags"]["build_warehouse"]["dag"]["timetable"])
    assert "x-warehouse://landing/news" in build
    assert "x-warehouse://landing/unit_reports" in build
    assert "x-warehouse://published/marts" in str(parsed["dags"]["alert_offices"]["dag"]["timetable"])
