from __future__ import annotations

import email
import email.policy
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.message import EmailMessage

import duckdb
import pytest
from mail_server import MailServer, free_port
from published_marts import flag, set_aside, write_published

from alerts.digest import send_digests
from alerts.ledger import Ledger, Message, State
from alerts.send import PostOffice
from alerts.smtp import Outcome
from warehouse.catalogue import FALLBACK_OFFICE, Catalogue
from warehouse.figure import SourceKind
from warehouse.landing import Chunk, Landing
from warehouse.records import Delivery
from warehouse.settings import Settings

NIGHT, NEXT, THIRD = date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)
OFFICE = "LDLD.TQ"


def address_of(settings: Settings, office: str = OFFICE) -> str:
    address = Catalogue.load(settings.seeds).offices[office].email
    assert address is not None
    return address


def in_outbox(settings: Settings) -> list[str]:
    return sorted(str(path.relative_to(settings.outbox)) for path in settings.outbox.rglob("*.eml"))


def read(settings: Settings, file: str) -> EmailMessage:
    content = (settings.outbox / file).read_bytes()
    return email.message_from_bytes(content, policy=email.policy.default)


def body(message: EmailMessage, kind: str = "plain") -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def events(settings: Settings) -> list[tuple[str, str]]:
    with duckdb.connect() as database:
        return database.execute(
            "select subject, state from read_parquet(?) order by recorded_at, state",
            [Landing(settings.landing).glob("events")],
        ).fetchall()


def add_office(settings: Settings, code: str, address: str, channel: str = "email") -> None:
    settings.catalogue_extra.mkdir(parents=True, exist_ok=True)
    (settings.catalogue_extra / "offices.csv").write_text(
        "office_code,org_unit_code,name_vi,language,email,channel,is_active,note\n"
        f'{code},LDLD.TQ,Văn phòng thử,vi,"{address}",{channel},true,\n',
        encoding="utf-8",
    )


def test_a_new_flag_reaches_its_office_with_file_cell_and_what_to_do(
    mailing: Settings, mail_server: MailServer
) -> None:
    write_published(mailing, flags=(flag("a"),))
    summary = send_digests(mailing, NIGHT)
    [(recipient, message)] = mail_server.accepted
    assert [(m.office_code, m.state) for m in summary.messages] == [(OFFICE, State.SENT)]
    assert recipient == address_of(mailing)
    assert message["Subject"] == "[Thi đua] Đêm 21/11/2026: 1 số liệu cần kiểm tra"
    for kind in ("plain", "html"):
        text = body(message, kind)
        assert "27/22 vượt chỉ tiêu giao (122,7%)." in text
        assert "Tệp LDLD.TQ/bao-cao.xlsx, trang tính “Biểu 1”, ô E10" in text
        assert "Đề nghị xác nhận kèm văn bản, hoặc sửa ô này." in text
        assert "27/22 hộ, ghi 122,7%" in text
        assert "Hộ được hỗ trợ nhà ở | Thực hiện" in text


def test_the_same_night_again_sends_nothing_and_changes_no_file(mailing: Settings, mail_server: MailServer) -> None:
    write_published(mailing, flags=(flag("a"),), files=(set_aside("LDLD.TQ/hong.xlsx"),))
    send_digests(mailing, NIGHT)
    before, told = events(mailing), (mailing.outbox / in_outbox(mailing)[0]).stat().st_mtime_ns
    again = send_digests(mailing, NIGHT)
    assert again.messages == ()
    assert again.told() == "nothing new to tell"
    assert len(mail_server.accepted) == 1
    assert events(mailing) == before
    assert (mailing.outbox / in_outbox(mailing)[0]).stat().st_mtime_ns == told


def test_a_later_night_with_nothing_new_is_silent(mailing: Settings, mail_server: MailServer) -> None:
    write_published(mailing, flags=(flag("a"),))
    send_digests(mailing, NIGHT)
    send_digests(mailing, NEXT)
    assert len(mail_server.accepted) == 1


def test_a_changed_value_is_told_again_and_an_unchanged_flag_is_only_counted(settings: Settings) -> None:
    write_published(settings, flags=(flag("a"), flag("b", message="Một việc khác.")))
    send_digests(settings, NIGHT)
    write_published(settings, flags=(flag("a", value_hash="2", r="28"), flag("b", message="Một việc khác.")))
    send_digests(settings, NEXT)
    text = body(read(settings, "2026-11-22/LDLD.TQ.eml"))
    assert "ĐÃ THAY ĐỔI" in text
    assert "28/22 hộ" in text
    assert "Một việc khác." not in text
    assert "còn 1 số liệu đã báo từ trước" in text


