"""What a reader is told of the document before it, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ingest.sketch import sketch_of
from warehouse.figure import Figure, SourceKind
from warehouse.records import AnswerRow, Award, Document, DocumentStatus, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentContext:
    """Where the bytes came from. Readers copy it into their records and look nowhere else."""

    document_id: str
    delivery_id: str
    source_kind: SourceKind
    office_code: str | None
    path: str
    """Path as delivered, relative to the inbox: evidence for people, never opened by a reader."""
    member: str
    """The document's name inside its file (a line of a JSONL, a member of an archive); empty for a whole file."""
    sha256: str
    received_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A document as read: its status with reasons, and everything found in it."""

    document: Document
    figures: tuple[Figure, ...] = ()
    awards: tuple[Award, ...] = ()
    answers: tuple[AnswerRow, ...] = ()
    """Rows of a correction workbook that came back."""
    line: int | None = None
    """Number of the line it was read in, where its file is one of lines."""
    preview: str | None = None
    """A page (HTML) of a workbook as it was seen: where no table was understood, or where it was asked for."""
    proposed_layout: str | None = None
    """A declaration (YAML) proposed for the workbook's layout, where it was asked for."""


def document_of(
    context: DocumentContext,
    status: DocumentStatus,
    reasons: tuple[Reason, ...] = (),
    *,
    layout: str | None = None,
    title: str | None = None,
    text: str | None = None,
    url: str | None = None,
    author: str | None = None,
    published_at: datetime | None = None,
    unit_text: str | None = None,
    unit_code: str | None = None,
    period_code: str | None = None,
    decision_number: str | None = None,
    decision_date: date | None = None,
    figure_count: int = 0,
    award_count: int = 0,
) -> Document:
    """The record of a document: what the reader was told, and what it found."""
    return Document(
        document_id=context.document_id,
        delivery_id=context.delivery_id,
        source_kind=context.source_kind,
        office_code=context.office_code,
        path=context.path,
        member=context.member,
        sha256=context.sha256,
        status=status,
        reasons=reasons,
        layout=layout,
        title=title,
        text=text,
        url=url,
        author=author,
        published_at=published_at,
        unit_text=unit_text,
        unit_code=unit_code,
        period_code=period_code,
        figure_count=figure_count,
        award_count=award_count,
        received_at=context.received_at,
        text_sketch=sketch_of(text) if text else (),
        decision_number=decision_number,
        decision_date=decision_date,
    )


def quarantined(context: DocumentContext, *reasons: Reason) -> ReadDocument:
    """A document that was set aside whole, with its reasons."""
    return ReadDocument(document=document_of(context, DocumentStatus.QUARANTINED, reasons))
