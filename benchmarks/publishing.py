"""How long publishing takes, to files and to PostgreSQL: ``python -m benchmarks.publishing --rows 5000000``.

Makes a build whose ``fct_results`` has so many rows (invented, over 34 federations, 2,000 units and 70 indicators),
publishes it as files and, with ``--postgres-url`` (a database made ready by ``warehouse postgres setup``), to
PostgreSQL twice: into an empty database, and beside a generation that readers have. Prints a line a step: wall and
processor seconds of this process, and bytes.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from serving.postgres.clean import clean_postgres
from serving.postgres.publish import publish_to_postgres
from serving.publish import REQUIRED, publish
from warehouse.database import connect
from warehouse.settings import PROJECT_ROOT, Settings

FACT = "fct_results"

_VALUES = {
    "org_unit_code": "'DV.' || (i % 2000)",
    "org_unit_name": "'Công đoàn cơ sở số ' || (i % 2000)",
    "indicator_code": "'chi_tieu_' || (i // 2000 % 70)",
    "indicator_name": "'Chỉ tiêu số ' || (i // 2000 % 70)",
    "period_code": "'20' || (10 + i // 140000 % 36)",
    "figure_id": "md5(i::varchar)",
    "document_id": "md5((i // 70)::varchar)",
    "path": "'LDLD.' || (i % 34) || '/bao-cao-' || (i // 70) || '.xlsx'",
    "locator": "'Biểu 1!E' || (i % 300)",
    "quote": "'Thực hiện ' || i || ' trong kỳ'",
}


def make_build(settings: Settings, rows: int) -> None:
    """The marts that a publication requires, all but empty, and one fact of many rows."""
    settings.build.mkdir(parents=True)
    with connect(settings.build_database) as database:
        database.execute("create schema marts")
        for mart in sorted({*REQUIRED, FACT}):
            path = PROJECT_ROOT / "dbt_project" / "models" / "marts" / f"{mart}.yml"
            columns: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))["models"][0]["columns"]
            declared = ", ".join(f"{column['name']} {column['data_type']}" for column in columns)
            database.execute(f"create table marts.{mart} ({declared})")
            if mart == FACT:
                told = ", ".join(_value(column["name"], column["data_type"]) for column in columns)
                database.execute(f"insert into marts.{mart} select {told} from range({rows:d}) as made (i)")  # noqa: S608
        database.execute(
            "insert into marts.dim_org_units by name select 'DV.' || i as org_unit_code, 'DV.' || i as"
            " org_unit_version_id, 'Công đoàn cơ sở số ' || i as org_unit_name, true as is_current,"
            " ['LDLD.TQ', 'LDLD.HY', 'LDLD.HNA'][1 + i % 3] as office_code from range(2000) as made (i)"
        )


def _value(name: str, kind: str) -> str:
    if name in _VALUES:
        return _VALUES[name]
    if kind.startswith("decimal"):
        return f"(i % 100000)::{kind}"
    return {"varchar": "'ok'", "boolean": "i % 2 = 0", "date": "date '2026-01-31'"}.get(kind, "null")


def timed(title: str, step: Callable[[], Any]) -> None:
    wall, processor = time.monotonic(), time.process_time()
    told = step()
    wall, processor = time.monotonic() - wall, time.process_time() - processor
    print(f"{title:<48} {wall:7.1f} s wall {processor:7.1f} s processor  {told}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--postgres-url", help="publisher's address; without it files alone")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="publishing-") as folder:
        settings = Settings(home=Path(folder))
        timed(f"make {chosen.rows:,} rows", lambda: make_build(settings, chosen.rows))
        timed("files", lambda: publish(settings, date(2026, 11, 21)).told())
        print(f"  serving.duckdb {settings.published_database.stat().st_size / 1e6:,.0f} MB")
        if chosen.postgres_url:
            for night in (21, 22):
                publish(settings, date(2026, 11, night))
                timed("PostgreSQL", lambda: publish_to_postgres(settings, chosen.postgres_url).told())
            timed("clean-up", lambda: clean_postgres(chosen.postgres_url).told())


if __name__ == "__main__":
    main()
