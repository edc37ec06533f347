"""A delivered news file becomes documents, whatever is in it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ingest.context import DocumentContext
from ingest.news.read import read_news
from warehouse.catalogue import Catalogue
from warehouse.figure import records_table
from warehouse.landing import SCHEMAS
from warehouse.records import DocumentStatus

TEXT = "Năm 2023, công đoàn huyện kết nạp 45 đoàn viên; 02 tập thể được tặng Giấy khen."
PAGE = f"<html><body><article><h1>Tin thi đua</h1><p>{TEXT}</p></article></body></html>"


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


@pytest.mark.parametrize(
    "garbage",
    [
        b"kh\xc3\xb4ng ph\xe1\xba\xa3i JSON",
        b"<!DOCTYPE html><html><body><p>502 Bad Gateway</p></body></html>",
        b"\xff\xfe\xfa garbage",
        b"[",
        b"x" * 300_000,
        b"{" * 6_000_000,
        b"[" * 100_000,
    ],
    ids=["prose", "an error page", "no UTF-8", "a bracket", "a long line", "a line past the bound", "deep nesting"],
)
def test_lines_are_lines_whatever_the_first_of_them_is(
    catalogue: Catalogue, context: DocumentContext, garbage: bytes
) -> None:
    good = [line(doc_id=name, text=TEXT).encode() for name in "abc"]
    first, *others = read_news(b"\n".join([garbage, *good]), context, catalogue)
    assert [read.document.member for read in others] == ["a", "b", "c"]
    assert all(read.document.status is DocumentStatus.LOADED for read in others)
    (reason,) = first.document.reasons
    assert (first.document.status, reason.locator) == (DocumentStatus.QUARANTINED, "line 1")
    assert reason.vi.startswith("Dòng 1 ")


def test_a_page_with_data_in_a_script_is_a_page(catalogue: Catalogue, context: DocumentContext) -> None:
    script = line(text="Tin liên quan", doc_id="7")
    body = "\n".join(f"<p>{TEXT} Đoạn {number}.</p>" for number in range(5))
    page = f"<html><head><script>\n{script}\n</script></head><body><article>\n{body}\n</article></body></html>"
    (read,) = read_news(page.encode(), context, catalogue)
    assert (read.document.status, read.document.member) == (DocumentStatus.LOADED, "")


def test_a_text_that_speaks_of_braces_is_a_text(catalogue: Catalogue, context: DocumentContext) -> None:
    (read,) = read_news(f"{TEXT}\n{{chưa rõ}}\n".encode(), context, catalogue)
    assert (read.document.status, read.document.member) == (DocumentStatus.LOADED, "")


def test_lines_written_in_utf_16_are_read_by_their_mark(catalogue: Catalogue, context: DocumentContext) -> None:
    content = "\r\n".join(line(doc_id=name, text=TEXT) for name in "ab").encode("utf-16")
    assert [read.document.member for read in read_news(content, context, catalogue)] == ["a", "b"]


def test_what_is_wrong_with_a_line_is_named(catalogue: Catalogue, context: DocumentContext) -> None:
    bad = {
        b'{"doc_id": "n", "text": NaN}': "NaN",
        b'{"doc_id": "t", "text": "a", "text": "b"}': "hai lần",
        b'{"doc_id": "u", "text": "\xe1\xba"}': "không phải UTF-8 (từ byte thứ 26)",
        b'{"doc_id": "z"}': "không có trường “text”",
    }
    reads = read_news(b"\n".join([line(doc_id="a", text=TEXT).encode(), *bad]), context, catalogue)
    told = [read.document.reasons[0].vi for read in reads[1:]]
    assert [word for word, reason in zip(bad.values(), told, strict=True) if word not in reason] == []
    assert [read.document.reasons[0].locator for read in reads[1:]] == ["line 2", "line 3", "line 4", "line 5"]


def test_a_file_of_garbage_floods_no_night_and_names_every_line(
    catalogue: Catalogue, context: DocumentContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.news.file.MAX_TOLD_LINES", 3)
    good = line(doc_id="a", text=TEXT)
    reads = read_news("\n".join([good, "x", "x", "x", "x", "x", "", "x"]).encode(), context, catalogue)
    assert [read.document.member for read in reads] == ["a", "dòng 2", "dòng 3", "dòng 4", "từ dòng 5"]
    (reason,) = reads[-1].document.reasons
    assert reason.vi.startswith("Còn 3 dòng khác")
    assert reason.locator == "lines 5-6, line 8"


def test_a_document_named_like_a_bad_line_is_another_document(catalogue: Catalogue, context: DocumentContext) -> None:
    content = "\n".join([line(doc_id="dòng 2", text=TEXT), "hỏng", line(doc_id="dòng 2", text=TEXT)])
    reads = read_news(content.encode(), context, catalogue)
    assert [read.document.status.value for read in reads] == ["loaded", "quarantined", "quarantined"]
    assert len({read.document.document_id for read in reads}) == 3
    assert len({read.document.member for read in reads}) == 3


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


@pytest.mark.parametrize("error", [ValueError, OverflowError, AttributeError, RecursionError, etree.ParserError])
@pytest.mark.parametrize("broken", ["read_article", "article_of_text", "figures_of", "read_figure"])
def test_a_reader_that_fails_costs_its_own_document(
    catalogue: Catalogue,
    context: DocumentContext,
    monkeypatch: pytest.MonkeyPatch,
    broken: str,
    error: type[Exception],
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error("no such thing")

    monkeypatch.setattr(f"ingest.news.read.{broken}", fail)
    stated = line(doc_id="b", quote="45 đoàn viên", kind="result", value="45")
    reads = [*read_news(PAGE.encode(), context, catalogue)]
    reads += read_news("\n".join([line(doc_id="a", text=TEXT), stated]).encode(), context, catalogue)
    failed = [read.document for read in reads if read.document.status is DocumentStatus.QUARANTINED]
    assert len(reads) == 3
    assert [document.reasons[0].code for document in failed] == ["article_unreadable"] * len(failed)
    assert failed
    assert all(error.__name__ in document.reasons[0].en for document in failed)
    assert [document.reasons[0].locator for document in failed if document.member] in ([], ["line 1"], ["line 2"])


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
    monkeypatch.setattr("ingest.news.lines.MAX_LINES", 2)
    content = "\n".join(line(doc_id=str(number), text=TEXT) for number in range(4))
    *read, rest = read_news(content.encode(), context, catalogue)
    assert [one.document.status for one in read] == [DocumentStatus.LOADED] * 2
    assert rest.document.status is DocumentStatus.QUARANTINED
    assert rest.document.reasons[0].locator == "lines 3-4"
