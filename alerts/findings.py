"""What the published marts say tonight that somebody may have to be told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from alerts.receipts import COMPANIONS, Receipt
from alerts.reporting import OwedReport
from warehouse.database import connect
from warehouse.figure import SourceKind, stable_id
from warehouse.records import SETTLED, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """One place where a flagged figure stands. ``r``, ``t``, ``p``, ``c``: result, target, printed and computed %."""

    source_kind: str
    path: str
    locator: str
    quote: str
    r: Decimal | None
    t: Decimal | None
    p: Decimal | None
    c: Decimal | None
    document_id: str = ""

    @property
    def is_news(self) -> bool:
        return self.source_kind == SourceKind.NEWS


@dataclass(frozen=True, slots=True)
class PassedOn:
    """Who handed a flag on to the office that is asked now, and why."""

    office_code: str
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One flag as published. Grain: flag key."""

    key: str
    rule_code: str
    severity: Severity
    state: str
    subject_kind: str
    subject_key: str
    office_code: str | None
    unit_code: str | None
    indicator_code: str | None
    period: str | None
    """The period's Vietnamese name, or its code where it has none."""
    value_hash: str
    message: str
    what_to_do: str
    witnesses: tuple[Witness, ...]
    document_ids: frozenset[str]
    impact_rank: int = 0
    """Which to mend first: 1 changes most of ranks and totals."""
    snoozed_until: date | None = None
    """Last day of a snooze that lasts."""
    period_code: str | None = None
    owner_code: str | None = None
    """The office that answers for the unit; ``office_code`` is whom it was assigned to, where it was."""
    passed_on: PassedOn | None = None
    """How it came to ``office_code``, where that is not the owner."""
    message_en: str | None = None
    """The message in English; null in what was judged before it was told so."""

    @property
    def is_known(self) -> bool:
        """Whether it speaks of a figure of a known unit, indicator and period."""
        return bool(self.unit_code and self.indicator_code and self.period_code)

    @property
    def is_open(self) -> bool:
        """Whether it asks something tonight: neither settled nor snoozed."""
        return self.state not in SETTLED and self.snoozed_until is None

    @property
    def fingerprint(self) -> str:
        """Changes where the office would read something else: another value, or another severity."""
        return stable_id(self.severity.value, self.value_hash)[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAsideFile:
    """A document that could not be loaded, with its reasons in Vietnamese. Grain: document and office that sent it."""

    document_id: str
    office_code: str | None
    path: str
    reasons: tuple[str, ...]
    reasons_en: tuple[str, ...] = ()
    """The same in English, for contacts that read it."""

    @property
    def key(self) -> str:
        return f"document:{self.document_id}"

    @property
    def fingerprint(self) -> str:
        return stable_id(*self.reasons)[:16]


@dataclass(frozen=True, slots=True)
class Findings:
    """Every flag, open or settled, every document set aside, and the receipts and reports of late, of all offices."""

    flags: tuple[Flag, ...]
    files: tuple[SetAsideFile, ...]
    receipts: tuple[Receipt, ...] = ()
    reports: tuple[OwedReport, ...] = ()
    corrected: frozenset[str] = frozenset()
    """Keys of flags that are gone because other numbers stand for their subject."""


_CORRECTED = """
select flag_key
from fct_flag_events
where state not in ('snoozed', 'assigned')
group by flag_key
having arg_max(state, sequence_number) = 'corrected'
"""

_FLAGS = """
select
    fct_figure_flags.flag_key,
    fct_figure_flags.rule_code,
    fct_figure_flags.severity,
    fct_figure_flags.state,
    fct_figure_flags.subject_kind,
    fct_figure_flags.subject_key,
    fct_figure_flags.office_code,
    fct_figure_flags.org_unit_code,
    fct_figure_flags.indicator_code,
    coalesce(dim_periods.label_vi, fct_figure_flags.period_code) as period,
    fct_figure_flags.value_hash,
    fct_figure_flags.message_vi,
    fct_figure_flags.what_to_do_vi,
    fct_figure_flags.evidence,
    coalesce(fct_figure_flags.impact_rank, 0) as impact_rank,
    if(fct_figure_flags.is_snoozed, fct_figure_flags.snoozed_until_date, null) as snoozed_until,
    fct_figure_flags.period_code,
    fct_figure_flags.owner_office_code,
    if(fct_figure_flags.office_code <> fct_figure_flags.owner_office_code, assigned.actor, null) as passed_by,
    assigned.reason as passed_why,
    fct_figure_flags.message_en
from fct_figure_flags
left join (
    -- grain: flag that was ever assigned, with the last word of it
    select
        flag_key,
        arg_max(actor, sequence_number) as actor,
        arg_max(struct_pack(reason := reason), sequence_number).reason as reason
    from fct_flag_events
    where state = 'assigned'
    group by flag_key
) as assigned on fct_figure_flags.flag_key = assigned.flag_key
left join dim_periods on fct_figure_flags.period_code = dim_periods.period_code
-- reports that are owed stand in a section of their own
where fct_figure_flags.severity in ('fatal', 'query') and fct_figure_flags.subject_kind <> 'report'
order by fct_figure_flags.flag_key
"""

_FILES = """
-- grain: document x office that sent it; a file sent under two names is told under the first
select
    fct_deliveries.document_id,
    fct_deliveries.office_code,
    concat_ws(' · ', fct_deliveries.path, nullif(fct_deliveries.member_name, '')) as file,
    dim_documents.reasons
from fct_deliveries
inner join dim_documents on fct_deliveries.document_id = dim_documents.document_id
where dim_documents.status_kind = 'quarantined' and fct_deliveries.is_current
qualify row_number() over (
    partition by fct_deliveries.document_id, fct_deliveries.office_code order by file, fct_deliveries.delivery_id
) = 1
order by file, fct_deliveries.document_id, fct_deliveries.office_code
"""


def read_findings(published_database: Path) -> Findings:
    """Flags that ask an office something, and documents set aside; opens the published file read-only.

    Raises FileNotFoundError before the first publication.
    """
    if not published_database.exists():
        raise FileNotFoundError(f"nothing is published yet: {published_database} does not exist; publish first")
    with connect(published_database, read_only=True) as database:
        flags = database.execute(_FLAGS).fetchall()
        files = database.execute(_FILES).fetchall()
        corrected = database.execute(_CORRECTED).fetchall()
    return Findings(
        tuple(_flag(*row) for row in flags),
        tuple(
            SetAsideFile(
                document_id=document,
                office_code=office,
                path=path,
                reasons=_reasons(reasons, "vi"),
                reasons_en=_reasons(reasons, "en"),
            )
            for document, office, path, reasons in files
            if not _is_nobodys_report(reasons)
        ),
        corrected=frozenset(row[0] for row in corrected),
    )


def _is_nobodys_report(told: str | None) -> bool:
    """A lock file or resource fork that came along: nobody is asked to send it again."""
    codes = {reason.get("code") for reason in json.loads(told or "[]")}
    return bool(codes) and codes <= COMPANIONS


def _reasons(told: str | None, language: str) -> tuple[str, ...]:
    return tuple(str(reason[language]) for reason in json.loads(told or "[]") if reason.get(language))


def _flag(
    key: str,
    rule_code: str,
    severity: str,
    state: str,
    subject_kind: str,
    subject_key: str,
    office_code: str | None,
    unit_code: str | None,
    indicator_code: str | None,
    period: str | None,
    value_hash: str,
    message: str,
    what_to_do: str | None,
    evidence: str | None,
    impact_rank: int,
    snoozed_until: date | None,
    period_code: str | None,
    owner_code: str | None,
    passed_by: str | None,
    passed_why: str | None,
    message_en: str | None,
) -> Flag:
    items = json.loads(evidence or "[]")
    return Flag(
        key=key,
        rule_code=rule_code,
        severity=Severity(severity),
        state=state,
        subject_kind=subject_kind,
        subject_key=subject_key,
        office_code=office_code,
        unit_code=unit_code,
        indicator_code=indicator_code,
        period=period,
        value_hash=value_hash,
        message=message,
        what_to_do=what_to_do or "",
        witnesses=tuple(_witness(item) for item in items),
        document_ids=frozenset(str(item.get("document_id")) for item in items),
        impact_rank=impact_rank,
        snoozed_until=snoozed_until,
        period_code=period_code,
        owner_code=owner_code,
        passed_on=PassedOn(passed_by.partition(":")[0], passed_why) if passed_by else None,
        message_en=message_en,
    )


def _witness(item: Mapping[str, Any]) -> Witness:
    return Witness(
        source_kind=str(item.get("source_kind") or ""),
        path=str(item.get("path") or ""),
        locator=str(item.get("locator") or ""),
        quote=str(item.get("quote") or ""),
        r=_decimal(item.get("r")),
        t=_decimal(item.get("t")),
        p=_decimal(item.get("p")),
        c=_decimal(item.get("c")),
        document_id=str(item.get("document_id") or ""),
    )


def _decimal(text: object) -> Decimal | None:
    """A decimal string of the evidence; null for none and for what is no number."""
    try:
        number = Decimal(str(text)) if text is not None else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None
