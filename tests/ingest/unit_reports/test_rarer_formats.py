"""Formats that offices rarely send give the same records as the .xlsx, and say what they cannot hold."""

from __future__ import annotations

import re
from collections.abc import Callable

import expected
import factories
import pytest
import rarer_formats
from expected import Record, records_of
from other_formats import as_fods, as_html

from ingest.context import ReadDocument

Read = Callable[..., ReadDocument]

REPORTS = {
    "a": (factories.layout_a(), expected.LAYOUT_A),
    "b": (factories.layout_b(), expected.LAYOUT_B),
    "c": (factories.layout_c(), expected.LAYOUT_C),
}
report = pytest.mark.parametrize(("content", "records"), list(REPORTS.values()), ids=list(REPORTS))


@report
def test_saved_as_xml_spreadsheet_2003(read: Read, content: bytes, records: list[Record]) -> None:
    assert records_of(read(rarer_formats.as_spreadsheet_xml(content), path="a.xls").figures) == records


@report
def test_saved_as_a_flat_open_document(read: Read, content: bytes, records: list[Record]) -> None:
    assert records_of(read(as_fods(content), path="a.fods").figures) == records


def test_a_flat_open_document_is_read_in_utf_16(read: Read) -> None:
    wide = as_fods(factories.layout_a()).decode().replace("UTF-8", "UTF-16").encode("utf-16")
    assert records_of(read(wide, path="a.fods").figures) == expected.LAYOUT_A


def test_a_pretty_printed_document_is_read_like_any_other(read: Read) -> None:
    indented = re.sub(rb"(?=</?(?:table:|text:p\b|office:body))", b"\n \t ", as_fods(factories.layout_a()))
    assert records_of(read(indented, path="a.fods").figures) == expected.LAYOUT_A


@report
def test_saved_as_a_binary_workbook(read: Read, content: bytes, records: list[Record]) -> None:
    assert records_of(read(rarer_formats.as_xlsb(content), path="a.xlsb").figures) == records


@report
def test_saved_as_a_web_archive(read: Read, content: bytes, records: list[Record]) -> None:
    page = as_html(content).decode("utf-8-sig")
    assert records_of(read(rarer_formats.as_mhtml({"Sheet1": page}), path="a.xls").figures) == records


EARLY = {
    "Excel 95": rarer_formats.as_excel_95,
    "Excel 4.0": rarer_formats.as_excel_4,
    "Excel 3.0": rarer_formats.as_excel_3,
    "Excel 2.0": rarer_formats.as_excel_2,
}


@pytest.mark.parametrize("save", EARLY.values(), ids=list(EARLY))
@pytest.mark.parametrize("name", ["a", "b"])
def test_saved_by_a_program_of_the_nineties_in_tcvn3(read: Read, save: Callable[[bytes], bytes], name: str) -> None:
    content, _ = REPORTS[name]

    def numbers(read_document: ReadDocument) -> list[tuple[str, object, object]]:
        return [(one.locator.rpartition("!")[2], one.value, one.percent) for one in read_document.figures]

    found = read(save(content), path="a.xls")
    assert "encoding_recovered" in [reason.code for reason in found.document.reasons]
    assert numbers(found) == numbers(read(content))
