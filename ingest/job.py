"""What a reading process is asked to read at once: a file, or some lines of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count

from ingest.context import DocumentContext, ReadDocument, quarantined
from ingest.reasons import Lines
from warehouse.figure import SourceKind, stable_id
from warehouse.records import Reason


class Aim(StrEnum):
    """What is wanted of a file beside its figures."""

    FIGURES = "figures"
    PREVIEW = "preview"
    """A page of what was seen, also where it was understood."""
    LAYOUT = "layout"
    """A declaration proposed for its layout."""


ARCHIVE_SIGNATURES = (b"PK\x03\x04", b"\x1f\x8b")
"""How files begin that may hold others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Bytes with where they came from. Lines are whole lines, told apart by line feeds alone."""

    content: bytes
    context: DocumentContext
    """Of the file; what is read in its lines gets a member of its own."""
    first_line: int | None = None
    """Number of the first line in its file, counted from 1; null for a whole file."""
    last_line: int | None = None
    """Set where the bytes are not carried, for a stretch of lines that is refused."""
    refusal: Reason | None = None
    """Why it is not read at all; its content is then empty."""
    member: int | None = None
    """Which member of an archive is asked for, counted from 0; null for the whole file."""
    aim: Aim = Aim.FIGURES

    @property
    def span(self) -> Lines | None:
        """The lines it covers; null for a whole file."""
        if self.first_line is None:
            return None
        return Lines(self.first_line, self.last_line or self.first_line + self.content.rstrip(b"\n").count(b"\n"))

    def lines(self) -> Iterator[Job]:
        """A job for each line that holds anything; nothing for a whole file."""
        if self.first_line is None:
            return
        for number, line in enumerate(self.content.split(b"\n"), start=self.first_line):
            if line.strip():
                yield replace(self, content=line, first_line=number)

    def members(self) -> Iterator[Job]:
        """A job for each member that an archive may have, without an end. News has none: a page is one document."""
        is_whole = self.first_line is None and self.member is None
        may_hold_others = self.context.source_kind is SourceKind.UNIT_REPORT
        if is_whole and may_hold_others and self.content.startswith(ARCHIVE_SIGNATURES):
            yield from (replace(self, member=number) for number in count())

    def set_aside(self, *reasons: Reason) -> ReadDocument:
        """The quarantined document that stands for the whole job."""
        if self.member is not None:
            return quarantined(member_of(self.context, f"tệp thứ {self.member + 1}"), *reasons)
        if (span := self.span) is None:
            return quarantined(self.context, *reasons)
        return replace(quarantined(member_of(self.context, span.vi), *reasons), line=span.first)


def member_of(file: DocumentContext, member: str) -> DocumentContext:
    """The context of one document of a file that holds many."""
    return replace(file, member=member, document_id=stable_id("document", file.sha256, member))
