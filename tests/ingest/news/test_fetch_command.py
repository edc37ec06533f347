"""``warehouse fetch`` tells what each source brought, and fails where one could not be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result
from union_site import Page, Site, article_page

from cli.main import app

TEXT = "Năm 2025, công đoàn huyện kết nạp 45 đoàn viên và trao 120 suất quà cho người lao động khó khăn."


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "news_sources.yml"
    monkeypatch.setenv("WAREHOUSE_NEWS_SOURCES", str(path))
    monkeypatch.setenv("COLUMNS", "200")
    return path


def entry(site: Site, name: str, path: str, enabled: bool = True) -> str:
    return (
        f"- {{name: {name}, kind: feed, urls: ['{site.url}{path}'], enabled: {str(enabled).lower()}, attempts: 1, "
        "delay_seconds: 0, private_networks: [127.0.0.1/32]}\n"
    )


def fetch(home: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["fetch", "--home", str(home), *options])


def test_what_was_new_refused_and_failed_is_told_source_by_source(tmp_path: Path, site: Site, sources: Path) -> None:
    site.put_feed("/tin/1", "/tin/2", "https://elsewhere.example/tin")
    site.pages["/tin/1"] = Page(article_page(TEXT))
    sources.write_text(f"sources:\n{entry(site, 'tot', '/rss')}{entry(site, 'hong', '/mat')}", encoding="utf-8")
    told = fetch(tmp_path)
    assert told.exit_code == 1
    columns = ["source", "new", "changed", "unchanged", "refused", "gone", "failed", "left", "over"]
    (row,) = (line.split("│")[1:-1] for line in told.output.splitlines() if line.startswith("│ tot"))
    assert [cell.strip() for cell in row] == ["tot", "1", "0", "0", "1", "1", "0", "0"]
    assert all(column in told.output for column in columns)
    assert f"{site.url}/mat: the page is gone (404)" in told.output
    assert "elsewhere.example is not of this source" in told.output


def test_a_source_that_is_switched_off_is_asked_only_by_its_name(tmp_path: Path, site: Site, sources: Path) -> None:
    site.put_feed()
    sources.write_text(f"sources:\n{entry(site, 'tat', '/rss', enabled=False)}", encoding="utf-8")
    assert "No source is switched on" in fetch(tmp_path).output
    assert site.asked == []
    assert fetch(tmp_path, "--source", "tat").exit_code == 0
    assert site.times_asked("/rss") == 1
