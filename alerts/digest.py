"""The nightly digests: one message for each contact of an office, only for what changed since it was last told.

The order of steps makes every crash harmless: the file is written, then its message is queued in the ledger, then the
server is asked, then a receipt is left, then the ledger is told. Whatever step is the last, the next run goes on from
there with the same bytes and the same Message-ID.
"""

from __future__ import annotations

import fcntl
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from alerts.compose import Envelope, compose, message_id, opening_of, valid_address
from alerts.digest_content import DigestContent, compare
from alerts.findings import Findings, read_findings
from alerts.ledger import Ledger, Message, State
from alerts.receipts import Receipt, read_receipts
from alerts.reporting import read_owed_reports
from alerts.route import OfficeFindings, route
from alerts.send import Outcome, Postman, outbox_file
from warehouse.catalogue import FALLBACK_OFFICE, Catalogue, Contact, Office
from warehouse.landing import Landing, write_atomically
from warehouse.settings import Settings

LONGEST_SILENCE = timedelta(days=7)
"""How far back a file may have been received whose receipt was never sent."""


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
    """What one run sent, parked or left in the outbox. Empty where nobody had to be told anything."""

    night: date
    messages: tuple[Delivered, ...]

    def told(self) -> str:
        """One line for people."""
        if not self.messages:
            return "nothing new to tell"
        counts = Counter(message.state for message in self.messages)
        told = ", ".join(f"{counts[state]} {state.value}" for state in State if counts[state])
        failed = [f"{m.office_code}: {m.reason}" for m in self.messages if m.state is State.REFUSED]
        return f"{told} ({'; '.join(failed)})" if failed else told

    def to_json(self) -> dict[str, Any]:
        counts = Counter(message.state.value for message in self.messages)
        refused = {m.office_code: m.reason for m in self.messages if m.state is State.REFUSED}
        return {"night": self.night.isoformat(), "messages": dict(counts), "refused": refused}


def send_digests(settings: Settings, night: date) -> DigestSummary:
    """Tell every office what changed, and try again what could not be delivered before.

    Reads the published file and the landing zone's events; writes the outbox and appends events. The same night again
    tells nobody anything. A night that is replayed after a later one was landed composes nothing. Raises OSError where
    the outbox cannot be written, and SmtpUrlError where the mail server's address is malformed; a server that cannot be
    reached parks the messages instead.
    """
    landing = Landing(settings.landing)
    landing.prepare()
    settings.outbox.mkdir(parents=True, exist_ok=True)
    with _exclusive(settings.outbox):
        ledger = Ledger(landing, settings.outbox)
        if not any(landed > night for landed in landing.nights()):
            _queue(settings, night, ledger)
            ledger = Ledger(landing, settings.outbox)
        return _deliver(settings, night, ledger)


def _queue(settings: Settings, night: date, ledger: Ledger) -> None:
    """Write tonight's messages to the outbox, then record them as queued, all at once."""
    catalogue = Catalogue.load(settings.seeds, settings.catalogue_extra)
    findings = replace(
        read_findings(settings.published_database),
        receipts=_receipts(settings, night, ledger),
        reports=read_owed_reports(settings.published_database, night),
    )
    messages = list(_write_messages(settings, night, ledger, findings, catalogue))
    ledger.record(night, datetime.now(UTC), [(message, State.QUEUED, None) for message in messages])


def _receipts(settings: Settings, night: date, ledger: Ledger) -> tuple[Receipt, ...]:
    """Of tonight's files, and of those received since the last night on which anybody was written to."""
    told_nights = [message.night for message in ledger.messages if message.night < night]
    since = max([night - LONGEST_SILENCE, *told_nights])
    return read_receipts(settings.published_database, settings.previews, since=since, night=night)


