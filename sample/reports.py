"""Puts workbooks into the inbox and what they print into the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from random import Random

from sample.faults import (
    FILE_FAULTS,
    REPORT_FAULTS,
    ROW_FAULTS,
    UNKNOWN_UNIT,
    Fault,
    FaultSchedule,
    broken_file,
    plant,
)
from sample.federation import Cluster, SampleUnit
from sample.forms import FormRow, form_rows
from sample.ledger import LedgerWriter, PrintedDocument, PrintedFigure, TrueFact
from sample.parameters import SampleParameters
from sample.periods import SamplePeriod
from sample.streams import stream
from sample.truth import Truth
from sample.workbooks import assigned, export, ratios, wide
from sample.workbooks.assigned import PART_SCOPE
from sample.workbooks.export import CsvEncoding
from sample.workbooks.letterhead import Letter
from sample.workbooks.other import write_timetable
from warehouse.vietnamese import plain_key

_SOUND_KEPT = 100


class ReportWriter:
    """Writes one workbook at a time. ``write_scheduled_…`` plants a fault where its turn has come."""

    def __init__(self, home: Path, parameters: SampleParameters, truth: Truth, ledger: LedgerWriter) -> None:
        self.home = home
        self.seed = parameters.seed
        self.truth = truth
        self.ledger = ledger
        self.faults = FaultSchedule(REPORT_FAULTS, parameters.fault_share)
        self.table_faults = FaultSchedule((Fault.RATIO_BECAME_DATE,), parameters.fault_share)
        self.sound: list[tuple[SampleUnit, SamplePeriod]] = []
        """The first districts whose forms were written without a fault: what an article can be compared with."""

    def write_scheduled_form(self, unit: SampleUnit, period: SamplePeriod) -> None:
        fault = self.faults.next()
        self.write_form(unit, period, fault)
        if fault is None and unit.level == "district" and len(self.sound) < _SOUND_KEPT:
            self.sound.append((unit, period))

    def write_scheduled_export(self, unit: SampleUnit, period: SamplePeriod, encoding: CsvEncoding) -> None:
        """A CSV export; where a fault is due, a form, in which every fault can be planted."""
        fault = self.faults.next()
        if fault is None:
            self.write_export(unit, period, encoding)
        else:
            self.write_form(unit, period, fault)

    def write_scheduled_ratio_table(self, federation: SampleUnit, cluster: Cluster, period: SamplePeriod) -> None:
        self.write_ratio_table(federation, cluster, period, has_total=self.table_faults.next() is None)

    def write_form(
        self, unit: SampleUnit, period: SamplePeriod, fault: Fault | None = None, *, answer: str | None = None
    ) -> None:
        """A unit's form in layout a; ``answer`` is what is answered of it, or what it waits for."""
        draw = stream(self.seed, "form", unit.code, period.code)
        rows = form_rows(self.truth.facts_of(unit, period), draw)
        if fault in ROW_FAULTS:
            rows = plant(fault, rows, draw)
        letter = self._letter(unit, period, "Bieu tong hop", "xlsx", draw)
        if fault is Fault.UNIT_UNKNOWN:
            letter = _from_nowhere(letter)
        content, figures = assigned.write_assigned(letter, rows, draw)
        document = replace(self._document(letter, assigned.LAYOUT), answer=answer)
        if fault in FILE_FAULTS:
            content = (
                write_timetable(letter, draw) if fault is Fault.LAYOUT_UNKNOWN else broken_file(fault, content, draw)
            )
            rule = "layout_unknown" if fault is Fault.LAYOUT_UNKNOWN else "report_unreadable"
            document = replace(document, layout=None, status="quarantined", fault=fault, rules=(rule,))
            figures = []
        elif fault is Fault.UNIT_UNKNOWN:
            document = replace(document, unit_code=None, fault=fault, rules=("unit_unknown",))
            figures = [replace(figure, unit_code=None) for figure in figures]
        self.put(document, content, figures)
        if fault is not Fault.UNIT_UNKNOWN:
            self._add_truths(unit, period, rows)

    def write_export(self, unit: SampleUnit, period: SamplePeriod, encoding: CsvEncoding) -> None:
        """A unit's export in layout f."""
        draw = stream(self.seed, "export", unit.code, period.code)
        rows = form_rows(self.truth.facts_of(unit, period), draw)
        letter = self._letter(unit, period, "Chi tieu", "csv", draw)
        content, figures = export.write_export(letter, rows, encoding, draw)
        document = self._document(letter, export.LAYOUT)
        if encoding is CsvEncoding.CP1258:
            document = replace(document, rules=("legacy_encoding",))
        self.put(document, content, figures)
        self._add_truths(unit, period, rows)

    def write_synthesis(self, federation: SampleUnit, cluster: Cluster, period: SamplePeriod) -> None:
        """A federation's synthesis of a cluster in layout b."""
        draw = stream(self.seed, "synthesis", cluster.unit.code, period.code)
        letter = self._letter(federation, period, f"Tong hop {cluster.unit.code[:5]}", "xlsx", draw)
        facts = {unit.code: self.truth.facts_of(unit, period) for unit in cluster.members}
        content, figures = wide.write_wide(letter, cluster, facts, draw)
        self.put(self._document(letter, wide.LAYOUT), content, figures)
        self._add_totals(figures)

    def write_ratio_table(
        self, federation: SampleUnit, cluster: Cluster, period: SamplePeriod, *, has_total: bool
    ) -> None:
        """A cluster's table in layout c; in the reference case each union also sends its own export."""
        draw = stream(self.seed, "ratios", cluster.unit.code, period.code)
        letter = self._letter(federation, period, f"Ket qua {cluster.unit.code[:5]}", "xlsx", draw)
        facts = {unit.code: self.truth.facts_of(unit, period) for unit in cluster.members}
        content, figures = ratios.write_ratios(letter, cluster, facts, draw, has_total=has_total)
        self.put(self._document(letter, ratios.LAYOUT), content, figures)
        self._add_totals(figures)

    def _letter(self, unit: SampleUnit, period: SamplePeriod, title: str, extension: str, draw: Random) -> Letter:
        name = f"{title} {period.code} - {_ascii(unit.short_name)}.{extension}"
        return Letter(
            file=f"inbox/{unit.office_code}/{period.code}/{name}",
            unit=unit,
            unit_heading=unit.short_name,
            period=period,
            number=draw.randint(11, 96),
            day=period.report_date(draw.randint(2, 20)),
        )

    def _document(self, letter: Letter, layout: str) -> PrintedDocument:
        return PrintedDocument(
            file=letter.file,
            source_kind="unit_report",
            office_code=letter.unit.office_code,
            unit_code=letter.unit.code,
            period_code=letter.period.code,
            layout=layout,
        )

    def put(self, document: PrintedDocument, content: bytes, figures: Iterable[PrintedFigure]) -> None:
        """Write a workbook into the inbox and what it prints into the ledger."""
        path = self.home / document.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.ledger.add(document)
        for figure in figures:
            self.ledger.add(figure)

    def _add_truths(self, unit: SampleUnit, period: SamplePeriod, rows: Iterable[FormRow]) -> None:
        for row in rows:
            if row.indicator_code is None:
                continue
            if row.fault:
                self.truth.settle(unit, period, row.indicator, row.true_result)
            truth = TrueFact(
                unit_code=unit.code,
                indicator_code=row.indicator_code,
                period_code=period.code,
                r=row.true_result,
                t=row.true_target,
            )
            self.ledger.add(truth)
            if row.part is not None:
                self.ledger.add(replace(truth, scope=PART_SCOPE, r=row.part, t=None))

    def _add_totals(self, figures: Iterable[PrintedFigure]) -> None:
        for figure in figures:
            if figure.is_control_total and figure.r is not None and figure.period_code is not None:
                truth = TrueFact(
                    unit_code=figure.unit_code or "",
                    indicator_code=figure.indicator_code or "",
                    period_code=figure.period_code,
                    r=figure.r,
                    t=figure.t,
                )
                self.ledger.add(truth)


_ABBREVIATIONS = ("ldld", "cd", "cdcs", "cdvc", "kcn", "tnhh", "thcs")


def _ascii(name: str) -> str:
    """A name as offices type it into file names: "LDLD huyen Luc Ngan"."""
    words = plain_key(name).split()
    return " ".join(word.upper() if word in _ABBREVIATIONS else word.capitalize() for word in words)


def _from_nowhere(letter: Letter) -> Letter:
    """The same report under the name of a unit no catalogue knows."""
    place = UNKNOWN_UNIT.removeprefix("LĐLĐ huyện ")
    folder, _, name = letter.file.rpartition("/")
    name = f"{name.partition(' - ')[0]} - {_ascii(UNKNOWN_UNIT)} {letter.number}.xlsx"
    unit = replace(letter.unit, seat=place, short_name=UNKNOWN_UNIT)
    return replace(letter, file=f"{folder}/{name}", unit=unit, unit_heading=UNKNOWN_UNIT)
