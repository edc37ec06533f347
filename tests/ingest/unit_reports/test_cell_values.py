"""What a value cell says, in every notation offices use."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from expected import told
from hypothesis import given
from hypothesis import strategies as st

from ingest.unit_reports.grid import CellValue
from ingest.unit_reports.ooxml import CellFact
from ingest.unit_reports.values import Kind, Marks, marks_of, money_scale, read_cell, read_text
from ingest.unit_reports.workbook import Sheet


def cell(value: CellValue, number_format: str = "General", error: str | None = None) -> Sheet:
    facts = {(0, 0): CellFact(number_format, error)}
    return Sheet("S", [[value]], load_facts=lambda: facts)


@pytest.mark.parametrize("text", ["", "  ", "...", "…", ". . .", "{filldata}", "&=Data.STT"])
def test_empty_cells_and_unfilled_templates_say_nothing(text: str) -> None:
    assert read_text(text).kind is Kind.EMPTY


@pytest.mark.parametrize("text", ["-", "–", "--", "//", "/ /".replace(" ", ""), "n/a"])
def test_a_dash_means_not_applicable(text: str) -> None:
    assert read_text(text).kind is Kind.NOT_APPLICABLE


@pytest.mark.parametrize("text", ["0", "Không", "không", "00"])
def test_zero_and_khong_are_zero(text: str) -> None:
    assert told(read_text(text).kind, read_text(text).number) == (Kind.NUMBER, 0)


@pytest.mark.parametrize(
    ("text", "number", "decimals"),
    [
        ("1.720", "1720", 0),
        ("236,70", "236.70", 2),
        ("236.700.000\u00a0", "236700000", 0),
        ("1\u202f720", "1720", 0),
        ("'02", "2", 0),
        ("'75,0", "75.0", 1),
        ("305 đoàn viên", "305", 0),
        ("(12)", "-12", 0),
        ("118,3%", "118.3", 1),
    ],
)
def test_numbers_typed_as_text(text: str, number: str, decimals: int) -> None:
    reading = read_text(text)
    assert (reading.number, reading.decimals) == (Decimal(number), decimals)


def test_a_scale_word_in_the_cell_is_multiplied_out() -> None:
    reading = read_text("148,2 triệu đồng")
    assert (reading.number, reading.is_scaled, reading.unit) == (Decimal("148200000"), True, "triệu đồng")


@pytest.mark.parametrize("text", ["abc", "x", "=cmd|' /C calc'!A0", "#DIV/0!", "12/BC-LĐLĐ", "05/12/2023"])
def test_what_is_no_number_is_unreadable_with_its_text(text: str) -> None:
    assert (read_text(text).kind, read_text(text).text) == (Kind.UNREADABLE, text)


@pytest.mark.parametrize(
    ("text", "number", "reference"),
    [
        ("27/22", "27", "22"),
        ("58 / 60", "58", "60"),
        ("2.425/1.720", "2425", "1720"),
        ("27／22", "27", "22"),
        ("27:22", "27", "22"),
        ("27 trên 22", "27", "22"),
        ("236,70/230", "236.70", "230"),
    ],
)
def test_ratios_in_one_cell(text: str, number: str, reference: str) -> None:
    reading = read_text(text, Marks.VIETNAMESE)
    assert (reading.kind, reading.number, reading.reference) == (Kind.RATIO, Decimal(number), Decimal(reference))


def test_a_ratio_keeps_the_percentage_behind_it() -> None:
    reading = read_text("61/60 (101,7%)")
    assert (reading.percent, reading.percent_decimals) == (Decimal("101.7"), 1)


@pytest.mark.parametrize(
    ("value", "number_format", "number", "decimals"),
    [
        (148.19999999999999, "General", "148.2", 1),
        (0.1 + 0.2, "General", "0.3", 1),
        (1000.0, "#,##0.0", "1000", 1),
        (2425.0, "#,##0", "2425", 0),
        (1.386, "0.0%", "138.6", 1),
        (305 / 220, "0.0%", "138.6", 1),
        (1.0, "0%", "100", 0),
        (12.0, '0 "hộ"', "12", 0),
        (5, "General", "5", 0),
    ],
)
def test_stored_numbers_are_exact_decimals_as_shown(
    value: float, number_format: str, number: str, decimals: int
) -> None:
    reading = read_cell(cell(value, number_format), 0, 0)
    assert (reading.number, reading.decimals) == (Decimal(number), decimals)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_a_typed_decimal_survives_its_storage_as_a_float(number: Decimal) -> None:
    assert read_cell(cell(float(number)), 0, 0).number == number


@pytest.mark.parametrize("value", [True, float("inf"), float("nan")])
def test_values_that_are_no_numbers_are_unreadable(value: CellValue) -> None:
    assert read_cell(cell(value), 0, 0).kind is Kind.UNREADABLE


def test_an_error_cell_is_neither_blank_nor_a_number() -> None:
    reading = read_cell(cell(None, error="#REF!"), 0, 0)
    assert (reading.kind, reading.text) == (Kind.UNREADABLE, "#REF!")


@pytest.mark.parametrize("number_format", ["d-mmm", "d\\-mmm", "[$-42A]d\\-mmm;@", "General"])
def test_a_day_and_month_may_have_been_either_ratio(number_format: str) -> None:
    reading = read_cell(cell(date(2022, 5, 4), number_format), 0, 0)
    assert reading.kind is Kind.DATE
    assert told(*reading.ratio_readings) == ((4, 5), (5, 4))
    assert reading.text == "04-thg 5"


def test_a_month_and_year_were_typed_month_first() -> None:
    assert told(*read_cell(cell(date(2022, 11, 1), "mmm-yy"), 0, 0).ratio_readings) == ((11, 22),)


@pytest.mark.parametrize("value", [date(2023, 12, 5), datetime(2023, 12, 5, 7, 30)])  # noqa: DTZ001 - cells have none
def test_a_real_date_is_no_ratio(value: CellValue) -> None:
    reading = read_cell(cell(value, "dd/mm/yyyy"), 0, 0)
    assert (reading.kind, reading.ratio_readings) == (Kind.UNREADABLE, ())


@pytest.mark.parametrize("text", ["04-thg 5", "4-May", "04-may"])
def test_a_date_exported_to_text_is_known(text: str) -> None:
    assert told(*read_text(text).ratio_readings) == ((4, 5), (5, 4))


def test_a_fraction_format_has_lost_its_factor() -> None:
    reading = read_cell(cell(1.25, "# ?/?"), 0, 0)
    assert (reading.kind, reading.number) == (Kind.FRACTION, None)
    assert told(*reading.ratio_readings[:2]) == ((5, 4), (10, 8))


@pytest.mark.parametrize(
    ("texts", "marks"),
    [
        (["236,70", "1.166"], Marks.VIETNAMESE),
        (["1.000.000"], Marks.VIETNAMESE),
        (["1,234.5"], Marks.AMERICAN),
        (["236.70", "1,166"], Marks.AMERICAN),
        (["1.166", "1,222", "305"], Marks.UNDECIDED),
        (["236,70", "236.70"], Marks.UNDECIDED),
        (["529,46/525"], Marks.VIETNAMESE),
    ],
)
def test_the_decimal_mark_is_told_by_numbers_that_leave_no_doubt(texts: list[str], marks: Marks) -> None:
    assert marks_of(texts) is marks


def test_the_marks_of_a_sheet_settle_its_doubtful_numbers() -> None:
    assert read_text("1.166", Marks.VIETNAMESE).number == 1166
    assert read_text("1.166", Marks.AMERICAN).number == Decimal("1.166")
    assert read_text("1,222", Marks.VIETNAMESE).number == Decimal("1.222")
    assert read_text("1,222", Marks.AMERICAN).number == 1222
    assert read_text("1.166").number_readings == (Decimal("1.166"),)


@pytest.mark.parametrize(
    ("unit", "power"),
    [
        ("Tr. đồng", 6), ("triệu đồng", 6), ("tr.đ", 6), ("Trđ", 6), ("TRIỆU ĐỒNG", 6), ("tr đồng", 6),
        ("nghìn đồng", 3), ("ngàn đồng", 3), ("1.000đ", 3), ("1000 đồng", 3), ("tỷ đồng", 9), ("Tỉ đồng", 9),
        ("đồng", 0), ("VNĐ", 0), ("Đoàn viên", None), ("hộ", None), ("%", None), ("người", None),
    ],
)  # fmt: skip
def test_units_of_money_scale_to_dong(unit: str, power: int | None) -> None:
    assert money_scale(unit) == power


@given(st.text(max_size=30))
def test_any_text_gives_a_reading(text: str) -> None:
    reading = read_text(text)
    assert reading.number is None or reading.number.is_finite()


@pytest.mark.parametrize("number_format", ["mmm d, yyyy", "dd/mm/yyyy", "[$-409]d-mmm-yy;@"])
def test_a_serial_number_formatted_as_a_day_is_no_number(number_format: str) -> None:
    assert read_cell(cell(38352.0, number_format), 0, 0).kind is Kind.UNREADABLE


@pytest.mark.parametrize("number_format", ["General", "#,##0 [$đ-42A]", '0 "ngày"', '#,##0\\ "dong"', "_-* #,##0_-"])
def test_a_number_with_its_unit_in_the_format_is_a_number(number_format: str) -> None:
    assert told(read_cell(cell(38352.0, number_format), 0, 0).number) == (38352,)


def test_a_font_is_taken_for_the_sheets_only_where_most_of_it_is_written_so() -> None:
    rows: list[list[CellValue]] = [["Bo Ærenlund", "Kirsebærhegnet 47"], ["KÕt n¹p ®oµn viªn", "BÆR"]]
    assert Sheet("S", rows).text(0, 0) == "Bo Ærenlund"
