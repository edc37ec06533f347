"""What one digest says: the difference between what an office knows and what the marts say tonight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from alerts.findings import Flag, SetAsideFile, Witness
from alerts.ledger import Told
from alerts.receipts import KEY_PREFIX, Receipt
from alerts.reporting import KEY_PREFIX as REPORTING_PREFIX
from alerts.reporting import OwedReport
from alerts.route import OfficeFindings
from warehouse.catalogue import Catalogue
from warehouse.flag_answers import OVER_TARGET, is_small_excess
from warehouse.records import SETTLED, Severity


class Change(StrEnum):
    NEW = "new"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class ToldFlag:
    """A flag the office reads about tonight, with the names of what it is about."""

    flag: Flag
    change: Change
    label: str


@dataclass(frozen=True, slots=True)
class SmallExcesses:
    """Results a little over their targets: one line an indicator, to be confirmed together."""

    indicator: str
    flags: tuple[ToldFlag, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """Something told earlier that asks nothing any more."""

    key: str
    label: str
    outcome: str


@dataclass(frozen=True, slots=True)
class DigestContent:
    """Everything one message of one office says. Empty where the office knows it all."""

    flags: tuple[ToldFlag, ...]
    """To be answered one by one: new before changed, the worst first, then what would change most."""
    small: tuple[SmallExcesses, ...]
    files: tuple[SetAsideFile, ...]
    settled: tuple[Settled, ...]
    waiting: int
    """Flags told earlier, unchanged, still open."""
    receipts: tuple[Receipt, ...] = ()
    """Of the files the office has not been told of yet."""
    reports: tuple[OwedReport, ...] = ()
    """Of its units, told briefly in whatever message there is."""
    new_debtors: int = 0
    """Units the office has not been told of that owe a report now: these alone are reason for a message."""

    @property
    def is_empty(self) -> bool:
        return not (self.flags or self.small or self.files or self.settled or self.receipts or self.new_debtors)

    @property
    def figures(self) -> int:
        """Flags to be answered, one by one or together."""
        return len(self.flags) + sum(len(line.flags) for line in self.small)

    @property
    def flag_keys(self) -> tuple[str, ...]:
        grouped = [told.flag.key for line in self.small for told in line.flags]
        return tuple(sorted([*(told.flag.key for told in self.flags), *grouped]))

    @property
    def order(self) -> tuple[str, ...]:
        """Keys of the flags as they stand in the message: one by one, then an indicator after the other."""
        return (*(told.flag.key for told in self.flags), *(told.flag.key for line in self.small for told in line.flags))

    def told(self) -> dict[str, Told]:
        """What the office knows after reading, by key."""
        flags = [*self.flags, *(told for line in self.small for told in line.flags)]
        known = {told.flag.key: Told(told.flag.fingerprint, told.label) for told in flags}
        known |= {file.key: Told(file.fingerprint, file.path) for file in self.files}
        known |= {key: Told("", "") for report in self.reports for key in report.open_keys}
        return known | {receipt.key: Told("", "") for receipt in self.receipts}


def compare(
    findings: OfficeFindings, known: Mapping[str, Told], catalogue: Catalogue, elsewhere: frozenset[str]
) -> DigestContent:
    """What changed since an office was last told.

    ``elsewhere`` holds the keys open at other offices: a flag that moved is settled here without a word about there.
    """
    open_flags = [flag for flag in findings.flags if flag.is_open]
    set_aside = {file.document_id for file in findings.files}
    figures = [flag for flag in open_flags if not _tells_of_file(flag, set_aside)]
    changed = [
        ToldFlag(flag, Change.UPDATED if flag.key in known else Change.NEW, label_of(flag, catalogue))
        for flag in figures
        if not _knows(known, flag.key, flag.fingerprint)
    ]
    contested = _contested_subjects(open_flags)
    small, single = _parted(changed, lambda told: _is_small(told.flag, catalogue, contested))
    open_keys = {flag.key for flag in figures} | {file.key for file in findings.files}
    return DigestContent(
        flags=tuple(sorted(single, key=_order)),
        small=_by_indicator(small, catalogue),
        files=tuple(file for file in findings.files if not _knows(known, file.key, file.fingerprint)),
        settled=_settled(findings, known, open_keys, elsewhere),
        waiting=len(figures) - len(changed),
        receipts=tuple(receipt for receipt in findings.receipts if receipt.key not in known),
        reports=findings.reports,
        new_debtors=sum(key not in known for report in findings.reports for key in report.open_keys),
    )


def label_of(flag: Flag, catalogue: Catalogue) -> str:
    """The unit, indicator and period a flag is about, as far as they are known."""
    unit = catalogue.units.get(flag.unit_code or "")
    indicator = catalogue.indicators.get(flag.indicator_code or "")
    names = [unit.short_name if unit else None, indicator.name_vi if indicator else None, flag.period]
    known = " · ".join(name for name in names if name)
    return known or (place_of(flag.witnesses[0]) if flag.witnesses else flag.rule_code)


def place_of(witness: Witness) -> str:
    """Where a figure stands: file, sheet and cell, or article and characters."""
    sheet, _, cell = witness.locator.rpartition("!")
    if witness.is_news:
        return f"bài viết {witness.path}" + (f", ký tự {witness.locator}" if witness.locator else "")
    if not sheet:
        return f"tệp {witness.path}" + (f", vị trí {witness.locator}" if witness.locator else "")
    if witness.path.lower().endswith(".csv"):
        return f"tệp {witness.path}, ô {cell}"
    return f"tệp {witness.path}, trang tính “{sheet}”, ô {cell}"


def _knows(known: Mapping[str, Told], key: str, fingerprint: str) -> bool:
    return key in known and known[key].fingerprint == fingerprint


def _tells_of_file(flag: Flag, set_aside: set[str]) -> bool:
    """A flag on a document that is listed among the files set aside says nothing more."""
    return flag.subject_kind == "document" and bool(flag.document_ids) and flag.document_ids <= set_aside


def _parted(flags: Sequence[ToldFlag], wanted: Callable[[ToldFlag], bool]) -> tuple[list[ToldFlag], list[ToldFlag]]:
    """Those that are wanted, and the rest."""
    parts: tuple[list[ToldFlag], list[ToldFlag]] = ([], [])
    for told in flags:
        parts[0 if wanted(told) else 1].append(told)
    return parts


def _contested_subjects(flags: Sequence[Flag]) -> set[str]:
    """Subjects on which some other rule speaks as well: the office is asked about those one by one."""
    return {flag.subject_key for flag in flags if flag.rule_code != OVER_TARGET}


def _is_small(flag: Flag, catalogue: Catalogue, contested: set[str]) -> bool:
    """Not what another office handed on, with its words, nor where the unit is unknown and a line would not name it."""
    is_named = flag.unit_code is not None and flag.passed_on is None
    return is_named and is_small_excess(
        flag.rule_code,
        [_attained(witness) for witness in flag.witnesses],
        catalogue.indicators.get(flag.indicator_code or ""),
        is_contested=flag.subject_key in contested,
    )


def _attained(witness: Witness) -> Decimal | None:
    return witness.c if witness.c is not None else witness.p


def _order(told: ToldFlag) -> tuple[bool, bool, int, str, str]:
    flag = told.flag
    is_changed, is_query = told.change is Change.UPDATED, flag.severity is not Severity.FATAL
    return (is_changed, is_query, flag.impact_rank, told.label, flag.key)


def _by_indicator(small: Sequence[ToldFlag], catalogue: Catalogue) -> tuple[SmallExcesses, ...]:
    lines: dict[str, list[ToldFlag]] = defaultdict(list)
    for told in small:
        lines[catalogue.indicators[str(told.flag.indicator_code)].name_vi].append(told)
    return tuple(SmallExcesses(name, tuple(sorted(lines[name], key=_order))) for name in sorted(lines))


CONFIRMED = "đã được xác nhận là đúng"
CORRECTED = "đã được sửa"
WITHDRAWN = "cảnh báo đã được rút lại"
ELSEWHERE = "đã chuyển cho cơ quan khác trả lời"
STILL_UNREAD = "đã được thay bằng bản khác, vẫn chưa đọc được"
FILE_READ = "tệp đã đọc được"
NOT_ASKED = "số liệu mới nhất không còn điều cần hỏi"

_OUTCOMES = {"confirmed": CONFIRMED, "corrected": CORRECTED, "withdrawn": WITHDRAWN}


def _settled(
    findings: OfficeFindings, known: Mapping[str, Told], open_keys: set[str], elsewhere: frozenset[str]
) -> tuple[Settled, ...]:
    flags = {flag.key: flag for flag in findings.flags}
    still_unread = {file.path for file in findings.files}
    return tuple(
        Settled(
            key,
            known[key].label,
            _outcome(key, known[key].label, flags.get(key), elsewhere, still_unread, findings.corrected),
        )
        for key in sorted(known, key=lambda key: (known[key].label, key))
        if key not in open_keys and not key.startswith((KEY_PREFIX, REPORTING_PREFIX))
    )


def _outcome(
    key: str,
    label: str,
    flag: Flag | None,
    elsewhere: frozenset[str],
    still_unread: set[str],
    corrected: frozenset[str],
) -> str:
    if key in elsewhere:
        return ELSEWHERE
    if key.startswith("document:"):
        return STILL_UNREAD if label in still_unread else FILE_READ
    if flag is not None and flag.snoozed_until is not None and flag.state not in SETTLED:
        return f"đã tạm hoãn đến hết ngày {flag.snoozed_until:%d/%m/%Y}"
    if flag is None and key in corrected:
        return CORRECTED
    return _OUTCOMES.get(flag.state if flag is not None else "", NOT_ASKED)
