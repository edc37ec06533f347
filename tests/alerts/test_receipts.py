"""Each workbook received gets a receipt, in the digest of its office and at the console."""

from __future__ import annotations

import email
import email.policy
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from published_marts import differs, flag, received, set_aside, write_published
from rich.console import Console

from alerts.digest import send_digests
from alerts.receipt_pages import receipts_page
from alerts.receipts import read_receipts
from alerts.runs import task_failed
from cli.receipts import show_receipts
from warehouse.catalogue import FALLBACK_OFFICE
from warehouse.figure import SourceKind
from warehouse.landing import Landing
from warehouse.loads import LoadState, record_load
from warehouse.previews import preview_name
from warehouse.settings import Settings

NIGHT, NEXT, LATER = date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 25)
ASIDE: dict[str, Any] = {
    "status_kind": "quarantined",
    "figure_count": 0,
    "reasons": json.dumps([{"code": "x", "vi": "Tệp có mật khẩu.", "en": "x", "locator": None}], ensure_ascii=False),
    "what_to_do_vi": "Kính đề nghị gửi lại.",
}


def at(night: date) -> datetime:
    return datetime(night.year, night.month, night.day, 22, tzinfo=UTC)


def outbox(settings: Settings) -> list[str]:
    return sorted(str(path.relative_to(settings.outbox)) for path in settings.outbox.rglob("*.eml"))


def digest(settings: Settings, night: date = NIGHT, office: str = "LDLD.TQ") -> tuple[str, str, str]:
    """Subject, text and HTML of an office's message of a night."""
    content = (settings.outbox / night.isoformat() / f"{office}.eml").read_bytes()
    message = email.message_from_bytes(content, policy=email.policy.default)
    parts = [message.get_body((kind,)) for kind in ("plain", "html")]
    assert all(parts)
    text, html = (str(part.get_content()) for part in parts if part is not None)
    return str(message["Subject"]), text, html


def test_a_night_whose_only_news_is_a_file_sends_its_receipt(settings: Settings) -> None:
    write_published(settings, receipts=(received(night=NIGHT),))
    send_digests(settings, NIGHT)
    subject, text, html = digest(settings)
    assert subject == "[Thi đua] Đêm 21/11/2026: đã nhận 1 tệp"
    for body in (text, html):
        assert "bao-cao.xlsx" in body
        assert "LĐLĐ huyện Hàm Yên · 6 tháng đầu năm 2026 · bảng giao – thực hiện – tỷ lệ · " in body
        assert "26 số liệu của 6 đơn vị (12 chỉ tiêu giao, 12 kết quả, 2 số của dòng tổng chỉ dùng để " in body
        assert "hông cần làm gì thêm" in body


def test_a_receipt_is_told_once_however_often_the_night_is_run(settings: Settings) -> None:
    write_published(settings, receipts=(received(night=NIGHT),))
    for night in (NIGHT, NIGHT, NEXT, LATER):
        send_digests(settings, night)
    assert outbox(settings) == ["2026-11-21/LDLD.TQ.eml"]


def test_receipts_of_a_night_that_sent_nothing_are_told_the_next(settings: Settings) -> None:
    write_published(settings, flags=(flag("a"),))
    send_digests(settings, NIGHT)
    write_published(settings, flags=(flag("a"),), receipts=(received(night=NEXT), received("b.xlsx", night=LATER)))
    send_digests(settings, LATER)
    assert digest(settings, LATER)[0] == "[Thi đua] Đêm 25/11/2026: đã nhận 2 tệp"


def test_receipts_of_a_night_that_only_broke_are_told_when_one_is_through(settings: Settings) -> None:
    write_published(settings, receipts=(received(night=NIGHT),))
    for night in (NIGHT, NEXT):
        record_load(Landing(settings.landing), night, SourceKind.UNIT_REPORT, LoadState.BEGUN, at(night))
        assert send_digests(settings, night, at(night)).messages == ()
        task_failed(settings, at(night), "ingest_unit_reports", f"read_{night:%d}", "broken", None)
    send_digests(settings, LATER)
    assert digest(settings, LATER)[0] == "[Thi đua] Đêm 25/11/2026: đã nhận 1 tệp"


