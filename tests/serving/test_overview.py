from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser

from build_of_marts import Build

from serving import overview
from serving.publish import publish

NIGHT = date(2026, 11, 21)
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}'


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def page(build: Build) -> str:
    publish(build.settings, NIGHT)
    return (build.settings.published / "index.html").read_text(encoding="utf-8")


def test_the_page_shows_the_figures_of_unit_and_indicator_as_vietnamese_numbers(build: Build) -> None:
    text = page(build)
    assert "LĐLĐ huyện Suối Mơ" in text
    assert "27 / 22" in text
    assert "122,7%" in text
    assert "Số liệu đêm 21/11/2026" in text


def test_each_open_flag_names_its_file_and_cell(build: Build) -> None:
    text = page(build)
    assert "27/22 vượt chỉ tiêu (122,7%)." in text
    assert "LDLD.X/bao-cao.xlsx · trang “Biểu 1” · ô E10" in text


def test_a_settled_flag_is_not_shown(build: Build) -> None:
    build.run("update marts.fct_figure_flags set state = 'confirmed'")
    assert "Không có cảnh báo nào đang chờ trả lời." in page(build)


def test_a_file_set_aside_is_shown_with_its_reason(build: Build) -> None:
    text = page(build)
    assert "LDLD.X/hong.xlsx" in text
    assert "Tệp có mật khẩu." in text


def test_the_page_needs_no_network_and_runs_no_script(build: Build) -> None:
    text = page(build)
    parser = Tags()
    parser.feed(text)
    assert not re.search(r"https?://|url\(", text)
    assert not [tag for tag, _ in parser.tags if tag in {"script", "iframe", "link", "img", "object"}]
    assert not [name for _, attributes in parser.tags for name in attributes if name.startswith("on")]


def test_hostile_text_from_any_column_stays_text(build: Build) -> None:
    build.run("update marts.fct_attainments set org_unit_name = ?, indicator_name = ?, flag_rules = ?", *[HOSTILE] * 3)
    build.run("update marts.dim_periods set label_vi = ?", HOSTILE)
    build.add_document(HOSTILE, office=HOSTILE, status="quarantined", reason=HOSTILE)
    build.add_flag(
        "hostile",
        "fatal",
        HOSTILE,
        unit=HOSTILE,
        indicator=HOSTILE,
        path=HOSTILE,
        locator=f"{HOSTILE}!A1",
        quote=HOSTILE,
        action=HOSTILE,
    )
    text = page(build)
    parser = Tags()
    parser.feed(text)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert not [tag for tag, _ in parser.tags if tag in {"script", "img"}]
    assert "49" not in re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL).replace("{{ 7 * 7 }}", "")


def test_periods_reported_by_units_come_before_periods_known_from_news_alone(build: Build) -> None:
    build.add_period("2027", "Năm 2027", date(2027, 12, 31))
    build.add_attainment(
        ("LDLD.X.1", "LĐLĐ huyện Suối Mơ"),
        ("x", "X"),
        "2027",
        value="1",
        reference="2",
        percent="50",
        source_kind="news",
    )
    text = page(build)
    assert text.index("Năm 2026") < text.index("Năm 2027")


def test_a_quarantined_result_is_struck_through(build: Build) -> None:
    build.run("update marts.fct_attainments set quality_status = 'quarantined'")
    assert "<s>122,7%</s>" in page(build)


def test_a_units_own_report_stands_before_the_news_about_it(build: Build) -> None:
    build.add_attainment(
        ("LDLD.X.1", "LĐLĐ huyện Suối Mơ"),
        ("poor_households_helped", "Hộ nghèo được giúp đỡ"),
        "2026",
        value="28",
        reference="22",
        percent="127.3",
        source_kind="news",
    )
    text = page(build)
    assert "27 / 22" in text
    assert "28 / 22" not in text


