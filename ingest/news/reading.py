"""What both extractors stand on: a text cut up once, its numbers, its reporting unit and its periods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ingest.context import DocumentContext
from ingest.news.clauses import Segmented
from ingest.news.kinds import Kinds
from ingest.news.mentions import Mention, find_mentions
from ingest.news.timing import Timing
from ingest.news.units import ReportingUnit, reporting_unit
from ingest.vietnamese.composed import ComposedText
from warehouse.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Reading:
    """One article made ready: the expensive passes, done once for figures and awards together."""

    text: Segmented
    mentions: list[Mention]
    kinds: Kinds
    unit: ReportingUnit
    timing: Timing
    context: DocumentContext
    catalogue: Catalogue
    published_at: datetime | None

    @classmethod
    def of(
        cls,
        text: str,
        *,
        context: DocumentContext,
        catalogue: Catalogue,
        title: str | None = None,
        published_at: datetime | None = None,
    ) -> Reading:
        """The reading of a text as given; positions lead back to it whatever its Unicode form."""
        segmented = Segmented(ComposedText.of(text))
        catalogue = catalogue.on(published_at.date() if published_at else None)
        return cls(
            text=segmented,
            mentions=find_mentions(segmented),
            kinds=Kinds(segmented),
            unit=reporting_unit(segmented, catalogue, title),
            timing=Timing(segmented, title, published_at),
            context=context,
            catalogue=catalogue,
            published_at=published_at,
        )
