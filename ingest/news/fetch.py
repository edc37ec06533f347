"""From a source of news to the landing zone: ask for what is new or may have changed, keep the bytes, record every try.

Nothing is read into figures here: what came is offered for loading by ``ingest.load.plan``, like a dropped file.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from ingest.news.fetch_log import Journal, Known, known_of, last_news
from ingest.news.listings import Link, Listed, ListingError, canonical_url
from ingest.news.parser import read_listing, same_article
from ingest.news.sources import Source, SourceKind, Sources, load_sources
from ingest.news.web import PAGE_TYPES, Answer, FetchError, Pace, SourceTimeOverError, Web, origin_of, refused
from warehouse.figure import stable_id
from warehouse.landing import Landing
from warehouse.records import Fetch, FetchOutcome, Reason
from warehouse.settings import Settings

MAX_SITEMAPS = 50
"""Read in one night, those that another names included; where there are more, the newest."""
MAX_LISTED = 200_000
"""Articles considered in one night."""
MAX_FAILURES_IN_A_ROW = 5
RETRY_DAYS = 30
"""An article that fails is asked for again for so long from its first failure, and then where it is said to change."""
_ARTICLE = "article"
_HTTP_GONE = 410

Clock = Callable[[], datetime]


class SourceFailed(RuntimeError):  # noqa: N818  # told to people as such
    """A source's own listing could not be read; what it listed elsewhere was fetched all the same."""


@dataclass(slots=True)
class SourceSummary:
    """What one source gave in one run."""

    name: str
    outcomes: Counter[FetchOutcome] = field(default_factory=Counter)
    """Of its articles."""
    left_over: int = 0
    """Articles to be asked for on another night: the bounds of this one were reached."""
    problems: list[Reason] = field(default_factory=list)
    """Why the source as a whole could not be read, or not to its end."""
    notes: list[tuple[str, Reason]] = field(default_factory=list)
    """Addresses that brought nothing, with the reason."""
    quiet_days: int | None = None
    """Days without anything new, where they are more than the source may take."""

    @property
    def has_failed(self) -> bool:
        return bool(self.problems)

    def to_json(self) -> dict[str, int]:
        return {**{outcome.value: count for outcome, count in self.outcomes.items()}, "left_over": self.left_over}


def now_in_utc() -> datetime:
    return datetime.now(UTC)


def enabled_sources(settings: Settings) -> Sources:
    """The configured sources that are switched on. Raises ``SourceError`` where the file cannot be used."""
    configured = load_sources(settings.news_sources)
    return configured.model_copy(update={"sources": configured.enabled()})


def fetch_named(settings: Settings, name: str, night: date) -> SourceSummary:
    """Fetch one source by its name. Raises ``SourceFailed`` where its own listing could not be read."""
    configured = load_sources(settings.news_sources)
    summary = fetch_source(settings, configured.named(name), night, configured.user_agent)
    if summary.has_failed:
        raise SourceFailed(f"{name}: " + "; ".join(reason.en for reason in summary.problems))
    return summary


def fetch_all(settings: Settings, night: date) -> Iterator[SourceSummary]:
    """Every source that is switched on, several at once; a summary as each in turn is through."""
    configured = enabled_sources(settings)
    if not configured.sources:
        return
    with ThreadPoolExecutor(max_workers=settings.fetch_workers) as pool:
        yield from pool.map(partial(_fetch_beside_others, settings, configured, night), configured.sources)


def _fetch_beside_others(settings: Settings, configured: Sources, night: date, source: Source) -> SourceSummary:
    try:
        return fetch_source(settings, source, night, configured.user_agent)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001  # whatever a hostile source breaks, the others go on
        reason = Reason(
            code="source_crashed",
            vi="Chương trình tải tin dừng đột ngột ở nguồn này; bộ phận kỹ thuật cần xem lại.",
            en=f"the fetcher failed: {type(error).__name__}: {error}",
        )
        return SourceSummary(source.name, problems=[reason])


