"""Through the real readers, the real gate and the real dbt project: from books to the flags raised for them.

Many federations share one landing zone, each in a province of its own, so that one judging and one build serve them all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from evaluation.quality.federation import NIGHTS, province_of
from evaluation.quality.printed import WHOLE_BOOK, Book, Federation, Form, Place
from evaluation.quality.prints import print_book
from expectations.gate import judge
from ingest.context import DocumentContext, ReadDocument
from ingest.news.read import read_news
from ingest.unit_reports.limits import Limits
from ingest.unit_reports.read import read_report
from sample.overlay import write_overlay
from warehouse import dbt
from warehouse.catalogue import Catalogue
from warehouse.database import Connection, connect
from warehouse.figure import SourceKind, stable_id
from warehouse.landing import Chunk, Landing
from warehouse.records import Delivery
from warehouse.settings import Settings

Cell = tuple[int, str, int]
"""Seed, path, index of the line (WHOLE_BOOK for the file)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One open flag. ``identity`` is the same in two runs where the same flag stands on the same numbers."""

    identity: str
    rule_code: str
    severity: str
    lines: frozenset[Cell]
    """Every witness."""
    message_vi: str
    evidence: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a group of federations."""

    figures: int
    documents: int
    flags: tuple[Flag, ...]


def run(home: Path, federations: Sequence[Federation], *, with_dbt: bool = True) -> Outcome:
    """Land everything the federations printed, judge each night and build the flags; ``home`` has to be new.

    Without dbt the flags are the gate's alone.
    """
    settings = Settings(home=home)
    catalogue = Catalogue.load(settings.seeds)
    provinces = [province_of(federation.seed) for federation in federations]
    write_overlay(settings.catalogue_extra, provinces, sorted({night.year - 1 for night in NIGHTS}), catalogue)
    catalogue = Catalogue.load(settings.seeds, settings.catalogue_extra)
    landed = _Landed(settings, catalogue)
    for federation in federations:
        landed.add(federation)
    for night in NIGHTS:
        judge(settings, night)
    if with_dbt:
        dbt.build(settings, dbt.BEFORE_EVENTS)
        with connect(settings.build_database, read_only=True) as database:
            flags = tuple(_flags_of_build(database, landed))
    else:
        with connect() as database:
            flags = tuple(_flags_of_gate(database, landed))
    return Outcome(figures=landed.figures, documents=landed.documents, flags=flags)


class _Landed:
    """What was landed, and where each cell of it stands."""

    def __init__(self, settings: Settings, catalogue: Catalogue) -> None:
        self.landing = Landing(settings.landing)
        self.landing.prepare()
        self.catalogue = catalogue
        self.figures = 0
        self.documents = 0
        self.seeds: dict[str, int] = {}
        """By path."""
        self.places: dict[tuple[str, str], Place] = {}
        """By path and locator, or path and indicator."""

    def add(self, federation: Federation) -> None:
        for night in NIGHTS:
            books = [book for book in federation.books if book.night == night]
            read = [
                (self._delivery(book, content), self._read(book, content)) for book, content in self._printed(books)
            ]
            chunk = Chunk(
                deliveries=[delivery for delivery, _ in read],
                documents=[document.document for _, document in read],
                figures=[figure for _, document in read for figure in document.figures],
                awards=[award for _, document in read for award in document.awards],
            )
            self.landing.append_chunk(night, chunk)
            self.figures += len(chunk.figures)
            self.documents += len(chunk.documents)
            for book in books:
                self.seeds[book.path] = federation.seed

    def line_of(self, path: str, locator: str, indicator: str | None) -> Cell:
        """The line a witness stands on; the file where it stands on none."""
        place = self.places.get((path, locator)) or self.places.get((path, indicator or ""))
        return (self.seeds[path], path, place.line if place else WHOLE_BOOK)

    def _printed(self, books: Iterable[Book]) -> Iterable[tuple[Book, bytes]]:
        for book in books:
            printed = print_book(book)
            for locator, place in printed.places.items():
                self.places[book.path, locator] = place
            yield book, printed.content

    def _delivery(self, book: Book, content: bytes) -> Delivery:
        sha256 = hashlib.sha256(content).hexdigest()
        return Delivery(
            delivery_id=stable_id("delivery", book.path, sha256),
            source_kind=_source(book),
            office_code=None if book.form is Form.ARTICLE else book.office,
            path=book.path,
            sha256=sha256,
            size_bytes=len(content),
            modified_ns=0,
            received_at=datetime.combine(book.night, time(14, 0), UTC),
        )

    def _read(self, book: Book, content: bytes) -> ReadDocument:
        delivery = self._delivery(book, content)
        context = DocumentContext(
            document_id=stable_id("document", delivery.sha256, ""),
            delivery_id=delivery.delivery_id,
            source_kind=delivery.source_kind,
            office_code=delivery.office_code,
            path=delivery.path,
            member="",
            sha256=delivery.sha256,
            received_at=delivery.received_at,
        )
        if book.form is Form.ARTICLE:
            (document,) = read_news(content, context, self.catalogue)
            return document
        return read_report(content, context, self.catalogue, Limits())


def _source(book: Book) -> SourceKind:
    return SourceKind.NEWS if book.form is Form.ARTICLE else SourceKind.UNIT_REPORT


def _flags_of_build(database: Connection, landed: _Landed) -> Iterable[Flag]:
    rows = database.execute(
        "select flag_key, value_hash, rule_code, severity, indicator_code, message_vi, evidence"
        " from intermediate.int_flags__unioned order by flag_key"
    ).fetchall()
    for key, value_hash, rule, severity, indicator, message, evidence in rows:
        witnesses: list[dict[str, Any]] = json.loads(evidence)
        lines = {landed.line_of(one["path"], one["locator"], indicator) for one in witnesses}
        yield Flag(
            identity=f"{key} {value_hash}",
            rule_code=rule,
            severity=severity,
            lines=frozenset(lines),
            message_vi=message,
            evidence=tuple(witnesses),
        )


_GATE_FLAGS = """
select
    flags.rule_code, flags.severity, documents.path, flags.locator, flags.message_vi, flags.evidence,
    any_value(figures.indicator_code)
from read_parquet($flags, hive_partitioning = false) as flags
inner join read_parquet($documents, hive_partitioning = false) as documents using (document_id)
left join read_parquet($figures, hive_partitioning = false) as figures using (figure_id)
group by all
order by all
"""


def _flags_of_gate(database: Connection, landed: _Landed) -> Iterable[Flag]:
    globs = {name: landed.landing.glob(table) for name, table in _TABLES.items()}
    for rule, severity, path, locator, message, evidence, indicator in database.execute(_GATE_FLAGS, globs).fetchall():
        yield Flag(
            identity=f"{rule} {path} {locator} {evidence}",
            rule_code=rule,
            severity=severity,
            lines=frozenset({landed.line_of(path, locator, indicator)}),
            message_vi=message,
            evidence=(json.loads(evidence),),
        )


_TABLES = {"flags": "figure_flags", "documents": "documents", "figures": "figures"}
