"""One night's figures and documents as DuckDB tables, with the facts that the expectations judge.

Facts are classes ("rounded", "above", "unknown"), null where the question does not arise, so that an expectation's
count of evaluated rows is the number of figures it concerns. Everything is computed in SQL over exact integers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from expectations.arithmetic import define_macros
from warehouse.catalogue import Catalogue
from warehouse.corrections import PREPARED
from warehouse.database import Connection, connect
from warehouse.landing import Landing
from warehouse.records import FigureFlag

_SQL = Path(__file__).parent / "sql"

RESOLUTIONS = "resolutions.parquet"
RESOLUTION_SCHEMA = pa.schema(
    [
        pa.field("kind", pa.string(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
        pa.field("context", pa.string(), nullable=False),
        pa.field("code", pa.string()),
        pa.field(
            "candidates",
            pa.list_(pa.struct([("code", pa.string()), ("name", pa.string()), ("score", pa.int32())])),
            nullable=False,
        ),
    ]
)
"""Today's second reading of names unresolved at reading: kind ``unit`` or ``indicator``, context '' or an office; and
of what stays open the three nearest of the catalogue, nearest first."""

_INDICATORS = pa.schema(
    [
        ("code", pa.string()),
        ("measure", pa.string()),
        ("value_type", pa.string()),
        ("unit_vi", pa.string()),
        ("denominator_kind", pa.string()),
        ("additive", pa.bool_()),
        ("allows_negative", pa.bool_()),
        ("is_turnout", pa.bool_()),
        ("is_stock", pa.bool_()),
        ("cap_pct", pa.decimal128(18, 2)),
        ("physical_ceiling", pa.decimal128(38, 9)),
        ("per_indicator", pa.string()),
        ("per_from", pa.decimal128(38, 9)),
        ("per_to", pa.decimal128(38, 9)),
    ]
)
_MEMBERSHIPS = pa.schema([("cluster_code", pa.string()), ("member_year", pa.int32()), ("member_count", pa.int64())])
_UNITS = pa.schema([("code", pa.string()), ("level", pa.string())])


def load_night(connection: Connection, landing: Landing, night: date, build: Path, catalogue: Catalogue) -> None:
    """Make the tables of one night: figures, documents, facts, and what each suite judges."""
    define_macros(connection)
    _register(connection, "indicators", _indicator_rows(catalogue), _INDICATORS)
    units: list[dict[str, object]] = [{"code": unit.code, "level": unit.level} for unit in catalogue.units.values()]
    _register(connection, "units", units, _UNITS)
    _register(connection, "memberships", _membership_rows(catalogue), _MEMBERSHIPS)
    resolutions = build / RESOLUTIONS
    if resolutions.exists():
        connection.execute("create table resolutions as select * from read_parquet($1)", [str(resolutions)])
    else:
        _register(connection, "resolutions", (), RESOLUTION_SCHEMA)
    deliveries = _night_files(landing, "deliveries", night)
    connection.execute(
        read_sql("figures"), {"deliveries": deliveries, "figures": _night_files(landing, "figures", night)}
    )
    documents = _night_files(landing, "documents", night)
    connection.execute(read_sql("documents"), {"deliveries": deliveries, "documents": documents})
    _correct(connection, build / PREPARED, documents)
    connection.execute("create table judged_night as select cast($1 as date) as night", [night])
    connection.execute(read_sql("numbers"))
    connection.execute(read_sql("facts"), {"night": night})
    for table in ("names", "totals", "parts", "name_lists", "document_facts"):
        connection.execute(read_sql(table))
    connection.execute(read_sql("comparisons"), {"night": night})


def _correct(connection: Connection, prepared: Path, documents: Sequence[str]) -> None:
    """Put the data team's numbers in the place of those they correct."""
    if not prepared.exists():
        return
    connection.execute("create table corrections as select * from read_parquet($1)", [str(prepared)])
    if connection.table("corrections").count("*").fetchall()[0][0]:
        connection.execute(read_sql("corrections"), {"documents": documents})


def read_sql(name: str) -> str:
    """A query of ``expectations/sql``."""
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def _night_files(landing: Landing, table: str, night: date) -> list[str]:
    """The night's files of a landing table, and its empty one, so that there is always a file to read."""
    folder = landing.root / table
    files = sorted((folder / f"night={night.isoformat()}").glob("*.parquet"))
    return [str(folder / "schema.parquet"), *map(str, files)]


def _indicator_rows(catalogue: Catalogue) -> Iterable[dict[str, object]]:
    for indicator in catalogue.indicators.values():
        yield {name: getattr(indicator, name) for name in _INDICATORS.names}


def _membership_rows(catalogue: Catalogue) -> Iterable[dict[str, object]]:
    counts = Counter((membership.group_code, membership.year) for membership in catalogue.memberships)
    for (cluster, year), count in counts.items():
        yield {"cluster_code": cluster, "member_year": year, "member_count": count}


def _register(connection: Connection, name: str, rows: Iterable[dict[str, object]], schema: pa.Schema) -> None:
    connection.from_arrow(pa.Table.from_pylist(list(rows), schema=schema)).create(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a flag's figure or document stands, for people: file, or article, and the clause as printed."""

    source_kind: str
    path: str
    title: str | None
    quote: str


_FLAG_KEYS = pa.schema([("flag_row_id", pa.string()), ("document_id", pa.string()), ("figure_id", pa.string())])


def read_places(landing: Landing, night: date, flags: Sequence[FigureFlag]) -> dict[str, Place]:
    """The place of each flag by ``flag_row_id``."""
    keys = [{name: getattr(flag, name) for name in _FLAG_KEYS.names} for flag in flags]
    with connect() as connection:
        _register(connection, "flags", keys, _FLAG_KEYS)
        rows = connection.execute(
            read_sql("places"),
            {
                "documents": _night_files(landing, "documents", night),
                "figures": _night_files(landing, "figures", night),
            },
        ).fetchall()
    return {key: Place(source_kind=kind, path=path, title=title, quote=quote) for key, kind, path, title, quote in rows}
