"""The nightly digests: one message for each contact of an office, only for what changed since it was last told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from alerts.compose import Attachment, Envelope, compose, message_id, opening_of
from alerts.correction_workbook import correction_workbook
from alerts.delivery import DigestSummary, deliver, holding, why_held
from alerts.digest_content import DigestContent, compare
from alerts.disputed import disputed_figures
from alerts.findings import Findings, Flag, read_findings
from alerts.ledger import Kind, Ledger, Message
from alerts.receipts import Receipt, read_receipts
from alerts.reporting import read_owed_reports
from alerts.route import OfficeFindings, route
from alerts.send import outbox_file
from warehouse.catalogue import FALLBACK_OFFICE, Catalogue, Contact, Office
from warehouse.landing import Landing, write_atomically
from warehouse.row_identity import keys_of
from warehouse.settings import Settings

LONGEST_SILENCE = timedelta(days=7)
"""How far back a file may have been received whose receipt was never sent."""


def send_digests(settings: Settings, night: date, now: datetime | None = None) -> DigestSummary:
    """Tell every office what changed, and try again what could not be delivered before and is due.

    Reads the published file and the landing zone's events; writes the outbox and appends events. The same night again
    tells nobody anything. Nothing is composed for a night whose load is not through, nor for one that is replayed after
    a later one was landed. Raises OSError where the outbox cannot be written, and SmtpUrlError where the mail server's
    address is malformed; a server that cannot be reached defers the messages instead.
    """
    now = now or datetime.now(UTC)
    with holding(settings) as ledger:
        held = why_held(settings, night)
        if held is None:
            _queue(settings, night, ledger, now)
        return DigestSummary(night, deliver(settings, night, ledger, now), held)


def _queue(settings: Settings, night: date, ledger: Ledger, now: datetime) -> None:
    """Write tonight's messages to the outbox, then record them as queued, all at once."""
    catalogue = Catalogue.load(settings.seeds, settings.catalogue_extra)
    findings = gather_findings(settings, night, ledger)
    messages = list(_write_messages(settings, night, ledger, findings, catalogue))
    ledger.queue(night, now, messages)


def gather_findings(settings: Settings, night: date, ledger: Ledger) -> Findings:
    """Everything any office may have to be told of a night; raises FileNotFoundError before the first publication."""
    return replace(
        read_findings(settings.published_database),
        receipts=_receipts(settings, night, ledger),
        reports=read_owed_reports(settings.published_database, night),
    )


def _receipts(settings: Settings, night: date, ledger: Ledger) -> tuple[Receipt, ...]:
    """Of tonight's files, and of those received since the last night that was told to anybody."""
    told_nights = [one.night for one in ledger.messages if one.kind is Kind.DIGEST and one.night < night]
    since = max([night - LONGEST_SILENCE, *told_nights])
    return read_receipts(
        settings.published_database, settings.previews, since=since, night=night, landing=Landing(settings.landing)
    )


def _write_messages(
    settings: Settings, night: date, ledger: Ledger, findings: Findings, catalogue: Catalogue
) -> Iterator[Message]:
    routed = route(findings, catalogue.offices)
    open_at = {flag.key: code for code, own in routed.items() for flag in own.flags if flag.is_open}
    for code in sorted({*routed, *ledger.offices()}):
        office = office_of(code, catalogue)
        contacts = catalogue.contacts_of(code)
        elsewhere = frozenset(key for key, owner in open_at.items() if owner != code)
        own = routed.get(code, OfficeFindings(code, (), (), corrected=findings.corrected))
        addresses = frozenset(address_of(contact) for contact in contacts)
        content = compare(own, ledger.told(code, addresses), catalogue, elsewhere)
        if content.is_empty:
            continue
        attachments = attachments_of(settings, own.flags, office, night, catalogue, content.order)
        for sequence, contact in enumerate(contacts, start=ledger.next_sequence(code, night)):
            envelope = envelope_of(settings, office, contact, night, sequence)
            yield _write(settings, envelope, content, catalogue, attachments)


def attachments_of(
    settings: Settings,
    flags: Sequence[Flag],
    office: Office,
    night: date,
    catalogue: Catalogue,
    first: Sequence[str],
) -> tuple[Attachment, ...]:
    """The correction workbook of some flags for an office, those whose keys are ``first`` in their order before the
    others; none without a row to answer.
    """
    rows = disputed_figures(flags, office.office_code, settings.published_database, catalogue, first)
    if not rows:
        return ()
    workbook = correction_workbook(rows, office, night, keys_of(settings), by_mail=settings.imap_url is not None)
    return (workbook,) if workbook else ()


def envelope_of(settings: Settings, office: Office, contact: Contact, night: date, sequence: int) -> Envelope:
    """How a message of a night is addressed to one contact."""
    return Envelope(
        sender=settings.mail_from,
        office=office,
        contact=contact,
        night=night,
        sequence=sequence,
        sent_at=opening_of(night, settings.night_turns_at_hour, settings.zone),
        link=settings.public_url,
        is_answered_by_mail=settings.imap_url is not None,
    )


def _write(
    settings: Settings,
    envelope: Envelope,
    content: DigestContent,
    catalogue: Catalogue,
    attachments: Sequence[Attachment],
) -> Message:
    """The message of one contact, in the outbox."""
    office_code, night, sequence = envelope.office.office_code, envelope.night, envelope.sequence
    file = outbox_file(night.isoformat(), office_code, sequence)
    write_atomically(settings.outbox / file, compose(envelope, content, catalogue, attachments))
    return Message(
        message_id=message_id(envelope, content),
        office_code=office_code,
        night=night,
        sequence=sequence,
        address=address_of(envelope.contact),
        channel=envelope.contact.channel,
        file=file,
        flag_keys=content.flag_keys,
        told=content.told(),
        settled=tuple(item.key for item in content.settled),
    )


def office_of(code: str, catalogue: Catalogue) -> Office:
    """The office by its code; the data team by name alone where the catalogue lacks it."""
    known = catalogue.offices.get(code)
    return known or Office(
        office_code=code,
        org_unit_code="",
        name_vi="Ban Dữ liệu" if code == FALLBACK_OFFICE else code,
        language="vi",
        email=None,
        channel="outbox",
        is_active=code == FALLBACK_OFFICE,
    )


def address_of(contact: Contact) -> str | None:
    """Where a contact is written to; null where its messages stay in the outbox."""
    return contact.address if contact.channel != "outbox" and contact.address else None
