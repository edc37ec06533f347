"""A wall between rooms stands: what breaks it is found."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("alerts", "cli", "dags", "evaluation", "expectations", "ingest", "proof", "sample", "serving", "warehouse")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The Python of every room, to be spoilt."""
    shutil.copy(ROOT / ".importlinter", tmp_path)
    for room in ROOMS:
        for module in (ROOT / room).rglob("*.py"):
            target = tmp_path / module.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(module, target)
    return tmp_path


def broken(copy: Path) -> str:
    """What import-linter says of the copy."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=copy, env={"PYTHONPATH": str(copy)}, capture_output=True, text=True, check=False)
    return " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("room", "spoilt", "told"),
    [
        ("ingest", "import alerts", "no room knows its neighbour BROKEN"),
        ("warehouse", "import serving", "no room knows its neighbour BROKEN"),
        ("evaluation", "import sample", "knows no other room BROKEN"),
        ("proof/oracle.py", "from expectations import gate", "know nothing of what they try BROKEN"),
        ("serving", "from airflow.sdk import dag", "Only dags imports Airflow BROKEN"),
        ("alerts", "import duckdb", "Only warehouse.database opens DuckDB BROKEN"),
        ("warehouse", "from dbt.cli.main import dbtRunner", "dbt meets Python only through tables and seeds BROKEN"),
        ("ingest/vietnamese", "import os", "a clock or a database BROKEN"),
    ],
)
def test_a_wall_tells_who_walked_through_it(copy: Path, room: str, spoilt: str, told: str) -> None:
    module = copy / room if room.endswith(".py") else copy / room / "spoilt.py"
    module.write_text(f"{spoilt}\n", encoding="utf-8")
    said = broken(copy)
    assert told in said
    walker = ".".join(module.relative_to(copy).with_suffix("").parts)
    assert f"{walker} -> {spoilt.split()[1].split('.')[0]}" in said
