"""What the Vietnamese messages say, in English, for contacts that read it. Names of units and files stay as they are;
numbers are written as everywhere else.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache

from alerts.digest_content import (
    CONFIRMED,
    CORRECTED,
    ELSEWHERE,
    FILE_READ,
    NOT_ASKED,
    STILL_UNREAD,
    WITHDRAWN,
    label_of,
)
from alerts.findings import Flag, Witness
from alerts.receipts import Receipt
from alerts.reporting import SHOWN_UNITS, OwedReport
from warehouse.catalogue import Catalogue
from warehouse.settings import PROJECT_ROOT
from warehouse.workbook_answers import Outcome

_OUTCOMES = {
    CONFIRMED: "confirmed as right",
    CORRECTED: "corrected",
    WITHDRAWN: "the question was withdrawn",
    ELSEWHERE: "passed on to another office",
    STILL_UNREAD: "replaced by another version, which could not be read either",
    FILE_READ: "the file could be read",
    NOT_ASKED: "the latest figures leave nothing to ask",
}
_SNOOZED = re.compile(r"^đã tạm hoãn đến hết ngày (\d{2}/\d{2}/\d{4})$")
_KINDS = {
    "new": "new",
    "duplicate": "the same file again",
    "duplicate_content": "the same figures again",
    "revision": "a revision of an earlier file",
    "contradiction": "contradicts an earlier file",
    "withdrawn": "withdrawn",
}


def outcome_in_english(outcome: str) -> str:
    """How something told earlier was settled."""
    snoozed = _SNOOZED.match(outcome)
    return f"snoozed until {snoozed[1]}" if snoozed else _OUTCOMES.get(outcome, outcome)


_NUMBERS = str.maketrans(".,", ",.")
_SCALES = (("nghìn", "thousand"), ("triệu", "million"), ("tỷ", "billion"))


def number_in_english(number: str) -> str:
    """A number as Vietnamese write it, ``1.234,5`` or ``2,5 tỷ đồng``, as English readers do."""
    told = number.translate(_NUMBERS)
    for scale, english in _SCALES:
        told = told.replace(f" {scale}", f" {english}")
    return told


def label_in_english(flag: Flag, catalogue: Catalogue) -> str:
    """The unit, indicator and period a flag is about, as far as they are known."""
    unit, indicator = catalogue.units.get(flag.unit_code or ""), catalogue.indicators.get(flag.indicator_code or "")
    names = (unit.short_name if unit else None, indicator.name_en if indicator else None, flag.period_code)
    known = " · ".join(name for name in names if name)
    if known:
        return known
    return place_in_english(flag.witnesses[0]) if flag.witnesses else label_of(flag, catalogue)


def place_in_english(witness: Witness) -> str:
    """Where a figure stands: file, sheet and cell, or article and characters."""
    sheet, _, cell = witness.locator.rpartition("!")
    if witness.is_news:
        return f"Article {witness.path}" + (f", characters {witness.locator}" if witness.locator else "")
    if sheet and not witness.path.lower().endswith(".csv"):
        return f"File {witness.path}, sheet “{sheet}”, cell {cell}"
    return f"File {witness.path}" + (f", cell {cell or witness.locator}" if witness.locator else "")


def receipt_in_english(receipt: Receipt) -> str:
    """One line of what became of a file."""
    if receipt.is_set_aside:
        return "not loaded"
    if receipt.is_answer:
        refused = sum(row.outcome is Outcome.REFUSED for row in receipt.answers)
        taken = sum(row.outcome is Outcome.ACCEPTED for row in receipt.answers)
        return f"answers: {taken} rows taken, {refused} not taken"
    waiting = f"; {receipt.waiting} figures wait for a closed period" if receipt.waiting else ""
    return f"{receipt.figures} figures of {receipt.units} units; {_KINDS.get(receipt.kind, receipt.kind)}{waiting}"


def report_in_english(report: OwedReport) -> str:
    """Who has sent a report that is owed."""
    sent = report.counts.get("on_time", 0) + report.counts.get("late", 0)
    missing = ", ".join(name for _, name in report.missing[:SHOWN_UNITS])
    left = len(report.missing) - SHOWN_UNITS
    named = f"; missing {len(report.missing)}: {missing}{f' and {left} others' if left > 0 else ''}" if missing else ""
    unreadable = f"; unreadable {len(report.unreadable)}" if report.unreadable else ""
    total = sum(report.counts.values())
    return (
        f"{report.name} ({report.period_code}, due {report.due_date:%d/%m/%Y}): {sent} of {total} units have sent it"
        f"{unreadable}{named}"
    )


_RULES = PROJECT_ROOT / "dbt_project" / "seeds" / "quality_rules.csv"


@cache
def rules_in_english() -> Mapping[str, str]:
    """What each rule asks about: the first sentence of its description."""
    with _RULES.open(encoding="utf-8", newline="") as file:
        return {row["rule_code"]: row["description_en"].split(". ")[0].rstrip(".") for row in csv.DictReader(file)}
