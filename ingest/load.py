"""From an inbox to the landing zone: receive the bytes, read them, land what was read, one chunk at a time.

A night is loaded in two steps that may run in different processes: ``plan`` lists what is new and writes one small JSON
file a chunk; ``load_chunk`` reads the files of one chunk and lands them together. Either may be run again at any time.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from itertools import chain
from pathlib import Path

from ingest.context import DocumentContext, ReadDocument, quarantined
from ingest.inbox import Incoming, in_chunks, new_incoming
from ingest.inboxes import NO_STAMP, VANISHED, Inbox, inbox_at
from ingest.isolation import read_many
from ingest.job import Job as ReadingJob
from ingest.limits import ProcessLimits
from ingest.news.fetch_log import awaited
from ingest.news.lines import news_jobs
from ingest.news.read import whole_files
from ingest.previews import write_previews
from ingest.unit_reports.limits import Limits
from warehouse.figure import SourceKind, stable_id
from warehouse.landing import Chunk, Landing, write_atomically
from warehouse.loads import LoadState, record_load
from warehouse.records import Delivery, Reason
from warehouse.settings import Settings

Job = tuple[bytes, DocumentContext]
Reader = Callable[[Iterable[Job]], Iterator[ReadDocument]]

NEVER_READ = -1
"""The stamp of a file that could not be read: no file has it, so the file is offered again every night."""


@dataclass(slots=True)
class LoadSummary:
    """What a chunk, or a night, came to."""

    files: int = 0
    figures: int = 0
    awards: int = 0
    statuses: Counter[str] = field(default_factory=Counter)

    def add(self, other: LoadSummary) -> None:
        self.files += other.files
        self.figures += other.figures
        self.awards += other.awards
        self.statuses.update(other.statuses)

    def to_json(self) -> dict[str, int]:
        return {"files": self.files, "figures": self.figures, "awards": self.awards, **self.statuses}


def limits_of(settings: Settings) -> Limits:
    """The bounds within which one file is read."""
    return Limits(
        max_file_bytes=settings.max_file_bytes,
        max_inflated_bytes=settings.max_inflated_bytes,
        max_cells=settings.max_cells,
        seconds=settings.parse_seconds,
        memory_bytes=settings.parse_memory_bytes,
    )


def inbox_of(settings: Settings, source_kind: SourceKind) -> Inbox:
    """Where files of a kind are dropped: a folder under home, or wherever the settings' URL says."""
    if source_kind is SourceKind.UNIT_REPORT:
        return inbox_at(settings.inbox_url or settings.inbox)
    return inbox_at(settings.news_drop_url or settings.news_drop)


def plan(settings: Settings, source_kind: SourceKind, night: date) -> list[Path]:
    """Write one plan file a chunk of new files and fetched pages; returns their paths. Nothing new gives no plan."""
    landing = Landing(settings.landing)
    landing.prepare()
    folder = settings.build / "plans" / night.isoformat() / source_kind.value
    plans = []
    fresh = new_incoming(inbox_of(settings, source_kind).entries(), landing.known_deliveries(source_kind))
    fetched = fetched_incoming(landing, night) if source_kind is SourceKind.NEWS else ()
    for number, chunk in enumerate(in_chunks(chain(fetched, fresh), settings.chunk_files)):
        path = folder / f"{number:05}.json"
        write_atomically(path, json.dumps([incoming.to_json() for incoming in chunk]).encode())
        plans.append(path)
    return plans


def fetched_incoming(landing: Landing, night: date) -> Iterator[Incoming]:
    """Pages that were fetched, tonight or of late, and not loaded."""
    for page in awaited(landing, night):
        yield Incoming(name=page.url, size_bytes=page.size_bytes, modified_ns=0, is_regular=True, sha256=page.sha256)


def load_chunk(settings: Settings, source_kind: SourceKind, night: date, plan_file: Path, now: datetime) -> LoadSummary:
    """Receive, read and land the files of one plan.

    A file already landed with the same bytes is passed over, so a chunk run twice lands once; one that another run
    landed while this one was reading it, too.
    """
    landing = Landing(settings.landing)
    seen = landing.delivery_files()
    incoming = [Incoming(**entry) for entry in json.loads(plan_file.read_bytes())]
    inbox = inbox_of(settings, source_kind)
    known = landing.known_deliveries(source_kind, [entry.path for entry in incoming])
    received = [
        item
        for item in (_receive(settings, inbox, landing, source_kind, night, entry, now) for entry in incoming)
        if (item.delivery.path, item.delivery.sha256) not in known.contents
    ]
    readable = [item for item in received if item.reason is None]
    read = [quarantined(item.context(), item.reason) for item in received if item.reason is not None]
    read += reader(settings, source_kind)((item.content(landing), item.context()) for item in readable)
    with landing.alone():
        meanwhile = landing.known_deliveries(source_kind, [entry.path for entry in incoming], besides=seen).contents
        received = [item for item in received if (item.delivery.path, item.delivery.sha256) not in meanwhile]
        own = {item.delivery.delivery_id for item in received}
        read = [one for one in read if one.document.delivery_id in own]
        chunk = Chunk(
            deliveries=[item.delivery for item in received],
            documents=[one.document for one in read],
            figures=[figure for one in read for figure in one.figures],
            awards=[award for one in read for award in one.awards],
            answers=[answer for one in read for answer in one.answers],
        )
        landing.append_chunk(night, chunk)
    write_previews(settings.previews, read)
    return LoadSummary(
        files=len(received),
        figures=len(chunk.figures),
        awards=len(chunk.awards),
        statuses=Counter(document.status.value for document in chunk.documents),
    )


