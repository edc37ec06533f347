"""A build file to ask questions of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warehouse.database import connect
from warehouse.settings import Settings


@dataclass(frozen=True)
class BuiltWarehouse:
    """A build file to ask questions of."""

    settings: Settings

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with connect(self.settings.build_database, read_only=True) as database:
            return database.execute(sql).fetchall()

    def one(self, sql: str) -> tuple[Any, ...]:
        (row,) = self.rows(sql)
        return row

    def tables(self, schema: str) -> list[str]:
        found = self.rows(
            f"select table_name from information_schema.tables where table_schema = '{schema}' order by 1"  # noqa: S608
        )
        return [name for (name,) in found]
