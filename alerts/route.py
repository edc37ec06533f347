"""Who is told: every finding goes to exactly one office, and no office reads another's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from alerts.findings import Findings, Flag, SetAsideFile
from alerts.receipts import Receipt
from alerts.reporting import OwedReport
from warehouse.catalogue import FALLBACK_OFFICE, Office


@dataclass(frozen=True, slots=True)
class OfficeFindings:
    """What one office answers for tonight: flags, open or settled, documents set aside, receipts, reports owed."""

    office_code: str
    flags: tuple[Flag, ...]
    files: tuple[SetAsideFile, ...]
    receipts: tuple[Receipt, ...] = ()
    reports: tuple[OwedReport, ...] = ()
    corrected: frozenset[str] = frozenset()
    """Keys of flags anywhere that are gone because other numbers stand: their names are told to nobody by it."""


def route(findings: Findings, offices: Mapping[str, Office]) -> dict[str, OfficeFindings]:
    """Findings by office code. What belongs to no active office goes to the national data team."""
    flags = _by_office(findings.flags, offices)
    files = _by_office(findings.files, offices)
    receipts = _by_office(findings.receipts, offices)
    reports = _by_office(findings.reports, offices)
    return {
        code: OfficeFindings(
            code,
            tuple(flags.get(code, ())),
            tuple(files.get(code, ())),
            tuple(receipts.get(code, ())),
            tuple(reports.get(code, ())),
            findings.corrected,
        )
        for code in sorted({*flags, *files, *receipts, *reports})
    }


Routed = TypeVar("Routed", Flag, SetAsideFile, Receipt, OwedReport)


def _by_office(findings: Iterable[Routed], offices: Mapping[str, Office]) -> dict[str, list[Routed]]:
    routed: dict[str, list[Routed]] = defaultdict(list)
    for finding in findings:
        routed[_owner(finding.office_code, offices)].append(finding)
    return routed


def _owner(office_code: str | None, offices: Mapping[str, Office]) -> str:
    office = offices.get(office_code) if office_code else None
    return office.office_code if office is not None and office.is_active else FALLBACK_OFFICE
