"""One source's conversation with the web: slow, as robots.txt allows, within bounds, every redirect checked."""

from __future__ import annotations

import fcntl
import math
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import urlsplit

import httpcore
import httpx

from ingest.news.compressed import PIECE_BYTES, inflate
from ingest.news.listings import MAX_URL_CHARACTERS
from ingest.news.network import AddressRefused, CheckedBackend, CheckedTransport
from ingest.news.parser import ParserLostError, robots_verdict
from ingest.news.sources import Source
from warehouse.records import FetchOutcome, Reason

MAX_REDIRECTS = 5
MAX_ROBOTS_BYTES = 512_000
"""What stands past them in a robots.txt is not read (RFC 9309 asks for 500 KiB at least)."""
PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "")
_MAY_PASS = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})

Sleep = Callable[[float], None]
_Brought = TypeVar("_Brought")


class FetchError(Exception):
    """Why nothing was brought; ``outcome`` says of what sort that is."""

    def __init__(
        self,
        outcome: FetchOutcome,
        code: str,
        vi: str,
        en: str,
        *,
        status_code: int | None = None,
        may_pass: bool = False,
        wait_seconds: float | None = None,
        ends_source: bool = False,
    ) -> None:
        super().__init__(en)
        self.outcome, self.reason = outcome, Reason(code=code, vi=vi, en=en)
        self.status_code = status_code
        self.may_pass = may_pass
        """Whether another attempt is worth making."""
        self.wait_seconds = wait_seconds
        """What the server asked to wait."""
        self.ends_source = ends_source
        """Whether the whole source should be left alone for tonight."""


class SourceTimeOverError(FetchError):
    """The time of the whole source is over, or what is to be waited for lies past it."""

    def __init__(self) -> None:
        super().__init__(
            FetchOutcome.FAILED,
            "source_time_over",
            "Đã hết thời gian dành cho nguồn này; phần còn lại để lần sau.",
            "the time for the whole source (max_minutes) is over",
            ends_source=True,
        )


class TurnTooFarError(Exception):
    """A host's next turn is further away than one may wait."""


