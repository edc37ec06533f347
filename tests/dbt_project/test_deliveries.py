"""The same report sent again: what the marts call it, and what they say changed."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from answer_scenes import answered_papers
from column_sources import SOURCES, Sources, differing, problems
from correction_scenes import correction_papers
from delivery_scenes import scene
from plan_scenes import plan_papers
from reporting_scenes import reporting_papers

if TYPE_CHECKING:
    from built_warehouse import BuiltWarehouse


def kind_of(sent: BuiltWarehouse, path: str, office: str = "LDLD.TQ") -> tuple[object, ...]:
    (kind,) = (row[2:] for row in kinds(sent) if row[:2] == (path, office))
    return kind


def kinds(sent: BuiltWarehouse) -> list[tuple[object, ...]]:
    return sent.rows(
        "select sent.path, sent.office_code, sent.delivery_kind, earlier.path, sent.difference_count"
        " from marts.fct_deliveries as sent"
        " left join marts.fct_deliveries as earlier on sent.repeats_delivery_id = earlier.delivery_id"
    )


def test_the_same_bytes_under_another_name_or_from_another_office_are_a_duplicate(sent: BuiltWarehouse) -> None:
    assert kind_of(sent, "bc.xlsx") == ("new", None, 0)
    assert kind_of(sent, "bc (1).xlsx") == ("duplicate", "bc.xlsx", 0)
    assert kind_of(sent, "bc.xlsx", "LDLD.HY")[0] == "duplicate"
    assert {kind_of(sent, name)[0] for name in ("hong.xlsx", "hong2.xlsx")} == {"new", "duplicate"}


def test_the_same_figures_in_other_bytes_are_a_duplicate_of_content(sent: BuiltWarehouse) -> None:
    assert kind_of(sent, "bc.csv") == ("duplicate_content", "bc (1).xlsx", 0)


def test_a_revision_tells_each_figure_it_changed_added_or_removed_with_both_cells(sent: BuiltWarehouse) -> None:
    assert kind_of(sent, "bc_v2_SUA.xlsx") == ("revision", "bc.csv", 3)
    assert sent.rows(
        "select difference_kind, indicator_code, old_value, new_value, old_locator, new_locator, old_path"
        " from marts.fct_delivery_differences where new_path = 'bc_v2_SUA.xlsx' order by all"
    ) == [
        ("added", "blood_donation_turns", None, Decimal(5), None, "Sheet1!E30", "bc.csv"),
        ("changed", "members_admitted", Decimal(27), Decimal(25), "Sheet1!E10", "Sheet1!E10", "bc.csv"),
        ("removed", "gifts_given", Decimal(70), None, "Sheet1!E20", None, "bc.csv"),
    ]


def test_what_a_revision_leaves_out_stands_no_more_in_the_facts(sent: BuiltWarehouse) -> None:
    stated = (
        "select count(*) from intermediate.int_figures__superseded where org_unit_code = 'LDLD.TQ.HAMYEN'"
        " and indicator_code = 'gifts_given' and kind = 'result' and not is_control_total"
    )
    assert sent.one(f"{stated} and value = 70") == (2,)
    assert sent.one(f"{stated} and is_document_current") == (0,)
    assert sent.rows(
        "select difference_kind, is_old_standing from marts.fct_delivery_differences"
        " where new_path = 'bc_v2_SUA.xlsx' order by 1"
    ) == [("added", False), ("changed", False), ("removed", False)]


def test_two_senders_who_state_different_values_contradict_each_other(sent: BuiltWarehouse) -> None:
    assert kind_of(sent, "tong-hop.xlsx") == ("contradiction", "bc_v2_SUA.xlsx", 1)
    assert sent.rows(
        "select difference_kind, old_value, new_value, old_path from marts.fct_delivery_differences"
        " where new_path = 'tong-hop.xlsx'"
    ) == [("contradicted", Decimal(25), Decimal(26), "bc_v2_SUA.xlsx")]


def test_two_files_of_one_night_contradict_each_other_and_both_are_told(sent: BuiltWarehouse) -> None:
    assert kind_of(sent, "so-lieu.xlsx") == ("contradiction", "bang-khac.xlsx", 1)
    assert kind_of(sent, "bang-khac.xlsx")[0] == "contradiction"


def test_of_one_nights_files_the_one_named_a_revision_revises_and_is_current(sent: BuiltWarehouse) -> None:
    assert kind_of(sent, "quy_final.xlsx") == ("revision", "quy.xlsx", 1)
    assert kind_of(sent, "quy.xlsx") == ("new", None, 0)
    assert sent.rows(
        "select value from intermediate.int_figures__superseded"
        " where is_current and indicator_code = 'training_courses_held'"
    ) == [(Decimal(9),)]


def test_contradictions_are_asked_about_and_revisions_and_duplicates_are_not(sent: BuiltWarehouse) -> None:
    assert sent.rows(
        "select distinct subject_key from intermediate.int_flags__same_key_different_value"
        " where org_unit_code like 'LDLD.TQ.%' order by 1"
    ) == [("figure:LDLD.TQ.HAMYEN|members_admitted|2023|",), ("figure:LDLD.TQ.SONDUONG|gifts_given|2023|",)]


def test_nothing_received_is_overwritten(sent: BuiltWarehouse) -> None:
    papers = [*scene(), *answered_papers(), *reporting_papers(), *plan_papers(), *correction_papers()]
    receipts = sent.one("select count(*), count(distinct delivery_id) from marts.fct_receipts")
    assert receipts == (len(papers), len(papers))
    figures = sum(len(paper.figures) for paper in papers)
    assert sent.one("select count(*) from intermediate.int_figures__read") == (figures,)


def test_a_receipt_counts_what_was_understood_and_names_the_cells_that_were_not(sent: BuiltWarehouse) -> None:
    row = sent.one(
        "select org_unit_name, period_code, figure_count, target_count, result_count, control_total_count, unit_count,"
        " indicator_count, left_out_count, what_to_do_vi from marts.fct_receipts where path = 'bc.xlsx'"
        " and office_code = 'LDLD.TQ'"
    )
    assert row[1:9] == ("2023", 4, 1, 2, 1, 1, 2, 0)
    assert "Hàm Yên" in str(row[0])
    (left_out,) = sent.one("select left_out from marts.fct_receipts where path = 'quy.xlsx'")
    (doubt,) = json.loads(str(left_out))
    assert (doubt["seen"], doubt["vi"]) == ("Lớp", "Chưa nhận ra tên chỉ tiêu.")
    assert doubt["locator"].startswith("Sheet1!")


@pytest.mark.parametrize(
    "sources", [sources for sources in SOURCES if sources.scene == "sent"], ids=lambda sources: sources.mart
)
def test_columns_of_what_was_sent_hold_what_stands_at_their_source(sources: Sources, sent: BuiltWarehouse) -> None:
    assert problems(sent.one(differing(sources, str(sent.settings.landing))), sources) == []
