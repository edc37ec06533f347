"""``reporting``: who has sent the reports that are owed, and who has not."""

from __future__ import annotations

import json
import sys

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.published import published_rows
from warehouse.settings import Settings
from warehouse.vietnamese import period_vi

_STATUSES = """
select
    office_code, obligation_code, obligation_name, period_code, org_unit_code, org_unit_name, due_date, last_date,
    status_kind, status_vi, late_day_count, reported_night, delivery_count, unreadable_count, path, reason_vi
from fct_reporting_status
where
    ($office is null or office_code = $office)
    and ($period is null or period_code = $period)
    and ($status is null or status_kind = $status)
order by due_date desc, office_code, obligation_code, period_code, org_unit_name
"""

_RATES = """
select
    office_code, obligation_name, period_code, due_date, owed_count, on_time_count, late_count, unreadable_count,
    missing_count, awaited_count, reported_pct, unattributed_file_count
from fct_reporting_rates
where ($office is null or office_code = $office) and ($period is null or period_code = $period)
order by due_date desc, office_code, obligation_code, period_code
"""

_UNITS_SHOWN = 200


def show_reporting(
    settings: Settings,
    console: Console,
    *,
    office: str | None,
    period: str | None,
    status: str | None,
    as_json: bool,
) -> None:
    """Rates of each office and period, then the units that have not reported on time.

    Raises typer.BadParameter where nothing is published.
    """
    rows = published_rows(settings, _STATUSES, {"office": office, "period": period, "status": status})
    if as_json:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
        return
    rates = published_rows(settings, _RATES, {"office": office, "period": period})
    console.print(_rates(rates))
    shown = [row for row in rows if status is not None or row["status_kind"] not in ("on_time", "awaited")]
    if shown:
        console.print(_units(shown[:_UNITS_SHOWN]))
    if len(shown) > _UNITS_SHOWN:
        console.print(f"… và {len(shown) - _UNITS_SHOWN} đơn vị khác: dùng --json, --office hoặc --period")
    unnamed = {row["office_code"]: row["unattributed_file_count"] for row in rates if row["unattributed_file_count"]}
    for code, count in unnamed.items():
        console.print(f"{code}: {count} tệp chưa đọc được và chưa rõ của đơn vị nào", markup=False)


def _rates(rows: list[dict[str, object]]) -> Table:
    names = ("cơ quan", "báo cáo", "kỳ", "hạn", "phải gửi", "đúng hạn", "muộn", "chưa đọc được", "chưa gửi")
    table = Table(*names, "chưa đến hạn", "đã gửi %", title="Tỷ lệ gửi báo cáo", title_justify="left")
    for row in rows:
        counts = ("owed_count", "on_time_count", "late_count", "unreadable_count", "missing_count", "awaited_count")
        cells = (row["office_code"], row["obligation_name"], period_vi(str(row["period_code"])), row["due_date"])
        table.add_row(*_told(*cells, *(row[name] for name in counts), row["reported_pct"]))
    return table


def _units(rows: list[dict[str, object]]) -> Table:
    names = ("đơn vị", "báo cáo", "kỳ", "hạn", "tình trạng", "muộn (ngày)", "tệp")
    table = Table(*names, title="Đơn vị cần lưu ý", title_justify="left")
    for row in rows:
        cells = (row["org_unit_name"], row["obligation_name"], period_vi(str(row["period_code"])), row["last_date"])
        table.add_row(*_told(*cells, row["status_vi"], row["late_day_count"], row["path"]))
    return table


def _told(*cells: object) -> list[str]:
    return [escape(str(cell)) if cell is not None else "-" for cell in cells]
