"""A browser shows the dashboard as it is meant: the marts' numbers, nothing fetched, by keyboard, in two languages."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from browser import CHROMIUM, Page
from build_of_marts import Build
from made_dashboard import INDICATORS, NIGHT, add_figure, made

from serving.publish import publish
from warehouse.settings import Settings
from warehouse.vietnamese import format_money, format_number

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

DRAWN = 60
"""Units of the third year, each with numbers of its own."""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    build = made(Build(Settings(home=tmp_path_factory.mktemp("dashboard"))))
    with build.together():
        _many_figures(build, random.Random(2026))  # noqa: S311  # numbers to show, not secrets
    publish(build.settings, NIGHT)
    return build.settings


def _many_figures(build: Build, chance: random.Random) -> None:
    """Numbers of every length, with and without decimals, below zero too."""
    build.add("dim_periods", period_code="2021", period_kind="year", label_vi="Năm 2021", end_date="2021-12-31")
    for number in range(DRAWN):
        unit = f"U{number:02d}"
        build.add(
            "dim_org_units",
            org_unit_code=unit,
            org_unit_name=f"Đơn vị {number}",
            short_name=f"ĐV {number}",
            level_kind="grassroots",
            office_code="LDLD.TQ",
            is_current=True,
        )
        for code, *_ in INDICATORS[:2]:
            digits = chance.randint(1, 18)
            value = Decimal(chance.randint(-(10**digits), 10**digits)).scaleb(-chance.choice((0, 0, 1, 4)))
            add_figure(
                build,
                unit,
                code,
                "2021",
                value=value,
                reference=abs(value) + 1,
                attained_pct=Decimal(chance.randint(0, 99_999)).scaleb(-1),
                fulfilment_kind=chance.choice(("met", "not_met")),
                quality_status=chance.choice(("ok", "ok", "unconfirmed", "quarantined")),
            )


def opened(page: Page, settings: Settings, address: str = "", **size: Any) -> None:
    page.leave()
    page.open(settings.published / "index.html", address=address, **size)
    page.ask(
        "new Promise(done => { const look = () => document.documentElement.dataset.ready"
        " ? done(true) : setTimeout(look, 10); look(); })"
    )


def text(page: Page, selector: str) -> str:
    return str(page.ask(f"document.querySelector({json.dumps(selector)})?.innerText ?? ''"))


def choose(page: Page, field: str, value: str) -> None:
    chosen = f"f.value = {json.dumps(value)}; f.dispatchEvent(new Event('change'));"
    page.ask(f"(f => {{ {chosen} }})(document.getElementById('{field}'))")


def money(value: Decimal, reference: Decimal) -> str:
    """Two amounts, the scale word once where both have the same."""
    first, second = format_money(value), format_money(reference)
    same = first.partition(" ")[2] == second.partition(" ")[2]
    return f"{first.partition(' ')[0] if same else first} / {second}"


def hash_of(page: Page) -> str:
    return str(page.ask("decodeURIComponent(location.hash.slice(1))"))


def test_nothing_is_fetched_and_nothing_is_said_on_the_console_whatever_is_done(page: Page, settings: Settings) -> None:
    page.requests.clear()
    for address in ("", "#lang=en&theme=dark", "#f=LDLD.TQ.SONDUONG|housing|2023", "#k=2022&o=LDLD.HY&l=district"):
        opened(page, settings, address)
        for field, value in (("f-s", "news"), ("f-q", "doubt"), ("f-s", ""), ("f-q", ""), ("indicator-choice", "fund")):
            choose(page, field, value)
    assert {url for url in page.requests if not url.startswith("file:")} == set()
    assert page.errors == []


def test_the_first_screen_tells_what_is_reached_missing_and_in_doubt(page: Page, settings: Settings) -> None:
    opened(page, settings)
    assert text(page, "#title") == "Thi đua năm 2023"
    assert "trong 5 kết quả có chỉ tiêu, 1 đã đạt, 2 chưa đạt và 1 đang chờ xác nhận" in text(page, "#story-lead")
    doubt = text(page, "#story-doubt")
    assert "27/22" in doubt
    assert "122,7%" in doubt
    assert "chờ xác nhận" in doubt
    assert "1 số không thể đúng" in doubt


def test_every_cell_shows_the_number_of_the_mart(page: Page, settings: Settings) -> None:
    opened(page, settings, "#k=2021")
    with duckdb.connect(str(settings.published_database), read_only=True) as marts:
        rows = marts.execute(
            "select org_unit_code, indicator_code, value, reference, attained_pct, quality_status, fulfilment_kind"
            " from fct_attainments where period_code = '2021'"
        ).fetchall()
    seen: dict[str, list[str]] = {}
    for _ in range(2):
        seen |= page.ask(
            "Object.fromEntries([...document.querySelectorAll('.matrix td[data-unit]')].map(cell =>"
            " [`${cell.dataset.unit}|${cell.dataset.indicator}`, [cell.innerText, cell.ariaLabel]]))"
        )
        page.ask("document.querySelector('#matrix-pages button:last-child').click()")
    assert len(rows) == len(seen) == DRAWN * 2
    for unit, indicator, value, reference, percent, quality, fulfilment in rows:
        figure = (
            money(value, reference) if indicator == "fund" else f"{format_number(value)}/{format_number(reference)}"
        )
        figure = figure.replace("-", "−")
        state = {"unconfirmed": "Chờ xác nhận", "quarantined": "Giữ lại, không cộng"}.get(quality)
        if state is None:
            near = "Còn xa (dưới 80%)" if percent < 80 else "Chưa đạt"
            state = "Đạt" if fulfilment == "met" else near
        cell, spoken = seen[f"{unit}|{indicator}"]
        assert cell == format_number(percent)
        assert spoken.endswith(f": {figure} {format_number(percent)}%, {state}"), (spoken, figure)


def test_a_report_stands_before_the_news_and_either_can_be_asked_for(page: Page, settings: Settings) -> None:
    cell = "td[data-unit='LDLD.TQ.HAMYEN'][data-indicator='housing']"
    opened(page, settings)
    assert text(page, cell) == "100"
    choose(page, "f-s", "news")
    assert text(page, cell) == "88,9"
    assert hash_of(page) == "s=news"


def test_filters_stand_in_the_address_and_an_address_sets_them(page: Page, settings: Settings) -> None:
    opened(page, settings)
    choose(page, "f-k", "2022")
    choose(page, "f-o", "LDLD.TQ")
    assert hash_of(page) == "k=2022&o=LDLD.TQ"
    opened(page, settings, "#k=2022&o=LDLD.TQ&l=district&q=ok")
    assert page.ask("[...document.querySelectorAll('.filters select')].map(f => f.value)") == [
        "2022",
        "LDLD.TQ",
        "district",
        "",
        "ok",
    ]
    assert page.ask("document.querySelectorAll('.matrix td[data-unit]').length") == 1
    assert text(page, "#live") == text(page, "#showing")
    page.ask("document.getElementById('clear').click()")
    assert hash_of(page) == ""


def test_one_office_chosen_shows_its_units_alone(page: Page, settings: Settings) -> None:
    opened(page, settings, "#o=LDLD.HY")
    assert "4.711/4.999" in text(page, "#main")
    assert "Hàm Rồng" not in text(page, "#matrix")


def test_a_figure_opens_down_to_the_sentence_with_its_number_marked(page: Page, settings: Settings) -> None:
    opened(page, settings)
    page.ask("document.querySelector(\"td[data-unit='CUM01.TQ'][data-indicator='housing']\").click()")
    sheet = text(page, "#evidence")
    assert "27/22" in sheet
    assert "27 cao hơn 22" in sheet
    assert "Cụm số 01 tổng kết" in sheet
    assert text(page, "#evidence mark") == "27/22"
    assert hash_of(page) == "f=CUM01.TQ|housing|2023"


def test_a_figure_opens_down_to_its_cell_and_the_other_source(page: Page, settings: Settings) -> None:
    opened(page, settings, "#f=LDLD.TQ.HAMYEN|housing|2023")
    sheet = text(page, "#evidence")
    for told in ("LDLD.TQ/bao-cao-2023.xlsx", "Biểu 1", "E10", "tin-1.html", "Mâu thuẫn", "7/8"):
        assert told in sheet, told
    assert text(page, "#evidence .lit") == "9"
    assert text(page, "#evidence mark") == "8 căn nhà"


def test_the_keyboard_walks_the_grid_opens_a_figure_and_comes_back(page: Page, settings: Settings) -> None:
    opened(page, settings, "#o=CUM01.TQ&i=housing")
    page.ask("document.querySelector('.matrix td[tabindex=\"0\"]').focus()")
    began = page.ask("document.activeElement.ariaLabel")
    page.press("ArrowRight")
    stood = page.ask("document.activeElement.ariaLabel")
    assert stood != began
    assert page.ask("document.querySelectorAll('.matrix td[tabindex=\"0\"]').length") == 1
    page.press("Enter")
    assert page.ask("document.getElementById('evidence').open")
    page.press("Escape")
    assert not page.ask("document.getElementById('evidence').open")
    assert page.ask("document.activeElement.ariaLabel") == stood
    assert hash_of(page) == "o=CUM01.TQ&i=housing"


def test_every_control_and_chart_has_a_name_and_every_chart_a_table(page: Page, settings: Settings) -> None:
    opened(page, settings)
    named = "e.textContent || e.ariaLabel || e.getAttribute('aria-labelledby') || e.closest('label')"
    shown = "document.querySelectorAll('button, select, [role=img], dialog, section, table')"
    nameless = f"[...{shown}].filter(e => !({named})).length"
    assert page.ask(nameless) == 0
    assert page.ask("document.querySelectorAll('.chart').length") == 6
    assert page.ask("[...document.querySelectorAll('.chart')].every(c => c.parentElement.querySelector('.alt table'))")
    assert page.ask("document.querySelectorAll('.chart svg').length") == 6


def test_english_is_a_switch_and_numbers_follow_it(page: Page, settings: Settings) -> None:
    opened(page, settings)
    page.ask("document.getElementById('language').click()")
    assert page.ask("document.documentElement.lang") == "en"
    assert text(page, "#title") == "Emulation, 2023"
    assert "122.7%" in text(page, "#story-doubt")
    assert "New homes" in text(page, "#matrix")
    assert hash_of(page) == "lang=en"


def test_standings_show_the_rank_and_the_ranks_still_open(page: Page, settings: Settings) -> None:
    opened(page, settings)
    assert page.ask("document.querySelector('.ranks').ariaLabel") == (
        "Hạng 1, có thể từ 1 đến 2. Hạng khi bỏ số chờ xác nhận: 2"
    )
    assert "98,25%" in text(page, ".standing")


def test_flags_are_counted_by_state_and_age_and_a_settled_one_is_not_listed(page: Page, settings: Settings) -> None:
    opened(page, settings)
    assert text(page, "#flags-count") == "4 đang mở trong 5"
    page.ask("document.querySelectorAll('.alt').forEach(d => { d.open = true; })")
    rows = text(page, "#flags-age table").split("\n")
    assert [row.split("\t") for row in rows if row.startswith("7–13")] == [["7–13 đêm", "4", "1"]]
    assert "đã trả lời rồi" not in text(page, "#flags-list")
    assert "tin-1.html · ký tự 561:566" in text(page, "#flags-list")


def test_completeness_and_the_news_beside_reports_are_told(page: Page, settings: Settings) -> None:
    opened(page, settings)
    assert "2 trong 3 báo cáo đến hạn đã gửi" in text(page, "#reports-note")
    assert "Chưa gửi" in text(page, "#reports-table")
    assert "Tệp có mật khẩu." in text(page, "#files")
    assert "8 bên cạnh 9" in text(page, "#news-table")


def test_light_and_dark_follow_the_machine_and_the_switch(page: Page, settings: Settings) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    opened(page, settings)
    light = page.ask(colour)
    page.ask("document.getElementById('theme').click()")
    dark = page.ask(colour)
    opened(page, settings, dark=True)
    assert page.ask(colour) == dark != light
    page.ask("document.getElementById('theme').click()")
    assert page.ask(colour) == light


@pytest.mark.parametrize("width", [360, 390, 1440])
def test_the_page_fits_its_screen(page: Page, settings: Settings, width: int) -> None:
    opened(page, settings, width=width)
    assert page.ask("document.documentElement.scrollWidth") <= width


def test_on_paper_the_page_is_light_and_has_no_controls(page: Page, settings: Settings) -> None:
    opened(page, settings, "#theme=dark")
    told = [{"name": "prefers-color-scheme", "value": "dark"}]
    page.call("Emulation.setEmulatedMedia", media="print", features=told)
    assert page.ask("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.ask("getComputedStyle(document.querySelector('.bar')).display") == "none"
    page.call("Page.printToPDF")
    page.call("Emulation.setEmulatedMedia", media="", features=[])
    assert page.ask("document.documentElement.dataset.theme") == "dark"
    assert page.errors == []


def test_hostile_text_runs_nothing_wherever_it_is_shown(page: Page, settings: Settings) -> None:
    opened(page, settings, "#f=LDLD.TQ.SONDUONG|housing|2023")
    assert "<script>" in text(page, "#evidence")
    assert "<script>" in text(page, "#matrix")
    assert page.ask("document.title").startswith("Thi đua năm 2023")
    assert page.ask("document.images.length") == 0
    assert page.ask("document.scripts.length") == 3


def test_an_offices_page_opens_by_itself(page: Page, settings: Settings) -> None:
    page.open(settings.published / "offices" / "LDLD.HY.html")
    page.ask("new Promise(done => setTimeout(done, 300))")
    assert "4.711/4.999" in text(page, "#main")
    assert page.errors == []
