"""Publishing to PostgreSQL: a generation is loaded beside those that are read and becomes current at a later instant.

Readers never wait for a publication and never see two. Each transaction reads the newest generation that was current
when it began, in every isolation level, because the instant lies ahead of the commit that names it. A publication that
ends halfway was never current; the next one removes what it left.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from serving.marts import Mart, find_published
from serving.marts import attach as attach_file
from serving.postgres.clean import drop_unfinished
from serving.postgres.connection import PostgresError, Server, connect, place, rows
from serving.postgres.load import attach, load_mart, prepare_export
from serving.postgres.readers import bring_scopes
from serving.postgres.shapes import Shape, shape_of
from serving.postgres.storage import ensure_parent, ensure_storage, turn
from serving.postgres.views import Labels, ensure_comments, ensure_views
from serving.publish import DATABASE, MANIFEST
from serving.scopes import SCOPES, add_owners, offices_seen, owners_told
from warehouse.catalogue_rows import read_offices
from warehouse.database import Connection
from warehouse.database import connect as connect_duckdb
from warehouse.figure import stable_id
from warehouse.settings import Settings

LEAD_SECONDS = 2.0
"""From naming the instant at which a generation becomes current to that instant: the commit has to be done by then."""

FORM = "3"
"""Changes whenever the same marts would be stored or shown in another way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresSummary:
    """What readers of PostgreSQL see after the call. ``is_new`` is false where the same content already stood."""

    load_id: int
    load_name: str
    night: date
    is_new: bool
    rows: Mapping[str, int]

    def told(self) -> str:
        """One line for people."""
        if not self.is_new:
            return f"unchanged {self.load_name}: the same content already stood"
        told = f"{len(self.rows)} marts, {sum(self.rows.values())} rows"
        return f"published {self.load_name} as generation {self.load_id}: {told}"

    def to_json(self) -> dict[str, Any]:
        return {"load_id": self.load_id, "load_name": self.load_name, "is_new": self.is_new, "rows": dict(self.rows)}


def publish_to_postgres(settings: Settings, url: str, *, lead_seconds: float = LEAD_SECONDS) -> PostgresSummary:
    """Publish to PostgreSQL what stands published as files.

    ``url`` is the publisher's, as the setup made it. Raises PostgresError where nothing is published yet, another
    publication is at work, PostgreSQL refuses, or holds something else than it was sent; readers then see what they
    saw before.
    """
    manifest, database_file = _standing(settings)
    offices = read_offices((settings.seeds, settings.catalogue_extra))
    with connect(url) as server, connect_duckdb() as database:
        ensure_storage(server)
        with turn(url):
            drop_unfinished(server)
            attach_file(database, database_file, "serving", "read_only")
            _check(database)
            add_owners(database, "serving", offices)
            bring_scopes(server, offices_seen(database, "serving"))
            content_id = _content_id(database, manifest["content_id"])
            if (standing := _current(server)) and standing[1] == content_id:
                return _summary(manifest, standing[0], {}, is_new=False)
            return _publish(server, database, settings, manifest, content_id, lead_seconds)


def told_now(url: str) -> str:
    """One line for people: what readers see now, and how many log-ins there are. Raises PostgresError."""
    with connect(url) as server:
        if rows(server, "select to_regclass('storage.publications')") == [(None,)]:
            return f"{place(url)} is not set up; run `warehouse postgres setup`"
        log_ins = "select count(distinct role_name) from storage.reader_scope join pg_roles on rolname = role_name"
        [(able,)] = rows(server, f"{log_ins} where rolcanlogin")
        told = f"{able} log-ins of offices" if able else "no office may log in yet: `warehouse postgres roles`"
        found = rows(
            server,
            "select load_id, night, row_count, current_from from storage.publications"
            " where current_from <= now() order by current_from desc, load_id desc limit 1",
        )
        if not found:
            return f"{place(url)}: nothing published yet; {told}"
        load_id, night, row_count, since = found[0]
        return (
            f"{place(url)}: schemas marts and bao_cao, generation {load_id} of the night of {night:%d/%m/%Y},"
            f" {row_count:,} rows, since {since:%d/%m %H:%M} UTC; {told}"
        )


