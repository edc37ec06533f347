"""What a reader is told of the document before it, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warehouse.figure import Figure, SourceKind
from warehouse.records import Award, Document


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
