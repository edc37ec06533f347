"""A page of an article holds its text whole, every figure in it, and nothing that runs or loads but its own script."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_articles import TEXT, article, award, figure

from serving.article_marks import AWARD, Mark, segments_of
from serving.article_page import MOST_FIGURES, PlacedFlag, render_article
from serving.article_records import figure_rows
from warehouse.figure import Change, DenominatorBasis, Measure

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}</style>&\u202e\u2067\x00"


class Reader(HTMLParser):
    """Tags with their attributes, and the words of the article alone."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._inside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "link", "br", "img"}:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            del self._inside[len(self._inside) - 1 - self._inside[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if "article" in self._inside and "button" not in self._inside:
            self.text += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_the_text_stands_in_the_page_whole_and_unchanged() -> None:
    assert Reader(render_article(article())).text == TEXT


def test_every_figure_and_award_has_a_sign_in_the_text_and_a_line_that_leads_to_it() -> None:
    page = Reader(render_article(article()))
    signs = [button["id"] for button in page.named("button")]
    assert signs == ["f1", "f2", "a1", "f3"]
    assert {link["href"] for link in page.named("a")} >= {f"#{sign}" for sign in signs if sign}


def test_a_sign_says_aloud_what_it_stands_for() -> None:
    (spoken,) = [b["aria-label"] for b in Reader(render_article(article())).named("button") if b["id"] == "f1"]
    assert spoken == "Kết quả 1: 27/22 hộ. Số hộ được hỗ trợ làm nhà mới"


def test_the_record_is_told_in_vietnamese_numbers() -> None:
    told = article()
    rows = dict(figure_rows(told.figures[0], told.indicator_names, told.unit_names))
    assert rows["Giá trị"] == "27"
    assert rows["So với"] == "22"
    assert rows["Tỷ lệ in trong bài"] == "122,7%"
    assert rows["Kỳ"] == "năm 2023"
    assert rows["Chỉ số"] == "Số hộ được hỗ trợ làm nhà mới (housing_new_supported)"
    assert rows["Là"] == "kết quả"
    assert dict(figure_rows(told.figures[2], {}, {}))["Là"] == "chỉ tiêu, kế hoạch"


@pytest.mark.parametrize(
    ("fields", "label", "told"),
    [
        ({"measure": Measure.MONEY, "value": Decimal(529460000)}, "Giá trị", "529,46 triệu đồng = 529.460.000 đồng"),
        ({"measure": Measure.MONEY, "value": Decimal(3000000), "unit_of_measure": "triệu USD"}, "Giá trị", "3.000.000"),
        ({"percent": Decimal(5), "upper": Decimal(7)}, "Đến", "7%"),
        ({"value": Decimal(5), "upper": Decimal(7)}, "Đến", "7"),
        ({"change": Change.EXCEED}, "Thay đổi", "vượt"),
        ({"denominator_basis": DenominatorBasis.POPULATION}, "Mẫu số là", "tổng số đối tượng"),
        ({"alternatives": ("2425/1.72", "?")}, "Cách đọc khác", "2.425/1,72; ?"),
        ({"unit_code": "LDLD.X"}, "Của đơn vị", "LĐLĐ X (LDLD.X)"),
        ({"period_code": None}, "Kỳ", "chưa rõ"),
    ],
)
def test_each_field_is_told_in_its_words(fields: dict[str, object], label: str, told: str) -> None:
    one = replace(figure(TEXT, "02 tập thể", "02"), **fields)  # type: ignore[arg-type]  # fields of any type
    assert dict(figure_rows(one, {}, {"LDLD.X": "LĐLĐ X"}))[label] == told


def test_a_flag_is_shown_at_its_figure_with_what_to_do() -> None:
    flag = PlacedFlag(
        locator=article().figures[0].locator,
        severity="query",
        name="Kết quả vượt chỉ tiêu",
        message="27 hộ cao hơn 22 hộ.",
        action="Kính đề nghị xác nhận.",
    )
    page = render_article(article(flags=(flag,)))
    assert "27 hộ cao hơn 22 hộ." in page
    assert "Kính đề nghị xác nhận." in page
    flagged = [tag for tag in Reader(page).named("span") if "is-query" in (tag.get("class") or "").split()]
    assert any(tag.get("data-keys") == "f1" for tag in flagged)


def test_a_flag_of_the_whole_article_stands_at_its_head() -> None:
    flag = PlacedFlag(locator="", severity="info", name="Không rõ đơn vị", message="Bài không nêu đơn vị.", action="")
    page = render_article(article(flags=(flag,)))
    assert page.index("Bài không nêu đơn vị.") < page.index("<main>")


def test_an_article_nobody_has_judged_says_so() -> None:
    assert "Chưa có dữ liệu cảnh báo" in render_article(article())
    assert "Chưa có dữ liệu cảnh báo" not in render_article(article(flags=()))


