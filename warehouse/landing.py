"""The landing zone: received bytes by hash, and append-only Parquet tables partitioned by night.

Layout under the landing root::

    received/<2 hex>/<sha256>                    the bytes as they came
    <table>/night=YYYY-MM-DD/<chunk_id>.parquet  deliveries, documents, figures, awards, answers, figure_flags, …
    <table>/schema.parquet                       the table's columns, no rows, so that a glob always finds a file

A chunk is visible once its ``deliveries`` file stands, which is written last: readers keep the rows whose ``chunk_id``
is among the deliveries. Every write goes to a temporary name and is put in place whole.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.figure import FIGURE_SCHEMA, Figure, SourceKind, records_table, stable_id
from warehouse.records import (
    ANSWER_SCHEMA,
    AWARD_SCHEMA,
    DELIVERY_SCHEMA,
    DOCUMENT_SCHEMA,
    EVENT_SCHEMA,
    FETCH_SCHEMA,
    FLAG_SCHEMA,
    AnswerRow,
    Award,
    Delivery,
    Document,
    Event,
    Fetch,
    FigureFlag,
)

SCHEMAS: dict[str, pa.Schema] = {
    "deliveries": DELIVERY_SCHEMA,
    "documents": DOCUMENT_SCHEMA,
    "figures": FIGURE_SCHEMA,
    "awards": AWARD_SCHEMA,
    "answers": ANSWER_SCHEMA,
    "figure_flags": FLAG_SCHEMA,
    "events": EVENT_SCHEMA,
    "fetches": FETCH_SCHEMA,
}


_GATE = "gate"
"""The one chunk of a night's flags."""


def stored_schema(table: str) -> pa.Schema:
    """The columns of a landing table as stored: the record's, then the night and the chunk they were landed in."""
    schema = SCHEMAS[table]
    if table != "events":
        schema = schema.append(pa.field("night", pa.date32(), nullable=False))
    return schema.append(pa.field("chunk_id", pa.string(), nullable=False))


