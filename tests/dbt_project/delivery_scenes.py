"""Six invented nights on which the same report is sent again and again."""

from __future__ import annotations

from datetime import date

from landing_scenes import Paper, land_papers

from warehouse.landing import Landing
from warehouse.records import DocumentStatus

NIGHTS = [date(2024, 1, day) for day in range(10, 16)]
HAM_YEN, SON_DUONG = "LDLD.TQ.HAMYEN", "LDLD.TQ.SONDUONG"


def report(night: date, path: str, content: str, admitted: str = "27", **known: str | None) -> Paper:
    """A report of Hàm Yên: a target, a result, gifts, and a total row."""
    paper = Paper(night, path, content, office_code=known.get("office", "LDLD.TQ"), unit_code=HAM_YEN)
    paper.state(HAM_YEN, "members_admitted", "22", kind="target", locator="Sheet1!D10")
    paper.state(HAM_YEN, "members_admitted", admitted, reference="22", locator="Sheet1!E10")
    paper.state(HAM_YEN, "gifts_given", "70", locator="Sheet1!E20")
    paper.state(HAM_YEN, "gifts_given", "70", locator="Sheet1!E21", is_control_total=True)
    return paper


def scene() -> list[Paper]:
    first, second, third, fourth, fifth, sixth = NIGHTS
    original = report(first, "bc.xlsx", "original")
    copy = report(second, "bc (1).xlsx", "original")
    from_other = report(second, "bc.xlsx", "original", office="LDLD.HY")
    exported = report(third, "bc.csv", "exported again")
    revised = report(fourth, "bc_v2_SUA.xlsx", "revised", admitted="25")
    revised.state(HAM_YEN, "blood_donation_turns", "5", locator="Sheet1!E30")
    revised.figures.pop(2)
    summary = Paper(fifth, "tong-hop.xlsx", "the province's own", unit_code="LDLD.TQ")
    summary.state(HAM_YEN, "members_admitted", "26", locator="Sheet1!F7")
    summary.state(HAM_YEN, "blood_donation_turns", "5", locator="Sheet1!F8")
    one_night = [Paper(sixth, name, name, unit_code=SON_DUONG) for name in ("so-lieu.xlsx", "bang-khac.xlsx")]
    one_night[0].state(SON_DUONG, "gifts_given", "40", locator="Sheet1!E1")
    one_night[1].state(SON_DUONG, "gifts_given", "41", locator="Sheet1!E1")
    version = [Paper(sixth, name, name, unit_code=SON_DUONG) for name in ("quy_final.xlsx", "quy.xlsx")]
    version[0].state(SON_DUONG, "courses_held", "4", period="2023-Q3", indicator_text="Lớp", unit_text="Sơn Dương")
    version[0].state(SON_DUONG, "training_courses_held", "9", period="2023-Q3", locator="Sheet1!E9")
    version[1].state(SON_DUONG, "courses_held", "4", period="2023-Q3", indicator_text="Lớp", unit_text="Sơn Dương")
    version[1].state(SON_DUONG, "training_courses_held", "8", period="2023-Q3", locator="Sheet1!E9")
    broken = [Paper(sixth, name, "broken", status=DocumentStatus.QUARANTINED) for name in ("hong.xlsx", "hong2.xlsx")]
    return [original, copy, from_other, exported, revised, summary, *one_night, *version, *broken]


def land_deliveries(landing: Landing) -> None:
    papers = scene()
    for night in NIGHTS:
        land_papers(landing, night, [paper for paper in papers if paper.night == night])
