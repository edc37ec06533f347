"""What an office was told and has not answered: a reminder every so many days, and after two of them a word above it.

An office is reminded once an interval of everything that waits that long. What stood in two reminders and still waits
when the third is due is told to the office above it by today's organisation, once; the office goes on being reminded.
What was changed and told anew starts anew; what is snoozed is not asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from alerts.compose import assemble, clean, identity_of, render, without_names
from alerts.delivery import DigestSummary, deliver, holding, why_held
from alerts.digest import address_of, attachments_of, envelope_of, office_of
from alerts.digest_content import label_of, place_of
from alerts.english import label_in_english, place_in_english
from alerts.findings import Findings, Flag, read_findings
from alerts.ledger import ARRIVED, Kind, Ledger, Message, Told
from alerts.reporting import read_owed_reports
from alerts.route import OfficeFindings, route
from alerts.send import outbox_file
from warehouse.catalogue import Catalogue
from warehouse.landing import write_atomically
from warehouse.records import Severity, is_mailed
from warehouse.settings import Settings

REMINDERS_BEFORE_ESCALATION = 2
_KINDS = (Kind.REMINDER, Kind.ESCALATION)

SHOWN = 60
"""Most things of one office written out in a message; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One thing an office was told and has not answered."""

    key: str
    fingerprint: str
    label: str
    severity: Severity | None
    """Of a flag; null for a file set aside or a report that is owed."""
    message: str
    place: str
    what_to_do: str
    in_english: tuple[str, str, str]
    """Label, message and place."""
    since: date
    """The night it was told as it stands now."""
    reminded: int
    """Nights on which a reminder held it."""
    escalated: bool = False
    """The office above was told of it."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What waits at one office."""

    office_code: str
    items: tuple[Waiting, ...]
    flags: tuple[Flag, ...]
    """Of the items."""

    def of(self, items: Sequence[Waiting]) -> Unanswered:
        """The same office, with some of what waits there."""
        keys = {item.key for item in items}
        return replace(self, items=tuple(items), flags=tuple(flag for flag in self.flags if flag.key in keys))


@dataclass(frozen=True, slots=True)
class Group:
    """Things of which the same is asked, told on the same night and as often: written out under one heading."""

    heading: str
    is_fatal: bool
    what_to_do: str
    items: tuple[Waiting, ...]