def _write_messages(
    settings: Settings, night: date, ledger: Ledger, findings: Findings, catalogue: Catalogue
) -> Iterator[Message]:
    routed = route(findings, catalogue.offices)
    open_at = {flag.key: code for code, own in routed.items() for flag in own.flags if flag.is_open}
    for code in sorted({*routed, *ledger.offices()}):
        office = _office(code, catalogue)
        contacts = catalogue.contacts_of(code)
        elsewhere = frozenset(key for key, owner in open_at.items() if owner != code)
        own = routed.get(code, OfficeFindings(code, (), ()))
        addresses = frozenset(_address(contact) for contact in contacts)
        content = compare(own, ledger.told(code, addresses), catalogue, elsewhere)
        if content.is_empty:
            continue
        told_tonight = sum(message.night == night for message in ledger.of_office(code))
        for sequence, contact in enumerate(contacts, start=told_tonight + 1):
            envelope = Envelope(
                sender=settings.mail_from,
                office=office,
                contact=contact,
                night=night,
                sequence=sequence,
                sent_at=opening_of(night, settings.night_turns_at_hour, settings.zone),
                link=settings.public_url,
            )
            yield _write(settings, envelope, content, catalogue)


def _write(settings: Settings, envelope: Envelope, content: DigestContent, catalogue: Catalogue) -> Message:
    """The message of one contact, in the outbox."""
    office_code, night, sequence = envelope.office.office_code, envelope.night, envelope.sequence
    file = outbox_file(night.isoformat(), office_code, sequence)
    write_atomically(settings.outbox / file, compose(envelope, content, catalogue))
    return Message(
        message_id=message_id(envelope, content),
        office_code=office_code,
        night=night,
        sequence=sequence,
        address=_address(envelope.contact),
        file=file,
        flag_keys=content.flag_keys,
        told=content.told(),
        settled=tuple(item.key for item in content.settled),
    )


def _deliver(settings: Settings, night: date, ledger: Ledger) -> DigestSummary:
    """Hand over whatever is pending, of tonight or earlier; what is done is recorded even where a later one fails."""
    done: list[tuple[Message, Outcome]] = []
    try:
        for message, outcome in _hand_over(settings, ledger.pending()):
            done.append((message, outcome))
    finally:
        now = datetime.now(UTC)
        ledger.record(night, now, [(message, outcome.state, outcome.reason) for message, outcome in done])
    return DigestSummary(
        night,
        tuple(Delivered(m.office_code, m.file, len(m.flag_keys), o.state, o.reason) for m, o in done),
    )


def _hand_over(settings: Settings, messages: list[Message]) -> Iterator[tuple[Message, Outcome]]:
    if settings.smtp_url is None:
        yield from ((message, Outcome(State.OUTBOX)) for message in messages)
        return
    with Postman(settings.smtp_url, parseaddr(settings.mail_from)[1]) as postman:
        for message in messages:
            yield message, _hand_over_one(postman, settings.outbox, message)


def _hand_over_one(postman: Postman, outbox: Path, message: Message) -> Outcome:
    if message.address is None:
        return Outcome(State.OUTBOX, "the office has no mail address")
    if valid_address(message.address) is None:
        return Outcome(
            State.REFUSED,
            f"{message.address!r} is not a mail address; correct it in offices.csv or office_contacts.csv",
        )
    return postman.deliver(outbox / message.file, message.address)


def _office(code: str, catalogue: Catalogue) -> Office:
    """The office by its code; the data team by name alone where the catalogue lacks it."""
    known = catalogue.offices.get(code)
    return known or Office(
        office_code=code,
        org_unit_code="",
        parent_office_code=None,
        name_vi="Ban Dữ liệu" if code == FALLBACK_OFFICE else code,
        language="vi",
        email=None,
        channel="outbox",
        is_active=code == FALLBACK_OFFICE,
    )


def _address(contact: Contact) -> str | None:
    """Where a contact is written to; null where its messages stay in the outbox."""
    return contact.address if contact.channel == "email" and contact.address else None


@contextmanager
def _exclusive(outbox: Path) -> Iterator[None]:
    """One run at a time: two would ask the server twice."""
    with (outbox / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
