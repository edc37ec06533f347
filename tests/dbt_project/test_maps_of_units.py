"""Any chain of mergers and splits: nothing is lost, nothing counts twice, and no order matters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rendered_models import render_model

UNITS = tuple("ABCDEF")
DAYS = tuple(date(2001 + 4 * index, 7, 1) for index in range(5))
NEVER = date(1, 1, 1)


@dataclass(frozen=True)
class Part:
    """On ``day`` this part of what stood under ``source`` passes to ``target``."""

    source: str
    target: str
    day: date
    weight: Fraction


@dataclass(frozen=True)
class Reported:
    unit: str
    day: date
    value: Decimal


History = tuple[Part, ...]


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Mergers, splits, parts given away, one into the other on one day too: but never in a ring."""
    parts: list[Part] = []
    living = set(UNITS)
    for day in DAYS:
        acting = draw(st.sets(st.sampled_from(sorted(living)), max_size=min(3, len(living) - 1)))
        keeping = {unit for unit in sorted(acting) if draw(st.booleans())}
        ending = draw(st.permutations(sorted(acting - keeping)))
        takers = sorted(living - (acting - keeping))
        for unit in [*sorted(keeping), *ending]:
            passing = ending[ending.index(unit) + 1 :] if unit in ending else ending
            others = [taker for taker in (*takers, *passing) if taker != unit]
            targets = draw(st.lists(st.sampled_from(others), min_size=1, max_size=3, unique=True)) if others else []
            targets += [unit] if unit in keeping and targets else []
            shares = draw(st.lists(st.integers(1, 9), min_size=len(targets), max_size=len(targets)))
            parts += [
                Part(unit, target, day, Fraction(share, sum(shares)))
                for target, share in zip(targets, shares, strict=True)
            ]
            assert targets or unit in keeping, "of those that end the last gives to one that does not"
        living -= {part.source for part in parts if part.source not in keeping and part.day == day}
    return tuple(parts)


numbers = st.one_of(
    st.integers(-50, 50).map(Decimal),
    st.decimals(Decimal("-999999999999"), Decimal("999999999999"), places=0),
    st.decimals(-1000, 1000, places=2),
    st.decimals(-10, 10, places=4),
)
days = st.dates(DAYS[0] - timedelta(900), DAYS[-1] + timedelta(900))
reports = st.lists(st.builds(Reported, unit=st.sampled_from(UNITS), day=days, value=numbers), min_size=1, max_size=12)


class Maps:
    """The models ``int_org_units__succeeded`` and ``fct_results_on_maps`` over tables of our own."""

    def __init__(self, database: duckdb.DuckDBPyConnection, project: Path) -> None:
        self.database = database
        self.bridge = render_model(project, "intermediate/int_org_units__succeeded.sql")
        self.facts = render_model(project, "marts/fct_results_on_maps.sql", ("numbers", "maps"))
        database.execute(
            """
            create table stg_catalogue__org_units (org_unit_code varchar);
            create table stg_catalogue__org_events (
                from_unit_code varchar, to_unit_code varchar, effective_date date,
                weight_numerator bigint, weight_denominator bigint
            );
            create table int_nights__reached (map_date date);
            create table dim_indicators (indicator_code varchar, is_additive boolean);
            insert into dim_indicators values ('counted', true), ('share', false);
            create table dim_periods (period_code varchar, end_date date);
            create table int_figures__told_again (
                figure_kind varchar, figure_id varchar, period_code varchar, teller_figure_id varchar,
                teller_code varchar, is_whole boolean
            );
            create table fct_results (
                figure_id varchar, org_unit_code varchar, indicator_code varchar, indicator_name varchar,
                period_code varchar, as_of_date date, scope varchar, source_kind varchar, value decimal(38, 4),
                reference decimal(38, 4), printed_pct decimal(38, 4), change_kind varchar, qualifier varchar,
                quality_status varchar, night date
            );
            """
        )
        database.execute("insert into stg_catalogue__org_units select unnest($units)", {"units": list(UNITS)})
        database.execute(
            """
            create table int_org_units__versioned as
            select org_unit_code, 'x' as org_unit_version_id, 'name' as org_unit_name, 'district' as level_kind,
                'union' as organisation_kind,
                null::date as valid_from, null::date as valid_to, true as is_current, true as is_first, true as is_last
            from stg_catalogue__org_units
            """
        )

    def build(
        self, history: History, reported: list[Reported], indicator: str = "counted", today: date = date.max
    ) -> None:
        self.database.execute(
            "delete from stg_catalogue__org_events; delete from fct_results; delete from int_nights__reached"
        )
        self.database.execute("insert into int_nights__reached values ($today)", {"today": today})
        self.database.execute(
            "insert into stg_catalogue__org_events"
            " select unnest($from), unnest($to), unnest($day), unnest($n), unnest($d)",
            {
                "from": [part.source for part in history],
                "to": [part.target for part in history],
                "day": [part.day for part in history],
                "n": [part.weight.numerator for part in history],
                "d": [part.weight.denominator for part in history],
            },
        )
        self.database.execute(
            "insert into fct_results (figure_id, org_unit_code, value, as_of_date, indicator_code, scope, night)"
            " select unnest($id), unnest($unit), cast(unnest($value) as decimal(38, 4)), unnest($day),"
            " $indicator, '', date '2100-01-01'",
            {
                "id": [str(number) for number in range(len(reported))],
                "unit": [report.unit for report in reported],
                "value": [str(report.value) for report in reported],
                "day": [report.day for report in reported],
                "indicator": indicator,
            },
        )
        self.database.execute(f"create or replace table int_org_units__succeeded as {self.bridge}")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.database.execute(sql).fetchall()

    def on_maps(self, columns: str) -> list[tuple[Any, ...]]:
        return self.rows(f"select {columns} from ({self.facts}) order by all")  # noqa: S608  # the project's own SQL


