"""Layout c: done/assigned in one text column, as "27/22"; a typed 5/4 may have become the date 4 May."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from random import Random

from sample.cells import trimmed
from sample.facts import Fact
from sample.faults import Fault
from sample.federation import Cluster, SampleUnit
from sample.forms import attainment, expected_rules
from sample.indicators import ELITE, FUND, HOUSES, HOUSING_ALL, MEMBERS, SampleIndicator
from sample.ledger import PrintedFigure
from sample.truth import sum_of
from sample.workbooks.letterhead import Letter, put_letterhead, put_signatures, put_title
from sample.xlsx import Sheet, Style, write_workbook
from warehouse.vietnamese import format_number, format_percent

LAYOUT = "c"
_WIDTH = 6
_HEADERS: Mapping[SampleIndicator, str] = {
    MEMBERS: "Kết nạp ĐV/chỉ tiêu",
    HOUSING_ALL: "Nhà ở (TH/giao)",
    HOUSES: "Làm nhà mới (TH/giao)",
    ELITE: "ĐVƯT/chỉ tiêu",
    FUND: "Quỹ MA (tr.đ)/KH",
}


def write_ratios(
    letter: Letter,
    cluster: Cluster,
    facts: Mapping[str, Sequence[Fact]],
    draw: Random,
    *,
    has_total: bool,
) -> tuple[bytes, list[PrintedFigure]]:
    """The workbook's bytes and the figures printed in it.

    Small ratios may stand as dates, month before day as a machine set to American habits stores them. With a row of
    totals the order can be proved; without, such a cell stays open and is a planted fault.
    """
    return _RatioTable(letter, cluster, facts, draw, has_total=has_total).write()


class _RatioTable:
    """One table while it is being filled."""

    def __init__(
        self,
        letter: Letter,
        cluster: Cluster,
        facts: Mapping[str, Sequence[Fact]],
        draw: Random,
        *,
        has_total: bool,
    ) -> None:
        self.letter = letter
        self.cluster = cluster
        self.facts = {code: {fact.indicator: fact for fact in own} for code, own in facts.items()}
        self.draw = draw
        self.has_total = has_total
        self.columns = [
            indicator for indicator in _HEADERS if all(map(partial(_has_target, indicator), self.facts.values()))
        ]
        self.sheet = Sheet("Sheet1")
        self.figures: list[PrintedFigure] = []
        self.row = 6

    def write(self) -> tuple[bytes, list[PrintedFigure]]:
        self._put_header()
        for number, unit in enumerate(self.cluster.members, start=1):
            self.sheet.put(self.row, 1, Decimal(number))
            self.sheet.put(self.row, 2, self.draw.choice(unit.table_names))
            self._put_ratios(unit, self.facts[unit.code], is_total=False)
        if self.has_total:
            self.sheet.put(self.row, 2, self.draw.choice(("Cộng", "Tổng cộng")), Style.BOLD)
            totals = {
                indicator: sum_of(self.facts[unit.code][indicator] for unit in self.cluster.members)
                for indicator in self.columns
            }
            self._put_ratios(self.cluster.unit, totals, is_total=True)
        put_signatures(self.sheet, self.row + 1, _WIDTH, self.letter)
        return write_workbook(self.sheet, self.letter.created), self.figures

    def _put_header(self) -> None:
        put_letterhead(self.sheet, self.letter, _WIDTH)
        period = self.letter.period.words.upper()
        put_title(self.sheet, 4, f"KẾT QUẢ THỰC HIỆN CHỈ TIÊU {period} (thực hiện/chỉ tiêu giao)", _WIDTH)
        labels = ("STT", "Đơn vị", *(_HEADERS[indicator] for indicator in self.columns))
        for column, label in enumerate(labels, start=1):
            self.sheet.put(5, column, label, Style.BOLD)

    def _put_ratios(self, unit: SampleUnit, facts: Mapping[SampleIndicator, Fact], *, is_total: bool) -> None:
        for column, indicator in enumerate(self.columns, start=3):
            self._put_ratio(unit, column, facts[indicator], is_total=is_total)
        self.row += 1

    def _put_ratio(self, unit: SampleUnit, column: int, fact: Fact, *, is_total: bool) -> None:
        day = None if is_total else self._as_date(fact)
        percent = None
        if day is not None:
            text = f"{day.day}/{day.month}"
            locator = self.sheet.put(self.row, column, day, Style.DAY_MONTH)
        else:
            text, percent = self._as_text(fact, is_total=is_total)
            locator = self.sheet.put(self.row, column, text)
        is_open = day is not None and not self.has_total and fact.result != fact.target
        rules = () if is_open else expected_rules(fact.target, fact.result)
        rules = rules if day is None else ("ratio_became_date", *rules)
        self.figures.append(
            PrintedFigure(
                file=self.letter.file,
                source_kind="unit_report",
                locator=locator,
                number_text=text,
                unit_code=unit.code,
                indicator_code=fact.indicator.code,
                period_code=self.letter.period.code,
                r=None if is_open else fact.result,
                t=None if is_open else fact.target,
                p=percent,
                is_control_total=is_total,
                rules=rules,
                fault=Fault.RATIO_BECAME_DATE if is_open else None,
                true_r=fact.result if is_open else None,
                true_t=fact.target if is_open else None,
            )
        )

    def _as_date(self, fact: Fact) -> date | None:
        """The date a typed r/t turned into; null where none can be made of it.

        Above a row of totals the upper half of the column was made text in time.
        """
        if fact.target is None or fact.indicator not in (HOUSES, HOUSING_ALL):
            return None
        if not (1 <= fact.result <= 12 and 1 <= fact.target <= 12):
            return None
        if self.has_total and self.row < 6 + len(self.cluster.members) // 2:
            return None
        return date(self.letter.day.year, int(fact.result), int(fact.target))

    def _as_text(self, fact: Fact, *, is_total: bool) -> tuple[str, Decimal | None]:
        result = format_number(trimmed(fact.result / fact.indicator.scale))
        if fact.target is None:
            return result, None
        target = format_number(trimmed(fact.target / fact.indicator.scale))
        percent = attainment(fact.target, fact.result)
        if not is_total and percent is not None and self.draw.random() < 0.2:
            return f"{result}/{target} ({format_percent(percent)})", percent
        return self.draw.choice(("{}/{}", "{}/{}", "{}/{}", "{} / {}", "{}/ {}")).format(result, target), None


def _has_target(indicator: SampleIndicator, facts: Mapping[SampleIndicator, Fact]) -> bool:
    return indicator in facts and facts[indicator].target is not None
