"""How a message comes through a server that puts off, refuses, stalls or is not there; and how a person helps it."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from mail_server import MailServer, free_port
from published_marts import flag, write_published

import alerts.ledger
from alerts.delivery import MessageError, deliver_waiting, messages, send_again
from alerts.digest import send_digests
from alerts.ledger import LAST_ATTEMPT, State
from warehouse.catalogue import Catalogue
from warehouse.figure import SourceKind
from warehouse.landing import Chunk, Landing
from warehouse.loads import LoadState, load_states, record_load, unfinished
from warehouse.records import Delivery
from warehouse.settings import Settings

NIGHT, NEXT = date(2026, 11, 21), date(2026, 11, 22)
TEN = datetime(2026, 11, 21, 22, tzinfo=UTC)
OFFICE = "LDLD.TQ"


@pytest.fixture
def address(settings: Settings) -> str:
    return str(Catalogue.load(settings.seeds).offices[OFFICE].email)


def states(settings: Settings) -> list[State]:
    return [message.state for message in messages(settings)]


def landed(settings: Settings, night: date) -> None:
    delivery = Delivery(
        delivery_id=f"d{night}",
        source_kind=SourceKind.UNIT_REPORT,
        office_code=OFFICE,
        path="a.xlsx",
        sha256="0" * 64,
        size_bytes=1,
        modified_ns=1,
        received_at=datetime(night.year, night.month, night.day, 20, tzinfo=UTC),
    )
    Landing(settings.landing).append_chunk(night, Chunk([delivery], [], [], []))


def test_what_a_server_puts_off_waits_longer_each_time_and_costs_nobody_else(
    mailing: Settings, mail_server: MailServer, address: str
) -> None:
    write_published(mailing, flags=(flag("a"), flag("b", office="LDLD.HY")))
    mail_server.answers[address] = "451 try again later"
    told = {m.office_code: (m.state, m.reason) for m in send_digests(mailing, NIGHT, TEN).messages}
    assert told == {OFFICE: (State.DEFERRED, "451 try again later"), "LDLD.HY": (State.SENT, None)}
    assert deliver_waiting(mailing, NIGHT, TEN + timedelta(minutes=14)).messages == ()
    mail_server.answers.clear()
    [sent] = deliver_waiting(mailing, NIGHT, TEN + timedelta(minutes=15)).messages
    assert (sent.office_code, sent.state) == (OFFICE, State.SENT)


def test_the_pauses_grow_to_a_day_and_after_ten_tries_a_person_is_waited_for() -> None:
    pauses, delivery, now = [], alerts.ledger.Delivery(), TEN
    while (delivery := delivery.after(State.DEFERRED, "451", now)).is_pending:
        assert delivery.due_at is not None
        pauses.append((delivery.due_at - now) / timedelta(hours=1))
        now = delivery.due_at
    assert pauses == [0.25, 1, 4, 16, 24, 24, 24, 24, 24]
    assert delivery.state is State.PARKED
    assert delivery.attempts == LAST_ATTEMPT


def test_a_message_the_server_will_not_take_is_parked_and_goes_out_unchanged_when_a_person_says_so(
    mailing: Settings, mail_server: MailServer
) -> None:
    write_published(mailing, flags=(flag("a"),))
    mail_server.data_answer = "554 not wanted"
    send_digests(mailing, NIGHT, TEN)
    assert deliver_waiting(mailing, NIGHT, TEN + timedelta(days=9)).messages == ()
    [message] = messages(mailing)
    assert (message.state, message.delivery.reply) == (State.PARKED, "554 not wanted")
    mail_server.data_answer = None
    [sent] = send_again(mailing, NEXT, TEN + timedelta(days=10), [message.key[:8]])
    assert sent.state is State.SENT
    assert mail_server.message_ids == [message.message_id]
    assert states(mailing) == [State.SENT]
    assert send_digests(mailing, NEXT, TEN + timedelta(days=11)).messages == ()


def test_only_the_message_that_is_named_is_sent_again(mailing: Settings, mail_server: MailServer, address: str) -> None:
    write_published(mailing, flags=(flag("a"), flag("b", office="LDLD.HY")))
    send_digests(mailing, NIGHT, TEN)
    [here] = [message for message in messages(mailing) if message.office_code == OFFICE]
    send_again(mailing, NIGHT, TEN, [here.key])
    assert [recipient for recipient, _ in mail_server.accepted].count(address) == 2
    assert len(mail_server.accepted) == 3
    assert len(set(mail_server.message_ids)) == 2


@pytest.mark.parametrize("key", ["", "zz"])
def test_a_key_that_is_no_messages_is_an_error(mailing: Settings, key: str) -> None:
    with pytest.raises(MessageError, match="no message with the key"):
        send_again(mailing, NIGHT, TEN, [key])


def test_a_message_whose_file_is_gone_cannot_be_sent_again(mailing: Settings, mail_server: MailServer) -> None:
    write_published(mailing, flags=(flag("a"),))
    send_digests(mailing, NIGHT, TEN)
    [message] = messages(mailing)
    (mailing.outbox / message.file).unlink()
    with pytest.raises(MessageError, match="is gone"):
        send_again(mailing, NIGHT, TEN, [message.key])


def test_a_landing_zone_put_back_from_an_older_copy_loses_no_message(
    mailing: Settings, mail_server: MailServer, tmp_path: Path
) -> None:
    write_published(mailing, flags=(flag("a"),))
    send_digests(mailing, NIGHT, TEN)
    shutil.rmtree(mailing.landing)
    write_published(mailing, flags=(flag("b", message="Việc khác."),))
    send_digests(mailing, NIGHT, TEN)
    assert len(mail_server.accepted) == 2
    assert len(set(mail_server.message_ids)) == 2


def test_nothing_is_told_of_a_night_while_another_is_published(settings: Settings) -> None:
    write_published(settings, flags=(flag("a"),))
    (settings.published / "manifest.json").write_text(f'{{"night": "{NIGHT}"}}', encoding="utf-8")
    assert f"the night of {NIGHT} is published" in send_digests(settings, NEXT, TEN).told()
    assert states(settings) == []
    send_digests(settings, NIGHT, TEN)
    assert states(settings) == [State.OUTBOX]


def test_a_run_whose_time_is_over_leaves_the_rest_to_the_next(mailing: Settings, mail_server: MailServer) -> None:
    write_published(mailing, flags=(flag("a"), flag("b", office="LDLD.HY")))
    late = mailing.model_copy(update={"sending_seconds": -1})
    assert send_digests(late, NIGHT, TEN).messages == ()
    assert states(mailing) == [State.QUEUED, State.QUEUED]
    assert len(deliver_waiting(mailing, NIGHT, TEN).messages) == 2


def test_a_dead_server_is_tried_again_and_every_message_arrives_once(
    settings: Settings, mail_server: MailServer
) -> None:
    write_published(settings, flags=(flag("a"), flag("b", office="LDLD.HY")))
    down = settings.model_copy(update={"smtp_url": f"smtp://127.0.0.1:{free_port()}"})
    send_digests(down, NIGHT, TEN)
    assert states(settings) == [State.DEFERRED, State.DEFERRED]
    written = (settings.outbox / "2026-11-21/LDLD.TQ.eml").read_bytes()
    up = settings.model_copy(update={"smtp_url": mail_server.url})
    deliver_waiting(up, NIGHT, TEN + timedelta(hours=1))
    deliver_waiting(up, NIGHT, TEN + timedelta(hours=2))
    assert len(mail_server.accepted) == 2
    assert (settings.outbox / "2026-11-21/LDLD.TQ.eml").read_bytes() == written


def test_ten_runs_of_a_night_and_its_replay_after_a_later_one_send_each_message_once(
    mailing: Settings, mail_server: MailServer
) -> None:
    write_published(mailing, flags=(flag("a"), flag("b", office="LDLD.HY")))
    for run in range(10):
        send_digests(mailing, NIGHT, TEN + timedelta(minutes=run))
    landed(mailing, NEXT)
    send_digests(mailing, NEXT, TEN + timedelta(days=1))
    for run in range(3):
        assert "a later night is landed" in send_digests(mailing, NIGHT, TEN + timedelta(days=2, minutes=run)).told()
    assert len(mail_server.accepted) == 2


@pytest.mark.parametrize("state", [LoadState.BEGUN, LoadState.PARTIAL])
def test_nothing_is_sent_for_a_night_whose_load_did_not_finish(
    mailing: Settings, mail_server: MailServer, state: LoadState
) -> None:
    landing = Landing(mailing.landing)
    landing.prepare()
    record_load(landing, NIGHT, SourceKind.NEWS, LoadState.FINISHED, TEN)
    record_load(landing, NIGHT, SourceKind.UNIT_REPORT, LoadState.BEGUN, TEN)
    record_load(landing, NIGHT, SourceKind.UNIT_REPORT, state, TEN)
    write_published(mailing, flags=(flag("a"),))
    summary = send_digests(mailing, NIGHT, TEN)
    assert "the load of unit_report is not through" in summary.told()
    assert mail_server.asked == []
    assert not list(mailing.outbox.rglob("*.eml"))
    record_load(landing, NIGHT, SourceKind.UNIT_REPORT, LoadState.FINISHED, TEN)
    send_digests(mailing, NIGHT, TEN)
    assert len(mail_server.accepted) == 1


def test_a_night_that_is_loaded_again_without_news_appends_nothing_and_one_that_breaks_is_unfinished(
    settings: Settings,
) -> None:
    landing = Landing(settings.landing)
    landing.prepare()
    for state in (LoadState.BEGUN, LoadState.FINISHED):
        record_load(landing, NIGHT, SourceKind.NEWS, state, TEN)
    before = landing.event_ids(NIGHT)
    record_load(landing, NIGHT, SourceKind.NEWS, LoadState.FINISHED, TEN)
    assert landing.event_ids(NIGHT) == before
    for state in (LoadState.BEGUN, LoadState.PARTIAL, LoadState.BEGUN):
        record_load(landing, NIGHT, SourceKind.NEWS, state, TEN)
    assert unfinished(landing, NIGHT) == (SourceKind.NEWS,)
    record_load(landing, NIGHT, SourceKind.NEWS, LoadState.FINISHED, TEN)
    assert load_states(landing, NIGHT) == {SourceKind.NEWS: LoadState.FINISHED}
    assert load_states(landing, NEXT) == {}
