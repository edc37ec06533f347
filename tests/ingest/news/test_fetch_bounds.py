"""A source has one time and one order: the newest first, its own faults told, other origins' faults not its own."""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from union_site import Page, Site, article_page

from ingest.news import fetch
from ingest.news.fetch import SourceSummary, fetch_source
from ingest.news.sources import Source
from warehouse.records import FetchOutcome
from warehouse.settings import Settings

NIGHT = date(2026, 1, 5)
NOW = datetime(2026, 1, 5, 15, tzinfo=UTC)
TEXT = "Năm 2025, công đoàn huyện kết nạp {} đoàn viên và chăm lo tốt cho người lao động toàn huyện."
FAILED = Page(status=500)


class Night:
    """Runs a source on some night, and knows what was waited for."""

    def __init__(self, home: Settings) -> None:
        self.home = home
        self.waits: list[float] = []

    def __call__(self, source: Source, day: int = 0) -> SourceSummary:
        now, started = NOW + timedelta(days=day), time.monotonic()
        return fetch_source(
            self.home,
            source,
            NIGHT + timedelta(days=day),
            "test",
            clock=lambda: now + timedelta(seconds=time.monotonic() - started),
            sleep=self.waits.append,
        )


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(Settings(home=tmp_path, news_sources=tmp_path / "news_sources.yml"))


def moment(day: int) -> str:
    return (NOW + timedelta(days=day, hours=-3)).isoformat()


def sitemap(site: Site, days: Mapping[str, int | None], name: str = "urlset", entry: str = "url") -> Page:
    """A sitemap of paths, each with the day of its last change."""
    entries = "".join(
        f"<{entry}><loc>{site.url}{path}</loc>{'' if day is None else f'<lastmod>{moment(day)}</lastmod>'}</{entry}>"
        for path, day in days.items()
    )
    return Page(f"<{name}>{entries}</{name}>".encode(), content_type="text/xml")


def index(site: Site, days: Mapping[str, int | None]) -> Page:
    return sitemap(site, days, "sitemapindex", "sitemap")


def put_articles(site: Site, *paths: str) -> None:
    for number, path in enumerate(paths):
        site.pages[path] = Page(article_page(TEXT.format(40 + number)))


def test_a_changed_article_that_fails_is_asked_for_until_its_change_has_come(night: Night, site: Site) -> None:
    source = site.source(kind="sitemap", path="/s.xml", attempts=1)
    site.pages["/s.xml"] = sitemap(site, {"/1": 0})
    put_articles(site, "/1")
    assert night(source).outcomes == {"new": 1}
    site.pages["/s.xml"], site.pages["/1"] = sitemap(site, {"/1": 40}), FAILED
    assert [night(source, day).outcomes for day in (40, 41)] == [{"failed": 1}, {"failed": 1}]
    site.pages["/1"] = Page(article_page(TEXT.format(47)))
    assert [night(source, day).outcomes for day in (42, 43, 60)] == [{"changed": 1}, {}, {}]


def test_an_article_that_fails_for_a_month_is_left_until_it_is_said_to_change(night: Night, site: Site) -> None:
    source = site.source(kind="sitemap", path="/s.xml", attempts=1)
    site.pages["/s.xml"], site.pages["/1"] = sitemap(site, {"/1": 0}), FAILED
    asked = [sum(night(source, day).outcomes.values()) for day in (0, 20, 30, 31, 45)]
    assert asked == [1, 1, 1, 0, 0]
    site.pages["/s.xml"] = sitemap(site, {"/1": 45})
    assert night(source, 46).outcomes == {"failed": 1}


@pytest.mark.parametrize("trouble", [FAILED, Page(b"<html>Bao tri he thong</html>")], ids=["failed", "no sitemap"])
def test_a_sitemap_that_failed_once_after_it_had_come_is_asked_for_again(
    night: Night, site: Site, trouble: Page
) -> None:
    source = site.source(kind="sitemap", path="/i.xml", attempts=1, recheck_days=0)
    put_articles(site, "/1", "/2")
    site.pages["/i.xml"], site.pages["/s.xml"] = index(site, {"/s.xml": 0}), sitemap(site, {"/1": 0})
    assert night(source).outcomes == {"new": 1}
    site.pages["/i.xml"], site.pages["/s.xml"] = index(site, {"/s.xml": 1}), trouble
    assert len(night(source, 1).problems) == 1
    site.pages["/s.xml"] = sitemap(site, {"/1": 0, "/2": 1})
    second = night(source, 2)
    assert (second.outcomes, second.problems) == ({"new": 1}, [])
    site.forget()
    assert night(source, 3).problems == []
    assert site.times_asked("/s.xml") == 0


def test_the_newest_sitemaps_are_read_and_those_past_the_bound_are_told_of(
    night: Night, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "MAX_SITEMAPS", 3)
    days = {f"/s{number}.xml": number - 5 for number in range(4)}
    site.pages["/i.xml"] = index(site, {"/khong-ngay.xml": None, **days})
    for number in range(4):
        site.pages[f"/s{number}.xml"] = sitemap(site, {f"/{number}": None})
    put_articles(site, "/0", "/1", "/2", "/3")
    summary = night(site.source(kind="sitemap", path="/i.xml"))
    assert [path for path in site.asked if path.endswith(".xml")] == ["/i.xml", "/s3.xml", "/s2.xml"]
    assert [(reason.code, reason.en.partition(",")[0]) for reason in summary.problems] == [
        ("sitemaps_left_out", "3 sitemaps")
    ]


