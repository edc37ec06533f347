"""From a page or a plain text to an article: clean text, title, date, author.

A plain text is kept exactly as given, so offsets refer to what was delivered; a page is reduced to its article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from lxml import etree

from ingest.context import DocumentContext
from ingest.news.moments import date_of_lines
from ingest.news.page import author_of, is_furniture, page_of
from ingest.vietnamese.text import decode_bytes

UNREADABLE = (
    ValueError,
    ArithmeticError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    RecursionError,
    etree.LxmlError,
)
"""What hostile bytes make readers raise, ``ArticleError`` among them; want of memory ends the process that reads."""
MAX_BYTES = 8_000_000
MAX_CHARACTERS = 400_000
"""Longer texts are no articles; read_article refuses them with ``ArticleError``."""

_HTML_RE = re.compile(
    r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<(?:div|p|article|meta|h1)[\s>]", re.IGNORECASE
)


class ArticleError(ValueError):
    """Bytes that hold no article; ``vi`` says so to an office."""

    def __init__(self, code: str, vi: str, en: str) -> None:
        super().__init__(en)
        self.code, self.vi, self.en = code, vi, en


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as stored: ``text`` is what every offset refers to."""

    text: str
    title: str | None
    published_at: datetime | None
    """With its time zone; midnight in Hà Nội where the page prints only a day."""
    author: str | None
    url: str | None
    is_page: bool
    """Whether the text was taken out of HTML."""


def read_article(content: bytes, context: DocumentContext) -> Article:
    """``article_of``; what the page does not say of its address, its delivery does. Raises ``ArticleError``."""
    article = article_of(content)
    if article.url is None and context.path.startswith(("http://", "https://")):
        return replace(article, url=context.path)
    return article


def article_of(content: bytes) -> Article:
    """The article in the bytes of a page or a plain text.

    Raises ``ArticleError`` where there is none: empty, binary, or beyond ``MAX_BYTES``/``MAX_CHARACTERS``.
    """
    if len(content) > MAX_BYTES:
        raise ArticleError(
            "article_too_large", "Tệp quá lớn so với một bài viết.", f"{len(content)} bytes are no article"
        )
    text = decoded(content)
    if "\x00" in text[:4096]:
        raise ArticleError("article_binary", "Tệp không phải là văn bản.", "the file is binary")
    if _HTML_RE.search(text[:20_000]) is not None:
        return read_page(text)
    return article_of_text(text)


def decoded(content: bytes) -> str:
    """UTF-8 exactly as written; other encodings as ``decode_bytes`` reads them. Never raises.

    What a page or a server declares is not asked: portals declare what their template was once written in.
    """
    if b"\x00" in content[:4096]:
        return decode_bytes(content).text
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode_bytes(content).text


def looks_like_page(content: bytes) -> bool:
    """Whether the bytes are HTML: told by tags near their beginning, never by a file name."""
    return _HTML_RE.search(content[:20_000].decode("latin-1")) is not None


def article_of_text(
    text: str, *, title: str | None = None, published_at: datetime | None = None, url: str | None = None
) -> Article:
    """A plain text as an article, the text untouched; what the source states of title and date wins over what is read.

    Raises ``ArticleError`` for an empty or oversized text.
    """
    if not any(char.isalnum() for char in text):
        raise ArticleError("article_empty", "Bài viết không có nội dung.", "the article has no text")
    if len(text) > MAX_CHARACTERS:
        raise ArticleError("article_too_large", "Bài viết quá dài.", f"{len(text)} characters are no article")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return Article(
        text=text,
        title=title or _title_of(lines),
        published_at=published_at or date_of_lines(lines[:25]),
        author=author_of(lines),
        url=url,
        is_page=False,
    )


def read_page(html: str) -> Article:
    """The article of an HTML page: navigation, counters and related links removed. Raises ``ArticleError``."""
    page = page_of(html)
    if not page.text:
        raise ArticleError("article_empty", "Trang không có nội dung bài viết.", "the page holds no article")
    if len(page.text) > MAX_CHARACTERS:
        raise ArticleError("article_too_large", "Bài viết quá dài.", f"{len(page.text)} characters are no article")
    return Article(
        text=page.text,
        title=page.title,
        published_at=page.published_at,
        author=page.author,
        url=page.url,
        is_page=True,
    )


def _title_of(lines: list[str]) -> str | None:
    """The first line that reads like a heading: several words, no full stop, more text after it."""
    if len(lines) < 3:
        return None
    for line in lines[:6]:
        if 5 <= len(line.split()) <= 60 and not is_furniture(line) and not line.endswith((".", "...", "…", ";", ",")):
            return line
    return None
