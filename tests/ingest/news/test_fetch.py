"""What a source lists is fetched once, kept as it came, asked for again politely, and offered for loading."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from union_site import Page, Site, article_page

from ingest.load import LoadSummary, load_chunk, plan
from ingest.news.fetch import SourceFailed, SourceSummary, fetch_all, fetch_named, fetch_source
from ingest.news.sources import Source
from warehouse.figure import SourceKind
from warehouse.landing import Landing
from warehouse.settings import Settings

NIGHT = date(2026, 1, 5)
NOW = datetime(2026, 1, 5, 15, tzinfo=UTC)
FIRST = (
    "Năm 2025, công đoàn huyện kết nạp 45 đoàn viên, đạt 112,5% chỉ tiêu được giao và chăm lo tốt cho người lao động."
)
CHANGED = (
    "Năm 2025, công đoàn huyện kết nạp 47 đoàn viên, đạt 117,5% chỉ tiêu được giao và chăm lo tốt cho người lao động."
)


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, news_sources=tmp_path / "news_sources.yml")


def fetch(home: Settings, source: Source, day: int = 0, **known: Any) -> SourceSummary:
    night, now = NIGHT + timedelta(days=day), NOW + timedelta(days=day)
    ticks = iter(range(10**6))
    return fetch_source(
        home,
        source,
        night,
        "test",
        clock=lambda: now + timedelta(milliseconds=next(ticks)),
        sleep=lambda _: None,
        **known,
    )


def rows(home: Settings) -> list[dict[str, Any]]:
    files = sorted((home.landing / "fetches").glob("night=*/*.parquet"))
    found = [row for file in files for row in pq.read_table(file, partitioning=None).to_pylist()]
    return sorted(found, key=lambda row: row["fetched_at"])


def load(home: Settings, day: int = 0) -> LoadSummary:
    total = LoadSummary()
    night, now = NIGHT + timedelta(days=day), NOW + timedelta(days=day)
    for plan_file in plan(home, SourceKind.NEWS, night):
        total.add(load_chunk(home, SourceKind.NEWS, night, plan_file, now))
    return total


def planned(home: Settings, day: int = 0) -> list[str]:
    """Addresses offered for loading."""
    plans = plan(home, SourceKind.NEWS, NIGHT + timedelta(days=day))
    return [entry["name"] for each in plans for entry in json.loads(each.read_bytes())]


def delivered(home: Settings) -> list[tuple[str, str]]:
    files = sorted((home.landing / "deliveries").glob("night=*/*.parquet"))
    return [
        (row["path"], row["sha256"]) for file in files for row in pq.read_table(file, partitioning=None).to_pylist()
    ]


def test_what_a_feed_lists_is_kept_recorded_and_loaded_under_its_address(home: Settings, site: Site) -> None:
    site.put_feed("/tin/1", "tin/2?utm_source=rss#top", "/tin/1")
    site.pages["/tin/1"] = Page(article_page(FIRST))
    site.pages["/tin/2"] = Page(article_page(CHANGED))
    assert fetch(home, site.source()).outcomes == {"new": 2}
    record = {row["url"].removeprefix(site.url): row for row in rows(home)}
    assert {path: row["outcome"] for path, row in record.items()} == {"/rss": "new", "/tin/1": "new", "/tin/2": "new"}
    assert Landing(home.landing).fetch(record["/tin/1"]["sha256"]) == article_page(FIRST)
    summary = load(home)
    assert (summary.files, summary.statuses, summary.figures > 0) == (2, {"loaded": 2}, True)
    assert {path for path, _ in delivered(home)} == {f"{site.url}/tin/1", f"{site.url}/tin/2"}
    assert load(home).files == 0


def test_an_unchanged_article_is_asked_for_by_its_validators_and_adds_nothing(home: Settings, site: Site) -> None:
    site.put_feed("/tin/1")
    site.pages["/tin/1"] = Page(
        article_page(FIRST), headers={"ETag": '"a1"', "Last-Modified": "Sun, 04 Jan 2026 00:00:00 GMT"}
    )
    fetch(home, site.source())
    kept = sorted((home.landing / "received").rglob("*"))
    for day in (1, 2):
        assert fetch(home, site.source(), day).outcomes == {"unchanged": 1}
        assert site.headers["/tin/1"]["If-None-Match"] == '"a1"'
        assert site.headers["/tin/1"]["If-Modified-Since"] == "Sun, 04 Jan 2026 00:00:00 GMT"
        assert sorted((home.landing / "received").rglob("*")) == kept


def test_a_counter_that_moved_makes_no_new_version_and_a_changed_number_does(home: Settings, site: Site) -> None:
    site.put_feed("/tin/1")
    versions = [article_page(FIRST, counter=3), article_page(FIRST, counter=70412), article_page(CHANGED)]
    outcomes = []
    for day, version in enumerate(versions):
        site.pages["/tin/1"] = Page(version)
        outcomes += list(fetch(home, site.source(), day).outcomes)
        if day != 1:
            load(home, day)
        assert day != 1 or planned(home, day) == []
    assert outcomes == ["new", "unchanged", "changed"]
    landing = Landing(home.landing)
    assert [landing.fetch(sha256) for _, sha256 in delivered(home)] == [versions[0], versions[2]]


def test_an_article_is_asked_for_again_only_while_it_is_young_or_said_to_be_changed(home: Settings, site: Site) -> None:
    site.put_feed("/tin/1")
    site.pages["/tin/1"] = Page(article_page(FIRST))
    source = site.source(recheck_days=2)
    assert [sum(fetch(home, source, day).outcomes.values()) for day in (0, 1, 2, 3, 9)] == [1, 1, 1, 0, 0]
    site.pages["/rss"] = Page(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Tin</title><entry><title>Tin</title>'
        f'<link href="{site.url}/tin/1"/><updated>2026-01-14T00:00:00Z</updated></entry></feed>'.encode()
    )
    assert fetch(home, source, 10).outcomes == {"unchanged": 1}


def test_a_run_cut_short_is_taken_up_where_it_stopped(home: Settings, site: Site) -> None:
    site.put_feed("/tin/1", "/tin/2", "/tin/3")
    for number in (1, 2, 3):
        site.pages[f"/tin/{number}"] = Page(article_page(f"{FIRST} Tin số {number}."))
    site.pages["/rss"] = Page(site.pages["/rss"].body, content_type="text/xml", headers={"ETag": '"rss"'})  # type: ignore[union-attr]
    told: list[str] = []

    def pull_the_plug(handler: Any) -> None:
        told.append(handler.path)
        raise OSError("the server's machine went down")

    kept, site.pages["/tin/2"] = site.pages["/tin/2"], pull_the_plug
    source = site.source(attempts=1)

    class Plug(BaseException):
        pass

    def clock() -> datetime:
        if told:
            raise Plug
        return NOW + timedelta(milliseconds=len(site.asked))

    with pytest.raises(Plug):
        fetch_source(home, source, NIGHT, "test", clock=clock, sleep=lambda _: None)
    site.pages["/tin/2"] = kept
    site.forget()
    assert fetch(home, source).outcomes == {"new": 2}
    assert sorted(site.asked) == ["/robots.txt", "/rss", "/tin/2", "/tin/3"]
    assert planned(home) == [f"{site.url}/tin/{number}" for number in (1, 2, 3)]


def test_what_was_fetched_and_never_loaded_is_loaded_on_a_later_night(home: Settings, site: Site) -> None:
    site.put_feed("/tin/1")
    site.pages["/tin/1"] = Page(article_page(FIRST))
    fetch(home, site.source())
    site.put_feed()
    fetch(home, site.source(), 1)
    assert planned(home, 1) == [f"{site.url}/tin/1"]
    assert planned(home, 40) == []


def test_what_is_past_a_nights_bound_comes_the_next_night_before_what_is_known(home: Settings, site: Site) -> None:
    paths = [f"/tin/{number}" for number in range(5)]
    site.put_feed(*paths)
    for path in paths:
        site.pages[path] = Page(article_page(FIRST + path))
    source = site.source(max_articles=3)
    first, second = fetch(home, source), fetch(home, source, 1)
    assert (first.outcomes, first.left_over) == ({"new": 3}, 2)
    assert second.outcomes == {"new": 2, "unchanged": 1}


def test_a_sitemap_index_leads_to_articles_that_match_the_pattern(home: Settings, site: Site) -> None:
    xmlns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    site.pages["/sitemap.xml"] = Page(
        f"<sitemapindex {xmlns}><sitemap><loc>{site.url}/tin.xml.gz</loc></sitemap></sitemapindex>".encode(),
        content_type="text/xml",
    )
    locations = "".join(f"<url><loc>{site.url}/{path}</loc></url>" for path in ("tin-tuc/1.html", "gioi-thieu"))
    site.pages["/tin.xml.gz"] = Page(
        gzip.compress(f"<urlset {xmlns}>{locations}</urlset>".encode()), content_type="application/x-gzip"
    )
    site.pages["/tin-tuc/1.html"] = Page(article_page(FIRST))
    source = site.source(kind="sitemap", path="/sitemap.xml", article_pattern="/tin-tuc/")
    assert fetch(home, source).outcomes == {"new": 1}
    assert site.times_asked("/gioi-thieu") == 0


def test_a_listing_page_leads_to_the_articles_its_pattern_names(home: Settings, site: Site) -> None:
    site.pages["/Pages/TinTuc.aspx"] = Page(
        b'<html><body><a href="TinTuc.aspx?ItemID=7&amp;fbclid=x">Tin</a><a href="/LienHe.aspx">Lien he</a>'
        b'<a href="javascript:void(0)">x</a><a href="TinTuc.aspx?ItemID=7#binhluan">Tin</a></body></html>'
    )
    site.pages["/Pages/TinTuc.aspx?ItemID=7"] = Page(article_page(FIRST))
    source = site.source(kind="listing", path="/Pages/TinTuc.aspx", article_pattern=r"ItemID=\d+")
    assert fetch(home, source).outcomes == {"new": 1}


def test_a_feed_of_bad_xml_gives_the_links_before_its_fault(home: Settings, site: Site) -> None:
    site.pages["/rss"] = Page(
        b'<rss version="2.0"><channel><item><title>Tin & &nbsp; <b>x</title><link>/tin/1</link></item><item><title>'
    )
    site.pages["/tin/1"] = Page(article_page(FIRST))
    assert fetch(home, site.source()).outcomes == {"new": 1}


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
def test_a_listing_that_is_none_is_a_problem_of_its_source(home: Settings, site: Site, kind: str) -> None:
    site.pages["/rss"] = Page(b"<html><body>Bao tri he thong</body></html>")
    summary = fetch(home, site.source(kind=kind))
    assert [reason.code for reason in summary.problems] == ["listing_unreadable"]


def test_a_source_that_fails_costs_the_others_nothing(home: Settings, site: Site) -> None:
    site.put_feed("/tin/1")
    site.pages["/tin/1"] = Page(article_page(FIRST))
    written = [f"{{name: {name}, kind: feed, urls: ['{site.url}{path}'], delay_seconds: 0, attempts: 1, "
               f"private_networks: [127.0.0.1/32]}}" for name, path in (("hong", "/mat"), ("tot", "/rss"))]  # fmt: skip
    home.news_sources.write_text(f"sources: [{', '.join(written)}]", encoding="utf-8")
    broken, whole = fetch_all(home, NIGHT)
    assert (broken.name, broken.has_failed, whole.outcomes) == ("hong", True, {"new": 1})
    with pytest.raises(SourceFailed, match=r"hong: .*404"):
        fetch_named(home, "hong", NIGHT)


def test_a_night_without_sources_asks_nobody_and_leaves_nothing(home: Settings) -> None:
    assert list(fetch_all(home, NIGHT)) == []
    assert not home.landing.exists()


def test_a_source_gone_quiet_is_told_of(home: Settings, site: Site) -> None:
    site.put_feed("/tin/1")
    site.pages["/tin/1"] = Page(article_page(FIRST))
    source = site.source(stale_after_days=5)
    assert [fetch(home, source, day).quiet_days for day in (0, 5, 6)] == [None, None, 6]


def test_a_fetched_page_never_brings_ready_made_figures(home: Settings, site: Site) -> None:
    site.put_feed("/tin/1")
    site.pages["/tin/1"] = Page(b'{"doc_id": "1", "text": "x"}\n{"doc_id": "2", "text": "y"}')
    assert fetch(home, site.source()).outcomes == {"refused": 1}
    assert planned(home) == []
