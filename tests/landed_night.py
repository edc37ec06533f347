"""A night of workbooks in the landing zone, as far as the watching of volumes and rhythms looks at it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from warehouse.figure import SourceKind
from warehouse.landing import Chunk, Landing
from warehouse.records import Delivery, Document, DocumentStatus
from warehouse.settings import Settings

RECEIVED = datetime(2026, 11, 23, 3, tzinfo=UTC)


def landed(settings: Settings, night: date, *statuses: DocumentStatus) -> None:
    """A chunk of workbooks, ten figures each."""
    deliveries = [
        Delivery(
            delivery_id=f"{night}{number}",
            source_kind=SourceKind.UNIT_REPORT,
            office_code="LDLD.TQ",
            path=f"{number}.xlsx",
            sha256="0" * 64,
            size_bytes=1,
            modified_ns=1,
            received_at=RECEIVED,
        )
        for number in range(len(statuses))
    ]
    documents = [
        Document(
            document_id=delivery.delivery_id,
            delivery_id=delivery.delivery_id,
            source_kind=SourceKind.UNIT_REPORT,
            office_code="LDLD.TQ",
            path=delivery.path,
            member="",
            sha256=delivery.sha256,
            status=status,
            reasons=(),
            layout=None,
            title=None,
            text=None,
            url=None,
            author=None,
            published_at=None,
            unit_text=None,
            unit_code=None,
            period_code=None,
            figure_count=10,
            award_count=0,
            received_at=RECEIVED,
        )
        for delivery, status in zip(deliveries, statuses, strict=True)
    ]
    Landing(settings.landing).append_chunk(night, Chunk(deliveries, documents, [], []))