def test_a_national_night_gives_a_page_of_bounded_length(build: Build) -> None:
    build.run(
        "insert into marts.fct_attainments by name select 'U' || i as org_unit_code, 'Đơn vị ' || i as org_unit_name,"
        " 'poor_households_helped' as indicator_code, 'Hộ nghèo' as indicator_name, '2026' as period_code, '' as scope,"
        " 'unit_report' as source_kind, i as value, 100 as reference, i as computed_pct, 'ok' as quality_status"
        " from range(5000) t(i)"
    )
    text = page(build)
    assert text.count('<li class="bar') <= overview.UNITS * overview.PERIODS
    assert "5.001 đơn vị" in text
    assert "4.961 đơn vị trong bảng" in text


def test_an_empty_build_still_gives_a_page(make_build: Callable[[], Build]) -> None:
    text = page(make_build())
    assert "Chưa có kết quả nào so được với chỉ tiêu." in text


def test_data_docs_are_linked_where_they_stand(build: Build) -> None:
    assert "data_docs/index.html" not in page(build)
    docs = build.settings.published / "data_docs"
    docs.mkdir()
    (docs / "index.html").write_text("x", encoding="utf-8")
    assert 'href="data_docs/index.html"' in page(build)


def test_a_printed_share_of_a_class_is_no_attainment_but_a_printed_attainment_is(build: Build) -> None:
    build.add_indicator("cadres_trained_pct", "Tỷ lệ cán bộ được tập huấn", measure="percent")
    for code, name in (("cadres_trained_pct", "Tỷ lệ cán bộ được tập huấn"), ("fund", "Quỹ Mái ấm")):
        build.add_attainment(
            ("LDLD.X.1", "LĐLĐ huyện Suối Mơ"),
            (code, name),
            "2026",
            value=None,
            reference=None,
            percent=None,
            printed="96",
        )
    text = page(build)
    assert "Quỹ Mái ấm" in text
    assert "96,0%" in text
    assert "Tỷ lệ cán bộ được tập huấn" not in text


def test_a_printed_excess_is_shown_above_100_and_a_rise_against_another_period_not_at_all(build: Build) -> None:
    for code, name, change in (("over", "Quỹ vượt", "exceed"), ("rise", "Quỹ tăng", "increase")):
        build.add_attainment(
            ("LDLD.X.1", "LĐLĐ huyện Suối Mơ"),
            (code, name),
            "2026",
            value="300",
            reference=None,
            percent=None,
            printed="22.7",
            change=change,
        )
    text = page(build)
    assert "122,7%" in text[text.index("Quỹ vượt") :]
    assert "Quỹ tăng" not in text
    assert ">22,7%" not in text


def test_a_file_replaced_by_a_later_delivery_is_no_longer_listed(build: Build) -> None:
    build.run("update marts.dim_documents set is_current = false where status_kind = 'quarantined'")
    assert "LDLD.X/hong.xlsx" not in page(build)


def test_units_go_by_their_short_names(build: Build) -> None:
    build.run("update marts.dim_org_units set short_name = 'LĐLĐ H. Suối Mơ'")
    assert "LĐLĐ H. Suối Mơ" in page(build)


def test_a_unit_goes_by_its_latest_name_and_counts_once(build: Build) -> None:
    before = page(build)
    build.run(
        "insert into marts.dim_org_units (org_unit_code, org_unit_name, short_name, is_current)"
        " select org_unit_code, 'Tên cũ', 'Tên cũ', false from marts.dim_org_units"
    )
    assert page(build) == before


def test_a_cell_of_a_csv_file_is_named_without_a_sheet(build: Build) -> None:
    build.add_flag("csv", "query", "x", path="LDLD.X/a.csv", locator="CSV!E6")
    assert "LDLD.X/a.csv · ô E6" in page(build)


def test_within_a_severity_the_largest_excess_stands_first(build: Build) -> None:
    build.add_flag("b", "query", "Vượt ít.", computed="101.5")
    build.add_flag("c", "query", "Vượt nhiều.", computed="1000.0")
    build.add_flag("d", "fatal", "Không thể đúng.", computed="90.0")
    text = page(build)
    assert text.index("Không thể đúng.") < text.index("Vượt nhiều.") < text.index("Vượt ít.")