def test_the_newest_articles_are_asked_for_first_and_undated_ones_as_listed(night: Night, site: Site) -> None:
    days = {"/khong-1": None, "/cu": -400, "/moi": 0, "/giua": -30, "/khong-2": None}
    site.pages["/s.xml"] = sitemap(site, days)
    put_articles(site, *days)
    source = site.source(kind="sitemap", path="/s.xml", max_articles=4)
    assert night(source).left_over == 1
    assert site.asked[2:] == ["/moi", "/giua", "/cu", "/khong-1"]


def test_more_articles_than_anybody_lists_are_not_held(
    night: Night, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "MAX_LISTED", 3)
    site.pages["/i.xml"] = index(site, {"/s0.xml": 0, "/s1.xml": -1})
    for number in range(2):
        site.pages[f"/s{number}.xml"] = sitemap(site, {f"/{number}/{each}": None for each in range(4)})
    summary = night(site.source(kind="sitemap", path="/i.xml", max_articles=1))
    assert [reason.code for reason in summary.problems] == ["too_many_listed"]
    assert (summary.left_over, site.times_asked("/s1.xml")) == (3, 0)


def test_the_time_of_a_source_bounds_its_listings(night: Night, site: Site) -> None:
    def slow(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.05)
        handler.send_response(500)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.pages["/i.xml"] = index(site, {f"/s{number}.xml": None for number in range(40)})
    for number in range(40):
        site.pages[f"/s{number}.xml"] = slow
    summary = night(site.source(kind="sitemap", path="/i.xml", max_minutes=0.005))
    assert summary.problems[-1].code == "source_time_over"
    assert site.times_asked("/s39.xml") == 0


def test_a_body_that_drips_past_the_time_of_the_source_is_left_for_the_next_night(night: Night, site: Site) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"x")
            time.sleep(0.05)

    site.put_feed("/tin/1", "/tin/2")
    site.pages["/tin/1"] = drip
    summary = night(site.source(max_minutes=0.015, total_seconds=60))
    assert (summary.outcomes, summary.left_over, summary.problems) == ({}, 2, [])


def test_what_would_be_waited_for_past_the_time_of_the_source_is_not_waited_for(night: Night, site: Site) -> None:
    site.put_feed("/tin/1")
    site.pages["/robots.txt"] = Page(b"User-agent: *\nCrawl-delay: 60", content_type="text/plain")
    summary = night(site.source(max_minutes=0.5))
    assert ([reason.code for reason in summary.problems], night.waits) == (["source_time_over"], [])
    assert site.asked == ["/robots.txt"]


def test_an_attempt_that_lies_past_the_time_of_the_source_is_not_made(night: Night, site: Site) -> None:
    site.put_feed("/tin/1")
    site.pages["/tin/1"] = FAILED
    summary = night(site.source(max_minutes=0.5, attempts=2, backoff_seconds=60))
    assert (summary.outcomes, summary.left_over, night.waits) == ({}, 1, [])


def test_a_feed_that_breaks_its_parser_costs_the_source_no_other_feed(night: Night, site: Site) -> None:
    broken = b'<?xml version="1.0" encoding="punycode"?><rss version="2.0"><channel><item><gml:pos>1 2</gml:pos>'
    site.pages["/hong"] = Page(broken, content_type="application/rss+xml")
    site.put_feed("/tin/1")
    put_articles(site, "/tin/1")
    summary = night(site.source(urls=[f"{site.url}/hong", f"{site.url}/rss"]))
    assert summary.outcomes == {"new": 1}
    assert [reason.code for reason in summary.problems] == ["listing_unreadable"]


def test_links_to_where_nobody_listens_cost_the_source_nothing_else(night: Night, site: Site) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{probe.getsockname()[1]}"
    site.put_feed(*(f"{dead}/{number}" for number in range(7)), "/tin/1", "/tin/2")
    put_articles(site, "/tin/1", "/tin/2")
    summary = night(site.source(attempts=1))
    assert (summary.outcomes, summary.left_over) == ({"failed": 5, "new": 2}, 2)
    assert summary.problems == []


def test_articles_that_fail_in_a_row_where_the_feed_lies_end_the_source(night: Night, site: Site) -> None:
    paths = [f"/tin/{number}" for number in range(7)]
    site.put_feed(*paths)
    for path in paths:
        site.pages[path] = FAILED
    summary = night(site.source(attempts=1))
    assert (summary.outcomes[FetchOutcome.FAILED], summary.left_over) == (5, 2)
    assert [reason.code for reason in summary.problems] == ["source_failing"]


def test_what_is_refused_for_its_content_leaves_no_bytes(night: Night, site: Site) -> None:
    site.put_feed("/tin/1")
    site.pages["/tin/1"] = Page(b"%PDF-1.7 a page by its header alone")
    assert night(site.source()).outcomes == {"refused": 1}
    received = [file for file in (night.home.landing / "received").rglob("*") if file.is_file()]
    assert len(received) == 1