@pytest.fixture(scope="module")
def maps(project: Path) -> Iterator[Maps]:
    with duckdb.connect(config={"threads": 1}) as database:
        yield Maps(database, project)


many = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def told(history: History, unit: str, day: date, map_day: date) -> dict[str, Fraction]:
    """Who holds on ``map_day`` what was reported of ``unit`` on ``day``: one day after another, as a person would."""
    kept = [part.day for part in history if part.source == part.target == unit and part.day <= day]
    holders = {unit: Fraction(1)}
    for change in DAYS:
        if max(kept, default=NEVER) < change <= map_day:
            moved: dict[str, Fraction] = {}
            for holder, weight in holders.items():
                for target, share in handed_on(history, holder, change):
                    moved[target] = moved.get(target, Fraction(0)) + weight * share
            holders = moved
    return holders


def handed_on(history: History, holder: str, change: date) -> list[tuple[str, Fraction]]:
    """Where the whole of a unit is at the end of a day: those that passed on whole that day keep nothing of it."""
    parts = [part for part in history if part.source == holder and part.day == change]
    if not parts:
        return [(holder, Fraction(1))]
    rests: list[tuple[str, Fraction]] = []
    for part in parts:
        told_of_target = [one.target for one in history if one.source == part.target and one.day == change]
        passes = told_of_target and part.target not in told_of_target
        onward = handed_on(history, part.target, change) if passes else [(part.target, Fraction(1))]
        rests += [(target, part.weight * share) for target, share in onward]
    return rests


@many
@given(history=histories(), reported=reports)
def test_a_units_figures_stand_on_every_map_where_one_change_after_another_takes_them(
    maps: Maps, history: History, reported: list[Reported]
) -> None:
    maps.build(history, reported)
    found: dict[tuple[str, date], dict[str, Fraction]] = {}
    for figure, holder, numerator, denominator, start, end in maps.on_maps(
        "figure_id, org_unit_code, weight_numerator, weight_denominator, map_from, map_to"
    ):
        for map_day in (NEVER, *DAYS):
            if (start or NEVER) <= map_day < (end or date.max):
                found.setdefault((figure, map_day), {})[holder] = Fraction(numerator, denominator)
    assert found == {
        (str(number), map_day): told(history, report.unit, report.day, map_day)
        for number, report in enumerate(reported)
        for map_day in (NEVER, *DAYS)
    }


@many
@given(history=histories(), reported=reports, today=days)
def test_what_is_decided_for_a_day_to_come_does_not_move_todays_map(
    maps: Maps, history: History, reported: list[Reported], today: date
) -> None:
    known = [Reported(report.unit, min(report.day, today), report.value) for report in reported]
    maps.build(history, known, today=today)
    columns = "figure_id, org_unit_code, value, weight_numerator, weight_denominator"
    todays = maps.rows(f"select {columns} from ({maps.facts}) where is_todays_map order by all")  # noqa: S608
    maps.build(tuple(part for part in history if part.day <= today), known)
    assert todays == maps.rows(f"select {columns} from ({maps.facts}) where is_todays_map order by all")  # noqa: S608


