"""One report, saved in the ways offices save it, gives the same records."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable
from datetime import date

import expected
import factories
import pytest
from expected import Record, records_of
from hostile import parts_of, zipped
from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from ingest.context import ReadDocument

Read = Callable[..., ReadDocument]

REPORTS = {
    "a": (factories.layout_a(), expected.LAYOUT_A),
    "b": (factories.layout_b(), expected.LAYOUT_B),
    "c": (factories.layout_c(), expected.LAYOUT_C),
}
report = pytest.mark.parametrize(("content", "records"), list(REPORTS.values()), ids=list(REPORTS))


def changed(content: bytes, change: Callable[[Worksheet], None]) -> bytes:
    book = load_workbook(io.BytesIO(content))
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    change(sheet)
    return factories.saved(book)


def exported(content: bytes, delimiter: str) -> str:
    """The sheet as a spreadsheet program under Vietnamese settings exports it."""

    def shown(value: object) -> str:
        if isinstance(value, date):
            return f"{value.day:02d}-thg {value.month}"
        return "" if value is None else str(value).replace(".", ",") if isinstance(value, float) else str(value)

    sheet = load_workbook(io.BytesIO(content)).active
    assert isinstance(sheet, Worksheet)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([shown(value) for value in row] for row in sheet.iter_rows(values_only=True))
    return text.getvalue()


@report
@pytest.mark.parametrize("delimiter", [";", "\t", ","], ids=["semicolons", "tabs", "commas"])
def test_exported_to_text(read: Read, content: bytes, records: list[Record], delimiter: str) -> None:
    text = exported(content, delimiter)
    assert records_of(read(text.encode("utf-8-sig"), path="a.csv").figures) == records
    assert records_of(read(text.encode("utf-16"), path="a.txt").figures) == records


@report
def test_saved_as_strict_ooxml(read: Read, content: bytes, records: list[Record]) -> None:
    parts = {
        name: part.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, part in parts_of(content).items()
    }
    assert records_of(read(zipped(parts)).figures) == records


def test_saved_with_the_1904_epoch(read: Read) -> None:
    book = load_workbook(io.BytesIO(factories.layout_c()))
    book.epoch = CALENDAR_MAC_1904
    assert records_of(read(factories.saved(book)).figures) == expected.LAYOUT_C


@report
def test_typed_in_decomposed_unicode(read: Read, content: bytes, records: list[Record]) -> None:
    def decompose(sheet: Worksheet) -> None:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.data_type == "s":
                    cell.value = unicodedata.normalize("NFD", cell.value)

    assert records_of(read(changed(content, decompose)).figures) == records


def test_headings_centred_without_merging(read: Read) -> None:
    def unmerge(sheet: Worksheet) -> None:
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))

    assert records_of(read(changed(factories.layout_b(), unmerge)).figures) == expected.LAYOUT_B


def test_headings_with_line_breaks_and_other_spellings(read: Read) -> None:
    def respell(sheet: Worksheet) -> None:
        sheet["A7"], sheet["C7"], sheet["E8"], sheet["F8"] = "Số\nTT", "Đơn vị\ntính ", "THỰC  HIỆN", "Tỉ lệ\n(%)"

    assert records_of(read(changed(factories.layout_a(), respell)).figures) == expected.LAYOUT_A


def test_a_cluster_is_known_by_its_members_where_nothing_names_it(read: Read) -> None:
    def unname(sheet: Worksheet) -> None:
        sheet["A2"].value = None

    assert records_of(read(changed(factories.layout_c(), unname)).figures) == expected.LAYOUT_C


def test_a_sender_taken_from_the_office_is_told(read: Read) -> None:
    def unname(sheet: Worksheet) -> None:
        sheet["A1"].value = sheet["A2"].value = None

    document = read(changed(factories.layout_a(), unname)).document
    assert (document.unit_code, document.unit_text) == ("LDLD.TQ", None)
    assert [reason.code for reason in document.reasons] == ["sender_assumed"]
