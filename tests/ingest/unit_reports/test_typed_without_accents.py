"""A sheet typed without accents is read where its words leave one reading, and says so; nothing is guessed."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from dataclasses import replace

import expected
import factories
import pytest
from expected import records_of
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell

from ingest.context import DocumentContext, ReadDocument
from ingest.unit_reports.limits import Limits
from ingest.unit_reports.read import read_report
from warehouse.catalogue import Catalogue

Read = Callable[..., ReadDocument]


def bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def unaccented(content: bytes, keep: str | None = None) -> bytes:
    """The workbook typed without accents, but for the cell ``keep``."""
    book = load_workbook(io.BytesIO(content))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, Cell) and isinstance(cell.value, str) and cell.coordinate != keep:
                    cell.value = bare(cell.value)
    return factories.saved(book)


def report(*rows: list[object], title: str = "KET QUA THUC HIEN CHI TIEU NAM 2023", **cells: object) -> bytes:
    filled: dict[str, object] = {"A1": "LDLD HUYEN CHIEM HOA", "A2": title} | cells
    factories.put_rows(
        filled, 4, [["STT", "Chi tieu", "Don vi tinh", "Ke hoach", "Ket qua thuc hien", "Ty le %"], *rows]
    )
    return factories.sheet_of(filled)


ADMITTED: list[object] = [1, "Ket nap doan vien", "nguoi", 220, 305, 138.6]
MONEY: list[object] = [2, "Quy Mai am cong doan", "trieu dong", 150, "148,2", 98.8]


@pytest.mark.parametrize("make", [factories.layout_b, factories.layout_c, factories.layout_d], ids=["b", "c", "d"])
def test_a_known_form_without_accents_gives_the_same_records(read: Read, make: Callable[[], bytes]) -> None:
    assert records_of(read(unaccented(make())).figures) == records_of(read(make()).figures)


def test_a_scope_in_free_words_stays_as_it_was_typed(read: Read) -> None:
    typed = [replace(one, scope=bare(one.scope) if one.scope else None) for one in expected.LAYOUT_A]
    assert records_of(read(unaccented(factories.layout_a())).figures) == typed


def test_headings_units_and_names_are_read_and_told(read: Read) -> None:
    found = read(report(ADMITTED, MONEY), office_code="LDLD.TQ")
    assert found.document.unit_code == "LDLD.TQ.CHIEMHOA"
    assert found.document.period_code == "2023"
    assert [(one.indicator_code, one.kind, one.value) for one in found.figures] == [
        ("members_admitted", "target", 220),
        ("members_admitted", "result", 305),
        ("maiam_fund_raised", "target", 150_000_000),
        ("maiam_fund_raised", "result", 148_200_000),
    ]
    assert [reason.code for reason in found.document.reasons] == ["accents_missing"]
    assert {one.recovered_from for one in found.figures} == {"unaccented"}


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Ket qua 6 thang dau nam 2022", "2022-H1"),
        ("Bao cao quy III nam 2022", "2022-Q3"),
        ("BAO CAO THANG 9/2022", "2022-09"),
        ("Tong hop nam hoc 2022 - 2023", "SY2022-2023"),
        ("Ket qua tu ngay 01/01/2023 den ngay 31/03/2023", "2023-Q1"),
    ],
)
def test_the_period_of_a_title_without_accents_is_read(read: Read, title: str, period: str) -> None:
    assert read(report(ADMITTED, MONEY, title=title)).document.period_code == period


def test_a_sheet_with_accents_anywhere_is_read_as_it_stands(read: Read) -> None:
    found = read(report(ADMITTED, MONEY, A9="Người lập biểu"))
    assert found.document.status == "quarantined"
    assert [reason.code for reason in found.document.reasons] == ["layout_unknown"]


def test_a_sheet_in_another_language_is_no_sheet_without_accents(read: Read) -> None:
    cells: dict[str, object] = {}
    factories.put_rows(cells, 1, [["No", "Target name", "Unit", "Plan", "Result"], [1, "New members", "people", 2, 3]])
    found = read(factories.sheet_of(cells))
    assert [reason.code for reason in found.document.reasons] == ["layout_unknown"]


def test_a_fund_is_no_quarter_and_a_man_no_year(read: Read) -> None:
    cells: dict[str, object] = {"A1": "LDLD TINH TUYEN QUANG", "A2": "TONG HOP KET QUA NAM 2022"}
    header: list[list[object]] = [
        ["TT", "Don vi", "So doan vien", None, "Quy Mai am (tr.d)"],
        [None, None, "Tong", "Nam", None],
    ]
    factories.put_rows(cells, 4, [*header, [1, "Chiem Hoa", 38, 20, "2,5"], [2, "Na Hang", 40, 21, "3,5"]])
    found = read(factories.sheet_of(cells, merges=("A4:A5", "B4:B5", "C4:D4", "E4:E5")))
    first = [one for one in found.figures if one.locator.endswith("6")]
    assert [(one.unit_code, one.indicator_code, one.scope, one.value) for one in first] == [
        ("LDLD.TQ.CHIEMHOA", "members_total", None, 38),
        ("LDLD.TQ.CHIEMHOA", "members_total", "Nam", 20),
        ("LDLD.TQ.CHIEMHOA", "maiam_fund_raised", None, 2_500_000),
    ]  # fmt: skip


def test_names_that_lose_their_difference_stay_unresolved(
    catalogue: Catalogue, make_context: Callable[..., DocumentContext]
) -> None:
    known = catalogue.units["LDLD.TQ.CHIEMHOA"]
    twin = replace(
        known, code="LDLD.TQ.TWIN", name="LĐLĐ huyện Chiêm Hoả", short_name="", aliases=(), context_aliases=()
    )
    twins = Catalogue(
        {**catalogue.units, twin.code: twin}, catalogue.indicators, catalogue.offices, catalogue.memberships
    )
    assert catalogue.accented_name("LDLD huyen Chiem Hoa", within="LDLD.TQ") == known.name
    assert twins.accented_name("LDLD huyen Chiem Hoa", within="LDLD.TQ") is None
    content = report(ADMITTED, MONEY)
    found = read_report(content, make_context(content, office_code="LDLD.TQ"), twins, Limits())
    assert {one.unit_code for one in found.figures} <= {None, "LDLD.TQ"}


def test_points_in_a_sheet_without_accents_are_points(read: Read) -> None:
    title = "BANG DIEM THI DUA NAM 2023"
    header = ["TT", "Don vi", "Ket nap doan vien", "Quy Mai am cong doan"]
    with_accents: dict[str, object] = {"A1": "LĐLĐ tỉnh Tuyên Quang", "A2": "BẢNG ĐIỂM THI ĐUA NĂM 2023"}
    without: dict[str, object] = {"A1": "LDLD tinh Tuyen Quang", "A2": title}
    factories.put_rows(
        with_accents, 4, [["TT", "Đơn vị", "Kết nạp đoàn viên", "Quỹ Mái ấm công đoàn"], [1, "Chiêm Hóa", 5, 9]]
    )
    factories.put_rows(without, 4, [header, [1, "Chiem Hoa", 5, 9]])
    told = [read(factories.sheet_of(cells)).document for cells in (with_accents, without)]
    assert told[0].status == told[1].status
