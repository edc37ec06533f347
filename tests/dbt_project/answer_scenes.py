"""Four invented nights on which deliveries are withdrawn and periods closed, each case at a union of its own."""

from __future__ import annotations

from datetime import UTC, date, datetime

from landing_scenes import Paper, land_papers

from warehouse.answers import DeliveryState, PeriodState, Told, find_delivery, tell_delivery, tell_period
from warehouse.landing import Landing

NIGHTS = [date(2024, 1, day) for day in range(10, 14)]
OFFICIALS, TEACHERS, HEALTH, NA_HANG = "CDVC.TQ", "CDGD.TQ", "CDYT.TQ", "LDLD.TQ.NAHANG"
LAM_BINH, YEN_SON, CHIEM_HOA, CITY = "LDLD.TQ.LAMBINH", "LDLD.TQ.YENSON", "LDLD.TQ.CHIEMHOA", "LDLD.TQ.TP"


def report(night: date, unit: str, **values: str) -> Paper:
    """A report of gifts in the place of the unit's earlier one: one figure a period (``p2023="70"``)."""
    paper = Paper(night, f"qua-{unit}.xlsx", f"{unit} {night} {values}", unit_code=unit)
    for number, (period, value) in enumerate(values.items()):
        code = period.removeprefix("p").replace("_", "-")
        paper.state(unit, "gifts_given", value, period=code, locator=f"Sheet1!E{number + 1}")
    return paper


def told(night: date, hour: int = 22, reason: str = "gửi nhầm") -> Told:
    now = datetime(night.year, night.month, night.day, hour, tzinfo=UTC)
    return Told(office_code="LDLD.TQ", person=None, reason=reason, night=night, now=now)


def answered_papers() -> list[Paper]:
    first, second, third, _ = NIGHTS
    units = (OFFICIALS, TEACHERS, NA_HANG, HEALTH, LAM_BINH, YEN_SON)
    return [
        *(report(first, unit, p2023="5") for unit in units),
        report(second, OFFICIALS, p2023="99"),
        report(second, TEACHERS, p2023="12"),
        report(third, NA_HANG, p2023="7", p2024="1"),
        report(third, HEALTH, p2023="11"),
        report(third, LAM_BINH, p2023="8"),
        report(third, YEN_SON, p2023="9"),
        report(third, CHIEM_HOA, p2023_H1="3", p2023_Q3="4"),
        report(third, CITY, p2022="6"),
    ]


def land_answers(landing: Landing) -> None:
    _, second, third, fourth = NIGHTS
    papers = answered_papers()
    for night in NIGHTS:
        land_papers(landing, night, [paper for paper in papers if paper.night == night])
    for unit in (NA_HANG, HEALTH, LAM_BINH, YEN_SON, CHIEM_HOA):
        tell_period(landing, "2023", unit, PeriodState.CLOSED, told(second, reason="đã công bố"))
    tell_period(landing, "2022", "LDLD.TQ", PeriodState.CLOSED, told(second, reason="đã công bố"))
    tell_period(landing, "2023-H1", CHIEM_HOA, PeriodState.REOPENED, told(second, 23))
    tell_period(landing, "2023", YEN_SON, PeriodState.REOPENED, told(fourth))
    sent = {(paper.night, paper.unit_code): find_delivery(landing, paper.delivery_id) for paper in papers}
    for unit in (OFFICIALS, TEACHERS):
        tell_delivery(landing, sent[second, unit], DeliveryState.WITHDRAWN, told(third))
    tell_delivery(landing, sent[second, TEACHERS], DeliveryState.REINSTATED, told(fourth))
    for unit in (HEALTH, LAM_BINH):
        tell_delivery(landing, sent[third, unit], DeliveryState.ACCEPTED, told(fourth))
    tell_delivery(landing, sent[third, HEALTH], DeliveryState.REVOKED, told(fourth, 23))
