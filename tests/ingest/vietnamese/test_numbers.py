"""Vietnamese numbers are read exactly as printed."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.vietnamese.numbers import SpanKind, parse_number, parse_percent, parse_ratio, scan_numbers
from warehouse.figure import Qualifier
from warehouse.vietnamese import format_number


@pytest.mark.parametrize(
    ("printed", "value", "decimals"),
    [
        ("1.720", "1720", 0),
        ("236,70", "236.70", 2),
        ("1.000.000 ", "1000000", 0),
        ("1.234,5", "1234.5", 1),
        ("1,234.5", "1234.5", 1),
        ("1\u00a0234\u202f567", "1234567", 0),
        ("12 345", "12345", 0),
        ("05", "5", 0),
        ("-3", "-3", 0),
        ("529,46 triệu đồng", "529460000", 2),
        ("110 ngàn tỷ", "110000000000000", 0),
        ("3 vạn", "30000", 0),
        ("1 tỷ 250 triệu", "1250000000", 0),
        ("2 tỉ rưỡi", "2500000000", 1),
        ("150 tr.đ", "150000000", 0),
        ("mười hai", "12", 0),
        ("ba mươi lăm", "35", 0),
        ("hai trăm linh năm nghìn", "205000", 0),
        ("một nửa", "0.5", 1),
        ("Không", "0", 0),
    ],
)
def test_a_printed_number_has_one_exact_value(printed: str, value: str, decimals: int) -> None:
    number = parse_number(printed)
    assert number is not None
    assert (number.value, number.decimals) == (Decimal(value), decimals)


@pytest.mark.parametrize(
    "text", ["", "   ", "không rõ", "-", "//", "1.2.3", "12.34.567", "2022-2023", "năm 2023", "12/2023", "1" * 60]
)
def test_what_is_not_one_number_is_not_read(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("printed", "qualifier"),
    [
        ("gần 1.166", Qualifier.APPROX),
        ("khoảng 10 tỷ đồng", Qualifier.APPROX),
        ("hơn 400 suất", Qualifier.AT_LEAST),
        ("ít nhất là 5%", Qualifier.AT_LEAST),
        ("1.500 đoàn viên trở lên", Qualifier.AT_LEAST),
        ("từ 1 tỷ đồng trở lên", Qualifier.AT_LEAST),
        ("không quá 30", Qualifier.AT_MOST),
        ("dưới 5", Qualifier.AT_MOST),
        ("12 người trở xuống", Qualifier.AT_MOST),
        ("12 người", Qualifier.EXACT),
    ],
)
def test_qualifiers_stand_before_the_number_or_after_its_noun(printed: str, qualifier: Qualifier) -> None:
    number = parse_number(printed)
    assert number is not None
    assert number.qualifier is qualifier


def test_scale_word_and_unit_are_kept_as_written() -> None:
    number = parse_number("1.500 Đoàn viên")
    assert number is not None
    assert number.unit_of_measure == "Đoàn viên"
    money = parse_number("148,2 triệu đồng")
    assert money is not None
    assert money.unit_of_measure == "triệu đồng"


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [("15-18", "15", "18"), ("từ 5 đến 10 triệu", "5000000", "10000000"), ("1,5 – 2%", "1.5", "2")],
)
def test_a_range_has_a_lower_and_an_upper_end(printed: str, low: str, high: str) -> None:
    number = parse_number(printed)
    assert number is not None
    assert (number.value, number.upper) == (Decimal(low), Decimal(high))


def test_three_digits_after_one_mark_leave_a_second_reading() -> None:
    dot, comma = parse_number("1.234"), parse_number("1,234")
    assert dot is not None
    assert comma is not None
    assert (dot.value, dot.alternatives) == (Decimal(1234), (Decimal("1.234"),))
    assert (comma.value, comma.alternatives) == (Decimal("1.234"), (Decimal(1234),))


@pytest.mark.parametrize("settled", ["0,125", "12,5", "1.000.000", "1.234,5", "1234"])
def test_other_shapes_leave_no_second_reading(settled: str) -> None:
    number = parse_number(settled)
    assert number is not None
    assert number.alternatives == ()


@pytest.mark.parametrize(
    ("printed", "value", "decimals"),
    [
        ("122,7%", "122.7", 1),
        ("138,6", "138.6", 1),
        ("96 phần trăm", "96", 0),
        ("đạt 90%", "90", 0),
        ("96.154%", "96.154", 3),
    ],
)
def test_a_percentage_keeps_its_printed_decimals(printed: str, value: str, decimals: int) -> None:
    percent = parse_percent(printed)
    assert percent is not None
    assert (percent.value, percent.decimals, percent.unit) == (Decimal(value), decimals, "%")


@pytest.mark.parametrize("amount", ["12 đoàn viên", "3 triệu", "27/22", ""])
def test_an_amount_is_no_percentage(amount: str) -> None:
    assert parse_percent(amount) is None


@pytest.mark.parametrize(
    "printed",
    [
        "27/22",
        "27 / 22",
        "27／22",
        "27 trên 22",
        "27/22 hộ",
        "27 trên tổng số 22",
        "27/22 (122,7%)",
        "27/22 đạt 122,7%",
    ],
)
def test_a_ratio_is_result_over_reference_however_it_is_joined(printed: str) -> None:
    ratio = parse_ratio(printed)
    assert ratio is not None
    assert (ratio.value.value, ratio.reference.value) == (Decimal(27), Decimal(22))
    assert (ratio.percent is not None) == ("122,7" in printed)


@pytest.mark.parametrize("text", ["12/BC-LĐLĐ", "12/6/2021", "27", "năm 2022/2023", "a/b", "27/", "100%/90%"])
def test_dates_and_document_numbers_are_no_ratio(text: str) -> None:
    assert parse_ratio(text) is None


def test_a_ratio_whose_sides_disagree_about_the_dot_keeps_the_other_reading() -> None:
    unlike, alike = parse_ratio("2.425/1.72"), parse_ratio("2.425/1.720")
    assert unlike is not None
    assert unlike.alternatives == ("2.425/1.72",)
    assert alike is not None
    assert alike.alternatives == ()


def test_prose_gives_each_number_with_its_span_in_the_text_as_received() -> None:
    text = "Đã kết nạp gần 1.166 đoàn viên, trao 27/22 căn nhà (122,7%), quyên góp hơn 7,2 tỉ đồng."
    for received in (text, unicodedata.normalize("NFD", text), text.replace(" ", "\u00a0")):
        spans = scan_numbers(received)
        printed = [unicodedata.normalize("NFKC", received[span.start : span.end]) for span in spans]
        assert printed == ["1.166", "27/22", "122,7%", "7,2 tỉ"]
        assert [span.kind for span in spans] == [SpanKind.NUMBER, SpanKind.RATIO, SpanKind.PERCENT, SpanKind.NUMBER]
        outer = unicodedata.normalize("NFKC", received[spans[0].outer_start : spans[0].end])
        assert outer == "gần 1.166"


@pytest.mark.parametrize(
    "text",
    [
        "ngày 12/6/2021",
        "Nghị quyết 09/NQ-CĐVC",
        "Kết luận 01-KL/TW",
        "lúc 08:14",
        "phòng B12.304",
        "Covid-19",
        "tháng 9/2022",
    ],
)
def test_dates_times_codes_and_document_numbers_are_not_scanned(text: str) -> None:
    assert scan_numbers(text) == []


@given(st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2, allow_nan=False))
def test_an_amount_written_the_vietnamese_way_reads_back(amount: Decimal) -> None:
    number = parse_number(format_number(amount, 2))
    assert number is not None
    assert (number.value, number.decimals) == (amount, 2)


@given(st.integers(0, 10**12), st.sampled_from([("nghìn", 3), ("triệu", 6), ("tỷ", 9), ("nghìn tỷ", 12)]))
def test_a_scaled_amount_reads_back_in_base_units(amount: int, scale: tuple[str, int]) -> None:
    number = parse_number(f"{format_number(Decimal(amount))} {scale[0]} đồng")
    assert number is not None
    assert number.value == Decimal(amount) * 10 ** scale[1]


@given(st.integers(1, 999), st.integers(1, 999))
def test_a_compound_adds_its_parts(billions: int, millions: int) -> None:
    number = parse_number(f"{billions} tỷ {millions} triệu đồng")
    assert number is not None
    assert number.value == billions * 10**9 + millions * 10**6


@given(st.integers(1, 10**7), st.integers(1, 10**7))
def test_a_ratio_reads_back(value: int, reference: int) -> None:
    ratio = parse_ratio(f"{format_number(Decimal(value))}/{format_number(Decimal(reference))} đoàn viên")
    assert ratio is not None
    assert (ratio.value.value, ratio.reference.value) == (Decimal(value), Decimal(reference))


@given(st.text())
def test_no_text_makes_the_readers_raise(text: str) -> None:
    parse_number(text)
    parse_percent(text)
    parse_ratio(text)
    for span in scan_numbers(text):
        assert 0 <= span.outer_start <= span.start < span.end <= len(text)


@pytest.mark.parametrize(
    "hostile", ["1." * 20_000, "1 000 " * 10_000, "gần " * 20_000, "1 tỷ " * 10_000, "27/" * 20_000]
)
def test_long_hostile_runs_are_read_to_their_end_without_a_number(hostile: str) -> None:
    assert len(scan_numbers(hostile)) <= len(hostile)
    assert parse_number(hostile) is None
    assert parse_ratio(hostile) is None
