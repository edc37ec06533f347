"""Totals as reported, on the map of a day and on today's, from a published file of a few rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from declared_marts import columns_of
from typer.testing import CliRunner

from cli.app import console
from cli.main import app
from warehouse.settings import settings

REORGANISED = date(2025, 7, 1)


def create(database: duckdb.DuckDBPyConnection, mart: str) -> None:
    database.execute(f"create table {mart} ({columns_of(mart)})")


@pytest.fixture
def published() -> Iterator[duckdb.DuckDBPyConnection]:
    """Two districts of P, which merged into Q; Q's own report; a figure that cannot be true; a share; other bases; a
    party committee."""
    path = settings().published_database
    path.parent.mkdir(parents=True)
    with duckdb.connect(str(path)) as database:
        create(database, "fct_attainments_on_maps")
        create(database, "fct_attainments")
        create(database, "dim_indicators")
        database.execute(
            "insert into dim_indicators (indicator_code, indicator_name, unit_name) values ('fund', 'Quỹ', 'đồng')"
        )
        for number, (unit, level, value, reference, summable, status, basis, base_period) in enumerate(
            (
                ("P.A", "district", 1000, 900, True, "ok", "stated_target", None),
                ("P.B", "district", Decimal("0.5"), 77, True, "unconfirmed", "population", None),
                ("P.B", "district", 999_999, 1, True, "quarantined", "stated_target", None),
                ("P.B", "district", 88, None, False, "ok", None, None),
                ("Q", "province", 5000, 4000, True, "ok", "stated_target", "2023"),
                ("R", "sector", 60, 120, True, "ok", "stated_target", "2021-2025"),
                ("T", "sector", 7, 7, True, "ok", "stated_target", None),
            )
        ):
            kind = "party" if unit == "T" else "union"
            database.execute(
                "insert into fct_attainments (figure_id, period_code, denominator_basis, reference_period_code)"
                " values (?, '2023', ?, ?)",
                [str(number), basis, base_period],
            )
            moved = ((None, REORGANISED, unit), (REORGANISED, None, "Q"))
            maps = ((None, None, unit),) if unit in ("Q", "R", "T") else moved
            for start, end, holder in maps:
                database.execute(
                    "insert into fct_attainments_on_maps (figure_id, map_from, map_to, is_todays_map, org_unit_code,"
                    " org_unit_name, reported_unit_code, reported_level_kind, reported_organisation_kind,"
                    " indicator_code, indicator_name, period_code, scope, source_kind, value, reference, is_summable,"
                    " quality_status)"
                    " values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'fund', 'Quỹ', '2023', '', 'unit_report', ?, ?, ?, ?)",
                    [
                        *(str(number), start, end, end is None, holder, f"Đơn vị {holder}", unit, level, kind),
                        *(value, reference, summable, status),
                    ],
                )
        yield database


def totals(*arguments: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(app, ["totals", "--json", *arguments])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def test_the_total_is_the_same_on_every_map_and_only_the_units_differ(published: duckdb.DuckDBPyConnection) -> None:
    published.close()
    (row,) = totals("--on", "2025-06-30")
    assert {Decimal(row[f"result_{kind}"]) for kind in ("reported", "then", "today")} == {Decimal("1000.5")}
    assert {Decimal(row[f"target_{kind}"]) for kind in ("reported", "then", "today")} == {Decimal(900)}
    assert [row[f"units_{kind}"] for kind in ("reported", "then", "today")] == [2, 2, 1]


def test_one_indicator_and_period_is_told_unit_by_unit(published: duckdb.DuckDBPyConnection) -> None:
    published.close()
    rows = totals("--indicator", "fund", "--period", "2023", "--on", "2025-07-01")
    assert [
        (row["org_unit_code"], row["result_reported"], row["result_then"], row["result_today"]) for row in rows
    ] == [
        ("P.A", "1000.0000", None, None),
        ("P.B", "0.5000", None, None),
        ("Q", None, "1000.5000", "1000.5000"),
    ]


def test_a_level_is_never_added_to_another(published: duckdb.DuckDBPyConnection) -> None:
    published.close()
    (row,) = totals("--level", "province")
    assert (row["result_reported"], row["result_today"]) == ("5000.0000", "5000.0000")


def test_a_population_or_the_target_of_another_period_is_no_target(published: duckdb.DuckDBPyConnection) -> None:
    published.close()
    (row,) = totals("--level", "sector")
    assert (row["result_reported"], row["target_reported"], row["target_today"]) == ("60.0000", None, None)


def test_a_person_reads_vietnamese_numbers_and_a_total_line(published: duckdb.DuckDBPyConnection) -> None:
    published.close()
    shown = CliRunner().invoke(app, ["totals", "--indicator", "fund", "--period", "2023"], env={"COLUMNS": "160"})
    (line,) = [line for line in shown.output.splitlines() if "Tổng cộng" in line]
    assert line.count("1.000,5") == 2
    assert line.count("900") == 2


def test_targets_of_some_units_stand_beside_what_those_units_reported(
    published: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.close()
    monkeypatch.setattr(console, "width", 220)
    (row,) = totals()
    assert [(row[f"compared_{kind}"], row[f"reporters_{kind}"]) for kind in ("reported", "today")] == [(1, 2), (1, 2)]
    assert [Decimal(row[f"compared_result_{kind}"]) for kind in ("reported", "today")] == [1000, 1000]
    shown = CliRunner().invoke(app, ["totals"]).output
    assert shown.count("900 (1/2 đơn vị, thực hiện 1.000)") == 2
    by_unit = CliRunner().invoke(app, ["totals", "--indicator", "fund", "--period", "2023"])
    assert by_unit.output.count("900 (1/2 đơn vị, thực hiện 1.000)") == 3


def test_nothing_to_add_is_said(published: duckdb.DuckDBPyConnection) -> None:
    published.close()
    assert "không có số liệu" in CliRunner().invoke(app, ["totals", "--period", "1999"]).output
