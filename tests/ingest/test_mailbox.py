"""What an office's contact attaches to a mail lands in the office's folder, once; nothing else of a mail does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

import duckdb
import pytest
from mail_box import MailBox, mail_box
from pydantic import SecretStr

from ingest.mailbox import MailboxError, file_name, read_mailbox, understand
from warehouse.landing import Landing
from warehouse.records import is_mailed
from warehouse.settings import Settings

NIGHT = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
HOA = "hoa@tuyenquang.example.invalid"
SENDERS = {HOA: ("LDLD.TQ",), "hai@example.invalid": ("LDLD.TQ", "LDLD.TQ.HAMYEN")}


def mail(
    *files: tuple[str, bytes], sender: str = f"Nguyễn Thị Hoa <{HOA}>", subject: str = "Trả lời", number: int = 1
) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "thi-dua@example.invalid"
    message["Subject"] = subject
    message["Message-ID"] = f"<{number}@example.invalid>"
    message.set_content("Kính gửi ban dữ liệu.")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message


@pytest.fixture(scope="module")
def server() -> Iterator[MailBox]:
    with mail_box() as box:
        yield box


@pytest.fixture
def settings(tmp_path: Path, server: MailBox) -> Settings:
    (tmp_path / "catalogue").mkdir()
    (tmp_path / "catalogue" / "office_contacts.csv").write_text(
        "office_code,contact_name,channel,address,language,detail,is_active,note\n"
        f"LDLD.TQ,Chị Hoa,email,{HOA},,full,true,\n",
        encoding="utf-8",
    )
    return Settings(home=tmp_path, imap_url=SecretStr(server.url))


def dropped(settings: Settings) -> dict[str, bytes]:
    files = [path for path in settings.inbox.rglob("*") if path.is_file()]
    return {f"{path.relative_to(settings.inbox).parts[0]}/{path.name}": path.read_bytes() for path in files}


def recorded(settings: Settings) -> list[tuple[str, str]]:
    with duckdb.connect() as database:
        return database.execute(
            "select state, actor from read_parquet(?) where event_type = 'mail' order by subject",
            [Landing(settings.landing).glob("events")],
        ).fetchall()


def test_a_mailbox_is_read_once_and_left_as_it_was(settings: Settings, server: MailBox) -> None:
    server.append(mail(("tra-loi.xlsx", b"answers"), ("anh.png", b"picture")).as_bytes())
    server.append(mail(("bao-cao.xlsx", b"report"), sender="ai-do@example.invalid", number=2).as_bytes())
    server.append(mail(number=3).as_bytes())
    summary = read_mailbox(settings, NIGHT, NOW)
    assert summary.to_json() == {"taken": 1, "unknown_sender": 1, "no_attachment": 1, "files": 1}
    assert dropped(settings) == {"LDLD.TQ/tra-loi.xlsx": b"answers"}
    assert recorded(settings) == [("taken", HOA), ("unknown_sender", "ai-do@example.invalid"), ("no_attachment", HOA)]
    stamp = [path.stat().st_mtime_ns for path in settings.inbox.rglob("*.xlsx")]
    assert read_mailbox(settings, NIGHT, NOW).told() == "no new message"
    assert [path.stat().st_mtime_ns for path in settings.inbox.rglob("*.xlsx")] == stamp
    assert not any(b"Seen" in flags for flags in server.flags())


def test_a_crash_before_the_record_loses_nothing_and_doubles_nothing(
    settings: Settings, server: MailBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.append(mail(("bao-cao.xlsx", b"report"), number=4).as_bytes())

    def crash(*_: object) -> None:
        raise OSError("the machine went down")

    monkeypatch.setattr(Landing, "append_events", crash)
    with pytest.raises(OSError, match="went down"):
        read_mailbox(settings, NIGHT, NOW)
    monkeypatch.undo()
    read_mailbox(settings, NIGHT, NOW)
    assert sorted(path.name for path in settings.inbox.rglob("*.xlsx")) == ["bao-cao.xlsx", "tra-loi.xlsx"]


def test_in_a_mailbox_full_of_old_mail_the_newest_is_read_first(
    settings: Settings, server: MailBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (41, 42, 43):
        server.append(mail((f"{number}.xlsx", b"%d" % number), number=number).as_bytes())
    monkeypatch.setattr("ingest.mailbox.MOST_MESSAGES", 2)
    read_mailbox(settings, NIGHT, NOW)
    assert sorted(dropped(settings)) == ["LDLD.TQ/42.xlsx", "LDLD.TQ/43.xlsx"]


def test_a_large_message_is_not_fetched(settings: Settings, server: MailBox) -> None:
    server.append(mail(("lon.xlsx", b"x" * 200_000), number=5).as_bytes())
    small = settings.model_copy(update={"max_mail_bytes": 100_000})
    assert read_mailbox(small, NIGHT, NOW).outcomes["too_large"] == 1
    assert "LDLD.TQ/lon.xlsx" not in dropped(settings)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("imap://demouser:wrong-secret@127.0.0.1:{port}", "cannot be opened"),
        ("imap://demouser:wrong-secret@127.0.0.1:1", "cannot be opened"),
        ("pop3://demouser:wrong-secret@127.0.0.1", "imaps://"),
        ("imaps://127.0.0.1", "name user and host"),
    ],
)
def test_a_mailbox_that_cannot_be_read_says_why_without_its_password(
    settings: Settings, server: MailBox, url: str, words: str
) -> None:
    other = settings.model_copy(update={"imap_url": SecretStr(url.format(port=server.port))})
    with pytest.raises(MailboxError, match=words) as told:
        read_mailbox(other, NIGHT, NOW)
    assert "wrong-secret" not in str(told.value)


def test_without_a_mailbox_nothing_is_asked(tmp_path: Path) -> None:
    assert read_mailbox(Settings(home=tmp_path), NIGHT, NOW).told() == "no new message"


@pytest.mark.parametrize(
    "sender",
    [f"{HOA}, kẻ khác <x@evil.invalid>", "x@evil.invalid", "", f'"{HOA}" <x@evil.invalid>', f"<{HOA}.evil.invalid>"],
)
def test_who_is_no_contact_brings_nothing(sender: str) -> None:
    assert understand(mail(("a.xlsx", b"x"), sender=sender).as_bytes(), SENDERS, None).outcome in (
        "unknown_sender",
        "unreadable",
    )


@pytest.mark.parametrize(
    "sender",
    [
        f"{HOA} <x@evil.invalid>",
        f"<{HOA}> <x@evil.invalid>",
        f"{HOA} (<x@evil.invalid>",
        f"=?utf-8?q?=22a?= <{HOA}> =?utf-8?q?=22?= <x@evil.invalid>",
        f"<@evil.invalid:{HOA}>",
        f"ban: {HOA};",
        f"{HOA}\x00@evil.invalid",
        '"' * 1999 + f"<{HOA}>",
    ],
)
def test_a_sender_that_can_be_read_in_two_ways_is_nobody(sender: str) -> None:
    whole = mail(("a.xlsx", b"x"), sender="x@y.invalid").as_bytes()
    raw = whole.replace(b"From: x@y.invalid", f"From: {sender}".encode(), 1)
    assert understand(raw, SENDERS, None).outcome in ("unknown_sender", "unreadable")


@pytest.mark.parametrize(
    "sender", [HOA, f"<{HOA}>", f'"Hoa, LĐLĐ (TQ)" <{HOA}>', f"=?utf-8?q?Nguy=E1=BB=85n?= Hoa\r\n <{HOA.upper()}>"]
)
def test_a_contact_is_known_however_its_program_writes_its_name(sender: str) -> None:
    whole = mail(("a.xlsx", b"x"), sender="x@y.invalid").as_bytes()
    raw = whole.replace(b"From: x@y.invalid", f"From: {sender}".encode(), 1)
    assert understand(raw, SENDERS, None).outcome == "taken"


def test_papers_are_received_so_that_their_sender_is_told_and_pictures_of_a_signature_are_not() -> None:
    alone = understand(mail(("giai-trinh.docx", b"x"), ("logo.png", b"y")).as_bytes(), SENDERS, None)
    assert ([path.rpartition("/")[2] for path, _ in alone.files], alone.left_out) == (
        ["giai-trinh.docx"],
        ("logo.png",),
    )
    assert all(is_mailed(path) for path, _ in alone.files)
    beside = understand(mail(("giai-trinh.docx", b"x"), ("a.xlsx", b"y")).as_bytes(), SENDERS, None)
    assert ([path.rpartition("/")[2] for path, _ in beside.files], beside.left_out) == (
        ["a.xlsx"],
        ("giai-trinh.docx",),
    )


def test_two_from_headers_are_nobody_s() -> None:
    raw = b"From: x@evil.invalid\r\n" + mail(("a.xlsx", b"x")).as_bytes()
    assert understand(raw, SENDERS, None).outcome == "unknown_sender"


@pytest.mark.parametrize(
    ("verdict", "outcome"),
    [
        ("mx.example.vn; spf=pass; dmarc=pass header.from=tuyenquang.example.invalid", "taken"),
        ("mx.example.vn 1; dmarc=pass (p=none; sp=none) header.from=tuyenquang.example.invalid", "taken"),
        ("mx.example.vn; dmarc=pass header.from=evil.invalid", "sender_not_authenticated"),
        ('mx.example.vn; spf=pass smtp.mailfrom="; dmarc=pass"@evil.invalid; dmarc=fail', "sender_not_authenticated"),
        ("mx.example.vn; dmarc=fail (was; dmarc=pass)", "sender_not_authenticated"),
        ("mx.example.vn; dkim=pass header.d=dmarc=pass; dmarc=fail", "sender_not_authenticated"),
        ("mx.example.vn; x-dmarc=pass", "sender_not_authenticated"),
        ("mx.example.vn; dmarc=pass; dmarc=fail", "sender_not_authenticated"),
        ("mx.example.vn; spf=pass; dmarc=fail", "sender_not_authenticated"),
        ("mx.evil.invalid; dmarc=pass", "sender_not_authenticated"),
        (None, "sender_not_authenticated"),
    ],
)
def test_where_the_receiving_server_judges_its_verdict_decides(verdict: str | None, outcome: str) -> None:
    raw = mail(("a.xlsx", b"x")).as_bytes()
    if verdict is not None:
        raw = b"Authentication-Results: " + verdict.encode() + b"\r\n" + raw
    assert understand(raw, SENDERS, "mx.example.vn").outcome == outcome


def test_a_verdict_the_sender_wrote_beneath_the_servers_counts_nothing() -> None:
    forged = (
        b"Authentication-Results: mx.example.vn; dmarc=fail\r\nAuthentication-Results: mx.example.vn; dmarc=pass\r\n"
    )
    assert understand(forged + mail(("a.xlsx", b"x")).as_bytes(), SENDERS, "mx.example.vn").outcome != "taken"


def test_a_contact_of_several_offices_names_the_one_it_answers_for() -> None:
    sender = "hai@example.invalid"
    assert understand(mail(("a.xlsx", b"x"), sender=sender).as_bytes(), SENDERS, None).outcome == "several_offices"
    by_file = mail(("tra-loi-LDLD.TQ.HAMYEN-20261121.xlsx", b"x"), sender=sender)
    assert understand(by_file.as_bytes(), SENDERS, None).office_code == "LDLD.TQ.HAMYEN"
    for name in ("LDLD.TQ.xlsx", "BaoCao_LDLD.TQ_2026.xlsx", "LDLD.TQ (1).xlsx"):
        assert understand(mail((name, b"x"), sender=sender).as_bytes(), SENDERS, None).office_code == "LDLD.TQ"
    by_subject = mail(("a.xlsx", b"x"), sender=sender, subject="Báo cáo LDLD.TQ")
    assert understand(by_subject.as_bytes(), SENDERS, None).office_code == "LDLD.TQ"


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("../../../etc/passwd.xlsx", "passwd.xlsx"),
        ("C:\\Users\\a\\báo cáo.xlsx", "báo cáo.xlsx"),
        ("a\r\nBcc: x@evil.invalid.xlsx", "aBcc_ x@evil.invalid.xlsx"),
        (".hidden.xlsx", "hidden.xlsx"),
        ("\u202exslx.gpj", "xslx.gpj"),
        ("a" * 500 + ".xlsx", "a" * 90 + ".xlsx"),
        ("", "tep"),
        ("..", "tep"),
        ("con\x00.xlsx", "con.xlsx"),
    ],
)
def test_a_file_gets_a_name_that_is_one_and_stays_in_its_folder(told: str, kept: str) -> None:
    assert file_name(told) == kept


def test_two_files_of_one_name_are_two_files() -> None:
    files = understand(mail(("a.xlsx", b"1"), ("a.xlsx", b"2")).as_bytes(), SENDERS, None).files
    assert len({path for path, _ in files}) == 2


def test_of_many_attachments_the_first_are_taken() -> None:
    many = [(f"{number}.xlsx", b"%d" % number) for number in range(30)]
    read = understand(mail(*many).as_bytes(), SENDERS, None)
    assert (len(read.files), len(read.left_out)) == (20, 10)


HEAD = f"From: {HOA}\r\nMIME-Version: 1.0\r\n".encode()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 1000,
        HEAD + b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
        b'Content-Disposition: attachment; filename="a.xlsx"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!!not base64!!!!\r\n--b--",
        HEAD + b'Content-Type: application/octet-stream; name*=utf-9\'\'%ff%fe.xlsx\r\n\r\nx',
        HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 2000,
        HEAD + b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(3000)),
        HEAD + b"Subject: =?utf-8?b?" + b"A" * 100_000 + b"?=\r\n\r\nx",
    ],
)  # fmt: skip
def test_a_hostile_message_costs_itself_alone(raw: bytes) -> None:
    read = understand(raw, SENDERS, None)
    assert read.outcome in ("unreadable", "unknown_sender", "no_attachment", "taken")
    assert all(path.startswith("LDLD.TQ/thu-") and path.count("/") == 2 for path, _ in read.files)