def fetch_source(
    settings: Settings,
    source: Source,
    night: date,
    user_agent: str,
    *,
    clock: Clock = now_in_utc,
    sleep: Callable[[float], None] = time.sleep,
) -> SourceSummary:
    """Fetch what one source has for a night; run again, only what is missing.

    Every failure of the source is in the summary. Raises ``OSError`` where the landing zone cannot be written.
    """
    landing = Landing(settings.landing)
    landing.prepare()
    pace = Pace(settings.build / "hosts", sleep)
    ends_at = time.monotonic() + 60 * source.max_minutes
    with Web(source, user_agent, pace, sleep, ends_at) as web:
        visit = _Visit(source, landing, web, night, clock)
        visit.run()
    visit.summary.quiet_days = quiet_days(landing, source, clock())
    return visit.summary


def quiet_days(landing: Landing, source: Source, now: datetime) -> int | None:
    """Days since a source last had anything new, where they are more than it may take; else null."""
    last_new_at, first_at = last_news(landing, source.name)
    since = last_new_at or first_at
    if since is None:
        return None
    days = (now - since).days
    return days if days > source.stale_after_days else None


class _Visit:
    """One run of one source."""

    def __init__(self, source: Source, landing: Landing, web: Web, night: date, clock: Clock) -> None:
        self.summary = SourceSummary(source.name)
        self._source, self._landing, self._web, self._night, self._clock = source, landing, web, night, clock
        self._started_at = clock()
        self._journal = Journal(landing, source.name, night)
        self._is_over = False

    def run(self) -> None:
        links = self._links()
        known = known_of(self._landing, self._source.name, list(links))
        due = [link for link in links.values() if self._is_due(link, known.get(link.url))]
        # what was never seen comes before what may have changed, of both the newest first
        due = sorted(_newest_first(due), key=lambda link: link.url in known)
        asked = 0
        failures: Counter[str | None] = Counter()
        for number, link in enumerate(due):
            if self._is_over or asked == self._source.max_articles:
                self.summary.left_over += len(due) - number
                return
            origin = origin_of(link.url)
            if failures[origin] == MAX_FAILURES_IN_A_ROW:
                self.summary.left_over += 1
                continue
            try:
                self._web.check_time()
                outcome = self._fetch_article(link, known.get(link.url))
            except SourceTimeOverError:
                self.summary.left_over += len(due) - number
                return
            asked += 1
            failures[origin] = failures[origin] + 1 if outcome is FetchOutcome.FAILED else 0
            if failures[origin] == MAX_FAILURES_IN_A_ROW and self._web.is_own(origin):
                self._end(
                    Reason(
                        code="source_failing",
                        vi=f"{MAX_FAILURES_IN_A_ROW} bài liên tiếp không tải được; nguồn được để lại đến lần sau.",
                        en=f"{MAX_FAILURES_IN_A_ROW} articles in a row failed; the source is left for the next run",
                    )
                )

    def _links(self) -> dict[str, Link]:
        """Every article the source lists, by address, in its order."""
        found: dict[str, Link] = {}
        pattern = self._source.article_pattern
        for listed in self._listings():
            for link in listed.articles:
                if pattern is None or pattern.search(link.url):
                    found.setdefault(link.url, link)
            if len(found) > MAX_LISTED:
                self._complain(
                    Reason(
                        code="too_many_listed",
                        vi=f"Nguồn liệt kê hơn {MAX_LISTED} bài; các danh mục cũ hơn chưa được đọc.",
                        en=f"more than {MAX_LISTED} articles are listed; older listings were not read",
                    )
                )
                break
        own_pages = {canonical_url(url, url) for url in self._source.urls}
        return {url: link for url, link in found.items() if url not in own_pages}

    def _listings(self) -> Iterator[Listed]:
        """The source's listings, sitemaps named by sitemaps included."""
        waiting = [Link(canonical_url(url, url) or url) for url in self._source.urls]
        seen: set[str] = set()
        left_out = 0
        while waiting and not self._is_over:
            room = MAX_SITEMAPS - len(seen)
            left_out += max(0, len(waiting) - room)
            waiting = waiting[:room]
            seen.update(link.url for link in waiting)
            asked = known_of(self._landing, self._source.name, [link.url for link in waiting])
            named: dict[str, Link] = {}
            for link in waiting:
                listed = None if self._is_over else self._listing(link, asked.get(link.url))
                if listed is not None:
                    named.update((each.url, each) for each in listed.sitemaps if each.url not in seen)
                    yield listed
            waiting = _newest_first(named.values())
        if left_out:
            self._complain(
                Reason(
                    code="sitemaps_left_out",
                    vi=f"{left_out} sơ đồ trang (sitemap) cũ nhất chưa được đọc vì nguồn có quá {MAX_SITEMAPS} sơ đồ.",
                    en=f"{left_out} sitemaps, the oldest, were not read: the source has more than {MAX_SITEMAPS}; "
                    "name those that are needed under urls",
                )
            )

    def _listing(self, link: Link, known: Known | None) -> Listed | None:
        """One listing as it stands now; what cannot be read is a problem of the source."""
        try:
            self._web.check_time()
            listed = self._unchanged_sitemap(link, known)
            return listed if listed is not None else self._asked_listing(link, known)
        except FetchError as error:
            if not isinstance(error, SourceTimeOverError):
                self._record_error(link.url, self._source.kind.value, error)
            self._complain(replace(error.reason, en=f"{link.url}: {error.reason.en}"))
            self._is_over = error.ends_source
        except ListingError as error:
            self._complain(Reason(code="listing_unreadable", vi=error.vi, en=f"{link.url}: {error.en}"))
        return None

    def _unchanged_sitemap(self, link: Link, known: Known | None) -> Listed | None:
        """A sitemap as kept, where the one that names it says that it is older than that; null where it is to be asked.

        What was kept may be none, such as a page that told of a fault.
        """
        if known is None or self._source.kind is not SourceKind.SITEMAP or not _is_older(link, known):
            return None
        kept = self._bytes_of(known.sha256)
        try:
            return None if kept is None else read_listing(self._source.kind, kept, known.final_url or link.url)
        except ListingError:
            return None

    def _asked_listing(self, link: Link, known: Known | None) -> Listed:
        """A listing asked for: as kept, where the server says it is the same.

        The kept bytes are read again, for a run cut short has not followed all their links.
        Raises ``FetchError`` and ``ListingError``.
        """
        kept = self._bytes_of(known.sha256) if known else None
        base_url = known.final_url or link.url if known else link.url
        answer = self._ask(link.url, known if kept is not None else None)
        if kept is not None and answer.is_unchanged:
            content = kept
        else:
            content, base_url = answer.content, answer.final_url
        sha256 = self._landing.store(content)
        outcome = _by_bytes(known, sha256)
        self._record_answer(link.url, self._source.kind.value, outcome, _with_validators(answer, known), sha256)
        return read_listing(self._source.kind, content, base_url)

    def _bytes_of(self, sha256: str | None) -> bytes | None:
        if sha256 is None or not self._landing.received_path(sha256).exists():
            return None
        return self._landing.fetch(sha256)

    def _is_due(self, link: Link, known: Known | None) -> bool:
        """Whether an article is to be asked for: never seen, said to be changed, of late, or missing."""
        if known is None:
            return True
        if known.failing_since is not None and self._started_at - known.failing_since <= timedelta(days=RETRY_DAYS):
            return True
        if known.last_night == self._night or known.last_status == _HTTP_GONE:
            return False
        if link.changed_at is not None and link.changed_at > known.last_at:
            return True
        return self._started_at - known.first_at <= timedelta(days=self._source.recheck_days)

    def _fetch_article(self, link: Link, known: Known | None) -> FetchOutcome:
        told = self._bytes_of(known.told_sha256) if known else None
        try:
            answer = self._ask(link.url, known if told is not None else None, PAGE_TYPES)
            check_article(answer.content)
        except SourceTimeOverError:
            raise
        except FetchError as error:
            if error.ends_source:
                self._end(error.reason)
            self.summary.notes.append((link.url, error.reason))
            return self._record_error(link.url, _ARTICLE, error)
        sha256 = known.sha256 if known and answer.is_unchanged else self._landing.store(answer.content)
        outcome = _by_bytes(known, sha256)
        if outcome is FetchOutcome.CHANGED and told is not None and same_article(told, answer.content):
            outcome = FetchOutcome.UNCHANGED
        return self._record_answer(link.url, _ARTICLE, outcome, _with_validators(answer, known), sha256)

    def _ask(self, url: str, known: Known | None, types: tuple[str, ...] = ()) -> Answer:
        return self._web.get(
            url,
            etag=known.etag if known else None,
            last_modified=known.last_modified if known else None,
            types=types,
        )

    def _record_answer(
        self, url: str, page_kind: str, outcome: FetchOutcome, answer: Answer, sha256: str | None
    ) -> FetchOutcome:
        return self._record(
            Fetch(
                **self._head(url, page_kind, outcome),
                final_url=answer.final_url if answer.final_url != url else None,
                status_code=answer.status_code,
                etag=answer.etag,
                last_modified=answer.last_modified,
                content_type=answer.content_type,
                sha256=sha256,
                size_bytes=None if answer.is_unchanged else len(answer.content),
                reason_code=None,
                reason_vi=None,
                reason_en=None,
            )
        )

    def _record_error(self, url: str, page_kind: str, error: FetchError) -> FetchOutcome:
        return self._record(
            Fetch(
                **self._head(url, page_kind, error.outcome),
                final_url=None,
                status_code=error.status_code,
                etag=None,
                last_modified=None,
                content_type=None,
                sha256=None,
                size_bytes=None,
                reason_code=error.reason.code,
                reason_vi=error.reason.vi,
                reason_en=error.reason.en,
            )
        )

    def _head(self, url: str, page_kind: str, outcome: FetchOutcome) -> dict[str, Any]:
        fetched_at = self._clock()
        return {
            "fetch_id": stable_id("fetch", self._source.name, url, fetched_at.isoformat()),
            "source_name": self._source.name,
            "page_kind": page_kind,
            "url": url,
            "outcome": outcome,
            "fetched_at": fetched_at,
        }

    def _record(self, fetch: Fetch) -> FetchOutcome:
        self._journal.add(fetch)
        if fetch.page_kind == _ARTICLE:
            self.summary.outcomes[fetch.outcome] += 1
        return fetch.outcome

    def _complain(self, reason: Reason) -> None:
        self.summary.problems.append(reason)

    def _end(self, reason: Reason) -> None:
        self._is_over = True
        self._complain(reason)


