"""From a page or a plain text to an article: clean text, title, date, author.

A plain text is kept exactly as given, so offsets refer to what was delivered; a page is reduced to its article.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

import lxml.html
from lxml import etree

from ingest.context import DocumentContext
from ingest.news.lexicon import compiled
from ingest.vietnamese.composed import ComposedText
from ingest.vietnamese.text import decode_bytes

MAX_BYTES = 8_000_000
MAX_CHARACTERS = 400_000
"""Longer texts are no articles; read_article refuses them with ``ArticleError``."""

_HANOI = timezone(timedelta(hours=7))
_ONLINE_YEARS = range(1990, 2100)
_HTML_RE = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<(?:div|p|article|meta|h1)[\s>]", re.IGNORECASE
)
_FURNITURE_RE = compiled(
    r"^\W*(?:đã xem|lượt xem|số lượt xem|đang online|đang truy cập|đã truy cập|hôm nay|hôm qua"
    r"|tổng (?:số )?(?:lượt )?truy cập)\s*:",
    r"^\W*(?:skip (?:to|ribbon)|trang chủ|các tin (?:đã đăng|khác|liên quan)"
    r"|tin (?:cùng chuyên mục|liên quan|mới)|liên kết website)",
    r"^\W*(?:in trang|gửi (?:email|bình luận)|chia sẻ|bình luận|quay lại|xem thêm|đọc thêm|thích"
    r"|share|print|copyright|bản quyền)\W*$",
    r"^\W*tổng số\s*:\s*\d+\s*\|", r"^\W*trang\s*:\s*\d+", r"^\W*xem tin theo ngày",
)  # fmt: skip
_DATELINE_RE = re.compile(
    r"(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})[/.-](?P<year>(?:19|20)\d{2})"
    r"(?:[\s,|–-]+(?:lúc\s+)?(?P<hour>\d{1,2})[:hg](?P<minute>\d{2})(?::\d{2})?(?:\s*(?P<half>[ap])m)?)?",
    re.IGNORECASE,
)
_DATED_LINE_RE = compiled(
    r"thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|cập nhật|ngày đăng|đăng (?:lúc|ngày)|xuất bản|ngày tạo"
)
_BYLINE_PREFIX_RE = re.compile(
    r"^\W*(?:th/h|tác giả|bài(?:,| và)? ảnh|tin(?:,| và)? ảnh|tin|bài|ctv|pv|thực hiện|người viết)\s*:\s*",
    re.IGNORECASE,
)
_NAME_RE = re.compile(r"[^\W\d_a-zà-ỹ][^\W\d_]*(?:[\s-]+[^\W\d_a-zà-ỹ][^\W\d_]*){1,7}")


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
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ArticleError("article_binary", "Tệp không phải là văn bản.", "the file is binary")
    if looks_like_page(content):
        return read_page(text)
    return article_of_text(text)


def decoded(content: bytes) -> str:
    """UTF-8 exactly as written; other encodings as ``decode_bytes`` reads them. Never raises."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode_bytes(content).text


def looks_like_page(content: bytes) -> bool:
    """Whether the bytes are HTML: told by tags near their beginning, never by a file name."""
    return len(_HTML_RE.findall(content[:20_000])) > 0


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
        published_at=published_at or _date_of(lines),
        author=_author_of(lines),
        url=url,
        is_page=False,
    )


def read_page(html: str) -> Article:
    """The article of an HTML page: navigation, counters and related links removed. Raises ``ArticleError``."""
    import trafilatura  # a heavy import that plain texts do without

    tree = _tree(html)
    extracted = trafilatura.extract(
        html, output_format="txt", include_comments=False, include_tables=True, favor_recall=True, deduplicate=False
    )
    body = extracted or "\n".join(_visible_lines(tree))
    kept = [line for line in body.splitlines() if not is_furniture(line)]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    if not text:
        raise ArticleError("article_empty", "Trang không có nội dung bài viết.", "the page holds no article")
    if len(text) > MAX_CHARACTERS:
        raise ArticleError("article_too_large", "Bài viết quá dài.", f"{len(text)} characters are no article")
    visible = list(_visible_lines(tree))
    return Article(
        text=text,
        title=_page_title(tree),
        published_at=_page_date(tree) or _date_of(visible),
        author=_meta(tree, "author", "article:author", "dc.creator") or _author_of(text.splitlines()),
        url=_link(tree) or _meta(tree, "og:url"),
        is_page=True,
    )


def is_furniture(line: str) -> bool:
    """Counters, pagers, share buttons: the page's, not the article's."""
    return _FURNITURE_RE.search(ComposedText.of(line).lower) is not None


