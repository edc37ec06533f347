"""What readers see: a view a mart, the report tables once more under Vietnamese names, and what each column means."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

import psycopg
from psycopg import sql

from serving.marts import Mart
from serving.postgres.connection import (
    LABELLED,
    READERS,
    STORAGE,
    VIEWS,
    PostgresError,
    Server,
    fragment,
    named,
    rows,
    run,
)
from serving.postgres.shapes import Shape, short_labels
from serving.postgres.storage import CURRENT, mart_of, parents
from serving.scopes import OWNER_COLUMN

LOCK_WAIT: Final = "1s"
LOCK_TRIES: Final = 60
"""A view is replaced between two statements of its readers; while that waits for its lock, new readers wait with it."""

OWNER_COMMENT: Final = "Office that answers for the row; a log-in reads the rows of its own office and of those below"

PUBLICATION: Final = "publication"
"""The view that tells which publication a transaction reads."""

_COLUMNS_OF: Final = """
select tables.relname, columns.attname, col_description(tables.oid, columns.attnum),
    obj_description(tables.oid, 'pg_class'), format_type(columns.atttypid, columns.atttypmod)
from pg_catalog.pg_class as tables
inner join pg_catalog.pg_namespace as spaces on tables.relnamespace = spaces.oid
inner join pg_catalog.pg_attribute as columns on columns.attrelid = tables.oid
where spaces.nspname = %s and columns.attnum > 0 and not columns.attisdropped and tables.relkind in ('v', 'p')
order by tables.relname, columns.attnum
"""


@dataclass(frozen=True, slots=True)
class Labels:
    """Vietnamese words of a report table: its own, and one a column in order."""

    mart: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _View:
    schema: str
    name: str
    definition: sql.Composable


def ensure_views(server: Server, shapes: Sequence[Shape], labels: Mapping[str, Labels]) -> None:
    """Make each view read the shape of its mart that is to be current, and beside it those that still are."""
    digests = dict(rows(server, "select mart, digest from storage.views"))
    standing, held = parents(server), _columns_of(server, STORAGE)
    for shape in shapes:
        former = [name for name in standing if mart_of(name) == shape.mart and name != shape.parent and standing[name]]
        views = [_View(VIEWS, shape.mart, _definition(shape, former, held))]
        if shape.mart in labels:
            views.append(_labelled(shape, labels[shape.mart]))
        _ensure(server, shape.mart, views, digests.get(shape.mart))
    told = sql.SQL(
        "select load_name, night, current_from as published_at, row_count from storage.publications where load_id = {}"
    ).format(sql.SQL(CURRENT))
    _ensure(server, PUBLICATION, [_View(VIEWS, PUBLICATION, told)], digests.get(PUBLICATION))


def drop_views(server: Server, kept: Iterable[str]) -> None:
    """Views of marts that are published no more."""
    kept = {*kept, PUBLICATION}
    for (mart,) in rows(server, "select mart from storage.views"):
        if mart not in kept:
            with server.transaction():
                run(server, "set local lock_timeout = {}", LOCK_WAIT)
                run(server, "drop view if exists {} cascade", named(VIEWS, mart))
                server.execute("delete from storage.views where mart = %s", [mart])


def _definition(shape: Shape, former: Iterable[str], held: Mapping[str, Mapping[str, str]]) -> sql.Composable:
    """Rows of the transaction's generation in the shape to be current, and in former ones what they have of it."""
    branches = [_branch(shape.parent, [named(name) for name in shape.stored])]
    for parent in former:
        now, then = held[shape.parent], held[parent]
        branches.append(
            _branch(
                parent,
                [
                    named(name)
                    if then.get(name) == now[name]
                    else sql.SQL("cast(null as {}) as {}").format(fragment(now[name]), named(name))
                    for name in shape.stored
                ],
            )
        )
    return sql.SQL(" union all ").join(branches)


def _branch(parent: str, columns: Sequence[sql.Composable]) -> sql.Composable:
    return sql.SQL("select {} from {} where load_id = {}").format(
        sql.SQL(", ").join(columns), named(STORAGE, parent), sql.SQL(CURRENT)
    )


def _labelled(shape: Shape, labels: Labels) -> _View:
    names = short_labels([*labels.columns, *(["Mã cơ quan phụ trách"] if shape.is_owned else [])])
    columns = [
        sql.SQL("{} as {}").format(named(column), named(label))
        for column, label in zip(shape.stored, names, strict=True)
    ]
    definition = sql.SQL("select {} from {}").format(sql.SQL(", ").join(columns), named(VIEWS, shape.mart))
    # "Bảng rộng: đơn vị theo kỳ" is the view "Đơn vị theo kỳ"
    title = labels.mart.rpartition(":")[2].strip()
    return _View(LABELLED, short_labels([title[:1].upper() + title[1:]])[0], definition)


