"""The gate's integer arithmetic in SQL tells what exact fractions tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

import duckdb
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from expectations.arithmetic import define_macros
from expectations.messages import percent_of
from warehouse.database import connect

NEAR_LIMIT = 10**22 - 1
MOST_PERCENT = 10**15 - 1
WHOLE = st.one_of(st.integers(0, 3000), st.integers(0, NEAR_LIMIT))
BASE = st.one_of(st.integers(1, 3000), st.integers(1, NEAR_LIMIT))

Row = tuple[int, ...]


@pytest.fixture(scope="module")
def arithmetic() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect() as connection:
        define_macros(connection)
        yield connection


def answers(connection: duckdb.DuckDBPyConnection, expression: str, rows: Sequence[Row]) -> list[object]:
    """The expression over n0, n1, … for each row: one query for all, as the gate asks."""
    columns = {f"n{place}": [str(row[place]) for row in rows] for place in range(len(rows[0]))}
    given = connection.from_arrow(pa.table({"place": range(len(rows)), **columns}))
    casts = ", ".join(["place", *(f"cast({name} as hugeint) as {name}" for name in columns)])
    told = given.project(casts).project(f"place, {expression} as told").order("place").fetchall()
    return [value for _, value in told]


def told_by_fractions(r: int, t: int, p: int, m: int, d: int) -> str:
    """The rule as the page writes it: p and u as fractions, c = 100·r/t."""
    c, printed, u = Fraction(100 * r, t), Fraction(p, 10**m), Fraction(1, 10**d)

    def rounded(c: Fraction, printed: Fraction) -> bool:
        return abs(c - printed) <= u / 2

    def truncated(c: Fraction, printed: Fraction) -> bool:
        return printed <= c < printed + u

    if rounded(c, printed):
        return "rounded"
    if truncated(c, printed):
        return "truncated"
    if r > 0 and r != t:
        inverse = Fraction(100 * t, r)
        if rounded(inverse, printed) or truncated(inverse, printed):
            return "swapped"
    if rounded(c, printed + 100) or truncated(c, printed + 100):
        return "other_verb"
    return "far" if abs(c - printed) > 1 + u / 2 else "near"


@st.composite
def printed_percentages(draw: st.DrawFn) -> Row:
    """r, t, p, m, d: p anything, or within a few last digits of 100·r/t, of its inverse, or of what is above 100%."""
    r, t, d = draw(WHOLE), draw(BASE), draw(st.integers(0, 6))
    m = d + draw(st.integers(0, 3))
    meant = draw(
        st.sampled_from([None, Fraction(100 * r, t), Fraction(100 * t, max(r, 1)), Fraction(100 * r, t) - 100])
    )
    if meant is None:
        return r, t, draw(st.integers(0, MOST_PERCENT)), m, d
    near = int(meant * 10**m) + draw(st.integers(-3, 3))
    return r, t, min(max(near, 0), MOST_PERCENT), m, d


@settings(max_examples=20, deadline=None)
@given(rows=st.lists(printed_percentages(), min_size=40, max_size=80))
@example(rows=[(714, 800, 893, 1, 1), (714, 800, 892, 1, 1), (NEAR_LIMIT, 1, MOST_PERCENT, 9, 6)])
@example(rows=[(NEAR_LIMIT, NEAR_LIMIT - 1, MOST_PERCENT, 9, 6), (0, NEAR_LIMIT, MOST_PERCENT, 9, 0)])
def test_a_printed_percentage_stands_to_its_ratio_as_fractions_say(
    arithmetic: duckdb.DuckDBPyConnection, rows: list[Row]
) -> None:
    told = answers(arithmetic, "percent_fit(n0, n1, n2, n2 + 100 * power_of_ten(n3), n3, n4)", rows)
    assert told == [told_by_fractions(*row) for row in rows]


def has_whole_base(r: int, p: int, d: int) -> bool:
    printed, u = Fraction(p, 10**d), Fraction(1, 10**d)
    largest = int(100 * r / (printed - u / 2)) + 1
    return any(printed - u / 2 <= Fraction(100 * r, t) < printed + u for t in range(1, largest + 1))


@settings(max_examples=10, deadline=None)
@given(
    rows=st.lists(st.tuples(st.integers(1, 200), st.integers(100, 3000), st.integers(0, 1)), min_size=20, max_size=40)
)
@example(rows=[(26, 121, 0), (27, 1227, 1), (26, 120, 0)])
def test_a_whole_base_is_found_exactly_where_one_exists(arithmetic: duckdb.DuckDBPyConnection, rows: list[Row]) -> None:
    assert answers(arithmetic, "has_whole_base(n0, n1, n2)", rows) == [has_whole_base(*row) for row in rows]


@settings(max_examples=20, deadline=None)
@given(numbers=st.lists(st.decimals(-(10**18), 10**18, places=9), min_size=1, max_size=60))
def test_a_decimal_becomes_the_smallest_integer_that_holds_it(
    arithmetic: duckdb.DuckDBPyConnection, numbers: list[Decimal]
) -> None:
    given = arithmetic.from_arrow(
        pa.table({"place": range(len(numbers)), "n": pa.array(numbers, pa.decimal128(38, 9))})
    )
    told = given.project("place, nanos_of(n) as nanos, scale_of(nanos) as scale, at_scale(nanos, scale)").order("place")
    for number, (_, nanos, scale, unscaled) in zip(numbers, told.fetchall(), strict=True):
        assert Fraction(nanos, 10**9) == Fraction(unscaled, 10**scale) == Fraction(number)
        assert scale == 0 or unscaled % 10 != 0


def test_a_number_of_twenty_integer_digits_has_no_nanos(arithmetic: duckdb.DuckDBPyConnection) -> None:
    (nanos,) = arithmetic.execute("select nanos_of(cast($1 as decimal(38, 9)))", ["9" * 20]).fetchall()[0]
    assert nanos is None


@settings(max_examples=200, deadline=None)
@given(r=st.decimals(0, 10**20, places=9), t=st.decimals(Decimal("0.000000001"), 10**20, places=9), d=st.integers(0, 8))
@example(r=Decimal("71.4"), t=Decimal(80), d=1)
def test_a_computed_percentage_is_rounded_half_up(r: Decimal, t: Decimal, d: int) -> None:
    off = (100 * Fraction(r) / Fraction(t) - Fraction(percent_of(r, t, d))) * 10**d
    assert -Fraction(1, 2) <= off < Fraction(1, 2)
