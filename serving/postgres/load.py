"""One mart on its way in: exported by DuckDB in PostgreSQL's own binary form, copied, indexed, counted, attached."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from psycopg import sql

from serving.marts import identifier, literal
from serving.postgres.connection import STORAGE, PostgresError, Server, fragment, named, run
from serving.postgres.shapes import Shape, StoredColumn
from serving.postgres.storage import column_list
from serving.scopes import OWNER_COLUMN, owned_rows
from warehouse.database import Connection

CHUNK_BYTES = 1 << 20

LARGEST_SUMMED = "1" + "0" * 24
"""Numbers beyond are counted and not added: a misprint of thirty digits must not overflow a check."""


@cache
def _extension() -> Path:
    """The DuckDB extension that writes PostgreSQL's binary form, from its package: nothing is downloaded."""
    package = find_spec("duckdb_extension_postgres_scanner")
    for folder in (package.submodule_search_locations or []) if package else []:
        for found in Path(folder).rglob("*.duckdb_extension"):
            return found
    raise PostgresError("the package duckdb-extension-postgres-scanner is not installed")


def prepare_export(database: Connection) -> None:
    database.execute(f"load {literal(str(_extension()))}")


def load_mart(database: Connection, server: Server, shape: Shape, load_id: int, spool: Path) -> int:
    """Make the partition of a mart from the attached file ``serving``; gives its rows.

    Raises PostgresError where what PostgreSQL holds is not what DuckDB gave.
    """
    table = named(STORAGE, shape.partition(load_id))
    file = spool / f"{shape.mart}.pgcopy"
    selected = _selected(shape, load_id)
    database.execute(f"copy ({selected}) to {literal(str(file))} (format postgres_binary)")
    run(server, "create table {} ({}, check (load_id = {}))", table, column_list(shape), sql.Literal(load_id))
    # nobody reads a partition but through its parent, whose policy holds; without a policy of its own it gives no row
    run(server, "alter table {} enable row level security", table)
    statement = sql.SQL("copy {} from stdin (format binary)").format(table)
    with file.open("rb") as written, server.cursor() as cursor, cursor.copy(statement) as copy:
        while chunk := written.read(CHUNK_BYTES):
            copy.write(chunk)
    file.unlink()
    _settle(server, shape, table)
    return _reconcile(database, server, shape, table)


def attach(server: Server, shape: Shape, load_id: int) -> None:
    """Readers are neither stopped nor waited for: the check of the table spares its scan."""
    run(
        server,
        "alter table {} attach partition {} for values in ({})",
        named(STORAGE, shape.parent),
        named(STORAGE, shape.partition(load_id)),
        sql.Literal(load_id),
    )


def _selected(shape: Shape, load_id: int) -> str:
    columns = [f"{column.exported} as {identifier(column.name)}" for column in shape.columns]
    columns += [identifier(name) for name in shape.stored[len(shape.columns) :]]
    selected = f"select {', '.join(columns)}, cast({load_id:d} as decimal(18, 0)) from {_rows(shape)}"  # noqa: S608  # quoted names
    if not shape.is_owned:
        return selected
    # an office's rows lie side by side, so that reading them reads no others' pages; offices in no order that tells
    keys = ", ".join(identifier(name) for name in shape.index_columns)
    return f"{selected} order by md5({identifier(OWNER_COLUMN)}), {keys}"


def _rows(shape: Shape) -> str:
    """What of the mart PostgreSQL is to hold, as a relation of the attached file ``serving``."""
    if shape.is_owned:
        return f"({owned_rows(shape.mart, [column.name for column in shape.columns], 'serving')})"
    return f"serving.main.{identifier(shape.mart)}"


def _settle(server: Server, shape: Shape, table: sql.Identifier) -> None:
    """Index, and visibility for index-only scans; of rows that belong to offices no statistics but of the load id.

    The planner would use them also for rows the reader may not see, and EXPLAIN would tell its estimates: column by
    column, what others wrote could be guessed from them. Those of the load id, one value in the whole table, tell
    nothing, and without them each view would be thought to give one row in two hundred: joins became loops in loops.
    """
    if shape.is_owned:
        columns = sql.SQL(", ").join(
            sql.SQL("alter column {} set statistics 0").format(named(name)) for name in shape.stored
        )
        run(server, "alter table {} {}", table, columns)
    keys = sql.SQL(", ").join(named(name) for name in shape.index_columns)
    run(server, "create index on {} ({})", table, keys)
    run(server, "vacuum (analyze, freeze) {}", table)


def _reconcile(database: Connection, server: Server, shape: Shape, table: sql.Identifier) -> int:
    """Rows, and of every column how many are filled and what they add up to, on both sides."""
    checks = [_check(column) for column in shape.columns]
    sums = ", ".join(sent for sent, _ in checks)
    given = database.execute(f"select count(*), {sums} from {_rows(shape)}").fetchone()  # noqa: S608  # quoted names
    asked = sql.SQL("select count(*), {} from {}").format(sql.SQL(", ").join(held for _, held in checks), table)
    held = server.execute(asked).fetchone()
    if given is None or held is None:
        raise PostgresError(f"{shape.mart}: could not be counted")
    names = ["rows", *(name for column in shape.columns for name in (f"{column.name}, filled", f"{column.name}, sum"))]
    for name, sent, stands in zip(names, given, held, strict=True):
        if (sent is None) != (stands is None) or Decimal(sent or 0) != Decimal(stands or 0):
            raise PostgresError(f"{shape.mart}: {name}: {sent} was sent, PostgreSQL holds {stands}")
    return int(held[0])


def _check(column: StoredColumn) -> tuple[str, sql.Composable]:
    """Count and sum of a column, for DuckDB and for PostgreSQL."""
    name = identifier(column.name)
    if column.is_summed:
        bounds = f"between -{LARGEST_SUMMED} and {LARGEST_SUMMED}"
        both = f"sum({name}) filter (where {name} {bounds})"
        return f"count({name}), {both}", _both(both, column)
    sent, held = {
        "text": (f"strlen({column.exported})", f"octet_length({name})"),
        "boolean": (f"cast({name} as integer)", f"cast({name} as integer)"),
        "date": (f"{name} - date '2000-01-01'", f"{name} - date '2000-01-01'"),
        "timestamptz": (f"epoch_us({name})", f"cast(extract(epoch from {name}) * 1000000 as bigint)"),
        "timestamp": (f"epoch_us({name})", f"cast(extract(epoch from {name}) * 1000000 as bigint)"),
    }.get(column.type, ("0", "0"))
    finite = f" filter (where isfinite({name}))" if column.type in {"date", "timestamp", "timestamptz"} else ""
    return f"count({name}), sum({sent}){finite}", _both(f"sum({held}){finite}", column)


def _both(total: str, column: StoredColumn) -> sql.Composable:
    return sql.SQL("count({}), {}").format(named(column.name), fragment(total))  # quoted names