@pytest.mark.parametrize(
    ("state", "words"),
    [("confirmed", "đã được xác nhận là đúng"), (None, "số liệu mới nhất không còn điều cần hỏi")],
)
def test_what_is_settled_is_told_once_by_its_name(settings: Settings, state: str | None, words: str) -> None:
    write_published(settings, flags=(flag("a"),))
    send_digests(settings, NIGHT)
    write_published(settings, flags=(flag("a", state=state),) if state else ())
    send_digests(settings, NEXT)
    send_digests(settings, THIRD)
    assert in_outbox(settings) == ["2026-11-21/LDLD.TQ.eml", "2026-11-22/LDLD.TQ.eml"]
    message = read(settings, "2026-11-22/LDLD.TQ.eml")
    assert message["Subject"] == "[Thi đua] Đêm 22/11/2026: 1 mục đã xong"
    assert "LĐLĐ tỉnh Tuyên Quang · Số hộ đoàn viên được hỗ trợ nhà ở (làm mới và sửa chữa) · Năm 2026: " in body(
        message
    )
    assert words in body(message)


def test_a_flag_that_comes_back_after_it_was_settled_is_told_as_new(settings: Settings) -> None:
    for night, flags in ((NIGHT, (flag("a"),)), (NEXT, ()), (THIRD, (flag("a"),))):
        write_published(settings, flags=flags)
        send_digests(settings, night)
    assert "ĐÃ THAY ĐỔI" not in body(read(settings, "2026-11-23/LDLD.TQ.eml"))
    assert "1 số liệu cần kiểm tra" in read(settings, "2026-11-23/LDLD.TQ.eml")["Subject"]


def test_a_flag_that_moves_to_another_office_is_settled_here_and_new_there(settings: Settings) -> None:
    write_published(settings, flags=(flag("a"),))
    send_digests(settings, NIGHT)
    write_published(settings, flags=(flag("a", office="LDLD.HY", message="Bí mật của Hưng Yên."),))
    send_digests(settings, NEXT)
    here = body(read(settings, "2026-11-22/LDLD.TQ.eml"))
    assert "đã chuyển cho cơ quan khác trả lời" in here
    assert "Bí mật" not in here
    assert "Bí mật của Hưng Yên." in body(read(settings, "2026-11-22/LDLD.HY.eml"))


def test_a_flag_that_was_handed_on_says_by_whom_and_why(settings: Settings) -> None:
    handed_on = flag("a", office="LDLD.HY", owner="LDLD.TQ", r="23", c="104.5", p="104.5")
    word = {"event_id": "1", "flag_key": "a", "sequence_number": 2, "state": "assigned", "night": NIGHT}
    told = {"actor": "LDLD.TQ: Nguyễn Thị Hoa", "reason": "Ban khác <b>tổng hợp</b>"}
    write_published(settings, flags=(handed_on,), events=({**word, **told},))
    send_digests(settings, NIGHT)
    message = read(settings, "2026-11-21/LDLD.HY.eml")
    assert "Được chuyển đến từ LĐLĐ tỉnh Tuyên Quang: “Ban khác <b>tổng hợp</b>”" in body(message)
    page = message.get_body(("html",))
    assert page is not None
    assert "Ban khác &lt;b&gt;tổng hợp&lt;/b&gt;" in page.get_content()
    assert "Nguyễn Thị Hoa" not in body(message)


def test_more_news_of_the_same_night_makes_a_second_message_of_the_news_alone(settings: Settings) -> None:
    write_published(settings, flags=(flag("a"),))
    send_digests(settings, NIGHT)
    write_published(settings, flags=(flag("a"), flag("b", message="Đến sau.")))
    send_digests(settings, NIGHT)
    assert in_outbox(settings) == ["2026-11-21/LDLD.TQ.2.eml", "2026-11-21/LDLD.TQ.eml"]
    assert "Đến sau." in body(read(settings, "2026-11-21/LDLD.TQ.2.eml"))
    assert "27/22 vượt" not in body(read(settings, "2026-11-21/LDLD.TQ.2.eml"))


def test_info_is_never_mailed(settings: Settings) -> None:
    write_published(settings, flags=(flag("a", severity="info"),))
    assert send_digests(settings, NIGHT).messages == ()
    assert in_outbox(settings) == []


