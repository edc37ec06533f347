"""Chats and webhooks: a real HTTP server receives what Apprise sends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from alerts.chat import LONGEST_BODY, Chat, shortened
from alerts.ledger import State

MAIL = (
    "Subject: =?utf-8?q?=5BThi_=C4=91ua=5D_1_s=E1=BB=91_li=E1=BB=87u?=\r\nContent-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: 8bit\r\n\r\n27/22 vượt chỉ tiêu giao.\r\n"
).encode()


class Webhooks(ThreadingHTTPServer):
    """Keeps what was posted, by path; ``status`` is what it answers."""

    def __init__(self) -> None:
        self.posted: list[tuple[str, dict[str, Any]]] = []
        self.status = 200
        self.broken: set[str] = set()
        super().__init__(("127.0.0.1", 0), _Hook)

    def config(self, folder: Path, tags: dict[str, str]) -> Path:
        """An Apprise configuration with one webhook a tag."""
        file = folder / "chat.yml"
        lines = [f"  - json://127.0.0.1:{self.server_port}/{path}:\n      tag: {tag}\n" for path, tag in tags.items()]
        file.write_text(f"urls:\n{''.join(lines)}", encoding="utf-8")
        return file


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Webhooks)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posted.append((self.path, json.loads(body)))
        self.send_response(503 if self.path in self.server.broken else self.server.status)
        self.end_headers()

    def log_request(self, code: object = "-", size: object = "-") -> None:
        return


@pytest.fixture
def webhooks() -> Iterator[Webhooks]:
    with Webhooks() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_webhook_receives_subject_text_and_key_of_its_own_office_alone(tmp_path: Path, webhooks: Webhooks) -> None:
    chat = Chat(webhooks.config(tmp_path, {"tq": "LDLD.TQ", "hy": "LDLD.HY", "every": "always"}))
    assert chat.hand_over(MAIL, "LDLD.TQ", "k1").state is State.SENT
    [(path, told)] = webhooks.posted
    assert path == "/tq"
    assert told["title"] == "[Thi đua] 1 số liệu"
    assert told["message"] == "27/22 vượt chỉ tiêu giao.\n\nMã thư: k1"


def test_a_webhook_that_fails_is_tried_again_later(tmp_path: Path, webhooks: Webhooks) -> None:
    chat = Chat(webhooks.config(tmp_path, {"tq": "LDLD.TQ"}))
    webhooks.status = 503
    outcome = chat.hand_over(MAIL, "LDLD.TQ", "k1")
    assert outcome.state is State.DEFERRED
    assert "503" in str(outcome.reason)
    webhooks.status = 200
    assert chat.hand_over(MAIL, "LDLD.TQ", "k1").state is State.SENT


def test_where_one_of_two_webhooks_takes_it_it_is_not_sent_there_again(tmp_path: Path, webhooks: Webhooks) -> None:
    chat = Chat(webhooks.config(tmp_path, {"tq": "LDLD.TQ", "dead": "LDLD.TQ"}))
    webhooks.broken.add("/dead")
    outcome = chat.hand_over(MAIL, "LDLD.TQ", "k1")
    assert outcome.state is State.SENT
    assert "503" in str(outcome.reason)


@pytest.mark.parametrize("words", ["@everyone", "<!channel>", "<@U12345>"])
def test_foreign_words_call_nobody_together(tmp_path: Path, webhooks: Webhooks, words: str) -> None:
    chat = Chat(webhooks.config(tmp_path, {"tq": "LDLD.TQ"}))
    assert chat.hand_over(MAIL.replace(b"27/22", words.encode()), "LDLD.TQ", "k1").state is State.SENT
    [(_, told)] = webhooks.posted
    assert words not in told["message"]


@pytest.mark.parametrize("name", ["LDLD.KHAC", "all", "always", "LDLD.TQ,LDLD.HY", "1:LDLD.TQ", "json://127.0.0.1/"])
def test_a_name_that_is_not_one_of_the_configuration_reaches_nobody(
    tmp_path: Path, webhooks: Webhooks, name: str
) -> None:
    chat = Chat(webhooks.config(tmp_path, {"tq": "LDLD.TQ", "hy": "LDLD.HY", "every": "always"}))
    assert chat.hand_over(MAIL, name, "k1").state is State.PARKED
    assert webhooks.posted == []


@pytest.mark.parametrize("config", [None, Path("nowhere.yml")])
def test_without_a_chat_configuration_the_message_waits_for_a_person(config: Path | None) -> None:
    outcome = Chat(config).hand_over(MAIL, "LDLD.TQ", "k1")
    assert outcome.state is State.PARKED
    assert "WAREHOUSE_CHAT_CONFIG" in str(outcome.reason)


def test_a_long_text_ends_with_a_whole_line() -> None:
    text = shortened("Một dòng như nhau.\n" * 1000)
    assert len(text) < LONGEST_BODY + 100
    assert set(text.splitlines()[:-1]) == {"Một dòng như nhau."}
    assert text.endswith("… (phần còn lại xem trong thư đầy đủ)")
