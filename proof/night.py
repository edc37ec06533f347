"""Through the real readers, the real gate and the real dbt project: from books to the flags raised for them.

Many federations share one landing zone, each in a province of its own, so that one judging and one build serve all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from expectations.gate import judge
from ingest.context import DocumentContext, ReadDocument
from ingest.news.read import read_news
from ingest.unit_reports.limits import Limits
from ingest.unit_reports.read import read_report
from proof.catalogue import write_catalogue
from proof.federation import BEFORE, NIGHTS, YEAR, province_of
from proof.printed import WHOLE_BOOK, Book, Federation, Form, Place, Role
from proof.prints import print_book
from warehouse import dbt
from warehouse.catalogue import Catalogue
from warehouse.database import Connection, connect
from warehouse.figure import Figure, FigureKind, Measure, SourceKind, stable_id
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
    repairs: tuple[Mapping[Place, Decimal], ...]
    """The suggested repairs of the first rank: the numbers each would make true, by cell, in base units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a group of federations."""

    figures: int
    documents: int
    flags: tuple[Flag, ...]
    loaded: Mapping[Place, Decimal]
    """The numbers as read, by cell, in base units."""


Readings = dict[tuple[str, bytes], ReadDocument]
"""What was read of a path and its bytes: both sides of a comparison share most of their books."""


def run(
    home: Path, federations: Sequence[Federation], *, with_dbt: bool = True, readings: Readings | None = None
) -> Outcome:
    """Land everything the federations printed, judge each night and build the flags; ``home`` has to be new.

    Without dbt everything arrives on the last night, and the flags are the gate's alone.
    """
    nights = NIGHTS if with_dbt else NIGHTS[-1:]
    settings = Settings(home=home)
    provinces = [province_of(federation.seed, federation.size) for federation in federations]
    write_catalogue(settings.catalogue_extra, settings.seeds, provinces, (BEFORE, YEAR, YEAR + 1))
    catalogue = Catalogue.load(settings.seeds, settings.catalogue_extra)
    landed = _Landed(settings, catalogue, {} if readings is None else readings)
    for federation in federations:
        for night in nights:
            landed.add(federation, night, [book for book in federation.books if not with_dbt or book.night == night])
    for night in nights:
        judge(settings, night)
    if with_dbt:
        dbt.build(settings, dbt.BEFORE_EVENTS)
        with connect(settings.build_database, read_only=True) as database:
            flags = tuple(_flags_of_build(database, landed))
    else:
        with connect() as database:
            flags = tuple(_flags_of_gate(database, landed))
    return Outcome(figures=landed.figures, documents=landed.documents, flags=flags, loaded=landed.loaded)


class _Landed:
    """What was landed, and where each cell of it stands."""

    def __init__(self, settings: Settings, catalogue: Catalogue, readings: Readings) -> None:
        self.landing = Landing(settings.landing)
        self.landing.prepare()
        self.catalogue = catalogue
        self.readings = readings
        self.figures = 0
        self.documents = 0
        self.seeds: dict[str, int] = {}
        """By path."""
        self.places: dict[tuple[str, str], Place] = {}
        """By path and locator, or path and indicator."""
        self.loaded: dict[Place, Decimal] = {}
        self.shares: set[tuple[str, int]] = set()
        """Lines of workbooks whose result is a percentage."""

    def add(self, federation: Federation, night: date, books: Sequence[Book]) -> None:
        """Land some books of a federation as one chunk of a night."""
        read: list[tuple[Delivery, ReadDocument]] = []
        for book in books:
            self.seeds[book.path] = federation.seed
            printed = print_book(book)
            self.places |= {(book.path, locator): place for locator, place in printed.places.items()}
            read.append((self._delivery(book, printed.content), self._read(book, printed.content)))
        chunk = Chunk(
            deliveries=[delivery for delivery, _ in read],
            documents=[document.document for _, document in read],
            figures=[figure for _, document in read for figure in document.figures],
            awards=[award for _, document in read for award in document.awards],
        )
        self.landing.append_chunk(night, chunk)
        self.figures += len(chunk.figures)
        self.documents += len(chunk.documents)
        for delivery, document in read:
            for figure in document.figures:
                self._remember(delivery.path, figure)

    def cell_of(self, path: str, locator: str, field: str, kind: str = FigureKind.RESULT) -> Place | None:
        """The printed cell of a figure's ``value``, ``reference`` or ``percent``."""
        place = self.places.get((path, locator))
        if place is None:
            return None
        role = {"value": Role.RESULT, "reference": Role.TARGET, "percent": Role.PERCENT}[field]
        if field == "percent" and (place.path, place.line) in self.shares:
            field, role = "value", Role.RESULT
        is_target = field == "value" and (kind == FigureKind.TARGET or place.role is Role.TARGET)
        return Place(place.path, place.line, Role.TARGET if is_target else role)

    def _remember(self, path: str, figure: Figure) -> None:
        locator = figure.locator
        if figure.source_kind is SourceKind.NEWS and (place := self.places.get((path, figure.indicator_code or ""))):
            self.places[path, locator] = place
        is_share = figure.measure is Measure.PERCENT and figure.source_kind is SourceKind.UNIT_REPORT
        if is_share and (place := self.places.get((path, locator))):
            self.shares.add((place.path, place.line))
        numbers = {
            "value": figure.percent if is_share else figure.value,
            "reference": figure.reference,
            "percent": None if is_share else figure.percent,
        }
        for field, number in numbers.items():
            cell = self.cell_of(path, locator, field, figure.kind)
            if cell is not None and number is not None:
                self.loaded.setdefault(cell, number)

    def line_of(self, path: str, locator: str, indicator: str | None) -> Cell:
        """The line a witness stands on; the file where it stands on none."""
        place = self.places.get((path, locator)) or self.places.get((path, indicator or ""))
        return (self.seeds[path], path, place.line if place else WHOLE_BOOK)

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
        key = (book.path, content)
        if key not in self.readings:
            self.readings[key] = self._read_anew(book, content)
        return self.readings[key]

    def _read_anew(self, book: Book, content: bytes) -> ReadDocument:
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
    evidences = {
        (rule, path, locator): json.loads(evidence)
        for rule, _, path, locator, _, evidence, _ in database.execute(_GATE_FLAGS, _globs(landed)).fetchall()
    }
    rows = database.execute(
        "select flag_key, value_hash, rule_code, severity, indicator_code, message_vi, evidence"
        " from intermediate.int_flags__unioned order by flag_key"
    ).fetchall()
    for key, value_hash, rule, severity, indicator, message, told in rows:
        witnesses = [one for one in json.loads(told) if one["path"] in landed.seeds]
        if not witnesses:
            # what units of the catalogue's own owe is no matter of these federations
            continue
        lines = {landed.line_of(one["path"], one["locator"], indicator) for one in witnesses}
        suggested = (
            _first_repairs(landed, path, locator, evidences.get((rule, path, locator), one))
            for one in witnesses
            for path, locator in ((one["path"], one["locator"]),)
        )
        yield Flag(
            identity=f"{key} {value_hash}",
            rule_code=rule,
            severity=severity,
            lines=frozenset(lines),
            message_vi=message,
            repairs=next((repairs for repairs in suggested if repairs), ()),
        )


