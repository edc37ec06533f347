"""What the marts say of the organisation through time, on a night of January 2024: July 2025 is known, and to come."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from built_warehouse import BuiltWarehouse

REORGANISED = date(2025, 7, 1)
LAST_DAY = date(2025, 6, 30)


def test_a_unit_has_a_version_for_each_name_it_had(warehouse: BuiltWarehouse) -> None:
    assert warehouse.rows(
        "select org_unit_version_id, org_unit_name, valid_from, valid_to, is_current, is_active"
        " from marts.dim_org_units where org_unit_code in ('LDLD.HUE', 'LDLD.HNA.DUYTIEN')"
    ) == [
        ("LDLD.HNA.DUYTIEN@start", "Liên đoàn Lao động huyện Duy Tiên", None, date(2019, 12, 31), False, True),
        ("LDLD.HNA.DUYTIEN@2020-01-01", "Liên đoàn Lao động thị xã Duy Tiên", date(2020, 1, 1), LAST_DAY, True, True),
        ("LDLD.HUE@start", "Liên đoàn Lao động tỉnh Thừa Thiên Huế", None, date(2024, 12, 31), True, True),
        ("LDLD.HUE@2025-01-01", "Liên đoàn Lao động thành phố Huế", date(2025, 1, 1), None, False, True),
    ]


def test_what_stood_under_a_unit_that_ended_stands_under_its_successor_in_management_and_territory(
    warehouse: BuiltWarehouse,
) -> None:
    assert warehouse.rows(
        "select parent_code, province_name, valid_from, valid_to, is_current from marts.dim_org_units"
        " where org_unit_code = 'KGD.DUYTIEN'"
    ) == [
        ("LDLD.HNA.DUYTIEN", "Hà Nam", None, LAST_DAY, True),
        ("LDLD.NB", "Ninh Bình", REORGANISED, None, False),
    ]
    assert warehouse.rows(
        "select edge_kind, parent_code, valid_from, valid_to, is_passed_on, is_verified"
        " from marts.dim_org_unit_edges where child_code = 'KGD.DUYTIEN'"
    ) == [
        ("management", "LDLD.HNA.DUYTIEN", None, LAST_DAY, False, True),
        ("management", "LDLD.NB", REORGANISED, None, True, False),
        ("territory", "LDLD.HNA", None, LAST_DAY, False, True),
        ("territory", "LDLD.NB", REORGANISED, None, True, False),
    ]


def test_clusters_are_edges_of_their_year_beside_management_and_territory(warehouse: BuiltWarehouse) -> None:
    assert warehouse.rows(
        "select edge_kind, parent_code, valid_from, valid_to, role_name from marts.dim_org_unit_edges"
        " where child_code = 'LDLD.TQ.NAHANG'"
    ) == [
        ("cluster", "CUM01.TQ", date(2023, 1, 1), date(2023, 12, 31), "member"),
        ("cluster", "CUM01.TQ", date(2024, 1, 1), date(2024, 12, 31), "Cụm phó"),
        ("management", "LDLD.TQ", None, LAST_DAY, None),
        ("territory", "LDLD.TQ", None, LAST_DAY, None),
    ]


def test_every_change_tells_its_provenance_and_what_of_it_could_not_be_verified(warehouse: BuiltWarehouse) -> None:
    assert warehouse.rows(
        "select event_kind, decision_number, count(*), bool_and(is_verified), bool_and(unverified_text is not null)"
        " from marts.dim_org_unit_events where effective_date = date '2025-07-01' group by all order by all"
    ) == [("dissolved", "72/2025/QH15", 8, False, True), ("merged", "202/2025/QH15", 29, True, True)]
    assert warehouse.one(
        "select count(*) filter (is_current and is_active), count(*) filter (valid_to is null) from marts.dim_org_units"
        " where level_kind = 'province' and organisation_kind = 'union'"
    ) == (63, 34)


def test_a_decision_dated_ahead_moves_no_name_no_map_and_no_office_before_its_day(warehouse: BuiltWarehouse) -> None:
    assert (
        warehouse.one(
            "select org_unit_name, office_code from marts.dim_org_units where is_current and org_unit_code = 'LDLD.HUE'"
        )[0]
        == "Liên đoàn Lao động tỉnh Thừa Thiên Huế"
    )
    assert warehouse.rows(
        "select map_from, is_todays_map, successor_code, successor_name from marts.dim_org_unit_successors"
        " where org_unit_code = 'LDLD.HNA' order by map_from nulls first"
    ) == [
        (None, True, "LDLD.HNA", "Liên đoàn Lao động tỉnh Hà Nam"),
        (REORGANISED, False, "LDLD.NB", "Liên đoàn Lao động tỉnh Ninh Bình"),
    ]
    assert warehouse.rows(
        "select count(*) from marts.fct_results_on_maps where is_todays_map and org_unit_code <> reported_unit_code"
    ) == [(0,)]


def test_no_total_is_lost_between_the_reports_the_map_of_any_day_and_todays(warehouse: BuiltWarehouse) -> None:
    reported = warehouse.one("select sum(value), count(*) from marts.fct_results where value is not null")
    assert reported[0] > 0
    assert warehouse.one(
        "select sum(value) filter (is_todays_map),"
        " count(distinct figure_id) filter (is_todays_map and value is not null),"
        " sum(value) filter (coalesce(map_from, date '0001-01-01') <= date '2025-06-30'"
        " and coalesce(map_to, date '9999-12-31') > date '2025-06-30')"
        " from marts.fct_results_on_maps"
    ) == (*reported, reported[0])
    attained = warehouse.one("select sum(value), sum(reference) from marts.fct_attainments")
    todays = "sum(value) filter (is_todays_map), sum(reference) filter (is_todays_map)"
    assert warehouse.one(f"select {todays} from marts.fct_attainments_on_maps") == attained  # noqa: S608  # our words
    given = warehouse.one("select sum(value) from marts.fct_targets")
    assert warehouse.one("select sum(value) filter (is_todays_map) from marts.fct_targets_on_maps") == given


def test_a_districts_figure_stands_under_its_federation_today_and_says_that_it_is_a_part_of_it(
    warehouse: BuiltWarehouse,
) -> None:
    assert warehouse.rows(
        "select map_to, org_unit_code, reported_unit_code, reported_level_kind, value, is_summable"
        " from marts.fct_results_on_maps where reported_unit_code = 'LDLD.TQ.CHIEMHOA' order by map_to nulls last"
    ) == [
        (REORGANISED, "LDLD.TQ.CHIEMHOA", "LDLD.TQ.CHIEMHOA", "district", Decimal(190), True),
        (None, "LDLD.TQ", "LDLD.TQ.CHIEMHOA", "district", Decimal(190), True),
    ]
