"""A federation in two databases: the marts as dbt declares them, with a few rows, in DuckDB and in PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from declared_marts import MARTS, columns_of, declared

NAMES = tuple(sorted(path.stem for path in MARTS.glob("*.sql")))

Execute = Callable[[str], object]


def make_marts(execute: Execute) -> None:
    """Empty tables of every mart that is a table of its own columns, then the rows."""
    for name in NAMES:
        execute(f"create table {name} ({columns_of(name)})")
    for mart, row in rows():
        names = {column["name"] for column in declared(mart)["columns"]}
        assert set(row) <= names, (mart, set(row) - names)
        execute(f"insert into {mart} ({', '.join(row)}) values ({', '.join(map(literal, row.values()))})")  # noqa: S608  # ours


def literal(value: Any) -> str:
    if value is None:
        return "null"
    return str(value) if isinstance(value, bool | int) else "'" + str(value).replace("'", "''") + "'"


def rows() -> Iterator[tuple[str, dict[str, Any]]]:
    yield from _units()
    yield from _attainment()
    yield from _beside()


def _units() -> Iterator[tuple[str, dict[str, Any]]]:
    for code, name, level, office, province in (
        ("LDLD.TQ", "LĐLĐ tỉnh Suối Mơ", "province", "LDLD.TQ", "Suối Mơ"),
        ("LDLD.HY", "LĐLĐ tỉnh Bãi Xanh", "province", "LDLD.HY", "Bãi Xanh"),
        # it lies in another province today; the office that answers for it is where it was
        ("LDLD.TQ.HAM", "LĐLĐ huyện Hàm Rồng", "district", "LDLD.TQ", "Bãi Xanh"),
        ("CUM01.TQ", "Cụm 01", "cluster", "LDLD.TQ", "Suối Mơ"),
    ):
        told = {"org_unit_code": code, "org_unit_name": f"{name} (tên đầy đủ)", "short_name": name, "level_kind": level}
        yield "dim_org_units", {**told, "office_code": office, "province_name": province, "is_current": True}
    for year in (2022, 2023, 2024):
        told = {"period_code": str(year), "label_vi": f"Năm {year}", "period_kind": "year", "end_date": f"{year}-12-31"}
        yield "dim_periods", told


def _attainment() -> Iterator[tuple[str, dict[str, Any]]]:
    for code, name, direction in (
        ("housing", "Số nhà làm mới", "higher_better"),
        ("accidents", "Số vụ tai nạn", "lower_better"),
    ):
        told = {"indicator_code": code, "indicator_name": name, "unit_name": "nhà", "direction_kind": direction}
        yield "dim_indicators", told
    for group, indicator, period, value, reference, pct, unconfirmed, base in (
        ("LDLD.TQ", "housing", "2023", 27, 22, "122.7", 4, "2023"),
        ("LDLD.HY", "housing", "2023", 22, 22, "100.0", 0, "2023"),
        ("LDLD.HY", "housing", "2022", 19, 22, "86.4", 1, "2022"),
        ("LDLD.TQ", "housing", "2022", 5, 22, "22.7", 0, "2022"),
        ("LDLD.TQ", "housing", "2024", 30, None, None, 0, None),
        ("LDLD.HY", "housing", "2024", 11, 22, "50.0", 0, "2025"),
        ("LDLD.TQ", "accidents", "2023", 3, 4, "75.0", 0, "2023"),
        ("LDLD.HY", "accidents", "2023", 9, 4, "225.0", 0, "2023"),
        ("CUM01.TQ", "housing", "2023", 27, 22, "122.7", 4, "2023"),
    ):
        names = {"housing": "Số nhà làm mới", "accidents": "Số vụ tai nạn"}
        kind = "cluster" if group.startswith("CUM") else "management"
        told = {"group_kind": kind, "group_code": group, "indicator_code": indicator, "period_code": period}
        yield (
            "fct_attainment_totals",
            {
                **told,
                "indicator_name": names[indicator],
                "scope": "",
                "value": value,
                "reference": reference,
                "computed_pct": pct,
                "unconfirmed_count": unconfirmed,
                "reference_period_code": base,
            },
        )


def _beside() -> Iterator[tuple[str, dict[str, Any]]]:
    for period, status, last in (("2022", "late", "2026-09-01"), ("2023", "on_time", "2026-11-20")):
        told = {"org_unit_code": "LDLD.TQ.HAM", "period_code": period, "status_kind": status, "status_vi": status}
        yield "fct_reporting_status", {**told, "report_kind": "results", "last_date": last, "as_of_night": "2026-11-22"}
    awaited = {"org_unit_code": "LDLD.HY", "period_code": "2024", "status_kind": "awaited", "status_vi": "awaited"}
    yield (
        "fct_reporting_status",
        {**awaited, "report_kind": "results", "last_date": "2027-01-01", "as_of_night": "2026-11-22"},
    )
    for key, unit, opened, witness in (
        ("a", "LDLD.TQ.HAM", "2026-11-22", {"path": "LDLD.TQ/a.xlsx", "locator": "Biểu 1!E10", "r": "214600000"}),
        ("b", None, "2026-11-16", {"source_kind": "news", "path": "tin.txt", "quote": "làm 27/22 nhà", "r": "27.5"}),
        ("c", "LDLD.HY", "2026-10-01", None),
    ):
        evidence = json.dumps([{"t": "22", **witness}] if witness else [], ensure_ascii=False)
        told = {"flag_key": key, "org_unit_code": unit, "office_code": "LDLD.TQ", "opened_night": opened}
        about = {"severity": "query", "state": "open", "period_code": "2023"}
        yield "fct_figure_flags", {**told, **about, "evidence": evidence}
    told = {"cluster_code": "CUM01.TQ", "member_code": "LDLD.TQ.HAM", "period_code": "2023", "score_pct": "101.25"}
    yield "fct_cluster_standings", {**told, "rank_number": 2, "best_rank_number": 1, "worst_rank_number": 3}
    told = {
        "org_unit_code": "LDLD.TQ.HAM",
        "period_code": "2023",
        "finding_kind": "contradicts",
        "news_quote": "27 nhà",
    }
    yield (
        "fct_source_reconciliation",
        {**told, "counterpart_kind": "own_report", "news_value": 27, "workbook_value": 22},
    )
    told = {"org_unit_code": "LDLD.TQ.HAM", "level_kind": "district", "period_code": "2023", "period_name": "Năm 2023"}
    yield "rpt_units", {**told, "result_count": 3, "met_count": 2, "unconfirmed_count": 1, "quarantined_count": 0}
