"""A site that misbehaves costs a bounded time and memory, and a site's wishes are kept."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
from union_site import Page, Site, http_date

from ingest.news import parser
from ingest.news.network import is_allowed
from ingest.news.web import PAGE_TYPES, Answer, FetchError, Pace, TurnTooFarError, Web


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def asks(site: Site, tmp_path: Path, waits: list[float]) -> Any:
    """Ask the site for a path, with changes to the source that asks."""

    def ask(path: str, **changes: Any) -> Answer:
        pace = Pace(tmp_path / "hosts", waits.append)
        url = path if "://" in path else site.url + path
        with Web(site.source(**changes), "thi-dua-warehouse/0.1", pace, waits.append) as web:
            return web.get(url, types=PAGE_TYPES)

    return ask


def refusal(ask: Any, path: str, **changes: Any) -> FetchError:
    with pytest.raises(FetchError) as raised:
        ask(path, **changes)
    assert raised.value.reason.vi
    return raised.value


def drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    for number in range(100):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" if number == 0 else b"X-More: yes\r\n")
        handler.wfile.flush()
        time.sleep(0.05)


def broken_off(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b"<html>")
    handler.close_connection = True


@pytest.mark.parametrize("slowly", [drip, drip_headers])
def test_a_server_that_drips_is_left_when_the_whole_time_is_over(site: Site, asks: Any, slowly: Any) -> None:
    site.pages["/tin"] = slowly
    error = refusal(asks, "/tin", read_seconds=2, total_seconds=0.3, attempts=1)
    assert (error.outcome, error.reason.code) == ("failed", "timed_out")


def test_a_body_that_ends_too_early_is_no_page(site: Site, asks: Any) -> None:
    site.pages["/tin"] = broken_off
    assert refusal(asks, "/tin", attempts=2).reason.code == "connection_broke"
    assert site.times_asked("/tin") == 2
    site.pages["/gz"] = Page(gzip.compress(b"<html>" * 1000)[:-9], headers={"Content-Encoding": "gzip"})
    assert refusal(asks, "/gz", attempts=1).reason.code == "connection_broke"


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_asked_for_once(site: Site, asks: Any, status: int) -> None:
    site.pages["/tin"] = Page(status=status)
    error = refusal(asks, "/tin")
    assert (error.outcome, error.status_code, site.times_asked("/tin")) == ("gone", status, 1)


def test_a_server_that_stumbles_is_asked_again_after_growing_pauses(site: Site, asks: Any, waits: list[float]) -> None:
    site.pages["/tin"] = [Page(status=500), Page(status=502), Page(b"<html>tin</html>")]
    assert asks("/tin", backoff_seconds=0.5).content == b"<html>tin</html>"
    assert waits == [0.5, 1.0]


def test_a_server_that_says_when_to_come_back_is_heeded(site: Site, asks: Any, waits: list[float]) -> None:
    site.pages["/tin"] = [Page(status=429, headers={"Retry-After": "7"}), Page(b"<html>tin</html>")]
    asks("/tin")
    soon = http_date(datetime.now(UTC) + timedelta(seconds=30))
    site.pages["/tin"] = [Page(status=503, headers={"Retry-After": soon}), Page(b"<html>tin</html>")]
    asks("/tin")
    assert waits[0] == 7
    assert 25 <= waits[1] <= 30


def test_a_server_that_asks_for_a_longer_wait_than_ours_ends_the_source_for_tonight(site: Site, asks: Any) -> None:
    site.pages["/tin"] = Page(status=429, headers={"Retry-After": "86400"})
    error = refusal(asks, "/tin", patience_seconds=60)
    assert (error.ends_source, site.times_asked("/tin")) == (True, 1)


def test_a_page_of_200_megabytes_is_neither_read_nor_held(site: Site, asks: Any) -> None:
    sent = []

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Connection", "close")
        handler.end_headers()
        for _ in range(200):
            handler.wfile.write(b"x" * 1_000_000)
            sent.append(1)

    site.pages["/tin"] = endless
    assert refusal(asks, "/tin", max_page_bytes=1_000_000).reason.code == "page_too_large"
    assert len(sent) < 50
    site.pages["/tin"] = Page(b"x" * 1_000_001)
    assert refusal(asks, "/tin", max_page_bytes=1_000_000).reason.code == "page_too_large"


def test_a_bomb_is_not_inflated_past_the_bound(site: Site, asks: Any) -> None:
    site.pages["/tin"] = Page(gzip.compress(b"\0" * 60_000_000), headers={"Content-Encoding": "gzip"})
    assert refusal(asks, "/tin", max_page_bytes=1_000_000).reason.code == "page_too_large"


def test_a_compressed_page_comes_as_it_was_written(site: Site, asks: Any) -> None:
    page = "<html>Công đoàn</html>".encode() * 20_000
    site.pages["/tin"] = Page(gzip.compress(page), headers={"Content-Encoding": "gzip"})
    assert asks("/tin").content == page


def test_a_redirect_is_followed_to_its_end_and_no_circle_is(site: Site, asks: Any) -> None:
    site.pages["/cu"] = Page(status=301, headers={"Location": "/moi"})
    site.pages["/moi"] = Page(b"<html>tin</html>")
    assert asks("/cu").final_url == f"{site.url}/moi"
    site.pages["/vong"] = Page(status=302, headers={"Location": "/vong"})
    assert refusal(asks, "/vong").reason.code == "too_many_redirects"


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("file:///etc/passwd", "url_scheme"),
        ("ftp://127.0.0.1/x", "url_scheme"),
        ("http://user:secret@127.0.0.1/", "url_scheme"),
        ("http://127.0.0.2/", "private_address"),
        ("http://[::1]/", "private_address"),
        ("http://0x7f000002/", "private_address"),
        ("http://169.254.169.254/latest/meta-data/", "private_address"),
        ("http://elsewhere.example/", "other_host"),
    ],
)
def test_a_redirect_to_where_nothing_is_asked_is_refused(site: Site, asks: Any, location: str, code: str) -> None:
    site.pages["/tin"] = Page(status=302, headers={"Location": location})
    hosts = ["127.0.0.2", "::1", "0x7f000002", "169.254.169.254"]
    error = refusal(asks, "/tin", hosts=hosts)
    assert (error.outcome, error.reason.code) == ("refused", code)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("10.1.2.3", True),
        ("::ffff:10.1.2.3", True),
        ("10.2.0.1", False),
        ("127.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104  # never bound, only judged
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2001:db8::1", False),
        ("2001::1", False),
        ("3fff::1", False),
        ("fec0::1", False),
        ("5f00::1", False),
        ("::7f00:1", False),
        ("::a9fe:a9fe", False),
        ("::ffff:0:7f00:1", False),
        ("64:ff9b:1::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("192.88.99.1", False),
        ("192.0.0.8", False),
    ],
)
def test_only_the_public_internet_and_named_networks_are_asked(address: str, allowed: bool) -> None:
    assert is_allowed(ip_address(address), [ip_network("10.1.0.0/16")]) is allowed


def test_a_name_that_changes_its_address_after_the_check_gains_nothing(
    site: Site, asks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []
    port = int(site.url.rpartition(":")[2])
    truly = socket.getaddrinfo

    def rebinding(host: str, *rest: Any, **known: Any) -> Any:
        """One name, another address each time it is looked up; an address stands for itself."""
        if host != "cong-doan.example":
            return truly(host, *rest, **known)
        looked_up.append(host)
        address = "127.0.0.1" if len(looked_up) == 1 else "127.0.0.2"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    site.pages["/robots.txt"] = Page(b"", headers={"Connection": "close"}, content_type="text/plain")
    site.pages["/tin"] = Page(b"<html>tin</html>")
    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    url = f"http://cong-doan.example:{port}"
    error = refusal(asks, f"{url}/tin", urls=[url])
    assert error.reason.code == "private_address"
    # one look-up a connection: the address that was checked is the one connected to
    assert (len(looked_up), site.asked) == (2, ["/robots.txt"])


def test_a_name_server_that_keeps_silent_is_left_when_the_whole_time_is_over(
    asks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = threading.Event()

    def silent(*_: Any, **__: Any) -> Any:
        answered.wait(5)
        raise OSError("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    url = "http://cong-doan.example/tin"
    error = refusal(asks, url, urls=[url], total_seconds=0.1, attempts=1)
    answered.set()
    assert (error.outcome, error.reason.code) == ("failed", "timed_out")


def test_robots_txt_is_obeyed_with_its_wildcards_and_its_delay(site: Site, asks: Any, waits: list[float]) -> None:
    site.pages["/robots.txt"] = Page(
        b"User-agent: *\nDisallow: /*.aspx$\nCrawl-delay: 9\n\nUser-agent: other\nDisallow: /",
        content_type="text/plain",
    )
    site.pages["/tin"] = Page(b"<html>tin</html>")
    assert refusal(asks, "/kin.aspx").reason.code == "robots_disallow"
    assert site.times_asked("/kin.aspx") == 0
    asks("/tin")
    assert waits[-1] == pytest.approx(9, abs=1)


@pytest.mark.parametrize(("status", "is_asked"), [(404, True), (403, True), (500, False), (503, False)])
def test_a_host_without_robots_txt_is_asked_and_one_that_fails_to_tell_is_not(
    site: Site, asks: Any, status: int, is_asked: bool
) -> None:
    site.pages["/robots.txt"] = Page(status=status)
    site.pages["/tin"] = Page(b"<html>tin</html>")
    if is_asked:
        assert asks("/tin").content
    else:
        assert refusal(asks, "/tin").ends_source
        assert site.times_asked("/tin") == 0


def test_a_robots_txt_without_an_end_is_obeyed_as_far_as_it_is_read(site: Site, asks: Any) -> None:
    rules = b"User-agent: *\nDisallow: /kin\n" + b"Allow: /tin # " + b"x" * 600_000
    site.pages["/robots.txt"] = Page(rules, content_type="text/plain")
    site.pages["/tin"] = site.pages["/kin"] = Page(b"<html>tin</html>")
    assert refusal(asks, "/kin").reason.code == "robots_disallow"
    assert asks("/tin").content


def test_a_robots_txt_is_followed_to_another_host_and_never_to_an_internal_address(site: Site, asks: Any) -> None:
    port = site.url.rpartition(":")[2]
    site.pages["/robots.txt"] = Page(status=301, headers={"Location": f"http://localhost:{port}/chung.txt"})
    site.pages["/chung.txt"] = Page(b"User-agent: *\nDisallow: /kin", content_type="text/plain")
    site.pages["/tin"] = site.pages["/kin"] = Page(b"<html>tin</html>")
    assert refusal(asks, "/kin").reason.code == "robots_disallow"
    assert asks("/tin").content
    site.pages["/robots.txt"] = Page(status=301, headers={"Location": f"http://127.0.0.2:{port}/chung.txt"})
    error = refusal(asks, "/tin")
    assert (error.reason.code, error.ends_source) == ("private_address", True)


def test_rules_that_stall_their_reader_allow_nothing(site: Site, asks: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "LIMITS", replace(parser.LIMITS, seconds=0.001))
    site.pages["/robots.txt"] = Page(b"User-agent: *\n" + b"Allow: /*a\n" * 40_000, content_type="text/plain")
    site.pages["/tin"] = Page(b"<html>tin</html>")
    error = refusal(asks, "/tin")
    assert (error.outcome, error.reason.code, error.ends_source) == ("failed", "robots_unreadable", True)
    assert site.times_asked("/tin") == 0


def test_a_longer_crawl_delay_than_our_patience_ends_the_source_and_is_not_waited_for(
    site: Site, asks: Any, waits: list[float], tmp_path: Path
) -> None:
    site.pages["/robots.txt"] = Page(b"User-agent: *\nCrawl-delay: 100000", content_type="text/plain")
    site.pages["/tin"] = Page(b"<html>tin</html>")
    error = refusal(asks, "/tin", patience_seconds=60)
    assert (error.reason.code, error.ends_source, waits) == ("crawl_delay", True, [])
    assert site.times_asked("/tin") == 0


def test_a_robots_txt_is_asked_for_as_often_as_anything_else_and_then_not_again(site: Site, tmp_path: Path) -> None:
    site.pages["/robots.txt"] = Page(status=500)
    pace = Pace(tmp_path / "hosts", lambda _: None)
    with Web(site.source(attempts=2), "thi-dua-warehouse/0.1", pace, lambda _: None) as web:
        for _ in range(3):
            with pytest.raises(FetchError):
                web.get(f"{site.url}/tin")
    assert site.asked == ["/robots.txt", "/robots.txt"]


@pytest.mark.parametrize("content_type", ["application/pdf", "image/png", "application/json"])
def test_what_is_no_page_by_its_type_is_refused(site: Site, asks: Any, content_type: str) -> None:
    site.pages["/tin"] = Page(b"%PDF", content_type=content_type)
    assert refusal(asks, "/tin").reason.code == "content_type"


def test_requests_to_one_host_are_kept_apart_whoever_makes_them(tmp_path: Path) -> None:
    waits: list[float] = []
    for _ in range(3):
        Pace(tmp_path, waits.append).wait("cong-doan.example", 5)
    Pace(tmp_path, waits.append).wait("khac.example", 5)
    assert waits == [pytest.approx(5, abs=0.5), pytest.approx(10, abs=0.5)]


def test_a_turn_too_far_away_is_left_to_others(tmp_path: Path) -> None:
    waits: list[float] = []
    pace = Pace(tmp_path, waits.append)
    pace.wait("cong-doan.example", 5)
    with pytest.raises(TurnTooFarError):
        pace.wait("cong-doan.example", 500, longest=30)
    pace.wait("cong-doan.example", 5, longest=30)
    assert waits == [pytest.approx(5, abs=0.5)]


def test_a_site_has_one_pace_whatever_its_ports_and_with_or_without_www(
    site: Site, asks: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(site.url.rpartition(":")[2])
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    site.pages["/tin"] = Page(b"<html>tin</html>")
    for host in ("cong-doan.example", "www.cong-doan.example"):
        asks(f"http://{host}:{port}/tin", urls=["http://cong-doan.example/"])
    assert [file.name for file in (tmp_path / "hosts").iterdir()] == ["cong-doan.example"]


def test_nobody_listening_is_a_failure_that_may_pass(site: Site, asks: Any) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    error = refusal(asks, f"http://127.0.0.1:{port}/", attempts=2)
    assert (error.outcome, error.reason.code) == ("failed", "connection_broke")
