"""Making a database ready, and the log-ins of the offices: done by one who may make roles, apart from publishing.

A reader's log-in may read what its office may, and nothing else: no other schema, no temporary tables, no large
objects, no function of its own. What a log-in sets for its session (time limits, read only) it may also unset; what it
may read it may not change.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from psycopg import sql

from serving.postgres.connection import (
    LABELLED,
    READERS,
    STORAGE,
    VIEWS,
    PostgresError,
    Server,
    connect,
    fragment,
    named,
    rows,
    run,
    user_of,
)
from serving.postgres.readers import register, role_of, seen_now
from serving.postgres.storage import ensure_storage
from warehouse.catalogue_rows import Office

READER_DEFAULTS = {
    "default_transaction_isolation": "repeatable read",
    "default_transaction_read_only": "on",
    "statement_timeout": "120s",
    "idle_in_transaction_session_timeout": "60s",
}
"""Of the database, for everybody who does not say otherwise; publishing says otherwise."""

CONNECTIONS = 20
"""Of one office at once."""

FEWEST_CHARACTERS = 12
"""Of a password."""

_LARGE_OBJECTS = (
    "lo_creat(integer)",
    "lo_create(oid)",
    "lo_from_bytea(oid, bytea)",
    "lo_put(oid, bigint, bytea)",
    "lo_open(oid, integer)",
    "lowrite(integer, bytea)",
    "lo_truncate(integer, integer)",
    "lo_truncate64(integer, bigint)",
)
"""Everybody may use them by default: a place to write in a database that is read only."""

_SCRAM_RE = re.compile(r"SCRAM-SHA-256\$")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeLogin:
    """``scope``: the offices whose rows it reads now. ``has_password``: it may log in; without one it may not."""

    office_code: str
    role: str
    scope: Sequence[str]
    has_password: bool


def set_up(admin_url: str, publisher_url: str) -> None:
    """Make roles, schemas and defaults in the database of ``publisher_url``. Running it again changes nothing more.

    ``admin_url`` is the same database as a superuser, or as one who may make roles and owns the database. The
    publisher's role is made with the password of its address where it is missing. Raises PostgresError.
    """
    publisher, password = user_of(publisher_url)
    with connect(admin_url) as server:
        _ensure_role(server, READERS, "nologin")
        _ensure_publisher(server, publisher, password)
        ((database, is_super),) = rows(
            server, "select current_database(), usesuper from pg_catalog.pg_user where usename = current_user"
        )
        for schema in (STORAGE, VIEWS, LABELLED):
            run(server, "create schema if not exists {} authorization {}", named(schema), named(publisher))
            run(server, "revoke all on schema {} from public", named(schema))
            run(server, "grant usage on schema {} to {}", named(schema), named(READERS))
        run(server, "revoke all on database {} from public", named(database))
        run(server, "revoke all on schema public from public")
        run(server, "grant connect on database {} to {}, {}", named(database), named(READERS), named(publisher))
        for name, value in READER_DEFAULTS.items():
            run(server, "alter database {} set {} = {}", named(database), named(name), value)
        run(server, "alter database {} set search_path = {}, {}", named(database), named(VIEWS), named(LABELLED))
        if is_super:
            run(server, "grant pg_read_all_stats to {}", named(publisher))
            for function in _LARGE_OBJECTS:
                run(server, "revoke execute on function pg_catalog.{} from public", fragment(function))
    with connect(publisher_url) as server:
        ensure_storage(server)


def _ensure_publisher(server: Server, publisher: str, password: str | None) -> None:
    if _has_role(server, publisher):
        return
    if not password:
        raise PostgresError(f"there is no role {publisher}, and its address holds no password to make it with")
    _ensure_role(server, publisher, "login")
    _set_password(server, publisher, password)
    ((is_super,),) = rows(server, "select usesuper from pg_catalog.pg_user where usename = current_user")
    if not is_super:
        run(server, "grant {} to {}", named(publisher), sql.SQL("current_user"))


def _has_role(server: Server, role: str) -> bool:
    return bool(rows(server, "select 1 from pg_catalog.pg_roles where rolname = %s", (role,)))


def _ensure_role(server: Server, role: str, login: str) -> None:
    if not _has_role(server, role):
        attributes = fragment(f"{login} nosuperuser nocreatedb nocreaterole nobypassrls")
        run(server, "create role {} {}", named(role), attributes)


def _set_password(server: Server, role: str, password: str) -> None:
    """The server gets the password's verifier alone: no log of its statements can hold the password."""
    verifier = password
    if not _SCRAM_RE.match(password):
        if len(password) < FEWEST_CHARACTERS:
            raise PostgresError(f"the password of {role} has fewer than {FEWEST_CHARACTERS} characters")
        verifier = server.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    run(server, "alter role {} password {}", named(role), verifier)


def ensure_office_logins(
    admin_url: str, publisher_url: str, offices: Mapping[str, Office], passwords: Mapping[str, str]
) -> tuple[OfficeLogin, ...]:
    """One log-in an active office; log-ins of offices that are no more are closed.

    What each may read is what the current publication says; before the first, and an office that came since, nothing
    until the next.
    ``passwords`` by office code, in clear or as SCRAM verifiers; an office left out keeps the one it has. Raises
    PostgresError, before anything is changed where two offices would share a log-in or a password has no office.
    """
    active = {code: office for code, office in offices.items() if office.is_active}
    roles = _roles(active)
    if unknown := sorted(set(passwords) - set(active)):
        raise PostgresError(f"passwords for offices that are not active or not in the catalogue: {', '.join(unknown)}")
    with connect(admin_url) as server:
        for code, role in roles.items():
            _ensure_role(server, role, "nologin")
            run(server, "grant {} to {}", named(READERS), named(role))
            if code in passwords:
                _set_password(server, role, passwords[code])
    with connect(publisher_url) as server, server.transaction():
        ensure_storage(server)
        seen = seen_now(server)
        departed = register(server, roles.values(), seen)
    with connect(admin_url) as server:
        for role in departed:
            run(server, "alter role {} nologin password null", named(role))
        # last: whoever can log in already has a scope
        with_password = _with_password(server, roles.values(), {roles[code] for code in passwords})
        for role in with_password:
            run(server, "alter role {} login connection limit {}", named(role), sql.Literal(CONNECTIONS))
    return tuple(
        OfficeLogin(office_code=code, role=role, scope=seen.get(code, ()), has_password=role in with_password)
        for code, role in roles.items()
    )


def _roles(offices: Mapping[str, Office]) -> dict[str, str]:
    roles: dict[str, str] = {}
    for code in sorted(offices):
        role = role_of(code)
        if len(role) > 63 or role in roles.values():
            raise PostgresError(f"the office {code} would have the log-in {role}, which is too long or another's")
        roles[code] = role
    return roles


def _with_password(server: Server, roles: Collection[str], given: set[str]) -> set[str]:
    """Roles that have a password: just given, or allowed to log in before."""
    able = {role for (role,) in rows(server, "select rolname from pg_catalog.pg_roles where rolcanlogin")}
    return {role for role in roles if role in given or role in able}
