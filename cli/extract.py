"""``extract-news`` and ``extract-awards``: articles in, one JSON line a figure or an award out."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from ingest.context import DocumentContext, ReadDocument
from ingest.news.read import read_news
from ingest.reasons import too_large
from warehouse.catalogue import Catalogue
from warehouse.figure import Figure, SourceKind, stable_id
from warehouse.records import DocumentStatus
from warehouse.settings import Settings


def print_figures(settings: Settings, docs: Path) -> None:
    """One line a figure: the Figure record, with the scorer's names beside its own."""
    for read in _read(settings, docs):
        for figure in read.figures:
            _print({"doc_id": _name(read), **_scorer_names(figure), **figure.to_json()})


def print_awards(settings: Settings, docs: Path) -> None:
    """One line a mention of an award, a rating or a role."""
    for read in _read(settings, docs):
        for award in read.awards:
            named = {"start": award.quote_start, "end": award.quote_end, "recipient": award.recipient_text}
            _print({"doc_id": _name(read), **named, **asdict(award)})


def _read(settings: Settings, docs: Path) -> Iterator[ReadDocument]:
    """The documents a night would make of the file; what it would set aside is told and passed over."""
    for read in read_news(*_delivered(settings, docs), Catalogue.load(settings.seeds, settings.catalogue_extra)):
        if read.document.status is DocumentStatus.LOADED:
            yield read
        for reason in read.document.reasons:
            typer.echo(f"{docs}: {_printable(reason.en)}", err=True)


def _delivered(settings: Settings, docs: Path) -> tuple[bytes, DocumentContext]:
    """The bytes of the file, or of the standard input for ``-``, as a delivery."""
    try:
        with sys.stdin.buffer if str(docs) == "-" else docs.open("rb") as source:
            content = source.read(settings.max_file_bytes + 1)
    except OSError as error:
        message = f"{docs} cannot be opened: {error.strerror}"
        raise typer.BadParameter(message) from error
    if len(content) > settings.max_file_bytes:
        raise typer.BadParameter(too_large(len(content), settings.max_file_bytes).en)
    sha256 = hashlib.sha256(content).hexdigest()
    document_id = stable_id("document", sha256, "")
    return content, DocumentContext(
        document_id=document_id,
        delivery_id=document_id,
        source_kind=SourceKind.NEWS,
        office_code=None,
        path=docs.name,
        member="",
        sha256=sha256,
        received_at=None,
    )


def _name(read: ReadDocument) -> str:
    """The ``doc_id`` of its line; of a text or a page the file's name."""
    return read.document.member or read.document.path


def _scorer_names(figure: Figure) -> dict[str, Any]:
    return {
        "start": figure.quote_start,
        "end": figure.quote_end,
        "unit_word": figure.unit_of_measure,
        "period": figure.period_code,
        "indicator": figure.indicator_code,
    }


def _print(record: dict[str, Any]) -> None:
    sys.stdout.write(_printable(json.dumps(record, ensure_ascii=False, default=str)) + "\n")


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
