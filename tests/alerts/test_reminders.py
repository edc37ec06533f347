"""What an office does not answer is asked for again, then told to the office above, each once."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import pytest
from answered_workbook import answer_sheet, heading_row
from mail_server import MailServer
from published_marts import figure, flag, owes, set_aside, write_published

from alerts.delivery import messages
from alerts.digest import send_digests
from alerts.ledger import Kind, Message
from alerts.reminders import send_reminders
from warehouse.answer_sheet import Choice
from warehouse.catalogue import Catalogue
from warehouse.settings import Settings

NIGHT = date(2026, 11, 21)
OFFICE, ABOVE = "LDLD.TQ", "TLD.DATA"


def on(days: int) -> date:
    return NIGHT + timedelta(days=days)


def run(settings: Settings, *days: int) -> None:
    """The nights' digests and reminders."""
    for day in days:
        at = datetime(2026, 11, 21, 22, tzinfo=UTC) + timedelta(days=day)
        send_digests(settings, on(day), at)
        send_reminders(settings, on(day), at)


def told(settings: Settings, kind: Kind) -> list[tuple[str, int]]:
    """Office and day of each message of a kind."""
    return [(m.office_code, (m.night - NIGHT).days) for m in messages(settings) if m.kind is kind]


def parsed(settings: Settings, message: Message) -> EmailMessage:
    return email.message_from_bytes((settings.outbox / message.file).read_bytes(), policy=email.policy.default)


def text(settings: Settings, message: Message, kind: str = "plain") -> str:
    part = parsed(settings, message).get_body((kind,))
    assert part is not None
    return " ".join(str(part.get_content()).split())


def last(settings: Settings, kind: Kind) -> Message:
    return [message for message in messages(settings) if message.kind is kind][-1]


def test_an_office_is_reminded_weekly_and_the_office_above_is_told_once_after_two_reminders(settings: Settings) -> None:
    write_published(settings, flags=(flag("a"),), files=(set_aside("LDLD.TQ/hong.xlsx"),))
    run(settings, 0, 6, 7, 7, 14, 21, 21, 28)
    assert told(settings, Kind.REMINDER) == [(OFFICE, 7), (OFFICE, 14), (OFFICE, 21), (OFFICE, 28)]
    assert told(settings, Kind.ESCALATION) == [(ABOVE, 21)]
    reminder, escalation = last(settings, Kind.REMINDER), last(settings, Kind.ESCALATION)
    for kind in ("plain", "html"):
        asked = text(settings, reminder, kind)
        for words in ("27/22 vượt chỉ tiêu giao (122,7%).", "hong.xlsx", "2 nội dung", "xác nhận kèm văn bản"):
            assert words in asked
        assert "báo từ 21/11/2026 · đã nhắc 3 lần · đã báo lên cấp trên" in asked.lower()
        raised = text(settings, escalation, kind)
        for words in ("LĐLĐ tỉnh Tuyên Quang".upper() if kind == "plain" else "LĐLĐ tỉnh Tuyên Quang", "27/22"):
            assert words in raised
    assert [m.sequence for m in messages(settings) if m.office_code == OFFICE and m.night == on(7)] == [1]


def test_a_reminder_and_a_word_above_bring_the_workbook_to_answer_in(settings: Settings) -> None:
    asked = flag("a" * 32, severity="fatal", rule="negative_value")
    write_published(settings, flags=(asked, flag("b" * 32)), figures=(figure(asked),))
    run(settings, 0, 7)
    write_published(settings, flags=(asked,), figures=(figure(asked),))
    run(settings, 14, 21)
    for kind, office, may_confirm in ((Kind.REMINDER, OFFICE, False), (Kind.ESCALATION, ABOVE, True)):
        message = last(settings, kind)
        [attached] = parsed(settings, message).iter_attachments()
        assert str(attached.get_filename()) == f"tra-loi-{office}-20261212.xlsx"
        sheet = answer_sheet(attached.get_content())
        assert sheet.max_row == heading_row(sheet) + 1
        lists = {str(one.sqref): str(one.formula1) for one in sheet.data_validations.dataValidation}
        assert any(Choice.CONFIRM in words for words in lists.values()) is may_confirm
        for part in ("plain", "html"):
            assert "mở tệp Excel đính kèm" in text(settings, message, part)


def test_what_never_arrived_is_not_reminded_of_and_nobody_is_told_above(
    settings: Settings, mail_server: MailServer
) -> None:
    mailing = settings.model_copy(update={"smtp_url": mail_server.url})
    address = str(Catalogue.load(settings.seeds).offices[OFFICE].email)
    mail_server.answers[address] = "550 no such mailbox"
    write_published(mailing, flags=(flag("a"),))
    run(mailing, 0, 7, 14, 21)
    assert told(mailing, Kind.REMINDER) == []
    assert told(mailing, Kind.ESCALATION) == []


def test_a_reminder_that_waits_for_its_server_is_not_written_a_second_time(
    settings: Settings, mail_server: MailServer
) -> None:
    mailing = settings.model_copy(update={"smtp_url": mail_server.url})
    address = str(Catalogue.load(settings.seeds).offices[OFFICE].email)
    write_published(mailing, flags=(flag("a"),))
    run(mailing, 0)
    mail_server.answers[address] = "451 try again later"
    run(mailing, 7, 8, 9)
    assert told(mailing, Kind.REMINDER) == [(OFFICE, 7)]


