"""From an inbox to the landing zone: receive the bytes, read them, land what was read, one chunk at a time.

A night is loaded in two steps that may run in different processes: ``plan`` lists what is new and writes one small JSON
file a chunk; ``load_chunk`` reads the files of one chunk and lands them together. Either may be run again at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from itertools import chain
from pathlib import Path

from ingest.context import DocumentContext, ReadDocument, quarantined
from ingest.inbox import Incoming, in_chunks, new_incoming
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
from warehouse.records import Delivery, Reason
from warehouse.settings import Settings

Job = tuple[bytes, DocumentContext]
Reader = Callable[[Iterable[Job]], Iterator[ReadDocument]]

NOT_A_FILE = Reason(
    code="not_a_file",
    vi="Mục này không phải là một tệp thông thường (thư mục liên kết hoặc thiết bị). Đề nghị gửi lại tệp gốc.",
    en="The entry is a link, pipe or device, not a regular file. Send the file itself.",
)
VANISHED = Reason(
    code="file_vanished",
    vi="Tệp đã bị xóa, đổi tên hoặc không cho phép đọc trong lúc tiếp nhận. Đề nghị gửi lại.",
    en="The file was removed, renamed or made unreadable while it was being received. Send it again.",
)
TOO_LARGE = "file_too_large"
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


def inbox_of(settings: Settings, source_kind: SourceKind) -> Path:
    return settings.inbox if source_kind is SourceKind.UNIT_REPORT else settings.news_drop


def plan(settings: Settings, source_kind: SourceKind, night: date) -> list[Path]:
    """Write one plan file a chunk of new files and fetched pages; returns their paths. Nothing new gives no plan."""
    landing = Landing(settings.landing)
    landing.prepare()
    folder = settings.build / "plans" / night.isoformat() / source_kind.value
    plans = []
    fresh = new_incoming(inbox_of(settings, source_kind), landing.known_deliveries(source_kind))
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

    A file already landed with the same bytes is passed over, so a chunk run twice lands once.
    """
    landing = Landing(settings.landing)
    incoming = [Incoming(**entry) for entry in json.loads(plan_file.read_bytes())]
    known = landing.known_deliveries(source_kind, [entry.path for entry in incoming])
    received = [
        item
        for item in (_receive(settings, landing, source_kind, night, entry, now) for entry in incoming)
        if (item.delivery.path, item.delivery.sha256) not in known.contents
    ]
    readable = [item for item in received if item.reason is None]
    read = [quarantined(item.context(), item.reason) for item in received if item.reason is not None]
    read += reader(settings, source_kind)((item.content(landing), item.context()) for item in readable)
    chunk = Chunk(
        deliveries=[item.delivery for item in received],
        documents=[one.document for one in read],
        figures=[figure for one in read for figure in one.figures],
        awards=[award for one in read for award in one.awards],
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
    for plan_file in plan(settings, source_kind, night):
        total.add(load_chunk(settings, source_kind, night, plan_file, now))
        report(total)
    return total


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
    settings: Settings, landing: Landing, source_kind: SourceKind, night: date, incoming: Incoming, now: datetime
) -> _Received:
    if incoming.sha256 is not None:
        sha256, reason = incoming.sha256, None
    else:
        source = inbox_of(settings, source_kind) / incoming.name
        sha256, reason = _keep(landing, source, incoming, settings.max_file_bytes)
    office = incoming.office(source_kind)
    return _Received(
        delivery=Delivery(
            delivery_id=stable_id("delivery", source_kind, office, incoming.path, sha256, night.isoformat()),
            source_kind=source_kind,
            office_code=office,
            path=incoming.path,
            sha256=sha256,
            size_bytes=incoming.size_bytes,
            modified_ns=NEVER_READ if reason is VANISHED else incoming.modified_ns,
            received_at=now,
        ),
        reason=reason,
    )


def _keep(landing: Landing, source: Path, incoming: Incoming, max_bytes: int) -> tuple[str, Reason | None]:
    """Land the bytes of a file; what is not a file or exceeds the bound is told by the hash alone.

    Raises ``OSError`` where the landing zone cannot be written: that is the machine's fault and never the file's.
    """
    if not incoming.is_regular:
        return hashlib.sha256(b"").hexdigest(), NOT_A_FILE
    try:
        with os.fdopen(os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                return hashlib.sha256(b"").hexdigest(), NOT_A_FILE
            if status.st_size > max_bytes:
                return hashlib.file_digest(file, "sha256").hexdigest(), too_large(max_bytes)
            content = file.read(max_bytes + 1)
    except OSError:
        return hashlib.sha256(b"").hexdigest(), VANISHED
    if len(content) > max_bytes:
        return hashlib.sha256(content).hexdigest(), too_large(max_bytes)
    return landing.store(content), None


def too_large(max_bytes: int) -> Reason:
    """Why a file past the bound was not read."""
    megabytes = max_bytes // 1_000_000
    return Reason(
        code=TOO_LARGE,
        vi=f"Tệp lớn hơn {megabytes} MB nên chưa được đọc. Đề nghị bỏ hình ảnh hoặc tách thành nhiều tệp rồi gửi lại.",
        en=f"The file is larger than {megabytes} MB and was not read. Remove pictures or split it, then send it again.",
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
