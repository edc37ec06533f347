"""``read-reports``: workbooks in, one JSON line a file out. Nothing is landed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from cli.reading_summary import ReadingSummary
from ingest.context import DocumentContext, ReadDocument, quarantined
from ingest.inbox import list_incoming
from ingest.inboxes import VANISHED, take_file
from ingest.load import Job, reader
from ingest.previews import write_previews
from warehouse.figure import SourceKind, stable_id
from warehouse.records import Reason
from warehouse.settings import Settings


def print_reports(settings: Settings, paths: list[Path], office: str | None, previews: Path | None = None) -> None:
    """One line a file, in the order of reading; a file that cannot be read is told like any other.

    What the run came to is told on standard error. Pages of files in which no table was understood are written to the
    folder ``previews`` where one is given.
    """
    summary = ReadingSummary()
    read = reader(settings, SourceKind.UNIT_REPORT)
    aside: list[tuple[DocumentContext, Reason]] = []

    def jobs() -> Iterator[Job]:
        for path, name in _files(paths):
            taken = take_file(path, settings.max_file_bytes)
            context = _context(name, taken.sha256, office)
            if taken.content is None:
                aside.append((context, taken.reason or VANISHED))
            else:
                yield taken.content, context

    for document in read(jobs()):
        pages = write_previews(previews, [document]) if previews is not None else []
        _print(document, pages[0] if pages else None)
        summary.add(document.document)
    for context, reason in aside:
        document = quarantined(context, reason)
        _print(document)
        summary.add(document.document)
    summary.print()


def _files(paths: list[Path]) -> Iterator[tuple[Path, str]]:
    for path in paths:
        if path.is_dir():
            for incoming in list_incoming(path):
                yield path / incoming.name, str(path / incoming.path)
        else:
            yield path, os.fsencode(path).decode("utf-8", "backslashreplace")


def _context(name: str, sha256: str, office: str | None) -> DocumentContext:
    return DocumentContext(
        document_id=stable_id("document", sha256, ""),
        delivery_id=stable_id("delivery", office, name, sha256, ""),
        source_kind=SourceKind.UNIT_REPORT,
        office_code=office,
        path=name,
        member="",
        sha256=sha256,
        received_at=None,
    )


def _print(read: ReadDocument, preview: Path | None = None) -> None:
    document = read.document
    record = {
        "file": document.path,
        "member": document.member,
        "status": document.status.value,
        "reasons": document.reasons_json,
        "layout": document.layout,
        "title": document.title,
        "unit_code": document.unit_code,
        "period_code": document.period_code,
        "decision_number": document.decision_number,
        "decision_date": document.decision_date.isoformat() if document.decision_date is not None else None,
        "preview": str(preview) if preview is not None else None,
        "figures": [figure.to_json() for figure in read.figures],
        "ratings": [
            {"unit_text": award.recipient_text, "unit_code": award.recipient_code, "rating": award.award}
            | {"period_code": award.year, "locator": award.locator}
            for award in read.awards
        ],
    }
    # A file name need not be text; what cannot be printed of it is replaced.
    sys.stdout.write((json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8", "replace").decode("utf-8"))
    sys.stdout.flush()
