"""What a feed, a sitemap or a listing page points to. Pure: bytes in, addresses out.

What comes from outside is parsed in a process of its own (``ingest.news.parser``): the libraries keep no bounds.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit
from xml.sax import SAXException  # an error's name; nothing is parsed with it

import lxml.html
from lxml import etree

from ingest.news.compressed import inflate
from ingest.news.moments import parse_moment
from ingest.news.sources import SourceKind

MAX_LINKS = 50_000
MAX_URL_CHARACTERS = 2_000
MAX_INFLATED_BYTES = 50_000_000
_TRACKING_RE = re.compile(r"(?:utm_[a-z]+|fbclid|gclid|zarsrc|mc_cid|mc_eid)(?:=|$)", re.IGNORECASE)
_REFERENCE_RE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,9}));")
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


class ListingError(ValueError):
    """Bytes that are not the kind of listing they should be; ``vi`` says so to an office."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi, en)
        self.vi, self.en = vi, en

    def __str__(self) -> str:
        return self.en


@dataclass(frozen=True, slots=True)
class Link:
    """An address a listing points to."""

    url: str
    changed_at: datetime | None = None
    """When the listing says it was last changed or published."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What one listing holds, in its own order, each address once."""

    articles: tuple[Link, ...] = ()
    sitemaps: tuple[Link, ...] = ()


def read_listing(kind: SourceKind, content: bytes, base_url: str) -> Listed:
    """The links of a listing that was read from ``base_url``. Raises ``ListingError`` where it is none."""
    match kind:
        case SourceKind.FEED:
            return Listed(articles=_once(_feed_links(content, base_url), base_url))
        case SourceKind.SITEMAP:
            return _sitemap(content, base_url)
        case SourceKind.LISTING:
            return Listed(articles=_once(_page_links(content), base_url))


def canonical_url(url: str, base_url: str) -> str | None:
    """The one spelling under which an address is known: absolute, without fragment, default port and tracking marks.

    Null where it is no http or https address.
    """
    try:
        parts = urlsplit(urljoin(base_url, "".join(url.split())))
        netloc = parts.netloc.lower().removesuffix(_DEFAULT_PORTS.get(parts.scheme, ":"))
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or "@" in netloc:
        return None
    query = "&".join(each for each in parts.query.split("&") if not _TRACKING_RE.match(each))
    spelt = urlunsplit((parts.scheme, netloc, parts.path or "/", query, ""))
    return spelt if len(spelt) <= MAX_URL_CHARACTERS and spelt.isprintable() else None


def _once(links: Iterable[tuple[str, datetime | None]], base_url: str) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    for written, changed_at in links:
        url = canonical_url(written, base_url)
        if url is not None and url not in found:
            found[url] = Link(url, changed_at)
        if len(found) >= MAX_LINKS:
            break
    return tuple(found.values())


def _feed_links(content: bytes, base_url: str) -> list[tuple[str, datetime | None]]:
    import feedparser  # not needed by the other kinds

    headers = {"content-location": base_url, "content-type": "application/xml"}
    try:
        # A stream: given bytes, feedparser would first try them as the name of a file.
        parsed: Any = feedparser.parse(
            io.BytesIO(_REFERENCE_RE.sub(_without_surrogates, content)),
            response_headers=headers,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
        links = list(_entry_links(parsed.entries))
    except Exception as error:  # feedparser lets out whatever its parts raise over hostile bytes
        raise ListingError(
            "Nguồn tin RSS hoặc Atom bị hỏng, không đọc được.", f"no readable feed: {type(error).__name__}: {error}"
        ) from error
    fault = parsed.get("bozo_exception")
    if not links and (not parsed.version or isinstance(fault, SAXException)):
        raise ListingError(
            "Địa chỉ không phải là một nguồn tin RSS hoặc Atom đọc được.",
            f"no RSS or Atom feed: {fault or 'nothing in it is of one'}",
        )
    return links


def _without_surrogates(reference: re.Match[bytes]) -> bytes:
    """A numeric reference, or nothing where it is to half a character, over which feedparser fails."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return b"" if 0xD800 <= number <= 0xDFFF else reference[0]


def _entry_links(entries: Iterable[Any]) -> Iterator[tuple[str, datetime | None]]:
    for entry in entries:
        # as stored: feedparser's own get would give one for the other, with a warning
        moment = dict.get(entry, "updated_parsed") or dict.get(entry, "published_parsed")
        link = entry.get("link") or (entry.get("id") if str(entry.get("id", "")).startswith("http") else None)
        if link:
            yield str(link), _moment_of(moment)


def _moment_of(parts: Any) -> datetime | None:
    try:
        year, month, day, hour, minute, second = parts[:6]
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def _sitemap(content: bytes, base_url: str) -> Listed:
    if content.startswith(b"\x1f\x8b"):
        content = _inflated(content)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(content, parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    name = "" if root is None else _local_name(root)
    if root is None or name not in ("urlset", "sitemapindex"):
        raise ListingError("Địa chỉ không phải là một sơ đồ trang (sitemap) đọc được.", "no sitemap: no urlset in it")
    links = _once(_sitemap_links(root), base_url)
    return Listed(sitemaps=links) if name == "sitemapindex" else Listed(articles=links)


def _sitemap_links(root: etree._Element) -> Iterator[tuple[str, datetime | None]]:
    for entry in root:
        fields = {_local_name(each): (each.text or "").strip() for each in entry if isinstance(each.tag, str)}
        if fields.get("loc"):
            yield fields["loc"], parse_moment(fields.get("lastmod", ""))


def _local_name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _inflated(content: bytes) -> bytes:
    pieces: list[bytes] = []
    size = 0
    try:
        for piece in inflate((content,)):
            size += len(piece)
            if size > MAX_INFLATED_BYTES:
                raise ListingError("Sơ đồ trang quá lớn.", f"the sitemap inflates past {MAX_INFLATED_BYTES} bytes")
            pieces.append(piece)
    except zlib.error as error:
        raise ListingError("Sơ đồ trang nén bị hỏng.", f"the compressed sitemap is damaged: {error}") from error
    return b"".join(pieces)


def _page_links(content: bytes) -> Iterator[tuple[str, datetime | None]]:
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, recover=True)
    try:
        tree = lxml.html.document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ListingError("Trang danh mục không đọc được.", f"no page: {error}") from error
    base = next((str(each.get("href")) for each in tree.iter("base") if each.get("href")), "")
    for anchor in tree.iter("a"):
        href = anchor.get("href")
        if href:
            yield (urljoin(base, href) if base else href), None
