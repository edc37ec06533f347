"""What people answer to flags: acknowledged, awaiting the unit, confirmed, withdrawn, reopened, snoozed, assigned.

An answer is an event of the landing zone that is bound to the numbers it was given for: where these change, it lapses.
A snooze and an assignment are told beside the life of a flag and leave its state as it is.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Any

from warehouse.answers import AnswerError, Told, may_answer
from warehouse.catalogue import FALLBACK_OFFICE, Catalogue
from warehouse.catalogue_rows import Indicator
from warehouse.database import connect
from warehouse.landing import Landing
from warehouse.records import ASIDE, SETTLED, Event, Severity

OVER_TARGET = "result_exceeds_target"
LONGEST_SNOOZE_DAYS = 90
_LISTED = 10


class FlagAnswer(StrEnum):
    """What may be answered; each is the state of an event."""

    ACKNOWLEDGED = "acknowledged"
    AWAITING_UNIT = "awaiting_unit"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    SNOOZED = "snoozed"
    ASSIGNED = "assigned"


REASON_CODES: Mapping[FlagAnswer, Mapping[str, str]] = {
    FlagAnswer.ACKNOWLEDGED: {
        "received": "đã tiếp nhận",
        "checking": "đang kiểm tra, đối chiếu",
    },
    FlagAnswer.AWAITING_UNIT: {
        "asked_unit": "đã đề nghị đơn vị trả lời",
        "file_requested": "đã đề nghị đơn vị gửi lại tệp",
    },
    FlagAnswer.CONFIRMED: {
        "checked_at_source": "đã đối chiếu với sổ sách, báo cáo gốc",
        "target_exceeded": "kết quả thực tế vượt chỉ tiêu",
        "target_was_low": "chỉ tiêu giao thấp hoặc chưa được điều chỉnh",
        "exceptional_event": "có sự kiện, nguồn lực đột xuất trong kỳ",
    },
    FlagAnswer.WITHDRAWN: {
        "misread": "hệ thống đọc nhầm tệp hoặc bài viết",
        "rule_not_applicable": "quy tắc không áp dụng cho trường hợp này",
        "duplicate": "trùng với cảnh báo khác",
        "not_owed": "đơn vị không phải báo cáo nội dung này",
    },
    FlagAnswer.REOPENED: {
        "answered_by_mistake": "trả lời nhầm",
        "new_evidence": "có căn cứ mới",
    },
    FlagAnswer.SNOOZED: {
        "awaiting_document": "chờ văn bản",
        "awaiting_meeting": "chờ cuộc họp, đợt kiểm tra",
        "not_urgent": "chưa cấp thiết",
    },
    FlagAnswer.ASSIGNED: {
        "other_office_responsible": "thuộc trách nhiệm của cơ quan khác",
        "needs_upper_office": "cần cấp trên giải quyết",
        "needs_data_team": "cần nhóm dữ liệu xử lý",
    },
}
"""Reason codes of each answer, with what they mean in Vietnamese; the first is taken where none is given."""

TOGETHER = (FlagAnswer.ACKNOWLEDGED, FlagAnswer.AWAITING_UNIT, FlagAnswer.SNOOZED, FlagAnswer.ASSIGNED)
"""Answers that settle nothing, and may be given to whatever a filter finds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer, to be given to one flag or to several."""

    kind: FlagAnswer
    reason_code: str
    document: str | None = None
    """The paper it rests on: number and date of an official letter, minutes, a file."""
    until: date | None = None
    """Last day of a snooze."""
    assignee: str | None = None
    """Office that is to answer from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFlag:
    """One flag as published. Grain: flag key."""

    flag_key: str
    rule_code: str
    severity: Severity
    state: str
    subject_kind: str
    subject_key: str
    org_unit_code: str | None
    indicator_code: str | None
    period_code: str | None
    office_code: str
    """Who is asked: the owner, or whom the owner assigned it to."""
    owner_office_code: str
    """The office that answers for the unit by today's organisation."""
    value_hash: str
    message: str
    attained: tuple[Decimal | None, ...]
    """Computed, else printed, percentage of each witness."""
    has_number: bool

    @property
    def is_open(self) -> bool:
        return self.state not in SETTLED


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagFilter:
    """Which flags are meant; what is null or empty asks nothing."""

    office: str | None = None
    rule: str | None = None
    severity: str | None = None
    state: str | None = None
    """One state; the open ones where null."""
    units: tuple[str, ...] = ()
    indicator: str | None = None
    period: str | None = None
    opened_by: date | None = None
    """Opened on this night or before."""
    is_snoozed: bool | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it would mean every open flag."""
        return self == FlagFilter(is_snoozed=self.is_snoozed)

    def parameters(self) -> dict[str, object]:
        return {
            "settled": list(SETTLED),
            "office": self.office,
            "rule": self.rule,
            "severity": self.severity,
            "state": self.state,
            "units": list(self.units),
            "indicator": self.indicator,
            "period": self.period,
            "opened_by": self.opened_by,
            "is_snoozed": self.is_snoozed,
        }


FILTERED = """
    (state = $state or ($state is null and not list_contains($settled, state)))
    and ($office is null or office_code = $office)
    and ($rule is null or rule_code = $rule)
    and ($severity is null or severity = $severity)
    and (length($units) = 0 or list_contains($units, org_unit_code))
    and ($indicator is null or indicator_code = $indicator)
    and ($period is null or period_code = $period)
    and ($opened_by is null or coalesce(opened_night, first_night) <= $opened_by)
    and ($is_snoozed is null or is_snoozed = $is_snoozed)
