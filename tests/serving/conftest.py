"""A small build file with the marts that publishing reads, in the columns the dbt models promise."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.settings import Settings

SCHEMA = """
create schema marts;
create table marts.dim_org_units (org_unit_code varchar, org_unit_name varchar, is_current boolean);
comment on table marts.dim_org_units is 'Đơn vị: một dòng một phiên bản';
comment on column marts.dim_org_units.org_unit_code is 'Mã của đơn vị';
create table marts.dim_indicators (indicator_code varchar, indicator_name varchar, measure varchar);
create table marts.dim_periods (period_code varchar, period_name varchar, end_date date);
create table marts.dim_documents (
    document_id varchar, source_kind varchar, office_code varchar, path varchar, status varchar,
    reasons_vi varchar[], figure_count bigint
);
create table marts.fct_attainments (
    org_unit_code varchar, org_unit_name varchar, indicator_code varchar, indicator_name varchar,
    period_code varchar, scope varchar, source_kind varchar, value decimal(38, 9), reference decimal(38, 9),
    printed_pct decimal(38, 9), computed_pct decimal(18, 1), quality_status varchar, flag_rules varchar[],
    document_id varchar, locator varchar
);
create table marts.fct_figure_flags (
    flag_key varchar, rule_code varchar, severity varchar, org_unit_code varchar, indicator_code varchar,
    period_code varchar, office_code varchar, state varchar, message_vi varchar, what_to_do_vi varchar,
    evidence varchar, opened_night date
);
create view marts.fct_results as
select org_unit_code, value, sum(1::hugeint) over () as total from marts.fct_attainments;
"""


class Build:
    """The private build file of one settings object, rewritten as dbt would."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        settings.build.mkdir(parents=True, exist_ok=True)
        self.run(SCHEMA)

    def run(self, statement: str, *rows: tuple[Any, ...]) -> None:
        with duckdb.connect(str(self.settings.build_database)) as database:
            if rows:
                database.executemany(statement, rows)
            else:
                database.execute(statement)

    def add_unit(self, code: str, name: str) -> None:
        self.run("insert into marts.dim_org_units values (?, ?, true)", (code, name))

    def add_indicator(self, code: str, name: str, measure: str = "count") -> None:
        self.run("insert into marts.dim_indicators values (?, ?, ?)", (code, name, measure))

    def add_period(self, code: str, name: str, end: date) -> None:
        self.run("insert into marts.dim_periods values (?, ?, ?)", (code, name, end))

    def add_document(
        self, path: str, *, office: str | None = "LDLD.X", status: str = "loaded", reason: str = ""
    ) -> None:
        self.run(
            "insert into marts.dim_documents values (?, ?, ?, ?, ?, ?, 12)",
            (path, "unit_report" if office else "news", office, path, status, [reason] if reason else []),
        )

    def add_attainment(
        self,
        unit: tuple[str, str],
        indicator: tuple[str, str],
        period: str,
        *,
        value: str,
        reference: str,
        percent: str,
        status: str = "ok",
        rules: tuple[str, ...] = (),
        source_kind: str = "unit_report",
    ) -> None:
        self.run(
            "insert into marts.fct_attainments values (?, ?, ?, ?, ?, null, ?, ?, ?, null, ?, ?, ?, 'd', 'S!B2')",
            (*unit, *indicator, period, source_kind, value, reference, percent, status, list(rules)),
        )

    def add_flag(self, key: str, severity: str, message: str, **columns: str | None) -> None:
        witness = {
            "source_kind": columns.get("source_kind") or "unit_report",
            "path": columns.get("path") or "LDLD.X/bao-cao.xlsx",
            "locator": columns.get("locator") or "Biểu 1!E10",
            "quote": columns.get("quote") or "",
        }
        self.run(
            "insert into marts.fct_figure_flags values (?, ?, ?, ?, ?, ?, 'LDLD.X', ?, ?, ?, ?, '2026-11-20')",
            (
                key,
                columns.get("rule") or "result_exceeds_target",
                severity,
                columns.get("unit"),
                columns.get("indicator"),
                columns.get("period"),
                columns.get("state") or "open",
                message,
                columns.get("action") or "Đề nghị xác nhận hoặc sửa.",
                json.dumps([witness], ensure_ascii=False),
            ),
        )


@pytest.fixture
def make_build(tmp_path: Path) -> Callable[[], Build]:
    return lambda: Build(Settings(home=tmp_path))


@pytest.fixture
def build(make_build: Callable[[], Build]) -> Build:
    """A build with one unit, one indicator, one flag: 27/22."""
    made = make_build()
    made.add_unit("LDLD.X.1", "LĐLĐ huyện Suối Mơ")
    made.add_indicator("poor_households_helped", "Hộ nghèo được giúp đỡ")
    made.add_period("2026", "năm 2026", date(2026, 12, 31))
    made.add_document("LDLD.X/bao-cao.xlsx")
    made.add_document("LDLD.X/hong.xlsx", status="quarantined", reason="Tệp có mật khẩu.")
    made.add_attainment(
        ("LDLD.X.1", "LĐLĐ huyện Suối Mơ"),
        ("poor_households_helped", "Hộ nghèo được giúp đỡ"),
        "2026",
        value="27",
        reference="22",
        percent="122.7",
        status="unconfirmed",
        rules=("result_exceeds_target",),
    )
    made.add_flag("flag-27-22", "query", "27/22 vượt chỉ tiêu (122,7%).", unit="LDLD.X.1", period="2026")
    return made
