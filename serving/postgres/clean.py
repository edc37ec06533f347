"""Removing generations that nobody reads any more: apart from publishing, bounded in time, safe to break off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from serving.postgres.connection import STORAGE, Server, connect, named, rows, run
from serving.postgres.storage import ensure_storage, loose_tables, parents, turn
from serving.postgres.views import drop_views

KEPT = 2
"""Generations that always stay: the current one and the one before it."""

_READ_BY = """
select 1 from pg_catalog.pg_depend where refobjid = to_regclass(%s) and classid = 'pg_rewrite'::regclass
"""
"""Whether a view stands on a table. Asked first: a DROP refused for it has by then locked both, in the order
other than readers'.
"""

WAIT = "60s"
"""Longest wait for the readers of one partition; what is not done then is finished by the next clean-up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanSummary:
    dropped: Sequence[int]
    """Load ids whose rows are gone."""
    waiting: Sequence[int]
    """Load ids that could go and that a transaction begun in their time still may read."""

    def told(self) -> str:
        """One line for people."""
        waiting = f", {len(self.waiting)} still read" if self.waiting else ""
        return f"{len(self.dropped)} generations removed{waiting}"


def clean_postgres(url: str) -> CleanSummary:
    """Remove what is older than the generation before the current one, once no transaction of its time is left.

    Raises PostgresError where readers hold a partition for longer than WAIT; running again goes on from there.
    """
    with connect(url) as server:
        ensure_storage(server)
        with turn(url):
            drop_unfinished(server)
            old, waiting = _old_generations(server)
            _drop_generations(server, old)
            _drop_empty(server)
            return CleanSummary(dropped=old, waiting=waiting)


def drop_unfinished(server: Server) -> None:
    """What a publication or clean-up left that did not end; no view reads it."""
    _finish_detaching(server)
    unfinished = [
        load_id for (load_id,) in rows(server, "select load_id from storage.publications where current_from is null")
    ]
    _drop_generations(server, unfinished)
    for name in loose_tables(server):
        run(server, "drop table if exists {}", named(STORAGE, name))
    server.execute("delete from storage.publications where current_from is null")


def _old_generations(server: Server) -> tuple[list[int], list[int]]:
    """Load ids that may go, and those that a transaction begun before their successor became current may still read."""
    finished = rows(
        server,
        """
        with generations as (
            select
                load_id,
                row_number() over (order by current_from desc, load_id desc) as age,
                lead(current_from) over (order by current_from, load_id) as replaced_at
            from storage.publications
            where current_from is not null and dropped_at is null
        )

        select
            load_id,
            age,
            exists (
                select 1 from pg_catalog.pg_stat_activity as others
                where
                    others.datname = current_database()
                    and others.backend_type = 'client backend'
                    and others.usename != current_user
                    and others.xact_start < replaced_at
            )
        from generations
        order by load_id
        """,
    )
    old = [(load_id, is_read) for load_id, age, is_read in finished if age > KEPT]
    return [load_id for load_id, is_read in old if not is_read], [load_id for load_id, is_read in old if is_read]


def _drop_generations(server: Server, load_ids: Sequence[int]) -> None:
    if not load_ids:
        return
    run(server, "set statement_timeout = {}", WAIT)
    for parent, partitions in parents(server).items():
        for load_id in sorted(set(load_ids) & set(partitions)):
            partition = named(STORAGE, f"{parent}__{load_id}")
            run(server, "alter table {} detach partition {} concurrently", named(STORAGE, parent), partition)
            run(server, "drop table {}", partition)
    server.execute(
        "update storage.publications set dropped_at = clock_timestamp() where load_id = any (%s)",
        [list(load_ids)],
    )
    run(server, "set statement_timeout = 0")


def _finish_detaching(server: Server) -> None:
    """A detachment broken off in its middle stands in the way of every other until it is finished."""
    for parent, partitions in parents(server).items():
        for load_id, pending in partitions.items():
            if pending:
                partition = named(STORAGE, f"{parent}__{load_id}")
                run(server, "alter table {} detach partition {} finalize", named(STORAGE, parent), partition)


def _drop_empty(server: Server) -> None:
    """Views of marts that are published no more, and parents that no view reads and that hold nothing."""
    current = rows(
        server,
        "select marts from storage.publications where current_from <= now() order by current_from desc limit 1",
    )
    if current:
        drop_views(server, current[0][0])
    for parent, partitions in parents(server).items():
        if not partitions and not rows(server, _READ_BY, (f'storage."{parent}"',)):
            run(server, "drop table {}", named(STORAGE, parent))
