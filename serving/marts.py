"""Copying the marts out of the private build file: a DuckDB file and one Parquet file a mart."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from warehouse.database import Connection

MARTS = "marts"
"""Schema of the build file that is published, as schema ``main``."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    comment: str | None


@dataclass(frozen=True, slots=True)
class Mart:
    """One relation of the marts schema: a table or a view there, always a table where it is published."""

    name: str
    comment: str | None
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class WrittenMart:
    """A mart as published. ``rows`` is its row count, ``parquet_*`` describe its Parquet file."""

    mart: Mart
    rows: int
    parquet_bytes: int
    parquet_sha256: str


def attach(database: Connection, path: Path, name: str, options: str) -> None:
    """ATTACH a file; the statement takes no parameters, so the path is quoted as a literal."""
    database.execute(f"attach {literal(str(path))} as {identifier(name)} ({options})")


def find_marts(database: Connection, catalog: str) -> tuple[Mart, ...]:
    """Every table and view of the marts schema of an attached build file, by name, with comments."""
    return _find(database, catalog, MARTS)


def find_published(database: Connection, catalog: str) -> tuple[Mart, ...]:
    """Every mart of an attached published file, by name, with comments."""
    return _find(database, catalog, "main")


def _find(database: Connection, catalog: str, schema: str) -> tuple[Mart, ...]:
    relations = database.execute(
        """
        select table_name as name, comment
        from duckdb_tables()
        where database_name = $catalog and schema_name = $schema and not internal
        union all
        select view_name as name, comment
        from duckdb_views()
        where database_name = $catalog and schema_name = $schema and not internal
        order by name
        """,
        {"catalog": catalog, "schema": schema},
    ).fetchall()
    return tuple(Mart(name, comment, _columns(database, catalog, schema, name)) for name, comment in relations)


def _columns(database: Connection, catalog: str, schema: str, table: str) -> tuple[Column, ...]:
    rows = database.execute(
        """
        select column_name, data_type, comment
        from duckdb_columns()
        where database_name = $catalog and schema_name = $schema and table_name = $table
        order by column_index
        """,
        {"catalog": catalog, "schema": schema, "table": table},
    ).fetchall()
    return tuple(Column(*row) for row in rows)


def copy_table(database: Connection, mart: Mart, *, source: str, target: str) -> None:
    """Copy a mart into schema ``main`` of ``target``, rows in one order, comments carried over, in one transaction."""
    table = f"{identifier(target)}.main.{identifier(mart.name)}"
    origin = f"{identifier(source)}.{identifier(MARTS)}.{identifier(mart.name)}"
    database.begin()
    database.execute(f"create table {table} as select * from {origin} order by all")  # noqa: S608  # quoted names
    if mart.comment:
        database.execute(f"comment on table {table} is {literal(mart.comment)}")
    for column in mart.columns:
        if column.comment:
            database.execute(f"comment on column {table}.{identifier(column.name)} is {literal(column.comment)}")
    database.commit()


HISTORY = "fct_figures_history"

_BELIEVED_ON = f"""
create macro published.main.believed_on(night) as table
select * from {HISTORY}
where
    standing_kind = 'current'
    and recorded_from <= cast(night as date)
    and coalesce(recorded_to > cast(night as date), true)
"""  # noqa: S608  # no part of it was received


def add_believed_on(database: Connection) -> None:
    """``select * from believed_on('2026-11-20')`` in the published file: what was believed on a night."""
    database.execute(_BELIEVED_ON)


def write_parquet(database: Connection, mart: Mart, catalog: str, folder: Path) -> WrittenMart:
    """Write a published mart to ``folder/<mart>.parquet``; 128-bit integers as exact decimals, never as doubles."""
    path = folder / f"{mart.name}.parquet"
    table = f"{identifier(catalog)}.main.{identifier(mart.name)}"
    exact = ", ".join(_exact(column) for column in mart.columns)
    database.execute(
        f"copy (select {exact} from {table}) to {literal(str(path))} (format parquet, compression zstd)"  # noqa: S608
    )
    counted = database.execute(f"select count(*) from {table}").fetchone()  # noqa: S608  # quoted names
    return WrittenMart(mart, counted[0] if counted else 0, path.stat().st_size, sha256_of(path))


def _exact(column: Column) -> str:
    name = identifier(column.name)
    return f"cast({name} as decimal(38, 0)) as {name}" if column.type in {"HUGEINT", "UHUGEINT"} else name


def table_names(marts: Sequence[Mart]) -> set[str]:
    return {mart.name for mart in marts}


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def identifier(name: str) -> str:
    """A name quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text quoted for the few statements that take no parameters."""
    return "'" + text.replace("'", "''") + "'"
