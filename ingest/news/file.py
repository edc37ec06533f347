"""A JSONL as a whole: what its lines say together, and of what only one may stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.context import DocumentContext, ReadDocument, quarantined
from ingest.job import member_of
from ingest.news.lines import LineError
from ingest.news.ready_made import LAYOUT
from ingest.reasons import Lines
from warehouse.figure import Figure, figure_id
from warehouse.records import Document, DocumentStatus, Reason

MAX_TOLD_LINES = 1000
"""Bad lines of a file that are documents of their own; further ones are one, so that no file floods a night."""


@dataclass(slots=True)
class _Member:
    """A document in the making: what its first line said, its article where it has one, the figures of other lines."""

    first: ReadDocument
    article: ReadDocument | None = None
    ready_made: list[Figure] = field(default_factory=list)

    @property
    def is_set_aside(self) -> bool:
        return self.article is None and not self.ready_made

    def whole(self) -> ReadDocument:
        if not self.ready_made:
            return self.first
        told, base = self.first.document, self.article or self.first
        figures = (*(self.article.figures if self.article else ()), *self.ready_made)
        document = replace(
            base.document,
            title=base.document.title or told.title,
            url=base.document.url or told.url,
            published_at=base.document.published_at or told.published_at,
            figure_count=len(figures),
        )
        return replace(base, document=document, figures=figures)


class NewsFile:
    """The lines of one file as they come, in their order."""

    def __init__(self) -> None:
        self._members: dict[str, _Member] = {}
        self._figure_lines: dict[Figure, int] = {}
        self._places: Counter[tuple[str, str, str]] = Counter()
        self._untold: list[int] = []
        self._first_untold: ReadDocument | None = None
        self._told = 0

    def add(self, read: ReadDocument, line: int) -> None:
        """Take in what one line says; what may not stand twice is set aside with its line and the line it repeats."""
        if read.document.layout == LAYOUT:
            self._add_figure(read, line)
        elif read.document.status is DocumentStatus.QUARANTINED:
            self._set_aside(read, line)
        else:
            self._add_article(read, line)

    def documents(self) -> Iterator[ReadDocument]:
        """Every document of the file, in the order of their first lines."""
        for member in self._members.values():
            yield member.whole()
        if self._first_untold is not None:
            yield self._rest(self._first_untold)

    def _add_article(self, read: ReadDocument, line: int) -> None:
        name = read.document.member
        known = self._members.setdefault(name, _Member(read, article=read))
        if known.first is read:
            return
        if known.article is None and known.ready_made:
            known.article = read
            return
        self._refuse(
            read,
            line,
            LineError(
                f"lặp lại “doc_id” {name[:80]} của dòng {known.first.line}",
                f'repeats the "doc_id" of line {known.first.line}',
            ),
        )

    def _add_figure(self, read: ReadDocument, line: int) -> None:
        (figure,) = read.figures
        known = self._members.get(read.document.member)
        if known is not None and known.is_set_aside:
            told = f"có “doc_id” của dòng {known.first.line}, là dòng đã được để riêng"
            self._refuse(
                read, line, LineError(told, f'has the "doc_id" of line {known.first.line}, which was set aside')
            )
            return
        earlier = self._figure_lines.setdefault(_stated(figure, line), line)
        if earlier != line:
            self._refuse(
                read, line, LineError(f"lặp lại số liệu của dòng {earlier}", f"repeats the figure of line {earlier}")
            )
            return
        place = (figure.document_id, figure.locator, figure.kind.value)
        ordinal = self._places[place]
        self._places[place] += 1
        member = known or self._members.setdefault(read.document.member, _Member(read))
        member.ready_made.append(replace(figure, figure_id=figure_id(*place, ordinal)) if ordinal else figure)

    def _refuse(self, read: ReadDocument, line: int, error: LineError) -> None:
        context = member_of(_context(read.document), Lines(line, line).vi)
        self._set_aside(replace(quarantined(context, error.reason(line)), line=line), line)

    def _set_aside(self, read: ReadDocument, line: int) -> None:
        self._told += 1
        if self._told > MAX_TOLD_LINES:
            self._untold.append(line)
            self._first_untold = self._first_untold or read
            return
        member = read.document.member
        if member in self._members:
            member = Lines(line, line).vi
        while member in self._members:
            member += "’"
        if member != read.document.member:
            context = member_of(_context(read.document), member)
            read = replace(read, document=replace(read.document, document_id=context.document_id, member=member))
        self._members[member] = _Member(read)

    def _rest(self, first: ReadDocument) -> ReadDocument:
        """The bad lines past the bound, together: each is named, and why the first of them was refused."""
        stretches = ", ".join(stretch.locator for stretch in _stretches(self._untold))
        reason = Reason(
            code="lines_unreadable",
            vi=f"Còn {len(self._untold)} dòng khác của tệp không đọc được. {first.document.reasons[0].vi}",
            en=f"{len(self._untold)} more lines were set aside: {first.document.reasons[0].en}",
            locator=stretches,
        )
        context = member_of(_context(first.document), f"từ dòng {first.line}")
        return replace(quarantined(context, reason), line=first.line)


def _stated(figure: Figure, line: int) -> Figure:
    """What a figure states, wherever its line stands."""
    return replace(figure, figure_id="", locator="" if figure.locator == f"line {line}" else figure.locator)


def _stretches(numbers: list[int]) -> Iterator[Lines]:
    """Line numbers, rising, as stretches without a gap."""
    begin = numbers[0]
    for number, following in pairwise(numbers):
        if following > number + 1:
            yield Lines(begin, number)
            begin = following
    yield Lines(begin, numbers[-1])


def _context(document: Document) -> DocumentContext:
    return DocumentContext(
        document_id=document.document_id,
        delivery_id=document.delivery_id,
        source_kind=document.source_kind,
        office_code=document.office_code,
        path=document.path,
        member=document.member,
        sha256=document.sha256,
        received_at=document.received_at,
    )
