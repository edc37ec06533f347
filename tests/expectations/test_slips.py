"""Which numbers may have been meant where another is printed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.slips import Slip, SlipKind, slips


def slip(printed: str, meant: str, *, unit_scale: int = 1, decimals: int = 0, is_money: bool = False) -> Slip | None:
    wanted = Decimal(meant)
    window = (wanted, wanted)
    told = slips(Decimal(printed), unit_scale=unit_scale, decimals=decimals, is_money=is_money, within=window)
    return next(iter(told), None)


@pytest.mark.parametrize(
    ("printed", "meant", "kind"),
    [
        ("2452", "2425", SlipKind.DIGITS),
        ("2426", "2425", SlipKind.DIGITS),
        ("245", "2425", SlipKind.DIGITS),
        ("24425", "2425", SlipKind.DIGITS),
        ("24250", "2425", SlipKind.SCALE),
        ("2425000", "2425", SlipKind.SCALE),
        ("2.425", "2425", SlipKind.THOUSAND_MARK),
        ("-2425", "2425", SlipKind.SIGN),
    ],
    ids=["exchanged", "other", "dropped", "doubled", "a zero too many", "a thousandfold", "a comma for a dot", "minus"],
)
def test_one_slip_of_the_hand_is_told_backwards(printed: str, meant: str, kind: SlipKind) -> None:
    told = slip(printed, meant)
    assert told is not None
    assert told.kind is kind


@pytest.mark.parametrize(("printed", "meant"), [("2425", "2425"), ("2425", "5242"), ("2425", "3536"), ("-5", "6")])
def test_what_takes_two_slips_or_none_is_told_as_none(printed: str, meant: str) -> None:
    assert slip(printed, meant) is None


def test_the_digits_of_an_amount_are_those_printed_before_its_unit() -> None:
    assert slip("2500500000", "2505000000", unit_scale=10**6, decimals=1, is_money=True) is not None
    assert slip("2500500000", "2500500001", unit_scale=10**6, decimals=1, is_money=True) is None


def test_an_amount_slips_between_its_units_more_easily_than_by_one_zero() -> None:
    by_unit = slip("95100000000", "95100000", unit_scale=10**6, is_money=True)
    by_zero = slip("951000000", "95100000", unit_scale=10**6, is_money=True)
    assert by_unit is not None
    assert by_zero is not None
    assert by_unit.cost < by_zero.cost


def test_digits_exchanged_cost_less_than_any_other_digit() -> None:
    exchanged, other = slip("127.2", "122.7", decimals=1), slip("127.2", "127.9", decimals=1)
    assert exchanged is not None
    assert other is not None
    assert exchanged.cost < other.cost


@given(st.integers(min_value=10, max_value=10**7), st.integers(min_value=0, max_value=10**7))
def test_a_window_leaves_out_nothing_that_lies_in_it(number: int, bound: int) -> None:
    low, high = Decimal(min(number, bound)), Decimal(max(number, bound))
    every = {one.meant for one in slips(Decimal(number)) if low <= one.meant <= high}
    assert {one.meant for one in slips(Decimal(number), within=(low, high))} == every


@given(st.decimals(min_value=1, max_value=10**6, places=2))
def test_no_slip_leaves_a_number_as_it_is_or_makes_it_negative(number: Decimal) -> None:
    assert all(one.meant != number and one.meant >= 0 for one in slips(number, decimals=2))