def test_what_was_changed_and_told_anew_is_reminded_of_anew(settings: Settings) -> None:
    write_published(settings, flags=(flag("a"),))
    run(settings, 0, 7, 14)
    write_published(settings, flags=(flag("a", value_hash="2", r="28"),))
    run(settings, 16, 22, 23, 30)
    assert told(settings, Kind.REMINDER) == [(OFFICE, 7), (OFFICE, 14), (OFFICE, 23), (OFFICE, 30)]
    assert told(settings, Kind.ESCALATION) == []


def test_a_snoozed_flag_rests_and_a_settled_one_is_asked_for_no_more(settings: Settings) -> None:
    write_published(settings, flags=(flag("a"), flag("b", message="Còn chờ.")))
    run(settings, 0)
    resting = {"is_snoozed": True, "snoozed_until_date": on(10)}
    write_published(settings, flags=({**flag("a"), **resting}, flag("b", message="Còn chờ.")))
    run(settings, 1, 7)
    asked = text(settings, last(settings, Kind.REMINDER))
    assert "Còn chờ." in asked
    assert "27/22" not in asked
    write_published(settings, flags=(flag("a", state="confirmed"), flag("b", state="confirmed")))
    run(settings, 14)
    assert told(settings, Kind.REMINDER) == [(OFFICE, 7)]


def test_a_report_that_is_owed_is_reminded_of_by_unit_and_due_day(settings: Settings) -> None:
    write_published(settings, statuses=(owes("HAMYEN", "missing", due=date(2026, 11, 10)),))
    run(settings, 0, 7)
    asked = text(settings, last(settings, Kind.REMINDER))
    assert "LĐLĐ huyện HAMYEN: Báo cáo kết quả" in asked
    assert "Hạn gửi 10/11/2026" in asked


def test_a_file_that_came_by_mail_is_told_once_for_nothing_can_take_its_place(settings: Settings) -> None:
    write_published(settings, files=(set_aside("LDLD.TQ/thu-0123456789/hong.xlsx"),))
    run(settings, 0, 7)
    assert told(settings, Kind.DIGEST) == [(OFFICE, 0)]
    assert told(settings, Kind.REMINDER) == []


def test_the_data_team_itself_has_nobody_above(settings: Settings) -> None:
    write_published(settings, flags=(flag("a", office=None),))
    run(settings, 0, 7, 14, 21)
    assert [day for _, day in told(settings, Kind.REMINDER)] == [7, 14, 21]
    assert told(settings, Kind.ESCALATION) == []


def test_without_an_interval_nobody_is_reminded(settings: Settings) -> None:
    never = settings.model_copy(update={"reminder_days": 0})
    write_published(never, flags=(flag("a"),))
    run(never, 0, 7)
    assert told(never, Kind.REMINDER) == []


def test_a_contact_told_counts_alone_is_reminded_without_a_figure(settings: Settings) -> None:
    settings.catalogue_extra.mkdir(parents=True)
    (settings.catalogue_extra / "office_contacts.csv").write_text(
        "office_code,contact_name,channel,address,language,detail,is_active,note\n"
        f"{OFFICE},Lãnh đạo,email,lanh-dao@example.invalid,,counts,true,\n"
        f"{ABOVE},Lãnh đạo,email,lanh-dao@tld.example.invalid,,counts,true,\n",
        encoding="utf-8",
    )
    write_published(settings, flags=(flag("a"),))
    run(settings, 0, 7, 14, 21)
    for kind in (Kind.REMINDER, Kind.ESCALATION):
        for part in ("plain", "html"):
            asked = text(settings, last(settings, kind), part)
            assert "27/22" not in asked
            assert "nội dung" in asked


def test_a_contact_that_reads_english_is_reminded_in_english(settings: Settings) -> None:
    settings.catalogue_extra.mkdir(parents=True)
    (settings.catalogue_extra / "office_contacts.csv").write_text(
        "office_code,contact_name,channel,address,language,detail,is_active,note\n"
        f"{OFFICE},Ms Hoa,email,hoa@example.invalid,en,full,true,\n"
        f"{ABOVE},Ms Lan,email,lan@example.invalid,en,full,true,\n",
        encoding="utf-8",
    )
    write_published(settings, flags=({**flag("a"), "message_en": "27/22 is above its target (122.7%)."},))
    run(settings, 0, 7, 14, 21)
    for kind, words in ((Kind.REMINDER, "reminder 3"), (Kind.ESCALATION, "reminded twice")):
        for part in ("plain", "html"):
            asked = text(settings, last(settings, kind), part)
            assert words in asked
            assert "27/22 is above its target" in asked
            assert "Kính" not in asked


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_foreign_words_of_a_reminder_are_escaped(settings: Settings, kind: str) -> None:
    write_published(settings, flags=(flag("a", message="<script>x</script>\u202e", path="<img>.xlsx"),))
    run(settings, 0, 7)
    asked = text(settings, last(settings, Kind.REMINDER), kind)
    assert ("<script>" in asked) is (kind == "plain")
    assert "\u202e" not in asked