def load_night(
    settings: Settings, source_kind: SourceKind, night: date, now: datetime, report: Callable[[LoadSummary], None]
) -> LoadSummary:
    """Plan and load every chunk in this process, reporting the sum so far after each."""
    total = LoadSummary()
    plans = plan(settings, source_kind, night)
    begin(settings, source_kind, night, now, is_needed=bool(plans))
    for plan_file in plans:
        total.add(load_chunk(settings, source_kind, night, plan_file, now))
        report(total)
    end(settings, source_kind, night, datetime.now(UTC), is_whole=True)
    return total


def begin(settings: Settings, source_kind: SourceKind, night: date, now: datetime, *, is_needed: bool) -> None:
    """Record that there is something to land: until it is through, nobody is told anything of the night."""
    if is_needed:
        record_load(Landing(settings.landing), night, source_kind, LoadState.BEGUN, now)


def end(settings: Settings, source_kind: SourceKind, night: date, now: datetime, *, is_whole: bool) -> None:
    """Record that the load is through: everything received was landed, or a part could not be."""
    landing = Landing(settings.landing)
    landing.prepare()
    record_load(landing, night, source_kind, LoadState.FINISHED if is_whole else LoadState.PARTIAL, now)


def reader(settings: Settings, source_kind: SourceKind) -> Reader:
    """The reader of a source, which reads in limited child processes."""
    return partial(_read_news if source_kind is SourceKind.NEWS else _read_reports, settings)


@dataclass(frozen=True, slots=True)
class _Received:
    delivery: Delivery
    reason: Reason | None

    def context(self) -> DocumentContext:
        sent = self.delivery
        return DocumentContext(
            document_id=stable_id("document", sent.sha256, ""),
            delivery_id=sent.delivery_id,
            source_kind=sent.source_kind,
            office_code=sent.office_code,
            path=sent.path,
            member="",
            sha256=sent.sha256,
            received_at=sent.received_at,
        )

    def content(self, landing: Landing) -> bytes:
        return landing.fetch(self.delivery.sha256)


def _receive(
    settings: Settings,
    inbox: Inbox,
    landing: Landing,
    source_kind: SourceKind,
    night: date,
    incoming: Incoming,
    now: datetime,
) -> _Received:
    if incoming.sha256 is not None:
        sha256, reason = incoming.sha256, None
    else:
        sha256, reason = inbox.keep(landing, incoming, settings.max_file_bytes)
    office = incoming.office(source_kind)
    return _Received(
        delivery=Delivery(
            delivery_id=stable_id("delivery", source_kind, office, incoming.path, sha256, night.isoformat()),
            source_kind=source_kind,
            office_code=office,
            path=incoming.path,
            sha256=sha256,
            size_bytes=incoming.size_bytes,
            modified_ns=NEVER_READ if reason is VANISHED or incoming.modified_ns == NO_STAMP else incoming.modified_ns,
            received_at=now,
        ),
        reason=reason,
    )


def _read_reports(settings: Settings, jobs: Iterable[Job]) -> Iterator[ReadDocument]:
    files = (ReadingJob(content=content, context=context) for content, context in jobs)
    return _in_children(settings, SourceKind.UNIT_REPORT, limits_of(settings), files)


def _read_news(settings: Settings, jobs: Iterable[Job]) -> Iterator[ReadDocument]:
    limits = ProcessLimits(
        max_file_bytes=settings.max_file_bytes,
        seconds=settings.news_seconds,
        memory_bytes=settings.news_memory_bytes,
    )
    pieces = (piece for content, context in jobs for piece in news_jobs(content, context))
    return whole_files(_in_children(settings, SourceKind.NEWS, limits, pieces))


def _in_children(
    settings: Settings, source_kind: SourceKind, limits: ProcessLimits, jobs: Iterable[ReadingJob]
) -> Iterator[ReadDocument]:
    return read_many(jobs, source_kind, limits, settings.read_workers, settings.seeds, settings.catalogue_extra)
