"""A mailbox (IMAP) as an inbox: attachments of messages from an office's contacts are dropped into its folder.

The mailbox is only read: no message is moved, marked or deleted. Every message is recorded once (event ``mail:…``)
after its files were dropped under names that follow from its Message-ID and their bytes, so that a crash loses nothing
and a message met twice drops the same files. What is dropped is loaded like any other delivery of the office.
"""

from __future__ import annotations

import email
import email.policy
import imaplib
import ipaddress
import re
import ssl
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from ingest.inbox import WORKBOOK_SUFFIXES
from ingest.inboxes import inbox_at
from warehouse.catalogue import Catalogue
from warehouse.database import connect
from warehouse.figure import stable_id
from warehouse.landing import Landing
from warehouse.records import MAIL_FOLDER, Event
from warehouse.settings import Settings

TIMEOUT_SECONDS = 60.0
MOST_MESSAGES = 500
"""Of one run; the others come with the next."""
MOST_FILES, MOST_PARTS = 20, 200
"""Attachments taken of one message, and parts looked at."""
_SUFFIXES = (*WORKBOOK_SUFFIXES, ".zip", ".gz")
_ANSWERED = (".doc", ".docx", ".odt", ".rtf", ".pdf", ".rar", ".7z", ".numbers")
"""Papers, which hold no figures for us: where a mail brings nothing else they are received, so that their sender is
told what to send instead.
"""
_LONGEST_FROM = 2000
_ADDRESS = r"[^\s<>@,;:()\"\\\[\]]+@[^\s<>@,;:()\"\\\[\]]+"
_FROM = re.compile(rf'\s*(?:(?:"(?:[^"\\]|\\.)*"|[^"<>@,;:()\\])*<({_ADDRESS})>|({_ADDRESS}))\s*', re.DOTALL)
"""One mailbox, with or without a name: whatever can be read in two ways is nobody's."""
_LONGEST_NAME = 120
_LONGEST_STEM = 90


class MailboxError(OSError):
    """The mailbox cannot be read; says why, without its address, which may hold a password."""


@dataclass(frozen=True, slots=True)
class MailSummary:
    """What one run found: messages by outcome, and files dropped."""

    outcomes: Counter[str]
    files: int

    def told(self) -> str:
        """One line for people."""
        if not self.outcomes:
            return "no new message"
        counts = ", ".join(f"{count} {outcome.replace('_', ' ')}" for outcome, count in sorted(self.outcomes.items()))
        return f"{sum(self.outcomes.values())} new messages ({counts}), {self.files} files"

    def to_json(self) -> dict[str, int]:
        return {**self.outcomes, "files": self.files}


@dataclass(frozen=True, slots=True)
class Mail:
    """What a message comes to. ``outcome`` is ``taken`` or why nothing was."""

    outcome: str
    message_id: str = ""
    sender: str = ""
    office_code: str | None = None
    files: tuple[tuple[str, bytes], ...] = ()
    left_out: tuple[str, ...] = ()


def read_mailbox(settings: Settings, night: date, now: datetime) -> MailSummary:
    """Drop the attachments of messages not met before, and record each message.

    Raises MailboxError where the mailbox cannot be reached or read; what was recorded by then stays so.
    """
    if settings.imap_url is None:
        return MailSummary(Counter(), 0)
    landing = Landing(settings.landing)
    landing.prepare()
    senders = _senders(Catalogue.load(settings.seeds, settings.catalogue_extra))
    inbox = inbox_at(settings.inbox_url or settings.inbox)
    outcomes: Counter[str] = Counter()
    files = 0
    with _opened(settings) as (mailbox, validity):
        for uid in _fresh(mailbox, validity, landing):
            mail = _read(mailbox, uid, settings, senders)
            if mail is None:
                continue
            for path, content in mail.files:
                inbox.put(path, content)
            landing.append_events(night, [_event(mail, validity, uid, night, now)])
            outcomes[mail.outcome] += 1
            files += len(mail.files)
    return MailSummary(outcomes, files)