def _standing(settings: Settings) -> tuple[dict[str, Any], Path]:
    """Manifest and database of one published generation."""
    pointer = settings.published / MANIFEST
    if not pointer.exists():
        raise PostgresError(f"nothing is published yet under {settings.published}; publish first")
    folder = pointer.resolve().parent
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return manifest, folder / DATABASE


def _check(database: Connection) -> None:
    if SCOPES not in {mart.name for mart in find_published(database, "serving")}:
        raise PostgresError(f"what stands published has no {SCOPES}: an older version built it; load again first")


def _content_id(database: Connection, of_files: str) -> str:
    """Of what is stored: the files' content and who answers for whom."""
    return stable_id("postgres", FORM, of_files, json.dumps(owners_told(database), ensure_ascii=False))


def _current(server: Server) -> tuple[int, str] | None:
    """Load id and content of the newest publication."""
    found = rows(
        server,
        "select load_id, content_id from storage.publications"
        " where current_from is not null order by current_from desc, load_id desc limit 1",
    )
    return (found[0][0], found[0][1]) if found else None


def _publish(
    server: Server,
    database: Connection,
    settings: Settings,
    manifest: Mapping[str, Any],
    content_id: str,
    lead_seconds: float,
) -> PostgresSummary:
    marts = find_published(database, "serving")
    shapes = [_shape(mart) for mart in marts]
    load_id = _begin(server, manifest, content_id, shapes)
    counts = _load(server, database, settings, shapes, load_id)
    labels = _labels(database, marts)
    ensure_views(server, shapes, labels)
    ensure_comments(server, marts, shapes, labels)
    _make_current(server, load_id, sum(counts.values()), lead_seconds)
    return _summary(manifest, load_id, counts, is_new=True)


def _shape(mart: Mart) -> Shape:
    try:
        return shape_of(mart)
    except ValueError as error:
        raise PostgresError(str(error)) from error


def _begin(server: Server, manifest: Mapping[str, Any], content_id: str, shapes: list[Shape]) -> int:
    ((load_id,),) = rows(
        server,
        "insert into storage.publications (load_name, night, content_id, marts) values (%s, %s, %s, %s)"
        " returning load_id",
        [manifest["load_id"], manifest["night"], content_id, [shape.mart for shape in shapes]],
    )
    return int(load_id)


def _load(
    server: Server, database: Connection, settings: Settings, shapes: list[Shape], load_id: int
) -> dict[str, int]:
    """Every mart, one after the other; each passes through a file of its own beside the build."""
    prepare_export(database)
    counts = {}
    settings.build.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.build, prefix="postgres-") as folder:
        for shape in shapes:
            ensure_parent(server, shape)
            counts[shape.mart] = load_mart(database, server, shape, load_id, Path(folder))
            attach(server, shape, load_id)
    return counts


def _labels(database: Connection, marts: tuple[Mart, ...]) -> dict[str, Labels]:
    """Vietnamese words of the report tables, from ``dim_columns``."""
    if "dim_columns" not in {mart.name for mart in marts}:
        return {}
    told = database.execute(
        "select mart_name, column_name, mart_label, label_vi from serving.main.dim_columns"
    ).fetchall()
    of_columns = {(mart, column): label for mart, column, _, label in told}
    of_marts = {mart: label for mart, _, label, _ in told}
    return {
        mart.name: Labels(
            of_marts.get(mart.name, mart.name),
            tuple(of_columns.get((mart.name, column.name), column.name) for column in mart.columns),
        )
        for mart in marts
        if mart.name.startswith("rpt_")
    }


def _make_current(server: Server, load_id: int, row_count: int, lead_seconds: float) -> None:
    """Name the instant from which it is current, and return when that has come."""
    server.execute(
        "update storage.publications set row_count = %s,"
        " current_from = clock_timestamp() + make_interval(secs => %s) where load_id = %s",
        [row_count, lead_seconds, load_id],
    )
    ((left,),) = rows(
        server,
        "select extract(epoch from current_from - clock_timestamp())::float8 from storage.publications"
        " where load_id = %s",
        [load_id],
    )
    time.sleep(max(0.0, left))


def _summary(manifest: Mapping[str, Any], load_id: int, counts: Mapping[str, int], *, is_new: bool) -> PostgresSummary:
    return PostgresSummary(
        load_id=load_id,
        load_name=manifest["load_id"],
        night=date.fromisoformat(manifest["night"]),
        is_new=is_new,
        rows=counts,
    )
