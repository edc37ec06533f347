"""Every column of every mart is described, labelled and tested: the columns of which that is not so are counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from built_warehouse import BuiltWarehouse
from column_sources import ALLOWED, NAMED, SOURCES, Sources, compared, differing, problems
from declared_marts import LOADER, read

from warehouse.data_dictionary import MARTS

TRUTHS = (
    (
        "dim_org_units",
        r"org_unit_code$|^reassigned_from_code$",
        "varchar",
        "{0} in (select org_unit_code from marts.dim_org_units)",
    ),
    ("dim_indicators", r"indicator_code$", "varchar", "{0} in (select indicator_code from marts.dim_indicators)"),
    (
        "dim_periods",
        r"period_code$|^year_code$",
        "varchar",
        "{0} in (select period_code from marts.dim_periods) or length({0}) = 4",
    ),
    ("offices", r"office_code$", "varchar", "{0} in (select office_code from staging.stg_catalogue__offices)"),
    ("rules", r"^rule_code$", "varchar", "{0} in (select rule_code from seeds.quality_rules)"),
    ("words", r"_kind$|_status$|_basis$|^qualifier$", "varchar", "regexp_full_match({0}, '[a-z][a-z0-9_]*')"),
    ("ids", r"_id$|_key$|_hash$|_sha256$", "varchar", "{0} <> '' and not contains({0}, chr(10))"),
    ("flags", r"^(?:is|has)_", "boolean", "{0} is not null"),
    ("days", r"", "date", "{0} between date '1900-01-01' and date '2200-01-01'"),
    ("instants", r"", "timestamp with time zone", "{0} between timestamptz '1900-01-01' and timestamptz '2200-01-01'"),
    ("counts", r"", "bigint", "{0} >= 0"),
    ("counts", r"", "integer", "{0} >= 0"),
    ("numbers", r"", "decimal", "typeof({0}) like 'DECIMAL%' and abs({0}) < 1000000000000000000000000000000"),
    ("texts", r"", "varchar", "nfc_normalize({0}) = {0}"),
)
"""What a column's name and type promise of every value; the first that fits is asked. It is no test of the column: text
that is text may still be the wrong text."""


@cache
def models() -> dict[str, dict[str, Any]]:
    """The declaration of each mart by its name."""
    found = {}
    for path in sorted(MARTS.glob("*.yml")):
        for model in read(path.name).get("models", ()):
            found[model["name"]] = model
    return found


def columns() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, model in models().items():
        for column in model["columns"]:
            yield name, column


def unit_tested() -> set[tuple[str, str]]:
    """Columns of which a unit test of the mart expects a value."""
    found = set()
    for path in sorted(MARTS.parent.rglob("*_unit_tests.yml")):
        for test in yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)["unit_tests"]:  # noqa: S506  # a safe one
            rows = test["expect"].get("rows") or []
            found |= {(test["model"], column) for row in rows for column, value in row.items() if value is not None}
    return found


def declared_tests() -> set[tuple[str, str]]:
    """Columns with a data test or constraint of their own, or in one of the table."""
    found = {
        (name, column["name"]) for name, column in columns() if column.get("data_tests") or column.get("constraints")
    }
    for name, model in models().items():
        for test in model.get("data_tests", ()):
            if isinstance(test, dict):
                for options in test.values():
                    told = (options or {}).get("arguments", {})
                    found |= {(name, column) for column in told.get("columns", ())}
    return found


def truth_of(column: dict[str, Any]) -> str | None:
    """The condition that a column's name and type promise, or null where they promise nothing."""
    for _, name, data_type, condition in TRUTHS:
        if re.search(name, column["name"]) and column["data_type"].startswith(data_type):
            return condition.format(column["name"])
    return None


def test_no_column_of_a_mart_is_undescribed_or_unlabelled() -> None:
    undescribed = [
        f"{name}.{column['name']}"
        for name, column in columns()
        if not column.get("description", "").strip() or not column["config"]["meta"].get("label_vi", "").strip()
    ]
    assert undescribed == []
    assert {path.stem for path in MARTS.glob("*.sql")} == set(models())


def untested() -> list[str]:
    """Columns without a data test, a constraint, an expected value of a unit test and a comparison with a source."""
    tested = {f"{name}.{column}" for name, column in declared_tests() | unit_tested() | compared()} | set(NAMED)
    return [told for name, column in columns() if (told := f"{name}.{column['name']}") not in tested]


def test_no_column_of_a_mart_is_untested_but_those_whose_reason_is_told() -> None:
    assert untested() == sorted(ALLOWED, key=[f"{name}.{column['name']}" for name, column in columns()].index)
    assert all(ALLOWED.values())


def test_a_column_compared_by_a_test_of_its_own_is_named_in_it() -> None:
    for column, (file, test) in NAMED.items():
        text = (Path(__file__).parent / file).read_text(encoding="utf-8")
        (body,) = re.findall(rf"^def {test}\(.*?(?=^def |\Z)", text, flags=re.DOTALL | re.MULTILINE)
        assert column.split(".")[1] in body


@pytest.mark.parametrize(
    "sources", [sources for sources in SOURCES if sources.scene == "warehouse"], ids=lambda sources: sources.mart
)
def test_columns_hold_what_stands_at_their_source(sources: Sources, warehouse: BuiltWarehouse) -> None:
    assert problems(warehouse.one(differing(sources, str(warehouse.settings.landing))), sources) == []


def test_a_column_that_differs_from_its_source_or_is_never_filled_is_told() -> None:
    sources = Sources("fct_results", "", {"value": "mart.value", "quote": "mart.quote"})
    assert problems((0, 3, 0, 1), sources) == []
    assert problems((2, 3, 0, 0), sources) == [
        "fct_results.value: 2 rows differ from their source",
        "fct_results.quote: holds no value here, so nothing was compared",
    ]


def test_columns_keep_what_their_names_and_types_promise(warehouse: BuiltWarehouse) -> None:
    broken = []
    for name, model in models().items():
        asked = [(column["name"], truth_of(column)) for column in model["columns"]]
        counts = ", ".join(f"count(*) filter (not ({truth}))" for _, truth in asked if truth)
        (found,) = warehouse.rows(f"select {counts} from marts.{name}")  # noqa: S608
        told = [column for column, truth in asked if truth]
        broken += [f"{name}.{column}: {count}" for column, count in zip(told, found, strict=True) if count]
    assert broken == []
