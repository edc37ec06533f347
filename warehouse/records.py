"""The records of the landing zone beside the Figure: deliveries, documents, awards, gate flags, events."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pyarrow as pa

from warehouse.figure import DECIMAL, SourceKind, stable_id

MAIL_FOLDER = "thu-"
"""Begins the folder of an inbox that holds the files of one mail; ten hexadecimal digits follow."""


def is_mailed(path: str) -> bool:
    """Whether a file came by mail: another mail never replaces it, for it lies in a folder of its own."""
    return any(re.fullmatch(rf"{MAIL_FOLDER}[0-9a-f]{{10}}", part) for part in path.split("/")[:-1])


class DocumentStatus(StrEnum):
    LOADED = "loaded"
    LOADED_WITH_WARNINGS = "loaded_with_warnings"
    QUARANTINED = "quarantined"


class Severity(StrEnum):
    FATAL = "fatal"
    QUERY = "query"
    INFO = "info"


SETTLED = ("closed", "corrected", "confirmed", "withdrawn")
"""States of a flag that ask nothing of anyone any more."""

ASIDE = ("snoozed", "assigned")
"""Events of a flag that are told beside its life and leave its state as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a document was set aside or loaded with a warning, told to an office (vi) and to an engineer (en)."""

    code: str
    vi: str
    en: str
    locator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One act of sending. Grain: office, path, bytes; the night is that of receipt and never changes."""

    delivery_id: str
    source_kind: SourceKind
    office_code: str | None
    path: str
    sha256: str
    size_bytes: int
    modified_ns: int
    """The file's modification time when received: a file of the same path, size and time is not read again."""
    received_at: datetime


class FetchOutcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    """As last fetched: the server said so, or the same bytes came, or another page around the same article."""
    REFUSED = "refused"
    """Not asked for, or not kept: robots.txt, a private address, a page too large or of another kind."""
    GONE = "gone"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One address asked of a news source, or refused before it was asked. Grain: source, address, moment."""

    fetch_id: str
    source_name: str
    page_kind: str
    """``feed``, ``sitemap``, ``listing`` or ``article``."""
    url: str
    final_url: str | None
    """Where redirects led, where that is elsewhere."""
    outcome: FetchOutcome
    status_code: int | None
    etag: str | None
    last_modified: str | None
    content_type: str | None
    sha256: str | None
    """Of the bytes received, which the landing zone keeps; null where none came."""
    size_bytes: int | None
    reason_code: str | None
    reason_vi: str | None
    reason_en: str | None
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One readable thing in a delivery: a workbook, an article. Grain: delivery x document."""

    document_id: str
    delivery_id: str
    source_kind: SourceKind
    office_code: str | None
    path: str
    member: str
    sha256: str
    status: DocumentStatus
    reasons: tuple[Reason, ...]
    layout: str | None
    title: str | None
    text: str | None
    """The stored clean text of an article, to which offsets refer; null for workbooks."""
    url: str | None
    author: str | None
    published_at: datetime | None
    unit_text: str | None
    unit_code: str | None
    period_code: str | None
    figure_count: int
    award_count: int
    received_at: datetime | None
    text_sketch: tuple[int, ...] = ()
    """By which copies of one article are found: the least hashes of its runs of four words; empty for workbooks."""
    decision_number: str | None = None
    """Of the decision that assigned the targets, as the workbook cites it: ``15/QĐ-LĐLĐ``."""
    decision_date: date | None = None

    @property
    def reasons_json(self) -> list[dict[str, str | None]]:
        return [{"code": r.code, "vi": r.vi, "en": r.en, "locator": r.locator} for r in self.reasons]


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """One mention of an award, a rating or a role in a text. One event told twice shares ``event_key``."""

    award_id: str
    document_id: str
    delivery_id: str
    event_type: str
    """``award``, ``rating`` or ``role``."""
    event_key: str
    recipient_text: str | None
    recipient_code: str | None
    award: str
    giver_text: str | None
    giver_code: str | None
    presenter_text: str | None
    year: str | None
    count: int | None
    locator: str
    quote: str
    quote_start: int
    quote_end: int
    received_at: datetime | None
    published_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """One row of a correction workbook as it came back, not judged yet. Grain: document x sheet x row."""

    answer_id: str
    document_id: str
    delivery_id: str
    office_code: str | None
    """Who sent it, told by where it was received."""
    locator: str
    """Sheet and row: ``Trả lời!12``."""
    token: str | None
    """The row's identity as it stands there; null where it is gone."""
    row_number: int | None
    """The row's number as it stands there; null where it is gone."""
    choice: str | None
    value: Decimal | None
    value_text: str | None
    """What stands in the cell, where something does; ``value`` is null where it is no number."""
    reference: Decimal | None
    reference_text: str | None
    percent: Decimal | None
    percent_text: str | None
    reason: str | None
    document: str | None
    person: str | None
    received_at: datetime | None

    @property
    def said(self) -> tuple[str | None, ...]:
        """The answer as it was typed: two rows that say the same are one answer."""
        return (self.choice, self.value_text, self.reference_text, self.percent_text, self.reason, self.document)

    @property
    def is_blank(self) -> bool:
        """Nothing was answered."""
        return not any(self.said)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureFlag:
    """One finding of the gate. Grain: rule x figure, or rule x document where ``figure_id`` is null."""

    flag_row_id: str
    rule_code: str
    severity: Severity
    figure_id: str | None
    document_id: str
    delivery_id: str
    locator: str
    evidence: Mapping[str, Any]
    """The numbers the rule judged, as decimal strings: r, t, p, c, …"""
    message_vi: str
    message_en: str = ""
    """The same for those who keep the data; empty in what was judged before it was told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, as to a flag or a message. Append-only; the same cause the same night is one event."""

    event_id: str
    subject: str
    """``flag:<flag_key>``, ``message:<office_code>``, ``period:<period_code>|<org_unit_code>``, ``delivery:<id>``,
    ``load:<source_kind>``, ``incident:<key>``, ``answer:<answer_id>``, ``mail:<mailbox>:<uid>`` or
    ``correction:<document_id>|<locator>|<kind>|<field>``."""
    event_type: str
    state: str
    night: date
    actor: str
    reason: str | None
    payload: Mapping[str, Any]
    recorded_at: datetime
    """When it was appended; orders events of one subject, never part of its identity."""

    @staticmethod
    def identity(subject: str, state: str, night: date, cause: str) -> str:
        return stable_id("event", subject, state, night.isoformat(), cause)


