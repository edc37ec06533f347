"""How long publishing takes, to files and to PostgreSQL: ``python -m benchmarks.publishing --rows 5000000``.

Makes a build whose ``fct_results`` has so many rows (invented, over 34 federations, 2,000 units and 70 indicators),
publishes it as files and, with ``--postgres-admin-url`` (an empty database, as a superuser), to PostgreSQL twice: into
an empty database, and beside a generation that readers have. Then it asks what a federation asks of the fact, as the
log-in of one federation, as that of the data team, and as the publisher, whom no policy binds. Prints a line a step:
wall and processor seconds of this process, and bytes; a line a query: the median of its milliseconds.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import yaml
from psycopg.conninfo import make_conninfo

from serving.postgres.clean import clean_postgres
from serving.postgres.publish import publish_to_postgres
from serving.postgres.readers import role_of
from serving.postgres.setup import ensure_office_logins, set_up
from serving.publish import REQUIRED, publish
from warehouse.catalogue import FALLBACK_OFFICE
from warehouse.catalogue_rows import Office
from warehouse.database import Connection, connect
from warehouse.settings import PROJECT_ROOT, Settings

FACT = "fct_results"
PUBLISHER = "thi_dua_benchmark"
FEDERATIONS = 34
PASSWORD = "mat-khau-do-toc-do"  # noqa: S105  # of log-ins of a database made for measuring
ASKING = "VP.07"
"""The federation whose log-in asks: one of 34, and 59 of the 2,000 units."""

QUERIES: Mapping[str, LiteralString] = {
    "how many rows": "select count(*) from marts.fct_results",
    "one unit, all it reported": "select * from marts.fct_results where org_unit_code = 'DV.7'",
    "one indicator and period, by unit": "select org_unit_code, sum(value) from marts.fct_results"
    " where indicator_code = 'chi_tieu_5' and period_code = '2014' group by 1",
    "totals by indicator and period": "select indicator_code, period_code, sum(value) from marts.fct_results"
    " group by 1, 2",
    "totals by level of unit": "select units.level_kind, sum(told.value) from marts.fct_results as told"
    " join marts.dim_org_units as units using (org_unit_code) where units.is_current group by 1",
}

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
            _make(database, mart, rows if mart == FACT else 0)
        database.execute(
            "insert into marts.dim_org_units by name select 'DV.' || i as org_unit_code, 'DV.' || i as"
            " org_unit_version_id, 'Công đoàn cơ sở số ' || i as org_unit_name, true as is_current,"
            " ['district', 'grassroots'][1 + i % 2] as level_kind, printf('VP.%02d', i % $federations) as office_code"
            " from range(2000) as made (i)",
            {"federations": FEDERATIONS},
        )
        database.execute(
            "insert into marts.dim_office_scopes select office_code, org_unit_code, true from marts.dim_org_units"
            " union all select $data_team, org_unit_code, false from marts.dim_org_units",
            {"data_team": FALLBACK_OFFICE},
        )


def _make(database: Connection, mart: str, rows: int) -> None:
    """A mart as its contract declares it, with so many invented rows."""
    path = PROJECT_ROOT / "dbt_project" / "models" / "marts" / f"{mart}.yml"
    columns: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))["models"][0]["columns"]
    declared = ", ".join(f"{column['name']} {column['data_type']}" for column in columns)
    database.execute(f"create table marts.{mart} ({declared})")
    told = ", ".join(_value(column["name"], column["data_type"]) for column in columns)
    database.execute(
        f"insert into marts.{mart} select {told} from range({rows:d}) as made (i)"  # noqa: S608  # names of our contracts
    )


def make_log_ins(admin_url: str, publisher_url: str) -> None:
    """The database made ready, with a log-in each federation and the data team's."""
    set_up(admin_url, publisher_url)
    codes = [FALLBACK_OFFICE, *(f"VP.{number:02d}" for number in range(FEDERATIONS))]
    offices = {
        code: Office(
            office_code=code, org_unit_code=code, name_vi=code, language="vi", email=None, channel="outbox",
            is_active=True,
        )
        for code in codes
    }  # fmt: skip
    ensure_office_logins(admin_url, publisher_url, offices, dict.fromkeys(codes, PASSWORD))


def ask(url: str, times: int) -> None:
    """What each query takes: the first time, and the median of the others, each in milliseconds."""
    with psycopg.connect(url, autocommit=True) as reader:
        for title, query in QUERIES.items():
            took = []
            for _ in range(times):
                began = time.monotonic()
                rows = reader.execute(query).fetchall()
                took.append(1000 * (time.monotonic() - began))
            print(f"  {title:<46} {took[0]:9,.0f} ms first {statistics.median(took[1:]):9,.0f} ms  {len(rows):,} rows")


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


def measure_postgres(settings: Settings, admin_url: str, times: int) -> None:
    def as_user(user: str) -> str:
        return make_conninfo(admin_url, user=user, password=PASSWORD)

    publisher = as_user(PUBLISHER)
    make_log_ins(admin_url, publisher)
    for night in (21, 22, 23):
        publish(settings, date(2026, 11, night))
        timed("PostgreSQL", lambda: publish_to_postgres(settings, publisher).told())
    timed("clean-up", lambda: clean_postgres(publisher).told())
    for title, user in (
        (f"{ASKING}, one of {FEDERATIONS} federations", role_of(ASKING)),
        ("the data team, who sees all", role_of(FALLBACK_OFFICE)),
        ("the publisher, without a policy", PUBLISHER),
    ):
        print(title)
        ask(as_user(user), times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--postgres-admin-url", help="superuser's address of an empty database; without it files alone")
    parser.add_argument("--times", type=int, default=4, help="how often each query is asked")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="publishing-") as folder:
        settings = Settings(home=Path(folder))
        timed(f"make {chosen.rows:,} rows", lambda: make_build(settings, chosen.rows))
        timed("files", lambda: publish(settings, date(2026, 11, 21)).told())
        print(f"  serving.duckdb {settings.published_database.stat().st_size / 1e6:,.0f} MB")
        if chosen.postgres_admin_url:
            measure_postgres(settings, chosen.postgres_admin_url, chosen.times)


if __name__ == "__main__":
    main()
