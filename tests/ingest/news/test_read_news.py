"""A delivered news file becomes documents, whatever is in it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.context import DocumentContext
from ingest.news.read import read_news
from warehouse.catalogue import Catalogue
from warehouse.figure import records_table
from warehouse.landing import SCHEMAS
from warehouse.records import DocumentStatus

TEXT = "Năm 2023, công đoàn huyện kết nạp 45 đoàn viên; 02 tập thể được tặng Giấy khen."


def line(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False)


def test_a_plain_text_is_one_document_with_its_figures_and_awards(
    catalogue: Catalogue, context: DocumentContext
) -> None:
    (read,) = read_news(TEXT.encode(), context, catalogue)
    assert read.document.document_id == context.document_id
    assert (read.document.status, read.document.text) == (DocumentStatus.LOADED, TEXT)
    assert (read.document.figure_count, read.document.award_count) == (len(read.figures), len(read.awards)) == (2, 1)
    assert {figure.document_id for figure in read.figures} == {context.document_id}


def test_jsonl_is_one_document_a_line_told_by_content_not_by_name(
    catalogue: Catalogue, context: DocumentContext
) -> None:
    content = "\n".join([line(doc_id="a", text=TEXT), "", line(doc_id="b", text=TEXT, title="Tin thi đua", url="u")])
    first, second = read_news(content.encode(), context, catalogue)
    assert [first.document.member, second.document.member] == ["a", "b"]
    assert first.document.document_id != second.document.document_id
    assert (second.document.title, second.document.url) == ("Tin thi đua", "u")
    assert len(first.figures) == len(second.figures) == 2


@pytest.mark.parametrize(
    "bad",
    [
        "không phải JSON",
        "[1, 2]",
        line(doc_id="x"),
        line(text=TEXT),
        line(doc_id="x", text=5),
        line(doc_id="x", text=" "),
    ],
)
def test_a_bad_line_is_quarantined_with_its_number_and_costs_no_other(
    catalogue: Catalogue, context: DocumentContext, bad: str
) -> None:
    content = "\n".join([line(doc_id="a", text=TEXT), bad, line(doc_id="b", text=TEXT)])
    read = read_news(content.encode(), context, catalogue)
    assert [document.document.status for document in read] == [
        DocumentStatus.LOADED,
        DocumentStatus.QUARANTINED,
        DocumentStatus.LOADED,
    ]
    (reason,) = read[1].document.reasons
    assert reason.vi.startswith("Dòng 2")
    assert read[1].figures == ()


def test_a_repeated_doc_id_is_named_and_not_read_twice(catalogue: Catalogue, context: DocumentContext) -> None:
    content = "\n".join([line(doc_id="a", text=TEXT), line(doc_id="a", text="Khác.")])
    _, second = read_news(content.encode(), context, catalogue)
    assert second.document.status is DocumentStatus.QUARANTINED
    assert len({read.document.document_id for read in read_news(content.encode(), context, catalogue)}) == 2


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"<html></html>", b'{"text": 1}', b"\xff\xfe\x00"])
def test_what_cannot_be_read_is_quarantined_with_a_vietnamese_reason(
    catalogue: Catalogue, context: DocumentContext, content: bytes
) -> None:
    for read in read_news(content, context, catalogue):
        assert read.document.status is DocumentStatus.QUARANTINED
        assert all(reason.vi and reason.en for reason in read.document.reasons)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_make_the_reader_raise(catalogue: Catalogue, context: DocumentContext, content: bytes) -> None:
    assert isinstance(read_news(content, context, catalogue), tuple)


@pytest.mark.parametrize(
    "piece",
    ["kết nạp 5 đoàn viên ", "5 đoàn viên; ", "(5% ", "tặng cờ cho ", "năm ", "1/", "từ năm 2018 đến ", "\n5\n"],
)
def test_a_long_monotonous_text_is_read_to_its_end(catalogue: Catalogue, context: DocumentContext, piece: str) -> None:
    (read,) = read_news((piece * (20_000 // len(piece))).encode(), context, catalogue)
    assert read.document.status is DocumentStatus.LOADED


def test_an_impossible_date_costs_the_date_not_the_article(catalogue: Catalogue, context: DocumentContext) -> None:
    for told in ("0001-01-01T00:00:00+07:00", "9999-12-31T23:59:59-07:00", "31/02/2024"):
        (read,) = read_news(line(doc_id="a", text=TEXT, published_at=told).encode(), context, catalogue)
        assert (read.document.status, read.document.published_at) == (DocumentStatus.LOADED, None)


def test_everything_read_from_hostile_numbers_can_be_landed(catalogue: Catalogue, context: DocumentContext) -> None:
    huge = "9" * 27
    text = f"Tặng Bằng khen cho {huge} tập thể; {huge} đơn vị hoàn thành tốt nhiệm vụ; chi {huge} triệu tỷ đồng. \ud800"
    (read,) = read_news(json.dumps({"doc_id": "a", "text": text}).encode(), context, catalogue)
    assert read.document.status is DocumentStatus.LOADED
    for table, records in (("documents", [read.document]), ("figures", read.figures), ("awards", read.awards)):
        assert len(records_table(records, SCHEMAS[table])) == len(records)


def test_lines_past_the_bound_are_told_not_lost(
    catalogue: Catalogue, context: DocumentContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.news.read.MAX_LINES", 2)
    content = "\n".join(line(doc_id=str(number), text=TEXT) for number in range(4))
    *read, rest = read_news(content.encode(), context, catalogue)
    assert [one.document.status for one in read] == [DocumentStatus.LOADED] * 2
    assert rest.document.status is DocumentStatus.QUARANTINED
    assert rest.document.reasons[0].locator == "line 3"
