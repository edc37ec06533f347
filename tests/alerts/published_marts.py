"""A published file with the marts that alerts read, in the columns and types of the dbt contracts, rows of our own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import duckdb
from declared_marts import columns_of

from warehouse.settings import Settings

MARTS = (
    "dim_periods",
    "dim_documents",
    "fct_deliveries",
    "fct_figure_flags",
    "fct_figures_history",
    "fct_flag_events",
    "fct_receipts",
    "fct_delivery_differences",
    "fct_reporting_status",
)


def flag(
    key: str,
    *,
    office: str | None = "LDLD.TQ",
    severity: str = "query",
    state: str = "open",
    rule: str = "result_exceeds_target",
    unit: str | None = "LDLD.TQ",
    indicator: str | None = "housing_supported",
    value_hash: str = "1",
    r: str | None = "27",
    t: str | None = "22",
    p: str | None = "122.7",
    c: str | None = "122.7",
    message: str = "27/22 vượt chỉ tiêu giao (122,7%).",
    action: str = "Đề nghị xác nhận kèm văn bản, hoặc sửa ô này.",
    path: str = "LDLD.TQ/bao-cao.xlsx",
    locator: str = "Biểu 1!E10",
    quote: str = "Hộ được hỗ trợ nhà ở | Thực hiện",
    source_kind: str = "unit_report",
    document_id: str = "document-1",
    subject_kind: str = "figure",
    subject_key: str | None = None,
    owner: str | None = None,
    period: str = "2026",
    impact_rank: int = 1,
    more: tuple[dict[str, Any], ...] = (),
) -> dict[str, Any]:
    """A row of fct_figure_flags with one witness, and ``more``."""
    witness = {
        "source_kind": source_kind,
        "document_id": document_id,
        "path": path,
        "locator": locator,
        "quote": quote,
        "r": r,
        "t": t,
        "p": p,
        "c": c,
    }
    return {
        "flag_key": key,
        "rule_code": rule,
        "severity": severity,
        "state": state,
        "subject_kind": subject_kind,
        "subject_key": subject_key or f"figure:{key}",
        "org_unit_code": unit,
        "indicator_code": indicator,
        "period_code": period,
        "scope": "",
        "office_code": office,
        "owner_office_code": owner or office,
        "value_hash": value_hash,
        "message_vi": message,
        "what_to_do_vi": action,
        "impact_rank": impact_rank,
        "evidence": json.dumps([witness, *more], ensure_ascii=False),
    }


def figure(of: dict[str, Any], *, kind: str = "result", **columns: Any) -> dict[str, Any]:
    """The row of fct_figures_history that stands at a flag's first witness."""
    witness = json.loads(of["evidence"])[0]
    return {
        "figure_id": f"{of['flag_key']}:{kind}",
        "statement_key": f"{of['flag_key']}:{kind}",
        "org_unit_code": of["org_unit_code"],
        "indicator_code": of["indicator_code"],
        "period_code": of["period_code"],
        "scope": "",
        "figure_kind": kind,
        "source_kind": witness["source_kind"],
        "value": witness["r"],
        "document_id": witness["document_id"],
        "path": witness["path"],
        "locator": witness["locator"],
        **columns,
    }


def set_aside(
    path: str,
    *,
    office: str | None = "LDLD.TQ",
    reason: str = "Tệp có mật khẩu.",
    code: str = "x",
    document_id: str | None = None,
    is_current: bool = True,
) -> dict[str, Any]:
    """A row of dim_documents: a quarantined file. Given again for another office, it was sent by both."""
    return {
        "document_id": document_id or path,
        "source_kind": "unit_report",
        "office_code": office,
        "path": path,
        "member_name": "",
        "status_kind": "quarantined",
        "reasons": json.dumps([{"code": code, "vi": reason, "en": "x", "locator": None}], ensure_ascii=False),
        "is_current": is_current,
    }


