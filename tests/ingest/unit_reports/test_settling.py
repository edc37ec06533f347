"""A second witness decides between two readings; without one, both are held."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import factories
import pytest
from expected import told

from ingest.context import ReadDocument
from warehouse.figure import Figure, FigureKind

Read = Callable[..., ReadDocument]

HEADER = ["STT", "Chỉ tiêu", "ĐVT", "Giao", "Thực hiện", "Tỷ lệ %"]


def indicator_sheet(*rows: list[object]) -> bytes:
    cells: dict[str, object] = {"A1": "LĐLĐ HUYỆN CHIÊM HÓA", "A2": "KẾT QUẢ THỰC HIỆN CHỈ TIÊU NĂM 2023"}
    factories.put_rows(cells, 4, [HEADER, *rows])
    return factories.sheet_of(cells)


def unit_sheet(heading: str, *rows: list[object]) -> bytes:
    cells: dict[str, object] = {"A1": "LĐLĐ TỈNH TUYÊN QUANG", "A2": "KẾT QUẢ THỰC HIỆN NĂM 2022"}
    factories.put_rows(cells, 4, [["STT", "Đơn vị", heading], *rows])
    return factories.sheet_of(cells)


def results(document: ReadDocument) -> list[Figure]:
    return [figure for figure in document.figures if figure.kind is FigureKind.RESULT and not figure.is_control_total]


@pytest.mark.parametrize(
    ("printed", "percent"),
    [
        (138.6, "138.6"),
        ("138,6%", "138.6"),
        ("138,6", "138.6"),
        (1.386, "138.6"),
        ("1,386", "138.6"),
        (305 / 220, "138.636364"),
        (305 / 220 * 100, "138.636364"),
        (139, "139"),
        ("127,2", "127.2"),
        (1.272, "127.2"),
    ],
)
def test_a_percentage_is_told_in_percent_whatever_its_notation(read: Read, printed: object, percent: str) -> None:
    document = read(indicator_sheet([1, "Kết nạp đoàn viên", "người", 220, 305, printed]))
    (figure,) = results(document)
    assert figure.percent == Decimal(percent)


def test_a_small_true_percentage_is_not_taken_for_a_fraction(read: Read) -> None:
    (figure,) = results(read(indicator_sheet([1, "Kết nạp đoàn viên", "người", 1000, 12, 1.2])))
    assert figure.percent == Decimal("1.2")


def test_a_percentage_without_a_result_has_an_implied_target(read: Read) -> None:
    (figure,) = results(read(indicator_sheet([1, "Kết nạp đoàn viên", "người", None, None, "96%"])))
    assert told(figure.value, figure.percent, figure.denominator_basis) == (None, 96, "implied_target")


def test_a_thousands_mark_lost_to_a_decimal_is_recovered_by_the_percentage(read: Read) -> None:
    (figure,) = results(read(indicator_sheet([1, "Kết nạp đoàn viên", "người", 1070, 1.166, 109])))
    assert told(figure.value, figure.reference, figure.recovered_from) == (1166, 1070, "decimal")


def test_a_thousands_mark_lost_to_a_decimal_is_recovered_by_the_total(read: Read) -> None:
    rows: list[list[object]] = [
        [1, "CĐ ngành Giáo dục", 142],
        [2, "CĐ các KCN", 1.024],
        [None, "Tổng cộng", "1.166"],
    ]
    document = read(unit_sheet("Kết nạp ĐV", *rows))
    assert [figure.value for figure in results(document)] == [142, 1024]


def test_without_a_witness_a_count_with_a_fraction_is_held(read: Read) -> None:
    (figure,) = results(read(indicator_sheet([1, "Kết nạp đoàn viên", "người", None, 1.166, None])))
    assert told(figure.value, figure.alternatives) == (None, ("1.166", "1166"))


def test_a_fraction_that_no_thousands_mark_explains_stays_for_the_gate(read: Read) -> None:
    (figure,) = results(read(indicator_sheet([1, "Kết nạp đoàn viên", "người", None, 12.34567, None])))
    assert told(figure.value, figure.alternatives) == (Decimal("12.34567"), ())


def test_typed_text_that_counts_whole_things_has_one_reading(read: Read) -> None:
    (figure,) = results(read(indicator_sheet([1, "Kết nạp đoàn viên", "người", None, "1.166", None])))
    assert told(figure.value, figure.alternatives) == (1166, ())


def test_money_in_doubt_keeps_its_other_reading(read: Read) -> None:
    (figure,) = results(read(indicator_sheet([1, "Quỹ Mái ấm", "triệu đồng", None, "1.166", None])))
    assert told(figure.value, figure.alternatives) == (Decimal("1166000000"), ("1.166",))


def test_a_neighbour_shows_what_the_dot_means(read: Read) -> None:
    rows: list[list[object]] = [
        [1, "Kết nạp đoàn viên", "người", None, "4.180", None],
        [2, "Quỹ Mái ấm", "nghìn đồng", None, "65.000", None],
    ]
    _, money = results(read(indicator_sheet(*rows)))
    assert told(money.value, money.alternatives) == (Decimal("65000000"), ())


def test_dates_of_one_column_are_read_under_one_setting(read: Read) -> None:
    rows: list[list[object]] = [
        [1, "CĐ ngành Giáo dục", date(2022, 5, 4)],
        [2, "CĐ ngành Y tế", date(2022, 8, 7)],
        [3, "CĐ các KCN", "11/10"],
        [None, "Cộng", "24/21"],
    ]
    assert [told(figure.value, figure.reference) for figure in results(read(unit_sheet("Nhà ở (TH/giao)", *rows)))] == [
        (5, 4),
        (8, 7),
        (11, 10),
    ]


def test_dates_typed_under_two_settings_are_settled_where_one_mixture_fits(read: Read) -> None:
    rows: list[list[object]] = [
        [1, "CĐ ngành Giáo dục", date(2022, 5, 4)],
        [2, "CĐ ngành Y tế", date(2022, 12, 7)],
        [None, "Cộng", "16/12"],
    ]
    held = results(read(unit_sheet("Nhà ở (TH/giao)", *rows)))
    assert [told(figure.value, figure.reference) for figure in held] == [(4, 5), (12, 7)]


def test_a_date_among_plain_numbers_is_held(read: Read) -> None:
    (figure,) = results(read(indicator_sheet([1, "Hỗ trợ làm nhà mới", "nhà", 4, date(2022, 5, 4), None])))
    assert (figure.value, figure.alternatives, figure.recovered_from) == (None, ("4/5", "5/4"), "date")


def test_one_fact_in_two_units_is_loaded_once(read: Read) -> None:
    rows: list[list[object]] = [
        [1, "Quỹ Mái ấm", "triệu đồng", 230, 236.7, None],
        [2, "Quỹ Mái ấm (đồng)", "đồng", 230_000_000, 236_704_000, None],
    ]
    (figure,) = results(read(indicator_sheet(*rows)))
    assert figure.locator == "Sheet1!E5"


def test_two_statements_of_one_fact_that_disagree_both_stay(read: Read) -> None:
    rows: list[list[object]] = [
        [1, "Quỹ Mái ấm", "triệu đồng", 230, 236.7, None],
        [2, "Quỹ Mái ấm (đồng)", "đồng", 230_000_000, 263_700_000, None],
    ]
    assert [figure.value for figure in results(read(indicator_sheet(*rows)))] == [236_700_000, 263_700_000]


@pytest.mark.parametrize("text", ["không rõ", "=1+1 người", "#REF!"])
def test_an_unreadable_number_is_a_figure_without_a_value(read: Read, text: str) -> None:
    rows: list[list[object]] = [[1, "Kết nạp đoàn viên", "người", 220, f" {text}", None]]
    (figure,) = results(read(indicator_sheet(*rows)))
    assert (figure.value, figure.percent, figure.number_text) == (None, None, text)
