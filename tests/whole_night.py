"""Helpers of the whole-night tests: a home, the console command, and what the published file holds."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from warehouse.settings import Settings


def warehouse(home: Path, *arguments: str) -> str:
    """Run the console command on a home as a person does; returns what it prints."""
    environment = {**os.environ, "WAREHOUSE_HOME": str(home), "COLUMNS": "200", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        cwd=home,
    )
    assert done.returncode == 0, f"warehouse {' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def query(home: Path, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
    """Rows of the published file, opened as a reader opens it."""
    with duckdb.connect(str(Settings(home=home).published_database), read_only=True) as published:
        return published.execute(sql, parameters).fetchall()


def contents(home: Path | Settings, without: Sequence[str] = ()) -> dict[str, str]:
    """A digest of every published table's rows, in any order: equal digests are equal marts.

    ``without`` names columns that are left out, such as the moments a clock gave.
    """
    config = home if isinstance(home, Settings) else Settings(home=home)
    with duckdb.connect(str(config.published_database), read_only=True) as published:
        tables = [row[0] for row in published.execute("select table_name from duckdb_tables() order by 1").fetchall()]
        digests = {}
        for table in tables:
            told = published.table(table)
            rows = told.select(*(name for name in told.columns if name not in without)).fetchall()
            digests[table] = hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()
        return digests


def messages(home: Path) -> list[Path]:
    """The digests in the outbox."""
    return sorted(Settings(home=home).outbox.rglob("*.eml"))