def grouped(items: Iterable[Waiting], *, is_above: bool, language: str = "vi") -> tuple[Group, ...]:
    """What has to be mended first, then the oldest, else in their order.

    The office above is not told what to do, nor that it was told.
    """
    words = _WORDS[language]
    groups: defaultdict[tuple[bool, date, int, bool, str, str], list[Waiting]] = defaultdict(list)
    for item in items:
        asks = 2 if item.severity is None else int(item.severity is not Severity.FATAL)
        to_do = item.what_to_do if language == "vi" else _TO_DO_IN_ENGLISH[asks]
        raised, asked = (False, "") if is_above else (item.escalated, to_do)
        groups[asks > 0, item.since, -item.reminded, raised, words.asks[asks], asked].append(item)
    return tuple(
        Group(words.heading(asks, since, -reminded, is_raised=raised), not is_query, asked, tuple(found))
        for (is_query, since, reminded, raised, asks, asked), found in sorted(
            groups.items(), key=lambda one: one[0][:3]
        )
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a language that stand outside the templates."""

    asks: tuple[str, str, str]
    """Of what has to be mended, of what may be confirmed, of files and reports."""
    since: str
    reminded: str
    raised: str
    reminder: str
    """Subject, with the number of the reminder and of things."""
    escalation: str

    def heading(self, asks: str, since: date, reminded: int, *, is_raised: bool) -> str:
        parts = [asks, self.since.format(f"{since:%d/%m/%Y}")]
        parts += [self.reminded.format(reminded)] if reminded else []
        return " · ".join([*parts, *([self.raised] if is_raised else [])])


_WORDS = {
    "vi": _Words(
        ("Phải sửa", "Cần xác nhận", "Cần gửi lại hoặc bổ sung"),
        "báo từ {}",
        "đã nhắc {} lần",
        "đã báo lên cấp trên",
        "[Thi đua] Nhắc lần {}: còn {} nội dung chờ trả lời",
        "[Thi đua] {} nội dung quá hạn trả lời ở {} cơ quan trực thuộc",
    ),
    "en": _Words(
        ("Must be mended", "To confirm", "To send again or to complete"),
        "told on {}",
        "reminders: {}",
        "the office above was told",
        "[Emulation] Reminder {}: {} items wait for an answer",
        "[Emulation] {} items without an answer at {} offices below yours",
    ),
}
_TO_DO_IN_ENGLISH = (
    "send the right figure.",
    "confirm it with the number of a document, or send the right figure.",
    "send the file or the report.",
)


def send_reminders(settings: Settings, night: date, now: datetime | None = None) -> DigestSummary:
    """Remind every office whose interval is over, and tell the offices above of what two reminders did not bring.

    Reads the published file and the events; the same night again reminds nobody. Raises as ``send_digests`` does.
    """
    now = now or datetime.now(UTC)
    if not settings.reminder_days:
        return DigestSummary(night, (), "no reminders are set")
    with holding(settings) as ledger:
        held = why_held(settings, night)
        if held is None:
            ledger.queue(night, now, list(_write_messages(settings, night, ledger)))
        return DigestSummary(night, deliver(settings, night, ledger, now, lambda one: one.kind in _KINDS), held)


def _write_messages(settings: Settings, night: date, ledger: Ledger) -> Iterator[Message]:
    catalogue = Catalogue.load(settings.seeds, settings.catalogue_extra)
    findings = replace(
        read_findings(settings.published_database), reports=read_owed_reports(settings.published_database, night)
    )
    writer = _Writer(settings, night, ledger, catalogue)
    above: defaultdict[str, list[Unanswered]] = defaultdict(list)
    for unanswered in unanswered_of(findings, catalogue, ledger, night, timedelta(days=settings.reminder_days)):
        code = unanswered.office_code
        parent = catalogue.office_above(code)
        raised = tuple(item for item in unanswered.items if _is_to_be_raised(item)) if parent != code else ()
        if raised:
            above[parent].append(unanswered.of(raised))
        keys = {item.key for item in raised}
        items = tuple(replace(item, escalated=item.escalated or item.key in keys) for item in unanswered.items)
        yield from writer.reminder(unanswered.of(items), parent)
    for parent in sorted(above):
        yield from writer.escalation(parent, above[parent])


def _is_to_be_raised(item: Waiting) -> bool:
    return item.reminded >= REMINDERS_BEFORE_ESCALATION and not item.escalated


def unanswered_of(
    findings: Findings, catalogue: Catalogue, ledger: Ledger, night: date, interval: timedelta
) -> Iterator[Unanswered]:
    """The offices that are to be reminded on a night, with everything that waits longer than the interval."""
    raised = {
        (key, told.fingerprint)
        for message in ledger.messages
        if message.kind is Kind.ESCALATION and not message.has_failed
        for key, told in message.told.items()
    }
    for code, own in route(findings, catalogue.offices).items():
        addresses = [address_of(contact) for contact in catalogue.contacts_of(code)]
        history = _History.of(ledger.arrived(code, addresses))
        if history.last_reminder is not None and night - history.last_reminder < interval:
            continue
        items = tuple(
            replace(item, escalated=(item.key, item.fingerprint) in raised)
            for item in _waiting(own, history, catalogue)
            if night - item.since >= interval
        )
        if items:
            yield Unanswered(code, items, own.flags).of(items)


@dataclass(frozen=True, slots=True)
class _History:
    """What reached an office, as news and as reminders, folded from its messages.

    What a server put off or refused was not told: nobody is reminded of it, and nothing is said of it above.
    """

    since: Mapping[str, tuple[str, date]]
    """Fingerprint and night of what was told last under each key."""
    reminders: Mapping[tuple[str, str], frozenset[date]]
    """Nights on which each key, as it looked, was reminded of."""
    last_reminder: date | None

    @classmethod
    def of(cls, messages: Iterable[Message]) -> _History:
        since: dict[str, tuple[str, date]] = {}
        reminders: defaultdict[tuple[str, str], set[date]] = defaultdict(set)
        last: date | None = None
        for message in messages:
            if message.kind is Kind.REMINDER:
                last = message.night
            if message.state not in ARRIVED:
                continue
            if message.kind is Kind.REMINDER:
                for key, told in message.told.items():
                    reminders[key, told.fingerprint].add(message.night)
            elif message.kind is Kind.DIGEST:
                for key, told in message.told.items():
                    if since.get(key, ("", None))[0] != told.fingerprint or key not in since:
                        since[key] = (told.fingerprint, message.night)
                for key in message.settled:
                    since.pop(key, None)
        return cls(since, {key: frozenset(nights) for key, nights in reminders.items()}, last)

    def waiting(self, key: str, fingerprint: str) -> tuple[date, int] | None:
        """Since when the office knows it as it looks now, and how often it was reminded; null where it does not."""
        told = self.since.get(key)
        if told is None or told[0] != fingerprint:
            return None
        nights = self.reminders.get((key, fingerprint), frozenset())
        return told[1], sum(night >= told[1] for night in nights)


def _waiting(own: OfficeFindings, history: _History, catalogue: Catalogue) -> Iterator[Waiting]:
    """Flags, the worst first, then files, then reports.

    A file that came by mail was told of once: nothing takes its place, and nobody could make the reminder end.
    """
    flags = [flag for flag in own.flags if flag.is_open]
    for flag in sorted(flags, key=lambda one: (one.severity is not Severity.FATAL, one.impact_rank, one.key)):
        if known := history.waiting(flag.key, flag.fingerprint):
            yield _of_flag(flag, catalogue, *known)
    for file in own.files:
        if is_mailed(file.path):
            continue
        if known := history.waiting(file.key, file.fingerprint):
            yield Waiting(
                key=file.key,
                fingerprint=file.fingerprint,
                label=f"Tệp chưa nạp được: {file.path}",
                severity=None,
                message=" ".join(file.reasons[:3]),
                place="",
                what_to_do="Kính đề nghị mở lại tệp gốc, sửa theo lý do nêu trên rồi gửi lại.",
                in_english=(f"File not loaded: {file.path}", " ".join(file.reasons_en[:3]), ""),
                since=known[0],
                reminded=known[1],
            )
    for report in own.reports:
        for key, unit in report.open_keys.items():
            if known := history.waiting(key, ""):
                yield Waiting(
                    key=key,
                    fingerprint="",
                    label=f"{unit}: {report.name}",
                    severity=None,
                    message=f"Hạn gửi {report.due_date:%d/%m/%Y}; đến nay hệ thống chưa nhận được báo cáo đọc được.",
                    place="",
                    what_to_do="Kính đề nghị đôn đốc đơn vị gửi báo cáo.",
                    in_english=(
                        f"{unit}: {report.name}",
                        f"It was due on {report.due_date:%d/%m/%Y}; no report that can be read has arrived.",
                        "",
                    ),
                    since=known[0],
                    reminded=known[1],
                )


def _of_flag(flag: Flag, catalogue: Catalogue, since: date, reminded: int) -> Waiting:
    return Waiting(
        key=flag.key,
        fingerprint=flag.fingerprint,
        label=label_of(flag, catalogue),
        severity=flag.severity,
        message=without_names(flag.message, catalogue.indicators.get(flag.indicator_code or "")),
        place=place_of(flag.witnesses[0]) if flag.witnesses else "",
        what_to_do=flag.what_to_do,
        in_english=(
            label_in_english(flag, catalogue),
            without_names(flag.message_en or flag.message, catalogue.indicators.get(flag.indicator_code or "")),
            place_in_english(flag.witnesses[0]) if flag.witnesses else "",
        ),
        since=since,
        reminded=reminded,
    )


class _Writer:
    """Writes the messages of one night to the outbox, each contact's its own."""

    def __init__(self, settings: Settings, night: date, ledger: Ledger, catalogue: Catalogue) -> None:
        self._settings, self._night, self._ledger, self._catalogue = settings, night, ledger, catalogue
        self._written: defaultdict[str, int] = defaultdict(int)

    def reminder(self, unanswered: Unanswered, parent: str) -> Iterator[Message]:
        """To the office itself."""
        number, count = 1 + max(item.reminded for item in unanswered.items), len(unanswered.items)
        subjects = {language: words.reminder.format(number, count) for language, words in _WORDS.items()}
        given = {"number": number, "parent": office_of(parent, self._catalogue), "count": count}
        yield from self._write(Kind.REMINDER, unanswered.office_code, subjects, given, [unanswered])

    def escalation(self, parent: str, below: Sequence[Unanswered]) -> Iterator[Message]:
        """To the office above, of every office below it at once."""
        count = sum(len(unanswered.items) for unanswered in below)
        subjects = {language: words.escalation.format(count, len(below)) for language, words in _WORDS.items()}
        yield from self._write(Kind.ESCALATION, parent, subjects, {"count": count}, below)

    def _section(self, unanswered: Unanswered, *, is_above: bool, language: str) -> dict[str, object]:
        shown = unanswered.items[:SHOWN]
        return {
            "office": office_of(unanswered.office_code, self._catalogue),
            "groups": grouped(shown, is_above=is_above, language=language),
            "left": len(unanswered.items) - len(shown),
            "count": len(unanswered.items),
        }

    def _write(
        self,
        kind: Kind,
        office_code: str,
        subjects: Mapping[str, str],
        words: Mapping[str, object],
        below: Sequence[Unanswered],
    ) -> Iterator[Message]:
        settings, night = self._settings, self._night
        office = office_of(office_code, self._catalogue)
        items = [item for unanswered in below for item in unanswered.items]
        told = {item.key: Told(item.fingerprint, clean(item.label)) for item in items}
        flags = [flag for unanswered in below for flag in unanswered.flags]
        attachments = attachments_of(settings, flags, office, night, self._catalogue, ())
        for contact in self._catalogue.contacts_of(office_code):
            sequence = self._ledger.next_sequence(office_code, night) + self._written[office_code]
            self._written[office_code] += 1
            envelope = envelope_of(settings, office, contact, night, sequence)
            identity = identity_of(envelope, kind.value, sorted((key, one.fingerprint) for key, one in told.items()))
            language, is_above = envelope.language, kind is Kind.ESCALATION
            given = {
                **envelope.words(attachments),
                **words,
                "is_above": is_above,
                "sections": [self._section(one, is_above=is_above, language=language) for one in below],
            }
            plain, page = (render(f"{kind.value}.{language}.{suffix}", given) for suffix in ("txt", "html"))
            file = outbox_file(night.isoformat(), office_code, sequence)
            content = assemble(envelope, identity, subjects[language], plain, page, attachments)
            write_atomically(settings.outbox / file, content)
            yield Message(
                message_id=identity,
                office_code=office_code,
                night=night,
                sequence=sequence,
                address=address_of(contact),
                channel=contact.channel,
                file=file,
                kind=kind,
                flag_keys=tuple(sorted(item.key for item in items if item.severity is not None)),
                told=told,
            )
