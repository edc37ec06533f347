"""What a table's surroundings, headings and rows say, wherever they stand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from expected import told
from other_families import book

from ingest.context import ReadDocument
from warehouse.figure import Change, FigureKind, Qualifier

Read = Callable[..., ReadDocument]

SENDER = "LĐLĐ HUYỆN CHIÊM HÓA"
HEADER = ["STT", "Chỉ tiêu", "ĐVT", "Giao", "Thực hiện", "Tỷ lệ %"]
ROW = [1, "Kết nạp đoàn viên", "người", 220, 305, 138.6]


def reasons(document: ReadDocument) -> list[str]:
    return [reason.code for reason in document.document.reasons]


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("KẾT QUẢ NĂM HỌC 22-23", "SY2022-2023"),
        ("KẾT QUẢ NĂM HỌC 2022- 2023", "SY2022-2023"),
        ("KẾT QUẢ QUÝ III/2022", "2022-Q3"),
        ("KẾT QUẢ từ ngày 01/01/2023 đến ngày 30/06/2023", "2023-H1"),
        ("KẾT QUẢ từ ngày 01/01/2023 đến ngày 31/12/2023", "2023"),
        ("KẾT QUẢ từ ngày 15/01/2023 đến ngày 31/05/2023", "2023-01-15/2023-05-31"),
    ],
)
def test_the_title_is_trusted_first(read: Read, line: str, period: str) -> None:
    document = read(book({1: [SENDER], 2: [line], 4: HEADER, 5: ROW}, name="Năm 2019"), path="T6-2018.xlsx")
    assert (document.document.period_code, reasons(document)) == (period, [])


def test_a_row_with_a_day_alone_is_trusted_before_parameters_and_names(read: Read) -> None:
    rows = {1: [SENDER], 2: ["Ngày 14/01/2020"], 3: ["tu_thang", "nam"], 4: [1, 2019], 6: HEADER, 7: ROW}
    document = read(book(rows, name="T6-2018"))
    assert (document.document.period_code, reasons(document)) == ("2020-01", ["period_from_date_row"])


@pytest.mark.parametrize(
    ("names", "values", "period"),
    [
        (["ma_tinh", "tu_thang", "den_thang", "nam"], [10, 1, 6, 2023], "2023-H1"),
        (["tu_thang", "den_thang", "nam"], [1, 11, 2023], "2023-M11"),
        (["tu_thang", "den_thang", "nam"], [4, 5, 2023], "2023-04-01/2023-05-31"),
        (["thang", "nam"], [9, 2023], "2023-09"),
        (["quy", "nam"], [3, 2023], "2023-Q3"),
        (["tu_ngay", "den_ngay"], ["01/01/2023", "31/12/2023"], "2023"),
    ],
)
def test_an_exports_parameters_are_trusted_before_names(
    read: Read, names: list[object], values: list[object], period: str
) -> None:
    document = read(book({1: [SENDER], 2: names, 3: values, 5: HEADER, 6: ROW}, name="T6-2018"))
    assert (document.document.period_code, reasons(document)) == (period, ["period_from_parameters"])


@pytest.mark.parametrize(
    ("sheet", "path", "period"),
    [
        ("T6-2019", "bao-cao-2018.xlsx", "2019-06"),
        ("Sheet1", "bao_cao_6_thang_dau_nam_2022.xlsx", "2022-H1"),
        ("Sheet1", "Bao cao quy III nam 2021 (1).xlsx", "2021-Q3"),
        ("Sheet1", "2023_v2_SUA.xlsx", "2023"),
    ],
)
def test_names_are_trusted_last_the_sheets_before_the_files(read: Read, sheet: str, path: str, period: str) -> None:
    document = read(book({1: [SENDER], 4: HEADER, 5: ROW}, name=sheet), path=path)
    assert (document.document.period_code, reasons(document)) == (period, ["period_from_name"])


@pytest.mark.parametrize(
    "index_row",
    [
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6=5/4)"],
        ["A", "B", "C", 1, 2, "3=2/1"],
        [-1, -2, -3, -4, -5, "(6)=(5)/(4)"],
        [0, 1, 2, 3, 4, 7],
        ["a", "b", "c", "1", "2", "3"],
    ],
)
def test_a_row_that_numbers_the_columns_is_header(read: Read, index_row: list[object]) -> None:
    document = read(book({1: [SENDER], 2: ["NĂM 2023"], 4: HEADER, 5: index_row, 6: ROW}))
    assert [figure.value for figure in document.figures] == [220, 305]


def test_rankings_side_by_side_are_tables_of_their_own(read: Read) -> None:
    document = read(
        book(
            {
                1: ["LĐLĐ TỈNH TUYÊN QUANG"],
                2: ["XẾP HẠNG KẾT QUẢ NĂM 2023"],
                4: ["TT", "Đơn vị", "Kết nạp ĐV", "TT", "Đơn vị", "Hiến máu (lượt)", "Đơn vị", "Quỹ MA (tr.đ)"],
                5: [1, "Yên Sơn", 335, 1, "Lâm Bình", 96, "Na Hang", 82.3],
                6: [2, "Na Hang", 131, 2, "Na Hang", 121, "Yên Sơn", 159],
            }
        )
    )
    found = {
        (figure.locator[-2:], figure.unit_code and figure.unit_code.rpartition(".")[2], figure.indicator_code)
        for figure in document.figures
    }
    assert found == {
        ("C5", "YENSON", "members_admitted"), ("C6", "NAHANG", "members_admitted"),
        ("F5", "LAMBINH", "blood_donation_turns"), ("F6", "NAHANG", "blood_donation_turns"),
        ("H5", "NAHANG", "maiam_fund_raised"), ("H6", "YENSON", "maiam_fund_raised"),
    }  # fmt: skip


def test_totals_stand_anywhere_and_computed_rows_are_nobodys_figures(read: Read) -> None:
    document = read(
        book(
            {
                1: ["LĐLĐ TỈNH TUYÊN QUANG"],
                2: ["KẾT QUẢ NĂM 2023"],
                4: ["STT", "Đơn vị", "Kết nạp ĐV"],
                5: ["00", "Toàn tỉnh", 466],
                6: ["01", "Yên Sơn", 335],
                7: [10, "Na Hang", 131],
                8: [None, "Cộng I + II", 467],
                10: [None, "Chênh lệch", 204],
                11: [None, "Chênh so toàn quốc", 12],
                12: [None, "Làm tròn", 470],
            }
        )
    )
    assert [told(figure.locator[-3:].strip("!"), figure.is_control_total) for figure in document.figures] == [
        ("C5", True), ("C6", False), ("C7", False), ("C8", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "change", "value", "percent"),
    [
        ("tăng 12", Change.INCREASE, "12", None),
        ("Giảm 3 người", Change.DECREASE, "3", None),
        ("+0,6%", Change.INCREASE, None, "0.6"),
        ("-1,25 %", Change.DECREASE, None, "1.25"),
        (-4, Change.DECREASE, "4", None),
    ],
)
def test_a_change_against_last_year_is_a_figure_of_its_own(
    read: Read, cell: object, change: Change, value: str | None, percent: str | None
) -> None:
    rows = {1: [SENDER], 2: ["KẾT QUẢ NĂM 2023"], 4: [*HEADER, "So với cùng kỳ năm trước"], 5: [*ROW, cell]}
    document = read(book(rows))
    (figure,) = [figure for figure in document.figures if figure.change is not None]
    assert figure.locator == "Sheet1!G5"
    assert (figure.change, figure.reference_period_code, figure.period_code) == (change, "2022", "2023")
    assert (figure.value, figure.percent, figure.reference) == (
        None if value is None else Decimal(value),
        None if percent is None else Decimal(percent),
        None,
    )


@pytest.mark.parametrize("cell", ["100%", 0, "0", "-", "", "bằng", 12, "đạt"])
def test_what_says_nothing_of_change_is_no_change(read: Read, cell: object) -> None:
    rows = {1: [SENDER], 2: ["KẾT QUẢ NĂM 2023"], 4: [*HEADER, "So cùng kỳ"], 5: [*ROW, cell]}
    assert [figure.locator[-2:] for figure in read(book(rows)).figures] == ["D5", "E5"]


def test_a_cumulative_figure_that_is_not_the_sum_of_its_quarters_is_told(read: Read) -> None:
    header = ["TT", "Nội dung", "Đơn vị tính", "KH năm 2022", "Quý I", "Quý II", "Lũy kế 6T", "% KH năm"]
    rows = {
        1: [SENDER],
        2: ["BÁO CÁO 6 THÁNG ĐẦU NĂM 2022"],
        4: header,
        5: [1, "Tổng số đoàn viên", "người", None, 4180, 4205, 4205, None],
        6: [2, "Đoàn viên kết nạp mới", "người", 120, 25, 41, 76, 63.3],
    }
    document = read(book(rows))
    (reason,) = document.document.reasons
    assert (reason.code, reason.locator) == ("cumulative_disagrees", "Sheet1!G6")
    assert "(76)" in reason.vi
    assert "(66)" in reason.vi


def test_ratings_that_are_not_the_number_of_their_ticks_are_told(read: Read) -> None:
    rows = {
        1: ["LĐLĐ THỊ XÃ DUY TIÊN"],
        2: ["TỔNG HỢP NĂM HỌC 2022 - 2023"],
        4: ["STT", "Đơn vị", "Số đoàn viên", "Xếp loại CĐCS", None],
        5: [None, None, None, "HTXSNV", "HTTNV"],
        6: [1, "MN Một", 20, "x", None],
        7: [2, "MN Hai", 30, "✓", None],
        8: [3, "MN Ba", 10, None, 1],
        9: [None, "Tổng cộng", 60, 1, 1],
    }
    document = read(book(rows, ["A4:A5", "B4:B5", "C4:C5", "D4:E4"]), office_code="LDLD.HNA")
    assert [award.recipient_text for award in document.awards] == ["MN Một", "MN Hai", "MN Ba"]
    (reason,) = document.document.reasons
    assert (reason.code, reason.locator) == ("ratings_disagree", "Sheet1!D9")


def test_an_estimate_is_told_as_one(read: Read) -> None:
    rows = {1: [SENDER], 2: ["KẾT QUẢ NĂM 2023"], 4: ["STT", "Chỉ tiêu", "Giao", "Ước thực hiện"]}
    document = read(book({**rows, 5: [1, "Kết nạp đoàn viên", 220, 300]}))
    assert [figure.qualifier for figure in document.figures] == [Qualifier.EXACT, Qualifier.APPROX]


def test_a_sum_of_money_past_any_union_is_held_with_both_units(read: Read) -> None:
    rows = {1: [SENDER], 2: ["KẾT QUẢ NĂM 2023"], 3: ["Đơn vị tỉnh: Triệu đồng"], 4: ["STT", "Chỉ tiêu", "Thực hiện"]}
    (figure,) = read(book({**rows, 5: [1, "Quỹ Mái ấm Công đoàn", 48194460532.4]})).figures
    assert (figure.value, figure.percent) == (None, None)
    assert figure.alternatives == ("48194460532.4", "48194.4605324")
    (sound,) = read(book({**rows, 5: [1, "Quỹ Mái ấm Công đoàn", 48194.5]})).figures
    assert sound.value == Decimal(48_194_500_000)


@pytest.mark.parametrize(
    ("result", "percent", "alternatives"),
    [(0.98, None, ("0.98", "98")), (1, None, ("1", "100")), (98, Decimal(98), ()), ("98%", Decimal(98), ())],
)
def test_a_share_that_may_be_a_fraction_is_held(
    read: Read, result: object, percent: Decimal | None, alternatives: tuple[str, ...]
) -> None:
    rows = {1: [SENDER], 2: ["KẾT QUẢ NĂM 2023"], 4: ["STT", "Chỉ tiêu", "ĐVT", "Thực hiện"]}
    (figure,) = read(book({**rows, 5: [1, "Tỷ lệ CQ, ĐV tổ chức HN CBCCVC", "%", result]})).figures
    assert (figure.percent, figure.alternatives) == (percent, alternatives)


def test_the_printed_percentage_settles_a_share_written_as_a_fraction(read: Read) -> None:
    rows = {1: [SENDER], 2: ["KẾT QUẢ NĂM 2023"], 4: HEADER, 5: [1, "Tỷ lệ CQ, ĐV tổ chức HN CBCCVC", "%", 100, 1, 100]}
    figures = {figure.kind: figure for figure in read(book(rows)).figures}
    assert (figures[FigureKind.RESULT].percent, figures[FigureKind.RESULT].alternatives) == (Decimal(100), ())


def test_each_column_shows_how_it_writes_numbers(read: Read) -> None:
    rows = {
        1: ["LĐLĐ TỈNH TUYÊN QUANG"],
        2: ["KẾT QUẢ NĂM 2023"],
        4: ["STT", "Đơn vị", "Suất quà", "Quỹ MA (nghìn đồng)"],
        5: [1, "Yên Sơn", "1.234", "56,049,100.36"],
        6: [2, "Na Hang", "12.234.567", "1,222"],
    }
    assert [figure.value for figure in read(book(rows)).figures] == [
        1234, Decimal("56049100360"), 12_234_567, 1_222_000,
    ]  # fmt: skip


def test_codes_that_begin_with_noughts_are_no_figures(read: Read) -> None:
    rows = {
        1: [SENDER],
        2: ["KẾT QUẢ NĂM 2023"],
        4: ["Mã số", "Chỉ tiêu", "Thực hiện"],
        5: ["0803", "Kết nạp đoàn viên", 305],
        6: [10.0, "Thành lập CĐCS", "02"],
    }
    assert [told(figure.locator[-2:], figure.value) for figure in read(book(rows)).figures] == [("C5", 305), ("C6", 2)]


def test_figures_in_hidden_columns_are_read_and_told(read: Read) -> None:
    import io

    import factories
    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(factories.layout_b()))
    sheet = workbook["Sheet1"]
    sheet.column_dimensions["O"].hidden = True
    document = read(factories.saved(workbook))
    assert document.document.figure_count == 72
    (reason,) = document.document.reasons
    assert reason.code == "hidden_cells_read"
    assert "O9" in reason.vi


def test_a_row_may_be_a_unit_and_an_indicator(read: Read) -> None:
    rows = {
        1: ["LĐLĐ TỈNH TUYÊN QUANG"],
        2: ["KẾT QUẢ NĂM 2023"],
        4: ["STT", "Đơn vị", "Chỉ tiêu", "ĐVT", "Giao", "Thực hiện"],
        5: [1, "Na Hang", "Kết nạp đoàn viên", "người", 110, 131],
        6: [2, None, "Hiến máu tình nguyện", "lượt", None, 121],
        7: [3, "Yên Sơn", "Kết nạp đoàn viên", "người", 270, 335],
    }
    document = read(book(rows, ["B5:B6"]))
    assert [told(f.unit_code, f.indicator_code, f.value, f.reference) for f in document.figures] == [
        ("LDLD.TQ.NAHANG", "members_admitted", 110, None),
        ("LDLD.TQ.NAHANG", "members_admitted", 131, 110),
        ("LDLD.TQ.NAHANG", "blood_donation_turns", 121, None),
        ("LDLD.TQ.YENSON", "members_admitted", 270, None),
        ("LDLD.TQ.YENSON", "members_admitted", 335, 270),
    ]


def test_a_row_over_the_whole_width_may_name_the_unit_of_the_rows_below(read: Read) -> None:
    rows = {
        1: ["LĐLĐ TỈNH TUYÊN QUANG"],
        2: ["KẾT QUẢ NĂM 2023"],
        4: ["STT", "Chỉ tiêu", "ĐVT", "Giao", "Thực hiện"],
        5: ["I", "LĐLĐ huyện Na Hang"],
        6: [1, "Kết nạp đoàn viên", "người", 110, 131],
        7: ["II. LĐLĐ huyện Yên Sơn"],
        8: [1, "Kết nạp đoàn viên", "người", 270, 335],
        9: ["III", "LĐLĐ huyện Chưa Ai Biết"],
        10: [1, "Kết nạp đoàn viên", "người", 7, 8],
    }
    figures = [figure for figure in read(book(rows)).figures if figure.kind is FigureKind.RESULT]
    assert [told(figure.unit_text, figure.unit_code, figure.value) for figure in figures] == [
        ("LĐLĐ huyện Na Hang", "LDLD.TQ.NAHANG", 131),
        ("LĐLĐ huyện Yên Sơn", "LDLD.TQ.YENSON", 335),
        ("LĐLĐ huyện Chưa Ai Biết", None, 8),
    ]


def test_a_unit_of_measure_under_the_wrong_heading_is_one(read: Read) -> None:
    rows = {
        1: [SENDER],
        2: ["KẾT QUẢ NĂM 2023"],
        4: ["STT", "Chỉ tiêu", "Đơn vị", "Giao", "Thực hiện"],
        5: [1, "Kết nạp đoàn viên", "người", 220, 305],
        6: [2, "Quỹ Mái ấm Công đoàn", "triệu đồng", 150, 148.2],
    }
    values = [told(figure.unit_code, figure.value) for figure in read(book(rows)).figures]
    assert values == [
        ("LDLD.TQ.CHIEMHOA", 220),
        ("LDLD.TQ.CHIEMHOA", 305),
        ("LDLD.TQ.CHIEMHOA", 150_000_000),
        ("LDLD.TQ.CHIEMHOA", 148_200_000),
    ]


def test_a_unit_of_measure_may_stand_in_the_heading_of_the_values(read: Read) -> None:
    rows = {
        1: [SENDER],
        2: ["KẾT QUẢ NĂM 2023"],
        4: ["STT", "Chỉ tiêu", "Giao (tr.đ)", "Thực hiện năm 2023 (tr.đ)"],
        5: [1, "Quỹ Mái ấm Công đoàn", 150, 148.2],
    }
    assert [figure.value for figure in read(book(rows)).figures] == [150_000_000, 148_200_000]


@pytest.mark.parametrize(
    ("unit", "value"),
    [("nghìn người", 12_500), ("1.000 người", 12_500), ("trăm người", 1_250), ("người", None)],
)
def test_things_counted_in_thousands_are_multiplied_out(read: Read, unit: str, value: int | None) -> None:
    rows = {1: [SENDER], 2: ["KẾT QUẢ NĂM 2023"], 4: ["STT", "Chỉ tiêu", "ĐVT", "Thực hiện"]}
    (figure,) = read(book({**rows, 5: [1, "Tổng số đoàn viên", unit, 12.5]})).figures
    assert figure.value == value


def test_a_book_of_one_sheet_a_unit_is_read_by_the_names_of_its_sheets(read: Read) -> None:
    import io

    import factories
    from openpyxl import load_workbook

    rows = {1: ["LĐLĐ TỈNH TUYÊN QUANG"], 2: ["KẾT QUẢ NĂM 2023"], 4: HEADER, 5: ROW}
    workbook = load_workbook(io.BytesIO(book(rows, name="Na Hang")))
    copied = workbook.copy_worksheet(workbook["Na Hang"])
    copied.title = "Yên Sơn"
    document = read(factories.saved(workbook))
    units = [figure.unit_code for figure in document.figures if figure.kind is FigureKind.RESULT]
    assert units == ["LDLD.TQ.NAHANG", "LDLD.TQ.YENSON"]
    assert reasons(document) == ["sender_from_sheet", "sender_from_sheet"]


@pytest.mark.parametrize(
    "header",
    [
        ["STT", "Chỉ tiêu", "ĐVT", "Thực hiện", "Thực hiện"],
        ["STT", "Đơn vị", "Suất quà", "Kết nạp ĐV", "Kết nạp ĐV"],
    ],
)
def test_two_columns_under_one_heading_with_different_numbers_are_not_chosen_from(
    read: Read, header: list[object]
) -> None:
    rows = {1: ["LĐLĐ TỈNH TUYÊN QUANG"], 2: ["KẾT QUẢ NĂM 2023"], 4: header}
    (reason,) = read(book({**rows, 5: [1, "Kết nạp đoàn viên", 3, 131, 121]})).document.reasons
    assert reason.code in ("layout_uncertain", "no_known_indicator")
    assert "hai cột cùng tiêu đề" in reason.vi
    assert read(book({**rows, 5: [1, "Kết nạp đoàn viên", 3, 131, 131]})).figures
