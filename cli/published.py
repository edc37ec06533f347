"""Rows of the published file, for the commands that show what was loaded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from warehouse.database import Connection, connect
from warehouse.settings import Settings


def published_file(settings: Settings) -> Path:
    """The published file; raises typer.BadParameter before the first publication."""
    if not settings.published_database.exists():
        message = f"nothing is published yet under {settings.published}; run `warehouse load` first"
        raise typer.BadParameter(message)
    return settings.published_database


def published_rows(settings: Settings, sql: str, asked: Mapping[str, object]) -> list[dict[str, Any]]:
    """Rows of one question, by column name; raises typer.BadParameter before the first publication."""
    with connect(published_file(settings), read_only=True) as published:
        return named_rows(published, sql, asked)


def named_rows(database: Connection, sql: str, asked: Mapping[str, object]) -> list[dict[str, Any]]:
    """Rows by column name."""
    cursor = database.execute(sql, dict(asked))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
