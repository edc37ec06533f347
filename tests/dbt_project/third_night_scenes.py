"""A third night upon the two of landing_scenes: what was built of them is changed in every way a night can."""

from __future__ import annotations

from datetime import UTC, date, datetime

from landing_scenes import SECOND_NIGHT, Paper, land_papers

from warehouse.corrections import COLUMNS, FILE, write_corrections
from warehouse.figure import SourceKind, stable_id
from warehouse.landing import Landing
from warehouse.records import Event
from warehouse.settings import Settings

THIRD_NIGHT = date(2024, 3, 1)
CHIEM_HOA = "LDLD.TQ.CHIEMHOA"


def land_third_night(settings: Settings) -> None:
    """A file replaced, a delivery withdrawn, a number corrected, figures of years long told, a whole that tells of its
    parts; flags open and close by all of these."""
    landing = Landing(settings.landing)
    night = THIRD_NIGHT
    replaced = Paper(night, "chiem-hoa.xlsx", "district, third version", unit_code=CHIEM_HOA)
    replaced.state(CHIEM_HOA, "members_admitted", "230", reference="200", percent="115", basis="stated_target")
    late = Paper(night, "chiem-hoa-6-thang.xlsx", "what came before, told late", unit_code=CHIEM_HOA)
    late.state(CHIEM_HOA, "members_admitted", "260", period="2023-H1")
    late.state(CHIEM_HOA, "members_admitted", "120", period="2022", reference="100", reference_period="2021",
               basis="stated_target")  # fmt: skip
    misprint = late.state(CHIEM_HOA, "gifts_given", "70", reference="100", percent="95", basis="stated_target")
    late.flag("percent_disagrees", "fatal", misprint)
    whole = Paper(night, "bac-ninh.xlsx", "the plan of July 2025", office_code="TLD.DATA", unit_code="LDLD.BN")
    whole.decision = ("9/QĐ-LĐLĐ", date(2025, 7, 15))
    whole.state("LDLD.BN", "members_admitted", "300", kind="target", period="2025")
    learnt = Paper(night, "bai-3.txt", "the cluster's courses", source_kind=SourceKind.NEWS, office_code=None)
    learnt.state("CUM02.TQ", "training_courses_held", "12", period="2022", locator="1:3")
    land_papers(landing, night, [replaced, late, whole, learnt])
    withdrawn = Paper(SECOND_NIGHT, "y-te-bo-sung.xlsx", "targets changed", unit_code="CDYT.TQ")
    landing.append_events(night, [_withdrawal(withdrawn, night)])
    lines = [
        ",".join(COLUMNS),
        "y-te-bo-sung.xlsx,,Sheet1!D10,,,target,value,120,125,chép nhầm dòng,Trần Văn Nam,CV 15/LĐLĐ",
        ",,,LDLD.BG|members_admitted|2025|,,target,value,100,110,giao bổ sung,Trần Văn Nam,CV 16/LĐLĐ",
        "",
    ]
    settings.catalogue_extra.mkdir(parents=True, exist_ok=True)
    (settings.catalogue_extra / FILE).write_text("\n".join(lines), encoding="utf-8")
    write_corrections(settings)


def _withdrawal(paper: Paper, night: date) -> Event:
    subject = f"delivery:{paper.delivery_id}"
    return Event(
        event_id=stable_id(subject, "withdrawn", night),
        subject=subject,
        event_type="delivery",
        state="withdrawn",
        night=night,
        actor="LDLD.TQ",
        reason="nhầm tệp",
        payload={},
        recorded_at=datetime(night.year, night.month, night.day, 23, tzinfo=UTC),
    )
