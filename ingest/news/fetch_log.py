"""The record of fetches in the landing zone: what is known of an address, what awaits loading, who has gone quiet.

A source's rows lie in files of its own name, so that a night reads the history of the sources it asks, by columns, and
gets back a row an address asked about.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from warehouse.database import connect
from warehouse.figure import SourceKind
from warehouse.landing import Landing
from warehouse.records import Fetch, FetchOutcome

ROWS_A_FILE = 50
NIGHTS_AWAITED = 31
"""A page fetched and never loaded, for whatever fault, is offered for loading through so many nights."""

_KNOWN = """
with fetches as (
    select fetches.*
    from read_parquet($files, hive_partitioning = false, union_by_name = true) as fetches
    semi join asked on fetches.url = asked.url
),

-- grain: one try, with the last one before or after it that did not fail
told as (
    select *, max(fetched_at) filter (outcome <> 'failed') over (partition by url) as last_told_at
    from fetches
)

select
    url,
    min(fetched_at) as first_at,
    max(fetched_at) as last_at,
    arg_max(night, fetched_at) as last_night,
    arg_max(outcome, fetched_at) as last_outcome,
    arg_max(status_code, fetched_at) as last_status,
    arg_max(coalesce(etag, ''), fetched_at) filter (sha256 is not null) as etag,
    arg_max(coalesce(last_modified, ''), fetched_at) filter (sha256 is not null) as last_modified,
    arg_max(coalesce(final_url, url), fetched_at) filter (sha256 is not null) as final_url,
    arg_max(sha256, fetched_at) filter (sha256 is not null) as sha256,
    arg_max(sha256, fetched_at) filter (outcome in ('new', 'changed')) as told_sha256,
    max(fetched_at) filter (sha256 is not null) as answered_at,
    min(fetched_at) filter (last_told_at is null or fetched_at > last_told_at) as failing_since
from told
group by url
"""

_AWAITED = """
select
    url,
    arg_max(sha256, fetched_at) as sha256,
    arg_max(size_bytes, fetched_at) as size_bytes
from read_parquet($files, hive_partitioning = false, union_by_name = true)
where page_kind = 'article' and outcome in ('new', 'changed')
group by url
order by url
"""

_LAST_NEWS = """
select
    max(fetched_at) filter (page_kind = 'article' and outcome in ('new', 'changed')) as last_new_at,
    min(fetched_at) as first_at
from read_parquet($files, hive_partitioning = false, union_by_name = true)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What earlier fetches tell of one address."""

    first_at: datetime
    last_at: datetime
    last_night: date
    last_outcome: FetchOutcome
    last_status: int | None
    etag: str | None
    last_modified: str | None
    final_url: str | None
    sha256: str | None
    """The bytes that came last, to which the validators belong."""
    told_sha256: str | None
    """The bytes that were last told as new or changed: what was, or will be, loaded."""
    answered_at: datetime | None
    """When the address last brought its bytes, or said that they are the same."""
    failing_since: datetime | None
    """The first of the failures that nothing else has followed."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """A fetched article as it was last new or changed."""

    url: str
    sha256: str
    size_bytes: int


def known_of(landing: Landing, source_name: str, urls: Collection[str]) -> dict[str, Known]:
    """What is known of some addresses of a source; an address never asked for is not among them."""
    files = _files(landing, source_name)
    if not files or not urls:
        return {}
    with connect() as database:
        asked = pa.table({"url": pa.array(list(urls), type=pa.string())})
        database.from_arrow(asked).create("asked")
        rows = database.execute(_KNOWN, {"files": files}).fetchall()
    return {
        url: Known(
            first_at=first_at,
            last_at=last_at,
            last_night=last_night,
            last_outcome=FetchOutcome(last_outcome),
            last_status=last_status,
            etag=etag or None,
            last_modified=last_modified or None,
            final_url=final_url,
            sha256=sha256,
            told_sha256=told,
            answered_at=answered_at,
            failing_since=failing_since,
        )
        for (
            url,
            first_at,
            last_at,
            last_night,
            last_outcome,
            last_status,
            etag,
            last_modified,
            final_url,
            sha256,
            told,
            answered_at,
            failing_since,
        ) in rows
    }


def awaited(landing: Landing, night: date) -> list[Awaited]:
    """Articles fetched of late that are not what their address last brought to the landing zone."""
    nights = (night - timedelta(days=days) for days in range(NIGHTS_AWAITED))
    files = [
        str(file)
        for each in nights
        for file in sorted((landing.root / "fetches" / f"night={each.isoformat()}").glob("*.parquet"))
    ]
    if not files:
        return []
    with connect() as database:
        found = [Awaited(*row) for row in database.execute(_AWAITED, {"files": files}).fetchall()]
    landed = landing.known_deliveries(SourceKind.NEWS, [each.url for each in found]).contents
    return [each for each in found if (each.url, each.sha256) not in landed]


def last_news(landing: Landing, source_name: str) -> tuple[datetime | None, datetime | None]:
    """When a source last had anything new, and when it was first asked; null where never."""
    files = _files(landing, source_name)
    if not files:
        return None, None
    with connect() as database:
        row = database.execute(_LAST_NEWS, {"files": files}).fetchone()
    return row if row is not None else (None, None)


def _files(landing: Landing, source_name: str) -> list[str]:
    found: Iterable[Path] = (landing.root / "fetches").glob(f"night=*/{source_name}--*.parquet")
    return sorted(map(str, found))


class Journal:
    """Writes a source's fetches as they happen: a run cut short at any moment has lost none."""

    def __init__(self, landing: Landing, source_name: str, night: date) -> None:
        self._landing, self._source_name, self._night = landing, source_name, night
        self._rows: list[Fetch] = []
        self._file = ""

    def add(self, fetch: Fetch) -> None:
        """Land one more; a file takes ``ROWS_A_FILE`` and is put in place whole each time."""
        if not self._rows or len(self._rows) == ROWS_A_FILE:
            self._rows, self._file = [], f"{self._source_name}--{secrets.token_hex(16)}"
        self._rows.append(fetch)
        self._landing.put_fetches(self._night, self._file, self._rows)
