"""What people tell the warehouse: a period is closed or open again, a delivery is withdrawn or accepted, or no more.

Each word is an event of the landing zone. It is appended where it changes the state of its subject, once, and takes
effect with the next build; nothing that was received is touched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from warehouse.catalogue import FALLBACK_OFFICE, Catalogue
from warehouse.database import connect
from warehouse.figure import SourceKind
from warehouse.landing import Landing
from warehouse.records import Event


class AnswerError(ValueError):
    """What was asked cannot be done; the message says why and what can."""


class PeriodState(StrEnum):
    CLOSED = "closed"
    REOPENED = "reopened"


class DeliveryState(StrEnum):
    WITHDRAWN = "withdrawn"
    REINSTATED = "reinstated"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    """No longer accepted: what it says of a closed period waits again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Who says so, why, on which night and when."""

    office_code: str
    person: str | None
    reason: str | None
    night: date
    now: datetime

    @property
    def actor(self) -> str:
        """``LDLD.TQ`` or ``LDLD.TQ: Nguyễn Thị Hoa``."""
        return f"{self.office_code}: {self.person}" if self.person else self.office_code


@dataclass(frozen=True, slots=True)
class SentFile:
    """One delivery as the landing zone holds it, and what its place held before."""

    delivery_id: str
    source_kind: SourceKind
    office_code: str | None
    path: str
    night: date
    received_at: datetime
    earlier_nights: tuple[date, ...]
    """Nights of the deliveries of the same office and path before it, the last first."""


def may_answer(asker: str, owner: str | None, catalogue: Catalogue | None) -> bool:
    """Whether an office may answer for what another owns: itself, an office above it, or the data team."""
    if asker in (FALLBACK_OFFICE, owner):
        return True
    return owner is not None and catalogue is not None and asker in catalogue.offices_above(owner)


def tell_period(
    landing: Landing,
    period_code: str,
    unit_code: str | None,
    state: PeriodState,
    told: Told,
    catalogue: Catalogue | None = None,
) -> bool:
    """Close or reopen a period for a unit and all below it, or for everybody where no unit is given.

    Returns whether that was new: what is so already is not told twice. A closing told again by an office above
    those that closed it is new: they may no longer take it back.
    """
    payload = {"period_code": period_code, "org_unit_code": unit_code, "office_code": told.office_code}
    closers: list[str] = []
    for word in period_words(landing):
        if (word.period_code, word.unit_code) == (period_code, unit_code):
            closers = [*closers, word.office_code or FALLBACK_OFFICE] if word.state is PeriodState.CLOSED else []
    weighs_more = state is PeriodState.CLOSED and not any(
        may_answer(closer, told.office_code, catalogue) for closer in closers
    )
    return _append(
        landing,
        f"period:{period_code}|{unit_code or ''}",
        "period",
        state,
        tuple(PeriodState),
        payload,
        told,
        is_new=weighs_more,
    )


@dataclass(frozen=True, slots=True)
class PeriodWord:
    """One word told of a period, for a unit and all below it or for everybody."""

    state: PeriodState
    period_code: str
    unit_code: str | None
    office_code: str | None


_PERIOD_WORDS = """
select
    state,
    json_extract_string(payload, '$.period_code'),
    json_extract_string(payload, '$.org_unit_code'),
    json_extract_string(payload, '$.office_code')
