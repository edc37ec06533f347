"""Log-ins of offices and the offices whose rows each reads: with every publication as it stands in the published file.

What an office sees changes when units pass to another, so the publication that brings the rows brings the scopes too.
Making and closing log-ins is the setup's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from serving.postgres.connection import OFFICE_ROLES, VIEWS, Server, rows
from serving.scopes import SCOPES, seen_by_each

NOBODY: Final = ""
"""Stands in the scope of a log-in that reads no office's rows, so that the log-in is known."""


def role_of(office_code: str) -> str:
    """The log-in of an office: ``office_ldld_tq`` of ``LDLD.TQ``."""
    return OFFICE_ROLES + re.sub(r"[^a-z0-9]", "_", office_code.lower())


def bring_scopes(server: Server, seen: Mapping[str, Sequence[str]]) -> None:
    """Set what the log-ins that there are may read, from the offices seen by each office."""
    of_roles = {role_of(office): owners for office, owners in seen.items()}
    known = {role for (role,) in rows(server, "select distinct role_name from storage.reader_scope")}
    with server.transaction():
        _write(server, {role: of_roles.get(role, ()) for role in known})


def register(server: Server, roles: Collection[str], seen: Mapping[str, Sequence[str]]) -> list[str]:
    """Set which log-ins there are and what they may read; gives those that were and are no more.

    Within the caller's transaction, so that readers see the former or the new.
    """
    of_roles = {role_of(office): owners for office, owners in seen.items()}
    standing = {role for (role,) in rows(server, "select distinct role_name from storage.reader_scope")}
    _write(server, {role: of_roles.get(role, ()) for role in roles})
    return sorted(standing - set(roles))


def seen_now(server: Server) -> dict[str, tuple[str, ...]]:
    """The offices whose rows each office sees, from the publication that is current; nothing before the first."""
    if rows(server, "select to_regclass(%s)", (f"{VIEWS}.{SCOPES}",)) == [(None,)]:
        return {}
    return seen_by_each(
        (office, owner)
        for office, owner in rows(
            server,
            """
            select distinct scopes.office_code, units.office_code
            from marts.dim_office_scopes as scopes
            inner join marts.dim_org_units as units on scopes.org_unit_code = units.org_unit_code
            where units.is_current and units.office_code is not null
            """,
        )
    )


def _write(server: Server, scopes: Mapping[str, Sequence[str]]) -> None:
    wanted = {(role, code) for role, codes in scopes.items() for code in (codes or (NOBODY,))}
    standing = set(rows(server, "select role_name, office_code from storage.reader_scope"))
    with server.cursor() as cursor:
        cursor.executemany(
            "delete from storage.reader_scope where role_name = %s and office_code = %s", sorted(standing - wanted)
        )
        cursor.executemany(
            "insert into storage.reader_scope (role_name, office_code) values (%s, %s)", sorted(wanted - standing)
        )
