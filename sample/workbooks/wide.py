"""Layout b: a federation's synthesis of a cluster; one row a unit, one column group an indicator, a row of totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from sample.cells import trimmed
from sample.facts import Fact
from sample.federation import Cluster, SampleUnit
from sample.forms import attainment, expected_rules
from sample.indicators import BLOOD, ELITE, FUND, HOUSES, MEMBERS, SampleIndicator
from sample.ledger import PrintedFigure
from sample.truth import sum_of
from sample.workbooks.letterhead import Letter, put_letterhead, put_signatures, put_title
from sample.xlsx import Sheet, Style, write_workbook
from warehouse.vietnamese import format_number

LAYOUT = "b"
INDICATORS: tuple[SampleIndicator, ...] = (MEMBERS, ELITE, HOUSES, FUND, BLOOD)
_WIDTH = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """Three columns of one indicator; one column where it has no target."""

    indicator: SampleIndicator
    label: str
    first: int

    @property
    def last(self) -> int:
        return self.first + 2 if self.indicator.has_target else self.first


_GROUPS = (
    _Group(indicator=MEMBERS, label="Kết nạp ĐV", first=3),
    _Group(indicator=ELITE, label="ĐV ưu tú", first=6),
    _Group(indicator=HOUSES, label="Làm nhà mới", first=9),
    _Group(indicator=FUND, label="Quỹ Mái ấm", first=12),
    _Group(indicator=BLOOD, label="Hiến máu (lượt)", first=15),
)
_INDEX = (
    *("(1)", "(2)", "(3)", "(4)", "(5=4/3)", "(6)", "(7)", "(8=7/6)", "(9)", "(10)", "(11=10/9)"),
    *("(12)", "(13)", "(14=13/12)", "(15)"),
)


def write_wide(
    letter: Letter, cluster: Cluster, facts: Mapping[str, Sequence[Fact]], draw: Random
) -> tuple[bytes, list[PrintedFigure]]:
    """The workbook's bytes and the figures printed in it.

    ``facts`` are the members' by unit code; each member has all the layout's indicators.
    """
    return _Synthesis(letter, cluster, facts, draw).write()


class _Synthesis:
    """One synthesis while it is being filled."""

    def __init__(self, letter: Letter, cluster: Cluster, facts: Mapping[str, Sequence[Fact]], draw: Random) -> None:
        self.letter = letter
        self.cluster = cluster
        self.facts = {code: {fact.indicator: fact for fact in own} for code, own in facts.items()}
        self.draw = draw
        self.sheet = Sheet("Tong hop")
        self.figures: list[PrintedFigure] = []
        self.row = 8

    def write(self) -> tuple[bytes, list[PrintedFigure]]:
        self._put_header()
        total_first = self.draw.random() < 0.5
        if total_first:
            self._put_total()
        for number, unit in enumerate(self.cluster.members, start=1):
            self.sheet.put(self.row, 1, Decimal(number))
            self.sheet.put(self.row, 2, self.draw.choice(unit.table_names))
            self._put_facts(unit, self.facts[unit.code], is_total=False)
        if not total_first:
            self._put_total()
        put_signatures(self.sheet, self.row + 1, _WIDTH, self.letter)
        return write_workbook(self.sheet, self.letter.created), self.figures

    def _put_header(self) -> None:
        sheet = self.sheet
        put_letterhead(sheet, self.letter, _WIDTH)
        number = self.cluster.unit.code[3:5]
        period = self.letter.period.words.upper()
        put_title(sheet, 3, f"TỔNG HỢP KẾT QUẢ THỰC HIỆN CHỈ TIÊU {period} - CỤM THI ĐUA SỐ {number}", _WIDTH)
        sheet.put(4, 12, "Đơn vị tính tiền: triệu đồng")
        sheet.merge(4, 12, 4, _WIDTH)
        for column, label in ((1, "TT"), (2, "Đơn vị")):
            sheet.put(5, column, label, Style.BOLD)
            sheet.merge(5, column, 7, column)
        for first, last, label in ((3, 8, "Công tác tổ chức"), (9, _WIDTH, "Chăm lo đời sống")):
            sheet.put(5, first, label, Style.BOLD)
            sheet.merge(5, first, 5, last)
        for group in _GROUPS:
            self._put_group(group)
        if self.draw.random() < 0.6:
            for column, label in enumerate(_INDEX, start=1):
                sheet.put(self.row, column, label)
            self.row += 1
        sheet.frozen_rows, sheet.frozen_columns = self.row - 1, 2

    def _put_group(self, group: _Group) -> None:
        self.sheet.put(6, group.first, group.label, Style.BOLD)
        if group.last == group.first:
            self.sheet.merge(6, group.first, 7, group.first)
            return
        self.sheet.merge(6, group.first, 6, group.last)
        for column, label in enumerate(("Giao", "TH", "%"), start=group.first):
            self.sheet.put(7, column, label, Style.BOLD)

    def _put_total(self) -> None:
        self.sheet.put(self.row, 2, self.draw.choice(("TỔNG CỘNG", "Tổng cộng", "TỔNG SỐ")), Style.BOLD)
        totals = {
            group.indicator: sum_of(self.facts[unit.code][group.indicator] for unit in self.cluster.members)
            for group in _GROUPS
        }
        self._put_facts(self.cluster.unit, totals, is_total=True)

    def _put_facts(self, unit: SampleUnit, facts: Mapping[SampleIndicator, Fact], *, is_total: bool) -> None:
        for group in _GROUPS:
            self.figures.append(self._put_fact(unit, group, facts[group.indicator], is_total=is_total))
        self.row += 1

    def _put_fact(self, unit: SampleUnit, group: _Group, fact: Fact, *, is_total: bool) -> PrintedFigure:
        percent = attainment(fact.target, fact.result)
        result_column = group.first
        if group.last != group.first:
            result_column += 1
            if fact.target is None:
                self.sheet.put(self.row, group.first, "-")
            else:
                self._put_number(group.first, fact.target, fact)
            if percent is not None:
                self.sheet.put(self.row, group.last, trimmed(percent))
        locator = self._put_number(result_column, fact.result, fact)
        return PrintedFigure(
            file=self.letter.file,
            source_kind="unit_report",
            locator=locator,
            number_text=format_number(trimmed(fact.result / fact.indicator.scale)),
            unit_code=unit.code,
            indicator_code=fact.indicator.code,
            period_code=self.letter.period.code,
            r=fact.result,
            t=fact.target,
            p=percent,
            is_control_total=is_total,
            rules=expected_rules(fact.target, fact.result),
        )

    def _put_number(self, column: int, number: Decimal, fact: Fact) -> str:
        printed = trimmed(number / fact.indicator.scale)
        style = Style.THOUSANDS if printed == printed.to_integral_value() else Style.GENERAL
        return self.sheet.put(self.row, column, printed, style)
