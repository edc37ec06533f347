"""What each office was told, and which messages are still on their way: read from the events of the landing zone.

A message's states only ever climb: queued → parked → sent, outbox or refused. What an office knows is the fold of its
messages in order, so a message never has to be asked for again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from warehouse.database import connect
from warehouse.landing import Landing
from warehouse.records import Event

ACTOR = "warehouse"
EVENT_TYPE = "message"


class State(StrEnum):
    QUEUED = "queued"
    """Written to the outbox; the server was not asked yet."""
    PARKED = "parked"
    """The server could not take it now; tried again on the next run."""
    SENT = "sent"
    OUTBOX = "outbox"
    """Stays in the outbox for good: no mail server is set, or the office has no address."""
    REFUSED = "refused"
    """Refused for good by the receiving side; reported, never tried again."""


_RANK = {state: rank for rank, state in enumerate(State)}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing an office was told: what it looked like, and its name for the day it is settled."""

    fingerprint: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of one office. ``sequence`` counts the messages of an office in a night, from 1."""

    message_id: str
    office_code: str
    night: date
    sequence: int
    address: str | None
    file: str
    """The .eml relative to the outbox."""
    flag_keys: tuple[str, ...]
    told: Mapping[str, Told]
    settled: tuple[str, ...]
    """Keys told earlier that this message reports as settled."""
    state: State = State.QUEUED

    @property
    def is_pending(self) -> bool:
        return self.state in (State.QUEUED, State.PARKED)

    def payload(self) -> dict[str, Any]:
        return {
            "night": self.night.isoformat(),
            "message_id": self.message_id,
            "sequence": self.sequence,
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
        self.messages = _read(landing)
        self._by_office: defaultdict[str, list[Message]] = defaultdict(list)
        for message in self.messages:
            self._by_office[message.office_code].append(message)

    def offices(self) -> set[str]:
        """Codes of the offices that were ever written to."""
        return set(self._by_office)

    def of_office(self, office_code: str) -> list[Message]:
        """Messages of an office in the order they were written."""
        return list(self._by_office.get(office_code, ()))

    def pending(self) -> list[Message]:
        """Messages still to be delivered whose file stands in the outbox, oldest first."""
        return [message for message in self.messages if message.is_pending and not self._is_lost(message)]

    def told(self, office_code: str, addresses: Collection[str | None]) -> dict[str, Told]:
        """What an office knows: everything told at any of its addresses and not yet reported as settled.

        A message that never arrived does not count: one lost before it was delivered, or one refused at an address
        that is the office's no more.
        """
        known: dict[str, Told] = {}
        for message in self.of_office(office_code):
            if self._is_lost(message) or (message.state is State.REFUSED and message.address not in addresses):
                continue
            known.update(message.told)
            for key in message.settled:
                known.pop(key, None)
        return known

    def record(self, night: date, now: datetime, changes: Iterable[tuple[Message, State, str | None]]) -> None:
        """Append the new state of each message, with the reason of a failure."""
        events = [_event(night, now, message, state, reason) for message, state, reason in changes]
        self._landing.append_events(night, events)

    def _is_lost(self, message: Message) -> bool:
        return message.is_pending and not (self._outbox / message.file).is_file()


def _event(night: date, now: datetime, message: Message, state: State, reason: str | None) -> Event:
    subject = f"{EVENT_TYPE}:{message.office_code}"
    payload = message.payload()
    if state is not State.QUEUED:
        payload = {key: payload[key] for key in ("night", "message_id", "flag_keys")}
    return Event(
        event_id=Event.identity(subject, state.value, night, message.message_id),
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
select subject, state, payload
from read_parquet($events, hive_partitioning = false)
where event_type = 'message'
"""


def _read(landing: Landing) -> list[Message]:
    """Every message with the furthest state it reached, oldest first."""
    with connect() as database:
        rows = database.execute(_MESSAGES, {"events": landing.glob("events")}).fetchall()
    contents: dict[str, tuple[str, dict[str, Any]]] = {}
    states: dict[str, State] = {}
    for subject, state_text, payload_text in rows:
        payload, state = json.loads(payload_text), State(state_text)
        message_id = str(payload["message_id"])
        states[message_id] = max(state, states.get(message_id, state), key=_RANK.__getitem__)
        if state is State.QUEUED:
            contents[message_id] = (subject, payload)
    messages = [
        _message(subject.removeprefix(f"{EVENT_TYPE}:"), payload, states[message_id])
        for message_id, (subject, payload) in contents.items()
    ]
    return sorted(messages, key=lambda message: (message.night, message.sequence, message.office_code))


def _message(office_code: str, payload: Mapping[str, Any], state: State) -> Message:
    return Message(
        message_id=payload["message_id"],
        office_code=office_code,
        night=date.fromisoformat(payload["night"]),
        sequence=int(payload["sequence"]),
        address=payload["address"],
        file=payload["file"],
        flag_keys=tuple(payload["flag_keys"]),
        told={key: Told(*told) for key, told in payload["told"].items()},
        settled=tuple(payload["settled"]),
        state=state,
    )