def _senders(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """Offices by the addresses of their contacts, in lower case."""
    offices: dict[str, list[str]] = {}
    for code, office in catalogue.offices.items():
        if not office.is_active:
            continue
        own = [contact.address for contact in catalogue.contacts_of(code) if contact.channel == "email"]
        for address in dict.fromkeys(one.strip().lower() for one in (*own, office.email) if one):
            offices.setdefault(address, []).append(code)
    return {address: tuple(codes) for address, codes in offices.items()}


@contextmanager
def _opened(settings: Settings) -> Iterator[tuple[imaplib.IMAP4, str]]:
    """The folder, read-only, with its UIDVALIDITY."""
    url = settings.imap_url.get_secret_value() if settings.imap_url else ""
    try:
        mailbox = _connect(url)
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxError(f"the mailbox cannot be opened: {_told(error)}") from None
    try:
        folder = unquote(urlsplit(url).path.strip("/")) or "INBOX"
        quoted = folder.replace("\\", "\\\\").replace('"', '\\"')
        status, answer = mailbox.select(f'"{quoted}"', readonly=True)
        if status != "OK":
            raise MailboxError(f"the folder {folder!r} cannot be opened: {answer!r}")
        validity = mailbox.response("UIDVALIDITY")[1]
        yield mailbox, _text(validity[0] if validity else b"0")
    except imaplib.IMAP4.error as error:
        raise MailboxError(f"the mailbox cannot be read: {_told(error)}") from None
    finally:
        try:
            mailbox.logout()
        except (OSError, imaplib.IMAP4.error):
            mailbox.shutdown()


def _connect(url: str) -> imaplib.IMAP4:
    """A connection over TLS wherever there is any; a password never travels in the clear over a network."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise MailboxError("its address cannot be read; write imaps://user:password@host/INBOX") from None
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
        raise MailboxError("its address must begin with imap:// or imaps:// and name user and host")
    context = ssl.create_default_context()
    if parts.scheme == "imaps":
        mailbox: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            parts.hostname, port or 993, ssl_context=context, timeout=TIMEOUT_SECONDS
        )
    else:
        mailbox = imaplib.IMAP4(parts.hostname, port or 143, timeout=TIMEOUT_SECONDS)
    try:
        is_safe = parts.scheme == "imaps"
        if not is_safe and "STARTTLS" in mailbox.capabilities:
            mailbox.starttls(ssl_context=context)
            is_safe = True
        if not is_safe and not _is_this_machine(parts.hostname):
            raise MailboxError("the server offers no TLS, so the password was not sent; use imaps://")
        mailbox.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        mailbox.shutdown()
        raise
    return mailbox


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _fresh(mailbox: imaplib.IMAP4, validity: str, landing: Landing) -> list[str]:
    """UIDs of messages that were not recorded yet: of more than a run takes the newest, the oldest of them first."""
    status, answer = mailbox.uid("SEARCH", "ALL")
    if status != "OK":
        raise MailboxError(f"the folder cannot be listed: {answer!r}")
    with connect() as database:
        rows = database.execute(
            "select subject from read_parquet($events, hive_partitioning = false, union_by_name = true)"
            " where event_type = 'mail' and starts_with(subject, $prefix)",
            {"events": landing.glob("events"), "prefix": f"mail:{validity}:"},
        ).fetchall()
    known = {row[0].rpartition(":")[2] for row in rows}
    listed = _text(answer[0] or b"").split()
    return [uid for uid in sorted(listed, key=int) if uid not in known][-MOST_MESSAGES:]


def _read(mailbox: imaplib.IMAP4, uid: str, settings: Settings, senders: Mapping[str, tuple[str, ...]]) -> Mail | None:
    """What a message comes to; null where it vanished meanwhile. A large one is not fetched."""
    size = _size(mailbox, uid)
    if size is None:
        return None
    if size > settings.max_mail_bytes:
        return Mail("too_large")
    status, answer = mailbox.uid("FETCH", uid, "(BODY.PEEK[])")
    raw = next((part[1] for part in answer or () if isinstance(part, tuple)), None)
    if status != "OK" or not isinstance(raw, bytes):
        return None
    return understand(raw, senders, settings.imap_authserv_id)


def _size(mailbox: imaplib.IMAP4, uid: str) -> int | None:
    status, answer = mailbox.uid("FETCH", uid, "(RFC822.SIZE)")
    told = b" ".join(part if isinstance(part, bytes) else b"" for part in answer or ())
    found = re.search(rb"RFC822\.SIZE (\d+)", told)
    return int(found[1]) if status == "OK" and found else None


def understand(raw: bytes, senders: Mapping[str, tuple[str, ...]], authserv_id: str | None) -> Mail:
    """One message: whose it is by its sender, and the files it brings. Never raises, whatever the bytes are.

    ``senders`` holds offices by address. With an ``authserv_id`` the receiving server's own verdict has to say that the
    sender is who it says (``dmarc=pass``); without one the From header alone decides.
    """
    try:
        return _understood(raw, senders, authserv_id)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        # whatever a message provokes in the parser costs that message alone
        return Mail("unreadable")


def _understood(raw: bytes, senders: Mapping[str, tuple[str, ...]], authserv_id: str | None) -> Mail:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    if not isinstance(message, EmailMessage):
        return Mail("unreadable")
    message_id = _line(str(message.get("Message-ID") or ""))[:300] or stable_id("message", raw)
    sender = _sender([str(value) for name, value in message.raw_items() if name.lower() == "from"])
    offices = senders.get(sender, ())
    if not offices:
        return Mail("unknown_sender", message_id, sender)
    if authserv_id is not None and not _is_authentic(message, authserv_id, sender.rpartition("@")[2]):
        return Mail("sender_not_authenticated", message_id, sender)
    attached, left_out = _attached(message)
    names = (PurePosixPath(name).stem for name, _ in attached)
    office = _office_of(offices, [str(message.get("Subject") or ""), *names])
    if office is None:
        return Mail("several_offices", message_id, sender)
    if not attached:
        return Mail("no_attachment", message_id, sender, office, left_out=left_out)
    files = tuple(
        (f"{office}/{MAIL_FOLDER}{stable_id('mail', message_id, content)[:10]}/{name}", content)
        for name, content in attached
    )
    return Mail("taken", message_id, sender, office, files, left_out)


def _office_of(offices: Sequence[str], texts: Sequence[str]) -> str | None:
    """Of several offices that one person answers for, the one that the subject or a file names."""
    if len(offices) == 1:
        return offices[0]
    named = {code for code in offices for text in texts if re.search(_as_a_word(code), text)}
    return named.pop() if len(named) == 1 else None


def _as_a_word(code: str) -> str:
    """A code that is not the beginning of a longer one: LDLD.TQ is not named by LDLD.TQ.HAMYEN."""
    return rf"(?<![^\W_])(?<!\.){re.escape(code)}(?![^\W_])(?!\.[^\W_])"


def _sender(headers: Sequence[str]) -> str:
    """The one address of the one From header, in lower case; empty where there is no such thing.

    Programs read a malformed header differently, and the server that vouches for it may have meant another address.
    """
    if len(headers) != 1 or len(headers[0]) > _LONGEST_FROM:
        return ""
    found = _FROM.fullmatch(" ".join(headers[0].splitlines()))
    return (found[1] or found[2]).lower()[:300] if found else ""


def _is_authentic(message: EmailMessage, authserv_id: str, domain: str) -> bool:
    """What the receiving server itself added, above everything the sender could write, says of the sender's domain."""
    raw = next((str(value) for name, value in message.raw_items() if name.lower() == "authentication-results"), "")
    server, *results = (part.split() for part in _without_words_of_others(raw).lower().split(";"))
    if server[:1] != [authserv_id.lower()]:
        return False
    verdicts = [said for said in results if said and re.fullmatch(r"dmarc(/1)?=\S*", said[0])]
    domains = [
        part.removeprefix("header.from=") for said in verdicts for part in said if part.startswith("header.from=")
    ]
    is_passed = bool(verdicts) and all(said[0].endswith("=pass") for said in verdicts)
    return is_passed and all(name.rpartition("@")[2].rstrip(".") == domain for name in domains)


def _without_words_of_others(header: str) -> str:
    """A header without comments, and of quoted strings what cannot be taken for more: a sender chooses some of them."""
    kept: list[str] = []
    depth, is_quoted, is_escaped = 0, False, False
    for char in header:
        if is_escaped:
            is_escaped = False
        elif char == "\\":
            is_escaped = True
        elif is_quoted:
            is_quoted = char != '"'
            kept.append(char if char.isalnum() or char in ".@-" else "")
        elif char in "()":
            depth = max(0, depth + (1 if char == "(" else -1))
        elif depth == 0:
            is_quoted = char == '"'
            kept.append("" if is_quoted else char)
    return "".join(kept)


def _attached(message: EmailMessage) -> tuple[list[tuple[str, bytes]], tuple[str, ...]]:
    """Names and bytes of the attached workbooks and archives, or of papers where there is neither; and the names of
    what else was attached.
    """
    files: list[tuple[str, bytes]] = []
    papers: list[tuple[str, bytes]] = []
    left_out: list[str] = []
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            left_out.append("…")
            break
        if part.is_multipart() or not (name := part.get_filename()):
            continue
        safe = file_name(name)
        content = part.get_payload(decode=True)
        kept = files if safe.lower().endswith(_SUFFIXES) else papers
        is_known = safe.lower().endswith((*_SUFFIXES, *_ANSWERED))
        if not is_known or not isinstance(content, bytes) or len(kept) >= MOST_FILES:
            left_out.append(safe)
            continue
        kept.append((_unused(safe, {taken for taken, _ in kept}), content))
    if files:
        return files, (*left_out, *(name for name, _ in papers))
    return papers, tuple(left_out)


def _unused(name: str, taken: set[str]) -> str:
    path = PurePosixPath(name)
    names = (name, *(f"{path.stem} ({number}){path.suffix}" for number in range(2, MOST_FILES + 2)))
    return next(one for one in names if one not in taken)


def file_name(text: str) -> str:
    """A name for a file, whatever was asked for: one component of a path, visible, short, never hidden."""
    plain = unicodedata.normalize("NFC", text.replace("\\", "/").rpartition("/")[2])
    visible = "".join(char for char in plain if unicodedata.category(char)[0] not in "CZ" or char == " ")
    kept = re.sub(r'[<>:"|?*]', "_", " ".join(visible.split())).strip(". ")
    path = PurePosixPath(kept or "tep")
    suffix = path.suffix[:20]
    stem = path.name[: len(path.name) - len(path.suffix)]
    while len(f"{stem}{suffix}".encode("utf-8", "replace")) > 200 or len(stem) > _LONGEST_STEM:
        stem = stem[:-1]
    return f"{stem or 'tep'}{suffix}".encode("utf-8", "replace").decode()


def _event(mail: Mail, validity: str, uid: str, night: date, now: datetime) -> Event:
    subject = f"mail:{validity}:{uid}"
    return Event(
        event_id=Event.identity(subject, "met", night, uid),
        subject=subject,
        event_type="mail",
        state=mail.outcome,
        night=night,
        actor=mail.sender or "?",
        reason=None,
        payload={
            "message_id": mail.message_id,
            "office_code": mail.office_code,
            "files": [path for path, _ in mail.files],
            "left_out": list(mail.left_out),
        },
        recorded_at=now,
    )


def _line(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char)[0] != "C").strip()


def _text(answer: object) -> str:
    return answer.decode("ascii", "replace") if isinstance(answer, bytes) else str(answer)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
