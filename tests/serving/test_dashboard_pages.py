"""What the pages of the dashboard hold, and what they do not."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from build_of_marts import Build
from made_dashboard import HOSTILE, NIGHT, add_figure, made

from serving.dashboard import cube
from serving.dashboard.page import SCRIPTS, page_script
from serving.publish import publish
from warehouse.settings import Settings


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = Settings(home=tmp_path_factory.mktemp("dashboard"))
    publish(made(Build(settings)).settings, NIGHT)
    return settings.published


def tables(page: Path) -> dict[str, Any]:
    packed = re.search(r'id="cube">([^<]*)<', page.read_text(encoding="utf-8"))
    assert packed is not None
    held = cube.unpacked(packed[1])
    return held | {name: cube.rows_of(held[name]) for name in (*cube.TABLES, "offices")}


def test_the_page_of_everything_holds_every_figure_as_the_mart_has_it(published: Path) -> None:
    held = tables(published / "index.html")
    figures = {(row["unit"], row["indicator"], row["period"], row["source"]): row for row in held["attainments"]}
    assert len(figures) == 8
    told = figures["CUM01.TQ", "housing", "2023", "news"]
    assert [told[name] for name in ("value", "reference", "pct", "quality", "locator")] == [
        "27",
        "22",
        "122.7",
        "unconfirmed",
        "561:566",
    ]
    assert figures["LDLD.TQ.HAMYEN", "fund", "2023", "unit_report"]["reference"] == "1234567891"


def test_each_office_with_units_has_a_page_and_the_page_of_everything_names_them(published: Path) -> None:
    assert sorted(page.name for page in (published / "offices").iterdir()) == ["LDLD.HY.html", "LDLD.TQ.html"]
    links = tables(published / "index.html")["page"]["links"]
    assert {link[1] for link in links if link[0] == "officePages"} == {"offices/LDLD.HY.html", "offices/LDLD.TQ.html"}


OF_ANOTHER = ("Bãi Xanh", "XANH", "4711", "4999", "LDLD.HY", "mat-khau", "bi-mat")


def test_an_offices_page_holds_no_figure_name_quote_or_file_of_another_office(published: Path) -> None:
    page = published / "offices" / "LDLD.TQ.html"
    packed = re.search(r'id="cube">([^<]*)<', page.read_text(encoding="utf-8"))
    assert packed is not None
    everything = page.read_text(encoding="utf-8") + str(cube.unpacked(packed[1]))
    assert [word for word in OF_ANOTHER if word in everything] == []
    held = tables(page)
    assert {row["unit"] for row in held["attainments"]} == {"CUM01.TQ", "LDLD.TQ.HAMYEN", "LDLD.TQ.SONDUONG"}
    assert len(held["flags"]) == 4
    assert [row["office"] for row in held["offices"]] == ["LDLD.TQ"]


def test_a_witness_in_another_offices_file_is_left_out_and_one_in_the_news_stays(published: Path) -> None:
    places = {row["message"]: row["places"] for row in tables(published / "offices" / "LDLD.TQ.html")["flags"]}
    assert places["nhân chứng của nơi khác"] == "[]"
    assert "tin-1.html" in places["27 cao hơn 22"]
    whole = {row["message"]: row["places"] for row in tables(published / "index.html")["flags"]}
    assert "LDLD.HY/bi-mat.xlsx" in whole["nhân chứng của nơi khác"]


def test_received_text_is_nowhere_in_the_markup(published: Path) -> None:
    for page in (published / "index.html", *(published / "offices").iterdir()):
        text = page.read_text(encoding="utf-8")
        assert "taken" not in text
        assert "Tệp có mật khẩu" not in text
        assert len(re.findall(r"<script", text.split("<body>")[1].replace(page_script(), ""))) == 3


def test_the_policy_lets_run_what_the_page_carries_and_nothing_else(published: Path) -> None:
    text = (published / "index.html").read_text(encoding="utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].replace("&#39;", "'").split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy[1]
    carried = [*re.findall(r"<script>(.*?)</script>", text, re.S), *re.findall(r"<style>(.*?)</style>", text, re.S)]
    told = [f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'" for part in carried]
    assert f"{rules['script-src']} {rules['style-src']}".split() == told


def test_no_module_of_the_page_sets_markup_or_asks_a_network() -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|fetch\(|XMLHttp|import\("
    assert re.findall(forbidden, page_script()) == []
    assert len(set(SCRIPTS)) == len(SCRIPTS)


def test_every_word_of_the_page_has_both_languages() -> None:
    vietnamese, english = (
        set(re.findall(r'(?:^\s*|[{,]\s*)"?([a-zA-Z_]+(?:\.[a-z_0-9]+)?)"?: "', part, re.M))
        for part in page_script().split("const WORDS = {")[1].split("let language")[0].split("  en: {")
    )
    assert len(vietnamese) > 150
    assert {name for name in vietnamese ^ english if not name.startswith("reason.")} == set()


def test_the_same_marts_give_the_same_pages(published: Path, tmp_path: Path) -> None:
    again = Settings(home=tmp_path)
    publish(made(Build(again)).settings, NIGHT)
    for name in ("index.html", "offices/LDLD.TQ.html"):
        assert (again.published / name).read_bytes() == (published / name).read_bytes()


def test_a_page_is_bounded_and_says_how_much_it_leaves_out(make_build: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    build = made(make_build())
    with build.together():
        for number in range(30):
            add_figure(build, "LDLD.TQ.HAMYEN", "fund", "2022", value=number, scope=f"phần {number}")
    monkeypatch.setattr(cube, "ROWS", 9)
    publish(build.settings, NIGHT)
    held = tables(build.settings.published / "index.html")
    assert {row["period"] for row in held["attainments"]} == {"2023"}
    assert len(held["attainments"]) == 7
    assert held["left_out"] == 31


def test_an_empty_build_still_gives_a_page(make_build: Any) -> None:
    build = make_build()
    publish(build.settings, NIGHT)
    held = tables(build.settings.published / "index.html")
    assert held["attainments"] == []
    assert list((build.settings.published / "offices").iterdir()) == []


def test_what_is_written_apart_is_linked_where_it_stands(build: Build) -> None:
    def linked() -> set[str]:
        publish(build.settings, NIGHT)
        return {link[1] for link in tables(build.settings.published / "index.html")["page"]["links"]}

    assert linked() == {"bao-cao.xlsx", "serving.duckdb", "parquet/", "dbt_docs/index.html"}
    models = build.settings.published / "dbt_docs" / "index.html"
    assert "warehouse docs" in models.read_text(encoding="utf-8")
    models.write_text("the models", encoding="utf-8")
    (build.settings.published / "data_docs").mkdir()
    (build.settings.published / "data_docs" / "index.html").write_text("x", encoding="utf-8")
    assert "data_docs/index.html" in linked()
    assert models.read_text(encoding="utf-8") == "the models"


def test_a_file_set_aside_is_told_with_its_reason_and_a_replaced_one_no_longer(build: Build) -> None:
    build.run(
        "insert into marts.dim_documents (document_id, path, status_kind, is_current)"
        " values ('x', 'cũ.xlsx', 'quarantined', false)"
    )
    publish(build.settings, NIGHT)
    files = tables(build.settings.published / "index.html")["files"]
    assert [row["path"] for row in files] == ["LDLD.X/hong.xlsx"]
    assert json.loads(files[0]["reasons"])[0]["vi"] == "Tệp có mật khẩu."


def test_the_hostile_text_is_really_there(published: Path) -> None:
    assert any(row["quote"] == HOSTILE for row in tables(published / "index.html")["attainments"])
