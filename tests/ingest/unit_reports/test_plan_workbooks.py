"""Workbooks that assign targets, in three forms, and the decision they cite; a report assigns none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from expected import Record, records_of, target
from factories import put_rows, sheet_of

from ingest.context import ReadDocument
from ingest.unit_reports.decisions import Decision, find_decision

Read = Callable[..., ReadDocument]

HAM_YEN, NA_HANG = "LDLD.TQ.HAMYEN", "LDLD.TQ.NAHANG"
CITED = "(Kèm theo Quyết định số 15/QĐ-LĐLĐ ngày 12/01/2023 của Ban Thường vụ LĐLĐ tỉnh)"
DECISION = Decision("15/QĐ-LĐLĐ", date(2023, 1, 12))
INDICATORS = ("Kết nạp đoàn viên", "Giới thiệu đoàn viên ưu tú cho Đảng")


def by_indicator() -> bytes:
    cells: dict[str, object] = {}
    heading = (["LĐLĐ HUYỆN HÀM YÊN"], ["CHỈ TIÊU THI ĐUA NĂM 2023"], [CITED], [])
    rows = ([1, INDICATORS[0], "người", 230], [2, INDICATORS[1], "người", 110])
    put_rows(cells, 1, (*heading, ["TT", "Nội dung chỉ tiêu", "ĐVT", "Chỉ tiêu giao"], *rows))
    return sheet_of(cells)


def by_unit(stacked: bool) -> bytes:
    cells: dict[str, object] = {}
    heading = (["LIÊN ĐOÀN LAO ĐỘNG TỈNH TUYÊN QUANG"], ["GIAO CHỈ TIÊU THI ĐUA NĂM 2023"], [CITED])
    head = (["TT", "Đơn vị", "Chỉ tiêu giao", None], [None, None, *INDICATORS]) if stacked else (
        [], ["TT", "Đơn vị", *INDICATORS]
    )  # fmt: skip
    rows = ([1, "LĐLĐ huyện Hàm Yên", 230, 110], [2, "LĐLĐ huyện Na Hang", 110, 70])
    put_rows(cells, 1, (*heading, *head, *rows))
    return sheet_of(cells, ("C4:D4", "A4:A5", "B4:B5") if stacked else ())


BY_UNIT = [
    target("C6", HAM_YEN, "members_admitted", "230"),
    target("D6", HAM_YEN, "elite_members_referred", "110"),
    target("C7", NA_HANG, "members_admitted", "110"),
    target("D7", NA_HANG, "elite_members_referred", "70"),
]
BY_INDICATOR = [
    target("D6", HAM_YEN, "members_admitted", "230"),
    target("D7", HAM_YEN, "elite_members_referred", "110"),
]


@pytest.mark.parametrize(
    ("content", "expected"), [(by_indicator(), BY_INDICATOR), (by_unit(True), BY_UNIT), (by_unit(False), BY_UNIT)]
)
def test_a_plan_is_read_as_targets_with_the_decision_it_cites(
    read: Read, content: bytes, expected: list[Record]
) -> None:
    document = read(content)
    assert records_of(document.figures) == expected
    told = document.document
    assert (told.decision_number, told.decision_date) == (DECISION.number, DECISION.day)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([CITED], DECISION),
        (["(Ban hành kèm theo Quyết định số: 15/QĐ-LĐLĐ, ngày 12 tháng 01 năm 2023)"], DECISION),
        (["(Kèm theo Quyết định số 15 / QĐ - LĐLĐ", "ngày 12/1/2023)"], DECISION),
        (["Theo Kế hoạch số 08/KH-LĐLĐ ngày 5.2.2023"], Decision("08/KH-LĐLĐ", date(2023, 2, 5))),
        (["Nghị quyết số 02-NQ/BCH giao chỉ tiêu năm"], Decision("02-NQ/BCH", None)),
        (["Số: 15/QĐ-LĐLĐ", "Tuyên Quang, ngày 12 tháng 01 năm 2023"], DECISION),
        (
            ["(Kèm theo Quyết định số 48/QĐ-LĐLĐ ngày 20/7/2023 thay thế Quyết định số 15/QĐ-LĐLĐ ngày 12/01/2023)"],
            Decision("48/QĐ-LĐLĐ", date(2023, 7, 20)),
        ),
        (["Điều chỉnh Quyết định số 15/QĐ-LĐLĐ ngày 12/01/2023"], None),
        (["Số: 77/BC-LĐLĐ", "Tuyên Quang, ngày 12 tháng 01 năm 2023"], None),
        (["(Kèm theo Báo cáo số 77/BC-LĐLĐ ngày 12/01/2023)"], None),
        (["(Kèm theo Quyết định số 15/QĐ-LĐLĐ ngày 31/02/2023)"], Decision("15/QĐ-LĐLĐ", None)),
        (["Căn cứ Nghị quyết số 02/NQ-TLĐ ngày 03/02/2020", CITED], DECISION),
        (["quyết định số " * 2000], None),
        ([], None),
    ],
)
def test_the_decision_that_assigns_is_told_from_those_it_replaces_and_from_reports(
    lines: list[str], expected: Decision | None
) -> None:
    assert find_decision(lines) == expected
