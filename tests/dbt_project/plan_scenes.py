"""Four invented nights: targets assigned by decision, changed by another, pledged and told otherwise by reports."""

from __future__ import annotations

from datetime import date

from landing_scenes import Paper, land_papers

from warehouse.landing import Landing

NIGHTS = [date(2024, 1, day) for day in range(10, 14)]
WORKERS, HA_NAM, DUY_TIEN = "CDKCN.TQ", "LDLD.HNA", "LDLD.HNA.DUYTIEN"


def _plan(night: date, office: str, number: str, signed: date, **targets: tuple[str, str]) -> Paper:
    """A plan: ``unit code with _ for dots = (period, value)``."""
    path = f"giao-{office}-{number.replace('/', '-')}.xlsx"
    paper = Paper(night, path, path, office_code=office, unit_code=office, decision=(number, signed))
    for unit, (period, value) in targets.items():
        paper.state(unit.replace("_", "."), "elite_members_referred", value, kind="target", period=period)
    return paper


def plan_papers() -> list[Paper]:
    first, second, third, fourth = NIGHTS
    report = Paper(third, "bc-kcn.xlsx", "a report with another target", unit_code=WORKERS)
    report.state(WORKERS, "elite_members_referred", "820", kind="target", period="2024")
    report.state(WORKERS, "elite_members_referred", "410", reference="820", period="2024", basis="stated_target")
    pledge = Paper(first, "dang-ky-kcn.xlsx", "a pledge before the plan", unit_code=WORKERS)
    pledge.state(WORKERS, "grassroots_unions_founded", "4", kind="target", period="2024")
    assigned = _plan(second, "LDLD.TQ", "20/QĐ-LĐLĐ", date(2024, 1, 3))
    assigned.state(WORKERS, "grassroots_unions_founded", "6", kind="target", period="2024")
    return [
        pledge,
        assigned,
        _plan(first, "LDLD.TQ", "15/QĐ-LĐLĐ", date(2024, 1, 2), CDKCN_TQ=("2024", "800")),
        _plan(second, "LDLD.TQ", "48/QĐ-LĐLĐ", date(2024, 1, 9), CDKCN_TQ=("2024", "850")),
        report,
        _plan(
            fourth, "LDLD.HNA", "7/QĐ-LĐLĐ", date(2024, 1, 5), LDLD_HNA=("2025", "100"), LDLD_HNA_DUYTIEN=("2024", "9")
        ),
    ]


def land_plans(landing: Landing) -> None:
    papers = plan_papers()
    for night in NIGHTS:
        land_papers(landing, night, [paper for paper in papers if paper.night == night])