def test_a_file_set_aside_is_told_with_its_reason_and_settled_when_it_is_read(settings: Settings) -> None:
    write_published(settings, files=(set_aside("LDLD.TQ/hong.xlsx", reason="Tệp có mật khẩu."),))
    send_digests(settings, NIGHT)
    text = body(read(settings, "2026-11-21/LDLD.TQ.eml"))
    assert "LDLD.TQ/hong.xlsx" in text
    assert "Tệp có mật khẩu." in text
    write_published(settings, files=(set_aside("LDLD.TQ/hong.xlsx", is_current=False),))
    send_digests(settings, NEXT)
    assert "LDLD.TQ/hong.xlsx: tệp đã đọc được" in body(read(settings, "2026-11-22/LDLD.TQ.eml"))


def test_every_office_that_sent_the_same_unreadable_file_is_told_of_its_own(settings: Settings) -> None:
    twice = (
        set_aside("LDLD.TQ/hong.xlsx", document_id="same"),
        set_aside("LDLD.TQ/ban-sao.xlsx", document_id="same"),
        set_aside("LDLD.HY/hong.xlsx", office="LDLD.HY", document_id="same"),
    )
    write_published(settings, files=twice)
    send_digests(settings, NIGHT)
    first = body(read(settings, "2026-11-21/LDLD.TQ.eml"))
    other = body(read(settings, "2026-11-21/LDLD.HY.eml"))
    assert "LDLD.TQ/ban-sao.xlsx" in first
    assert "TỆP CHƯA NẠP ĐƯỢC (1)" in first
    assert "LDLD.HY" not in first
    assert "LDLD.HY/hong.xlsx" in other
    assert "LDLD.TQ" not in other


@pytest.mark.parametrize("code", ["file_lock", "file_companion"])
def test_a_lock_file_or_resource_fork_is_nobodys_report(settings: Settings, code: str) -> None:
    write_published(settings, files=(set_aside("LDLD.TQ/~$bao-cao.xlsx", code=code),))
    assert send_digests(settings, NIGHT).messages == ()


def test_a_file_replaced_by_another_bad_one_is_not_called_read(settings: Settings) -> None:
    write_published(settings, files=(set_aside("LDLD.TQ/hong.xlsx", document_id="first"),))
    send_digests(settings, NIGHT)
    write_published(settings, files=(set_aside("LDLD.TQ/hong.xlsx", document_id="second"),))
    send_digests(settings, NEXT)
    text = body(read(settings, "2026-11-22/LDLD.TQ.eml"))
    assert "LDLD.TQ/hong.xlsx: đã được thay bằng bản khác, vẫn chưa đọc được" in text
    assert "tệp đã đọc được" not in text


def test_a_flag_on_a_file_set_aside_is_not_told_twice(settings: Settings) -> None:
    write_published(
        settings,
        flags=(flag("a", subject_kind="document", document_id="d9", message="Không nhận ra bố cục."),),
        files=(set_aside("LDLD.TQ/hong.xlsx", document_id="d9"),),
    )
    send_digests(settings, NIGHT)
    message = read(settings, "2026-11-21/LDLD.TQ.eml")
    assert message["Subject"] == "[Thi đua] Đêm 21/11/2026: 1 tệp chưa nạp được"


def test_what_no_active_office_owns_goes_to_the_data_team(settings: Settings) -> None:
    write_published(settings, flags=(flag("a", office=None), flag("b", office="NOBODY")))
    send_digests(settings, NIGHT)
    assert in_outbox(settings) == [f"2026-11-21/{FALLBACK_OFFICE}.eml"]


def test_without_a_mail_server_the_message_stays_in_the_outbox_for_good(
    settings: Settings, mail_server: MailServer
) -> None:
    write_published(settings, flags=(flag("a"),))
    assert [m.state for m in send_digests(settings, NIGHT).messages] == [State.OUTBOX]
    later = settings.model_copy(update={"smtp_url": mail_server.url})
    assert send_digests(later, NEXT).messages == ()
    assert mail_server.accepted == []


def test_a_permanent_refusal_is_reported_and_never_tried_again_by_itself(
    mailing: Settings, mail_server: MailServer
) -> None:
    write_published(mailing, flags=(flag("a"), flag("b", office="LDLD.HY")))
    mail_server.answers[address_of(mailing)] = "550 no such mailbox"
    summary = send_digests(mailing, NIGHT)
    assert {m.office_code: m.state for m in summary.messages} == {OFFICE: State.REFUSED, "LDLD.HY": State.SENT}
    assert "LDLD.TQ: 550 no such mailbox" in summary.told()
    assert list(summary.to_json()["failed"]) == [OFFICE]
    asked = len(mail_server.asked)
    assert send_digests(mailing, NEXT).messages == ()
    assert len(mail_server.asked) == asked


