"""What broke in the warehouse itself, told to the people who run it: once when it begins, once when it is over.

An incident has a key and is open or over, as events tell; however often it is reported, it is one message. Incidents
of one report share a message. Where the disk takes no record any more, they are sent without one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parseaddr

from alerts.chat import Chat
from alerts.compose import Envelope, assemble, clean, identity_of, render
from alerts.delivery import DigestSummary, deliver, holding
from alerts.digest import address_of
from alerts.ledger import ACTOR, Kind, Ledger, Message
from alerts.send import outbox_file
from alerts.smtp import Postman
from warehouse.catalogue import FALLBACK_OFFICE, Catalogue, CatalogueError, Contact, Detail, Office
from warehouse.database import connect
from warehouse.landing import Landing, write_atomically
from warehouse.records import Event
from warehouse.settings import Settings

EVENT_TYPE = "incident"


@dataclass(frozen=True, slots=True)
class Words:
    """What is told of an incident in one language."""

    title: str
    """A line."""
    what: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One thing that is wrong. The same key is the same incident, as long as it lasts."""

    key: str
    vi: Words
    en: Words
    anchor: str
    """Heading of the runbook that tells more."""
    link: str | None = None
    """Where the log stands."""

    def words(self, language: str) -> Words:
        return self.en if language == "en" else self.vi


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """An incident that was told and is not over."""

    key: str
    title: str
    title_en: str
    since: datetime
    step: int

    def named(self, language: str) -> str:
        return self.title_en if language == "en" else self.title


def report(
    settings: Settings, now: datetime, *, begun: Sequence[Incident] = (), over: Collection[str] = ()
) -> DigestSummary:
    """Tell the data team of incidents that begin, and of those that end; what is known already is not told again."""
    night = settings.night_of(now)
    try:
        with holding(settings) as ledger:
            return _report(settings, night, now, ledger, begun, over)
    except OSError:
        _send_unrecorded(settings, night, now, begun)
        raise


def settle(settings: Settings, now: datetime, families: Iterable[str], current: Sequence[Incident]) -> DigestSummary:
    """Report what is wrong now, of whole families of keys: what of them was open and is not named any more is over."""
    prefixes, named = tuple(families), {incident.key for incident in current}
    over = [key for key in open_incidents(settings) if key.startswith(prefixes) and key not in named]
    return report(settings, now, begun=current, over=over)


def open_incidents(settings: Settings) -> dict[str, OpenIncident]:
    """What was told and is not over, by key."""
    landing = Landing(settings.landing)
    landing.prepare()
    return {key: known for key, (known, state) in _read(landing).items() if state == "open"}


def _report(
    settings: Settings,
    night: date,
    now: datetime,
    ledger: Ledger,
    begun: Sequence[Incident],
    over: Collection[str],
) -> DigestSummary:
    known = _read(Landing(settings.landing))
    is_open = {key for key, (_, state) in known.items() if state == "open"}
    fresh = {incident.key: incident for incident in begun if incident.key not in is_open}
    ended = [known[key][0] for key in sorted(set(over) & is_open)]
    if fresh or ended:
        steps = {key: 1 + (known[key][0].step if key in known else 0) for key in (*fresh, *(one.key for one in ended))}
        events = [
            _event(night, now, one.key, "open", one.vi.title, one.en.title, steps[one.key]) for one in fresh.values()
        ]
        events += [_event(night, now, one.key, "over", one.title, one.title_en, steps[one.key]) for one in ended]
        messages = list(_write_messages(settings, night, now, ledger, list(fresh.values()), ended))
        ledger.queue(night, now, messages, events)
    return DigestSummary(night, deliver(settings, night, ledger, now, lambda one: one.kind is Kind.INCIDENT))


def _write_messages(
    settings: Settings,
    night: date,
    now: datetime,
    ledger: Ledger,
    begun: Sequence[Incident],
    ended: Sequence[OpenIncident],
) -> Iterable[Message]:
    first = ledger.next_sequence(FALLBACK_OFFICE, night)
    for sequence, contact in enumerate(contacts(settings), start=first):
        envelope = _envelope(settings, night, now, contact, sequence)
        identity, content = _compose(settings, envelope, begun, ended)
        file = outbox_file(night.isoformat(), FALLBACK_OFFICE, sequence)
        write_atomically(settings.outbox / file, content)
        yield Message(
            message_id=identity,
            office_code=FALLBACK_OFFICE,
            night=night,
            sequence=sequence,
            address=address_of(contact),
            channel=contact.channel,
            file=file,
            kind=Kind.INCIDENT,
        )