"""
"""The condition of a FlagFilter on fct_figure_flags, with its parameters."""

_COLUMNS = """
select
    flag_key, rule_code, severity, state, subject_kind, subject_key, org_unit_code, indicator_code, period_code,
    office_code, owner_office_code, value_hash, message_vi, evidence
from fct_figure_flags
"""

_CONTESTED = """
select subject_key
from fct_figure_flags
where
    not list_contains($settled, state)
    and rule_code <> $over_target
    and severity <> 'info'
    and subject_kind <> 'report'
"""


class PublishedFlags:
    """The flags of the published file, by name or by filter."""

    def __init__(self, published_database: Path) -> None:
        """Raises AnswerError before the first publication."""
        if not published_database.exists():
            raise AnswerError(f"nothing is published yet: {published_database} does not exist; run `warehouse load`")
        self._database = published_database

    def named(self, names: Sequence[str]) -> list[PublishedFlag]:
        """The flags of some keys, or beginnings of keys (8 characters or more), each once.

        Raises AnswerError where a name finds none, or several.
        """
        found: dict[str, PublishedFlag] = {}
        for name in names:
            if len(name) < 8:
                raise AnswerError(f"{name!r} is too short for a flag: give 8 characters of its key or more")
            flags = self._rows(f"{_COLUMNS} where starts_with(flag_key, $name) limit 6", {"name": name})
            if not flags:
                raise AnswerError(f"no flag is called {name!r}: `warehouse flags --json` tells the flag_key of each")
            if len(flags) > 1:
                raise AnswerError(f"{name!r} begins {len(flags)} flags or more; give more characters of the key")
            found[flags[0].flag_key] = flags[0]
        return list(found.values())

    def filtered(self, wanted: FlagFilter) -> list[PublishedFlag]:
        """The flags a filter finds, those first that would change most."""
        return self._rows(f"{_COLUMNS} where {FILTERED} order by impact_rank", wanted.parameters())

    def of_keys(self, keys: Collection[str]) -> dict[str, PublishedFlag]:
        """Flags by their whole keys; those that are published no more are left out."""
        flags = self._rows(f"{_COLUMNS} where list_contains($keys, flag_key)", {"keys": sorted(keys)})
        return {flag.flag_key: flag for flag in flags}

    def contested_subjects(self) -> frozenset[str]:

        with connect(self._database, read_only=True) as published:
            rows = published.execute(_CONTESTED, {"settled": list(SETTLED), "over_target": OVER_TARGET}).fetchall()
        return frozenset(row[0] for row in rows)

    def _rows(self, sql: str, asked: Mapping[str, object]) -> list[PublishedFlag]:
        with connect(self._database, read_only=True) as published:
            return [_flag(row) for row in published.execute(sql, dict(asked)).fetchall()]


def _flag(row: Sequence[Any]) -> PublishedFlag:
    key, rule, severity, state, subject_kind, subject, unit, indicator, period, office, owner, print_, message, told = (
        row
    )
    witnesses = json.loads(told or "[]")
    return PublishedFlag(
        flag_key=key,
        rule_code=rule,
        severity=Severity(severity),
        state=state,
        subject_kind=subject_kind,
        subject_key=subject,
        org_unit_code=unit,
        indicator_code=indicator,
        period_code=period,
        office_code=office,
        owner_office_code=owner,
        value_hash=print_,
        message=message,
        attained=tuple(_decimal(one["c"] if one.get("c") is not None else one.get("p")) for one in witnesses),
        has_number=any(one.get(name) is not None for one in witnesses for name in ("r", "t", "p")),
    )


def _decimal(text: object) -> Decimal | None:
    try:
        return Decimal(str(text)) if text is not None else None
    except InvalidOperation:
        return None


def is_small_excess(
    rule_code: str, attained: Sequence[Decimal | None], indicator: Indicator | None, *, is_contested: bool
) -> bool:
    """An over-fulfilment below the indicator's ask-threshold in all its witnesses, that no other rule speaks of."""
    if indicator is None or rule_code != OVER_TARGET or is_contested:
        return False
    return bool(attained) and all(one is not None and one < indicator.ask_threshold_pct for one in attained)


