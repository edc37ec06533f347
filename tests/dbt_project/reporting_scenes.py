"""Six invented nights on which the seven members of a bloc owe one report, each ending otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from landing_scenes import Paper, land_papers

from warehouse.answers import DeliveryState, Told, find_delivery, tell_delivery
from warehouse.landing import Landing
from warehouse.records import DocumentStatus

NIGHTS = [date(2024, 1, day) for day in range(10, 16)]
OFFICE = "CDVCVN"
CALENDAR = (
    "obligation_code,name_vi,debtor_kind,debtor_code,debtor_level,report_kind,period_code,due_date,grace_days,source\n"
    "KQ-NAM.KHOI2,Báo cáo kết quả năm,members,KHOI2.CDVCVN,,results,2023,2024-01-11,1,invented\n"
    "DK-NAM.CDVCVN,Đăng ký chỉ tiêu năm,unit,CDVCVN,,targets,2024,2024-02-01,,invented\n"
    "DK-NAM.KTNN,Đăng ký chỉ tiêu năm,unit,CD.KTNN,,targets,2024,2024-02-01,,invented\n"
)


def _report(night: date, unit: str, path: str | None = None, kind: str = "result", period: str = "2023") -> Paper:
    paper = Paper(night, path or f"bc-{unit}.xlsx", f"{unit} {night} {kind}", office_code=OFFICE, unit_code=unit)
    paper.state(unit, "gifts_given", "5", kind=kind, period=period)
    return paper


def _failed(night: date, path: str) -> Paper:
    return Paper(night, path, f"not a workbook: {path}", office_code=OFFICE, status=DocumentStatus.QUARANTINED)


def reporting_papers() -> list[Paper]:
    first, _, third, fourth, fifth, _ = NIGHTS
    return [
        _report(first, "CDCQ.TUDOAN"),
        _report(third, "CD.VPTUD"),
        _report(fifth, "CD.VPQH"),
        _failed(first, "Bao cao nam 2023 - CD VP Chinh phu.xlsx"),
        _failed(first, "Bao cao nam 2019 - CD VP Quoc hoi.xlsx"),
        _report(first, "CD.KTNN"),
        _report(first, "CD.KTNN", "dang-ky.xlsx", kind="target", period="2024"),
        _failed(first, "bc-CD.TLD.xlsx"),
        _report(fourth, "CD.TLD"),
        _failed(fourth, "scan001.xlsx"),
    ]


def land_reporting(landing: Landing, catalogue: Path) -> None:
    catalogue.mkdir(parents=True, exist_ok=True)
    (catalogue / "report_obligations.csv").write_text(CALENDAR, encoding="utf-8")
    papers = reporting_papers()
    for night in NIGHTS:
        land_papers(landing, night, [paper for paper in papers if paper.night == night])
    (wrong,) = (paper for paper in papers if paper.path == "bc-CD.KTNN.xlsx")
    now = datetime(2024, 1, 12, 12, tzinfo=UTC)
    told = Told(office_code=OFFICE, person="Nguyễn Thị Hoa", reason="gửi nhầm", night=NIGHTS[2], now=now)
    tell_delivery(landing, find_delivery(landing, wrong.delivery_id), DeliveryState.WITHDRAWN, told)
