"""An amount reads back in every notation: marks of thousands, decimals, scales, words, ranges, either Unicode form."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from spelling import grouped, spelled

from ingest.vietnamese.numbers import SpanKind, parse_number, parse_percent, parse_ratio, scan_numbers
from warehouse.figure import Qualifier
from warehouse.vietnamese import format_number

MARKS = (".", " ", "\u00a0", "\u202f", "")
QUALIFIERS = {
    "gần": Qualifier.APPROX,
    "khoảng": Qualifier.APPROX,
    "hơn": Qualifier.AT_LEAST,
    "trên": Qualifier.AT_LEAST,
    "ít nhất": Qualifier.AT_LEAST,
    "dưới": Qualifier.AT_MOST,
    "không quá": Qualifier.AT_MOST,
}
amounts = st.integers(0, 10**12)
forms = st.sampled_from(["NFC", "NFD"])
Form = Literal["NFC", "NFD"]


@given(amounts, st.sampled_from(MARKS), forms)
def test_thousands_are_told_apart_by_any_mark(amount: int, mark: str, form: Form) -> None:
    number = parse_number(unicodedata.normalize(form, f"{grouped(amount, mark)} đoàn viên"))
    assert number is not None
    assert (number.value, number.decimals, number.unit) == (Decimal(amount), 0, "đoàn viên")


@given(amounts, st.integers(0, 99), st.sampled_from([".", " ", "\u00a0", ""]))
def test_a_decimal_comma_follows_any_mark_of_thousands(whole: int, hundredths: int, mark: str) -> None:
    number = parse_number(f"{grouped(whole, mark)},{hundredths:02}")
    assert number is not None
    assert (number.value, number.decimals) == (Decimal(f"{whole}.{hundredths:02}"), 2)


@given(
    st.integers(0, 9_999),
    st.integers(0, 99),
    st.sampled_from(["nghìn", "ngàn", "triệu", "tỷ", "tỉ", "nghìn tỷ"]),
    st.sampled_from([" ", "\u00a0"]),
)
def test_a_scale_word_multiplies_exactly(whole: int, hundredths: int, scale: str, space: str) -> None:
    powers = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9, "tỉ": 9, "nghìn tỷ": 12}
    number = parse_number(f"{grouped(whole, '.')},{hundredths:02}{space}{scale}{space}đồng")
    assert number is not None
    assert number.value == Decimal(f"{whole}.{hundredths:02}").scaleb(powers[scale])
    assert number.unit_of_measure == f"{scale} đồng"


@given(st.integers(1, 999), st.integers(1, 999), st.integers(1, 999))
def test_a_compound_adds_up_down_to_thousands(billions: int, millions: int, thousands: int) -> None:
    number = parse_number(f"{billions} tỷ {millions} triệu {thousands} nghìn đồng")
    assert number is not None
    assert number.value == billions * 10**9 + millions * 10**6 + thousands * 10**3


@given(st.integers(1, 10**11), forms)
@example(2005, "NFC")
@example(21_972_799_489, "NFC")
@example(15, "NFC")
@example(21, "NFD")
@example(404, "NFC")
def test_number_words_read_back(number: int, form: Form) -> None:
    read = parse_number(unicodedata.normalize(form, spelled(number)))
    assert read is not None
    assert (read.value, read.unit) == (Decimal(number), None)


@given(amounts, st.sampled_from(list(QUALIFIERS)), forms)
def test_a_qualifier_before_the_amount_is_kept(amount: int, word: str, form: Form) -> None:
    number = parse_number(unicodedata.normalize(form, f"{word} {grouped(amount, '.')} đoàn viên"))
    assert number is not None
    assert (number.value, number.qualifier) == (Decimal(amount), QUALIFIERS[word])


@given(st.integers(0, 10**7), st.integers(1, 10**7), st.sampled_from(["{}-{}", "{} - {}", "{} – {}", "từ {} đến {}"]))
def test_a_range_keeps_both_ends(low: int, width: int, joint: str) -> None:
    number = parse_number(joint.format(grouped(low, "."), grouped(low + width, ".")))
    if 1900 <= low <= 2100 and "." not in grouped(low, "."):
        return
    assert number is not None
    assert (number.value, number.upper) == (Decimal(low), Decimal(low + width))


@given(st.integers(0, 500), st.integers(0, 99), st.sampled_from(["%", " %", "\u00a0%", " phần trăm"]))
def test_a_percentage_reads_back_under_either_sign(whole: int, hundredths: int, sign: str) -> None:
    number = parse_percent(f"{whole},{hundredths:02}{sign}")
    assert number is not None
    assert (number.value, number.decimals, number.unit) == (Decimal(f"{whole}.{hundredths:02}"), 2, "%")


@given(
    st.integers(1, 10**6),
    st.integers(1, 10**6),
    st.sampled_from(["{}/{}", "{} / {}", "{}／{}", "{} trên {}", "{} trên tổng số {}"]),
    st.integers(0, 999),
)
def test_a_ratio_keeps_its_sides_and_the_percentage_beside_it(
    value: int, reference: int, joint: str, tenths: int
) -> None:
    printed = joint.format(grouped(value, "."), grouped(reference, "."))
    ratio = parse_ratio(f"{printed} đoàn viên, đạt {format_number(Decimal(tenths).scaleb(-1))}%")
    assert ratio is not None
    assert (ratio.value.value, ratio.reference.value) == (Decimal(value), Decimal(reference))
    assert ratio.percent is not None
    assert ratio.percent.value == Decimal(tenths).scaleb(-1)


@given(st.integers(10, 10**9).filter(lambda amount: not 1900 <= amount <= 2100), st.sampled_from(MARKS[:4]), forms)
def test_prose_gives_the_amount_and_the_place_it_stands(amount: int, mark: str, form: Form) -> None:
    text = unicodedata.normalize(form, f"Đã hỗ trợ {grouped(amount, mark)} đồng cho đoàn viên.")
    (span,) = scan_numbers(text)
    assert (span.number.value, span.kind) == (Decimal(amount), SpanKind.NUMBER)
    assert text[span.start : span.end] == grouped(amount, mark)


@pytest.mark.parametrize("digits", [29, 1_000, 100_000])
def test_a_number_no_one_prints_is_not_read(digits: int) -> None:
    text = f"Đã hỗ trợ {'9' * digits} đồng."
    assert scan_numbers(text) == []
    assert parse_number("9" * digits) is None
