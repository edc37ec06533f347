"""What was written to whom, and how far each message came: read from the events of the landing zone.

A message goes to one recipient. It is queued once, with everything it tells; from then on each event is a step of its
delivery: queued → deferred → sent, outbox, refused or parked; a person may queue it again. What an office knows is the
fold of its messages in order, so a message never has to be asked for again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from warehouse.database import connect
from warehouse.landing import Landing
from warehouse.records import Event

ACTOR = "warehouse"
EVENT_TYPE = "message"

LAST_ATTEMPT = 10
"""After so many tries that a server put off, a message waits for a person."""


class State(StrEnum):
    QUEUED = "queued"
    """Written to the outbox; the server was not asked yet, or a person wants it asked again."""
    DEFERRED = "deferred"
    """The server could not take it now; tried again after a pause."""
    SENT = "sent"
    OUTBOX = "outbox"
    """Stays in the outbox for good: no server is set, or the office has no address."""
    REFUSED = "refused"
    """The recipient was refused for good; told to the data team, tried again only when asked to."""
    PARKED = "parked"
    """The message was refused for good, or put off too often; the same."""


FAILED = (State.REFUSED, State.PARKED)
ARRIVED = (State.SENT, State.OUTBOX)


class Kind(StrEnum):
    DIGEST = "digest"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    INCIDENT = "incident"
    """To the data team, about the warehouse itself."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing an office was told: what it looked like, and its name for the day it is settled."""

    fingerprint: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How far a message came."""

    state: State = State.QUEUED
    step: int = 0
    """Events so far; orders them."""
    attempts: int = 0
    """Times a server put it off since it was last queued."""
    reply: str | None = None
    """The last answer, in the server's words."""
    changed_at: datetime | None = None

    @property
    def is_pending(self) -> bool:
        return self.state in (State.QUEUED, State.DEFERRED)

    @property
    def due_at(self) -> datetime | None:
        """When it is tried next: after 15 minutes, 1, 4, 16 hours, then daily. Null: at once, or never."""
        if self.state is not State.DEFERRED or self.changed_at is None:
            return None
        return self.changed_at + min(timedelta(minutes=15) * 4 ** max(self.attempts - 1, 0), timedelta(days=1))

    def is_due(self, now: datetime) -> bool:
        return self.is_pending and (self.due_at is None or self.due_at <= now)

    def after(self, state: State, reply: str | None, at: datetime) -> Delivery:
        """The next step. What a server put off ``LAST_ATTEMPT`` times is parked."""
        attempts = 0 if state is State.QUEUED else self.attempts + (state is State.DEFERRED)
        if state is State.DEFERRED and attempts >= LAST_ATTEMPT:
            state = State.PARKED
        return Delivery(state=state, step=self.step + 1, attempts=attempts, reply=reply, changed_at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message to one contact of an office. ``sequence`` counts the messages of an office in a night, from 1."""

    message_id: str
    office_code: str
    night: date
    sequence: int
    address: str | None
    """A mailbox, or a name of the chat configuration; null where the message stays in the outbox."""
    file: str
    """The .eml relative to the outbox."""
    channel: str = "email"
    """``email``, ``chat``, or ``outbox``."""
    kind: Kind = Kind.DIGEST
    flag_keys: tuple[str, ...] = ()
    told: Mapping[str, Told] = field(default_factory=dict)
    settled: tuple[str, ...] = ()
    """Keys told earlier that this message reports as settled."""
    delivery: Delivery = Delivery()

    @property
    def key(self) -> str:
        """By which people name it: the local part of its Message-ID, without the night."""
        return self.message_id.strip("<>").partition("@")[0].rpartition(".")[2]

    @property
    def state(self) -> State:
        return self.delivery.state

    @property
    def has_failed(self) -> bool:
        """It did not arrive, and will not unless a person asks again."""
        return self.state in FAILED

    def payload(self) -> dict[str, Any]:
        return {
            "night": self.night.isoformat(),
            "message_id": self.message_id,
            "kind": self.kind.value,
            "sequence": self.sequence,
            "channel": self.channel,
            "address": self.address,
            "file": self.file,
            "flag_keys": list(self.flag_keys),
            "told": {key: [told.fingerprint, told.label] for key, told in self.told.items()},
            "settled": list(self.settled),
        }


class Ledger:
    """The messages of every office so far, as the events tell them."""

    def __init__(self, landing: Landing, outbox: Path) -> None:
        self._landing = landing
        self._outbox = outbox
        self.messages: list[Message] = []
        self._by_office: defaultdict[str, list[Message]] = defaultdict(list)
        self._hold(_read(landing))

    def offices(self) -> set[str]:
        """Codes of the offices that were ever sent a digest."""
        return {message.office_code for message in self.messages if message.kind is Kind.DIGEST}

    def of_office(self, office_code: str) -> list[Message]:
        """Messages of an office in the order they were written."""
        return list(self._by_office.get(office_code, ()))

    def next_sequence(self, office_code: str, night: date) -> int:
        """The number of an office's next message of a night."""
        return 1 + max((m.sequence for m in self.of_office(office_code) if m.night == night), default=0)

    def pending(self, now: datetime) -> list[Message]:
        """Messages that are due and whose file stands in the outbox, oldest first."""
        return [message for message in self.messages if message.delivery.is_due(now) and not self.is_lost(message)]

    def told(self, office_code: str, addresses: Collection[str | None]) -> dict[str, Told]:
        """What an office knows: everything digests told at any of its addresses and did not yet report as settled."""
        known: dict[str, Told] = {}
        for message in self.arrived(office_code, addresses):
            if message.kind is not Kind.DIGEST:
                continue
            known.update(message.told)
            for key in message.settled:
                known.pop(key, None)
        return known

    def arrived(self, office_code: str, addresses: Collection[str | None]) -> list[Message]:
        """The messages of an office that count as told, in order.

        A message that never arrived does not count: one lost before it was delivered, or one that failed at an address
        that is the office's no more.
        """
        return [
            message
            for message in self.of_office(office_code)
            if not self.is_lost(message) and not (message.has_failed and message.address not in addresses)
        ]

    def queue(self, night: date, now: datetime, messages: Iterable[Message], beside: Iterable[Event] = ()) -> None:
        """Record messages whose files stand in the outbox, and what they tell of, all at once."""
        written = list(messages)
        self._landing.append_events(night, [*beside, *(_queued(night, now, message) for message in written)])
        self._hold(written)

    def _hold(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.messages.append(message)
            self._by_office[message.office_code].append(message)

    def record(self, night: date, steps: Iterable[tuple[Message, Delivery]]) -> None:
        """Append the step that each message has come to."""
        self._landing.append_events(night, [_stepped(night, message, delivery) for message, delivery in steps])

    def is_lost(self, message: Message) -> bool:
        """Its file left the outbox before it was delivered."""
        return message.delivery.is_pending and not (self._outbox / message.file).is_file()


def _queued(night: date, now: datetime, message: Message) -> Event:
    return _event(night, now, message, State.QUEUED, message.message_id, None, message.payload())


def _stepped(night: date, message: Message, delivery: Delivery) -> Event:
    if delivery.changed_at is None:
        raise ValueError(f"a step of {message.message_id} has no time")
    payload = {
        "night": message.night.isoformat(),
        "message_id": message.message_id,
        "step": delivery.step,
        "attempts": delivery.attempts,
        "flag_keys": list(message.flag_keys),
    }
    cause = f"{message.message_id}|{delivery.step}"
    return _event(night, delivery.changed_at, message, delivery.state, cause, delivery.reply, payload)


def _event(
    night: date, now: datetime, message: Message, state: State, cause: str, reason: str | None, payload: dict[str, Any]
) -> Event:
    subject = f"{EVENT_TYPE}:{message.office_code}"
    return Event(
        event_id=Event.identity(subject, state.value, night, cause),
        subject=subject,
        event_type=EVENT_TYPE,
        state=state.value,
        night=night,
        actor=ACTOR,
        reason=reason,
        payload=payload,
        recorded_at=now,
    )


_MESSAGES = """
select subject, state, reason, payload, recorded_at
from read_parquet($events, hive_partitioning = false)
where event_type = 'message'
"""


def _read(landing: Landing) -> list[Message]:
    """Every message with the furthest step of its delivery, oldest first."""
    with connect() as database:
        rows = database.execute(_MESSAGES, {"events": landing.glob("events")}).fetchall()
    contents: dict[str, tuple[str, dict[str, Any]]] = {}
    furthest: dict[str, Delivery] = {}
    for subject, state, reply, payload_text, recorded_at in rows:
        payload = json.loads(payload_text)
        message_id = payload["message_id"]
        if "file" in payload:
            contents[message_id] = (subject.removeprefix(f"{EVENT_TYPE}:"), payload)
            continue
        step = Delivery(
            state=State(state),
            step=int(payload.get("step", 1)),
            attempts=int(payload.get("attempts", 0)),
            reply=reply,
            changed_at=recorded_at,
        )
        furthest[message_id] = max(furthest.get(message_id, step), step, key=lambda one: one.step)
    messages = [
        _message(office, payload, furthest.get(message_id, Delivery()))
        for message_id, (office, payload) in contents.items()
    ]
    return sorted(messages, key=lambda message: (message.night, message.sequence, message.office_code))


def _message(office_code: str, payload: Mapping[str, Any], delivery: Delivery) -> Message:
    return Message(
        message_id=payload["message_id"],
        office_code=office_code,
        night=date.fromisoformat(payload["night"]),
        sequence=int(payload["sequence"]),
        address=payload["address"],
        file=payload["file"],
        channel=payload.get("channel", "email"),
        kind=Kind(payload.get("kind", Kind.DIGEST)),
        flag_keys=tuple(payload["flag_keys"]),
        told={key: Told(*told) for key, told in payload["told"].items()},
        settled=tuple(payload["settled"]),
        delivery=delivery,
    )