def parse_moment(text: str) -> datetime | None:
    """A moment as pages and feeds print it: ISO 8601, or day/month/year with an optional time in Hà Nội.

    Null where it is none, or of a year in which nothing was published online.
    """
    stripped = text.strip()
    try:
        moment = datetime.fromisoformat(stripped.replace("Z", "+00:00"))
    except ValueError:
        return _printed_moment(stripped)
    if moment.year not in _ONLINE_YEARS:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=_HANOI)


def _printed_moment(text: str) -> datetime | None:
    match = _DATELINE_RE.search(text)
    if match is None:
        return None
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if second > 12 and first <= 12:
        first, second = second, first
    hour, minute = int(match["hour"] or 0), int(match["minute"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    try:
        return datetime(year, second, first, hour, minute, tzinfo=_HANOI)
    except ValueError:
        return None


def _tree(html: str) -> etree._Element | None:
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, recover=True)
    try:
        return lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _visible_lines(tree: etree._Element | None) -> Iterator[str]:
    if tree is None:
        return
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style", "noscript", "head", "title", "meta"):
            for piece in (element.text, element.tail):
                if piece and piece.strip() and element.tag not in ("script", "style"):
                    yield " ".join(piece.split())


def _meta(tree: etree._Element | None, *names: str) -> str | None:
    if tree is None:
        return None
    wanted = set(names)
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        content = (element.get("content") or "").strip()
        if name in wanted and content:
            return content[:500]
    return None


def _inner_text(element: etree._Element) -> str:
    return " ".join("".join(str(piece) for piece in element.itertext()).split())


def _link(tree: etree._Element | None) -> str | None:
    for element in tree.iter("link") if tree is not None else ():
        if (element.get("rel") or "").lower() == "canonical" and element.get("href"):
            return str(element.get("href"))[:2000]
    return None


def _page_title(tree: etree._Element | None) -> str | None:
    for tag in ("h1", "h2"):
        headings = [] if tree is None else [_inner_text(h) for h in tree.iter(tag)]
        titled = [heading for heading in headings if len(heading.split()) >= 4]
        if titled:
            return titled[0][:500]
    title = _meta(tree, "og:title", "title")
    if title is None and tree is not None:
        title = next((_inner_text(t) for t in tree.iter("title")), None)
    return title[:500] if title else None


def _page_date(tree: etree._Element | None) -> datetime | None:
    printed = _meta(
        tree, "article:published_time", "datepublished", "pubdate", "date", "dc.date", "dc.date.issued", "og:pubdate"
    )
    found = parse_moment(printed) if printed else None
    if found is not None or tree is None:
        return found
    for element in tree.iter("time"):
        found = parse_moment(element.get("datetime") or _inner_text(element))
        if found is not None:
            return found
    for element in tree.iter("script"):
        if (element.get("type") or "").lower() == "application/ld+json":
            found = _linked_data_date(element.text or "")
            if found is not None:
                return found
    return None


def _linked_data_date(text: str) -> datetime | None:
    try:
        data = json.loads(text[:200_000])
    except (ValueError, RecursionError):
        return None
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict) and isinstance(item.get("datePublished"), str):
            return parse_moment(item["datePublished"])
    return None


def _title_of(lines: list[str]) -> str | None:
    """The first line that reads like a heading: several words, no full stop, more text after it."""
    if len(lines) < 3:
        return None
    for line in lines[:6]:
        if 5 <= len(line.split()) <= 60 and not is_furniture(line) and not line.endswith((".", "...", "…", ";", ",")):
            return line
    return None


def _date_of(lines: list[str]) -> datetime | None:
    """The date of posting: a short line near the top that prints a day as pages do, never a date inside a sentence."""
    for line in lines[:25]:
        if len(line) > 120 or _DATELINE_RE.search(line) is None:
            continue
        lowered = ComposedText.of(line).lower
        if _DATED_LINE_RE.search(lowered) or len(line.split()) <= 6:
            return _printed_moment(line)
    return None


def _author_of(lines: list[str]) -> str | None:
    """The byline: a line of names alone near the end."""
    body = [line.strip() for line in lines if line.strip() and not is_furniture(line)]
    for line in reversed(body[-4:] if len(body) > 3 else []):
        bare = _BYLINE_PREFIX_RE.sub("", line)
        if len(bare) <= 60 and _NAME_RE.fullmatch(bare) and not bare.isupper():
            return bare
    return None


def utc(moment: datetime | None) -> datetime | None:
    """The moment in UTC, as landing stores it."""
    return moment.astimezone(UTC) if moment else None