def test_a_receipt_is_never_told_as_settled(settings: Settings) -> None:
    write_published(settings, flags=(flag("a"),), receipts=(received(night=NIGHT),))
    send_digests(settings, NIGHT)
    write_published(settings)
    send_digests(settings, NEXT)
    subject, text, _ = digest(settings, NEXT)
    assert subject == "[Thi đua] Đêm 22/11/2026: 1 mục đã xong"
    assert "bao-cao" not in text


def test_a_revision_tells_what_changed_with_both_cells(settings: Settings) -> None:
    sent = received(
        night=NIGHT,
        delivery_kind="revision",
        repeats_delivery_id="x",
        repeats_path="ban-truoc.xlsx",
        repeats_night=date(2026, 11, 20),
        repeats_office_code="LDLD.TQ",
        difference_count=12,
    )
    added = differs(sent, "added", old_value=None, old_locator=None, new_value=5, figure_key="2")
    removed = differs(sent, "removed", new_value=None, new_locator=None, figure_key="3", old_reference=22)
    dropped = differs(
        sent,
        "removed",
        new_value=None,
        new_locator=None,
        old_locator="Biểu 1!E20",
        figure_key="4",
        is_old_standing=False,
    )
    write_published(settings, receipts=(sent,), differences=(differs(sent), added, removed, dropped))
    send_digests(settings, NIGHT)
    _, text, html = digest(settings)
    figure = "Số đoàn viên kết nạp, LĐLĐ huyện Hàm Yên, 6 tháng đầu năm 2026: "
    for body in (text, html):
        assert "Bản sửa" in body
        assert "So với tệp “ban-truoc.xlsx” nhận đêm 20/11/2026." in body
        assert f"{figure}27 → 25 (ô Biểu 1!E10 → Biểu 1!E11)" in body
        assert f"{figure}thêm mới 5 (ô Biểu 1!E11)" in body
        assert f"{figure}bản này không có, bản trước ghi 27/22 (ô Biểu 1!E10); số cũ vẫn được giữ" in body
        assert f"{figure}bản này không có, bản trước ghi 27 (ô Biểu 1!E20); không còn được tính" in body
        assert "và 8 chỗ khác nữa" in body


def test_an_office_never_reads_what_another_wrote(settings: Settings) -> None:
    sent = received(
        night=NIGHT,
        delivery_kind="contradiction",
        repeats_delivery_id="x",
        repeats_path="LDLD.HY/mat.xlsx",
        repeats_night=NIGHT,
        repeats_office_code="LDLD.HY",
        difference_count=1,
    )
    foreign = differs(sent, "contradicted", old_value=98765, old_office_code="LDLD.HY", old_path="LDLD.HY/mat.xlsx")
    write_published(settings, receipts=(sent, received("cua-ho.xlsx", night=NIGHT, office="LDLD.HY")),
                    differences=(foreign,))  # fmt: skip
    send_digests(settings, NIGHT)
    for body in digest(settings)[1:]:
        assert "tệp này ghi 25 (ô Biểu 1!E11), cơ quan khác đã gửi số khác" in body
        assert "98.765" not in body
        assert "mat.xlsx" not in body
        assert "cua-ho" not in body


def test_what_was_not_understood_is_told_with_its_cell(settings: Settings) -> None:
    warned = [{"code": "c", "vi": "Trang “Ẩn” bị ẩn nên không được nạp.", "en": "x", "locator": "Ẩn"}]
    doubts = [{"locator": "Biểu 1!B7", "seen": "Đơn vị lạ", "vi": "Chưa nhận ra tên đơn vị."}]
    sent = received(
        night=NIGHT,
        status_kind="loaded_with_warnings",
        reasons=json.dumps(warned, ensure_ascii=False),
        left_out=json.dumps(doubts, ensure_ascii=False),
        left_out_count=30,
    )
    write_published(settings, receipts=(sent,))
    send_digests(settings, NIGHT)
    for body in digest(settings)[1:]:
        assert "Trang “Ẩn” bị ẩn nên không được nạp." in body
        assert "Ô Biểu 1!B7: “Đơn vị lạ”. Chưa nhận ra tên đơn vị." in body
        assert "và 29 chỗ khác" in body


