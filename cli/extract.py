"""``extract-news`` and ``extract-awards``: articles in, one JSON line a figure or an award out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import typer

from ingest.context import DocumentContext
from ingest.news.article import Article, article_of_text, parse_moment
from ingest.news.awards import extract_awards
from ingest.news.extract import extract_figures
from warehouse.catalogue import Catalogue
from warehouse.figure import Figure, SourceKind, stable_id
from warehouse.records import Award
from warehouse.settings import Settings

Found = TypeVar("Found", Figure, Award)


def print_figures(settings: Settings, docs: Path) -> None:
    """One line a figure: the Figure record, with the scorer's names beside its own."""
    for doc_id, figure in _extracted(settings, docs, extract_figures):
        _print({"doc_id": doc_id, **_scorer_names(figure), **figure.to_json()})


def print_awards(settings: Settings, docs: Path) -> None:
    """One line a mention of an award, a rating or a role."""
    for doc_id, award in _extracted(settings, docs, extract_awards):
        named = {"start": award.quote_start, "end": award.quote_end, "recipient": award.recipient_text}
        _print({"doc_id": doc_id, **named, **asdict(award)})


def _extracted(
    settings: Settings, docs: Path, extract: Callable[..., tuple[Found, ...]]
) -> Iterator[tuple[str, Found]]:
    """Everything an extractor finds in the documents, each with its document's id."""
    catalogue = Catalogue.load(settings.seeds, settings.catalogue_extra)
    for doc, article in _documents(docs):
        found = extract(
            article.text,
            context=_context(doc),
            catalogue=catalogue,
            title=article.title,
            published_at=article.published_at,
        )
        for one in found:
            yield doc["doc_id"], one


def _scorer_names(figure: Figure) -> dict[str, Any]:
    return {
        "start": figure.quote_start,
        "end": figure.quote_end,
        "unit_word": figure.unit_of_measure,
        "period": figure.period_code,
        "indicator": figure.indicator_code,
    }


def _documents(docs: Path) -> Iterator[tuple[dict[str, Any], Article]]:
    """Each line with its article, title and date read as the nightly load reads them; a bad line is told and passed."""
    try:
        lines = sys.stdin.buffer if str(docs) == "-" else docs.open("rb")
    except OSError as error:
        message = f"{docs} cannot be opened: {error.strerror}"
        raise typer.BadParameter(message) from error
    with lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                doc = json.loads(line.decode("utf-8-sig"))
                if not isinstance(doc["doc_id"], str) or not isinstance(doc["text"], str):
                    raise TypeError("doc_id and text must be strings")
                article = article_of_text(
                    doc["text"], title=_text(doc, "title"), published_at=parse_moment(_text(doc, "published_at") or "")
                )
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                typer.echo(f'{docs}: line {number} is not {{"doc_id", "text"}}: {error}; passed over', err=True)
                continue
            yield doc, article


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


def _text(doc: dict[str, Any], name: str) -> str | None:
    told = doc.get(name)
    return told if isinstance(told, str) and told.strip() else None


def _print(record: dict[str, Any]) -> None:
    line = json.dumps(record, ensure_ascii=False, default=str) + "\n"
    sys.stdout.write(line.encode("utf-8", "replace").decode("utf-8"))