def check_article(content: bytes) -> None:
    """Raise ``FetchError`` for what is served as a page and is none: ready-made figures are dropped, never fetched."""
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    is_text = b"\x00" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not is_text or head.startswith((b"{", b"[", b"%PDF", b"PK\x03\x04")):
        raise refused("no_page", "Địa chỉ không phải là một trang bài viết.", "the bytes are neither HTML nor text")


def _with_validators(answer: Answer, known: Known | None) -> Answer:
    """A 304 may leave out the validators: those known still hold."""
    if known is None or not answer.is_unchanged:
        return answer
    return replace(answer, etag=answer.etag or known.etag, last_modified=answer.last_modified or known.last_modified)


def _by_bytes(known: Known | None, sha256: str | None) -> FetchOutcome:
    if known is None or known.told_sha256 is None:
        return FetchOutcome.NEW
    return FetchOutcome.UNCHANGED if sha256 in (known.told_sha256, known.sha256) else FetchOutcome.CHANGED


def _is_older(link: Link, known: Known) -> bool:
    """Whether a sitemap that another names has stood unchanged since it was fetched."""
    return link.changed_at is not None and known.answered_at is not None and link.changed_at < known.answered_at


def _newest_first(links: Iterable[Link]) -> list[Link]:
    """Those that tell when they were changed, the newest first; then the others as listed."""
    listed = list(links)
    dated = [(link.changed_at, link) for link in listed if link.changed_at is not None]
    dated.sort(key=lambda each: each[0], reverse=True)
    return [link for _, link in dated] + [link for link in listed if link.changed_at is None]


def told(summaries: Iterable[SourceSummary]) -> str:
    """One line over all sources."""
    every = list(summaries)
    outcomes: Counter[FetchOutcome] = sum((each.outcomes for each in every), Counter())
    failed = sum(each.has_failed for each in every)
    parts = [f"{count} {outcome.value}" for outcome, count in sorted(outcomes.items())]
    parts += [f"{failed} of {len(every)} sources failed"] if failed else []
    parts += [f"{each.name} quiet for {each.quiet_days} days" for each in every if each.quiet_days is not None]
    return ", ".join(parts) or ("nothing new" if every else "no source is switched on")
