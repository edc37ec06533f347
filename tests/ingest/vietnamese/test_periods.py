"""Reporting periods are read as the language writes them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.vietnamese.periods import find_periods, first_day, last_day, parse_period, read_day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("năm 2023", "2023"),
        ("2023", "2023"),
        ("6 tháng đầu năm 2022", "2022-H1"),
        ("6 tháng cuối năm 2022", "2022-H2"),
        ("quý III/2022", "2022-Q3"),
        ("Quý 4 năm 2021", "2021-Q4"),
        ("9 tháng năm 2022", "2022-M09"),
        ("02 tháng đầu năm 2018", "2018-M02"),
        ("tháng 9/2022", "2022-09"),
        ("tháng 10 năm 2015", "2015-10"),
        ("năm học 2022- 2023", "SY2022-2023"),
        ("nhiệm kỳ 2023-2028", "2023-2028"),
        ("giai đoạn 2016 – 2020", "2016-2020"),
        ("từ năm 2019 đến quý III năm 2021", "2019/2021-Q3"),
        ("từ 01/01/2023 đến 31/05/2023", "2023-01-01/2023-05-31"),
        ("BÁO CÁO KẾT QUẢ NĂM 2023, NHIỆM KỲ 2023-2028", "2023"),
    ],
)
def test_a_period_has_one_code(text: str, code: str) -> None:
    period = parse_period(text)
    assert period is not None
    assert period.code == code


def test_a_period_without_its_year_takes_the_year_of_its_document() -> None:
    assert parse_period("9 tháng") is None
    completed = parse_period("9 tháng", year=2022)
    assert completed is not None
    assert completed.code == "2022-M09"
    half = parse_period("6 tháng đầu năm", year=2021)
    assert half is not None
    assert half.code == "2021-H1"


@pytest.mark.parametrize(
    "text", ["", "ngày 29/02/2023", "ngày 31/04/2023", "ba năm qua", "12 đoàn viên", "tháng Công nhân"]
)
def test_what_names_no_period_has_none(text: str) -> None:
    assert parse_period(text) is None


def test_a_day_is_day_before_month_and_must_exist() -> None:
    assert read_day("03/8/2017") == date(2017, 8, 3)
    assert read_day("26 tháng 7 năm 2022") == date(2022, 7, 26)
    assert read_day("29/02/2024") == date(2024, 2, 29)
    assert read_day("29/02/2023") is None


def test_every_period_of_a_text_is_found_with_its_place() -> None:
    text = "tổng kết năm 2022, phương hướng 6 tháng đầu năm 2023, nhiệm kỳ 2023-2028"
    assert [(text[s.start : s.end], s.period.code if s.period else None) for s in find_periods(text)] == [
        ("năm 2022", "2022"),
        ("6 tháng đầu năm 2023", "2023-H1"),
        ("nhiệm kỳ 2023-2028", "2023-2028"),
    ]


@given(st.text())
def test_no_text_makes_the_reader_raise(text: str) -> None:
    parse_period(text)
    parse_period(text, year=2023)


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("2023", date(2023, 12, 31)),
        ("2025-H1", date(2025, 6, 30)),
        ("2025-Q3", date(2025, 9, 30)),
        ("2024-M09", date(2024, 9, 30)),
        ("2024-02", date(2024, 2, 29)),
        ("SY2024-2025", date(2025, 8, 31)),
        ("2023-2028", date(2028, 12, 31)),
        ("2023-01-01/2023-05-31", date(2023, 5, 31)),
        ("2019/2021-Q3", date(2021, 9, 30)),
        ("2023-13", None),
        (None, None),
    ],
)
def test_a_period_ends_on_its_last_day(code: str | None, day: date | None) -> None:
    assert last_day(code) == day


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("2023", date(2023, 1, 1)),
        ("2023-H1", date(2023, 1, 1)),
        ("2023-H2", date(2023, 7, 1)),
        ("2023-Q3", date(2023, 7, 1)),
        ("2023-M09", date(2023, 1, 1)),
        ("2023-09", date(2023, 9, 1)),
        ("SY2022-2023", date(2022, 9, 1)),
        ("2023-2028", date(2023, 1, 1)),
        ("2023-01-05/2023-02-01", date(2023, 1, 5)),
        ("2023-13", None),
        (None, None),
    ],
)
def test_a_period_begins_on_its_first_day(code: str | None, day: date | None) -> None:
    assert first_day(code) == day


@given(st.text(alphabet="0123456789-/HQMSY²", max_size=24))
def test_no_code_makes_a_day_raise(code: str) -> None:
    assert last_day(code) is None or isinstance(last_day(code), date)
    assert first_day(code) is None or isinstance(first_day(code), date)
