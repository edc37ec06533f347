"""A delivered news file as documents: an article, a page, or a JSONL of articles and figures, told apart by content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from ingest.context import DocumentContext, ReadDocument, document_of, quarantined
from ingest.job import Job, member_of
from ingest.news.article import UNREADABLE, Article, ArticleError, article_of_text, read_article
from ingest.news.awards import awards_of
from ingest.news.extract import figures_of
from ingest.news.file import NewsFile
from ingest.news.lines import LineError, news_jobs, object_of
from ingest.news.moments import parse_moment, utc
from ingest.news.reading import Reading
from ingest.news.ready_made import figure_fields, read_figure
from warehouse.catalogue import Catalogue
from warehouse.records import DocumentStatus, Reason


def read_news(content: bytes, context: DocumentContext, catalogue: Catalogue) -> tuple[ReadDocument, ...]:
    """Every document of a news file. Never raises: what cannot be read is a quarantined document with its reason.

    Plain text and HTML are one document (the context's). In a JSONL a line is an article, ``{"doc_id", "text"}`` with
    optional ``title``, ``published_at``, ``url``, or a ready-made figure (docs/schemas/ready_made_figure.schema.json);
    what shares a ``doc_id`` is one document, its ``member``. A bad line is a quarantined document of its own with the
    line's number. Neither time nor memory is bounded here: the nightly load reads the same jobs in child processes.
    """
    jobs = news_jobs(content, context)
    return tuple(whole_files(document for job in jobs for document in _refused_or_read(job, catalogue)))


def read_job(job: Job, catalogue: Catalogue) -> tuple[ReadDocument, ...]:
    """The documents of one job of ``news_jobs``: of lines, one each, not yet joined with others of their file."""
    if job.first_line is not None:
        return tuple(_read_line(line, catalogue) for line in job.lines())
    try:
        return (_document(read_article(job.content, job.context), job.context, catalogue),)
    except ArticleError as error:
        return (quarantined(job.context, Reason(code=error.code, vi=error.vi, en=error.en)),)
    except UNREADABLE as error:
        return (quarantined(job.context, _failed(error)),)


def whole_files(documents: Iterable[ReadDocument]) -> Iterator[ReadDocument]:
    """The documents of files from those of their jobs, in order: lines that share a ``doc_id`` are joined."""
    for _, parts in groupby(documents, key=lambda read: (read.document.delivery_id, read.document.path)):
        file = NewsFile()
        for part in parts:
            if part.line is None:
                yield part
            else:
                file.add(part, part.line)
        yield from file.documents()


def _refused_or_read(job: Job, catalogue: Catalogue) -> tuple[ReadDocument, ...]:
    return (job.set_aside(job.refusal),) if job.refusal is not None else read_job(job, catalogue)


def _read_line(job: Job, catalogue: Catalogue) -> ReadDocument:
    number = job.first_line or 0
    try:
        fields = object_of(job.content, number)
        if _is_figure(fields):
            return read_figure(fields, number, job.context, catalogue)
        return replace(_read_article_line(fields, number, job.context, catalogue), line=number)
    except LineError as error:
        return job.set_aside(error.reason(number))
    except UNREADABLE as error:
        return job.set_aside(_failed(error, number))


def _is_figure(fields: Mapping[str, Any]) -> bool:
    """Whether a line states a figure; raises ``LineError`` where it states a text as well, or neither."""
    of_figure = fields.keys() & figure_fields()
    if "text" not in fields:
        if of_figure:
            return True
        raise LineError(
            "không có trường “text” (bài viết) và cũng không có số liệu (“quote”, “kind”, …)",
            'has neither a "text" (an article) nor the fields of a figure ("quote", "kind", …)',
        )
    if of_figure:
        name = min(of_figure)
        raise LineError(
            f"vừa là bài viết (“text”) vừa là số liệu (“{name}”); kính đề nghị tách thành hai dòng",
            f'is an article ("text") and a figure ({name!r}) at once; make it two lines',
        )
    return False


def _read_article_line(
    fields: Mapping[str, Any], number: int, context: DocumentContext, catalogue: Catalogue
) -> ReadDocument:
    text, identity = fields["text"], fields.get("doc_id")
    if not isinstance(text, str):
        raise LineError("có trường “text” không phải văn bản", 'has a "text" that is no string')
    if not isinstance(identity, str | int) or isinstance(identity, bool) or not str(identity).strip():
        raise LineError("thiếu trường “doc_id”", 'has no "doc_id"')
    own = member_of(context, str(identity))
    told = _text(fields, "published_at")
    try:
        article = article_of_text(
            text,
            title=_text(fields, "title"),
            published_at=parse_moment(told) if told else None,
            url=_text(fields, "url"),
        )
        return _document(article, own, catalogue)
    except ArticleError as error:
        return quarantined(
            own,
            Reason(
                code=error.code,
                vi=f"Dòng {number}: {error.vi}",
                en=f"line {number}: {error.en}",
                locator=f"line {number}",
            ),
        )
    except UNREADABLE as error:
        return quarantined(own, _failed(error, number))


def _text(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) and value.strip() else None


def _failed(error: Exception, number: int | None = None) -> Reason:
    """Why one hostile text that breaks a reader costs its own document, never the night."""
    return Reason(
        code="article_unreadable",
        vi=f"{f'Dòng {number}: k' if number else 'K'}hông đọc được bài viết; bộ phận kỹ thuật cần xem lại.",
        en=f"{f'line {number}: ' if number else ''}the reader failed: {type(error).__name__}: {error}",
        locator=f"line {number}" if number else None,
    )


def _document(article: Article, context: DocumentContext, catalogue: Catalogue) -> ReadDocument:
    """The article's records. Raises whatever hostile text makes an extractor raise."""
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
