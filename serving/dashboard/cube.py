"""What a page holds, as columns: the rows of the marts that one page shows, dictionary-coded and compressed.

Numbers are the marts' exact decimals as text, in their shortest form; the page formats digits and never computes with
what it shows. The same marts give the same bytes.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from serving.marts import identifier
from warehouse.database import Connection

ROWS = 60_000
"""Most attainments of a page; whole levels of units and years beyond are left out, and the page says so."""

DETAILS = 4_000
"""Most flags told with their words and places; the others are counted."""

TABLES = (
    "units",
    "indicators",
    "periods",
    "attainments",
    "documents",
    "standings",
    "totals",
    "flags",
    "reporting",
    "files",
    "reconciliation",
)

_SQL = Path(__file__).parent / "sql"


def read_cube(database: Connection, night: date, office_code: str | None = None) -> dict[str, Any]:
    """The tables of a page by name; a table is ``{"rows": n, "columns": {name: coded column}}``.

    ``office_code``: units of this office's scope alone. Reads the marts in the connection's current schema, as they are
    seen there (``serving.scopes.as_seen_by``), and leaves temporary tables behind.
    """
    parameters: dict[str, object] = {"office": office_code, "rows": ROWS, "details": DETAILS, "night": night}
    [(catalog, schema)] = database.execute("select current_database(), current_schema()").fetchall()
    database.execute(
        "create or replace temp view every_document as"  # noqa: S608  # quoted names
        f" select * from {identifier(catalog)}.{identifier(schema)}.dim_documents"
    )
    for statement in _statement("_shown").split(";\n\n"):
        _execute(database, statement, parameters)
    cube: dict[str, Any] = {name: _table(_execute(database, _statement(name), parameters)) for name in TABLES}
    cube["left_out"] = _left_out(database)
    return cube


def packed(cube: Mapping[str, Any]) -> str:
    """The cube as base64 of gzip of JSON."""
    text = json.dumps(cube, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return base64.b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()


def unpacked(text: str) -> dict[str, Any]:
    """What ``packed`` packed."""
    cube: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(text)))
    return cube


def rows_of(table: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A coded table as rows, as the page reads it."""
    columns = {
        name: [None if code < 0 else column["d"][code] for code in column["i"]]
        for name, column in table["columns"].items()
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


@cache
def _statement(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8").rstrip(";\n ")


def _execute(database: Connection, statement: str, parameters: Mapping[str, object]) -> Connection:
    named = {name: value for name, value in parameters.items() if f"${name}" in statement}
    return database.execute(statement, named)


def _left_out(database: Connection) -> int:
    """Attainments of the page's units that its bound keeps out."""
    [(owned, shown)] = database.execute(
        "select (select count(*) from fct_attainments inner join shown_units using (org_unit_code)"
        " where indicator_code is not null and period_code is not null), (select count(*) from shown_attainments)"
    ).fetchall()
    return int(owned) - int(shown)


def _table(result: Connection) -> dict[str, Any]:
    names = [column[0] for column in result.description or ()]
    rows = result.fetchall()
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    return {
        "rows": len(rows),
        "columns": {name: _coded(values) for name, values in zip(names, columns, strict=True)},
    }


def _coded(values: Sequence[Any]) -> dict[str, list[Any]]:
    """Distinct values in order of appearance, and for each row the position of its value: -1 for null."""
    places: dict[Any, int] = {}
    codes = [-1 if value is None else places.setdefault(value, len(places)) for value in values]
    return {"d": [_plain(value) for value in places], "i": codes}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value
