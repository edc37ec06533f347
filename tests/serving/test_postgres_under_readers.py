"""Readers of five kinds in loops, each in a process of its own, while generations are published and removed."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest
from postgres_server import Database
from two_offices import DATA_TEAM, PublishedMarts

from serving.postgres.clean import clean_postgres
from serving.postgres.publish import publish_to_postgres

READER = textwrap.dedent(
    """
    import json, sys, time
    from pathlib import Path
    import psycopg

    kind, url, stop, ready = sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])
    one = "select quote from fct_results union all select quote from fct_targets"
    first, second = "select quote from fct_results", "select quote from fct_targets"
    kept = None

    def reads(connection):
        if kind == "statement":
            return [row for (row,) in connection.execute(one)]
        if kind == "prepared":
            return [row for (row,) in connection.execute(one, prepare=True)]
        if kind == "copy":
            with connection.cursor().copy(f"copy ({one}) to stdout") as copy:
                return [line for (line,) in copy.rows()]
        level = "isolation level read committed" if kind == "read committed" else ""
        if kind == "repeatable read":
            level = "isolation level repeatable read"
        connection.execute(f"begin {level}")
        seen = [row for (row,) in connection.execute(first)]
        time.sleep(0.02)
        seen += [row for (row,) in connection.execute(second)]
        connection.execute("commit")
        return seen

    seen, count, mixed, errors, last = set(), 0, 0, [], False
    while not last:
        last = stop.exists()
        try:
            if kept is None or kind not in ("prepared", "read committed"):
                kept and kept.close()
                kept = psycopg.connect(url, autocommit=True, prepare_threshold=None)
            told = reads(kept)
            mixed += len(told) != 200 or len(set(told)) != 1
            seen |= set(told)
            count += 1
            ready.touch()
            time.sleep(0.05)
        except Exception as error:
            errors.append(repr(error))
            kept = None
    print(json.dumps({"reads": count, "mixed": mixed, "errors": errors[:5], "seen": sorted(seen)}))
    """
)
KINDS = ("statement", "prepared", "copy", "read committed", "repeatable read", "default")


def generation(marts: PublishedMarts, database: Database, number: int) -> None:
    """Every row of two marts tells its generation; every third changes what columns there are."""
    fill = (
        "insert into {mart} by name select unnest(range(100))::varchar as figure_id, 'LDLD.TQ' as org_unit_code,"
        " '{label}' as quote"
    )
    statements = [f"delete from {mart}" for mart in ("fct_results", "fct_targets")]  # noqa: S608  # our names
    statements += [fill.format(mart=mart, label=f"gen-{number}") for mart in ("fct_results", "fct_targets")]
    if number % 3 == 2:
        statements.append("alter table fct_results add column added integer")
    marts.put(*statements)
    publish_to_postgres(marts.settings, database.publisher, lead_seconds=0.5)


def race(tmp_path: Path, database: Database, publications: int) -> dict[str, dict[str, Any]]:
    marts = PublishedMarts(tmp_path / "home", ("dim_office_scopes", "dim_org_units", "fct_results", "fct_targets"))
    generation(marts, database, 0)
    stop = tmp_path / "stop"
    command = [sys.executable, "-c", READER]
    readers = {
        kind: subprocess.Popen(
            [*command, kind, database.reader(DATA_TEAM), str(stop), str(tmp_path / kind)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for kind in KINDS
    }
    try:
        deadline = time.monotonic() + 60
        while not all((tmp_path / kind).exists() for kind in KINDS):
            assert time.monotonic() < deadline, "a reader did not start"
            time.sleep(0.05)
        for number in range(1, publications + 1):
            generation(marts, database, number)
            clean_postgres(database.publisher)
    finally:
        stop.touch()
    return {kind: json.loads(reader.communicate(timeout=120)[0]) for kind, reader in readers.items()}


def judge(told: dict[str, dict[str, Any]], publications: int) -> None:
    assert {kind: reader["errors"] for kind, reader in told.items()} == {kind: [] for kind in KINDS}
    assert {kind: reader["mixed"] for kind, reader in told.items()} == dict.fromkeys(KINDS, 0)
    assert {kind: f"gen-{publications}" in reader["seen"] for kind, reader in told.items()} == dict.fromkeys(
        KINDS, True
    )
    assert all(len(reader["seen"]) >= 2 for reader in told.values())


def test_readers_of_six_kinds_see_no_error_and_no_mixed_generation(tmp_path: Path, postgres: Database) -> None:
    judge(race(tmp_path, postgres, 5), 5)


@pytest.mark.slow
def test_readers_of_six_kinds_see_no_error_and_no_mix_through_sixty_publications(
    tmp_path: Path, postgres: Database
) -> None:
    told = race(tmp_path, postgres, 60)
    print(json.dumps({kind: reader["reads"] for kind, reader in told.items()}))
    judge(told, 60)
