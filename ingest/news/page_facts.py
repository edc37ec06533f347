"""What a page states of its article outside the text: meta elements, linked data, its own title."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from ingest.news.blocks import inner_text
from ingest.news.moments import parse_moment, printed_moment

_DATE_NAMES = (
    "article:published_time", "datepublished", "pubdate", "date", "dc.date", "dc.date.issued", "dc.date.created",
    "og:pubdate",
)  # fmt: skip
_AUTHOR_NAMES = ("author", "article:author", "dc.creator")
_MAX_LINKED_DATA = 200_000
_BYLINE_PREFIX_RE = re.compile(
    r"^\W*(?:th/h|tác giả|bài(?:,| và)? ảnh|tin(?:,| và)? ảnh|tin|bài|ctv|pv|thực hiện|người viết|đăng bởi)\s*:\s*",
    re.IGNORECASE,
)
_NAME_RE = re.compile(r"[^\W\d_a-zà-ỹ][^\W\d_]*(?:[\s-]+[^\W\d_a-zà-ỹ][^\W\d_]*){1,7}")
_URL_DAY_RE = re.compile(r"/(?P<year>20\d{2})/(?P<month>\d{1,2})/(?P<day>\d{1,2})/")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page's head says; null where it says nothing that can be used."""

    title: str | None
    published_at: datetime | None
    author: str | None
    url: str | None

    @classmethod
    def of(cls, tree: etree._Element) -> Facts:
        meta = _meta(tree)
        linked = list(_linked_data(tree))
        links = [each for each in tree.iter("link") if (each.get("rel") or "").lower() == "canonical"]
        url = next((str(each.get("href")) for each in links if each.get("href")), None) or meta.get("og:url")
        return cls(
            title=meta.get("og:title") or _first_text(linked, "headline"),
            published_at=_date(tree, meta, linked),
            author=_author(meta, linked),
            url=url[:2000] if url and url.startswith(("http://", "https://")) else None,
        )


def page_title(tree: etree._Element) -> str | None:
    return next((inner_text(title) for title in tree.iter("title")), None)


def name_in(line: str) -> str | None:
    """The names a line consists of, without what introduces them ("Tác giả:"); null where it says more."""
    bare = _BYLINE_PREFIX_RE.sub("", line).strip()
    return bare if len(bare) <= 60 and _NAME_RE.fullmatch(bare) and not bare.isupper() else None


def url_date(url: str | None) -> datetime | None:
    """The day in an address like ``/2023/12/26/``."""
    match = _URL_DAY_RE.search(re.split(r"[?#]", url, maxsplit=1)[0]) if url else None
    return printed_moment(f"{match['day']}/{match['month']}/{match['year']}") if match else None


def _meta(tree: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        content = " ".join((element.get("content") or "").split())
        if name and content:
            found.setdefault(name, content[:500])
    return found


def _date(tree: etree._Element, meta: Mapping[str, str], linked: list[dict[str, Any]]) -> datetime | None:
    printed = [meta[name] for name in _DATE_NAMES if name in meta]
    printed += [each for each in [_first_text(linked, "datePublished")] if each]
    printed += [each.get("datetime") or inner_text(each) for each in tree.iter("time")][:1]
    return next((moment for each in printed if (moment := parse_moment(each)) is not None), None)


def _author(meta: Mapping[str, str], linked: list[dict[str, Any]]) -> str | None:
    told = [meta[name] for name in _AUTHOR_NAMES if name in meta]
    for item in linked:
        author = item.get("author")
        people = author if isinstance(author, list) else [author]
        told += [str(each["name"]) for each in people if isinstance(each, dict) and isinstance(each.get("name"), str)]
    return next((name for each in told if (name := name_in(each)) is not None), None)


def _first_text(linked: list[dict[str, Any]], key: str) -> str | None:
    return next((item[key][:500] for item in linked if isinstance(item.get(key), str) and item[key].strip()), None)


def _linked_data(tree: etree._Element) -> Iterator[dict[str, Any]]:
    """The objects of a page's linked data (JSON-LD), those of its graphs included."""
    for element in tree.iter("script"):
        if (element.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            data = json.loads((element.text or "")[:_MAX_LINKED_DATA])
        except (ValueError, RecursionError):
            continue
        for item in data if isinstance(data, list) else [data]:
            if isinstance(item, dict):
                yield item
                graph = item.get("@graph")
                yield from (each for each in (graph if isinstance(graph, list) else []) if isinstance(each, dict))
