"""What the marts say of two invented nights."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from built_warehouse import BuiltWarehouse


def attainment(warehouse: BuiltWarehouse, columns: str, where: str) -> tuple[object, ...]:
    return warehouse.one(f"select {columns} from marts.fct_attainments where {where}")  # noqa: S608


@pytest.mark.slow
def test_a_cluster_figure_of_the_news_stands_beside_its_target_with_its_exact_percentage(
    first_night_alone: BuiltWarehouse,
) -> None:
    row = attainment(
        first_night_alone,
        "org_unit_code, source_kind, value, reference, printed_pct, computed_pct, quality_status, flag_rules",
        "indicator_code = 'housing_new_supported'",
    )
    assert row == (
        "CUM01.TQ", "news", Decimal(27), Decimal(22), Decimal("122.7"), Decimal("122.7"),
        "unconfirmed", "result_exceeds_target",
    )  # fmt: skip


def test_the_total_row_and_two_tellings_of_one_figure_are_one_flag_with_three_witnesses(
    warehouse: BuiltWarehouse,
) -> None:
    key, witnesses, evidence, office = warehouse.one(
        "select subject_key, witness_count, evidence, office_code from marts.fct_figure_flags"
        " where indicator_code = 'housing_new_supported'"
    )
    told = json.loads(evidence)
    assert key == "figure:CUM01.TQ|housing_new_supported|2023|"
    assert witnesses == len(told) == 3
    assert [witness["source_kind"] for witness in told] == ["unit_report", "news", "news"]
    assert {(witness["r"], witness["t"], witness["p"], witness["c"]) for witness in told} == {
        ("27", "22", "122.7", "122.7")
    }
    assert office == "LDLD.TQ"


def test_a_confirmed_figure_is_published_as_ok_and_still_names_its_rule(warehouse: BuiltWarehouse) -> None:
    assert attainment(warehouse, "quality_status, flag_rules", "indicator_code = 'housing_new_supported'") == (
        "ok",
        "result_exceeds_target",
    )
    assert warehouse.one("select state from marts.fct_figure_flags where indicator_code = 'housing_new_supported'") == (
        "confirmed",
    )
    assert warehouse.rows(
        "select events.state from marts.fct_flag_events as events join marts.fct_figure_flags using (flag_key)"
        " where indicator_code = 'housing_new_supported' order by sequence_number"
    ) == [("open",), ("confirmed",)]


def test_a_later_file_from_the_same_place_replaces_the_whole_earlier_one(warehouse: BuiltWarehouse) -> None:
    where = "org_unit_code = 'LDLD.TQ.CHIEMHOA'"
    assert warehouse.rows(f"select indicator_code, value from marts.fct_results where {where}") == [  # noqa: S608
        ("members_admitted", Decimal(190))
    ]
    of_figures = f"select rule_code from marts.fct_figure_flags where {where} and subject_kind = 'figure'"  # noqa: S608
    assert warehouse.rows(of_figures) == []
    assert attainment(warehouse, "computed_pct, quality_status", where) == (Decimal("95.0"), "ok")


def test_the_same_bytes_from_two_offices_count_once(warehouse: BuiltWarehouse) -> None:
    assert warehouse.one(
        "select count(*), sum(value) from marts.fct_results where org_unit_code = 'LDLD.TQ.NAHANG'"
    ) == (1, Decimal(10))


def test_each_office_that_sent_the_same_bytes_has_its_own_delivery(warehouse: BuiltWarehouse) -> None:
    assert warehouse.rows(
        "select deliveries.office_code, deliveries.path, deliveries.is_current from marts.fct_deliveries as deliveries"
        " join marts.dim_documents as documents using (document_id) where documents.path = 'copy.xlsx' order by 1"
    ) == [("LDLD.HY", "copy.xlsx", True), ("LDLD.TQ", "na-hang.xlsx", True)]


def test_a_control_total_is_neither_a_result_nor_added(warehouse: BuiltWarehouse) -> None:
    assert warehouse.rows(
        "select source_kind from marts.fct_results where indicator_code = 'housing_new_supported'"
    ) == [("news",)]


def test_attainment_of_a_zero_target_is_undefined(warehouse: BuiltWarehouse) -> None:
    assert attainment(warehouse, "reference, computed_pct", "org_unit_code = 'LDLD.TQ.NAHANG'") == (Decimal(0), None)


def test_a_misprinted_percentage_leaves_its_value_and_reference_sound(warehouse: BuiltWarehouse) -> None:
    assert attainment(
        warehouse,
        "value, reference, computed_pct, quality_status, percent_status",
        "org_unit_code = 'LDLD.TQ.SONDUONG' and indicator_code = 'elite_members_referred'",
    ) == (Decimal(80), Decimal(100), Decimal("80.0"), "ok", "quarantined")


def test_a_value_that_cannot_be_true_is_quarantined_and_stays_queryable(warehouse: BuiltWarehouse) -> None:
    assert attainment(warehouse, "value, quality_status", "indicator_code = 'congresses_held'") == (
        Decimal(9),
        "quarantined",
    )


def test_a_share_is_compared_with_its_target_share(warehouse: BuiltWarehouse) -> None:
    assert attainment(
        warehouse, "value, printed_pct, target_pct, computed_pct", "indicator_code = 'collective_agreements_pct'"
    ) == (None, Decimal(90), Decimal(85), Decimal("105.9"))


def test_the_years_target_beside_a_half_years_result_belongs_to_the_year(warehouse: BuiltWarehouse) -> None:
    where = "org_unit_code = 'LDLD.TQ.SONDUONG' and indicator_code = 'members_admitted'"
    assert attainment(warehouse, "period_code, reference_period_code, computed_pct", where) == (
        "2023-H1", "2023", Decimal("55.0"),
    )  # fmt: skip
    assert warehouse.one(f"select period_code, value, is_beside_result from marts.fct_targets where {where}") == (  # noqa: S608
        "2023", Decimal(120), True,
    )  # fmt: skip


def test_an_approximate_number_is_published_with_its_interval(warehouse: BuiltWarehouse) -> None:
    assert attainment(
        warehouse, "value, value_from, value_to, qualifier", "indicator_code = 'members_net_increase'"
    ) == (Decimal(1890), Decimal(1701), Decimal(2079), "approx")


def test_each_number_of_the_press_is_laid_beside_what_workbooks_say(warehouse: BuiltWarehouse) -> None:
    """All members reported 4 x 255 triệu of "1 tỷ", 4 x 100 of 500 turns, and three of four 15 of 90 courses."""
    assert warehouse.rows(
        "select indicator_code, counterpart_kind, finding_kind, explanation_kind, difference_value, reported_count"
        " from marts.fct_source_reconciliation where org_unit_code = 'CUM02.TQ' order by 1"
    ) == [
        ("blood_donation_turns", "member_sum", "contradicts", None, Decimal(100), 4),
        ("gifts_value", "member_sum", "explained", "rounding", Decimal(-20_000_000), 4),
        ("training_courses_held", "member_sum", "explained", "members_missing", Decimal(75), 3),
    ]
    assert warehouse.one(
        "select counterpart_kind, finding_kind from marts.fct_source_reconciliation where org_unit_code = 'CUM01.TQ'"
    ) == ("total_row", "agrees")


def test_a_total_tells_what_is_left_out_and_what_its_offices_are_asked_about(warehouse: BuiltWarehouse) -> None:
    assert warehouse.rows(
        "select indicator_code, reported_count, value, confirmed_value, unconfirmed_count, quarantined_count,"
        " quarantined_value from marts.fct_attainment_totals"
        " where group_code = 'CUM01.TQ' and indicator_code in ('congresses_held', 'gifts_given') order by 1"
    ) == [
        ("congresses_held", 0, None, Decimal(0), 0, 1, Decimal(9)),
        ("gifts_given", 2, Decimal(50), Decimal(10), 1, 0, Decimal(0)),
    ]


def test_a_half_years_result_is_on_its_way_to_the_years_target(warehouse: BuiltWarehouse) -> None:
    where = "org_unit_code = 'LDLD.TQ.SONDUONG' and indicator_code = 'members_admitted'"
    assert attainment(warehouse, "year_code, is_year_to_date, fulfilment_kind, is_counted_in_year", where) == (
        "2023", True, "in_progress", True,
    )  # fmt: skip


def test_members_of_a_cluster_are_ranked_where_two_report_against_a_target(warehouse: BuiltWarehouse) -> None:
    assert warehouse.rows(
        "select indicator_code, member_code, is_compared from marts.fct_cluster_standing_figures"
        " where cluster_code = 'CUM01.TQ' and period_code = '2023' order by 1, 2"
    ) == [
        ("collective_agreements_pct", "LDLD.TQ.SONDUONG", False),
        ("elite_members_referred", "LDLD.TQ.SONDUONG", False),
        ("members_admitted", "LDLD.TQ.CHIEMHOA", False),
    ]
    assert warehouse.one("select count(*) from marts.fct_cluster_standings") == (0,)


def test_a_result_of_an_unknown_unit_is_kept_and_asked_of_its_sender(warehouse: BuiltWarehouse) -> None:
    assert warehouse.one(
        "select unit_text, value, quality_status from marts.fct_results where org_unit_code is null"
    ) == ("Đơn vị lạ", Decimal(5), "quarantined")
    subject, office = warehouse.one(
        "select subject_key, office_code from marts.fct_figure_flags where rule_code = 'unit_unknown'"
    )
    assert subject.startswith("place:")
    assert subject.endswith("|Sheet1!E60")
    assert office == "LDLD.TQ"


def test_a_name_that_stays_unknown_is_listed_with_its_place_and_the_nearest_entries(warehouse: BuiltWarehouse) -> None:
    row = warehouse.one(
        "select figure_count, first_path, first_locator, candidate_1_code, candidate_1_score, candidate_3_code"
        " from marts.fct_unresolved_names"
        " where name_kind = 'unit' and name_text = 'Đơn vị lạ' and office_code = 'LDLD.TQ'"
    )
    count, path, locator, nearest, score, third = row
    assert (count, locator) == (1, "Sheet1!E60")
    assert path
    assert warehouse.one(
        f"select count(*) from marts.dim_org_units where org_unit_code in ('{nearest}', '{third}')"  # noqa: S608
    ) == (2,)
    assert 0 < score < 100


def test_a_name_that_is_known_is_not_listed(warehouse: BuiltWarehouse) -> None:
    assert warehouse.one(
        "select count(*) from marts.fct_unresolved_names where name_text in ('H. Lâm Bình', 'Tổng cộng')"
    ) == (0,)


def test_names_that_todays_catalogue_knows_are_resolved_at_the_second_try(warehouse: BuiltWarehouse) -> None:
    assert warehouse.one("select org_unit_code, indicator_code, unit_text from marts.fct_results where value = 77") == (
        "LDLD.TQ.LAMBINH",
        "blood_donation_turns",
        "H. Lâm Bình",
    )


def test_a_document_that_could_not_be_read_is_a_flag_of_its_own(warehouse: BuiltWarehouse) -> None:
    assert warehouse.one(
        "select subject_kind, severity, office_code, org_unit_code from marts.fct_figure_flags"
        " where rule_code = 'layout_unknown'"
    ) == ("document", "fatal", "LDLD.TQ", None)


def test_an_award_told_twice_counts_once(warehouse: BuiltWarehouse) -> None:
    assert warehouse.one("select recipient_code, giver_code, mention_count from marts.fct_awards") == (
        "CDYT.TQ", "LDLD.TQ", 2,
    )  # fmt: skip


def test_periods_carry_their_days_and_vietnamese_names(warehouse: BuiltWarehouse) -> None:
    assert warehouse.rows(
        "select period_code, period_kind, cast(start_date as varchar), cast(end_date as varchar), label_vi"
        " from marts.dim_periods where period_code like '2023%'"
    ) == [
        ("2023", "year", "2023-01-01", "2023-12-31", "Năm 2023"),
        ("2023-H1", "half", "2023-01-01", "2023-06-30", "6 tháng đầu năm 2023"),
    ]


def test_columns_carry_vietnamese_comments(warehouse: BuiltWarehouse) -> None:
    comments = dict(
        warehouse.rows("select column_name, comment from duckdb_columns() where table_name = 'fct_attainments'")
    )
    assert comments["computed_pct"].startswith("Tỷ lệ tính lại (%). ")
    assert all(comments.values())


@pytest.mark.slow
def test_a_backfill_sees_what_that_night_saw(
    as_of_first_night: BuiltWarehouse, first_night_alone: BuiltWarehouse
) -> None:
    """It also shows that two builds of one landing give the same rows; what is added night by night has no order."""
    assert as_of_first_night.tables("marts") == first_night_alone.tables("marts")
    for table in first_night_alone.tables("marts"):
        query = f"select * from marts.{table} order by all"  # noqa: S608
        assert as_of_first_night.rows(query) == first_night_alone.rows(query), table
    assert first_night_alone.one("select count(*) from marts.fct_results") != (0,)


@pytest.mark.slow
def test_an_empty_landing_builds_and_a_federation_may_replace_rows_of_the_catalogue(
    empty_warehouse: BuiltWarehouse,
) -> None:
    assert empty_warehouse.one("select count(*) from marts.fct_results") == (0,)
    assert empty_warehouse.rows(
        "select org_unit_code, parent_code, office_code from marts.dim_org_units where province_name = 'Xuân Xa'"
    ) == [("LDLD.TQ.HAMYEN", "LDLD.XX", "LDLD.XX"), ("LDLD.XX", "TLD", "LDLD.XX")]
