"""An inbox on S3, spoken with over HTTP by the client the load uses."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

import pytest
from s3fs import S3FileSystem

from ingest.inboxes import InboxUnreachableError, StoredInbox, inbox_at
from ingest.load import inbox_of
from warehouse.figure import SourceKind
from warehouse.landing import Landing
from warehouse.settings import Settings

REPORT = "Đơn vị: LĐLĐ huyện Hàm Yên".encode()
MOMENT = datetime(2026, 1, 5, tzinfo=UTC)


@dataclass
class Bucket:
    """The objects of the only bucket, ``offices``, and what was asked of it."""

    objects: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    is_closed: bool = False
    """Every request is refused, as with a wrong key."""
    url: str = ""


def etag(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


class _S3(BaseHTTPRequestHandler):
    bucket: Bucket

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        address = urlsplit(self.path)
        key = unquote(address.path).removeprefix("/offices").lstrip("/")
        self.bucket.asked.append(f"{self.command} {key}")
        if self.bucket.is_closed:
            self._send(403, b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>", with_body)
        elif key:
            content = self.bucket.objects.get(key)
            missing = b"<Error><Code>NoSuchKey</Code><Message>no such key</Message></Error>"
            first, last = self._range(len(content or b""))
            self._send(404 if content is None else 200, missing if content is None else content[first:last], with_body)
        else:
            self._send(200, self._listing(parse_qs(address.query)), with_body)

    def _range(self, size: int) -> tuple[int, int]:
        first, _, last = self.headers.get("Range", "bytes=0-").removeprefix("bytes=").partition("-")
        return int(first), int(last) + 1 if last else size

    def _listing(self, query: dict[str, list[str]]) -> bytes:
        prefix, delimiter = query.get("prefix", [""])[0], query.get("delimiter", [""])[0]
        folders: dict[str, None] = {}
        found = []
        for key, content in sorted(self.bucket.objects.items()):
            if not key.startswith(prefix):
                continue
            head, cut, _ = key[len(prefix) :].partition(delimiter) if delimiter else (key, "", "")
            if cut:
                folders[f"{prefix}{head}{cut}"] = None
                continue
            found.append(
                f"<Contents><Key>{escape(key)}</Key><LastModified>{MOMENT:%Y-%m-%dT%H:%M:%S.000Z}</LastModified>"
                f"<ETag>{etag(content)}</ETag><Size>{len(content)}</Size></Contents>"
            )
        prefixes = "".join(f"<CommonPrefixes><Prefix>{escape(name)}</Prefix></CommonPrefixes>" for name in folders)
        return (
            "<?xml version='1.0'?><ListBucketResult xmlns='http://s3.amazonaws.com/doc/2006-03-01/'>"
            f"<Name>offices</Name><IsTruncated>false</IsTruncated><KeyCount>{len(found) + len(folders)}</KeyCount>"
            f"{''.join(found)}{prefixes}</ListBucketResult>"
        ).encode()

    def _send(self, status: int, body: bytes, with_body: bool) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", MOMENT.strftime("%a, %d %b %Y %H:%M:%S GMT"))
        self.send_header("ETag", f'"{etag(body)}"')
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name http.server gives
        """Nothing is written to the tests' output."""


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    held = Bucket()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("_Held", (_S3,), {"bucket": held}))
    held.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    for name, value in {
        "AWS_ENDPOINT_URL": held.url,
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_MAX_ATTEMPTS": "1",
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(S3FileSystem, "retries", 1)
    S3FileSystem.clear_instance_cache()
    yield held
    S3FileSystem.clear_instance_cache()
    server.shutdown()
    server.server_close()
    thread.join()


def test_objects_are_listed_and_their_bytes_landed(bucket: Bucket, tmp_path: Path) -> None:
    bucket.objects = {"inbox/LDLD.TQ/quý 1/báo cáo.csv": REPORT, "inbox/lẻ.csv": b"x", "other/no.csv": b"y"}
    inbox = inbox_at("s3://offices/inbox")
    assert isinstance(inbox, StoredInbox)
    listed = {one.path: one for one in inbox.entries()}
    assert set(listed) == {"LDLD.TQ/quý 1/báo cáo.csv", "lẻ.csv"}
    report = listed["LDLD.TQ/quý 1/báo cáo.csv"]
    assert report.office(SourceKind.UNIT_REPORT) == "LDLD.TQ"
    landing = Landing(tmp_path)
    sha256, reason = inbox.keep(landing, report, 1000)
    assert reason is None
    assert landing.fetch(sha256) == REPORT


def test_an_object_that_changed_has_another_stamp_and_one_that_is_gone_is_told(bucket: Bucket, tmp_path: Path) -> None:
    bucket.objects = {"inbox/a.csv": b"one"}
    inbox = inbox_at("s3://offices/inbox")
    (before,) = inbox.entries()
    bucket.objects = {"inbox/a.csv": b"two"}
    (after,) = inbox.entries()
    assert (before.size_bytes, before.modified_ns) != (after.size_bytes, after.modified_ns)
    bucket.objects = {}
    _, reason = inbox.keep(Landing(tmp_path), after, 1000)
    assert reason is not None
    assert reason.code == "file_vanished"


def test_an_object_past_the_bound_is_not_asked_for(bucket: Bucket, tmp_path: Path) -> None:
    bucket.objects = {"inbox/to.csv": b"x" * 2000}
    inbox = inbox_at("s3://offices/inbox")
    (entry,) = inbox.entries()
    bucket.asked.clear()
    _, reason = inbox.keep(Landing(tmp_path), entry, 1000)
    assert reason is not None
    assert reason.code == "file_too_large"
    assert bucket.asked == []


def test_a_store_that_refuses_is_no_empty_night_and_says_what_to_do(bucket: Bucket, tmp_path: Path) -> None:
    bucket.is_closed = True
    settings = Settings(home=tmp_path, inbox_url="s3://offices/inbox")
    with pytest.raises(InboxUnreachableError, match=r"AWS_ACCESS_KEY_ID.*run the load again"):
        list(inbox_of(settings, SourceKind.UNIT_REPORT).entries())


def test_missing_keys_say_which(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(InboxUnreachableError, match=r"s3://offices/inbox cannot be listed.*AWS_SECRET_ACCESS_KEY"):
        list(inbox_at("s3://offices/inbox").entries())
    assert bucket.asked == []


def test_a_store_whose_package_is_missing_says_so() -> None:
    with pytest.raises(InboxUnreachableError, match=r"gs:// needs a package that is not installed.*gcsfs"):
        inbox_at("gs://offices/inbox")
