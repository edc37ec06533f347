"""A corrected figure stands in the facts by its new number; what became of each correction is told."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from correction_scenes import PATH, UNIT

from warehouse.corrections import CorrectionError, check_corrections

if TYPE_CHECKING:
    from built_warehouse import BuiltWarehouse


def test_facts_hold_the_corrected_number_also_of_the_same_misprint_sent_again(sent: BuiltWarehouse) -> None:
    rows = sent.rows(f"select period_code, value from marts.fct_results where path = '{PATH}' order by all")  # noqa: S608
    assert rows == [("2020", Decimal(9)), ("2021", Decimal(7)), ("2022", Decimal(41)), ("2023", Decimal(27))]


def test_a_corrected_number_is_no_difference_between_two_deliveries(sent: BuiltWarehouse) -> None:
    where = f"org_unit_code = '{UNIT}' and indicator_code = 'gifts_given' and new_path = '{PATH}'"
    rows = sent.rows(f"select new_locator from marts.fct_delivery_differences where {where} order by all")  # noqa: S608
    assert rows == [("Sheet1!E2",)]


def test_each_correction_says_what_came_of_it_with_both_numbers(sent: BuiltWarehouse) -> None:
    rows = sent.rows(
        "select line_number, status_kind, old_value, new_value, standing_value"
        " from marts.fct_figure_corrections where origin_kind = 'data_team' order by line_number"
    )
    assert rows == [
        (2, "applied", Decimal(270), Decimal(27), Decimal(27)),
        (3, "stale", Decimal(40), Decimal(45), Decimal(41)),
        (4, "applied", Decimal(6), Decimal(7), Decimal(7)),
        (5, "missing", Decimal(1), Decimal(2), None),
        (6, "fulfilled", Decimal(8), Decimal(9), Decimal(9)),
        (7, "malformed", None, None, None),
    ]


def test_what_an_office_answered_holds_for_the_document_it_was_shown_until_another_comes(sent: BuiltWarehouse) -> None:
    corrections = sent.rows(
        "select correction_key, status_kind, old_value, new_value, standing_value, path, who_name"
        " from marts.fct_figure_corrections where origin_kind = 'office' order by correction_key"
    )
    assert corrections == [
        ("answer:1", "applied", 50, 5, 5, "LDLD.HY/tra-loi.xlsx", "LDLD.HY: Hoa"),
        ("answer:2", "superseded", 50, 5, None, None, "LDLD.HY: Hoa"),
    ]
    where = f"org_unit_code = '{UNIT}' and indicator_code = 'gifts_given' and period_code in ('2017', '2018')"
    values = sent.rows(f"select period_code, value from marts.fct_results where {where} order by all")  # noqa: S608
    assert values == [("2017", 51), ("2018", 5)]


def test_what_does_not_hold_is_told_after_everything_else_was_built(sent: BuiltWarehouse) -> None:
    with pytest.raises(CorrectionError, match=r"3 of 6 corrections(?s:.*)line 3.*41 stands now.*set old to 41"):
        check_corrections(sent.settings)