_TIME = pa.timestamp("us", tz="UTC")

DELIVERY_SCHEMA = pa.schema(
    [
        pa.field("delivery_id", pa.string(), nullable=False),
        pa.field("source_kind", pa.string(), nullable=False),
        pa.field("office_code", pa.string()),
        pa.field("path", pa.string(), nullable=False),
        pa.field("sha256", pa.string(), nullable=False),
        pa.field("size_bytes", pa.int64(), nullable=False),
        pa.field("modified_ns", pa.int64(), nullable=False),
        pa.field("received_at", _TIME, nullable=False),
    ]
)

DOCUMENT_SCHEMA = pa.schema(
    [
        pa.field("document_id", pa.string(), nullable=False),
        pa.field("delivery_id", pa.string(), nullable=False),
        pa.field("source_kind", pa.string(), nullable=False),
        pa.field("office_code", pa.string()),
        pa.field("path", pa.string(), nullable=False),
        pa.field("member", pa.string(), nullable=False),
        pa.field("sha256", pa.string(), nullable=False),
        pa.field("status", pa.string(), nullable=False),
        pa.field(
            "reasons_json",
            pa.list_(
                pa.struct([("code", pa.string()), ("vi", pa.string()), ("en", pa.string()), ("locator", pa.string())])
            ),
            nullable=False,
        ),
        pa.field("layout", pa.string()),
        pa.field("title", pa.string()),
        pa.field("text", pa.string()),
        pa.field("url", pa.string()),
        pa.field("author", pa.string()),
        pa.field("published_at", _TIME),
        pa.field("unit_text", pa.string()),
        pa.field("unit_code", pa.string()),
        pa.field("period_code", pa.string()),
        pa.field("figure_count", pa.int64(), nullable=False),
        pa.field("award_count", pa.int64(), nullable=False),
        pa.field("received_at", _TIME),
        pa.field("text_sketch", pa.list_(pa.int64())),
        pa.field("decision_number", pa.string()),
        pa.field("decision_date", pa.date32()),
    ]
)

