"""Who owes a report and has not sent it: what an office is told of its units, in a line a report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from warehouse.database import connect
from warehouse.vietnamese import period_vi

KEY_PREFIX = "reporting:"

SHOWN_UNITS = 5
"""Most units named in one line; the others are counted."""

SHOWN_FOR = timedelta(days=366)
"""A report that was due longer ago is not asked for in every message any more."""
SOON = timedelta(days=7)
"""A report that is due within these days is reminded of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedReport:
    """One report of one period, over the units an office answers for. Grain: office, obligation, period."""

    office_code: str
    obligation_code: str
    name: str
    period_code: str
    due_date: date
    counts: Mapping[str, int]
    """Units by status: on_time, late, unreadable, missing, awaited."""
    missing: tuple[tuple[str, str], ...]
    """Code and name of the units that have sent nothing although the last day has passed."""
    unreadable: tuple[tuple[str, str], ...]

    @property
    def open_keys(self) -> dict[str, str]:
        """What asks something of the office: the key of each unit at fault, with its name."""
        report = f"{KEY_PREFIX}{self.obligation_code}|{self.period_code}|"
        return {f"{report}{code}": name for code, name in (*self.missing, *self.unreadable)}

    @property
    def told(self) -> str:
        """``Báo cáo kết quả năm (năm 2023, hạn 15/12/2023): 5/7 đơn vị đã gửi, 1 gửi muộn; chưa gửi 2: …``."""
        sent = self.counts.get("on_time", 0) + self.counts.get("late", 0)
        late = self.counts.get("late", 0)
        awaited = self.counts.get("awaited", 0)
        parts = [
            f"{sent}/{sum(self.counts.values())} đơn vị đã gửi" + (f", trong đó {late} gửi muộn" if late else ""),
            f"chưa đến hạn {awaited}" if awaited else "",
            _named("tệp chưa đọc được", self.unreadable),
            _named("chưa gửi", self.missing),
        ]
        heading = f"{self.name} ({period_vi(self.period_code)}, hạn {self.due_date:%d/%m/%Y})"
        return f"{heading}: {'; '.join(part for part in parts if part)}"


def _named(words: str, units: tuple[tuple[str, str], ...]) -> str:
    if not units:
        return ""
    names = ", ".join(name for _, name in units[:SHOWN_UNITS])
    left = len(units) - SHOWN_UNITS
    return f"{words} {len(units)}: {names}{f' và {left} đơn vị khác' if left > 0 else ''}"


_STATUSES = """
select office_code, obligation_code, obligation_name, period_code, due_date, status_kind, org_unit_code, org_unit_name
from fct_reporting_status
where due_date between $oldest and $soon
order by due_date desc, office_code, obligation_code, period_code, org_unit_name, org_unit_code
"""


def read_owed_reports(published_database: Path, night: date) -> tuple[OwedReport, ...]:
    """Reports due of late or soon, the last due first; those that every unit has sent are not told of.

    Opens the published file read-only; raises FileNotFoundError before the first publication.
    """
    if not published_database.exists():
        raise FileNotFoundError(f"nothing is published yet: {published_database} does not exist; publish first")
    with connect(published_database, read_only=True) as database:
        rows = database.execute(_STATUSES, {"oldest": night - SHOWN_FOR, "soon": night + SOON}).fetchall()
    grouped: dict[tuple[str, str, str, str, date], list[tuple[str, str, str]]] = defaultdict(list)
    for office, obligation, name, period, due, *status in rows:
        kind, unit, unit_name = status
        grouped[office, obligation, name, period, due].append((kind, unit, unit_name))
    reports = (_report(*key, statuses) for key, statuses in grouped.items())
    return tuple(report for report in reports if report.open_keys or report.counts.get("awaited"))


def _report(
    office: str, obligation: str, name: str, period: str, due: date, statuses: list[tuple[str, str, str]]
) -> OwedReport:
    counts: dict[str, int] = defaultdict(int)
    for kind, _, _ in statuses:
        counts[kind] += 1
    return OwedReport(
        office_code=office,
        obligation_code=obligation,
        name=name,
        period_code=period,
        due_date=due,
        counts=dict(counts),
        missing=tuple((unit, unit_name) for kind, unit, unit_name in statuses if kind == "missing"),
        unreadable=tuple((unit, unit_name) for kind, unit, unit_name in statuses if kind == "unreadable"),
    )
