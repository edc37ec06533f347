"""A target is assigned by a decision, changed by another with both values kept, and handed on by a reorganisation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from plan_scenes import HA_NAM, WORKERS

if TYPE_CHECKING:
    from built_warehouse import BuiltWarehouse

COLUMNS = "change_kind, value, previous_value, decision_number, valid_from, valid_to, is_in_force"


def versions(sent: BuiltWarehouse, where: str) -> list[tuple[object, ...]]:
    return sent.rows(
        f"select {COLUMNS} from marts.fct_target_versions where {where}"  # noqa: S608  # our own words
        " order by version_number nulls last, change_kind"
    )


def test_a_target_changed_by_decision_keeps_both_values_and_a_report_that_differs_changes_nothing(
    sent: BuiltWarehouse,
) -> None:
    assert versions(sent, f"org_unit_code = '{WORKERS}' and indicator_code = 'elite_members_referred'") == [
        ("assigned", Decimal(800), None, "15/QĐ-LĐLĐ", date(2024, 1, 2), date(2024, 1, 9), False),
        ("changed", Decimal(850), Decimal(800), "48/QĐ-LĐLĐ", date(2024, 1, 9), None, True),
        ("stated_otherwise", Decimal(820), None, None, date(2024, 1, 12), date(2024, 1, 12), False),
    ]


def test_a_plan_settles_what_was_pledged_and_a_later_report_that_differs_from_it_is_asked_about(
    sent: BuiltWarehouse,
) -> None:
    asked = sent.rows(
        "select distinct subject_key from intermediate.int_flags__same_key_different_value"  # noqa: S608
        f" where org_unit_code = '{WORKERS}'"
    )
    assert asked == [(f"figure:{WORKERS}|elite_members_referred|2024|",)]


def test_the_target_of_the_facts_is_the_one_in_force_with_its_decision(sent: BuiltWarehouse) -> None:
    assert sent.rows(
        "select value, authority_kind, decision_number, decision_date from marts.fct_targets"  # noqa: S608
        f" where org_unit_code = '{WORKERS}' and indicator_code = 'elite_members_referred'"
    ) == [(Decimal(850), "plan", "48/QĐ-LĐLĐ", date(2024, 1, 9))]


def test_a_reorganisation_of_a_day_to_come_hands_no_target_on_before_it(sent: BuiltWarehouse) -> None:
    assert versions(sent, f"org_unit_code = '{HA_NAM}'") == [
        ("assigned", Decimal(100), None, "7/QĐ-LĐLĐ", date(2024, 1, 5), None, True)
    ]
    assert sent.one("select count(*) from marts.fct_target_versions where change_kind = 'reassigned'") == (0,)