def answerable_together(
    kind: FlagAnswer,
    flags: Sequence[PublishedFlag],
    indicators: Mapping[str, Indicator],
    contested: frozenset[str],
) -> list[PublishedFlag]:
    """Those of the flags found by a filter that may be given one answer: all, or the small over-fulfilments.

    Raises AnswerError where none may, with what may be done instead.
    """
    if kind in TOGETHER:
        return list(flags)
    if kind is not FlagAnswer.CONFIRMED:
        raise AnswerError(f"flags are {kind} one by one: name each by its key")
    small = [
        flag
        for flag in flags
        if is_small_excess(
            flag.rule_code,
            flag.attained,
            indicators.get(flag.indicator_code or ""),
            is_contested=flag.subject_key in contested,
        )
    ]
    if not small:
        named = _listed(f"{flag.flag_key[:8]} {flag.rule_code}: {flag.message}" for flag in flags)
        raise AnswerError(
            "only over-fulfilments below the indicator's ask-threshold that no other rule speaks of are confirmed"
            f" together; these are asked about one by one, name each by its key:\n{named}"
        )
    if len({flag.indicator_code for flag in small}) > 1:
        raise AnswerError("small over-fulfilments are confirmed together for one indicator: give --indicator")
    return small


def tell_flags(
    landing: Landing, flags: Sequence[PublishedFlag], answer: Answer, told: Told, catalogue: Catalogue
) -> list[PublishedFlag]:
    """Give one answer to some flags: to all of them or, where one may not be answered so, to none.

    Returns those to which it was new. Raises AnswerError with every flag that stands in the way and why.
    """
    _check_answer(answer, told, catalogue)
    landing.prepare()
    last = _standing(landing, [flag.flag_key for flag in flags])
    refused = []
    events: dict[str, Event] = {}
    for flag in flags:
        standing = last.get(flag.flag_key, _Standing(flag.state, flag.value_hash, {}, ""))
        if reason := _refusal(flag, standing, answer, told, catalogue):
            refused.append(f"{flag.flag_key[:8]} {flag.rule_code}: {reason}")
            continue
        event = _event(flag, standing, answer, told)
        if event is not None:
            events[flag.flag_key] = event
    if refused:
        raise AnswerError(f"{len(refused)} of {len(flags)} cannot be {answer.kind}, so none was:\n{_listed(refused)}")
    fresh = {event.event_id for event in landing.append_events(told.night, events.values())}
    return [flag for flag in flags if flag.flag_key in events and events[flag.flag_key].event_id in fresh]


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer to one flag, by whom."""

    flag: PublishedFlag
    answer: Answer
    told: Told


def tell_each(landing: Landing, given: Sequence[GivenAnswer], catalogue: Catalogue) -> list[str | None]:
    """Give answers of their own to some flags; returns of each why it was refused, null where it holds.

    One refused stands in no other's way. An answer that holds already is no refusal.
    """
    landing.prepare()
    last = _standing(landing, [one.flag.flag_key for one in given])
    refusals: list[str | None] = []
    events: dict[date, list[Event]] = defaultdict(list)
    for one in given:
        flag, answer, told = one.flag, one.answer, one.told
        standing = last.get(flag.flag_key, _Standing(flag.state, flag.value_hash, {}, ""))
        try:
            _check_answer(answer, told, catalogue)
            refusal = _refusal(flag, standing, answer, told, catalogue)
        except AnswerError as error:
            refusal = str(error)
        refusals.append(refusal)
        event = _event(flag, standing, answer, told) if refusal is None else None
        if event is not None:
            events[told.night].append(event)
            last[flag.flag_key] = _after(standing, event)
    for night, fresh in events.items():
        landing.append_events(night, fresh)
    return refusals


def _after(standing: _Standing, event: Event) -> _Standing:
    """Where a flag stands once an event is told."""
    if event.state in ASIDE:
        aside = {**standing.aside, event.state: _aside(event.payload)}
        return _Standing(standing.state, standing.value_hash, aside, event.event_id)
    return _Standing(event.state, event.payload.get("value_hash"), standing.aside, event.event_id)


def _check_answer(answer: Answer, told: Told, catalogue: Catalogue) -> None:
    if told.office_code not in catalogue.offices:
        raise AnswerError(f"the catalogue has no office {told.office_code!r}; see offices.csv")
    known = REASON_CODES[answer.kind]
    if answer.reason_code not in known:
        listed = "\n".join(f"  {code}: {meaning}" for code, meaning in known.items())
        raise AnswerError(f"{answer.reason_code!r} is no reason code of {answer.kind}; there are:\n{listed}")
    if answer.kind is FlagAnswer.CONFIRMED and not (answer.document or "").strip():
        raise AnswerError("a confirmation rests on a document: give its number and date, or its file, with --document")
    if answer.kind is FlagAnswer.SNOOZED:
        _check_until(answer.until, told.night)
    if answer.kind is FlagAnswer.ASSIGNED:
        office = catalogue.offices.get(answer.assignee or "")
        if office is None or not office.is_active:
            raise AnswerError(f"the catalogue has no active office {answer.assignee!r}; see offices.csv")


def _check_until(until: date | None, night: date) -> None:
    longest = night + timedelta(days=LONGEST_SNOOZE_DAYS)
    if until is None or not night < until <= longest:
        raise AnswerError(f"a snooze ends on a day after {night}, and by {longest} at the latest; {until} is not")


def _refusal(flag: PublishedFlag, standing: _Standing, answer: Answer, told: Told, catalogue: Catalogue) -> str | None:
    """Why a flag may not be answered so; null where it may."""
    asker, owner = told.office_code, flag.owner_office_code
    if not (may_answer(asker, owner, catalogue) or asker == flag.office_code):
        beside = f", {flag.office_code} (whom it is assigned to)" if flag.office_code != owner else ""
        return f"{asker} may not answer for it: {owner} may{beside}, an office above {owner}, or the data team"
    if standing.value_hash not in (None, flag.value_hash):
        return "its numbers changed since the last publication: look at it again after `warehouse load`"
    if answer.kind is FlagAnswer.REOPENED:
        return (
            None if standing.state in ("confirmed", "withdrawn", "reopened") else f"it is {standing.state}, not settled"
        )
    if standing.state in SETTLED and standing.state != answer.kind:
        return f"it is {standing.state} already; `warehouse reopen` it first"
    if answer.kind is FlagAnswer.CONFIRMED:
        return _unconfirmable(flag, told)
    return None


def may_confirm(severity: Severity, asker: str, owner: str) -> bool:
    """Whether an office may confirm a figure of this severity: what cannot be true is not confirmed by its owner."""
    return severity is not Severity.FATAL or asker != owner or owner == FALLBACK_OFFICE


def _unconfirmable(flag: PublishedFlag, told: Told) -> str | None:
    if flag.subject_kind != "figure" or not flag.has_number:
        return "there is no number to confirm: acknowledge, snooze or withdraw it, or have the file sent again"
    if not may_confirm(flag.severity, told.office_code, flag.owner_office_code):
        return "what cannot be true is confirmed by the office above, or the data team, not by its own office"
    return None


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a flag stands by its events, those of today included."""

    state: str
    value_hash: str | None
    aside: Mapping[str, tuple[object, ...]]
    """What stands beside its life: the snooze and the assignment last told, with the numbers they were told for."""
    event_id: str
    """Of its last event of any kind; empty where it has none."""