def _ensure(server: Server, mart: str, views: Sequence[_View], standing: str | None) -> None:
    told = "\n".join(f"{view.schema}.{view.name}: {view.definition.as_string(server)}" for view in views)
    digest = hashlib.sha256(told.encode()).hexdigest()
    if digest == standing:
        return
    labelled = next((view.name for view in views if view.schema == LABELLED), None)
    for tried in range(LOCK_TRIES):
        try:
            with server.transaction():
                run(server, "set local lock_timeout = {}", LOCK_WAIT)
                _drop_former_label(server, mart, labelled)
                _replace(server, views)
                server.execute(
                    "insert into storage.views values (%s, %s, %s)"
                    " on conflict (mart) do update set digest = excluded.digest, labelled = excluded.labelled",
                    [mart, digest, labelled],
                )
            return
        except psycopg.errors.LockNotAvailable:
            time.sleep(min(1, tried / 10))
    raise PostgresError(f"{VIEWS}.{mart} has changed and could not be replaced: readers held it all the while")


def _drop_former_label(server: Server, mart: str, labelled: str | None) -> None:
    for (former,) in rows(server, "select labelled from storage.views where mart = %s", [mart]):
        if former is not None and former != labelled:
            run(server, "drop view if exists {}", named(LABELLED, former))


def _replace(server: Server, views: Sequence[_View]) -> None:
    try:
        with server.transaction():
            for view in views:
                _create(server, view, sql.SQL("create or replace view"))
    except psycopg.errors.InvalidTableDefinition:
        # a column went, moved or changed its type; what reads from another goes first, as its readers lock it first
        for view in reversed(views):
            run(server, "drop view if exists {}", named(view.schema, view.name))
        for view in views:
            _create(server, view, sql.SQL("create view"))


def _create(server: Server, view: _View, verb: sql.Composable) -> None:
    run(server, "{} {} with (security_invoker = true) as {}", verb, named(view.schema, view.name), view.definition)
    run(server, "grant select on {} to {}", named(view.schema, view.name), named(READERS))


def ensure_comments(
    server: Server, marts: Sequence[Mart], shapes: Sequence[Shape], labels: Mapping[str, Labels]
) -> None:
    """The descriptions of marts and columns as comments, written where they differ from what stands."""
    for schema, told in ((VIEWS, _told(marts, shapes)), (LABELLED, _told_labels(marts, shapes, labels))):
        tables: dict[str, str | None] = {}
        columns: dict[tuple[str, str], str | None] = {}
        for table, column, comment, of_table, _ in rows(server, _COLUMNS_OF, (schema,)):
            tables[table], columns[table, column] = of_table, comment
        with server.pipeline():
            for table, column, comment in told:
                if column is None:
                    if tables.get(table, "") != comment:
                        run(server, "comment on view {} is {}", named(schema, table), comment)
                elif columns.get((table, column), "") != comment:
                    run(server, "comment on column {} is {}", named(schema, table, column), comment)


def _told(marts: Sequence[Mart], shapes: Sequence[Shape]) -> Iterator[tuple[str, str | None, str]]:
    for mart in marts:
        if mart.comment:
            yield mart.name, None, mart.comment
        for column in mart.columns:
            if column.comment:
                yield mart.name, column.name, column.comment
    for shape in shapes:
        if shape.is_owned:
            yield shape.mart, OWNER_COLUMN, OWNER_COMMENT
    yield PUBLICATION, None, "The publication that the transaction reads: its load, night and instant"


def _told_labels(
    marts: Sequence[Mart], shapes: Sequence[Shape], labels: Mapping[str, Labels]
) -> Iterator[tuple[str, str | None, str]]:
    for mart, shape in zip(marts, shapes, strict=True):
        if (of_mart := labels.get(mart.name)) is None:
            continue
        view = _labelled(shape, of_mart).name
        names = short_labels([*of_mart.columns, *(["Mã cơ quan phụ trách"] if shape.is_owned else [])])
        yield view, None, f"{of_mart.mart} ({VIEWS}.{mart.name})"
        for column, full, name in zip_longest(mart.columns, of_mart.columns, names):
            if column is not None:
                yield view, name, f"{full}. {column.name}: {column.comment or ''}"


def _columns_of(server: Server, schema: str) -> dict[str, dict[str, str]]:
    """Type of each column of each table of a schema."""
    found: dict[str, dict[str, str]] = {}
    for table, column, _, _, kind in rows(server, _COLUMNS_OF, (schema,)):
        found.setdefault(table, {})[column] = kind
    return found
