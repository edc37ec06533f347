"""Wide tables for BI: their columns are those of the catalogue, and say so in Vietnamese."""

from __future__ import annotations

import pytest
from built_warehouse import BuiltWarehouse

from warehouse.wide_tables import TABLES, main_indicators, page, yaml_path


@pytest.mark.parametrize("table", TABLES)
def test_the_columns_of_a_wide_table_are_written_from_the_catalogue(table: str) -> None:
    assert yaml_path(table).read_text(encoding="utf-8") == page(table), "run: python -m warehouse.wide_tables"


def test_a_bi_tool_finds_a_vietnamese_label_for_every_column_of_every_mart(warehouse: BuiltWarehouse) -> None:
    unlabelled = warehouse.rows(
        "select columns.table_name, columns.column_name from information_schema.columns as columns"
        " left join marts.dim_columns as labels"
        " on columns.table_name = labels.mart_name and columns.column_name = labels.column_name"
        " and columns.ordinal_position = labels.ordinal_number"
        " where columns.table_schema = 'marts' and labels.label_vi is null"
    )
    assert unlabelled == []


def test_a_figure_of_the_cluster_itself_stands_apart_from_the_sum_over_its_members(warehouse: BuiltWarehouse) -> None:
    told = warehouse.rows(
        "select total_kind, housing_new_supported_result, housing_new_supported_target,"
        " housing_new_supported_attained_pct, housing_new_supported_quality_status"
        " from marts.rpt_clusters where cluster_code = 'CUM01.TQ' and period_code = '2023'"
        " and housing_new_supported_result is not null order by 1"
    )
    assert [(kind, int(value), int(target), str(pct)) for kind, value, target, pct, _ in told if kind == "stated"] == [
        ("stated", 27, 22, "122.7")
    ]


def test_what_stands_in_cells_stands_in_the_facts(warehouse: BuiltWarehouse) -> None:
    differing = warehouse.rows(
        "select wide.org_unit_code, wide.period_code from marts.rpt_units as wide"
        " inner join marts.fct_attainments as facts"
        " on wide.org_unit_code = facts.org_unit_code and wide.period_code = facts.period_code"
        " where facts.indicator_code = 'housing_new_supported' and facts.scope = '' and facts.is_headline"
        " and (wide.housing_new_supported_result is distinct from facts.value"
        " or wide.housing_new_supported_attained_pct is distinct from facts.attained_pct)"
    )
    assert differing == []


def test_a_province_holds_on_todays_map_what_units_reported(warehouse: BuiltWarehouse) -> None:
    told = warehouse.rows(
        "select sum(members_admitted_result) from marts.rpt_provinces where reported_level_kind = 'district'"
    )
    reported = warehouse.rows(
        "select sum(facts.value) from marts.fct_attainments_on_maps as held"
        " inner join marts.fct_attainments as facts using (figure_id)"
        " where held.is_todays_map and held.is_summable and facts.is_headline and facts.scope = ''"
        " and facts.indicator_code = 'members_admitted' and held.reported_level_kind = 'district'"
    )
    assert told == reported


def test_every_cell_of_the_units_is_the_one_that_stands_for_them(warehouse: BuiltWarehouse) -> None:
    for code in main_indicators():
        differing = warehouse.rows(
            "select cells.org_unit_code, cells.period_code"  # noqa: S608  # a code of our own
            " from intermediate.int_cells__chosen as cells"
            " left join marts.rpt_units as wide using (org_unit_code, period_code)"
            f" where cells.indicator_code = '{code}'"
            f" and (cells.target is distinct from wide.{code}_target"
            f" or cells.result is distinct from wide.{code}_result"
            f" or cells.attained_pct is distinct from wide.{code}_attained_pct"
            f" or cells.quality_status is distinct from wide.{code}_quality_status)"
        )
        assert differing == [], code
