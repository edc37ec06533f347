"""The gate: a night's figures and documents against every rule one delivery can answer.

A finding is data for an office, never a failure; the gate fails (GateError) only where it could not judge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from expectations.corrected import CorrectedNights
from expectations.evidence import gather
from expectations.messages import Finding, tell
from expectations.night import load_night
from expectations.pages import Verdict, write_pages
from expectations.resolve import resolve_again
from expectations.rules import Rule, read_rules
from expectations.suggest import with_repairs
from warehouse.catalogue import Catalogue
from warehouse.corrections import write_corrections
from warehouse.database import Connection, connect
from warehouse.figure import stable_id
from warehouse.landing import Landing
from warehouse.records import FigureFlag, Severity
from warehouse.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

    from expectations.judge import Outcome

_VECTORS_A_BATCH = 122
"""Of 2,048 rows: a quarter of a million rows in pandas at once, however many the night has."""

_FRAMES = {
    "facts": "select * from facts order by row_number",
    "names": "select row_number, source_kind, name_kind, name_state from names order by row_number, name_kind",
    "totals": "select row_number, side, total_state from totals order by row_number, side",
    "parts": "select row_number, part_state from parts order by row_number",
    "comparisons": "select row_number, comparison, state from comparisons order by row_number, comparison",
    "documents": "from document_facts order by row_number",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GateSummary:
    """What was judged and found. ``by_rule`` and ``by_severity`` count flags."""

    night: date
    documents: int
    figures: int
    expectations: int
    flags: int
    by_rule: Mapping[str, int]
    by_severity: Mapping[str, int]
    pages: Path

    def told(self) -> str:
        """One line for people."""
        found = ", ".join(f"{count} {severity}" for severity, count in self.by_severity.items()) or "none"
        return f"{self.figures} figures of {self.documents} documents, {self.flags} flags ({found})"

    def to_json(self) -> dict[str, Any]:
        return {"figures": self.figures, "documents": self.documents, "flags": dict(self.by_rule)}


def judge(settings: Settings, night: date) -> GateSummary:
    """Try the open names again, then judge a night, with everything in the places the settings give.

    Earlier nights that were landed but never judged are judged first: one build may follow the loads of two nights. So
    are nights whose figures are corrected, or corrected no more, since. What offices answered is heard up to the night.
    """
    landing = Landing(settings.landing)
    catalogue = Catalogue.load(settings.seeds, settings.catalogue_extra)
    resolve_again(landing, catalogue, settings.build)
    pages = settings.published / "data_docs"
    corrections = CorrectedNights(landing, write_corrections(settings, night))
    corrected = corrections.unjudged()
    for other in landing.nights():
        if (other < night and not landing.is_judged(other)) or (other != night and other in corrected):
            judge_night(landing, other, settings.build, catalogue, pages)
    summary = judge_night(landing, night, settings.build, catalogue, pages)
    corrections.remember()
    return summary


def judge_night(landing: Landing, night: date, build: Path, catalogue: Catalogue, pages: Path) -> GateSummary:
    """Judge a night, replace its flags in the landing zone, and write its result pages under ``pages``.

    Reads ``build/resolutions.parquet`` where it stands. The same landing and catalogue give the same flags. Raises
    GateError where an expectation could not be computed; the flags of the night are then left as they were.
    """
    landing.prepare()
    rules = read_rules()
    build.mkdir(parents=True, exist_ok=True)
    with connect() as connection:
        connection.execute("set temp_directory = $1", [str(build / "gate.tmp")])
        load_night(connection, landing, night, build, catalogue)
        outcomes = _outcomes(connection)
        findings = with_repairs(connection, gather(connection, outcomes))
        documents, figures = _count(connection, "documents"), _count(connection, "figures")
    flags = compose_flags(findings, rules, catalogue)
    landing.replace_flags(night, flags)
    verdicts = [_verdict(outcome, rules) for outcome in outcomes]
    write_pages(pages, landing, night, documents, figures, verdicts, flags, rules)
    return GateSummary(
        night=night,
        documents=documents,
        figures=figures,
        expectations=len(outcomes),
        flags=len(flags),
        by_rule=dict(sorted(Counter(flag.rule_code for flag in flags).items())),
        by_severity=dict(sorted(Counter(flag.severity.value for flag in flags).items())),
        pages=pages,
    )


def compose_flags(findings: Sequence[Finding], rules: Mapping[str, Rule], catalogue: Catalogue) -> list[FigureFlag]:
    """One flag a finding; two failing sides of one figure are one flag. Order: document, place, rule."""
    flags: dict[str, FigureFlag] = {}
    for finding in findings:
        subject = [finding.figure_id] if finding.figure_id else [finding.document_id, finding.locator]
        flag_row_id = stable_id(finding.rule_code, *subject)
        if flag_row_id in flags:
            continue
        told = tell(finding, rules[finding.rule_code], catalogue)
        flags[flag_row_id] = FigureFlag(
            flag_row_id=flag_row_id,
            rule_code=finding.rule_code,
            severity=Severity(finding.severity),
            figure_id=finding.figure_id,
            document_id=finding.document_id,
            delivery_id=finding.delivery_id,
            locator=finding.locator,
            evidence=told.evidence,
            message_vi=told.message_vi,
            message_en=told.message_en,
        )
    return sorted(
        flags.values(),
        key=lambda flag: (flag.document_id, len(flag.locator), flag.locator, flag.rule_code, flag.flag_row_id),
    )


def _outcomes(connection: Connection) -> list[Outcome]:
    # imported here: Great Expectations costs seconds, and only a night that is judged pays them
    from expectations.judge import Judge
    from expectations.suites import arithmetic, comparisons, documents, names, parts, totals, values

    judge = Judge()
    return [
        outcome
        for module in (arithmetic, values, names, totals, parts, comparisons, documents)
        for outcome in judge.validate(module.suite(), _batches(connection, _FRAMES[module.FRAME]))
    ]


def _batches(connection: Connection, query: str) -> Iterator[pd.DataFrame]:
    """The rows of a query as pandas frames of bounded size; one empty frame where there are none."""
    result = connection.execute(query)
    frame: pd.DataFrame = result.fetch_df_chunk(_VECTORS_A_BATCH)
    yield frame
    while not frame.empty and not (frame := result.fetch_df_chunk(_VECTORS_A_BATCH)).empty:
        yield frame


def _count(connection: Connection, table: str) -> int:
    (count,) = connection.table(table).count("*").fetchall()[0]
    return int(count)


def _verdict(outcome: Outcome, rules: Mapping[str, Rule]) -> Verdict:
    return Verdict(
        suite=outcome.suite,
        rule_code=outcome.rule_code,
        title_vi=rules[outcome.rule_code].title_vi,
        expectation=outcome.description,
        severity=outcome.severity,
        evaluated=outcome.evaluated,
        failed=len(outcome.failed_rows),
    )
