"""Quarterly, legacy and school forms, and tables no layout was declared for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import factories
import pytest
from expected import Record, records_of, result, target, told
from legacy_xls import Cell, xls

from ingest.context import ReadDocument
from ingest.unit_reports import header_words
from ingest.unit_reports.header_words import LayoutError
from ingest.unit_reports.layout import _layout, declared_layouts
from warehouse.catalogue import Catalogue
from warehouse.figure import Change, FigureKind
from warehouse.records import DocumentStatus

Read = Callable[..., ReadDocument]

VNI_ROWS: dict[int, list[Cell | None]] = {
    0: ["Coâng ñoaøn caùc khu coâng nghieäp tænh Tuyeân Quang"],
    1: ["Keát quaû naêm 2022"],
    2: ["STT", "Chæ tieâu", "Ñôn vò tính", "Giao", "Thöïc hieän"],
    3: [1, "Keát naïp ñoaøn vieân", "Ñoaøn vieân", 800, 875],
}

LAYOUT_E = [
    target("D7", "CDKCN.TQ", "members_admitted", "800"),
    result("E7", "CDKCN.TQ", "members_admitted", "875", "800"),
    target("D8", "CDKCN.TQ", "grassroots_unions_founded", "2"),
    result("E8", "CDKCN.TQ", "grassroots_unions_founded", "2", "2"),
    target("D9", "CDKCN.TQ", "elite_members_referred", "15"),
    result("E9", "CDKCN.TQ", "elite_members_referred", "17", "15"),
    target("D10", "CDKCN.TQ", "maiam_fund_raised", "75000000"),
    result("E10", "CDKCN.TQ", "maiam_fund_raised", "70000000", "75000000"),
    target("D11", "CDKCN.TQ", "housing_supported", "4"),
    result("E11", "CDKCN.TQ", "housing_supported", "4", "4"),
    result("E12", "CDKCN.TQ", "housing_new_supported", "1"),
]


def legacy(rows: dict[int, list[Cell | None]], font: str, **merges: list[tuple[int, int, int, int]]) -> bytes:
    cells = {(r, c): value for r, row in rows.items() for c, value in enumerate(row) if value is not None}
    return xls({"Sheet1": cells}, font=font, **merges)


@pytest.mark.parametrize("font", [".VnTime", "Arial"])
def test_a_legacy_workbook_in_tcvn3_is_read_with_or_without_its_font(read: Read, font: str) -> None:
    document = read(
        xls({"Sheet1": factories.layout_e_cells()}, merges=factories.LAYOUT_E_MERGES, font=font), path="bao-cao.xls"
    )
    assert records_of(document.figures) == LAYOUT_E
    assert document.document.layout == "assigned_done"
    assert document.document.unit_text == "Công đoàn các khu công nghiệp"
    assert {figure.recovered_from for figure in document.figures} == {"tcvn3"}
    assert [reason.code for reason in document.document.reasons] == ["encoding_recovered"]


def test_a_legacy_workbook_in_vni_is_read(read: Read) -> None:
    document = read(legacy(VNI_ROWS, "VNI-Times"), path="bao-cao.xls")
    assert records_of(document.figures) == [
        target("D4", "CDKCN.TQ", "members_admitted", "800"),
        result("E4", "CDKCN.TQ", "members_admitted", "875", "800"),
    ]
    assert {figure.recovered_from for figure in document.figures} == {"vni"}


def test_dates_in_a_legacy_workbook_are_known_by_their_format(read: Read) -> None:
    rows: dict[int, list[Cell | None]] = {
        0: ["LĐLĐ TỈNH TUYÊN QUANG"],
        1: ["KẾT QUẢ NĂM 2022"],
        2: ["STT", "Đơn vị", "Nhà ở (TH/giao)"],
        3: [1, "CĐ ngành Y tế", (44685.0, "d-mmm")],
        4: [2, "CĐ các KCN", "7/6"],
        5: [None, "Cộng", "12/10"],
    }
    first, *_ = read(legacy(rows, "Arial"), path="bao-cao.xls").figures
    assert told(first.value, first.reference, first.recovered_from) == (5, 4, "date")


def test_a_far_corner_in_a_legacy_workbook_is_refused(read: Read) -> None:
    (reason,) = read(xls({"S": {(0, 0): "x", (65535, 255): 1}}), path="a.xls").document.reasons
    assert reason.code == "sheet_too_large"


def test_quarters_and_the_year_to_date_are_figures_of_their_own_periods(read: Read) -> None:
    document = read(factories.layout_d(), office_code="LDLD.HY")
    assert (document.document.layout, document.document.unit_code) == ("year_to_date_by_quarter", "CDVC.HY")
    admitted = [figure for figure in document.figures if figure.indicator_code == "members_admitted"]
    assert [told(f.locator[-3:], f.kind.value, f.period_code, f.value) for f in admitted] == [
        ("E10", "result", "2022-Q1", 25),
        ("F10", "result", "2022-Q2", 41),
        ("D10", "target", "2022", 120),
        ("G10", "result", "2022-H1", 66),
        ("I10", "result", "2022-H1", 12),
    ]
    cumulative, change = admitted[-2:]
    assert told(cumulative.reference, cumulative.reference_period_code, cumulative.percent) == (120, "2022", 55)
    assert (change.change, change.reference_period_code) == (Change.INCREASE, "2021-H1")
    days = {(figure.period_code, figure.as_of_date) for figure in document.figures}
    assert days == {("2022-Q1", None), ("2022-Q2", None), ("2022", None), ("2022-H1", date(2022, 5, 31))}


def test_rows_under_a_row_are_its_parts_or_what_goes_with_it(read: Read) -> None:
    figures = {
        (f.indicator_code, f.scope): f
        for f in read(factories.layout_d(), office_code="LDLD.HY").figures
        if f.period_code == "2022-H1" and f.change is None
    }
    assert figures["members_total", "nữ"].value == 2011
    assert figures["gifts_value", None].value == Decimal(76_000_000)
    assert figures["staff_conferences_pct", None].percent == 100


def test_schools_stand_beside_their_blocks_and_ticks_are_ratings(read: Read) -> None:
    document = read(factories.layout_g(), office_code="LDLD.HNA")
    assert (document.document.layout, document.document.period_code) == ("schools_by_block", "SY2022-2023")
    schools = [f for f in document.figures if not f.is_control_total]
    assert sum(f.value or 0 for f in schools if f.indicator_code == "members_total" and f.scope is None) == 1514
    assert sum(f.value or 0 for f in schools if f.scope == "Nữ") == 1314
    assert sum(f.value or 0 for f in schools if f.indicator_code == "gifts_value") == 103_000_000
    controls = {f.unit_text for f in document.figures if f.is_control_total}
    assert controls == {"KHỐI MẦM NON", "KHỐI TIỂU HỌC", "KHỐI THCS", "TỔNG CỘNG"}
    assert Counter(award.award for award in document.awards) == {
        "Hoàn thành xuất sắc nhiệm vụ": 11,
        "Hoàn thành tốt nhiệm vụ": 41,
    }


def sheet(*rows: Sequence[object], title: str = "KẾT QUẢ THI ĐUA NĂM 2023", merges: tuple[str, ...] = ()) -> bytes:
    cells: dict[str, object] = {"A1": "LĐLĐ TỈNH TUYÊN QUANG", "A2": title}
    factories.put_rows(cells, 4, rows)
    return factories.sheet_of(cells, merges)


def test_an_undeclared_table_of_units_is_read_by_its_headings(read: Read) -> None:
    document = read(
        sheet(
            ["Số TT", "Tên đơn vị", "Kết nạp đoàn viên", None, "Hiến máu (lượt)"],
            [None, None, "KH", "Kết quả"],
            [1, "LĐLĐ huyện Na Hang", 110, 131, 121],
        )
    )
    assert records_of(document.figures) == [
        target("C6", "LDLD.TQ.NAHANG", "members_admitted", "110"),
        result("D6", "LDLD.TQ.NAHANG", "members_admitted", "131", "110"),
        result("E6", "LDLD.TQ.NAHANG", "blood_donation_turns", "121"),
    ]


def test_an_undeclared_table_of_indicators_is_read_by_its_headings(read: Read) -> None:
    document = read(sheet(["Nội dung", "Kết quả"], ["Kết nạp đoàn viên", 2425], ["Hiến máu tình nguyện", 1951]))
    assert document.document.layout == "general_indicator_rows"
    assert records_of(document.figures) == [
        result("B5", "LDLD.TQ", "members_admitted", "2425"),
        result("B6", "LDLD.TQ", "blood_donation_turns", "1951"),
    ]


def test_headings_of_other_years_give_their_columns_other_periods(read: Read) -> None:
    document = read(
        sheet(
            ["STT", "Chỉ tiêu", "ĐVT", "Năm 2023", None, "Giao năm 2024"],
            [None, None, None, "Giao", "Thực hiện"],
            [1, "Kết nạp đoàn viên", "người", 220, 305, 250],
            merges=("A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:F5"),
        )
    )
    periods = {told(f.kind.value, f.period_code, f.value) for f in document.figures}
    assert periods == {("target", "2023", 220), ("result", "2023", 305), ("target", "2024", 250)}


def test_a_header_repeated_on_the_next_page_goes_on_with_the_table(read: Read) -> None:
    header = ["STT", "Chỉ tiêu", "ĐVT", "Giao", "Thực hiện"]
    document = read(
        sheet(header, [1, "Kết nạp đoàn viên", "người", 220, 305], header, [2, "Thành lập CĐCS", "CĐCS", 1, 2])
    )
    found = [(f.unit_code, f.indicator_code, f.period_code) for f in document.figures if f.kind is FigureKind.RESULT]
    assert found == [
        ("LDLD.TQ", "members_admitted", "2023"),
        ("LDLD.TQ", "grassroots_unions_founded", "2023"),
    ]


def test_a_table_far_from_the_first_cell_is_found(read: Read) -> None:
    cells: dict[str, object] = {"H30": "KẾT QUẢ NĂM 2023", "H32": "STT", "I32": "Chỉ tiêu", "J32": "Thực hiện"}
    cells |= {"H33": 1, "I33": "Kết nạp đoàn viên", "J33": 305}
    (figure,) = read(factories.sheet_of(cells)).figures
    assert told(figure.locator, figure.value) == ("Sheet1!J33", 305)


def test_numbers_of_columns_are_header_even_where_excel_made_them_negative(read: Read) -> None:
    document = read(
        sheet(
            ["STT", "Chỉ tiêu", "ĐVT", "Giao", "Thực hiện"], [-1, -2, -3, -4, -5], [1, "Thành lập CĐCS", "CĐCS", 1, 2]
        )
    )
    assert [figure.value for figure in document.figures] == [1, 2]


def test_a_stale_value_under_a_merge_is_not_seen(read: Read) -> None:
    cells: dict[str, object] = {"A1": "KẾT QUẢ NĂM 2023"}
    factories.put_rows(
        cells,
        3,
        [["STT", "Chỉ tiêu", "Giao", "Thực hiện"], [1, "Thành lập CĐCS", 1, 2], [2, "Kết nạp đoàn viên", 9, 3]],
    )
    content = factories.sheet_of(cells)
    from hostile import SHEET, parts_of, zipped

    parts = parts_of(content)
    parts[SHEET] = parts[SHEET].replace(
        b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="C4:C5"/></mergeCells>'
    )
    values = [told(f.locator[-2:], f.value) for f in read(zipped(parts)).figures]
    assert ("C5", Decimal(9)) not in values
    assert ("C4", None) in values, "one number over two indicators is told, and nobody's"


def test_an_unknown_unit_and_an_unknown_indicator_are_kept_with_their_words(read: Read) -> None:
    document = read(
        sheet(
            ["STT", "Đơn vị", "Kết nạp đoàn viên", "Trồng cây xanh"],
            [1, "LĐLĐ huyện Không Có", 5, 7],
        )
    )
    assert [told(f.unit_text, f.unit_code, f.indicator_text, f.indicator_code, f.value) for f in document.figures] == [
        ("LĐLĐ huyện Không Có", None, "Kết nạp đoàn viên", "members_admitted", 5),
        ("LĐLĐ huyện Không Có", None, "Trồng cây xanh", None, 7),
    ]


def test_a_sender_nobody_knows_is_told(read: Read) -> None:
    cells: dict[str, object] = {"A1": "CÔNG ĐOÀN CƠ SỞ KHÔNG AI BIẾT", "A2": "KẾT QUẢ NĂM 2023"}
    factories.put_rows(cells, 4, [["STT", "Chỉ tiêu", "Thực hiện"], [1, "Kết nạp đoàn viên", 3]])
    document = read(factories.sheet_of(cells))
    assert (document.document.unit_code, document.document.unit_text) == (None, "CÔNG ĐOÀN CƠ SỞ KHÔNG AI BIẾT")
    assert [reason.code for reason in document.document.reasons] == ["sender_unknown"]


def test_a_title_may_name_the_sender_and_the_period_in_one_line(read: Read) -> None:
    cells: dict[str, object] = {"A1": "LĐLĐ HUYỆN CHIÊM HÓA - BÁO CÁO KẾT QUẢ THI ĐUA NĂM 2023"}
    factories.put_rows(cells, 3, [["STT", "Chỉ tiêu", "Thực hiện"], [1, "Kết nạp đoàn viên", 305]])
    document = read(factories.sheet_of(cells)).document
    assert (document.unit_code, document.period_code, document.reasons) == ("LDLD.TQ.CHIEMHOA", "2023", ())


def test_the_number_and_day_of_a_covering_letter_are_no_period(read: Read) -> None:
    cells: dict[str, object] = {
        "A1": "LĐLĐ HUYỆN CHIÊM HÓA", "A2": "Số: 12/BC-LĐLĐ", "D2": "Chiêm Hóa, ngày 05 tháng 12 năm 2023",
        "A3": "BÁO CÁO KẾT QUẢ THI ĐUA", "A4": "6 THÁNG ĐẦU NĂM 2023",
        "A5": "(Kèm theo Báo cáo số 45/BC-LĐLĐ ngày 05/12/2023)",
    }  # fmt: skip
    factories.put_rows(cells, 7, [["STT", "Chỉ tiêu", "Thực hiện"], [1, "Kết nạp đoàn viên", 305]])
    document = read(factories.sheet_of(cells)).document
    assert (document.period_code, document.title) == ("2023-H1", "BÁO CÁO KẾT QUẢ THI ĐUA 6 THÁNG ĐẦU NĂM 2023")


def test_money_without_a_unit_is_told(read: Read) -> None:
    document = read(sheet(["STT", "Chỉ tiêu", "Giao", "Thực hiện"], [1, "Quỹ Mái ấm", 150, 148]))
    assert document.document.status is DocumentStatus.LOADED_WITH_WARNINGS
    assert [reason.code for reason in document.document.reasons] == ["money_unit_missing"]


def test_the_unit_of_money_may_be_said_above_the_table(read: Read) -> None:
    cells: dict[str, object] = {"A1": "KẾT QUẢ NĂM 2023", "C2": "ĐVT: nghìn đồng"}
    factories.put_rows(cells, 4, [["STT", "Chỉ tiêu", "Thực hiện"], [1, "Quỹ Mái ấm", 148], [2, "Thành lập CĐCS", 2]])
    assert [figure.value for figure in read(factories.sheet_of(cells)).figures] == [148_000, 2]


def test_a_second_sheet_that_is_no_table_is_told_and_the_first_is_loaded(read: Read) -> None:
    import io

    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(factories.layout_b()))
    book.create_sheet("Ghi chép")["A1"] = "Một dòng chữ"
    document = read(factories.saved(book))
    assert document.document.figure_count == 72
    assert [reason.code for reason in document.document.reasons] == ["table_unrecognised"]


@pytest.mark.parametrize("label", ["Tổng công ty Điện lực", "Cộng Hòa", "Tổng đội"])
def test_a_unit_whose_name_begins_like_a_total_is_a_unit(label: str) -> None:
    assert not header_words.header_words().is_total(label)


@pytest.mark.parametrize("label", ["TỔNG CỘNG", "Cộng", "Tổng cộng (52)", "Tổng số:", "Cộng I + II", "Toàn tỉnh"])
def test_a_total_is_known_by_its_label(label: str) -> None:
    assert header_words.header_words().is_total(label)


def test_every_indicator_a_layout_names_is_in_the_catalogue(catalogue: Catalogue) -> None:
    for layout in declared_layouts():
        for code in [*layout.indicators.values(), *layout.note_counts, *layout.note_counts.values()]:
            assert code in catalogue.indicators, (layout.code, code)


def test_a_broken_layout_file_is_told_with_its_name(tmp_path: Path) -> None:
    broken = tmp_path / "sai.yml"
    broken.write_text("code: sai\nshape: sideways\npriority: 1\nfingerprint: {roles: [result]}\n", encoding="utf-8")
    with pytest.raises(LayoutError, match=r"sai\.yml"):
        _layout(broken)


def test_records_of_one_place_never_share_an_identity(read: Read) -> None:
    for content in (factories.layout_d(), factories.layout_g(), xls({"Sheet1": factories.layout_e_cells()})):
        figures = read(content).figures
        assert len({figure.figure_id for figure in figures}) == len(figures)
        assert isinstance(records_of(figures)[0], Record)
