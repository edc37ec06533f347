"""What the views stand on: publications, who may read what, parents and partitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

import psycopg
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
)
from serving.postgres.shapes import Shape
from serving.scopes import OWNER_COLUMN

CURRENT: Final = """(
    select told.load_id::numeric from storage.publications as told
    where told.current_from <= transaction_timestamp() order by told.current_from desc, told.load_id desc limit 1
)"""
"""The generation of a transaction: the newest that was current when the transaction began.

An instant and not a flag: a flag would turn between two statements of a READ COMMITTED transaction.
"""

_MINE: Final = "reader_office_code = any (storage.my_offices())"
"""The policy of every table whose rows belong to offices."""

_MY_OFFICES: Final = """
create function storage.my_offices() returns text[] language plpgsql immutable as $$
begin
    return array(select mine.office_code from storage.reader_scope as mine where mine.role_name = current_user);
end
$$
"""
"""Called immutable so that the planner calls it: the policy then compares with constants.

A subquery in its place is run when the first row gets as far as the policy, and EXPLAIN ANALYZE tells whether it was:
whether a guess holds for anybody's row. PostgreSQL plans anew where the role changes; a scope that changes holds for
new connections, and for all with the next publication.
"""

_TABLES = (
    """
    create table storage.publications (
        load_id bigint generated always as identity primary key,
        load_name text not null,
        night date not null,
        content_id text not null,
        marts text[] not null,
        row_count bigint,
        begun_at timestamptz not null default clock_timestamp(),
        current_from timestamptz,
        dropped_at timestamptz
    )
    """,
    "create table storage.reader_scope (role_name text, office_code text, primary key (role_name, office_code))",
    "create table storage.views (mart text primary key, digest text not null, labelled text)",
    "alter table storage.reader_scope enable row level security",
    "create policy readers on storage.reader_scope for select to warehouse_readers using (role_name = current_user)",
    "comment on table storage.publications is"
    " 'One row a publication; a transaction reads the newest whose current_from had come when it began'",
    "comment on table storage.reader_scope is 'Which role reads the rows of which offices'",
    "grant select on storage.publications, storage.reader_scope to warehouse_readers",
    _MY_OFFICES,
    "create table storage.publisher_turn ()",
)


def ensure_storage(server: Server) -> None:
    """The tables beneath the views, made where they are missing. The schemas are made by the setup."""
    present = {name for (name,) in rows(server, "select nspname from pg_catalog.pg_namespace")}
    missing = [schema for schema in (STORAGE, VIEWS, LABELLED) if schema not in present]
    if missing:
        raise PostgresError(f"the database has no schema {', '.join(missing)}; run `warehouse postgres setup` first")
    if rows(server, "select to_regclass(%s)", ("storage.publisher_turn",)) == [(None,)]:
        with server.transaction():
            for statement in _TABLES:
                run(server, statement)


@contextmanager
def turn(url: str) -> Iterator[None]:
    """One publisher at a time, whoever runs it; raises PostgresError where another is at work.

    A lock on a table that readers may not touch: an advisory lock anybody could hold.
    """
    with connect(url) as guard, guard.transaction():
        try:
            run(guard, "lock table storage.publisher_turn in exclusive mode nowait")
        except psycopg.errors.LockNotAvailable:
            raise PostgresError("another publication to PostgreSQL is at work; wait for it and run again") from None
        yield


def ensure_parent(server: Server, shape: Shape) -> None:
    """The partitioned table of a shape with its policy, made in one transaction where it is missing."""
    if rows(
        server, "select 1 from pg_catalog.pg_tables where schemaname = %s and tablename = %s", (STORAGE, shape.parent)
    ):
        return
    with server.transaction():
        table = named(STORAGE, shape.parent)
        run(server, "create table {} ({}) partition by list (load_id)", table, column_list(shape))
        if shape.is_owned:
            run(server, "alter table {} enable row level security", table)
            run(
                server, "create policy readers on {} for select to {} using ({})", table, named(READERS), sql.SQL(_MINE)
            )
        run(server, "grant select on {} to {}", table, named(READERS))


def column_list(shape: Shape) -> sql.Composable:
    """The columns of a parent, and of the tables that are to become its partitions.

    ``load_id`` is numeric: its comparison counts as leaky, so that the planner puts it behind the policy. That of a
    bigint came before it, and EXPLAIN ANALYZE told whether a guess had left any row to it.
    """
    columns = [
        sql.SQL("{} {}{}").format(
            named(name),
            fragment(kind),
            sql.SQL(" not null" if name == OWNER_COLUMN else ""),  # our types
        )
        for name, kind in shape.types.items()
    ]
    return sql.SQL(", ").join([*columns, sql.SQL("load_id numeric not null")])


def parents(server: Server) -> Mapping[str, Mapping[int, bool]]:
    """Every parent table with the load ids of its partitions, and whether a partition is being detached."""
    found: dict[str, dict[int, bool]] = {}
    for parent, partition, pending in rows(
        server,
        """
        select parent.relname, child.relname, coalesce(held.inhdetachpending, false)
        from pg_catalog.pg_class as parent
        inner join pg_catalog.pg_namespace as spaces on parent.relnamespace = spaces.oid
        left join pg_catalog.pg_inherits as held on held.inhparent = parent.oid
        left join pg_catalog.pg_class as child on held.inhrelid = child.oid
        where spaces.nspname = %s and parent.relkind = 'p'
        order by 1, 2
        """,
        (STORAGE,),
    ):
        of_parent = found.setdefault(parent, {})
        if partition is not None:
            of_parent[load_id_of(partition)] = pending
    return found


def loose_tables(server: Server) -> Sequence[str]:
    """Tables of a load that are attached to nothing: left by a publication or clean-up that did not end."""
    return [
        name
        for (name,) in rows(
            server,
            """
            select tables.relname
            from pg_catalog.pg_class as tables
            inner join pg_catalog.pg_namespace as spaces on tables.relnamespace = spaces.oid
            where
                spaces.nspname = %s and tables.relkind = 'r' and not tables.relispartition
                and tables.relname ~ '__[0-9a-f]{8}__[0-9]+$'
            """,
            (STORAGE,),
        )
    ]


def load_id_of(partition: str) -> int:
    return int(partition.rpartition("__")[2])


def mart_of(parent: str) -> str:
    return parent.rpartition("__")[0]