def test_hostile_text_stays_text_wherever_it_stands() -> None:
    text = f"Tặng 12 suất quà {HOSTILE} cho 5 tập thể."
    hostile = dict.fromkeys(("title", "source", "url", "author", "unit", "period"), HOSTILE)
    flags = [
        PlacedFlag(locator=where, severity="fatal", name=HOSTILE, message=HOSTILE, action=HOSTILE)
        for where in ("", "5:7")
    ]
    told = article(
        **hostile,
        text=text,
        notes=(HOSTILE,),
        flags=flags,
        figures=(
            figure(
                text, f"12 suất quà {HOSTILE}", "12", unit_of_measure=HOSTILE, indicator_text=HOSTILE, scope=HOSTILE,
                indicator_code="x", unit_code="u", province=HOSTILE, alternatives=(HOSTILE,), period_code=HOSTILE,
            ),
        ),
        awards=(award(text, "cho 5 tập thể", award=HOSTILE, recipient_text=HOSTILE, giver_text=HOSTILE, year=HOSTILE),),
        indicator_names={"x": HOSTILE},
        unit_names={"u": HOSTILE},
    )  # fmt: skip
    page = render_article(told)
    reader = Reader(page)
    assert {tag for tag, _ in reader.tags} & {"img", "iframe", "object", "link", "base", "form"} == set()
    assert len(reader.named("script")) == len(reader.named("style")) == 1
    assert not [
        name for _, attributes in reader.tags for name in attributes if name.startswith("on") or name == "style"
    ]
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page)
    assert "49" not in re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL).replace("{{ 7 * 7 }}", "")
    assert "U+202E" in page


def test_only_an_address_of_the_web_becomes_a_link() -> None:
    links = Reader(render_article(article(url="https://example.invalid/tin?a=1&b=2"))).named("a")
    assert "https://example.invalid/tin?a=1&b=2" in {link["href"] for link in links}
    page = render_article(article(url="javascript:alert(1)"))
    assert "javascript:" not in "".join(str(link["href"]) for link in Reader(page).named("a"))
    assert "javascript:alert(1)" in page


def test_the_page_admits_its_own_style_and_script_alone() -> None:
    (policy,) = [meta for meta in Reader(render_article(article())).named("meta") if "http-equiv" in meta]
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-\S+'; script-src 'sha256-\S+'; base-uri 'none'; form-action 'none'",
        policy["content"] or "",
    )


def test_an_article_of_figures_alone_lists_them() -> None:
    page = render_article(article(text="", figures=(figure("12 quà", "12 quà", "12"),), awards=()))
    assert "không kèm nội dung bài viết" in page
    assert 'data-entry="f1"' in page


@pytest.mark.parametrize("place", ["3:12", "12:3", "trang 3"])
def test_a_figure_read_elsewhere_is_listed_and_marks_no_words_of_the_text(place: str) -> None:
    elsewhere = figure(TEXT, "02 tập thể", "02", locator=place, quote_start=None, quote_end=None)
    page = render_article(article(figures=(elsewhere,), awards=()))
    assert 'data-entry="f1"' in page
    assert 'class="seg' not in page
    assert Reader(page).text == TEXT
    assert "f1" not in [button.get("id") for button in Reader(page).named("button")]


def test_a_text_full_of_numbers_gives_a_page_of_bounded_length() -> None:
    one = figure(TEXT, "02 tập thể", "02")
    page = render_article(article(figures=(one,) * (MOST_FIGURES + 7)))
    assert page.count('data-entry="f') == MOST_FIGURES
    assert "Còn 7 số liệu khác" in page


_spans = st.tuples(st.integers(-3, 40), st.integers(-3, 40))


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.sampled_from(["target", "result", AWARD]), _spans, _spans), max_size=8),
)
def test_marks_of_any_shape_leave_the_text_whole(
    text: str, drawn: list[tuple[str, tuple[int, int], tuple[int, int]]]
) -> None:
    marks = [Mark(f"m{n}", kind, *span, *number, None) for n, (kind, span, number) in enumerate(drawn)]
    segments = list(segments_of(text, marks))
    assert "".join(segment.text for segment in segments) == text
    inside = {mark.key for mark in marks if max(0, mark.start) < min(len(text), mark.end)}
    assert sorted(key for segment in segments for key in segment.ends) == sorted(inside)
    position = 0
    for segment in segments:
        covering = {m.key for m in marks if m.start <= position and position + len(segment.text) <= m.end}
        assert set(segment.keys) == (covering if segment.text else set())
        position += len(segment.text)


def test_the_shortest_of_nested_marks_comes_first_and_colours() -> None:
    outer = Mark("f1", "result", 0, 10, 2, 4, None)
    inner = Mark("f2", "target", 2, 6, 3, 4, None)
    prize = Mark("a1", AWARD, 4, 12, 12, 12, None)
    told = [(one.keys, one.classes) for one in segments_of("abcdefghijklmn", [outer, inner, prize])]
    assert told == [
        (("f1",), ("result",)),
        (("f2", "f1"), ("target", "number")),
        (("f2", "f1"), ("target", "number")),
        (("f2", "a1", "f1"), ("target", "award")),
        (("a1", "f1"), ("result", "award")),
        (("a1",), ("award",)),
        ((), ()),
    ]