_EVENTS = """
select subject[6:], state, event_id, payload
from read_parquet($files, hive_partitioning = false, union_by_name = true)
where event_type = 'flag' and list_contains($subjects, subject)
order by recorded_at, event_id
"""


def _standing(landing: Landing, flag_keys: Sequence[str]) -> dict[str, _Standing]:
    """Where flags stand; those without events are left out."""
    asked = {"files": landing.glob("events"), "subjects": [f"flag:{key}" for key in flag_keys]}
    with connect() as database:
        rows = database.execute(_EVENTS, asked).fetchall()
    stands: dict[str, _Standing] = {}
    for key, state, event_id, payload in rows:
        before = stands.get(key, _Standing("open", None, {}, ""))
        content = json.loads(payload)
        if state in ASIDE:
            aside = {**before.aside, state: _aside(content)}
            stands[key] = _Standing(before.state, before.value_hash, aside, event_id)
        else:
            kept = {} if state == "closed" else before.aside
            stands[key] = _Standing(state, content.get("value_hash"), kept, event_id)
    return stands


def _aside(payload: Mapping[str, Any]) -> tuple[object, ...]:
    if "assigned_office_code" in payload:
        return (payload["assigned_office_code"],)
    return (payload.get("snoozed_until_date"), payload.get("value_hash"))


