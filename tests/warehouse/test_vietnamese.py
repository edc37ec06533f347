"""Vietnamese words compare as people read them, and numbers are written as people write them."""

from __future__ import annotations

from decimal import Decimal
from unicodedata import normalize

import pytest

from warehouse.vietnamese import comparison_key, format_money, format_number, format_percent, period_vi, plain_key


@pytest.mark.parametrize(
    ("old", "new"),
    [("Chiêm Hoá", "Chiêm Hóa"), ("Uỷ ban", "Ủy ban"), ("khoẻ", "khỏe"), ("Nội  hoà.", "nội hòa"), ("THUỶ", "thủy")],
)
def test_tone_placement_case_and_spacing_make_no_difference(old: str, new: str) -> None:
    assert comparison_key(old) == comparison_key(new)


@pytest.mark.parametrize("word", ["quý", "toàn", "hoàn thành", "khoán", "Quỹ"])
def test_a_word_whose_tone_has_one_place_is_left_alone(word: str) -> None:
    assert comparison_key(word) == word.casefold()


def test_decomposed_text_is_the_same_text() -> None:
    assert comparison_key(normalize("NFD", "Kết nạp đoàn viên")) == comparison_key("Kết nạp đoàn viên")


def test_typing_without_marks_is_recognised_as_a_last_resort() -> None:
    assert plain_key("Liên đoàn Lao động") == "lien doan lao dong"


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        ("2425", None, "2.425"),
        ("529.46", None, "529,46"),
        ("122.7272", 1, "122,7"),
        ("89.25", 1, "89,3"),
        ("0", 1, "0,0"),
    ],
)
def test_numbers_are_written_with_dots_for_thousands_and_a_decimal_comma(
    number: str, decimals: int | None, text: str
) -> None:
    assert format_number(Decimal(number), decimals) == text


def test_percentages_and_money_are_written_as_offices_write_them() -> None:
    assert format_percent(Decimal("122.7")) == "122,7%"
    assert format_money(Decimal("529460000")) == "529,46 triệu đồng"
    assert format_money(Decimal("1000000000")) == "1 tỷ đồng"
    assert format_money(Decimal("1234567")) == "1.234.567 đồng"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("2023", "năm 2023"),
        ("2022-H1", "6 tháng đầu năm 2022"),
        ("2022-H2", "6 tháng cuối năm 2022"),
        ("2022-Q3", "quý III/2022"),
        ("2022-M09", "9 tháng đầu năm 2022"),
        ("2022-09", "tháng 9/2022"),
        ("SY2022-2023", "năm học 2022-2023"),
        ("2023-2028", "giai đoạn 2023-2028"),
        ("2023-01-01/2023-05-31", "từ 01/01/2023 đến 31/05/2023"),
        (None, ""),
        ("2022-??", "2022-??"),
    ],
)
def test_a_period_is_told_in_words(code: str | None, words: str) -> None:
    assert period_vi(code) == words