def test_a_corrected_address_is_told_what_was_refused_at_the_wrong_one(
    mailing: Settings, mail_server: MailServer
) -> None:
    write_published(mailing, flags=(flag("a"),))
    mail_server.answers[address_of(mailing)] = "550 no such mailbox"
    send_digests(mailing, NIGHT)
    add_office(mailing, OFFICE, "dung@tuyenquang.example.invalid")
    send_digests(mailing, NEXT)
    assert [recipient for recipient, _ in mail_server.accepted] == ["dung@tuyenquang.example.invalid"]


@pytest.mark.parametrize(
    "address", ["không phải địa chỉ", "a@b.invalid, c@d.invalid", "a@b.invalid\r\nBcc: c@d.invalid"]
)
def test_what_is_no_single_address_is_refused_before_any_server_is_asked(
    mailing: Settings, mail_server: MailServer, address: str
) -> None:
    add_office(mailing, OFFICE, address)
    write_published(mailing, flags=(flag("a"),))
    assert [m.state for m in send_digests(mailing, NIGHT).messages] == [State.REFUSED]
    assert mail_server.asked == []
    assert "invalid" not in str(read(mailing, "2026-11-21/LDLD.TQ.eml")["To"])


def test_an_office_without_address_finds_its_message_in_the_outbox(mailing: Settings, mail_server: MailServer) -> None:
    add_office(mailing, OFFICE, "")
    write_published(mailing, flags=(flag("a"),))
    assert [m.state for m in send_digests(mailing, NIGHT).messages] == [State.OUTBOX]
    assert mail_server.asked == []


def test_a_message_that_left_the_outbox_before_it_was_sent_is_written_again(
    settings: Settings, mail_server: MailServer
) -> None:
    write_published(settings, flags=(flag("a"),))
    down = settings.model_copy(update={"smtp_url": f"smtp://127.0.0.1:{free_port()}"})
    send_digests(down, NIGHT)
    (settings.outbox / "2026-11-21/LDLD.TQ.eml").unlink()
    up = settings.model_copy(update={"smtp_url": mail_server.url})
    send_digests(up, NEXT)
    assert len(mail_server.accepted) == 1


def test_replaying_a_past_night_writes_to_nobody(settings: Settings) -> None:
    delivery = Delivery(
        delivery_id="d",
        source_kind=SourceKind.UNIT_REPORT,
        office_code=OFFICE,
        path="a.xlsx",
        sha256="0" * 64,
        size_bytes=1,
        modified_ns=1,
        received_at=datetime(2026, 11, 22, 20, tzinfo=UTC),
    )
    Landing(settings.landing).append_chunk(NEXT, Chunk([delivery], [], [], []))
    write_published(settings, flags=(flag("a"),))
    assert send_digests(settings, NIGHT).messages == ()
    assert len(send_digests(settings, NEXT).messages) == 1


def test_before_the_first_publication_the_error_says_so(settings: Settings) -> None:
    with pytest.raises(FileNotFoundError, match="nothing is published yet"):
        send_digests(settings, NIGHT)


def test_the_events_hold_what_was_told_so_that_the_outbox_is_no_memory(settings: Settings) -> None:
    write_published(settings, flags=(flag("a"),))
    send_digests(settings, NIGHT)
    with duckdb.connect() as database:
        rows = database.execute(
            "select state, payload from read_parquet(?) where subject = ?",
            [Landing(settings.landing).glob("events"), f"message:{OFFICE}"],
        ).fetchall()
    told = {state: json.loads(payload) for state, payload in rows}
    assert set(told) == {"queued", "outbox"}
    assert all(payload["flag_keys"] == ["a"] and payload["night"] == "2026-11-21" for payload in told.values())


