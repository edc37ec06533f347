"""Figures that another system or a person has read are taken as they are said to be, or refused by name."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.context import DocumentContext, ReadDocument
from ingest.news.read import read_news
from warehouse.catalogue import Catalogue
from warehouse.figure import FIGURE_SCHEMA, DenominatorBasis, Figure, FigureKind, Measure, SourceKind, records_table
from warehouse.landing import SCHEMAS
from warehouse.records import DocumentStatus

HOUSES = {
    "doc_id": "bao-cao-2023.pdf",
    "title": "Báo cáo tổng kết năm 2023",
    "published_at": "2023-12-20",
    "quote": "Nhà Mái ấm Công đoàn: 27/22 nhà, đạt 122,7%",
    "number_text": "27/22",
    "unit_text": "LĐLĐ tỉnh Tuyên Quang",
    "indicator_text": "Kết nạp đoàn viên",
    "period_code": "2023",
    "kind": "result",
    "value": "27",
    "reference": "22",
    "percent": "122.7",
    "locator": "trang 3",
}


def changed(**changes: Any) -> dict[str, Any]:
    """The line with other fields; what is ``...`` is left out."""
    return {name: value for name, value in {**HOUSES, **changes}.items() if value is not ...}


def lines(*objects: dict[str, Any] | str) -> bytes:
    return "\n".join(
        each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in objects
    ).encode("utf-8", "surrogatepass")


@pytest.fixture
def read(catalogue: Catalogue, context: DocumentContext) -> Any:
    def read_lines(*objects: dict[str, Any] | str) -> list[ReadDocument]:
        return list(read_news(lines(*objects), context, catalogue))

    return read_lines


def only(reads: list[ReadDocument]) -> Figure:
    (document,) = reads
    assert document.document.status is DocumentStatus.LOADED, document.document.reasons
    (figure,) = document.figures
    return figure


def refusal(reads: list[ReadDocument]) -> tuple[str, str]:
    """The Vietnamese and English reasons of the one line, which was set aside."""
    (document,) = reads
    assert (document.document.status, document.figures) == (DocumentStatus.QUARANTINED, ())
    (reason,) = document.document.reasons
    assert reason.locator == "line 1"
    assert reason.vi.startswith("Dòng 1 ")
    return reason.vi, reason.en


def test_a_line_is_a_figure_of_the_news_with_its_evidence(read: Any, context: DocumentContext) -> None:
    reads = read(HOUSES)
    figure, document = only(reads), reads[0].document
    assert (document.member, document.layout, document.title) == (
        "bao-cao-2023.pdf", "ready_made_figures", "Báo cáo tổng kết năm 2023",
    )  # fmt: skip
    assert (figure.source_kind, figure.delivery_id, figure.document_id) == (
        SourceKind.NEWS, context.delivery_id, document.document_id,
    )  # fmt: skip
    assert (figure.value, figure.reference, figure.percent) == (Decimal(27), Decimal(22), Decimal("122.7"))
    assert (figure.value_decimals, figure.percent_decimals, figure.number_text) == (0, 1, "27/22")
    assert (figure.locator, figure.quote, figure.kind) == ("trang 3", HOUSES["quote"], FigureKind.RESULT)
    assert (figure.unit_code, figure.indicator_code) == ("LDLD.TQ", "members_admitted")
    assert (figure.measure, figure.denominator_basis) == (Measure.RATIO, DenominatorBasis.INFERRED_TARGET)
    assert figure.published_at is not None
    assert figure.published_at.isoformat() == "2023-12-19T17:00:00+00:00"


def test_numbers_are_exact_whether_strings_or_json_numbers(read: Any) -> None:
    tenth = "0.1000000000000000055511151231257827"
    told = json.dumps(changed(value="@", reference=..., percent=..., number_text=...)).replace('"@"', "0.100000001")
    assert only(read(told)).value == Decimal("0.100000001")
    assert only(read(changed(value="0.100000001", reference=..., percent=..., number_text=...))).value == Decimal(
        "0.100000001"
    )
    vi, _ = refusal(read(told.replace("0.100000001", tenth)))
    assert "“value” là con số quá dài" in vi


@pytest.mark.parametrize(
    ("number", "field"),
    [
        ("1e999999", "value"),
        ("-1E+29", "value"),
        ("1e-999999", "value"),
        ("9" * 29, "value"),
        ("9" * 5_000, "value"),
        ("9" * 1_000_000, "value"),
        ('"1e5"', "value"),
        ('"1,5"', "value"),
        ('"１２"', "value"),
        ('"NaN"', "value"),
        ('"Infinity"', "value"),
        ("true", "value"),
        ("[1]", "value"),
        ("NaN", "NaN"),
        ("-Infinity", "-Infinity"),
        ("Infinity", "Infinity"),
        ("1__0", "JSON"),
        ("[" * 50_000 + "]" * 50_000, "JSON"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_a_hostile_number_is_refused_by_name(read: Any, number: str, field: str) -> None:
    told = json.dumps(changed(value="@", number_text=...), ensure_ascii=False).replace('"@"', number)
    vi, en = refusal(read(told))
    assert field in vi
    assert len(vi) < 600
    assert len(en) < 600


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"quote": ...}, "quote"),
        ({"kind": "plan"}, "kind"),
        ({"doc_id": ...}, "doc_id"),
        ({"doc_id": " "}, "doc_id"),
        ({"doc_id": 10**300}, "doc_id"),
        ({"quote": "  "}, "quote"),
        ({"quote": "x" * 5_000}, "quote"),
        ({"percentage": 5}, "percentage"),
        ({"unit_text": {"name": "x"}}, "unit_text"),
        ({"period_code": "2023-13"}, "period_code"),
        ({"period_code": "2023\n"}, "period_code"),
        ({"period_code": "SY2022-2025"}, "period_code"),
        ({"period_code": "2023-02-29/2023-03-31"}, "period_code"),
        ({"period_code": "2023-03-31/2023-03-01"}, "period_code"),
        ({"published_at": "hôm qua"}, "published_at"),
        ({"upper": "5"}, "upper"),
        ({"value": ..., "percent": ..., "number_text": ..., "reference": ...}, "value"),
        ({"value": ..., "percent": ..., "reference": "22"}, "reference"),
        ({"value": "72"}, "value"),
        ({"reference": "23"}, "reference"),
        ({"percent": "112.7", "number_text": "122,7%"}, "percent"),
        ({"value": "529.46", "number_text": ..., "unit_of_measure": "triệu đồng"}, "value"),
        ({"value": "500", "number_text": ..., "unit_of_measure": "tỷ đồng"}, "value"),
    ],
)
def test_a_wrong_field_is_named(read: Any, changes: dict[str, Any], path: str) -> None:
    vi, en = refusal(read(changed(**changes)))
    assert f"“{path}”" in vi
    assert f"{path}: " in en


def test_every_wrong_field_is_counted(read: Any) -> None:
    vi, _ = refusal(read(changed(kind="plan", quote="", unit_text=1, indicator_text=2, scope=3)))
    assert "và 2 lỗi khác" in vi


def test_unknown_names_and_codes_stay_as_text(read: Any) -> None:
    unknown = {"unit_text": ..., "unit_code": "KHONG.CO", "indicator_text": "Chỉ số lạ", "indicator_code": "no_such"}
    figure = only(read(changed(**unknown)))
    assert (figure.unit_text, figure.unit_code) == ("KHONG.CO", None)
    assert (figure.indicator_text, figure.indicator_code) == ("Chỉ số lạ", None)
    known = only(
        read(changed(unit_text=..., unit_code="LDLD.TQ", indicator_text=..., indicator_code="members_admitted"))
    )
    assert (known.unit_code, known.indicator_code) == ("LDLD.TQ", "members_admitted")
    assert known.unit_text


def test_money_is_in_dong_and_keeps_the_decimals_printed(read: Any) -> None:
    money = {"number_text": "529,46", "unit_of_measure": "triệu đồng", "reference": ..., "percent": ...}
    figure = only(read(changed(value="529460000", **money)))
    assert (figure.value, figure.measure) == (Decimal(529_460_000), Measure.MONEY)
    whole = only(read(changed(value=529_460_000, **{**money, "number_text": "529,46 triệu đồng"})))
    assert (whole.value, whole.value_decimals) == (Decimal(529_460_000), 2)


def test_a_number_given_only_as_printed_is_read_or_left_for_the_gate(read: Any) -> None:
    bare = {"value": ..., "reference": ..., "percent": ...}
    figure = only(read(changed(number_text="2.425/1.720", **bare)))
    assert (figure.value, figure.reference) == (Decimal(2425), Decimal(1720))
    share = only(read(changed(number_text="98,5%", **bare)))
    assert (share.value, share.percent, share.measure) == (None, Decimal("98.5"), Measure.PERCENT)
    unread = only(read(changed(number_text="không rõ số", **bare)))
    assert (unread.value, unread.percent, unread.number_text) == (None, None, "không rõ số")


def test_figures_of_one_document_are_one_document(read: Any) -> None:
    reads = read(HOUSES, changed(doc_id="khác", locator=...), changed(period_code="2022"), changed(kind="target"))
    assert [(one.document.member, one.document.figure_count) for one in reads] == [("bao-cao-2023.pdf", 3), ("khác", 1)]
    figures = [figure for one in reads for figure in one.figures]
    assert len({figure.figure_id for figure in figures}) == 4
    assert figures[-1].locator == "line 2"


def test_the_same_figure_twice_is_told_with_the_line_it_repeats(read: Any) -> None:
    reads = read(HOUSES, changed(value=27.0, reference="22.00"), changed(locator="trang 4"))
    assert [one.document.status.value for one in reads] == ["loaded", "quarantined"]
    assert len(reads[0].figures) == 2
    assert reads[1].document.reasons[0].vi == "Dòng 2 lặp lại số liệu của dòng 1."


def test_articles_and_figures_may_stand_in_one_file_and_never_in_one_line(read: Any) -> None:
    text = "Năm 2023, công đoàn huyện kết nạp 45 đoàn viên."
    reads = read({"doc_id": "a", "text": text}, HOUSES, changed(doc_id="a"), changed(text=text), {"doc_id": "b"})
    by_member = {one.document.member: one for one in reads}
    assert list(by_member) == ["a", "bao-cao-2023.pdf", "dòng 4", "dòng 5"]
    assert (by_member["a"].document.text, by_member["a"].document.figure_count) == (text, 2)
    assert [figure.value for figure in by_member["a"].figures] == [Decimal(45), Decimal(27)]
    assert "vừa là bài viết" in by_member["dòng 4"].document.reasons[0].vi
    assert by_member["dòng 5"].document.status is DocumentStatus.QUARANTINED


def test_figures_before_the_article_they_were_read_in_join_it(read: Any) -> None:
    text = "Năm 2023, công đoàn huyện kết nạp 45 đoàn viên."
    (one,) = read(changed(doc_id="a"), {"doc_id": "a", "text": text})
    assert (one.document.text, one.document.title, len(one.figures)) == (text, HOUSES["title"], 2)


def test_a_lone_surrogate_can_be_landed(read: Any) -> None:
    told = json.dumps(changed(quote="27/22 \ud800", unit_text="\udfff", doc_id="\ud83d"))
    (one,) = read(told)
    assert len(records_table(one.figures, FIGURE_SCHEMA)) == 1
    assert len(records_table([one.document], SCHEMAS["documents"])) == 1


def test_every_number_that_is_taken_can_be_landed_exactly(read: Any) -> None:
    for number in ("9" * 28, "-" + "9" * 28 + "." + "9" * 9, "0.000000001", "-0", "1e5", "1.50E+3", "0e5"):
        told = json.dumps(changed(value="@", reference=..., percent=..., number_text=...)).replace('"@"', number)
        figure = only(read(told))
        (landed,) = records_table([figure], FIGURE_SCHEMA).column("value").to_pylist()
        assert landed == Decimal(number)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(changes=st.dictionaries(st.sampled_from([*HOUSES, "upper", "change", "unit_code", "text"]), _JSON, max_size=4))
def test_no_line_makes_the_reader_raise(
    catalogue: Catalogue, context: DocumentContext, changes: dict[str, Any]
) -> None:
    (one,) = read_news(lines(json.dumps({**HOUSES, **changes}), ""), replace(context, sha256="1" * 64), catalogue)
    if one.document.status is DocumentStatus.QUARANTINED:
        assert one.document.reasons[0].locator == "line 1"
    records_table(one.figures, FIGURE_SCHEMA)
