"""A mart as PostgreSQL stores it: columns, types, the name of its parent table, and what its views are made of.

The parent's name carries a digest of columns and types. A mart that gains, loses or retypes a column is stored under
another parent from then on; nothing is altered under readers, and the view reads both for as long as both hold
generations that somebody may still read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from serving.marts import Mart, identifier
from serving.scopes import COMMON, OWNER_COLUMN

LONGEST_NAME = 63
"""Bytes of a name in PostgreSQL; it cuts off what is longer, silently."""

_TYPES = {
    "VARCHAR": "text",
    "JSON": "text",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TINYINT": "smallint",
    "SMALLINT": "smallint",
    "UTINYINT": "smallint",
    "INTEGER": "integer",
    "USMALLINT": "integer",
    "BIGINT": "bigint",
    "UINTEGER": "bigint",
    "HUGEINT": "numeric(38,0)",
    "UBIGINT": "numeric(38,0)",
    "UHUGEINT": "numeric(38,0)",
    "DOUBLE": "double precision",
    "TIMESTAMP": "timestamp",
    "TIMESTAMP WITH TIME ZONE": "timestamptz",
}
_DECIMAL_RE = re.compile(r"DECIMAL\((\d+),(\d+)\)\Z")
_SUMMED_RE = re.compile(r"numeric|bigint|integer|smallint")


@dataclass(frozen=True, slots=True)
class StoredColumn:
    name: str
    type: str
    """PostgreSQL's."""
    source_type: str
    """DuckDB's."""

    @property
    def exported(self) -> str:
        """As DuckDB writes it for PostgreSQL, exactly."""
        name = identifier(self.name)
        if self.type == "text":
            # PostgreSQL stores no NUL, and what was received may hold one
            text = name if self.source_type == "VARCHAR" else f"cast({name} as varchar)"
            return f"replace({text}, chr(0), '')"
        if self.type == "numeric(38,0)":
            return f"cast({name} as decimal(38, 0))"
        return f"cast({name} as {self.type})" if self.type in {"smallint", "integer", "bigint"} else name

    @property
    def is_summed(self) -> bool:
        return bool(_SUMMED_RE.match(self.type))


@dataclass(frozen=True, slots=True)
class Shape:
    """How one mart is stored. ``is_owned``: each row belongs to an office, and only it and those above read it."""

    mart: str
    columns: tuple[StoredColumn, ...]
    is_owned: bool

    @property
    def stored(self) -> tuple[str, ...]:
        """Names of the columns that readers see."""
        return (*(column.name for column in self.columns), *([OWNER_COLUMN] if self.is_owned else []))

    @property
    def types(self) -> dict[str, str]:
        return {column.name: column.type for column in self.columns} | ({OWNER_COLUMN: "text"} if self.is_owned else {})

    @property
    def parent(self) -> str:
        told = "\n".join(f"{name} {kind}" for name, kind in self.types.items())
        return f"{self.mart}__{hashlib.sha256(told.encode()).hexdigest()[:8]}"

    def partition(self, load_id: int) -> str:
        return f"{self.parent}__{load_id}"

    @property
    def index_columns(self) -> tuple[str, ...]:
        """Owner first, always: an index that begins elsewhere would let EXPLAIN count the rows of others."""
        wanted = ("org_unit_code", "member_code", "indicator_code", "period_code")
        keys = [name for name in wanted if name in {column.name for column in self.columns}]
        if self.is_owned:
            return (OWNER_COLUMN, *keys)
        return tuple(keys[:1]) or (self.columns[0].name,)


def shape_of(mart: Mart) -> Shape:
    """Raises ValueError where a name does not fit PostgreSQL."""
    if len(mart.name) > 40 or any(len(column.name.encode()) > LONGEST_NAME for column in mart.columns):
        raise ValueError(f"{mart.name}: its name or a column's is too long for PostgreSQL")
    if any(column.name in {OWNER_COLUMN, "load_id"} for column in mart.columns):
        raise ValueError(f"{mart.name}: a column may not be named {OWNER_COLUMN} or load_id")
    columns = tuple(StoredColumn(column.name, _type(column.type), column.type) for column in mart.columns)
    return Shape(mart.name, columns, mart.name not in COMMON)


def _type(duckdb_type: str) -> str:
    found = _DECIMAL_RE.match(duckdb_type)
    return f"numeric({found[1]},{found[2]})" if found else _TYPES.get(duckdb_type, "text")


def short_labels(labels: Sequence[str]) -> tuple[str, ...]:
    """Labels as names of columns: within PostgreSQL's length, each another.

    What follows the last colon (``: mức hoàn thành (%)``) stays whole; what stands before it is cut.
    """
    names: list[str] = []
    for label in labels:
        head, colon, tail = label.rpartition(":")
        name = _cut(head, LONGEST_NAME - len((colon + tail).encode())) + colon + tail if colon else label
        name = _cut(name, LONGEST_NAME)
        number = 1
        while name in names:
            number += 1
            mark = f" {number}"
            name = _cut(label, LONGEST_NAME - len(mark)) + mark
        names.append(name)
    return tuple(names)


def _cut(text: str, most: int) -> str:
    if len(text.encode()) <= most:
        return text
    end = max(0, most - len("…".encode()))
    return text.encode()[:end].decode(errors="ignore").rstrip(" ,(") + "…"
