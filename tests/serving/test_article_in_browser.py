"""A browser shows the page of an article as it is meant: nothing fetched, nothing refused, usable by keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import CHROMIUM, Page
from made_articles import TEXT, article, figure

from serving.article_page import PlacedFlag, render_article

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

HOSTILE = "<script>document.title = 'taken'</script><img src=x onerror=\"document.title = 'taken'\">\u202e"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    flag = PlacedFlag(
        locator=article().figures[0].locator,
        severity="query",
        name="Kết quả vượt chỉ tiêu",
        message="27 > 22",
        action="",
    )
    path = tmp_path_factory.mktemp("article") / "tin.html"
    path.write_text(render_article(article(flags=(flag,))), encoding="utf-8")
    return path


def card(page: Page) -> str:
    return str(page.ask("(c => c.hidden ? '' : c.innerText)(document.getElementById('card'))"))


def test_the_page_opens_without_a_request_or_a_refusal(page: Page, written: Path) -> None:
    page.open(written)
    assert {url for url in page.requests if not url.startswith("file:")} == set()
    assert page.errors == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_page_fits_its_screen(page: Page, written: Path, width: int) -> None:
    page.open(written, width=width)
    assert page.ask("document.documentElement.scrollWidth") <= width


def test_pointing_at_a_number_shows_its_record(page: Page, written: Path) -> None:
    page.open(written)
    assert card(page) == ""
    page.point_at(".seg.number")
    assert "122,7%" in card(page)
    assert "27 > 22" in card(page)


def test_the_keyboard_walks_from_figure_to_figure_and_closes_the_card(page: Page, written: Path) -> None:
    page.open(written)
    page.press("j")
    assert "27/22" in card(page)
    page.press("j")
    assert "02 tập thể" in card(page)
    page.press("k")
    assert "27/22" in card(page)
    assert page.ask("document.activeElement.id") == "f1"
    page.press("Escape")
    assert card(page) == ""


def test_tabbing_onto_a_sign_shows_its_record(page: Page, written: Path) -> None:
    page.open(written)
    page.press("Tab")
    page.press("Tab")
    assert page.ask("document.activeElement.id") == "f1"
    assert "122,7%" in card(page)


def test_on_a_phone_a_tapped_number_is_not_hidden_by_its_card(page: Page, written: Path) -> None:
    page.open(written, width=390, height=700)
    page.ask("document.documentElement.style.scrollBehavior = 'auto'")
    page.ask("document.querySelector('[data-keys~=f3]').click()")
    assert "500" in card(page)
    assert page.ask(
        "document.querySelector('[data-keys~=f3].number').getBoundingClientRect().bottom"
        " <= document.getElementById('card').getBoundingClientRect().top"
    )


def test_a_line_of_the_list_leads_to_its_place(page: Page, written: Path) -> None:
    page.open(written)
    page.ask("document.querySelector('[data-entry=f3] .head').click()")
    page.ask("new Promise(done => setTimeout(done, 50))")
    assert page.ask("location.hash") == "#f3"
    assert "500" in card(page)


def test_hostile_text_runs_nothing(page: Page, tmp_path: Path) -> None:
    text = f"{TEXT} {HOSTILE}"
    path = tmp_path / "hostile.html"
    one = figure(text, "02 tập thể", "02", indicator_text=HOSTILE)
    path.write_text(render_article(article(text=text, title=HOSTILE, figures=(one,))), encoding="utf-8")
    page.open(path)
    page.press("j")
    assert "script" in card(page)
    assert page.ask("document.title") != "taken"
    assert page.ask("document.images.length + document.scripts.length") == 1
    assert page.errors == []


def test_light_and_dark_are_told_apart(page: Page, written: Path) -> None:
    seen = set()
    for dark in (False, True):
        page.open(written, dark=dark)
        seen.add(page.ask("getComputedStyle(document.body).backgroundColor"))
    assert len(seen) == 2