STEPS = {
    "before the file": "d.write_atomically = stop",
    "after the file": "l.Ledger.queue = stop",
    "after queueing": "d.deliver = stop",
    "before the server is asked": "s.PostOffice._hand_over = stop",
    "after the server took it": "s.write_atomically = stop",
    "after the receipt": "l.Ledger.record = stop",
}


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, Settings], MailServer]]:
    """A home for each step, with a night whose process ended there. One process is the mother of them all."""
    script = (
        "import os, sys; from datetime import date; from pathlib import Path\n"
        "import alerts.digest as d, alerts.ledger as l, alerts.send as s; from warehouse.settings import Settings\n"
        "stop = lambda *a, **k: os._exit(9)\n"
        "url, *rest = sys.argv[1:]\n"
        "for home, patch in zip(rest[::2], rest[1::2], strict=True):\n"
        "    child = os.fork()\n"
        "    if not child:\n"
        "        exec(patch)\n"
        "        d.send_digests(Settings(home=Path(home), smtp_url=url), date(2026, 11, 21))\n"
        "        os._exit(1)\n"
        "    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9, patch\n"
    )
    with MailServer() as server:
        homes = {
            step: Settings(home=tmp_path_factory.mktemp(f"killed{number}"), smtp_url=server.url)
            for number, step in enumerate(STEPS)
        }
        for number, settings in enumerate(homes.values()):
            write_published(settings, flags=(flag(f"a{number}"), flag(f"b{number}", office="LDLD.HY")))
        asked = [word for step, settings in homes.items() for word in (str(settings.home), STEPS[step])]
        subprocess.run([sys.executable, "-c", script, server.url, *asked], check=True)
        yield homes, server


@pytest.mark.parametrize("step", STEPS)
def test_a_process_killed_between_any_two_steps_leaves_one_visible_message(
    killed: tuple[dict[str, Settings], MailServer], step: str
) -> None:
    homes, server = killed
    settings = homes[step]
    send_digests(settings, NIGHT)
    send_digests(settings, NEXT)
    told = Ledger(Landing(settings.landing), settings.outbox).messages
    assert sorted(message.office_code for message in told) == ["LDLD.HY", OFFICE]
    assert {message.state for message in told} == {State.SENT}
    copies = Counter(server.message_ids)
    assert sum(copies[message.message_id] for message in told) == (3 if step == "after the server took it" else 2)


def test_what_was_sent_is_recorded_even_where_a_later_message_fails(
    mailing: Settings, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_published(mailing, flags=(flag("a"), flag("b", office="LDLD.HY")))
    real, calls = PostOffice.deliver, []

    def fails_second(post_office: PostOffice, message: Message) -> Outcome:
        calls.append(message)
        if len(calls) == 2:
            raise OSError("the disk is full")
        return real(post_office, message)

    monkeypatch.setattr(PostOffice, "deliver", fails_second)
    with pytest.raises(OSError, match="the disk is full"):
        send_digests(mailing, NIGHT)
    assert [state for _, state in events(mailing)].count("sent") == 1
    monkeypatch.undo()
    send_digests(mailing, NIGHT)
    assert len(mail_server.accepted) == 2


def test_each_contact_of_an_office_is_written_to_once_in_its_own_words(
    mailing: Settings, mail_server: MailServer
) -> None:
    mailing.catalogue_extra.mkdir(parents=True)
    (mailing.catalogue_extra / "office_contacts.csv").write_text(
        "office_code,contact_name,channel,address,language,detail,is_active,note\n"
        f"{OFFICE},Chị Hoa,email,hoa@example.invalid,,full,true,\n"
        f"{OFFICE},Lãnh đạo,email,lanh-dao@example.invalid,,counts,true,\n"
        f"{OFFICE},Sổ trực,outbox,,en,full,true,\n",
        encoding="utf-8",
    )
    write_published(mailing, flags=(flag("a"),))
    summary = send_digests(mailing, NIGHT)
    assert [(m.file, m.state) for m in summary.messages] == [
        ("2026-11-21/LDLD.TQ.eml", State.SENT),
        ("2026-11-21/LDLD.TQ.2.eml", State.SENT),
        ("2026-11-21/LDLD.TQ.3.eml", State.OUTBOX),
    ]
    told = {recipient: body(message) for recipient, message in mail_server.accepted}
    assert "27/22" in told["hoa@example.invalid"]
    assert "27" not in told["lanh-dao@example.invalid"]
    assert "Dear Sổ trực" in body(read(mailing, "2026-11-21/LDLD.TQ.3.eml"))
    assert len(set(mail_server.message_ids)) == 2
    assert send_digests(mailing, NIGHT).messages == ()
    assert send_digests(mailing, NEXT).messages == ()


def test_a_flag_that_is_gone_because_its_number_was_corrected_is_told_as_corrected(settings: Settings) -> None:
    write_published(settings, flags=(flag("a"),))
    send_digests(settings, NIGHT)
    told = tuple(
        {"event_id": state, "flag_key": "a", "sequence_number": number, "state": state}
        for number, state in enumerate(("open", "corrected"))
    )
    write_published(settings, events=told)
    send_digests(settings, NEXT)
    text = body(read(settings, "2026-11-22/LDLD.TQ.eml"))
    assert "đã được sửa" in text
    assert "không còn điều cần hỏi" not in text
