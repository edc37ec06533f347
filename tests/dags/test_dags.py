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

from warehouse.settings import Settings

DAGS = Path(__file__).parents[2] / "dags"
NAMES = ("alert_offices", "build_warehouse", "ingest_news", "ingest_unit_reports", "watch_warehouse")
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
    sources = home / "news_sources.yml"
    sources.write_text("sources: [{name: tin, kind: feed, urls: ['https://congdoan.example/rss']}]", encoding="utf-8")
    environment = {**os.environ, "AIRFLOW_HOME": str(home), "AIRFLOW__CORE__LOAD_EXAMPLES": "False"}
    environment["WAREHOUSE_NEWS_SOURCES"] = str(sources)
    done = subprocess.run(
        [sys.executable, "-c", script, str(DAGS)], env=environment, capture_output=True, text=True, check=False
    )
    line = next((one for one in done.stdout.splitlines() if one.startswith("PARSED")), None)
    assert line, done.stderr
    found: dict[str, Any] = json.loads(line.removeprefix("PARSED"))
    return found


def test_the_dags_parse_without_an_error(parsed: dict[str, Any]) -> None:
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


def test_a_source_that_fails_costs_neither_the_drop_folder_nor_the_night(parsed: dict[str, Any]) -> None:
    tasks = {task["__var"]["task_id"]: task["__var"] for task in parsed["dags"]["ingest_news"]["dag"]["tasks"]}
    assert tasks["fetch_source"]["_is_mapped"]
    assert tasks["fetch_source"]["downstream_task_ids"] == ["list_new_articles"]
    assert tasks["list_new_articles"]["trigger_rule"] == "all_done"
    assert tasks["close_night"]["trigger_rule"] == "all_done"


@pytest.mark.parametrize(("written", "is_asked"), [("sources: []", False), ("sources: [", True)])
def test_a_night_without_sources_starts_no_task_for_them_and_a_mistake_in_their_file_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, is_asked: bool
) -> None:
    from dags import fetching

    sources = tmp_path / "news_sources.yml"
    sources.write_text(written, encoding="utf-8")
    monkeypatch.setattr(fetching, "settings", lambda: Settings(home=tmp_path, news_sources=sources))
    assert fetching.has_sources() is is_asked


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
