"""``preview-report`` and ``learn-layout``: one workbook for the person who decides what its form is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import typer

from ingest.context import DocumentContext, ReadDocument
from ingest.inboxes import VANISHED, take_file
from ingest.isolation import read_many
from ingest.job import Aim, Job
from ingest.load import limits_of
from ingest.previews import write_previews
from warehouse.figure import SourceKind, stable_id
from warehouse.settings import Settings


def write_preview(settings: Settings, file: Path, office: str | None, folder: Path) -> Path:
    """Write the page of a workbook as it was seen, understood or not; returns its path.

    Raises ``typer.BadParameter`` for a file in which there is nothing to see, and says why.
    """
    read = _read(settings, file, office, Aim.PREVIEW)
    pages = write_previews(folder, [read])
    if not pages:
        raise typer.BadParameter(f"{file.name}: {_why(read)}")
    return pages[0]


def propose(settings: Settings, file: Path, office: str | None) -> str:
    """The YAML proposed for a workbook's layout. Raises ``typer.BadParameter`` where there is nothing to see."""
    read = _read(settings, file, office, Aim.LAYOUT)
    if read.proposed_layout is None:
        raise typer.BadParameter(f"{file.name}: {_why(read)}")
    return read.proposed_layout


def _read(settings: Settings, file: Path, office: str | None, aim: Aim) -> ReadDocument:
    taken = take_file(file, settings.max_file_bytes)
    if taken.content is None:
        raise typer.BadParameter(f"{file}: {(taken.reason or VANISHED).en}")
    sha256 = taken.sha256
    context = DocumentContext(
        document_id=stable_id("document", sha256, ""),
        delivery_id=stable_id("delivery", office, file.name, sha256, ""),
        source_kind=SourceKind.UNIT_REPORT,
        office_code=office,
        path=file.name,
        member="",
        sha256=sha256,
        received_at=None,
    )
    job = replace(Job(content=taken.content, context=context), aim=aim)
    documents = list(
        read_many([job], SourceKind.UNIT_REPORT, limits_of(settings), 1, settings.seeds, settings.catalogue_extra)
    )
    wanted = [one for one in documents if one.preview is not None or one.proposed_layout is not None]
    return (wanted or documents)[0]


def _why(read: ReadDocument) -> str:
    return " ".join(reason.en for reason in read.document.reasons) or "nothing was seen in it."
