"""Whatever bytes a site sends as its listing, they cost that listing at most, and a bounded time and memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.limits import ProcessLimits
from ingest.news import parser
from ingest.news.listings import ListingError, read_listing
from ingest.news.sources import SourceKind

URL = "https://congdoan.example/"
FEED = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>Tin</title><item><title>A &amp; b</title>'
    b"<link>/tin/1</link><pubDate>Mon, 05 Jan 2026 08:00:00 +0700</pubDate></item></channel></rss>"
)
_TROUBLE = st.sampled_from(
    [
        b"&#xD800;",
        b"&#57343;",
        b"&#x110000;",
        b"<gml:pos>1 2</gml:pos>",
        b'<?xml version="1.0" encoding="punycode"?>',
        b"<pubDate>99999999999999999999</pubDate>",
        b"<updated>-0001-13-45T99:99:99Z</updated>",
        b"<![CDATA[",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
        b"<link>http://[</link>",
        b"\x00",
        b"\xff\xfe",
    ]
)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Parsers of the test's own, with little time and memory."""
    pool = parser._Pool()
    monkeypatch.setattr(parser, "_POOL", pool)
    monkeypatch.setattr(parser, "LIMITS", ProcessLimits(seconds=0.5, memory_bytes=200_000_000))
    yield
    pool.close()


def test_a_feeds_entries_tell_when_they_came_or_were_changed() -> None:
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/><updated>2026-01-05T01:00:00Z</updated>'
        b"<published>2026-01-04T01:00:00Z</published></entry></feed>"
    )
    listed = [read_listing(SourceKind.FEED, feed, URL).articles[0] for feed in (FEED, atom)]
    assert [link.changed_at for link in listed] == [datetime(2026, 1, 5, 1, tzinfo=UTC)] * 2


@pytest.mark.parametrize("half", [b"&#xD800;", b"&#xdfFF;", b"&#55296;", b"&#x0000D8FF;"])
def test_a_reference_to_half_a_character_costs_nothing(half: bytes) -> None:
    listed = read_listing(SourceKind.FEED, FEED.replace(b"&amp;", half), URL)
    assert [link.url for link in listed.articles] == [f"{URL}tin/1"]


@pytest.mark.parametrize(
    "content",
    [
        FEED.replace(b"<link>", b"<gml:pos>1 2</gml:pos><link>"),
        FEED.replace(b'version="1.0"', b'version="1.0" encoding="punycode"', 1),
        FEED.replace(b"Mon, 05 Jan 2026", b"Mon, 05 Jan 99999999999999999999"),
    ],
)
def test_an_error_of_the_feeds_parser_is_a_listing_that_cannot_be_read(content: bytes) -> None:
    with suppress(ListingError):
        assert read_listing(SourceKind.FEED, content, URL).articles


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(FEED)), _TROUBLE), min_size=1, max_size=3), st.sampled_from(SourceKind))
def test_no_other_error_comes_out_of_a_listing(troubles: list[tuple[int, bytes]], kind: SourceKind) -> None:
    content = FEED
    for place, trouble in troubles:
        content = content[:place] + trouble + content[place:]
    with suppress(ListingError):
        read_listing(kind, content, URL)


@pytest.mark.usefixtures("impatient")
def test_a_feed_that_stalls_its_parser_is_left_and_the_next_one_read() -> None:
    with pytest.raises(ListingError, match="more than"):
        parser.read_listing(SourceKind.FEED, b'<rss version="2.0"><channel>' + b"<item>" * 200_000, URL)
    assert len(parser.read_listing(SourceKind.SITEMAP, b"<urlset><url><loc>/a</loc></url></urlset>", URL).articles) == 1


def test_pages_that_stall_their_parser_are_not_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "LIMITS", replace(parser.LIMITS, seconds=0.5))
    page = b"<html><body><table>" + b"<tr><td>1</td></tr>" * 100_000
    assert not parser.same_article(page, page)


@pytest.mark.usefixtures("impatient")
def test_a_sitemap_that_bursts_its_parser_is_no_sitemap() -> None:
    with pytest.raises(ListingError):
        parser.read_listing(SourceKind.SITEMAP, b"<urlset>" + b"<a/>" * 5_000_000 + b"</urlset>", URL)
