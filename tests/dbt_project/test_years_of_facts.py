"""Which periods of a year are added up: properties of the real SQL over random sets of periods."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from rendered_models import render_model

from warehouse.settings import Settings

MONTHS = {
    **{f"2023-{month:02d}": ("month", month, month) for month in range(1, 13)},
    **{f"2023-Q{quarter}": ("quarter", 3 * quarter - 2, 3 * quarter) for quarter in range(1, 5)},
    **{f"2023-M{last:02d}": ("months", 1, last) for last in (2, 4, 5, 7, 8, 9, 10, 11)},
    "2023-H1": ("half", 1, 6),
    "2023-H2": ("half", 7, 12),
    "2023": ("year", 1, 12),
}
"""Every period code of one calendar year with its first and last month."""


@pytest.fixture(scope="module")
def model() -> str:
    project: Path = Settings().dbt_project_dir
    return render_model(project, "intermediate/int_attainments__counted.sql", ("periods",))


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(
            "create table int_attainments__rated (figure_id varchar, org_unit_code varchar, indicator_code varchar,"
            " scope varchar, period_code varchar, period_kind varchar, year_code varchar, accumulation_kind varchar,"
            " value decimal(38, 9), is_share boolean, source_kind varchar, quality_status varchar)"
        )
        yield connection


Told = list[list[str]]
"""The periods each of several units told."""


def counted(database: duckdb.DuckDBPyConnection, model: str, told: Told, accumulation: str) -> list[set[str]]:
    """Of each unit the periods whose rows count in the year."""
    rows_told = [(str(unit), code, MONTHS[code][0]) for unit, codes in enumerate(told) for code in codes]
    database.execute("delete from int_attainments__rated")
    database.execute(
        "insert into int_attainments__rated"
        " select unit || ' ' || code, unit, 'i', null, code, kind, '2023', $accumulation, 1, false, 'unit_report', 'ok'"
        " from (select unnest($units) as unit, unnest($codes) as code, unnest($kinds) as kind)",
        dict(zip(("units", "codes", "kinds"), map(list, zip(*rows_told, strict=True)), strict=True))
        | {"accumulation": accumulation},
    )
    rows = database.execute(f"select figure_id from ({model}) where is_counted_in_year").fetchall()  # noqa: S608
    chosen: list[set[str]] = [set() for _ in told]
    for (figure_id,) in rows:
        unit, code = figure_id.split(" ")
        chosen[int(unit)].add(code)
    return chosen


def months_of(codes: set[str]) -> list[int]:
    return [month for code in codes for month in range(MONTHS[code][1], MONTHS[code][2] + 1)]


def days_of(months: list[int]) -> int:
    ends = [date(2023, month + 1, 1) if month < 12 else date(2024, 1, 1) for month in months]
    return sum((end - date(2023, month, 1)).days for month, end in zip(months, ends, strict=True))


def most_days(codes: set[str]) -> int:
    """Days of the best choice of periods that do not overlap, by trying each next period after each month."""
    best = [0] * 13
    for month in range(1, 13):
        best[month] = best[month - 1]
        for code in codes:
            _, first, last = MONTHS[code]
            if last == month:
                best[month] = max(best[month], best[first - 1] + days_of(list(range(first, last + 1))))
    return best[12]


CODES = sorted(MONTHS)
seeds = settings(max_examples=4, deadline=None, phases=(Phase.explicit, Phase.generate))
"""Few questions of many units each: one costs the database as much as forty."""


def told_by_forty(random: Random) -> Told:
    return [random.sample(CODES, random.randint(1, 12)) for _ in range(40)]


@seeds
@given(random=st.randoms(use_true_random=True))
def test_no_day_of_a_year_is_added_twice_and_none_that_could_be_added_is_left_out(
    database: duckdb.DuckDBPyConnection, model: str, random: Random
) -> None:
    told = told_by_forty(random)
    for codes, chosen in zip(told, counted(database, model, told, "flow"), strict=True):
        months = months_of(chosen)
        assert len(months) == len(set(months)), codes
        assert days_of(months) == most_days(set(codes)), codes


@seeds
@given(random=st.randoms(use_true_random=True))
def test_of_a_stock_only_the_last_told_period_stands(
    database: duckdb.DuckDBPyConnection, model: str, random: Random
) -> None:
    told = told_by_forty(random)
    for codes, chosen in zip(told, counted(database, model, told, "stock"), strict=True):
        (stands,) = chosen
        assert MONTHS[stands][2] == max(MONTHS[code][2] for code in codes)


@seeds
@given(random=st.randoms(use_true_random=True))
def test_the_order_in_which_periods_were_told_changes_nothing(
    database: duckdb.DuckDBPyConnection, model: str, random: Random
) -> None:
    told = told_by_forty(random)
    other = [random.sample(codes, len(codes)) for codes in told]
    assert counted(database, model, told, "flow") == counted(database, model, other, "flow")