FETCH_SCHEMA = pa.schema(
    [
        pa.field("fetch_id", pa.string(), nullable=False),
        pa.field("source_name", pa.string(), nullable=False),
        pa.field("page_kind", pa.string(), nullable=False),
        pa.field("url", pa.string(), nullable=False),
        pa.field("final_url", pa.string()),
        pa.field("outcome", pa.string(), nullable=False),
        pa.field("status_code", pa.int64()),
        pa.field("etag", pa.string()),
        pa.field("last_modified", pa.string()),
        pa.field("content_type", pa.string()),
        pa.field("sha256", pa.string()),
        pa.field("size_bytes", pa.int64()),
        pa.field("reason_code", pa.string()),
        pa.field("reason_vi", pa.string()),
        pa.field("reason_en", pa.string()),
        pa.field("fetched_at", _TIME, nullable=False),
    ]
)

ANSWER_SCHEMA = pa.schema(
    [
        pa.field("answer_id", pa.string(), nullable=False),
        pa.field("document_id", pa.string(), nullable=False),
        pa.field("delivery_id", pa.string(), nullable=False),
        pa.field("office_code", pa.string()),
        pa.field("locator", pa.string(), nullable=False),
        pa.field("token", pa.string()),
        pa.field("row_number", pa.int32()),
        pa.field("choice", pa.string()),
        pa.field("value", DECIMAL),
        pa.field("value_text", pa.string()),
        pa.field("reference", DECIMAL),
        pa.field("reference_text", pa.string()),
        pa.field("percent", DECIMAL),
        pa.field("percent_text", pa.string()),
        pa.field("reason", pa.string()),
        pa.field("document", pa.string()),
        pa.field("person", pa.string()),
        pa.field("received_at", _TIME),
    ]
)

AWARD_SCHEMA = pa.schema(
    [
        pa.field("award_id", pa.string(), nullable=False),
        pa.field("document_id", pa.string(), nullable=False),
        pa.field("delivery_id", pa.string(), nullable=False),
        pa.field("event_type", pa.string(), nullable=False),
        pa.field("event_key", pa.string(), nullable=False),
        pa.field("recipient_text", pa.string()),
        pa.field("recipient_code", pa.string()),
        pa.field("award", pa.string(), nullable=False),
        pa.field("giver_text", pa.string()),
        pa.field("giver_code", pa.string()),
        pa.field("presenter_text", pa.string()),
        pa.field("year", pa.string()),
        pa.field("count", pa.int64()),
        pa.field("locator", pa.string(), nullable=False),
        pa.field("quote", pa.string(), nullable=False),
        pa.field("quote_start", pa.int64(), nullable=False),
        pa.field("quote_end", pa.int64(), nullable=False),
        pa.field("received_at", _TIME),
        pa.field("published_at", _TIME),
    ]
)

FLAG_SCHEMA = pa.schema(
    [
        pa.field("flag_row_id", pa.string(), nullable=False),
        pa.field("rule_code", pa.string(), nullable=False),
        pa.field("severity", pa.string(), nullable=False),
        pa.field("figure_id", pa.string()),
        pa.field("document_id", pa.string(), nullable=False),
        pa.field("delivery_id", pa.string(), nullable=False),
        pa.field("locator", pa.string(), nullable=False),
        pa.field("evidence", pa.string(), nullable=False),
        pa.field("message_vi", pa.string(), nullable=False),
        pa.field("message_en", pa.string()),
    ]
)

EVENT_SCHEMA = pa.schema(
    [
        pa.field("event_id", pa.string(), nullable=False),
        pa.field("subject", pa.string(), nullable=False),
        pa.field("event_type", pa.string(), nullable=False),
        pa.field("state", pa.string(), nullable=False),
        pa.field("night", pa.date32(), nullable=False),
        pa.field("actor", pa.string(), nullable=False),
        pa.field("reason", pa.string()),
        pa.field("payload", pa.string(), nullable=False),
        pa.field("recorded_at", _TIME, nullable=False),
    ]
)
