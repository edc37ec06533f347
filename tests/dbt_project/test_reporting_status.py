"""Who owes a report has sent it in time, late, not at all, or in a file that could not be read: and stays in sight."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from built_warehouse import BuiltWarehouse


def status(sent: BuiltWarehouse, unit: str, obligation: str = "KQ-NAM.KHOI2") -> tuple[object, ...]:
    return sent.one(
        "select status_kind, late_day_count, reported_night, delivery_count, unreadable_count, path"  # noqa: S608
        f" from marts.fct_reporting_status where org_unit_code = '{unit}' and obligation_code = '{obligation}'"
    )


def test_a_report_is_on_time_until_the_last_day_of_grace_and_late_after_it(sent: BuiltWarehouse) -> None:
    assert status(sent, "CDCQ.TUDOAN")[:2] == ("on_time", 0)
    assert status(sent, "CD.VPTUD")[:3] == ("on_time", 0, date(2024, 1, 12))
    assert status(sent, "CD.VPQH")[:3] == ("late", 2, date(2024, 1, 14))


def test_a_unit_that_sent_nothing_or_withdrew_what_it_sent_is_missing(sent: BuiltWarehouse) -> None:
    assert status(sent, "CD.MTTQ") == ("missing", 3, None, 0, 0, None)
    assert status(sent, "CD.KTNN") == ("missing", 3, None, 0, 0, None)


def test_a_unit_whose_file_failed_stays_in_sight_by_the_name_of_the_file(sent: BuiltWarehouse) -> None:
    assert status(sent, "CD.VPCP") == ("unreadable", 3, None, 0, 1, "Bao cao nam 2023 - CD VP Chinh phu.xlsx")


def test_a_file_that_failed_is_of_the_unit_whose_report_its_place_holds_since(sent: BuiltWarehouse) -> None:
    assert status(sent, "CD.TLD") == ("late", 1, date(2024, 1, 13), 1, 1, "bc-CD.TLD.xlsx")


def test_a_plan_is_given_by_targets_and_awaited_until_it_is_due(sent: BuiltWarehouse) -> None:
    assert status(sent, "CDVCVN", "DK-NAM.CDVCVN")[:2] == ("awaited", None)
    assert status(sent, "CD.KTNN", "DK-NAM.KTNN")[:2] == ("on_time", 0)


def test_rates_count_the_units_of_an_office_and_the_files_that_name_none_of_them(sent: BuiltWarehouse) -> None:
    assert sent.one(
        "select owed_count, due_count, on_time_count, late_count, unreadable_count, missing_count, awaited_count,"
        " reported_pct, on_time_pct, unattributed_file_count"
        " from marts.fct_reporting_rates where obligation_code = 'KQ-NAM.KHOI2'"
    ) == (7, 7, 2, 2, 1, 2, 0, Decimal("57.1"), Decimal("28.6"), 1)
