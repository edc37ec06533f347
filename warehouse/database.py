"""The only opener of DuckDB."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

Connection = duckdb.DuckDBPyConnection
"""What the other rooms name in their signatures; they do not import DuckDB."""


@contextmanager
def connect(path: Path | None = None, *, read_only: bool = False, threads: int = 2) -> Iterator[Connection]:
    """A connection closed at the end of the block; in memory where no path is given.

    DuckDB allows one writing process and then no other: the build file is opened for writing by one task at a time,
    and readers open the published copy.
    """
    connection = duckdb.connect(str(path) if path else ":memory:", read_only=read_only, config={"threads": threads})
    try:
        connection.execute("set timezone = 'UTC'")
        yield connection
    finally:
        connection.close()


def replace_file(built: Path, target: Path) -> None:
    """Put a finished database file in the place of the one readers open, whole."""
    os.replace(built, target)
