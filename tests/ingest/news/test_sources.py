"""The sources' file is checked before anything is asked of anyone."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.news.listings import ListingError, canonical_url, read_listing
from ingest.news.sources import SourceError, SourceKind, load_sources

ROOT = Path(__file__).parents[3]
WHOLE = "name: tin, kind: feed, urls: ['https://congdoan.example/rss']"


def test_the_file_that_comes_with_the_project_has_examples_and_asks_nobody() -> None:
    sources = load_sources(ROOT / "news_sources.yml")
    assert {source.kind for source in sources.sources} == set(SourceKind)
    assert sources.enabled() == ()


@pytest.mark.parametrize("content", [None, "", "sources: []"])
def test_no_file_and_no_sources_are_no_error(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "news_sources.yml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert load_sources(path).sources == ()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("sources: [{name: tin, kind: feed}]", r"sources\.0\.urls"),
        (f"sources: [{{{WHOLE}, delay: 3}}]", r"sources\.0\.delay"),
        (f"sources: [{{{WHOLE}, delay_seconds: -1}}]", r"delay_seconds"),
        (f"sources: [{{{WHOLE}, private_networks: [10.0.0.1/8]}}]", r"private_networks"),
        (f"sources: [{{{WHOLE}, article_pattern: '('}}]", r"no regular expression"),
        (f"sources: [{{{WHOLE}}}, {{{WHOLE}}}]", r"the name tin stands twice"),
        ("sources: [{name: tin, kind: feed, urls: ['file:///etc/passwd']}]", r"no plain http"),
        ("sources: [{name: tin, kind: listing, urls: ['https://a.example/']}]", r"a listing needs one"),
        ("sources: [{name: ../tin, kind: feed, urls: ['https://a.example/']}]", r"sources\.0\.name"),
        ("sources: [", r"is no YAML"),
        ("- a", r"the file"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_field(tmp_path: Path, written: str, told: str) -> None:
    path = tmp_path / "news_sources.yml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(SourceError, match=told) as raised:
        load_sources(path)
    assert str(path) in str(raised.value)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("HTTP://A.example:80/tin?ItemID=7&utm_source=x#top", "http://a.example/tin?ItemID=7"),
        ("tin/1.html", "https://congdoan.example/muc/tin/1.html"),
        (" https://a.example:8443\n", "https://a.example:8443/"),
        ("javascript:void(0)", None),
        ("mailto:a@b.example", None),
        ("https://u:p@a.example/", None),
        ("http://[", None),
        ("https://a.example/" + "x" * 3000, None),
    ],
)
def test_an_address_has_one_spelling(written: str, canonical: str | None) -> None:
    assert canonical_url(written, "https://congdoan.example/muc/") == canonical


def test_a_feed_without_an_entry_is_a_feed_and_one_cut_off_before_its_first_is_none() -> None:
    feed = b'<rss version="2.0"><channel><title>Tin</title>'
    assert read_listing(SourceKind.FEED, feed + b"</channel></rss>", "https://congdoan.example/").articles == ()
    with pytest.raises(ListingError):
        read_listing(SourceKind.FEED, feed + b"<item><title>", "https://congdoan.example/")


def test_a_feed_that_names_a_file_of_this_machine_is_not_read_from_it() -> None:
    with pytest.raises(ListingError):
        read_listing(SourceKind.FEED, str(ROOT / "pyproject.toml").encode(), "https://congdoan.example/")


def test_a_sitemap_whose_entities_grow_without_bound_is_read_without_them() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    page = f"{bomb}<urlset><url><loc>https://congdoan.example/&b;</loc></url><url><loc>/tin</loc></url></urlset>"
    listed = read_listing(SourceKind.SITEMAP, page.encode(), "https://congdoan.example/")
    assert {link.url for link in listed.articles} <= {"https://congdoan.example/", "https://congdoan.example/tin"}
    assert any(link.url.endswith("/tin") for link in listed.articles)
