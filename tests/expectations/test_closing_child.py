"""The one child of a total that was probably misprinted."""

from __future__ import annotations

from decimal import Decimal

import pytest

from expectations.closing import Child, closing_child


def child(name: str, value: str, reference: str | None = None, percent: str | None = None) -> Child:
    return Child(
        name=name,
        locator=name,
        value=Decimal(value),
        reference=Decimal(reference) if reference else None,
        percent=Decimal(percent) if percent else None,
        decimals=1,
    )


def named(children: list[Child], gap: str) -> str | None:
    found = closing_child(children, Decimal(gap))
    return found.name if found else None


def test_the_child_whose_printed_percentage_fits_the_mended_value_is_named() -> None:
    children = [child("one", "30", "22", "122.7"), child("two", "31", "22", "140.9")]
    assert named(children, "-3") == "one"


@pytest.mark.parametrize(
    ("printed", "gap"),
    [("1831", "-18"), ("1813000", "-1811187"), ("181", "1632"), ("18813", "-17000"), ("1893", "-80")],
    ids=["digits exchanged", "a thousandfold", "a digit dropped", "a digit doubled", "one digit other"],
)
def test_the_one_child_that_looks_misprinted_is_named(printed: str, gap: str) -> None:
    assert named([child("one", printed), child("two", "404000000")], gap) == "one"


def test_nobody_is_named_where_two_may_be() -> None:
    assert named([child("one", "31"), child("two", "41")], "-3") is None


def test_nobody_is_named_where_none_looks_misprinted() -> None:
    assert named([child("one", "5"), child("two", "6")], "-1") is None


def test_a_child_cannot_become_negative() -> None:
    assert named([child("one", "10"), child("two", "400")], "-360") == "two"
