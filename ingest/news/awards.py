"""Awards, ratings and roles told by an article; one event told twice carries one ``event_key``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ingest.context import DocumentContext
from ingest.news.award_events import Told, event_keys
from ingest.news.award_forms import names_an_award
from ingest.news.award_giving import Giving
from ingest.news.award_names import Names
from ingest.news.award_ratings import Ratings, names_a_grade
from ingest.news.award_recipients import Recipients
from ingest.news.award_roles import ROLE_RE, Roles
from ingest.news.reading import Reading
from warehouse.catalogue import Catalogue
from warehouse.figure import stable_id
from warehouse.records import Award


def extract_awards(
    text: str,
    *,
    context: DocumentContext,
    catalogue: Catalogue,
    title: str | None = None,
    published_at: datetime | None = None,
) -> tuple[Award, ...]:
    """Mentions in the order of the text; quotes are spans of ``text`` as given. Pure; never raises on any text.

    A count ("03 đơn vị") with its names is one mention a name. ``event_key`` is shared by the mentions of one event:
    by form, year and recipient where it is named, within the document where it is not.
    """
    reading = Reading.of(text, context=context, catalogue=catalogue, title=title, published_at=published_at)
    return awards_of(reading)


def awards_of(reading: Reading) -> tuple[Award, ...]:
    """``extract_awards`` over a text already made ready."""
    lowered = reading.text.view.lower
    if not (names_an_award(lowered) or names_a_grade(lowered) or ROLE_RE.search(lowered)):
        return ()
    told = sorted(_told(reading), key=lambda item: (item.start, item.end))
    whole = reading.unit.whole
    group = whole.code if whole and whole.code else reading.context.document_id
    keys = event_keys(told, reading.context.document_id, group)
    return tuple(
        _award(reading, item, key, ordinal) for ordinal, (item, key) in enumerate(zip(told, keys, strict=True))
    )


def _told(reading: Reading) -> Iterator[Told]:
    names = Names(reading.text, reading.catalogue, reading.unit)
    giving = Giving(reading, names, Recipients(reading.text, reading.mentions, names))
    roles = Roles(reading, names)
    for sentence in reading.text.sentences:
        yield from giving.told(sentence)
        yield from roles.told(sentence)
    yield from Ratings(reading, names).told()


def _award(reading: Reading, item: Told, key: str, ordinal: int) -> Award:
    text, context, published_at = reading.text, reading.context, reading.published_at
    start, end = text.view.origin(item.start, item.end)
    return Award(
        award_id=stable_id("award", context.document_id, start, end, item.event_type, ordinal),
        document_id=context.document_id,
        delivery_id=context.delivery_id,
        event_type=item.event_type,
        event_key=key,
        recipient_text=item.recipient,
        recipient_code=item.recipient_code,
        award=item.award,
        giver_text=item.giver.text if item.giver else None,
        giver_code=item.giver.code if item.giver else None,
        presenter_text=item.presenter,
        year=item.year,
        count=item.count,
        locator=f"{start}:{end}",
        quote=text.view.original[start:end],
        quote_start=start,
        quote_end=end,
        received_at=context.received_at,
        published_at=published_at,
    )
