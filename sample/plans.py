"""Plans, one of them sent by mistake, and a report for a closed period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from sample.federation import Cluster, ProvinceUnits, SampleUnit
from sample.indicators import ELITE, MEMBERS
from sample.ledger import PrintedDocument, PrintedFigure
from sample.periods import SamplePeriod
from sample.reports import ReportWriter
from sample.truth import Truth
from sample.workbooks.letterhead import Letter, put_letterhead, put_signatures, put_title
from sample.xlsx import Sheet, Style, write_workbook
from warehouse.answers import PeriodState, Told, tell_period
from warehouse.catalogue import FALLBACK_OFFICE
from warehouse.landing import Landing
from warehouse.vietnamese import format_number

LAYOUT = "plan"
_INDICATORS = (MEMBERS, ELITE)
_WIDTH = 6
_FIRST_ROW = 8


@dataclass(frozen=True, slots=True)
class Plan:
    """One paper that assigns targets: its title, its decision, and how far its numbers are from those in force."""

    title: str
    number: str
    day: date
    period: SamplePeriod
    share_of_first: Decimal
    """What the first unit is assigned, as a share of what it is assigned in the end."""
    share_of_all: Decimal = Decimal(1)
    answer: str | None = None


def write_plans(
    reports: ReportWriter, provinces: Sequence[ProvinceUnits], periods: Sequence[SamplePeriod], landing: Path
) -> None:
    """Of the first province with districts: targets assigned, changed by another decision, and sent by mistake.

    Nothing is written for a sample without a whole year. The plan in force agrees with the units' own forms. Of the
    year before the first a unit still sends its report, although that year was closed for the province long ago.
    """
    years = [period for period in periods if period.is_year]
    province = next((one for one in provinces if one.clusters and one.clusters[0].members[0].level == "district"), None)
    if not years or province is None:
        return
    cluster = province.clusters[0]
    for plan in _plans(years[-1]):
        _write_plan(reports, province.federation, cluster, plan)
    closed = SamplePeriod.parse(str(years[0].year - 1))
    reports.write_form(cluster.members[0], closed, answer="waits")
    closing = datetime(closed.year + 1, 3, 31, 15, tzinfo=UTC)
    told = Told(
        office_code=FALLBACK_OFFICE, person=None, reason="Đã công bố kết quả năm", night=closing.date(), now=closing
    )
    tell_period(Landing(landing), closed.code, province.code, PeriodState.CLOSED, told)


def _plans(period: SamplePeriod) -> Iterator[Plan]:
    year, following = period.year, period.next_year
    yield Plan("Giao chi tieu", "15/QĐ-LĐLĐ", date(year, 1, 12), period, Decimal("0.8"))
    yield Plan("Dieu chinh chi tieu", "48/QĐ-LĐLĐ", date(year, 7, 20), period, Decimal(1))
    yield Plan("Giao chi tieu", "9/QĐ-LĐLĐ", date(year + 1, 1, 10), following, Decimal(1))
    yield Plan(
        "Giao chi tieu (gui nham)", "11/QĐ-LĐLĐ", date(year + 1, 1, 15), following, Decimal(1), Decimal(10), "withdraw"
    )


def _write_plan(reports: ReportWriter, federation: SampleUnit, cluster: Cluster, plan: Plan) -> None:
    name = f"{plan.title} {plan.period.code} - {federation.code}.xlsx"
    letter = Letter(
        file=f"inbox/{federation.office_code}/{plan.period.code}/{name}",
        unit=federation,
        unit_heading=federation.short_name,
        period=plan.period,
        number=int(plan.number.partition("/")[0]),
        day=plan.day,
    )
    content, figures = _workbook(letter, cluster, plan, reports.truth)
    document = PrintedDocument(
        file=letter.file,
        source_kind="unit_report",
        office_code=federation.office_code,
        unit_code=federation.code,
        period_code=plan.period.code,
        layout=LAYOUT,
        answer=plan.answer,
    )
    reports.put(document, content, figures)


def _workbook(letter: Letter, cluster: Cluster, plan: Plan, truth: Truth) -> tuple[bytes, list[PrintedFigure]]:
    sheet = Sheet("Chi tieu")
    put_letterhead(sheet, letter, _WIDTH)
    verb = "ĐIỀU CHỈNH" if plan.share_of_first == 1 and plan.title.startswith("Dieu") else "GIAO"
    put_title(sheet, 3, f"{verb} CHỈ TIÊU THI ĐUA {plan.period.words.upper()}", _WIDTH)
    cited = (
        f"(Kèm theo Quyết định số {plan.number} ngày {plan.day:%d/%m/%Y} của Ban Thường vụ {letter.unit.short_name})"
    )
    put_title(sheet, 4, cited, _WIDTH)
    for column, label in ((1, "TT"), (2, "Đơn vị")):
        sheet.put(6, column, label, Style.BOLD)
        sheet.merge(6, column, 7, column)
    sheet.put(6, 3, "Chỉ tiêu giao", Style.BOLD)
    sheet.merge(6, 3, 6, 4)
    for column, indicator in enumerate(_INDICATORS, start=3):
        sheet.put(7, column, indicator.labels[0], Style.BOLD)
    figures = []
    for number, unit in enumerate(cluster.members):
        row = _FIRST_ROW + number
        sheet.put(row, 1, Decimal(number + 1))
        sheet.put(row, 2, unit.short_name)
        facts = {fact.indicator: fact for fact in truth.facts_of(unit, plan.period)}
        for column, indicator in enumerate(_INDICATORS, start=3):
            assigned = facts[indicator].target or Decimal(0)
            share = plan.share_of_all * (plan.share_of_first if number == 0 else Decimal(1))
            value = (assigned * share).quantize(Decimal(1))
            figures.append(
                PrintedFigure(
                    file=letter.file,
                    source_kind="unit_report",
                    locator=sheet.put(row, column, value),
                    number_text=format_number(value),
                    unit_code=unit.code,
                    indicator_code=indicator.code,
                    period_code=plan.period.code,
                    kind="target",
                    r=value,
                )
            )
    put_signatures(sheet, _FIRST_ROW + len(cluster.members) + 1, _WIDTH, letter)
    return write_workbook(sheet, letter.created), figures
