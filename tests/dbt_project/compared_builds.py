"""Two build files, table by table."""

from __future__ import annotations

from pathlib import Path

from warehouse.database import Connection, connect

OF_THE_BUILD = ("__tracked", "int_builds__completed")
"""What tells of builds and not of figures differs by the builds there were."""


def tables(database: Connection, name: str) -> list[str]:
    """Every table of the schemas intermediate and marts; views are made of them."""
    found = database.execute(
        "select table_schema || '.' || table_name from information_schema.tables where table_catalog = ?"
        " and table_type = 'BASE TABLE' and table_schema in ('intermediate', 'marts') order by 1",
        [name],
    ).fetchall()
    return [table for (table,) in found if not table.endswith(OF_THE_BUILD)]


def differences(home: Path, one: str, other: str) -> dict[str, int]:
    """Rows of each table that stand in one build alone; empty where the two are the same."""
    with connect() as database:
        database.execute(f"attach '{home / one}.duckdb' as one (read_only)")
        database.execute(f"attach '{home / other}.duckdb' as other (read_only)")
        names = tables(database, "one")
        assert names == tables(database, "other")
        found = {}
        for table in names:
            for left, right in (("one", "other"), ("other", "one")):
                (count,) = database.execute(
                    f"select count(*) from (from {left}.{table} except all from {right}.{table})"  # noqa: S608
                ).fetchone() or (0,)
                found[table] = found.get(table, 0) + count
        return {table: count for table, count in found.items() if count}