_GATE_FLAGS = """
select
    flags.rule_code, flags.severity, documents.path, flags.locator, flags.message_vi, flags.evidence,
    any_value(figures.indicator_code)
from read_parquet($flags, hive_partitioning = false) as flags
inner join read_parquet($documents, hive_partitioning = false, union_by_name = true) as documents using (document_id)
left join read_parquet($figures, hive_partitioning = false, union_by_name = true) as figures using (figure_id)
group by all
order by all
"""
_TABLES = {"flags": "figure_flags", "documents": "documents", "figures": "figures"}


def _globs(landed: _Landed) -> dict[str, str]:
    return {name: landed.landing.glob(table) for name, table in _TABLES.items()}


def _flags_of_gate(database: Connection, landed: _Landed) -> Iterable[Flag]:
    rows = database.execute(_GATE_FLAGS, _globs(landed)).fetchall()
    for rule, severity, path, locator, message, evidence, indicator in rows:
        yield Flag(
            identity=f"{rule} {path} {locator} {evidence}",
            rule_code=rule,
            severity=severity,
            lines=frozenset({landed.line_of(path, locator, indicator)}),
            message_vi=message,
            repairs=_first_repairs(landed, path, locator, json.loads(evidence)),
        )


def _first_repairs(
    landed: _Landed, path: str, locator: str, evidence: Mapping[str, Any]
) -> tuple[Mapping[Place, Decimal], ...]:
    first: list[Mapping[Place, Decimal]] = []
    for repair in evidence.get("repairs") or ():
        if repair["rank"] != 1:
            continue
        changes: dict[Place, Decimal] = {}
        for change in repair["changes"]:
            cell = landed.cell_of(path, change.get("locator", locator), change["field"])
            if cell is not None and change["to"] is not None:
                changes[cell] = Decimal(change["to"])
        first.append(changes)
    return tuple(first)
