"""One digest as a mail: Vietnamese HTML with its plain text beside it, the same bytes for the same content.

Everything an office or an article wrote is foreign here: control characters go before anything else, HTML is escaped
by the template engine, and headers are built from values that hold no line break.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from email import policy
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from alerts.digest_content import DigestContent, SmallExcesses, ToldFlag, place_of
from alerts.english import (
    label_in_english,
    number_in_english,
    outcome_in_english,
    place_in_english,
    receipt_in_english,
    report_in_english,
    rules_in_english,
)
from alerts.findings import Flag, Witness
from alerts.receipts import Receipt, summary_of
from warehouse.catalogue import Catalogue, Contact, Detail, Indicator, Office
from warehouse.figure import stable_id
from warehouse.records import Severity
from warehouse.vietnamese import format_money, format_number, format_percent

_POLICY = policy.SMTP.clone(refold_source="none")

SHOWN_FLAGS, SHOWN_LINES, SHOWN_WITNESSES, SHOWN_RECEIPTS = 60, 100, 3, 40
"""Most flags written out, most lines of a list, most witnesses a flag, and most receipts: mail programs cut longer
pages, and the workbook holds the rest.
"""

LONGEST_TEXT = 400
"""Characters of one foreign text that a message carries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """From whom, to whom, and when, apart from what is said."""

    sender: str
    office: Office
    contact: Contact
    night: date
    sequence: int
    sent_at: datetime
    link: str | None = None
    """Where the reader may look further: an address of the published pages."""
    is_answered_by_mail: bool = False
    """Whether a mailbox is read, so that an answer to the message arrives."""

    @property
    def recipient(self) -> str | None:
        """The contact's address where it is one a mail server can be given, else null."""
        return valid_address(self.contact.address) if self.contact.channel == "email" else None

    @property
    def language(self) -> str:
        """The language of the message: English where the contact asks for it, else Vietnamese."""
        return "en" if self.contact.language == "en" else "vi"

    def carried(self, attachments: Sequence[Attachment]) -> tuple[Attachment, ...]:
        """Of what belongs to the message, what reaches this contact: nothing where it is told counts, or by chat."""
        return () if self.contact.detail is Detail.COUNTS or self.contact.channel == "chat" else tuple(attachments)

    def words(self, attachments: Sequence[Attachment]) -> dict[str, object]:
        """What every template is told: who is written to, when, and how it can answer."""
        return {
            "office": self.office,
            "contact": self.contact,
            "night": self.night,
            "link": web_address(self.link),
            "is_counted": self.contact.detail is Detail.COUNTS,
            "attachments": self.carried(attachments),
            "is_workbook_elsewhere": bool(attachments) and self.contact.channel == "chat",
            "by_mail": self.is_answered_by_mail,
        }


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with a message."""

    name: str
    """ASCII, without a folder."""
    content: bytes
    media_type: str


def opening_of(night: date, turns_at_hour: int, zone: ZoneInfo) -> datetime:
    """The first instant of a night: the Date of its messages, the same on every run and never in the future."""
    return datetime.combine(night, time(turns_at_hour), zone)


def message_id(envelope: Envelope, content: DigestContent) -> str:
    """Follows from office, night, sequence and what is told alone, so that a message sent twice is one message."""
    told = sorted((key, value.fingerprint) for key, value in content.told().items())
    settled = sorted(item.key for item in content.settled)
    return identity_of(envelope, told, settled)


def identity_of(envelope: Envelope, *told: object) -> str:
    """The Message-ID of whatever is told: office, night and sequence, and what is said."""
    digest = stable_id(envelope.office.office_code, envelope.night, envelope.sequence, *told)
    domain = parseaddr(envelope.sender)[1].rpartition("@")[2]
    return f"<{envelope.night:%Y%m%d}.{digest[:24]}@{re.sub(r'[^A-Za-z0-9.-]', '', domain) or 'localhost'}>"


def pages_of(
    envelope: Envelope, content: DigestContent, catalogue: Catalogue, attachments: Sequence[Attachment] = ()
) -> tuple[str, str]:
    """The message's plain text and its HTML; counts alone where its contact is told no more."""
    words = envelope.words(attachments)
    name = f"{'counts' if words['is_counted'] else 'digest'}.{envelope.language}"
    words |= {
        "counts": counts_of(content, envelope.language),
        "view": _View(content, catalogue, envelope.language),
    }
    return render(f"{name}.txt", words), render(f"{name}.html", words)


def compose(
    envelope: Envelope, content: DigestContent, catalogue: Catalogue, attachments: Sequence[Attachment] = ()
) -> bytes:
    """The whole message as bytes (CRLF lines). The same envelope, content and attachments give the same bytes."""
    plain, page = pages_of(envelope, content, catalogue, attachments)
    subject = subject_of(envelope.night, content, envelope.language)
    return assemble(envelope, message_id(envelope, content), subject, plain, page, attachments)


