"""A union's web site on this machine that can misbehave, and sources that ask it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ingest.news.sources import Source

Misbehaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True, slots=True)
class Page:
    """What an address answers; with an ETag it answers 304 to those who name it."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


class Site:
    """Pages by path; a list of pages is answered in turn, its last for ever."""

    def __init__(self) -> None:
        self.pages: dict[str, Page | Misbehaviour | list[Page]] = {}
        self.asked: list[str] = []
        self.headers: dict[str, Mapping[str, str]] = {}
        """The headers of the last request for a path."""
        self.bytes_sent = 0
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 5

            def do_GET(self) -> None:  # the name that http.server calls
                site.answer(self)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name that http.server gives
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A client that hangs up is what some tests are about."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def times_asked(self, path: str) -> int:
        return Counter(self.asked)[path]

    def forget(self) -> None:
        self.asked.clear()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        path = handler.path
        self.asked.append(path)
        self.headers[path] = dict(handler.headers.items())
        page = self.pages.get(path, Page(b"khong co", status=404))
        if isinstance(page, list):
            page = page.pop(0) if len(page) > 1 else page[0]
        if not isinstance(page, Page):
            page(handler)
            return
        etag = page.headers.get("ETag")
        is_same = etag is not None and handler.headers.get("If-None-Match") == etag
        body = b"" if is_same else page.body
        handler.send_response(304 if is_same else page.status)
        for name, value in page.headers.items():
            handler.send_header(name, value)
        if not is_same:
            handler.send_header("Content-Type", page.content_type)
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def put_feed(self, *paths: str, path: str = "/rss") -> None:
        """A feed of relative links."""
        items = "".join(f"<item><title>Tin</title><link>{each}</link></item>" for each in paths)
        self.pages[path] = Page(
            f'<?xml version="1.0"?><rss version="2.0"><channel><title>Tin</title>{items}</channel></rss>'.encode(),
            content_type="application/rss+xml",
        )

    def source(self, name: str = "tin", kind: str = "feed", path: str = "/rss", **changes: Any) -> Source:
        """A source that asks this site without waiting."""
        told: dict[str, Any] = {
            "name": name,
            "kind": kind,
            "urls": [self.url + path],
            "delay_seconds": 0,
            "backoff_seconds": 0.001,
            "connect_seconds": 2,
            "read_seconds": 2,
            "total_seconds": 4,
            "private_networks": ["127.0.0.1/32"],
        }
        return Source.model_validate({**told, **changes})


def article_page(text: str, *, title: str = "Công đoàn huyện sơ kết phong trào thi đua", counter: int = 0) -> bytes:
    """A page of an invented portal around one text."""
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>{title}</title></head><body>
<div class="menu"><a href="/">Trang chủ</a> <a href="/tin">Tin tức</a></div>
<div class="content"><h1>{title}</h1><p>{text}</p></div>
<div class="footer">Đang online: {counter}<br>Lượt truy cập: {counter * 7}</div></body></html>""".encode()


def http_date(moment: Any) -> str:
    return format_datetime(moment, usegmt=True)
