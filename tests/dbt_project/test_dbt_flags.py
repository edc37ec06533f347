"""Rules judged across sources and nights, and the project's agreement with the registry of rules."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from declared_marts import LOADER

if TYPE_CHECKING:
    from built_warehouse import BuiltWarehouse


def subjects(warehouse: BuiltWarehouse, rule: str) -> list[tuple[str, int]]:
    found = warehouse.rows(
        f"select subject_key, witness_count from intermediate.int_flags__unioned where rule_code = '{rule}' order by 1"  # noqa: S608
    )
    return [(subject, count) for subject, count in found]


def test_news_and_the_sum_of_all_members_that_disagree_are_one_flag_of_the_cluster(warehouse: BuiltWarehouse) -> None:
    """500 against 4 x 100. "1 tỷ" is a rounding of 4 x 255 triệu, and one member has reported no courses."""
    assert subjects(warehouse, "sources_disagree") == [("figure:CUM02.TQ|blood_donation_turns|2022|", 5)]
    (message,) = warehouse.one("select message_vi from marts.fct_figure_flags where rule_code = 'sources_disagree'")
    assert "cộng báo cáo của các đơn vị thành viên được 400 lượt, báo chí ghi 500 lượt" in message


def test_members_that_only_bear_witness_are_not_questioned_themselves(warehouse: BuiltWarehouse) -> None:
    assert warehouse.rows(
        "select distinct source_kind, quality_status from marts.fct_attainments"
        " where indicator_code = 'blood_donation_turns' order by 1"
    ) == [("news", "unconfirmed"), ("unit_report", "ok")]


def test_a_target_changed_after_its_period_began_shows_both_targets(warehouse: BuiltWarehouse) -> None:
    assert subjects(warehouse, "target_changed") == [("figure:CDYT.TQ|members_admitted|2024|", 2)]
    (evidence,) = warehouse.one("select evidence from marts.fct_figure_flags where rule_code = 'target_changed'")
    assert [witness["r"] for witness in json.loads(evidence)] == ["120", "100"]


@pytest.mark.slow
def test_a_target_stated_for_the_first_time_is_no_change(first_night_alone: BuiltWarehouse) -> None:
    assert subjects(first_night_alone, "target_changed") == []


def test_two_values_of_one_figure_in_one_workbook_are_a_flag(warehouse: BuiltWarehouse) -> None:
    assert subjects(warehouse, "same_key_different_value") == [("figure:LDLD.TQ.SONDUONG|gifts_given|2023|", 2)]


def test_every_flag_has_an_owner_a_message_and_something_to_do(warehouse: BuiltWarehouse) -> None:
    assert (
        warehouse.rows(
            "select rule_code from marts.fct_figure_flags"
            " where office_code is null or message_vi is null or what_to_do_vi is null"
        )
        == []
    )


def test_rule_models_and_the_registry_name_the_same_rules(project: Path) -> None:
    with (project / "seeds" / "quality_rules.csv").open(encoding="utf-8", newline="") as file:
        registered = {row["rule_code"] for row in csv.DictReader(file) if row["home"] == "dbt"}
    models = {path.stem.removeprefix("int_flags__") for path in project.glob("models/intermediate/int_flags__*.sql")}
    assert models - {"unioned"} == registered


def test_our_own_arithmetic_passes_its_unit_tests_and_marts_agree(unit_tests: str, project: Path) -> None:
    written = sum(
        len(yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)["unit_tests"])  # noqa: S506  # a safe one
        for path in (project / "models").rglob("*_unit_tests.yml")
    )
    between_marts = len(list((project / "tests").glob("*.sql")))
    ended = re.search(r"Done\. PASS=(\d+) WARN=0 ERROR=0 SKIP=0", unit_tests)
    assert ended is not None, unit_tests[-6000:]
    assert int(ended[1]) == written + between_marts
