"""``warehouse messages``, ``resend`` and ``watch``, as a person runs them."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from alerts.delivery import MessageError, holding
from alerts.incidents import Incident, Words, report
from alerts.ledger import Message
from cli.main import app
from warehouse.landing import write_atomically
from warehouse.settings import Settings

NIGHT = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 22, tzinfo=UTC)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, env={"COLUMNS": "200", "WAREHOUSE_DISK_FREE_PCT": "0"})


@pytest.fixture
def queued(tmp_path: Path) -> Settings:
    """A home in which one message waits."""
    settings = Settings(home=tmp_path)
    write_atomically(settings.outbox / "a.eml", b"Subject: x\r\n\r\n")
    message = Message(
        message_id="<20261121.19cfc33700@x>", office_code="LDLD.TQ", night=NIGHT, sequence=1, address=None, file="a.eml"
    )
    with holding(settings) as ledger:
        ledger.queue(NIGHT, NOW, [message])
    return settings


def test_messages_are_listed_with_their_state_and_sent_again_by_their_key(queued: Settings) -> None:
    assert "queued" in run("messages").output
    assert run("messages", "--state", "parked").output.strip() == "no message"
    assert "LDLD.TQ: outbox the office has no address" in run("resend", "19cf").output
    listed = run("messages", "--office", "LDLD.TQ").output
    for told in ("19cfc337", "2026-11-21", "digest", "outbox", "the office has no address"):
        assert told in listed
    assert isinstance(run("resend", "zz").exception, MessageError)


def test_looking_around_sends_what_waits_and_ends_with_one_while_something_is_wrong(queued: Settings) -> None:
    calm = run("watch")
    assert (calm.exit_code, "1 outbox" in calm.output, "nothing is wrong" in calm.output) == (0, True, True)
    words = Words("Tác vụ b của a bị lỗi", "x", "x")
    odd = Incident(key="task:a.b", vi=words, en=words, anchor="x")
    report(queued, NOW, begun=[odd])
    told = run("watch")
    assert told.exit_code == 1
    assert "Tác vụ b của a bị lỗi" in told.output


def test_looking_around_where_nothing_can_be_recorded_ends_with_one_and_a_sentence(queued: Settings) -> None:
    shutil.rmtree(queued.outbox)
    queued.outbox.write_text("no folder can be made here", encoding="utf-8")
    told = run("watch")
    assert (told.exit_code, "nothing can be recorded" in told.output) == (1, True)