def refused(code: str, vi: str, en: str) -> FetchError:
    return FetchError(FetchOutcome.REFUSED, code, vi, en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server gave."""

    content: bytes
    """With content encodings undone; empty where nothing changed."""
    is_unchanged: bool
    """304: the bytes to which the validators belong still hold."""
    final_url: str
    status_code: int
    etag: str | None
    last_modified: str | None
    content_type: str | None


class Pace:
    """Keeps the requests to one host apart, also those of other processes on this machine that use the folder."""

    def __init__(self, folder: Path, sleep: Sleep = time.sleep) -> None:
        self._folder, self._sleep = folder, sleep

    def wait(self, host: str, seconds: float, longest: float = math.inf) -> None:
        """Wait for this host's next turn and take it.

        Raises ``TurnTooFarError`` where that is longer than ``longest`` seconds; the turn is then left to others.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        name = "".join(char if char.isalnum() or char in ".-" else "_" for char in host)[:200]
        with (self._folder / name).open("a+", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            now = time.time()
            turn = min(max(now, _number(file.read()) + seconds), now + 10 * seconds)
            if turn - now > longest:
                raise TurnTooFarError(host)
            file.truncate(0)
            file.write(repr(turn))
        if turn > now:
            self._sleep(turn - now)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


class Web:
    """The client of one source. Use it as a context manager, in one thread.

    Nothing is asked and nothing waited for past ``ends_at``, on the monotonic clock: ``SourceTimeOverError`` then.
    """

    def __init__(
        self, source: Source, user_agent: str, pace: Pace, sleep: Sleep = time.sleep, ends_at: float = math.inf
    ) -> None:
        self._source, self._user_agent, self._pace, self._sleep = source, user_agent, pace, sleep
        self._ends_at = ends_at
        self._backend = CheckedBackend(source.private_networks)
        self._robots: dict[str, bytes | FetchError] = {}
        self._own_origins = {origin_of(url) for url in source.urls}
        self._hosts = {_site(urlsplit(url).hostname or "") for url in source.urls} | set(map(_site, source.hosts))
        self._client = httpx.Client(
            transport=CheckedTransport(self._backend),
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(source.read_seconds, connect=source.connect_seconds),
            headers={"User-Agent": user_agent, "Accept-Encoding": "gzip", "Accept-Language": "vi, *;q=0.5"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._client.close()

    def get(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, types: tuple[str, ...] = ()
    ) -> Answer:
        """Ask for an address, with validators where some are known; of the given content types where some are given.

        Raises ``FetchError``.
        """
        asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in asked.items() if value}
        answer = self._patiently(lambda: self._through_redirects(url, headers, types))
        if answer.is_unchanged and not headers:
            raise FetchError(FetchOutcome.FAILED, "http_status", "Máy chủ trả lời lỗi 304.", "an unasked-for 304")
        return answer

    def check(self, url: str) -> httpx.URL:
        """The address where it may be asked for at all, by its form and host. Raises ``FetchError``."""
        parsed = _address(url)
        if _site(parsed.host) not in self._hosts:
            raise refused(
                "other_host",
                f"Trang thuộc máy chủ {parsed.host}, không nằm trong nguồn này.",
                f"{parsed.host} is not of this source; name it under hosts if it should be",
            )
        return parsed

    def is_own(self, origin: str | None) -> bool:
        """Whether one of the source's own pages lies there: where it fails, the source does."""
        return origin in self._own_origins

    def check_time(self, seconds: float = 0.0) -> None:
        """Raise ``SourceTimeOverError`` where the source's time is over in so many seconds."""
        if time.monotonic() + seconds > self._ends_at:
            raise SourceTimeOverError

    def _patiently(self, ask: Callable[[], _Brought]) -> _Brought:
        backoff = self._source.backoff_seconds
        for attempt in range(1, self._source.attempts + 1):
            try:
                return ask()
            except FetchError as error:
                if not error.may_pass:
                    raise
                wait = backoff * 2 ** (attempt - 1) if error.wait_seconds is None else error.wait_seconds
                if wait > self._source.patience_seconds:
                    error.ends_source = True
                    raise
                if attempt == self._source.attempts:
                    raise
                self.check_time(wait)
                self._sleep(wait)
        raise AssertionError("attempts are at least one")

    def _through_redirects(self, url: str, headers: Mapping[str, str], types: tuple[str, ...]) -> Answer:
        target = self.check(url)
        for _ in range(MAX_REDIRECTS + 1):
            delay = self._obey_robots(target)
            with self._asked(target, headers, delay) as response:
                if response.status_code not in _REDIRECTS:
                    return self._answer(target, response, types)
                location = response.headers.get("location", "")
            target = self.check(_joined(target, location))
        raise refused(
            "too_many_redirects",
            f"Trang chuyển hướng quá {MAX_REDIRECTS} lần.",
            f"{url} redirects more than {MAX_REDIRECTS} times",
        )

    def _obey_robots(self, target: httpx.URL) -> float:
        """Seconds to keep between requests to this host; raises ``FetchError`` where its robots.txt says no."""
        origin = _origin(target)
        if origin not in self._robots:
            self._robots[origin] = self._robots_of(origin)
        rules = self._robots[origin]
        if isinstance(rules, FetchError):
            raise rules.with_traceback(None)
        if not rules:
            return self._source.delay_seconds
        try:
            may_ask, delay = robots_verdict(rules, str(target), self._user_agent)
        except ParserLostError as error:
            raise FetchError(
                FetchOutcome.FAILED,
                "robots_unreadable",
                "Tệp robots.txt của trang không đọc được.",
                f"robots.txt of {target.host}: {error}",
                ends_source=self.is_own(origin),
            ) from error
        if not may_ask:
            raise refused(
                "robots_disallow",
                "Trang không cho phép chương trình tự động đọc (robots.txt).",
                f"robots.txt of {target.host} disallows {target.raw_path.decode('ascii')}",
            )
        if delay > self._source.patience_seconds:
            too_long = refused(
                "crawl_delay",
                "Trang yêu cầu khoảng cách giữa hai lần đọc quá dài (robots.txt).",
                f"robots.txt of {target.host} wants {delay:g} seconds between requests, more than patience_seconds",
            )
            too_long.ends_source = self.is_own(origin)
            raise too_long
        return max(self._source.delay_seconds, delay)

    def _robots_of(self, origin: str) -> bytes | FetchError:
        """The robots.txt of a host; where it fails to say, why nothing of it is asked for tonight (RFC 9309)."""
        try:
            return self._patiently(lambda: self._read_robots(origin))
        except SourceTimeOverError:
            raise
        except FetchError as error:
            error.may_pass, error.ends_source = False, self.is_own(origin)
            return error

    def _read_robots(self, origin: str) -> bytes:
        """What a host's robots.txt says, wherever redirects lead to it; empty where there is none."""
        target = self.check(f"{origin}/robots.txt")
        for _ in range(MAX_REDIRECTS + 1):
            with self._asked(target, {}, self._source.delay_seconds) as response:
                status = response.status_code
                if status in _MAY_PASS or status >= 500:
                    raise _of_status(response)
                if status not in _REDIRECTS:
                    return self._first_lines(response) if status == 200 else b""
                location = response.headers.get("location", "")
            target = _address(_joined(target, location))
        return b""

    def _first_lines(self, response: httpx.Response) -> bytes:
        """A robots.txt, or its whole lines within the bound."""
        content = bytearray()
        for piece in _inflated(response):
            content += piece
            if len(content) > MAX_ROBOTS_BYTES:
                return bytes(content[: content.rfind(b"\n", 0, MAX_ROBOTS_BYTES) + 1])
        return bytes(content)

    @contextmanager
    def _asked(self, target: httpx.URL, headers: Mapping[str, str], delay: float) -> Iterator[httpx.Response]:
        """One request at this host's turn; its errors, those of reading the body included, as ``FetchError``."""
        try:
            self._pace.wait(_site(target.host), delay, self._ends_at - time.monotonic())
        except TurnTooFarError as error:
            raise SourceTimeOverError from error
        self._backend.deadline = min(time.monotonic() + self._source.total_seconds, self._ends_at)
        try:
            with self._client.stream("GET", target, headers=headers) as response:
                yield response
        except AddressRefused as error:
            raise refused(
                "private_address",
                "Máy chủ nằm ở địa chỉ nội bộ nên không được đọc.",
                f"{error}, not of the public internet; name its network under private_networks if it should be read",
            ) from error
        except (httpcore.TimeoutException, httpx.TimeoutException) as error:
            self.check_time()
            raise FetchError(
                FetchOutcome.FAILED,
                "timed_out",
                "Máy chủ trả lời quá chậm.",
                f"{target.host} took too long: {error or type(error).__name__}",
                may_pass=True,
            ) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpx.TransportError) as error:
            raise FetchError(
                FetchOutcome.FAILED,
                "connection_broke",
                "Không kết nối được với máy chủ, hoặc kết nối bị ngắt giữa chừng.",
                f"{target.host}: {error or type(error).__name__}",
                may_pass=True,
            ) from error

    def _answer(self, target: httpx.URL, response: httpx.Response, types: tuple[str, ...]) -> Answer:
        content_type = response.headers.get("content-type")
        content = b""
        if response.status_code == 200:
            kind = (content_type or "").partition(";")[0].strip().lower()
            if types and kind not in types:
                raise refused(
                    "content_type",
                    f"Địa chỉ không phải là một trang bài viết ({kind[:80]}).",
                    f"{kind[:80]} is no page",
                )
            content = self._body(response, self._source.max_page_bytes)
        elif response.status_code != 304:
            raise _of_status(response)
        return Answer(
            content=content,
            is_unchanged=response.status_code == 304,
            final_url=str(target),
            status_code=response.status_code,
            etag=_validator(response, "etag"),
            last_modified=_validator(response, "last-modified"),
            content_type=content_type[:200] if content_type else None,
        )

    def _body(self, response: httpx.Response, limit: int) -> bytes:
        """The body, unpacked piece by piece: neither what comes nor what it inflates to passes the bound."""
        announced = response.headers.get("content-length", "")
        if announced.isdecimal() and float(announced) > limit:
            raise _too_large(limit)
        pieces: list[bytes] = []
        size = 0
        for piece in _inflated(response):
            size += len(piece)
            if size > limit:
                raise _too_large(limit)
            pieces.append(piece)
        return b"".join(pieces)


def origin_of(url: str) -> str | None:
    """Scheme, host and port of an address; null where it is none."""
    try:
        return _origin(_address(url))
    except FetchError:
        return None


def _origin(address: httpx.URL) -> str:
    return f"{address.scheme}://{address.netloc.decode('ascii')}"


def _address(url: str) -> httpx.URL:
    """An address that may be asked for by its form. Raises ``FetchError``."""
    if len(url) > MAX_URL_CHARACTERS:
        raise refused("url_too_long", "Địa chỉ quá dài.", f"the address has {len(url)} characters")
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise refused("url_unreadable", "Địa chỉ không hợp lệ.", f"{url[:200]!r} is no address") from error
    if parsed.scheme not in ("http", "https") or not parsed.host or parsed.userinfo:
        raise refused(
            "url_scheme",
            "Chỉ đọc các địa chỉ http và https không kèm tên đăng nhập.",
            f"only plain http and https are asked, not {url[:200]!r}",
        )
    return parsed


def _joined(page: httpx.URL, location: str) -> str:
    """Where a redirect leads to. Raises ``FetchError``."""
    try:
        return str(page.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise refused("url_unreadable", "Trang chuyển hướng đến địa chỉ không hợp lệ.", str(error)) from error


def _inflated(response: httpx.Response) -> Iterator[bytes]:
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    raw = response.iter_raw(PIECE_BYTES)
    if encoding in ("identity", ""):
        yield from raw
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise refused(
            "content_encoding", "Trang được nén theo cách không đọc được.", f"{encoding[:40]!r} was not asked"
        )
    try:
        yield from inflate(raw)
    except zlib.error as error:
        raise FetchError(
            FetchOutcome.FAILED,
            "connection_broke",
            "Nội dung trang bị hỏng hoặc bị ngắt giữa chừng.",
            f"the compressed body is damaged: {error}",
            may_pass=True,
        ) from error


def _too_large(limit: int) -> FetchError:
    megabytes = f"{limit / 1_000_000:g}"
    return refused(
        "page_too_large", f"Trang lớn hơn {megabytes} MB nên không được đọc.", f"the page passes {megabytes} MB"
    )


def _of_status(response: httpx.Response) -> FetchError:
    """What a status other than 200, 304 and the redirects means."""
    status = response.status_code
    if status in (404, 410):
        return FetchError(
            FetchOutcome.GONE,
            "page_gone",
            "Trang không còn trên mạng.",
            f"the page is gone ({status})",
            status_code=status,
        )
    return FetchError(
        FetchOutcome.FAILED,
        "http_status",
        f"Máy chủ trả lời lỗi {status}.",
        f"the server answered {status}",
        status_code=status,
        may_pass=status in _MAY_PASS,
        wait_seconds=_retry_after(response.headers.get("retry-after")) if status in (429, 503) else None,
    )


def _retry_after(value: str | None) -> float | None:
    """Seconds to wait, from a number or a date; null where neither is said."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (moment - datetime.now(UTC)).total_seconds())
    except (ValueError, OverflowError):
        return None


def _validator(response: httpx.Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value if value and len(value) <= 500 and value.isascii() and value.isprintable() else None


def _site(host: str) -> str:
    """Hosts that count as one: with and without ``www.``."""
    return host.lower().rstrip(".").removeprefix("www.")
