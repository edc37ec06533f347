"""A report that the data team corrected, sent again with the same misprint and two other numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from landing_scenes import Paper, land_papers

from warehouse.corrections import COLUMNS, FILE
from warehouse.landing import Landing
from warehouse.records import Event

NIGHTS = [date(2024, 1, 10), date(2024, 1, 11)]
UNIT = "LDLD.HY"
PATH = "LDLD.HY/dinh-chinh.xlsx"
LINES = (
    f"{PATH},,Sheet1!E1,,,,value,270,27,thừa số 0,Trần Văn Nam,CV 15/LĐLĐ",
    f"{PATH},,Sheet1!E2,,,,value,40,45,chép nhầm dòng,Trần Văn Nam,CV 15/LĐLĐ",
    f",,,{UNIT}|gifts_given|2021|,,,value,6,7,không có căn cứ,Trần Văn Nam,CV 16/LĐLĐ",
    f"{PATH},,Sheet1!E9,,,,value,1,2,sai ô,Trần Văn Nam,CV 15/LĐLĐ",
    f"{PATH},,Sheet1!E4,,,,value,8,9,đơn vị đã sửa,Trần Văn Nam,CV 15/LĐLĐ",
    f"{PATH},,Sheet1!E1,,,,value,270,28,hai dòng,Trần Văn Nam,CV 15/LĐLĐ",
)


def correction_papers() -> list[Paper]:
    papers = []
    for night, second, fourth in zip(NIGHTS, ("40", "41"), ("8", "9"), strict=True):
        paper = Paper(night, PATH, f"dinh chinh {night}", office_code=UNIT, unit_code=UNIT, hour=19)
        paper.state(UNIT, "gifts_given", "270", period="2023", locator="Sheet1!E1")
        paper.state(UNIT, "gifts_given", second, period="2022", locator="Sheet1!E2")
        paper.state(UNIT, "gifts_given", "6", period="2021", locator="Sheet1!E3")
        paper.state(UNIT, "gifts_given", fourth, period="2020", locator="Sheet1!E4")
        papers.append(paper)
    return [*papers, *answered_papers()]


def land_corrections(landing: Landing, own_catalogue: Path) -> None:
    for paper in correction_papers():
        land_papers(landing, paper.night, [paper])
    for number, answered in enumerate(answered_papers()[:2]):
        landing.append_events(NIGHTS[-1], [_answered(answered.document_id, NIGHTS[-1], 20 + number)])
    own_catalogue.mkdir(parents=True, exist_ok=True)
    (own_catalogue / FILE).write_text("\n".join([",".join(COLUMNS), *LINES, ""]), encoding="utf-8")


def answered_papers() -> list[Paper]:
    """Two reports whose sender corrected a number in its answers; the second of them is sent again later."""
    first, last = NIGHTS
    papers = []
    for name, night, value, period in (
        ("tra-loi", first, "50", "2018"),
        ("gui-lai", first, "50", "2017"),
        ("gui-lai", last, "51", "2017"),
    ):
        paper = Paper(night, f"LDLD.HY/{name}.xlsx", f"{name} {night}", office_code=UNIT, unit_code=UNIT, hour=19)
        paper.state(UNIT, "gifts_given", value, period=period, locator="Sheet1!E1")
        papers.append(paper)
    return papers


def _answered(document_id: str, night: date, hour: int) -> Event:
    subject = f"correction:{document_id}|Sheet1!E1|result|value"
    return Event(
        event_id=Event.identity(subject, "told", night, document_id),
        subject=subject,
        event_type="correction",
        state="told",
        night=night,
        actor=f"{UNIT}: Hoa",
        reason="gõ nhầm",
        payload={
            "document_id": document_id,
            "locator": "Sheet1!E1",
            "kind": "result",
            "field": "value",
            "old": "50",
            "new": "5",
            "who": f"{UNIT}: Hoa",
            "reason": "gõ nhầm",
            "document": "CV 20/LĐLĐ",
            "delivery_id": f"answer-{hour}",
        },
        recorded_at=datetime(night.year, night.month, night.day, hour, tzinfo=UTC),
    )