@many
@given(history=histories(), reported=reports)
def test_totals_are_conserved_to_the_last_digit_on_every_map_and_no_part_is_off_by_a_whole_step(
    maps: Maps, history: History, reported: list[Reported]
) -> None:
    maps.build(history, reported)
    totals: dict[tuple[str, date | None], Decimal] = {}
    for figure, start, value, numerator, denominator in maps.on_maps(
        "figure_id, map_from, value, weight_numerator, weight_denominator"
    ):
        whole = reported[int(figure)].value
        step = Fraction(10) ** min(0, int(whole.normalize().as_tuple().exponent))
        assert abs(Fraction(value) - Fraction(whole) * Fraction(numerator, denominator)) < step
        assert Fraction(value) % step == 0
        totals[figure, start] = totals.get((figure, start), Decimal(0)) + value
    assert totals == {(figure, start): reported[int(figure)].value for figure, start in totals}
    assert {figure for figure, _ in totals} == {str(number) for number in range(len(reported))}
    (today,) = maps.on_maps("sum(value) filter (is_todays_map)")
    assert today == (sum(report.value for report in reported),)


@many
@given(history=histories(), reported=reports, data=st.data())
def test_the_order_in_which_changes_and_figures_are_written_down_changes_nothing(
    maps: Maps, history: History, reported: list[Reported], data: st.DataObject
) -> None:
    maps.build(history, reported)
    columns = "reported_unit_code, reported_day, reported_value, map_from, map_to, org_unit_code, value"
    first = maps.on_maps(columns)
    maps.build(tuple(data.draw(st.permutations(history))), data.draw(st.permutations(reported)))
    assert maps.on_maps(columns) == first


def test_a_thousand_dong_in_three_equal_parts_leaves_the_odd_dong_with_the_first_by_code(maps: Maps) -> None:
    third = Fraction(1, 3)
    maps.build(
        tuple(Part("A", target, DAYS[0], third) for target in ("B", "C", "D")),
        [Reported("A", date(2000, 12, 31), Decimal(1000))],
    )
    assert maps.rows(f"select org_unit_code, value from ({maps.facts}) where is_todays_map order by 1") == [  # noqa: S608
        ("B", Decimal(334)),
        ("C", Decimal(333)),
        ("D", Decimal(333)),
    ]


def test_a_unit_that_gives_a_part_away_divides_only_what_it_reported_before(maps: Maps) -> None:
    maps.build(
        (Part("A", "A", DAYS[0], Fraction(9, 10)), Part("A", "B", DAYS[0], Fraction(1, 10))),
        [Reported("A", date(2000, 12, 31), Decimal(50)), Reported("A", date(2001, 12, 31), Decimal(50))],
    )
    assert maps.rows(
        f"select reported_day, org_unit_code, value from ({maps.facts}) where is_todays_map order by all"  # noqa: S608
    ) == [
        (date(2000, 12, 31), "A", Decimal(45)),
        (date(2000, 12, 31), "B", Decimal(5)),
        (date(2001, 12, 31), "A", Decimal(50)),
    ]


def test_a_unit_merged_into_one_that_merges_on_the_same_day_stands_under_the_last_of_them(maps: Maps) -> None:
    maps.build(
        (
            Part("A", "B", DAYS[0], Fraction(1)),
            Part("B", "C", DAYS[0], Fraction(1)),
            Part("D", "E", DAYS[0], Fraction(1)),
            Part("E", "E", DAYS[0], Fraction(1, 2)),
            Part("E", "F", DAYS[0], Fraction(1, 2)),
        ),
        [Reported("A", date(2000, 12, 31), Decimal(50)), Reported("D", date(2000, 12, 31), Decimal(40))],
    )
    assert maps.on_maps("map_from, org_unit_code, value, is_todays_map") == [
        (DAYS[0], "C", Decimal(50), True),
        (DAYS[0], "E", Decimal(40), True),
        (None, "A", Decimal(50), False),
        (None, "D", Decimal(40), False),
    ]


def test_a_share_is_carried_as_it_was_reported_and_never_summed(maps: Maps) -> None:
    maps.build(
        tuple(Part("A", target, DAYS[0], Fraction(1, 2)) for target in ("B", "C")),
        [Reported("A", date(2000, 12, 31), Decimal("87.5"))],
        indicator="share",
    )
    assert maps.on_maps("org_unit_code, value, is_summable") == [
        ("A", Decimal("87.5"), False),
        ("B", Decimal("87.5"), False),
        ("C", Decimal("87.5"), False),
    ]
