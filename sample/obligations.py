"""The sample's calendar of reports: who owes which report by when, laid around the night of the load."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from sample import reference
from sample.federation import ProvinceUnits
from sample.periods import SamplePeriod

OBLIGATIONS = (
    *("obligation_code", "name_vi", "debtor_kind", "debtor_code", "debtor_level", "report_kind", "period_code"),
    *("due_date", "grace_days", "source"),
)
_REPORT, _PLAN = "Báo cáo kết quả thi đua", "Đăng ký chỉ tiêu thi đua"


def obligation_rows(
    provinces: Iterable[ProvinceUnits], periods: Sequence[SamplePeriod], night: date
) -> Iterator[tuple[str, ...]]:
    """The calendar around the night of the load: of each province the last report is not due yet, the one before it was
    due three weeks ago and its targets are due in a month; of the reference case one report is due, one came too
    late, one has not come and one is awaited."""
    last = periods[-2:]
    for province in provinces:
        if not province.clusters:
            continue
        whom = ("children", province.code, province.clusters[0].members[0].level)
        for period, due in zip(reversed(last), (night + timedelta(10), night - timedelta(21)), strict=False):
            yield _row(f"KQ.{province.code}", _REPORT, whom, "results", period.code, due)
        yield _row(f"DK.{province.code}", _PLAN, whom, "targets", periods[-1].code, night + timedelta(30))
    districts, sectors = reference.DISTRICTS_CLUSTER, reference.SECTORS_CLUSTER
    for cluster, period_code, days in ((districts, "2023", 0), (districts, "2024", 40), (sectors, "2022", -60)):
        whom = ("members", cluster, "")
        yield _row(f"KQ-NAM.{cluster}", _REPORT, whom, "results", period_code, night + timedelta(days))
    yield _row(f"KQ-NAM.{sectors}", _REPORT, ("members", sectors, ""), "results", "2023", night - timedelta(7))


def _row(code: str, name: str, whom: tuple[str, str, str], kind: str, period: str, due: date) -> tuple[str, ...]:
    return (code, name, *whom, kind, period, due.isoformat(), "5", "invented for the sample")