def assemble(
    envelope: Envelope, identity: str, subject: str, plain: str, page: str, attachments: Sequence[Attachment] = ()
) -> bytes:
    """A message of any kind as bytes, under its Message-ID: plain text, HTML beside it, then what travels with it.

    A contact that is told counts alone, or by chat, gets no attachment.
    """
    message = EmailMessage(policy=_POLICY)
    sender = parseaddr(envelope.sender)
    message.set_raw("From", _encoded("From", clean(sender[0]), f"<{valid_address(sender[1]) or 'thi-dua@localhost'}>"))
    message.set_raw(
        "To", _encoded("To", clean(envelope.contact.name or envelope.office.name_vi), _address_part(envelope))
    )
    message.set_raw("Subject", _encoded("Subject", clean(subject)))
    message["Date"] = format_datetime(envelope.sent_at)
    message.set_raw("Message-ID", identity)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(plain, cte="base64")
    message.add_alternative(page, subtype="html", cte="base64")
    for attachment in envelope.carried(attachments):
        main, _, sub = attachment.media_type.partition("/")
        message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.name, cte="base64")
    message["Content-Language"] = envelope.language
    multiparts = [part for part in message.walk() if part.is_multipart()]
    for depth, part in enumerate(multiparts):
        part.set_boundary(f"=_{stable_id('boundary', identity, depth)}")
    return message.as_bytes()


_COUNTED = {
    "vi": (
        "{} số liệu cần kiểm tra",
        "{} tệp chưa nạp được",
        "{} mục đã xong",
        "{} đơn vị chưa có báo cáo",
        "đã nhận {} tệp",
    ),
    "en": (
        "{} figures to check",
        "{} files not loaded",
        "{} items settled",
        "{} units owe a report",
        "{} files received",
    ),
}


def counts_of(content: DigestContent, language: str) -> tuple[str, ...]:
    """How many of what, in the order in which it matters; what is none is left out."""
    counts = (content.figures, len(content.files), len(content.settled), content.new_debtors, len(content.receipts))
    parts = zip(counts, _COUNTED[language], strict=True)
    return tuple(words.format(format_number(Decimal(count))) for count, words in parts if count)


def subject_of(night: date, content: DigestContent, language: str = "vi") -> str:
    """The counts first: an office decides by them when to open the message."""
    counts = counts_of(content, language)
    if len(counts) > 1 and content.receipts:
        counts = counts[:-1]
    heading = "[Emulation] Night of" if language == "en" else "[Thi đua] Đêm"
    return f"{heading} {night:%d/%m/%Y}: {', '.join(counts)}"


def web_address(link: str | None) -> str | None:
    """The link where it is one a browser opens over the web, else null."""
    return link if link and re.fullmatch(r"https?://[^\s\"'<>]+", link) else None


