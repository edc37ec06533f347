"""Whatever waits in the ledger is handed over, and what became of it is recorded.

Each message is written to the outbox, queued in the ledger, handed over, given a receipt, and recorded as sent, in this
order. Whatever step was the last, the next run goes on from there with the same bytes and the same Message-ID.
"""

from __future__ import annotations

import fcntl
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from alerts.ledger import FAILED, Delivery, Ledger, Message, State
from alerts.send import PostOffice
from warehouse.landing import Landing
from warehouse.loads import unfinished
from warehouse.settings import Settings


class MessageError(ValueError):
    """No message, or several, have the key that was given; or it cannot be sent again."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of one message. ``file`` is relative to the outbox."""

    office_code: str
    file: str
    flags: int
    state: State
    reason: str | None


@dataclass(frozen=True, slots=True)
class DigestSummary:
    """What one run did with the messages that were due. Empty where nobody had to be told anything."""

    night: date
    messages: tuple[Delivered, ...]
    held: str | None = None
    """Why nothing was composed tonight."""

    def told(self) -> str:
        """One line for people."""
        if not self.messages:
            return self.held or "nothing new to tell"
        counts = Counter(message.state for message in self.messages)
        told = ", ".join(f"{counts[state]} {state.value}" for state in State if counts[state])
        failed = [f"{m.office_code}: {m.reason}" for m in self.messages if m.state in FAILED]
        return "; ".join(part for part in (f"{told} ({'; '.join(failed)})" if failed else told, self.held) if part)

    def to_json(self) -> dict[str, Any]:
        counts = Counter(message.state.value for message in self.messages)
        failed = {m.office_code: m.reason for m in self.messages if m.state in FAILED}
        return {"night": self.night.isoformat(), "messages": dict(counts), "failed": failed, "held": self.held}


def deliver(
    settings: Settings, night: date, ledger: Ledger, now: datetime, wanted: Callable[[Message], bool] = lambda _: True
) -> tuple[Delivered, ...]:
    """Hand over the messages that are due and wanted; what is done is recorded even where a later one fails.

    The caller holds the outbox.
    """
    steps: list[tuple[Message, Delivery]] = []
    due = [message for message in ledger.pending(now) if wanted(message)]
    try:
        for message, step in _handed_over(settings, due, now):
            steps.append((message, step))
    finally:
        ledger.record(night, steps)
    return tuple(Delivered(m.office_code, m.file, len(m.flag_keys), step.state, step.reply) for m, step in steps)


def why_held(settings: Settings, night: date) -> str | None:
    """Why nobody is told anything of a night, where that is so."""
    landing = Landing(settings.landing)
    later = [landed for landed in landing.nights() if landed > night]
    if later:
        return f"a later night is landed ({max(later)})"
    published = published_night(settings)
    if published is not None and published != night:
        return f"held: the night of {published} is published, not that of {night}; load the night again"
    waiting = unfinished(landing, night)
    if waiting:
        return f"held: the load of {' and '.join(waiting)} is not through; load the night again"
    return None


def published_night(settings: Settings) -> date | None:
    """The night whose marts are read now; null where none is published."""
    manifest = settings.published / "manifest.json"
    if not manifest.exists():
        return None
    return date.fromisoformat(json.loads(manifest.read_text(encoding="utf-8"))["night"])


def deliver_waiting(settings: Settings, night: date, now: datetime) -> DigestSummary:
    """Hand over what is due, of any night, without composing anything."""
    with holding(settings) as ledger:
        return DigestSummary(night, deliver(settings, night, ledger, now))


def messages(settings: Settings) -> Sequence[Message]:
    """Every message so far, oldest first."""
    landing = Landing(settings.landing)
    landing.prepare()
    return Ledger(landing, settings.outbox).messages


def send_again(settings: Settings, night: date, now: datetime, keys: Sequence[str]) -> tuple[Delivered, ...]:
    """Queue messages again by their keys, or beginnings of them, and hand them over at once, whatever became of them.

    The bytes and the Message-ID stay. Raises ``MessageError`` where a key is not one message's, or its file is gone.
    """
    with holding(settings) as ledger:
        found = [_found(ledger, key) for key in keys]
        for message in found:
            eml = settings.outbox / message.file
            if not eml.is_file():
                raise MessageError(f"the file of message {message.key} is gone: {eml}")
            eml.with_suffix(".sent").unlink(missing_ok=True)
        ledger.record(night, [(m, m.delivery.after(State.QUEUED, None, now)) for m in found])
    chosen = {message.message_id for message in found}
    with holding(settings) as ledger:
        return deliver(settings, night, ledger, now, lambda message: message.message_id in chosen)


def _found(ledger: Ledger, key: str) -> Message:
    found = [message for message in ledger.messages if key and message.key.startswith(key)]
    if len(found) != 1:
        what = "no message" if not found else f"{len(found)} messages"
        raise MessageError(f"{what} with the key {key!r}; `warehouse messages` lists them")
    return found[0]


def _handed_over(settings: Settings, due: Sequence[Message], now: datetime) -> Iterator[tuple[Message, Delivery]]:
    """What the time of a run does not suffice for stays as it is."""
    with PostOffice(settings) as post_office:
        for message in due:
            if post_office.is_closed:
                return
            outcome = post_office.deliver(message)
            yield message, message.delivery.after(outcome.state, outcome.reason, now)


@contextmanager
def holding(settings: Settings) -> Iterator[Ledger]:
    """The ledger, with the outbox held: one run at a time, for two would ask the server twice.

    Raises OSError where the outbox cannot be written.
    """
    landing = Landing(settings.landing)
    landing.prepare()
    settings.outbox.mkdir(parents=True, exist_ok=True)
    with _locked(settings.outbox / ".lock"):
        yield Ledger(landing, settings.outbox)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
