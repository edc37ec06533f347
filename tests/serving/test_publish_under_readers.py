from __future__ import annotations

import json
import subprocess
import sys
import textwrap
import time
from datetime import date
from pathlib import Path

import pytest
from build_of_marts import Build

from serving.publish import publish

READER = textwrap.dedent(
    """
    import hashlib, json, sys
    from pathlib import Path
    import duckdb, pyarrow.parquet as pq

    published, stop, ready = map(Path, sys.argv[1:])
    seen, reads, mixed, errors = set(), 0, 0, []
    last = False
    while not last:
        last = stop.exists()
        try:
            with duckdb.connect(str(published / "serving.duckdb"), read_only=True) as database:
                answer = set(database.execute(
                    "select org_unit_name from dim_org_units union all select label_vi from dim_periods"
                ).fetchall())
            folder = (published / "parquet").resolve()
            names = pq.read_table(folder / "dim_org_units.parquet", columns=["org_unit_name"])
            periods = pq.read_table(folder / "dim_periods.parquet", columns=["label_vi"])
            parquet = set(names.column(0).to_pylist()) | set(periods.column(0).to_pylist())
            manifest = json.loads((folder.parent / "manifest.json").read_text())
            with duckdb.connect() as beside:
                beside.execute(f"attach '{published / 'serving.duckdb'}' (read_only)")
                attached = {name for (name,) in beside.execute(
                    "select org_unit_name from serving.dim_org_units union all select label_vi from serving.dim_periods"
                ).fetchall()}
            listed = {file["path"]: file["sha256"] for file in manifest["files"]}
            workbook = hashlib.sha256((folder.parent / "bao-cao.xlsx").read_bytes()).hexdigest()
            mixed += len(attached) != 1 or workbook != listed["bao-cao.xlsx"]
            mixed += len(answer) != 1 or len(parquet) != 1 or parquet != {manifest["load_id"]}
            seen |= {name for (name,) in answer}
            reads += 1
            ready.touch()
        except Exception as error:
            errors.append(repr(error))
    print(json.dumps({"reads": reads, "mixed": mixed, "errors": errors, "seen": sorted(seen)}))
    """
)


def write_generation(build: Build, label: str) -> None:
    """Every row of two marts carries the label, so that a mix of two generations shows."""
    build.run("delete from marts.dim_org_units")
    build.run("delete from marts.dim_periods")
    build.run("insert into marts.dim_org_units (org_unit_code, org_unit_name) select i, ? from range(2000) t(i)", label)
    build.run("insert into marts.dim_periods (period_code, label_vi) select i, ? from range(2000) t(i)", label)


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < deadline, "a reader did not start"
        time.sleep(0.05)


@pytest.mark.slow
def test_readers_of_four_kinds_in_other_processes_see_no_error_and_no_mixed_generation(
    build: Build, tmp_path: Path
) -> None:
    write_generation(build, "load-0")
    publish(build.settings, date(2026, 11, 21), "load-0")
    stop = tmp_path / "stop"
    ready = [tmp_path / "ready-1", tmp_path / "ready-2"]
    command = [sys.executable, "-c", READER, str(build.settings.published), str(stop)]
    readers = [subprocess.Popen([*command, str(path)], stdout=subprocess.PIPE, text=True) for path in ready]
    try:
        for path in ready:
            wait_for(path)
        for number in range(1, 8):
            write_generation(build, f"load-{number}")
            publish(build.settings, date(2026, 11, 21), f"load-{number}")
    finally:
        stop.touch()
    told = [json.loads(reader.communicate(timeout=60)[0]) for reader in readers]
    assert [reader["errors"] for reader in told] == [[], []]
    assert [reader["mixed"] for reader in told] == [0, 0]
    assert all(reader["reads"] > 0 for reader in told)
    assert [{"load-0", "load-7"} <= set(reader["seen"]) for reader in told] == [True, True]