def _event(flag: PublishedFlag, standing: _Standing, answer: Answer, told: Told) -> Event | None:
    """The event of an answer; null where it stands already."""
    payload = {
        "rule_code": flag.rule_code,
        "severity": flag.severity.value,
        "office_code": flag.owner_office_code,
        "subject_key": flag.subject_key,
        "value_hash": flag.value_hash,
        "reason_code": answer.reason_code,
        "document": (answer.document or "").strip() or None,
    }
    if answer.kind is FlagAnswer.SNOOZED:
        payload["snoozed_until_date"] = answer.until.isoformat() if answer.until else None
    if answer.kind is FlagAnswer.ASSIGNED:
        payload["assigned_office_code"] = answer.assignee
    if answer.kind in ASIDE:
        is_standing = standing.aside.get(answer.kind) == _aside(payload)
    else:
        is_standing = standing.state == answer.kind and standing.value_hash == flag.value_hash
    if is_standing:
        return None
    subject = f"flag:{flag.flag_key}"
    return Event(
        event_id=Event.identity(subject, answer.kind, told.night, standing.event_id),
        subject=subject,
        event_type="flag",
        state=answer.kind.value,
        night=told.night,
        actor=told.actor,
        reason=told.reason or None,
        payload=payload,
        recorded_at=told.now,
    )


def _listed(lines: Iterable[str]) -> str:
    """The first of some lines, and how many more there are."""
    told = [f"  {line}" for line in lines]
    rest = [f"  … and {len(told) - _LISTED} more"] if len(told) > _LISTED else []
    return "\n".join([*told[:_LISTED], *rest])
