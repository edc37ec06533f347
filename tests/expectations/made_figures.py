"""Invented deliveries, documents and figures with only the fields a test cares about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from warehouse.figure import DenominatorBasis, Figure, FigureKind, Measure, Qualifier, SourceKind, figure_id, stable_id
from warehouse.landing import Chunk, Landing
from warehouse.records import Delivery, Document, DocumentStatus, Reason

NIGHT = date(2023, 12, 5)
RECEIVED = datetime(2023, 12, 5, 14, 0, tzinfo=UTC)
UNIT = "LDLD.TQ.CHIEMHOA"


def made_document(
    name: str,
    *,
    source_kind: SourceKind = SourceKind.UNIT_REPORT,
    status: DocumentStatus = DocumentStatus.LOADED,
    reasons: Sequence[Reason] = (),
    office_code: str | None = "LDLD.TQ",
    title: str | None = None,
    text: str | None = None,
) -> Document:
    return Document(
        document_id=stable_id("document", name),
        delivery_id=stable_id("delivery", name),
        source_kind=source_kind,
        office_code=office_code if source_kind is SourceKind.UNIT_REPORT else None,
        path=f"{office_code}/{name}.xlsx" if source_kind is SourceKind.UNIT_REPORT else f"{name}.txt",
        member="",
        sha256=stable_id("sha256", name) * 2,
        status=status,
        reasons=tuple(reasons),
        layout=None,
        title=title,
        text=text,
        url=None,
        author=None,
        published_at=None,
        unit_text=None,
        unit_code=None,
        period_code=None,
        figure_count=0,
        award_count=0,
        received_at=RECEIVED,
    )


def made_figure(document: Document, ordinal: int = 0, **given: Any) -> Figure:
    """A figure of the document; numbers may be given as strings ("27", "122.7")."""
    for name in ("value", "reference", "percent", "upper"):
        if isinstance(given.get(name), str):
            given[name] = Decimal(given[name])
    percent = given.get("percent")
    decimals = -percent.as_tuple().exponent if percent is not None else None
    kind = given.get("kind", FigureKind.RESULT)
    locator = given.get("locator", f"Sheet1!E{10 + ordinal}")
    plain = Figure(
        figure_id=figure_id(document.document_id, locator, kind, ordinal),
        document_id=document.document_id,
        delivery_id=document.delivery_id,
        source_kind=document.source_kind,
        office_code=document.office_code,
        locator=locator,
        quote="Hỗ trợ làm nhà mới | Thực hiện",
        quote_start=None,
        quote_end=None,
        number_text=given.get("number_text", "27/22"),
        unit_text="LĐLĐ huyện Chiêm Hóa",
        unit_code=UNIT,
        province=None,
        indicator_text="Hỗ trợ làm nhà mới",
        indicator_code="housing_new_supported",
        topic=None,
        scope=None,
        period_code="2023",
        as_of_date=None,
        kind=kind,
        value=None,
        reference=None,
        percent=None,
        upper=None,
        reference_period_code=None,
        value_decimals=0,
        percent_decimals=decimals,
        qualifier=Qualifier.EXACT,
        change=None,
        measure=Measure.COUNT,
        unit_of_measure=None,
        denominator_basis=DenominatorBasis.STATED_TARGET if given.get("reference") is not None else None,
        is_control_total=False,
        recovered_from=None,
        alternatives=(),
        received_at=RECEIVED,
        published_at=None,
    )
    return replace(plain, **given)


def made_delivery(document: Document) -> Delivery:
    return Delivery(
        delivery_id=document.delivery_id,
        source_kind=document.source_kind,
        office_code=document.office_code,
        path=document.path,
        sha256=document.sha256,
        size_bytes=1,
        modified_ns=0,
        received_at=RECEIVED,
    )


def land(landing: Landing, documents: Sequence[Document], figures: Sequence[Figure], night: date = NIGHT) -> None:
    landing.prepare()
    deliveries = [made_delivery(document) for document in documents]
    landing.append_chunk(night, Chunk(deliveries=deliveries, documents=documents, figures=figures, awards=()))