from read_parquet($files, hive_partitioning = false, union_by_name = true)
where event_type = 'period'
order by recorded_at, event_id
"""


def period_words(landing: Landing) -> list[PeriodWord]:
    """What was told of periods, the first word first."""
    landing.prepare()
    with connect() as database:
        rows = database.execute(_PERIOD_WORDS, {"files": landing.glob("events")}).fetchall()
    return [PeriodWord(PeriodState(state), period, unit, office) for state, period, unit, office in rows]


_STANDING = (DeliveryState.WITHDRAWN, DeliveryState.REINSTATED)
_ADMITTED = (DeliveryState.ACCEPTED, DeliveryState.REVOKED)


def tell_delivery(landing: Landing, sent: SentFile, state: DeliveryState, told: Told) -> bool:
    """Withdraw or reinstate a delivery, accept it or revoke that; returns whether that was new.

    Raises AnswerError where there is nothing to take back, or what is accepted is withdrawn.
    """
    subject = f"delivery:{sent.delivery_id}"
    compared = _STANDING if state in _STANDING else _ADMITTED
    last = _last(landing, subject, compared)
    if last is None and state in (DeliveryState.REINSTATED, DeliveryState.REVOKED):
        was, undo = ("withdrawn", "reinstate") if state is DeliveryState.REINSTATED else ("accepted", "revoke")
        raise AnswerError(f"{sent.path} (delivery {sent.delivery_id}) is not {was}: there is nothing to {undo}")
    standing = _last(landing, subject, _STANDING)
    if state is DeliveryState.ACCEPTED and standing is not None and standing[0] == DeliveryState.WITHDRAWN:
        raise AnswerError(
            f"{sent.path} (delivery {sent.delivery_id}) is withdrawn: nothing of it counts, accepted or not;"
            " `warehouse reinstate-delivery` first"
        )
    payload = {"delivery_id": sent.delivery_id, "path": sent.path, "office_code": told.office_code}
    return _append(landing, subject, "delivery", state, compared, payload, told)


_DELIVERIES = """
with sent as (
    select
        *,
        list(night) over (
            partition by source_kind, coalesce(office_code, ''), path
            order by received_at desc, delivery_id
            rows between 1 following and unbounded following
        ) as earlier_nights
    from read_parquet($files, hive_partitioning = false, union_by_name = true)
)
select delivery_id, source_kind, office_code, path, night, received_at, coalesce(earlier_nights, [])
from sent
where delivery_id = $named or path = $named or (length($named) >= 8 and starts_with(delivery_id, $named))
order by received_at desc, delivery_id
"""


def find_delivery(landing: Landing, named: str) -> SentFile:
    """The delivery of an id, of the beginning of one (8 characters or more), or of a path that was sent once.

    Raises AnswerError where none is found, or several are.
    """
    landing.prepare()
    with connect() as database:
        rows = database.execute(_DELIVERIES, {"files": landing.glob("deliveries"), "named": named}).fetchall()
    if not rows:
        raise AnswerError(f"no delivery is called {named!r}: give its id as fct_deliveries has it, or its path")
    found = [SentFile(one[0], SourceKind(one[1]), one[2], one[3], one[4], one[5], tuple(one[6])) for one in rows]
    if len(found) > 1:
        listed = "\n".join(f"  {one.delivery_id}  {one.night}  {one.office_code or '-'}  {one.path}" for one in found)
        raise AnswerError(f"{named!r} names {len(found)} deliveries; give the id of one:\n{listed}")
    return found[0]


_LAST = """
select state, event_id
from read_parquet($files, hive_partitioning = false, union_by_name = true)
where subject = $subject and list_contains($states, state)
order by recorded_at desc, event_id desc
limit 1
"""


def _last(landing: Landing, subject: str, states: Sequence[str]) -> tuple[str, str] | None:
    """State and id of the last event of a subject among the states given."""
    asked = {"files": landing.glob("events"), "subject": subject, "states": [str(state) for state in states]}
    with connect() as database:
        row = database.execute(_LAST, asked).fetchone()
    return (row[0], row[1]) if row is not None else None


def _append(
    landing: Landing,
    subject: str,
    event_type: str,
    state: StrEnum,
    compared: Sequence[str],
    payload: Mapping[str, str | None],
    told: Told,
    *,
    is_new: bool = False,
) -> bool:
    landing.prepare()
    last = _last(landing, subject, compared)
    if last is not None and last[0] == state and not is_new:
        return False
    event = Event(
        # told again after it was taken back, the same night, it is another event
        event_id=Event.identity(subject, state, told.night, last[1] if last is not None else ""),
        subject=subject,
        event_type=event_type,
        state=state.value,
        night=told.night,
        actor=told.actor,
        reason=told.reason,
        payload=payload,
        recorded_at=told.now,
    )
    return bool(landing.append_events(told.night, [event]))