def test_a_file_set_aside_gives_its_reason_once_and_where_it_was_drawn(settings: Settings) -> None:
    page = settings.previews / preview_name("hong.xlsx", "", "hong.xlsx")
    page.parent.mkdir(parents=True)
    page.write_text("<p>seen</p>", encoding="utf-8")
    write_published(settings, files=(set_aside("hong.xlsx"),), receipts=(received("hong.xlsx", night=NIGHT, **ASIDE),))
    send_digests(settings, NIGHT)
    for body in digest(settings)[1:]:
        assert body.count("Tệp có mật khẩu.") == 1
        assert page.name in body
    again = received("hong.xlsx", night=NEXT, **ASIDE, delivery_kind="duplicate", repeats_path="hong.xlsx",
                     repeats_night=NIGHT, repeats_office_code="LDLD.TQ", repeats_delivery_id="x")  # fmt: skip
    write_published(settings, files=(set_aside("hong.xlsx"),), receipts=(again,))
    send_digests(settings, NEXT)
    for body in digest(settings, NEXT)[1:]:
        assert "Chưa nạp được, trùng" in body
        assert "Đúng tệp “hong.xlsx” nhận đêm 21/11/2026." in body
        assert "Tệp có mật khẩu." in body


def test_a_file_of_no_office_is_the_data_teams_and_a_lock_file_is_nobodys(settings: Settings) -> None:
    lock = json.dumps([{"code": "file_lock", "vi": "Tệp khóa.", "en": "x", "locator": None}])
    nobodys = {**ASIDE, "reasons": lock}
    write_published(
        settings,
        receipts=(received("le.xlsx", night=NIGHT, office=None), received("~$a.xlsx", night=NIGHT, **nobodys)),
    )
    send_digests(settings, NIGHT)
    assert outbox(settings) == [f"2026-11-21/{FALLBACK_OFFICE}.eml"]


def test_file_names_and_cells_are_escaped_and_bounded(settings: Settings) -> None:
    doubts = json.dumps([{"locator": "A1", "seen": "<script>alert(1)</script>" * 200, "vi": "x"}])
    sent = received("<img src=x>.xlsx", night=NIGHT, left_out=doubts, left_out_count=1)
    write_published(settings, receipts=tuple({**sent, "delivery_id": str(number)} for number in range(500)))
    send_digests(settings, NIGHT)
    subject, text, html = digest(settings)
    assert subject.endswith("đã nhận 500 tệp")
    assert "<img" not in html
    assert "<script" not in html
    assert "và 460 tệp khác" in text
    assert len(html) < 100_000


@pytest.fixture
def two_offices(settings: Settings) -> Settings:
    write_published(
        settings, receipts=(received(night=NIGHT), received("khac.xlsx", night=NEXT, office="LDLD.HY", **ASIDE))
    )
    return settings


def shown(settings: Settings, **asked: object) -> str:
    console = Console(file=io.StringIO(), width=200)
    options = {"night": None, "office": None, "page": None, "as_json": False, **asked}
    show_receipts(settings, console, **options)  # type: ignore[arg-type]  # the options of the test above the defaults
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_console_shows_receipts_by_office_and_night(two_offices: Settings) -> None:
    assert "2 tệp: 1 mới, 1 chưa nạp được" in shown(two_offices)
    assert "khac.xlsx" not in shown(two_offices, office="LDLD.TQ")
    assert "bao-cao.xlsx" not in shown(two_offices, night=NEXT)
    assert json.loads(shown(two_offices, office="LDLD.HY", as_json=True))["status"] == "quarantined"


def test_the_page_of_receipts_links_to_what_was_seen(two_offices: Settings, tmp_path: Path) -> None:
    seen = two_offices.previews / preview_name("khac.xlsx", "", "khac.xlsx")
    seen.parent.mkdir(parents=True)
    seen.write_text("<p>seen</p>", encoding="utf-8")
    shown(two_offices, page=tmp_path / "bien-nhan.html")
    page = (tmp_path / "bien-nhan.html").read_text(encoding="utf-8")
    (link,) = [part.split('"')[0] for part in page.split('href="')[1:]]
    assert (tmp_path / link).read_text(encoding="utf-8") == "<p>seen</p>"
    assert "Tệp có mật khẩu." in page


def test_no_receipts_make_an_empty_page(settings: Settings) -> None:
    write_published(settings)
    receipts = read_receipts(settings.published_database, settings.previews, since=NIGHT, night=NIGHT)
    assert receipts == ()
    assert "Đã nhận 0 tệp." in receipts_page(receipts, None, {})
