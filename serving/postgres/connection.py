"""Connections to PostgreSQL: the only place that opens one, and the names everything there has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, LiteralString, cast

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

Server = psycopg.Connection[tuple[Any, ...]]

VIEWS: Final = "marts"
"""Schema of the views that readers use."""
LABELLED: Final = "bao_cao"
"""Schema of the report tables under Vietnamese names."""
STORAGE: Final = "storage"
"""Schema of what the views stand on: parents, partitions, publications, who may read what."""
READERS: Final = "warehouse_readers"
"""The role of every reader; it has no log-in."""
OFFICE_ROLES: Final = "office_"
"""Log-ins of offices begin so."""
OLDEST = 150_000
"""PostgreSQL 15: the first with views that run with the rights of who asks."""


class PostgresError(RuntimeError):
    """PostgreSQL could not be reached or refused; what readers see there is unchanged. Never holds a password."""


@contextmanager
def connect(url: str) -> Iterator[Server]:
    """A connection that commits each statement by itself, free of the limits that readers have.

    Raises PostgresError for whatever PostgreSQL refuses within the block.
    """
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=20) as server:
            if server.info.server_version < OLDEST:
                raise PostgresError(f"{place(url)} is older than PostgreSQL 15")
            for setting in (
                "default_transaction_read_only = off",
                "default_transaction_isolation = 'read committed'",
                "statement_timeout = 0",
                "idle_in_transaction_session_timeout = 0",
                "timezone = 'UTC'",
                "search_path = ''",
            ):
                server.execute(sql.SQL("set {}").format(fragment(setting)))
            yield server
    except psycopg.Error as error:
        told = " ".join(str(error).split()) or type(error).__name__
        raise PostgresError(f"PostgreSQL at {place(url)}: {told}") from error


def place(url: str) -> str:
    """Host, port and database of an address, for people."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        # the parser's own words repeat the address, which may hold a password
        raise PostgresError(
            "the address of PostgreSQL cannot be understood; postgresql://user:password@host:port/database"
        ) from None
    return f"{parts.get('host', 'localhost')}:{parts.get('port', 5432)}/{parts.get('dbname', parts.get('user', ''))}"


def user_of(url: str) -> tuple[str, str | None]:
    """User and password of an address; raises PostgresError where it names no user."""
    parts = conninfo_to_dict(url)
    if not parts.get("user"):
        raise PostgresError(f"the address of {place(url)} names no user")
    password = parts.get("password")
    return str(parts["user"]), None if password is None else str(password)


def fragment(text: str) -> sql.SQL:
    """A piece of SQL of our own making: a type, an expression over quoted names. Never anything received."""
    return sql.SQL(cast(LiteralString, text))


def named(*parts: str) -> sql.Identifier:
    return sql.Identifier(*parts)


def run(server: Server, statement: LiteralString, *parts: sql.Composable | str, **more: sql.Composable | str) -> None:
    """A statement whose ``{}`` are identifiers (composed) or literals (text); never a text pasted in."""
    composed = [part if isinstance(part, sql.Composable) else sql.Literal(part) for part in parts]
    named_parts = {name: part if isinstance(part, sql.Composable) else sql.Literal(part) for name, part in more.items()}
    server.execute(sql.SQL(statement).format(*composed, **named_parts))


def rows(server: Server, query: LiteralString, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    return server.execute(query, parameters).fetchall()
