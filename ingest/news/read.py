"""A delivered news file as documents: an article, a page, or a JSONL of articles, told apart by content."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from ingest.context import DocumentContext, ReadDocument, document_of, quarantined
from ingest.news.article import Article, ArticleError, article_of_text, decoded, parse_moment, read_article, utc
from ingest.news.awards import awards_of
from ingest.news.extract import figures_of
from ingest.news.reading import Reading
from warehouse.catalogue import Catalogue
from warehouse.figure import stable_id
from warehouse.records import DocumentStatus, Reason

MAX_LINES = 200_000


def read_news(content: bytes, context: DocumentContext, catalogue: Catalogue) -> tuple[ReadDocument, ...]:
    """Every document of a news file. Never raises: what cannot be read is a quarantined document with its reason.

    Plain text and HTML are one document (the context's). JSONL of ``{"doc_id", "text"}`` (optional ``title``,
    ``published_at``, ``url``) is one document a line, ``member`` its ``doc_id``; a bad line is a quarantined document
    of its own with the line's number.
    """
    if _is_jsonl(content):
        return tuple(_read_lines(content, context, catalogue))
    try:
        article = read_article(content, context)
    except ArticleError as error:
        return (quarantined(context, Reason(code=error.code, vi=error.vi, en=error.en)),)
    return (_read(article, context, catalogue),)


def _is_jsonl(content: bytes) -> bool:
    """Whether the first line that holds anything is a JSON object with one of our fields, or begins like one."""
    head = content[:200_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.startswith(b"{"):
        return False
    first = head.split(b"\n", 1)[0]
    return b'"text"' in first or b'"doc_id"' in first or len(head.split(b"\n")) > 1


def _read_lines(content: bytes, context: DocumentContext, catalogue: Catalogue) -> Iterator[ReadDocument]:
    seen: set[str] = set()
    for number, line in enumerate(decoded(content).split("\n"), start=1):
        if not line.strip():
            continue
        if number > MAX_LINES:
            member = f"từ dòng {number}"
            rest = replace(context, member=member, document_id=stable_id("document", context.sha256, member))
            yield quarantined(
                rest, _bad_line(number, "và các dòng sau chưa được đọc: tệp quá dài", "is past the bound")
            )
            return
        fields, reason = _fields(line, number, seen)
        member = str(fields.get("doc_id") or f"dòng {number}") if reason is None else f"dòng {number}"
        own = replace(context, member=member, document_id=stable_id("document", context.sha256, member))
        if reason is not None:
            yield quarantined(own, reason)
            continue
        seen.add(member)
        try:
            article = article_of_text(
                fields["text"],
                title=_text(fields, "title"),
                published_at=_moment(_text(fields, "published_at")),
                url=_text(fields, "url"),
            )
        except ArticleError as error:
            yield quarantined(
                own, Reason(code=error.code, vi=f"Dòng {number}: {error.vi}", en=f"line {number}: {error.en}")
            )
            continue
        yield _read(article, own, catalogue)


def _fields(line: str, number: int, seen: set[str]) -> tuple[dict[str, Any], Reason | None]:
    """The object of one line, or why it is none."""
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {}, _bad_line(number, "không phải JSON hợp lệ", f"is not valid JSON ({type(error).__name__})")
    if not isinstance(fields, dict):
        return {}, _bad_line(number, "không phải một đối tượng JSON", "is not a JSON object")
    if not isinstance(fields.get("text"), str):
        return {}, _bad_line(number, "thiếu trường “text” hoặc trường này không phải văn bản", 'has no string "text"')
    identity = fields.get("doc_id")
    if not isinstance(identity, str | int) or isinstance(identity, bool) or str(identity).strip() == "":
        return {}, _bad_line(number, "thiếu trường “doc_id”", 'has no "doc_id"')
    if str(identity) in seen:
        return {}, _bad_line(number, f"“doc_id” {str(identity)[:80]} đã có ở dòng trước", 'repeats a "doc_id"')
    return fields, None


def _bad_line(number: int, vi: str, en: str) -> Reason:
    return Reason(code="line_unreadable", vi=f"Dòng {number} {vi}.", en=f"line {number} {en}", locator=f"line {number}")


def _text(fields: dict[str, Any], name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) and value.strip() else None


def _moment(text: str | None) -> datetime | None:
    return parse_moment(text) if text else None


def _read(article: Article, context: DocumentContext, catalogue: Catalogue) -> ReadDocument:
    """The article's records; one hostile text that breaks a reader costs its own document, never the night."""
    try:
        return _document(article, context, catalogue)
    except (ValueError, ArithmeticError, LookupError, TypeError, RecursionError) as error:
        reason = Reason(
            code="article_unreadable",
            vi="Không đọc được bài viết; bộ phận kỹ thuật cần xem lại.",
            en=f"the reader failed: {type(error).__name__}: {error}",
        )
        return quarantined(context, reason)


def _document(article: Article, context: DocumentContext, catalogue: Catalogue) -> ReadDocument:
    published = utc(article.published_at)
    reading = Reading.of(
        article.text, context=context, catalogue=catalogue, title=article.title, published_at=published
    )
    figures, awards = figures_of(reading), awards_of(reading)
    whole, reviewed = reading.unit.whole, reading.timing.reviewed
    document = document_of(
        context,
        DocumentStatus.LOADED,
        title=article.title,
        text=article.text,
        url=article.url,
        author=article.author,
        published_at=published,
        unit_text=whole.text if whole else None,
        unit_code=whole.code if whole else None,
        period_code=reviewed.code if reviewed else None,
        figure_count=len(figures),
        award_count=len(awards),
    )
    return ReadDocument(document=document, figures=figures, awards=awards)
