"""The Figure record keeps numbers exact on their way to Parquet and JSON."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.figure import FIGURE_SCHEMA, Figure, decimal_text, figure_id, stable_id, storable


def test_the_parquet_schema_has_the_fields_of_the_record_in_their_order() -> None:
    assert FIGURE_SCHEMA.names == [field.name for field in dataclasses.fields(Figure)]


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=6))
def test_a_number_with_at_most_nine_decimals_is_stored_as_it_is(number: Decimal) -> None:
    assert storable(number) == number


def test_a_number_too_long_for_the_schema_is_not_stored_in_part() -> None:
    assert storable(Decimal(10) ** 29) is None
    assert storable(Decimal(10) ** 28) == Decimal(10) ** 28


@pytest.mark.parametrize(
    ("number", "text"), [("1E+9", "1000000000"), ("122.70", "122.7"), ("0", "0"), ("-0.5", "-0.5"), ("100", "100")]
)
def test_a_decimal_is_told_in_plain_digits(number: str, text: str) -> None:
    assert decimal_text(Decimal(number)) == text


@given(st.lists(st.text(), min_size=1, max_size=4), st.lists(st.text(), min_size=1, max_size=4))
def test_ids_differ_where_any_part_or_its_border_differs(left: list[str], right: list[str]) -> None:
    assert (stable_id(*left) == stable_id(*right)) == (left == right)


def test_two_numbers_in_one_place_are_two_figures() -> None:
    assert figure_id("d", "Sheet1!E10", "result", 0) != figure_id("d", "Sheet1!E10", "result", 1)
    assert figure_id("d", "Sheet1!E10", "result") != figure_id("d", "Sheet1!E10", "target")
