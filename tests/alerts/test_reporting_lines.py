"""What a digest says of the reports that units owe: briefly, and never twice of the same unit."""

from __future__ import annotations

import email
import email.policy
from datetime import date, timedelta

from published_marts import owes, write_published

from alerts.digest import send_digests
from alerts.reporting import read_owed_reports
from warehouse.settings import Settings

NIGHT, NEXT, THIRD = date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)
DUE = date(2026, 11, 20)


def texts(settings: Settings) -> list[str]:
    found = []
    for path in sorted(settings.outbox.rglob("*.eml")):
        part = email.message_from_bytes(path.read_bytes(), policy=email.policy.default).get_body(("plain",))
        found.append(str(part.get_content()) if part is not None else "")
    return found


def test_an_office_reads_in_one_line_who_has_sent_its_report_and_who_has_not(settings: Settings) -> None:
    sent = [owes("A", "on_time", due=DUE), owes("B", "late", due=DUE), owes("C", "unreadable", due=DUE)]
    write_published(settings, statuses=(*sent, owes("D", "missing", due=DUE)))
    send_digests(settings, NIGHT)
    (told,) = texts(settings)
    assert (
        "- Báo cáo kết quả (6 tháng đầu năm 2026, hạn 20/11/2026): 2/4 đơn vị đã gửi, trong đó 1 gửi muộn;"
        " tệp chưa đọc được 1: LĐLĐ huyện C; chưa gửi 1: LĐLĐ huyện D"
    ) in told


def test_a_unit_that_owes_a_report_is_reason_for_one_message_and_its_report_for_none(settings: Settings) -> None:
    write_published(settings, statuses=(owes("A", "missing", due=DUE), owes("B", "missing", due=DUE)))
    send_digests(settings, NIGHT)
    write_published(settings, statuses=(owes("A", "late", due=DUE), owes("B", "missing", due=DUE)))
    send_digests(settings, NEXT)
    assert len(texts(settings)) == 1
    write_published(settings, statuses=(owes("B", "missing", due=DUE), owes("C", "missing", due=DUE)))
    send_digests(settings, THIRD)
    assert len(texts(settings)) == 2
    assert "chưa gửi 2: LĐLĐ huyện B, LĐLĐ huyện C" in texts(settings)[1]


def test_reports_that_are_all_sent_or_due_far_off_are_not_told_of(settings: Settings) -> None:
    far, long_ago = NIGHT + timedelta(days=60), NIGHT - timedelta(days=800)
    rows = (owes("A", "on_time", due=DUE), owes("B", "awaited", due=far, period="2026"))
    write_published(settings, statuses=(*rows, owes("C", "missing", due=long_ago, period="2024")))
    assert read_owed_reports(settings.published_database, NIGHT) == ()
    send_digests(settings, NIGHT)
    assert texts(settings) == []


def test_a_report_due_within_the_week_is_reminded_of_in_messages_sent_for_other_reasons(settings: Settings) -> None:
    write_published(settings, statuses=(owes("A", "awaited", due=NIGHT + timedelta(days=3)),))
    (report,) = read_owed_reports(settings.published_database, NIGHT)
    assert report.told.endswith("0/1 đơn vị đã gửi; chưa đến hạn 1")
    send_digests(settings, NIGHT)
    assert texts(settings) == []


def test_units_beyond_the_first_few_are_counted(settings: Settings) -> None:
    write_published(settings, statuses=tuple(owes(f"X{number}", "missing", due=DUE) for number in range(9)))
    (report,) = read_owed_reports(settings.published_database, NIGHT)
    assert report.told.endswith("LĐLĐ huyện X4 và 4 đơn vị khác")