def clean(text: str, longest: int = LONGEST_TEXT) -> str:
    """Foreign text on one line: no control, direction or other invisible characters, cut where it is too long."""
    visible = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    line = " ".join(visible.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def valid_address(address: str | None) -> str | None:
    """The address where it is one plain ASCII mailbox, else null."""
    try:
        parsed = Address(addr_spec=address or "")
    except (ValueError, IndexError, MessageError):
        return None
    is_whole = parsed.username and parsed.domain and parsed.addr_spec == address
    return address if is_whole and parsed.addr_spec.isascii() else None


def _address_part(envelope: Envelope) -> str:
    """The office's mailbox; an empty group where it has none, so that the message can still be handed on by name."""
    return f"<{envelope.recipient}>" if envelope.recipient else ":;"


def _encoded(name: str, words: str, ending: str = "") -> str:
    """A header's value as encoded words and an ASCII ending, folded.

    The policy's own folding drops the space between two encoded words, so headers are encoded here and stored raw.
    """
    header = Header(header_name=name, maxlinelen=75)
    if words:
        header.append(words, "utf-8")
    if ending:
        header.append(ending, "us-ascii")
    return header.encode()


def without_names(message: str, indicator: Indicator | None) -> str:
    """A finding that begins with its indicator, unit and period, without them; in either language."""
    names = (indicator.name_vi, indicator.name_en) if indicator else ()
    name = next((one for one in names if one and message.startswith(one)), None)
    # past the name, which may hold a colon itself
    rest = message[len(name) :].partition(": ")[2] if name is not None else ""
    return rest[:1].upper() + rest[1:] if rest else message


class _View:
    """The content in the words of the template: everything already cleaned, bounded and formatted."""

    previews: str | None = None
    """Where pages of what was seen can be opened from the message: nowhere from a mail."""

    def __init__(self, content: DigestContent, catalogue: Catalogue, language: str = "vi") -> None:
        self._catalogue = catalogue
        self.language = language
        self.content = content
        self.flags = content.flags[:SHOWN_FLAGS]
        self.flags_left = len(content.flags) - len(self.flags)
        self.files = content.files[:SHOWN_LINES]
        self.files_left = len(content.files) - len(self.files)
        self.settled = content.settled[:SHOWN_LINES]
        self.settled_left = len(content.settled) - len(self.settled)
        self.reports = content.reports[:SHOWN_LINES]
        self.receipts = [receipt for receipt in content.receipts if not receipt.asks_nothing][:SHOWN_RECEIPTS]
        self.plain_receipts = [receipt for receipt in content.receipts if receipt.asks_nothing][:SHOWN_LINES]
        self.receipts_left = len(content.receipts) - len(self.receipts) - len(self.plain_receipts)
        self.received = summary_of(content.receipts)
        self._explained = {file.document_id for file in self.files}
        self.fatal = sum(told.flag.severity is Severity.FATAL for told in content.flags)

    def is_explained(self, receipt: Receipt) -> bool:
        """The same message lists the file among those that could not be loaded, with its reasons."""
        return receipt.document_id in self._explained

    def asked(self, flag: Flag) -> str:
        """The finding in English without the names above it; what its rule asks about where it was not told so."""
        if flag.message_en:
            return without_names(flag.message_en, self._catalogue.indicators.get(flag.indicator_code or ""))
        return f"{rules_in_english().get(flag.rule_code, flag.rule_code)}."

    def to_do(self, flag: Flag) -> str:
        """What is asked of the office, in English."""
        if flag.unit_code is None or flag.indicator_code is None:
            return "write the names as the catalogue has them and send the file again, or tell the data team"
        if flag.severity is Severity.FATAL:
            return "send the right figure"
        return "confirm it with the number of a document, or send the right figure"

    def label(self, told: ToldFlag) -> str:
        """The unit, indicator and period in English."""
        return label_in_english(told.flag, self._catalogue)

    def indicator(self, line: SmallExcesses) -> str:
        """The indicator of a line in English."""
        known = self._catalogue.indicators.get(line.flags[0].flag.indicator_code or "")
        return known.name_en if known and known.name_en else line.indicator

    def message(self, told: ToldFlag) -> str:
        """The finding without the names that already stand above it."""
        return without_names(told.flag.message, self._catalogue.indicators.get(told.flag.indicator_code or ""))

    def passed_on(self, flag: Flag) -> str | None:
        """Who handed the flag on, and in which words; null where nobody did."""
        if flag.passed_on is None:
            return None
        office = self._catalogue.offices.get(flag.passed_on.office_code)
        name = office.name_vi if office else flag.passed_on.office_code
        return f"{name}: “{flag.passed_on.reason}”" if flag.passed_on.reason else name

    def witnesses(self, witnesses: Sequence[Witness]) -> Sequence[Witness]:
        return witnesses[:SHOWN_WITNESSES]

    def place(self, witness: Witness) -> str:
        text = clean(place_of(witness))
        return text[:1].upper() + text[1:]

    def printed(self, witness: Witness, indicator_code: str | None) -> str:
        """The figure as it was reported: ``27/22 hộ, ghi 122,7%``."""
        numbers = "/".join(
            self._amount(number, indicator_code) for number in (witness.r, witness.t) if number is not None
        )
        indicator = self._catalogue.indicators.get(indicator_code or "")
        unit = indicator.unit_vi if numbers and indicator and indicator.measure != "money" else ""
        said = "printed" if self.language == "en" else "ghi"
        parts = [
            f"{numbers} {unit}".strip(),
            f"{said} {self._told(format_percent(witness.p))}" if witness.p is not None else "",
        ]
        return ", ".join(part for part in parts if part)

    def computed(self, witness: Witness) -> str:
        return self._told(format_percent(witness.c)) if witness.c is not None and witness.t is not None else ""

    def who(self, flag: Flag) -> str:
        """The unit and period of a line that already names its indicator."""
        unit = self._catalogue.units.get(flag.unit_code or "")
        period = flag.period_code if self.language == "en" else flag.period
        return ", ".join(part for part in (unit.short_name if unit else flag.unit_code, period) if part)

    def excess(self, witnesses: Sequence[Witness], indicator_code: str | None) -> str:
        """The numbers of one unit in a line of small excesses: ``58/50 (116%)``."""
        first = witnesses[0]
        numbers = "/".join(self._amount(number, indicator_code) for number in (first.r, first.t) if number is not None)
        percent = first.c if first.c is not None else first.p
        return " ".join(
            part
            for part in (numbers, f"({self._told(format_percent(percent))})" if percent is not None else "")
            if part
        )

    def _amount(self, number: Decimal, indicator_code: str | None) -> str:
        indicator = self._catalogue.indicators.get(indicator_code or "")
        is_money = indicator is not None and indicator.measure == "money"
        return self._told(format_money(number) if is_money else format_number(number))

    def _told(self, number: str) -> str:
        return number_in_english(number) if self.language == "en" else number


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["clean"] = clean
    environment.filters["number"] = _number
    environment.filters["outcome_in_english"] = outcome_in_english
    environment.filters["place_in_english"] = place_in_english
    environment.filters["receipt_in_english"] = receipt_in_english
    environment.filters["report_in_english"] = report_in_english
    return environment


def _number(count: int) -> str:
    return format_number(Decimal(count))


def render(template: str, words: Mapping[str, object]) -> str:
    """A template of this room with its words; HTML is escaped."""
    return _environment().get_template(template).render(words)
