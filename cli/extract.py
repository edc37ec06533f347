"""``extract-news`` and ``extract-awards``: articles in, one JSON line a figure or an award out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import typer

from ingest.context import DocumentContext
from ingest.news.awards import extract_awards
from ingest.news.extract import extract_figures
from warehouse.catalogue import Catalogue
from warehouse.figure import Figure, SourceKind, stable_id
from warehouse.settings import Settings


def print_figures(settings: Settings, docs: Path) -> None:
    """One line a figure: the Figure record, with the scorer's names beside its own."""
    catalogue = Catalogue.load(settings.seeds, settings.catalogue_extra)
    for doc in _documents(docs):
        figures = extract_figures(
            doc["text"],
            context=_context(doc),
            catalogue=catalogue,
            title=doc.get("title"),
            published_at=_published_at(doc),
        )
        for figure in figures:
            _print({"doc_id": doc["doc_id"], **_scorer_names(figure), **figure.to_json()})


def print_awards(settings: Settings, docs: Path) -> None:
    """One line a mention of an award, a rating or a role."""
    catalogue = Catalogue.load(settings.seeds, settings.catalogue_extra)
    for doc in _documents(docs):
        awards = extract_awards(
            doc["text"],
            context=_context(doc),
            catalogue=catalogue,
            title=doc.get("title"),
            published_at=_published_at(doc),
        )
        for award in awards:
            record = asdict(award)
            recipient = catalogue.units[award.recipient_code].name if award.recipient_code else award.recipient_text
            named = {"start": award.quote_start, "end": award.quote_end, "recipient": recipient}
            _print({"doc_id": doc["doc_id"], **named, **record})


def _scorer_names(figure: Figure) -> dict[str, Any]:
    return {
        "start": figure.quote_start,
        "end": figure.quote_end,
        "unit_word": figure.unit_of_measure,
        "period": figure.period_code,
        "indicator": figure.indicator_code,
    }


def _documents(docs: Path) -> Iterator[dict[str, Any]]:
    lines = sys.stdin if str(docs) == "-" else docs.open(encoding="utf-8")
    with lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                doc = json.loads(line)
                if not isinstance(doc["doc_id"], str) or not isinstance(doc["text"], str):
                    raise TypeError("doc_id and text must be strings")
            except (ValueError, KeyError, TypeError) as error:
                typer.echo(f'{docs}: line {number} is not {{"doc_id", "text"}}: {error}; passed over', err=True)
                continue
            yield doc


def _context(doc: dict[str, Any]) -> DocumentContext:
    document_id = stable_id("document", doc["doc_id"], doc["text"])
    return DocumentContext(
        document_id=document_id,
        delivery_id=document_id,
        source_kind=SourceKind.NEWS,
        office_code=None,
        path=doc["doc_id"],
        member="",
        sha256="",
        received_at=None,
    )


def _published_at(doc: dict[str, Any]) -> datetime | None:
    told = doc.get("published_at")
    return datetime.fromisoformat(told) if isinstance(told, str) else None


def _print(record: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")