def received(
    path: str = "bao-cao.xlsx", *, night: date, office: str | None = "LDLD.TQ", **columns: Any
) -> dict[str, Any]:
    """A row of fct_receipts: a new report, read whole."""
    return {
        "delivery_id": f"{office}:{path}:{night}",
        "document_id": path,
        "office_code": office,
        "path": path,
        "member_name": "",
        "night": night,
        "status_kind": "loaded",
        "org_unit_name": "LĐLĐ huyện Hàm Yên",
        "period_code": "2026-H1",
        "layout_kind": "assigned_done_percent",
        "figure_count": 26,
        "target_count": 12,
        "result_count": 12,
        "control_total_count": 2,
        "unit_count": 6,
        "rating_count": 0,
        "reasons": "[]",
        "left_out": "[]",
        "left_out_count": 0,
        "delivery_kind": "new",
        "difference_count": 0,
        "waiting_count": 0,
        "what_to_do_vi": "Không cần làm gì thêm.",
        **columns,
    }


def differs(receipt: dict[str, Any], kind: str = "changed", **columns: Any) -> dict[str, Any]:
    """A row of fct_delivery_differences of a receipt: 27 was told before, 25 now."""
    return {
        "delivery_id": receipt["delivery_id"],
        "document_id": receipt["document_id"],
        "figure_key": "figure:1",
        "difference_kind": kind,
        "office_code": receipt["office_code"],
        "night": receipt["night"],
        "org_unit_name": "LĐLĐ huyện Hàm Yên",
        "indicator_name": "Số đoàn viên kết nạp",
        "period_code": "2026-H1",
        "figure_kind": "result",
        "is_control_total": False,
        "old_value": 27,
        "new_value": 25,
        "old_office_code": receipt["office_code"],
        "old_night": receipt["night"],
        "old_path": "ban-truoc.xlsx",
        "old_locator": "Biểu 1!E10",
        "is_old_standing": True,
        "new_path": receipt["path"],
        "new_locator": "Biểu 1!E11",
        **columns,
    }


def owes(unit: str, status: str, *, due: date, office: str = "LDLD.TQ", period: str = "2026-H1") -> dict[str, Any]:
    """A row of fct_reporting_status."""
    return {
        "obligation_code": "KQ",
        "obligation_name": "Báo cáo kết quả",
        "org_unit_code": unit,
        "org_unit_name": f"LĐLĐ huyện {unit}",
        "office_code": office,
        "period_code": period,
        "due_date": due,
        "status_kind": status,
    }


def write_published(
    settings: Settings,
    *,
    flags: tuple[dict[str, Any], ...] = (),
    files: tuple[dict[str, Any], ...] = (),
    receipts: tuple[dict[str, Any], ...] = (),
    differences: tuple[dict[str, Any], ...] = (),
    statuses: tuple[dict[str, Any], ...] = (),
    figures: tuple[dict[str, Any], ...] = (),
    events: tuple[dict[str, Any], ...] = (),
) -> None:
    """Replace the published file by one with these rows."""
    settings.published.mkdir(parents=True, exist_ok=True)
    settings.published_database.unlink(missing_ok=True)
    with duckdb.connect(str(settings.published_database)) as database:
        database.execute("; ".join(f"create table {mart} ({columns_of(mart)})" for mart in MARTS))
        year = {"start_date": date(2026, 1, 1), "end_date": date(2026, 12, 31)}
        insert(database, "dim_periods", {"period_code": "2026", "label_vi": "Năm 2026", **year})
        for row in events:
            insert(database, "fct_flag_events", row)
        for row in figures:
            insert(database, "fct_figures_history", row)
        for row in flags:
            insert(database, "fct_figure_flags", row)
        for row in receipts:
            insert(database, "fct_receipts", row)
        for row in statuses:
            insert(database, "fct_reporting_status", row)
        for row in differences:
            insert(database, "fct_delivery_differences", row)
        for row in {row["document_id"]: row for row in files}.values():
            insert(database, "dim_documents", row)
        for row in files:
            sent = {name: row[name] for name in ("document_id", "office_code", "path", "member_name", "is_current")}
            insert(database, "fct_deliveries", {"delivery_id": f"{row['office_code']}:{row['path']}", **sent})


def insert(database: duckdb.DuckDBPyConnection, mart: str, row: Mapping[str, Any]) -> None:
    marks = ", ".join("?" * len(row))
    statement = f"insert into {mart} ({', '.join(row)}) values ({marks})"  # noqa: S608  # our own names
    database.execute(statement, list(row.values()))