def _compose(
    settings: Settings, envelope: Envelope, begun: Sequence[Incident], ended: Sequence[OpenIncident]
) -> tuple[str, bytes]:
    language = envelope.language
    subject = subject_of(begun, ended, language)
    words = {
        "subject": subject,
        "begun": [(incident, incident.words(language)) for incident in begun],
        "ended": [(incident, incident.named(language)) for incident in ended],
        "runbook": settings.runbook_url,
        "zone": settings.zone,
        "at": envelope.sent_at.astimezone(settings.zone),
    }
    identity = identity_of(envelope, [one.key for one in begun], [(one.key, one.step) for one in ended])
    plain, page = (render(f"incident.{language}.{suffix}", words) for suffix in ("txt", "html"))
    return identity, assemble(envelope, identity, subject, plain, page)


def subject_of(begun: Sequence[Incident], ended: Sequence[OpenIncident], language: str = "vi") -> str:
    """One incident by its title, several by their number."""
    heading, over, many, many_over = _SUBJECTS[language]
    if len(begun) + len(ended) == 1:
        told = begun[0].words(language).title if begun else f"{over}: {ended[0].named(language)}"
        return f"{heading} {told}"
    parts = [many.format(len(begun)) if begun else "", many_over.format(len(ended)) if ended else ""]
    return f"{heading} {', '.join(part for part in parts if part)}"


_SUBJECTS = {
    "vi": ("[Thi đua][Vận hành]", "Đã hết", "{} sự cố mới", "{} sự cố đã hết"),
    "en": ("[Emulation][Operations]", "Over", "{} new incidents", "{} incidents over"),
}


def contacts(settings: Settings) -> tuple[Contact, ...]:
    """Who runs the warehouse. A catalogue that cannot be read leaves the outbox: it may be the very incident."""
    if settings.operators_to:
        named = [part.strip() for part in settings.operators_to.split(",") if part.strip()]
        language = settings.language
        return tuple(_contact("email" if "@" in name else "chat", name, language) for name in named)
    try:
        return Catalogue.load(settings.seeds, settings.catalogue_extra).contacts_of(FALLBACK_OFFICE)
    except CatalogueError:
        return (_contact("outbox", None, settings.language),)


def _contact(channel: str, address: str | None, language: str) -> Contact:
    return Contact(
        office_code=FALLBACK_OFFICE,
        name="Bộ phận vận hành",
        channel=channel,
        address=address,
        language=language,
        detail=Detail.FULL,
        is_active=True,
    )


def _envelope(settings: Settings, night: date, now: datetime, contact: Contact, sequence: int) -> Envelope:
    office = Office(
        office_code=FALLBACK_OFFICE,
        org_unit_code="",
        name_vi="Bộ phận vận hành",
        language="vi",
        email=None,
        channel=contact.channel,
        is_active=True,
    )
    return Envelope(
        sender=settings.mail_from, office=office, contact=contact, night=night, sequence=sequence, sent_at=now
    )


def _send_unrecorded(settings: Settings, night: date, now: datetime, begun: Sequence[Incident]) -> None:
    """What cannot be written down is sent all the same: its Message-ID is that of the night, so copies are one."""
    if not begun:
        return
    for contact in contacts(settings):
        identity, content = _compose(settings, _envelope(settings, night, now, contact, 0), begun, ())
        if contact.channel == "chat" and contact.address:
            Chat(settings.chat_config).hand_over(content, contact.address, identity)
        elif settings.smtp_url and contact.address:
            with Postman(settings.smtp_url, parseaddr(settings.mail_from)[1], settings.smtp_ca_file) as postman:
                postman.hand_over(content, contact.address)


def _event(night: date, now: datetime, key: str, state: str, title: str, title_en: str, step: int) -> Event:
    subject = f"{EVENT_TYPE}:{key}"
    return Event(
        event_id=Event.identity(subject, state, night, str(step)),
        subject=subject,
        event_type=EVENT_TYPE,
        state=state,
        night=night,
        actor=ACTOR,
        reason=None,
        payload={"title": clean(title), "title_en": clean(title_en), "step": step},
        recorded_at=now,
    )


_INCIDENTS = """
select subject, state, payload, recorded_at
from read_parquet($events, hive_partitioning = false)
where event_type = 'incident'
"""


def _read(landing: Landing) -> dict[str, tuple[OpenIncident, str]]:
    """Every incident so far with its last state."""
    with connect() as database:
        rows = database.execute(_INCIDENTS, {"events": landing.glob("events")}).fetchall()
    furthest: dict[str, tuple[OpenIncident, str]] = {}
    for subject, state, payload_text, recorded_at in rows:
        key, payload = subject.removeprefix(f"{EVENT_TYPE}:"), json.loads(payload_text)
        title_en = payload.get("title_en") or payload["title"]
        told = OpenIncident(key, payload["title"], title_en, recorded_at, int(payload["step"]))
        if key not in furthest or furthest[key][0].step < told.step:
            furthest[key] = (told, state)
    return furthest