def write_atomically(path: Path, data: bytes) -> None:
    """Put bytes in place whole: a reader sees the old file or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".tmp-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one mapped task read: it lands as a whole or not at all."""

    deliveries: Sequence[Delivery]
    documents: Sequence[Document]
    figures: Sequence[Figure]
    awards: Sequence[Award]
    answers: Sequence[AnswerRow] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What each path of one source kind last brought, by content and by the file's stamp.

    Only the last: a file put back as it was before a correction is sent anew.
    """

    contents: frozenset[tuple[str, str]]
    """(path, sha256)"""
    stamps: frozenset[tuple[str, int, int]]
    """(path, size in bytes, modification time in ns): enough to skip a file without reading it"""


class Landing:
    """The landing zone under one root folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def prepare(self) -> None:
        """Make the folders and the empty file of each table; safe to call at any time."""
        for table in SCHEMAS:
            marker = self.root / table / "schema.parquet"
            schema = stored_schema(table)
            if not marker.exists() or pq.read_schema(marker) != schema:
                self._write(marker, schema.empty_table())

    def store(self, content: bytes) -> str:
        """Keep received bytes under their sha256 (64 hex digits), which is returned. The same bytes are kept once."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.received_path(sha256)
        if not path.exists():
            write_atomically(path, content)
        return sha256

    def received_path(self, sha256: str) -> Path:
        return self.root / "received" / sha256[:2] / sha256

    def fetch(self, sha256: str) -> bytes:
        return self.received_path(sha256).read_bytes()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other process is in a block of this kind: runs of several nights at once land a file once."""
        with (self.root / ".alone").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def delivery_files(self) -> frozenset[Path]:
        """The files that hold deliveries; each is written once."""
        return frozenset((self.root / "deliveries").glob("night=*/*.parquet"))

    def known_deliveries(
        self, source_kind: SourceKind, paths: Iterable[str] | None = None, besides: Collection[Path] = ()
    ) -> Known:
        """The last delivery of each path, on any night; of the given paths alone where some are given.

        ``besides`` names files of deliveries that are left out.
        """
        asked: list[tuple[str, str, object]] = [("source_kind", "=", source_kind.value)]
        asked += [] if paths is None else [("path", "in", list(paths))]
        last: dict[str, tuple[datetime, str, int, int]] = {}
        for file in self.delivery_files().difference(besides):
            table = pq.read_table(
                file,
                columns=["path", "received_at", "sha256", "size_bytes", "modified_ns"],
                filters=asked,
                partitioning=None,
            )
            for path, *sent in zip(*(column.to_pylist() for column in table.columns), strict=True):
                last[path] = max(last.get(path, tuple(sent)), tuple(sent))
        return Known(
            frozenset((path, sha256) for path, (_, sha256, _, _) in last.items()),
            frozenset((path, size, modified) for path, (_, _, size, modified) in last.items()),
        )

    def append_chunk(self, night: date, chunk: Chunk) -> str | None:
        """Land a chunk; returns its id, or null where it held no delivery.

        The id depends on the deliveries alone, so the same files read again replace the same files.
        """
        if not chunk.deliveries:
            return None
        chunk_id = stable_id("chunk", *sorted(d.delivery_id for d in chunk.deliveries))
        self._put("figures", night, chunk_id, chunk.figures)
        self._put("awards", night, chunk_id, chunk.awards)
        if chunk.answers:
            self._put("answers", night, chunk_id, chunk.answers)
        self._put("documents", night, chunk_id, chunk.documents)
        self._put("deliveries", night, chunk_id, chunk.deliveries)
        return chunk_id

    def replace_flags(self, night: date, flags: Iterable[FigureFlag]) -> None:
        """The gate's findings of a night, whole: judging a night again replaces what it said before."""
        self._put("figure_flags", night, _GATE, list(flags))

    def is_judged(self, night: date) -> bool:
        """Whether the gate has given its findings of a night, be they none."""
        return (self._partition("figure_flags", night) / f"{_GATE}.parquet").exists()

    def append_events(self, night: date, events: Iterable[Event]) -> list[Event]:
        """Append the events not yet recorded, in one file; returns those that were new."""
        candidates = {event.event_id: event for event in events}
        if not candidates:
            return []
        for known in self.event_ids(night):
            candidates.pop(known, None)
        if candidates:
            fresh = list(candidates.values())
            self._put("events", night, stable_id("events", *sorted(candidates)), fresh)
            return fresh
        return []

    def put_fetches(self, night: date, chunk_id: str, fetches: Sequence[Fetch]) -> None:
        """The record of some fetches, whole: a chunk grows by being put again with one more."""
        self._put("fetches", night, chunk_id, fetches)

    def event_ids(self, night: date) -> set[str]:
        """Ids of the events recorded for a night."""
        ids: set[str] = set()
        for path in self._partition("events", night).glob("*.parquet"):
            ids.update(pq.read_table(path, columns=["event_id"], partitioning=None).column(0).to_pylist())
        return ids

    def events_of(self, night: date, event_type: str) -> list[tuple[str, str, str]]:
        """Subject, state and payload (JSON) of the events of a type recorded for a night, in any order."""
        rows: list[tuple[str, str, str]] = []
        for path in self._partition("events", night).glob("*.parquet"):
            columns = ["subject", "state", "payload"]
            told = pq.read_table(path, columns=columns, filters=[("event_type", "=", event_type)], partitioning=None)
            rows += zip(*(column.to_pylist() for column in told.columns), strict=True)
        return rows

    def nights(self) -> list[date]:
        """Nights with at least one delivery, oldest first."""
        folders = (self.root / "deliveries").glob("night=*")
        return sorted(date.fromisoformat(folder.name.removeprefix("night=")) for folder in folders)

    def glob(self, table: str) -> str:
        """The pattern under which every file of a table is found."""
        return str(self.root / table / "**" / "*.parquet")

    def _partition(self, table: str, night: date) -> Path:
        return self.root / table / f"night={night.isoformat()}"

    def _put(self, table: str, night: date, chunk_id: str, records: Sequence[Any]) -> None:
        rows = records_table(records, SCHEMAS[table])
        for field in stored_schema(table):
            if field.name not in rows.column_names:
                value = night if field.name == "night" else chunk_id
                rows = rows.append_column(field, pa.array([value] * len(rows), type=field.type))
        self._write(self._partition(table, night) / f"{chunk_id}.parquet", rows)

    def _write(self, path: Path, table: pa.Table) -> None:
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, compression="zstd")
        write_atomically(path, sink.getvalue().to_pybytes())
