"""Numbers under an indicator's name that are none of its results: points, targets, another year's, a directory's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest
from other_families import Rows, book

from ingest.context import ReadDocument
from warehouse.records import DocumentStatus

Read = Callable[..., ReadDocument]
Row = Sequence[object]

_UNITS = ("LĐLĐ huyện Na Hang", "LĐLĐ huyện Lâm Bình", "LĐLĐ huyện Yên Sơn")
_HEAD = {1: ["LĐLĐ TỈNH TUYÊN QUANG"]}
_CHILDREN = ("Kết nạp đoàn viên", "Thành lập CĐCS")


def by_indicator(title: str, header: Row, rows: Sequence[Row]) -> bytes:
    return book({**_HEAD, 2: [title], 4: header, **{5 + place: row for place, row in enumerate(rows)}})


def by_unit(title: str, header: Row, numbers: Sequence[Row]) -> bytes:
    rows = {6 + place: [place + 1, unit, *numbers[place]] for place, unit in enumerate(_UNITS)}
    return book({**_HEAD, 2: [title], 4: header, **rows})


def under_parents(title: str, parents: Sequence[str], numbers: Row) -> bytes:
    """Two indicators under each of the parents, a unit a row."""
    top: list[object] = ["STT", "Đơn vị", *(text for parent in parents for text in (parent, None))]
    rows: Rows = {
        **_HEAD,
        2: [title],
        4: top,
        5: [None, None, *(_CHILDREN * len(parents))],
        **{6 + place: [place + 1, unit, *numbers] for place, unit in enumerate(_UNITS)},
    }
    pairs = [f"{'CEG'[place]}4:{'DFH'[place]}4" for place in range(len(parents))]
    return book(rows, ["A4:A5", "B4:B5", *pairs])


def told(document: ReadDocument) -> list[tuple[str, str, str | None, str | None, Decimal | None]]:
    """Cell, kind, indicator, period and value."""
    return [
        (f.locator.partition("!")[2], f.kind.value, f.indicator_code, f.period_code, f.value) for f in document.figures
    ]


SCORES: dict[str, bytes] = {
    "points given and points checked": by_indicator(
        "BẢNG CHẤM ĐIỂM THI ĐUA NĂM 2023",
        ["STT", "Nội dung tiêu chí", "Điểm chuẩn", "Điểm tự chấm", "Điểm thẩm định"],
        [[1, "Kết nạp đoàn viên", 10, 9, 8], [2, "Thành lập CĐCS", 10, 10, 9]],
    ),
    "points under the word for results": by_indicator(
        "KẾT QUẢ THI ĐUA NĂM 2023",
        ["STT", "Tiêu chí", "Điểm tối đa", "Đạt"],
        [[1, "Kết nạp đoàn viên", 10, 9], [2, "Thành lập CĐCS", 10, 10], [3, "Hiến máu tình nguyện", 5, 5]],
    ),
    "only the title speaks of points": by_unit(
        "BẢNG TỔNG HỢP ĐIỂM THI ĐUA NĂM 2023",
        ["STT", "Đơn vị", *_CHILDREN, "Hiến máu"],
        [[10, 9, 5], [9, 9, 5], [8, 9, 5]],
    ),
    "points that add up to the last column": by_unit(
        "KẾT QUẢ THI ĐUA NĂM 2023",
        ["STT", "Đơn vị", *_CHILDREN, "Hiến máu", "Tổng điểm"],
        [[10, 9, 5, 24], [9, 9, 5, 23], [8, 9, 5, 22]],
    ),
    "a parent says points": under_parents("KẾT QUẢ THI ĐUA NĂM 2023", ["Điểm"], [9, 10]),
    "a parent says places": under_parents("KẾT QUẢ THI ĐUA NĂM 2023", ["Xếp hạng"], [1, 2]),
    "only the title speaks of places": by_unit(
        "XẾP HẠNG CÁC ĐƠN VỊ NĂM 2023", ["STT", "Đơn vị", *_CHILDREN], [[1, 2], [2, 1], [3, 3]]
    ),
    "the title says percentages": by_unit(
        "TỶ LỆ THỰC HIỆN CHỈ TIÊU NĂM 2023 (%)", ["STT", "Đơn vị", *_CHILDREN], [[110.5, 100], [95, 98], [100, 100]]
    ),
}


@pytest.mark.parametrize("form", SCORES)
def test_points_places_and_percentages_are_no_results(read: Read, form: str) -> None:
    document = read(SCORES[form])
    assert document.document.status is DocumentStatus.QUARANTINED
    assert document.figures == ()


def test_results_above_their_points_are_results(read: Read) -> None:
    document = read(
        by_indicator(
            "BẢNG CHẤM ĐIỂM THI ĐUA NĂM 2023",
            ["STT", "Tiêu chí", "Điểm chuẩn", "Kết quả thực hiện", "Điểm tự chấm"],
            [[1, "Kết nạp đoàn viên", 10, 305, 9], [2, "Thành lập CĐCS", 10, 12, 10]],
        )
    )
    assert told(document) == [
        ("D5", "result", "members_admitted", "2023", 305),
        ("D6", "result", "grassroots_unions_founded", "2023", 12),
    ]


@pytest.mark.parametrize(
    "title",
    [
        "BIỂU GIAO CHỈ TIÊU THI ĐUA NĂM 2024",
        "BẢN ĐĂNG KÝ THI ĐUA NĂM 2024",
        "TỔNG HỢP ĐĂNG KÝ CHỈ TIÊU NĂM 2024",
        "KẾ HOẠCH CÔNG TÁC NĂM 2024",
        "DỰ TOÁN NĂM 2024",
    ],
)
def test_what_is_assigned_or_pledged_is_a_target(read: Read, title: str) -> None:
    by_columns = read(by_unit(title, ["STT", "Đơn vị", *_CHILDREN], [[100, 3], [90, 2], [80, 1]]))
    by_rows = read(
        by_indicator(title, ["STT", "Nội dung", "ĐVT", "Số lượng"], [[1, "Kết nạp đoàn viên", "người", 305]])
    )
    assert {(figure.kind.value, figure.period_code) for figure in by_columns.figures} == {("target", "2024")}
    assert told(by_rows) == [("D5", "target", "members_admitted", "2024", 305)]


@pytest.mark.parametrize(
    "title", ["KẾT QUẢ THỰC HIỆN KẾ HOẠCH NĂM 2024", "TÌNH HÌNH THỰC HIỆN CHỈ TIÊU GIAO NĂM 2024", "THI ĐUA NĂM 2024"]
)
def test_results_of_a_plan_are_results(read: Read, title: str) -> None:
    document = read(by_unit(title, ["STT", "Đơn vị", *_CHILDREN], [[100, 3], [90, 2], [80, 1]]))
    assert {figure.kind.value for figure in document.figures} == {"result"}


def test_headings_above_the_indicators_say_what_is_target_result_and_percentage(read: Read) -> None:
    parents = ["Chỉ tiêu giao", "Thực hiện", "Tỷ lệ đạt (%)"]
    document = read(under_parents("KẾT QUẢ THI ĐUA NĂM 2023", parents, [100, 3, 120, 4, 120, 133.3]))
    first = document.figures[1]
    assert told(document)[:4] == [
        ("C6", "target", "members_admitted", "2023", 100),
        ("E6", "result", "members_admitted", "2023", 120),
        ("D6", "target", "grassroots_unions_founded", "2023", 3),
        ("F6", "result", "grassroots_unions_founded", "2023", 4),
    ]
    assert (first.reference, first.percent) == (100, 120)


@pytest.mark.parametrize("earlier", ["Cùng kỳ năm trước", "Cùng kỳ 2022", "Năm trước", "Thực hiện năm trước"])
def test_columns_of_the_year_before_are_of_the_year_before(read: Read, earlier: str) -> None:
    parents = under_parents("KẾT QUẢ THI ĐUA 6 THÁNG ĐẦU NĂM 2023", [earlier, "6 tháng đầu năm 2023"], [1, 2, 3, 4])
    rows = by_indicator(
        "KẾT QUẢ THI ĐUA 6 THÁNG ĐẦU NĂM 2023",
        ["STT", "Chỉ tiêu", "ĐVT", "Thực hiện", earlier],
        [[1, "Kết nạp đoàn viên", "người", 305, 250]],
    )
    assert [period for *_, period, _ in told(read(parents))[:4]] == ["2022-H1", "2022-H1", "2023-H1", "2023-H1"]
    assert [(period, value) for *_, period, value in told(read(rows))] == [("2023-H1", 305), ("2022-H1", 250)]


def test_where_no_period_is_known_the_year_before_is_left_out(read: Read) -> None:
    rows = by_indicator(
        "KẾT QUẢ THI ĐUA",
        ["STT", "Chỉ tiêu", "ĐVT", "Năm trước", "Thực hiện"],
        [[1, "Kết nạp đoàn viên", "người", 250, 305]],
    )
    assert [value for *_, value in told(read(rows))] == [305]


def test_a_month_and_what_is_cumulative_by_it_are_two_periods(read: Read) -> None:
    document = read(
        by_indicator(
            "BÁO CÁO KẾT QUẢ THÁNG 9 NĂM 2023",
            ["STT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm", "Thực hiện tháng 9", "Lũy kế từ đầu năm", "% KH năm"],
            [[1, "Kết nạp đoàn viên", "người", 600, 55, 305, 50.8]],
        )
    )
    assert told(document) == [
        ("E5", "result", "members_admitted", "2023-09", 55),
        ("D5", "target", "members_admitted", "2023", 600),
        ("F5", "result", "members_admitted", "2023-M09", 305),
    ]
    assert [figure.percent for figure in document.figures] == [None, None, Decimal("50.8")]


def test_next_years_target_beside_this_years_result_is_of_next_year(read: Read) -> None:
    document = read(
        by_indicator(
            "KẾT QUẢ NĂM 2023 VÀ CHỈ TIÊU NĂM 2024",
            ["STT", "Chỉ tiêu", "ĐVT", "Giao 2023", "Thực hiện 2023", "Chỉ tiêu 2024"],
            [[1, "Kết nạp đoàn viên", "người", 300, 305, 320]],
        )
    )
    assert told(document) == [
        ("D5", "target", "members_admitted", "2023", 300),
        ("E5", "result", "members_admitted", "2023", 305),
        ("F5", "target", "members_admitted", "2024", 320),
    ]


def test_of_two_years_compared_changes_are_told_of_the_later(read: Read) -> None:
    document = read(
        by_indicator(
            "SO SÁNH KẾT QUẢ NĂM 2022 VÀ NĂM 2023",
            ["STT", "Chỉ tiêu", "ĐVT", "Năm 2022", "Năm 2023", "Tăng, giảm"],
            [[1, "Kết nạp đoàn viên", "người", 300, 305, 5]],
        )
    )
    change = document.figures[-1]
    assert (change.change is not None, change.period_code, change.reference_period_code) == (True, "2023", "2022")


def test_codes_telephones_years_and_places_beside_results_are_no_figures(read: Read) -> None:
    header = ["STT", "Đơn vị", "Mã", "Điện thoại", "Số tài khoản", *_CHILDREN, "Năm thành lập", "Điểm", "Xếp hạng"]
    numbers = [[803 + n, 912345678 + n, 8600205123456 + n, 305 + n, 4, 1995, 98 - n, n + 1] for n in range(3)]
    document = read(by_unit("KẾT QUẢ THI ĐUA NĂM 2023", header, numbers))
    assert {figure.locator.partition("!")[2][0] for figure in document.figures} == {"F", "G"}


@pytest.mark.parametrize(
    "index",
    [
        ["(a)", "(b)", "(c)", "(d)=(c)+(e)"],
        ["[1]", "[2]", "[3]", "[4]=[3]/2"],
        ["C-101", "(2)", -3, -4],
        ["A", "B", 1, "2=1*100%"],
        ["Cột 1", "Cột 2", "Cột 3", "Cột 4"],
    ],
)
def test_rows_that_number_the_columns_are_no_data(read: Read, index: list[object]) -> None:
    rows = {7 + place: [place + 1, unit, 100, 3] for place, unit in enumerate(_UNITS)}
    head = {**_HEAD, 2: ["KẾT QUẢ THI ĐUA NĂM 2023"], 4: ["STT", "Đơn vị", *_CHILDREN], 5: index}
    document = read(book({**head, **rows}))
    assert [figure.locator.partition("!")[2] for figure in document.figures] == ["C7", "D7", "C8", "D8", "C9", "D9"]


def values(document: ReadDocument) -> list[Decimal | None]:
    return [figure.value for figure in document.figures]


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("người, triệu đồng", 300_000_000),
        ("1.000.000 đồng", 300_000_000),
        ("trăm triệu đồng", 30_000_000_000),
        ("triệu đồng/năm", None),
    ],
)
def test_money_in_a_unit_that_is_none_of_money_is_held(read: Read, unit: str, value: int | None) -> None:
    header = ["STT", "Chỉ tiêu", "ĐVT", "Thực hiện"]
    rows = [[1, "Số tiền vận động ủng hộ Quỹ Mái ấm Công đoàn", unit, 300]]
    (figure,) = read(by_indicator("KẾT QUẢ NĂM 2023", header, rows)).figures
    assert figure.value == value
    assert bool(figure.alternatives) is (value is None)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("Đơn vị tính: người, triệu đồng", 300_000_000),
        ("Đơn vị tính (nghìn đồng)", 300_000),
        ("ĐVT: triệu đồng/người", None),
    ],
)
def test_the_unit_above_a_table_is_found_among_others(read: Read, said: str, value: int | None) -> None:
    table = {4: ["STT", "Chỉ tiêu", "Thực hiện"], 5: [1, "Quỹ Mái ấm Công đoàn", 300], 6: [2, "Thành lập CĐCS", 12]}
    document = read(book({**_HEAD, 2: ["KẾT QUẢ NĂM 2023"], 3: [None, None, said], **table}))
    assert values(document) == [value, 12]


def test_a_number_merged_over_several_units_or_columns_is_nobodys(read: Read) -> None:
    rows = {5 + place: [place + 1, unit, None if place else 300, 3] for place, unit in enumerate(_UNITS)}
    over_units = read(
        book({**_HEAD, 2: ["KẾT QUẢ NĂM 2023"], 4: ["STT", "Đơn vị", *_CHILDREN], **rows}, ["C5:C7"]),
    )
    over_columns = read(
        book(
            {
                **_HEAD,
                2: ["KẾT QUẢ NĂM 2023"],
                4: ["STT", "Chỉ tiêu", "Giao", "Thực hiện"],
                5: [1, "Kết nạp đoàn viên", 300],
                6: [2, "Thành lập CĐCS", 10, 12],
            },
            ["C5:D5"],
        )
    )
    assert values(over_units) == [None, 3, 3, 3]
    assert values(over_columns) == [None, 10, 12]


def test_one_indicator_under_two_headings_is_not_read_as_one(read: Read) -> None:
    document = read(under_parents("KẾT QUẢ NĂM 2023", ["Khu vực nhà nước", "Ngoài nhà nước"], [1, 2, 3, 4]))
    assert {figure.indicator_code for figure in document.figures} <= {None}


def test_women_under_a_heading_of_their_own_are_a_part(read: Read) -> None:
    document = read(under_parents("KẾT QUẢ NĂM 2023", ["Tổng số", "Trong đó nữ"], [5, 6, 3, 4]))
    first = [(figure.indicator_code, figure.scope, figure.value) for figure in document.figures[:4]]
    assert first == [
        ("members_admitted", None, 5),
        ("grassroots_unions_founded", None, 6),
        ("members_admitted", "Trong đó nữ", 3),
        ("grassroots_unions_founded", "Trong đó nữ", 4),
    ]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [("Phân loại", ["Giao", "Thực hiện", "Giao"]), ("Năm", [2022, 2023, 2022]), ("Quý", ["I", "II", "III"])],
)
def test_rows_of_plan_and_result_or_of_several_periods_are_set_aside(
    read: Read, heading: str, cells: Sequence[object]
) -> None:
    numbers = [[cell, 300, 3] for cell in cells]
    document = read(by_unit("KẾT QUẢ NĂM 2023", ["STT", "Đơn vị", heading, *_CHILDREN], numbers))
    assert document.document.status is DocumentStatus.QUARANTINED
    assert "xen kẽ" in document.document.reasons[0].vi


def test_a_column_that_repeats_the_reports_year_is_no_figure(read: Read) -> None:
    numbers = [[2023, 300, 3], [2023, 200, 2], [2023, 100, 1]]
    document = read(by_unit("KẾT QUẢ NĂM 2023", ["STT", "Đơn vị", "Năm", *_CHILDREN], numbers))
    assert values(document) == [300, 3, 200, 2, 100, 1]


def test_units_that_nobody_knows_under_no_unions_name_are_set_aside(read: Read) -> None:
    header = ["STT", "Đơn vị", "Tổng số lao động", "Hiến máu (lượt)"]
    rows = {5: [1, "Bệnh viện Một", 300, 2], 6: [2, "Bệnh viện Hai", 400, 3]}
    table = {2: ["TỔNG HỢP NĂM 2023"], 4: header, **rows}
    assert read(book(table)).document.status is DocumentStatus.QUARANTINED
    assert len(read(book({**_HEAD, **table})).figures) == 4


@pytest.mark.parametrize(
    ("sheet", "period"), [("Quý II", "2023-Q2"), ("T6", "2023-06"), ("6T", "2023-H1"), ("Tổng hợp", "2023")]
)
def test_a_sheet_named_after_a_quarter_of_the_titles_year_is_of_it(read: Read, sheet: str, period: str) -> None:
    rows = {**_HEAD, 2: ["KẾT QUẢ NĂM 2023"], 4: ["STT", "Chỉ tiêu", "Thực hiện"], 5: [1, "Kết nạp đoàn viên", 30]}
    document = read(book(rows, name=sheet))
    assert [figure.period_code for figure in document.figures] == [period]
    assert [reason.code for reason in document.document.reasons] == ["period_from_name"] * (period != "2023")


def test_lists_of_people_or_payments_are_not_their_units_numbers(read: Read) -> None:
    money = "Số tiền hỗ trợ nhà ở đoàn viên"
    people = [[1, "Nguyễn Mẫu", _UNITS[0], 50], [2, "Trần Thử", _UNITS[1], 40]]
    payments = [[1, _UNITS[0], "Đợt 1", 50], [2, _UNITS[0], "Đợt 2", 40]]
    for header, rows in (
        (["STT", "Họ và tên", "Đơn vị", f"{money} (triệu đồng)"], people),
        (["STT", "Đơn vị", "Nội dung chi", f"{money} (triệu đồng)"], payments),
    ):
        document = read(by_indicator("HỖ TRỢ NHÀ Ở NĂM 2023", header, rows))
        assert document.document.status is DocumentStatus.QUARANTINED


def test_one_unit_of_many_told_twice_is_left_to_be_asked(read: Read) -> None:
    rows = [[place + 1, unit, 100 + place] for place, unit in enumerate((*_UNITS, _UNITS[0]))]
    document = read(by_indicator("KẾT QUẢ NĂM 2023", ["STT", "Đơn vị", "Kết nạp đoàn viên"], rows))
    assert values(document) == [100, 101, 102, 103]


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("BÁO CÁO KẾT QUẢ 6 THÁNG ĐẦU NĂM VÀ PHƯƠNG HƯỚNG 6 THÁNG CUỐI NĂM 2023", "2023-H1"),
        ("KẾT QUẢ 6 THÁNG ĐẦU NĂM 2023, NHIỆM VỤ 6 THÁNG CUỐI NĂM 2023", "2023-H1"),
        ("KẾT QUẢ NĂM 2023 VÀ PHƯƠNG HƯỚNG NĂM 2024", "2023"),
        ("KẾT QUẢ THỰC HIỆN NHIỆM VỤ NĂM 2023", "2023"),
        ("KẾT QUẢ TỪ THÁNG 1 ĐẾN THÁNG 9 NĂM 2023", "2023-M09"),
        ("KẾT QUẢ THÁNG 1-6/2023", "2023-H1"),
    ],
)
def test_a_title_that_goes_on_to_what_is_planned_is_of_what_was_done(read: Read, title: str, period: str) -> None:
    document = read(by_indicator(title, ["STT", "Chỉ tiêu", "Thực hiện"], [[1, "Kết nạp đoàn viên", 30]]))
    assert [figure.period_code for figure in document.figures] == [period]


def test_targets_that_a_plan_assigns_are_targets_though_the_title_does_not_say_so(read: Read) -> None:
    rows = {7 + place: [place + 1, unit, 100, 2] for place, unit in enumerate(_UNITS)}
    head = {**_HEAD, 2: ["CHỈ TIÊU THI ĐUA NĂM 2024"], 3: ["(Kèm theo Kế hoạch số 12/KH-LĐLĐ ngày 05/01/2024)"]}
    document = read(book({**head, 6: ["STT", "Đơn vị", *_CHILDREN], **rows}))
    assert {figure.kind.value for figure in document.figures} == {"target"}


@pytest.mark.parametrize("code", ["0912345678", "0803", 912345678])
def test_a_telephone_number_or_code_is_no_count(read: Read, code: object) -> None:
    document = read(by_unit("KẾT QUẢ NĂM 2023", ["STT", "Đơn vị", *_CHILDREN], [[code, "02"]] * 3))
    assert values(document) == [None, 2] * 3


def test_numbers_under_no_heading_beside_the_table_put_its_headings_in_doubt(read: Read) -> None:
    header = ["STT", "Đơn vị", *_CHILDREN]
    document = read(by_unit("KẾT QUẢ NĂM 2023", header, [[803 + place, 100 - place, 3] for place in range(3)]))
    assert document.document.status is DocumentStatus.QUARANTINED
    assert "lệch" in document.document.reasons[0].vi


def test_averages_under_the_units_are_nobodys(read: Read) -> None:
    rows = [[1, _UNITS[0], 100, 4], [2, _UNITS[1], 50, 2], [None, "Bình quân", 75, 3], [None, "Tỷ lệ (%)", 10, 10]]
    document = read(by_indicator("KẾT QUẢ NĂM 2023", ["STT", "Đơn vị", *_CHILDREN], rows))
    assert values(document) == [100, 4, 50, 2]


def test_columns_of_numbers_that_were_left_out_are_told(read: Read) -> None:
    header = ["STT", "Chỉ tiêu", "ĐVT", "Giao", "Thực hiện", "Còn lại", "Lý do"]
    document = read(by_indicator("KẾT QUẢ NĂM 2023", header, [[1, "Kết nạp đoàn viên", "người", 300, 250, 50, "Mưa"]]))
    (reason,) = document.document.reasons
    assert (values(document), reason.code) == ([300, 250], "columns_not_read")
    assert "“Còn lại”" in reason.vi
    assert "Lý do" not in reason.vi


def test_an_export_that_nobody_sent_needs_more_than_two_known_labels(read: Read) -> None:
    labels = ("Tổng số lao động", "Tổng số đoàn viên công đoàn", "Số người hưởng")
    rows = {6 + place: [f"0{place}", label, 500, 400, 80] for place, label in enumerate(labels)}
    head = {1: ["B07. SỐ NGƯỜI THAM GIA"], 2: ["ma_tinh", "tu_thang", "den_thang", "nam"], 3: [8, 1, 11, 2023]}
    table = book({**head, 5: ["STT", "Chỉ tiêu", "Kế hoạch", "Thực hiện", "Tỷ lệ (%)"], **rows})
    assert read(table, office_code=None).document.status is DocumentStatus.QUARANTINED
    assert read(table, office_code="LDLD.TQ").figures != ()


def test_a_department_of_planning_makes_no_plan(read: Read) -> None:
    title = "THI ĐUA KHỐI PHÒNG KẾ HOẠCH NĂM 2023"
    document = read(by_indicator(title, ["STT", "Nội dung", "Số lượng"], [[1, "Kết nạp đoàn viên", 5]]))
    assert [figure.kind.value for figure in document.figures] == ["result"]
