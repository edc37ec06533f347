"""Result pages open from a file without a network, and nothing received runs in them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from judged_night import JudgedNight
from made_figures import NIGHT, land, made_document, made_figure

from expectations import pages as result_pages
from expectations.gate import judge_night
from warehouse.catalogue import Catalogue
from warehouse.landing import Landing

HOSTILE = '"><script src="https://example.invalid/x.js"></script><img src=x onerror=alert(1)>{{7*7}}'
FETCHING = {"script", "img", "link", "iframe", "object", "embed", "source", "video", "audio", "base", "form", "svg"}


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [target or "" for name, target in attrs if name == "href"]


def tags_of(page: Path) -> Tags:
    tags = Tags()
    tags.feed(page.read_text(encoding="utf-8"))
    return tags


def test_no_page_fetches_anything(judged: JudgedNight) -> None:
    written = sorted(judged.pages.rglob("*.html"))
    assert [page.name for page in written] == ["findings.html", "index.html", "index.html"]
    for page in written:
        text = page.read_text(encoding="utf-8")
        assert not tags_of(page).names & FETCHING
        assert "url(" not in text
        assert "@import" not in text


def test_every_link_leads_to_a_written_page(judged: JudgedNight) -> None:
    for page in judged.pages.rglob("*.html"):
        for link in tags_of(page).links:
            assert (page.parent / link).is_file(), link


def test_a_rule_s_row_tells_evaluated_failed_and_share(judged: JudgedNight) -> None:
    page = (judged.pages / NIGHT.isoformat() / "index.html").read_text(encoding="utf-8")
    row = re.search(r"<tr[^>]*>\s*<td class=\"rule\">Kết quả vượt tổng số.*?</tr>", page, re.S)
    assert row
    assert "A result does not exceed its base" in row.group()
    numbers = re.findall(r"<td class=\"number[^>]*>([^<]*)<", row.group())
    assert numbers == ["2", "1", "50,0%"]


def test_a_finding_tells_its_file_and_cell(judged: JudgedNight) -> None:
    page = (judged.pages / NIGHT.isoformat() / "findings.html").read_text(encoding="utf-8")
    assert "Tệp LDLD.TQ/27 of 22 at 122,7%.xlsx, trang tính «Sheet1», ô E10" in page


def test_received_text_is_shown_and_never_run(tmp_path: Path, catalogue: Catalogue) -> None:
    landing = Landing(tmp_path / "landing")
    document = made_document(f"evil{HOSTILE}".replace("/", "∕"), title=HOSTILE)
    given: dict[str, Any] = {
        "quote": HOSTILE,
        "unit_text": HOSTILE,
        "unit_code": None,
        "number_text": HOSTILE,
        "scope": HOSTILE,
    }
    land(landing, [document], [made_figure(document, **given, indicator_text=HOSTILE, indicator_code=None)])
    judge_night(landing, NIGHT, tmp_path / "build", catalogue, tmp_path / "pages")
    page = tmp_path / "pages" / NIGHT.isoformat() / "findings.html"
    tags = tags_of(page)
    assert not tags.names & FETCHING
    assert "onerror" not in tags.attributes
    assert "{{7*7}}" in page.read_text(encoding="utf-8")


def test_a_page_names_its_first_findings_and_tells_how_many_there_are(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result_pages, "MOST_SHOWN", 1)
    landing = Landing(tmp_path / "landing")
    document = made_document("many")
    land(landing, [document], [made_figure(document, place, value="27", reference="22") for place in range(3)])
    judge_night(landing, NIGHT, tmp_path / "build", catalogue, tmp_path / "pages")
    page = (tmp_path / "pages" / NIGHT.isoformat() / "findings.html").read_text(encoding="utf-8")
    assert "3 phát hiện" in page
    assert page.count("<article") == 1
    assert "Trang này nêu 1 phát hiện đầu" in page
