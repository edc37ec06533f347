"""A name in a report means the unit that bore it in the period of the report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from factories import put_rows, sheet_of

from ingest.context import DocumentContext
from ingest.unit_reports.limits import Limits
from ingest.unit_reports.read import read_report
from warehouse.catalogue import Catalogue, OrgEvent
from warehouse.figure import SourceKind

NAME, SHORT = "Liên đoàn Lao động huyện Suối Mơ", "LĐLĐ huyện Suối Mơ"


@pytest.fixture(scope="module")
def renamed(catalogue: Catalogue) -> Catalogue:
    """Hàm Yên was called Suối Mơ until 2015, when another district was founded under that name."""
    former = catalogue.units["LDLD.TQ.HAMYEN"]
    taker = replace(former, code="LDLD.TQ.MOI", name=NAME, short_name=SHORT, valid_from=date(2015, 7, 1))
    change = OrgEvent(
        event_id="renamed",
        kind="renamed",
        day=date(2015, 7, 1),
        source=former.code,
        target=former.code,
        weight=Fraction(1),
        names_before=(NAME, SHORT),
    )
    units = {**catalogue.units, taker.code: taker}
    return Catalogue(units, catalogue.indicators, catalogue.offices, catalogue.memberships, (change,))


def report(heading: str, year: int) -> bytes:
    cells: dict[str, object] = {}
    head = ([heading], [f"KẾT QUẢ THỰC HIỆN CHỈ TIÊU THI ĐUA NĂM {year}"], [])
    columns = ["TT", "Nội dung", "ĐVT", "Chỉ tiêu", "Thực hiện"]
    rows = ([1, "Kết nạp đoàn viên", "người", 200, 210], [2, "Giới thiệu đoàn viên ưu tú cho Đảng", "người", 40, 38])
    put_rows(cells, 1, (*head, columns, *rows))
    return sheet_of(cells)


def list_of_units(year: int) -> bytes:
    cells: dict[str, object] = {}
    head = (["LIÊN ĐOÀN LAO ĐỘNG TỈNH TUYÊN QUANG"], [f"GIAO CHỈ TIÊU THI ĐUA NĂM {year}"], [])
    columns = ["TT", "Đơn vị", "Kết nạp đoàn viên", "Giới thiệu đoàn viên ưu tú cho Đảng"]
    put_rows(cells, 1, (*head, columns, [1, SHORT, 230, 110], [2, "LĐLĐ huyện Na Hang", 110, 70]))
    return sheet_of(cells)


def units_of(content: bytes, catalogue: Catalogue) -> set[str | None]:
    context = DocumentContext(
        document_id="document",
        delivery_id="delivery",
        source_kind=SourceKind.UNIT_REPORT,
        office_code="LDLD.TQ",
        path="bao-cao.xlsx",
        member="",
        sha256="0" * 64,
        received_at=None,
    )
    document = read_report(content, context, catalogue, Limits())
    assert document.figures, document.document.reasons
    return {figure.unit_code for figure in document.figures}


@pytest.mark.parametrize(("year", "code"), [(2014, "LDLD.TQ.HAMYEN"), (2023, "LDLD.TQ.MOI")])
def test_the_sender_is_the_unit_of_that_name_in_the_period(renamed: Catalogue, year: int, code: str) -> None:
    assert units_of(report(NAME.upper(), year), renamed) == {code}


@pytest.mark.parametrize(("year", "code"), [(2014, "LDLD.TQ.HAMYEN"), (2023, "LDLD.TQ.MOI")])
def test_a_row_is_of_the_unit_of_that_name_in_the_period(renamed: Catalogue, year: int, code: str) -> None:
    assert units_of(list_of_units(year), renamed) == {code, "LDLD.TQ.NAHANG"}
