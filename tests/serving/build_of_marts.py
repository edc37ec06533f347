"""A private build file as dbt leaves it: marts with the columns and types of the dbt contracts, rows of our own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
from declared_marts import columns_of, declared

from warehouse.settings import Settings

MARTS = (
    "dim_office_scopes",
    "dim_org_units",
    "dim_indicators",
    "dim_periods",
    "dim_documents",
    "fct_attainment_totals",
    "fct_attainments",
    "fct_cluster_standings",
    "fct_deliveries",
    "fct_figure_flags",
    "fct_reporting_status",
    "fct_source_reconciliation",
)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@cache
def _empty() -> bytes:
    """The file before any row: a thousand statements, so it is made once."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "build.duckdb"
        with duckdb.connect(str(file)) as database:
            database.execute("\n".join(("begin;", *_statements(), "commit;")))
        return file.read_bytes()


def _statements() -> Iterator[str]:
    yield "create schema marts; create schema staging; create table staging.private as select 1 as secret;"
    for mart in MARTS:
        model = declared(mart)
        yield f"create table marts.{mart} ({columns_of(mart)});"
        yield f"comment on table marts.{mart} is {quoted(model['description'])};"
        for column in model["columns"]:
            yield f"comment on column marts.{mart}.{column['name']} is {quoted(column['description'])};"
    yield "create view marts.fct_results as"
    yield "select org_unit_code, value, sum(1::hugeint) over () as total from marts.fct_attainments;"


class Build:
    """The build file of one settings object."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._open: duckdb.DuckDBPyConnection | None = None
        settings.build.mkdir(parents=True, exist_ok=True)
        settings.build_database.write_bytes(_empty())

    @contextmanager
    def together(self) -> Iterator[None]:
        """Rows of the block go in through one connection and one transaction."""
        with duckdb.connect(str(self.settings.build_database)) as database:
            database.begin()
            self._open = database
            try:
                yield
            finally:
                self._open = None
            database.commit()

    def run(self, statement: str, *parameters: Any) -> None:
        if self._open is not None:
            self._open.execute(statement, parameters)
            return
        with duckdb.connect(str(self.settings.build_database)) as database:
            database.execute(statement, parameters)

    def add(self, mart: str, **columns: Any) -> None:
        marks = ", ".join("?" * len(columns))
        self.run(f"insert into marts.{mart} ({', '.join(columns)}) values ({marks})", *columns.values())  # noqa: S608  # our names

    def add_unit(self, code: str, name: str) -> None:
        self.add("dim_org_units", org_unit_code=code, org_unit_name=name, is_current=True)

    def add_indicator(self, code: str, name: str, measure: str = "count") -> None:
        self.add("dim_indicators", indicator_code=code, indicator_name=name, measure_kind=measure)

    def add_period(self, code: str, label: str, end: date) -> None:
        self.add("dim_periods", period_code=code, label_vi=label, end_date=end)

    def add_document(
        self, path: str, *, office: str | None = "LDLD.X", status: str = "loaded", reason: str = ""
    ) -> None:
        self.add(
            "dim_documents",
            document_id=path,
            source_kind="unit_report" if office else "news",
            office_code=office,
            path=path,
            member_name="",
            status_kind=status,
            reasons=json.dumps([{"code": "x", "vi": reason, "en": "x", "locator": None}] if reason else []),
            figure_count=12,
            is_current=True,
        )

    def add_attainment(
        self,
        unit: tuple[str, str],
        indicator: tuple[str, str],
        period: str,
        *,
        value: str | None,
        reference: str | None,
        percent: str | None,
        printed: str | None = None,
        status: str = "ok",
        rules: str | None = None,
        source_kind: str = "unit_report",
        change: str | None = None,
    ) -> None:
        self.add(
            "fct_attainments",
            change_kind=change,
            org_unit_code=unit[0],
            org_unit_name=unit[1],
            indicator_code=indicator[0],
            indicator_name=indicator[1],
            period_code=period,
            scope="",
            source_kind=source_kind,
            value=value,
            reference=reference,
            computed_pct=percent,
            printed_pct=printed,
            quality_status=status,
            flag_rules=rules,
            document_id="d",
            locator="S!B2",
        )

    def add_flag(
        self,
        key: str,
        severity: str,
        message: str,
        *,
        unit: str | None = None,
        indicator: str | None = None,
        period: str | None = "2026",
        action: str = "Đề nghị xác nhận hoặc sửa.",
        source_kind: str = "unit_report",
        path: str = "LDLD.X/bao-cao.xlsx",
        locator: str = "Biểu 1!E10",
        quote: str = "",
        computed: str | None = None,
    ) -> None:
        witness = {"source_kind": source_kind, "path": path, "locator": locator, "quote": quote, "c": computed}
        self.add(
            "fct_figure_flags",
            flag_key=key,
            rule_code="result_exceeds_target",
            severity=severity,
            state="open",
            org_unit_name=unit,
            indicator_name=indicator,
            period_code=period,
            office_code="LDLD.X",
            message_vi=message,
            what_to_do_vi=action,
            evidence=json.dumps([witness], ensure_ascii=False),
            first_night=date(2026, 11, 20),
        )
