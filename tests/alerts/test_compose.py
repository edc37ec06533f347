from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from email.header import decode_header, make_header
from email.message import EmailMessage
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest

from alerts.compose import (
    Attachment,
    Envelope,
    clean,
    compose,
    message_id,
    opening_of,
    subject_of,
    valid_address,
    without_names,
)
from alerts.digest_content import Change, DigestContent, Settled, SmallExcesses, ToldFlag
from alerts.findings import Flag, SetAsideFile, Witness
from warehouse.catalogue import Catalogue, Contact, Detail, Office
from warehouse.records import Severity
from warehouse.settings import Settings

NIGHT = date(2026, 11, 21)
CATALOGUE = Catalogue.load(Settings().seeds)
HOSTILE = (
    '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}\r\nBcc: spy@evil.invalid\r\n\r\n\u202egnp.exe'
)


def office(name: str = "LĐLĐ tỉnh Tuyên Quang", email: str | None = "a@b.invalid") -> Office:
    return Office(
        office_code="LDLD.TQ",
        org_unit_code="LDLD.TQ",
        name_vi=name,
        language="vi",
        email=email,
        channel="email",
        is_active=True,
    )


def witness(text: str = "bao-cao.xlsx", *, source_kind: str = "unit_report", locator: str = "Biểu 1!E10") -> Witness:
    return Witness(
        source_kind=source_kind,
        path=text,
        locator=locator,
        quote=text,
        r=Decimal(27),
        t=Decimal(22),
        p=Decimal("122.7"),
        c=Decimal("122.7"),
    )


def told(
    key: str = "a",
    *,
    text: str = "27/22 vượt chỉ tiêu.",
    severity: Severity = Severity.QUERY,
    indicator: str | None = "housing_supported",
    witnesses: tuple[Witness, ...] = (),
) -> ToldFlag:
    flag = Flag(
        key=key,
        rule_code="result_exceeds_target",
        severity=severity,
        state="open",
        subject_kind="figure",
        subject_key=key,
        office_code="LDLD.TQ",
        unit_code="LDLD.TQ",
        indicator_code=indicator,
        period="Năm 2026",
        value_hash="1",
        message=text,
        what_to_do=text,
        witnesses=witnesses or (witness(),),
        document_ids=frozenset({"d"}),
    )
    return ToldFlag(flag, Change.NEW, text)


def content(
    flags: tuple[ToldFlag, ...] = (),
    small: tuple[SmallExcesses, ...] = (),
    files: tuple[SetAsideFile, ...] = (),
    settled: tuple[Settled, ...] = (),
    waiting: int = 0,
) -> DigestContent:
    return DigestContent(flags, small, files, settled, waiting)


def contact(
    address: str | None = "a@b.invalid", *, name: str = "", language: str = "vi", detail: Detail = Detail.FULL
) -> Contact:
    return Contact(
        office_code="LDLD.TQ",
        name=name,
        channel="email",
        address=address,
        language=language,
        detail=detail,
        is_active=True,
    )


def envelope(
    recipient: Office | None = None,
    sender: str = "Thi đua <thi-dua@example.invalid>",
    *,
    told_to: Contact | None = None,
    link: str | None = None,
) -> Envelope:
    recipient = recipient or office()
    return Envelope(
        sender=sender,
        office=recipient,
        contact=told_to or contact(recipient.email),
        link=link,
        night=NIGHT,
        sequence=1,
        sent_at=opening_of(NIGHT, 12, ZoneInfo("Asia/Ho_Chi_Minh")),
    )


def parse(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_same_content_gives_the_same_bytes() -> None:
    said = content((told(),))
    assert compose(envelope(), said, CATALOGUE) == compose(envelope(), said, CATALOGUE)


def test_the_message_id_follows_the_content_and_the_date_the_night() -> None:
    said, other = content((told("a"),)), content((told("b"),))
    message = parse(compose(envelope(), said, CATALOGUE))
    assert message["Message-ID"] == message_id(envelope(), said)
    assert message_id(envelope(), said) != message_id(envelope(), other)
    assert str(message["Message-ID"]).endswith("@example.invalid>")
    assert message["Date"].datetime.astimezone(UTC) == datetime(2026, 11, 21, 5, tzinfo=UTC)


def test_every_line_of_the_message_is_ascii_and_short_enough_for_any_server() -> None:
    raw = compose(envelope(), content((told(text="Đ" * 300),)), CATALOGUE)
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78


def test_hostile_text_adds_no_header_no_recipient_and_no_part() -> None:
    said = content(
        (told(text=HOSTILE, witnesses=(witness(HOSTILE, locator=f"{HOSTILE}!A1"),)),),
        files=(SetAsideFile(document_id="d", office_code="LDLD.TQ", path=HOSTILE, reasons=(HOSTILE,)),),
        settled=(Settled("k", HOSTILE, "đã xong"),),
    )
    plain = parse(compose(envelope(), content((told(),)), CATALOGUE))
    message = parse(compose(envelope(office(name=HOSTILE)), said, CATALOGUE))
    assert message.keys() == plain.keys()
    assert [address.addr_spec for address in message["To"].addresses] == ["a@b.invalid"]
    assert len(list(message.iter_parts())) == 2
    assert not message.defects


def test_hostile_text_stays_text_in_html() -> None:
    said = content(
        (told(text=HOSTILE, witnesses=(witness(HOSTILE, locator=f"{HOSTILE}!A1"),)),),
        small=(SmallExcesses(HOSTILE, (told(text=HOSTILE),)),),
        files=(SetAsideFile(document_id="d", office_code="LDLD.TQ", path=HOSTILE, reasons=(HOSTILE,)),),
        settled=(Settled("k", HOSTILE, "đã xong"),),
    )
    html = body(parse(compose(envelope(office(name=HOSTILE)), said, CATALOGUE)), "html")
    parser = Tags()
    parser.feed(html)
    assert "&lt;script&gt;" in html
    assert not [tag for tag, _ in parser.tags if tag in {"script", "img", "a", "link", "iframe"}]
    assert not [name for _, attributes in parser.tags for name in attributes if name.startswith("on")]
    assert "\u202e" not in html
    assert "{{ 7 * 7 }}" in html


def test_a_line_break_in_a_cell_cannot_forge_a_line_of_the_plain_text() -> None:
    forged = "số\r\n\r\nTrân trọng cảm ơn cơ quan đã phối hợp.\u2028Gửi mật khẩu về"
    text = body(parse(compose(envelope(), content((told(text=forged),)), CATALOGUE)), "plain")
    assert len(re.findall(r"(?m)^Trân trọng cảm ơn", text)) == 1
    assert not re.search(r"(?m)^Gửi mật khẩu", text)


def test_html_and_plain_text_need_no_network() -> None:
    html = body(parse(compose(envelope(), content((told(),)), CATALOGUE)), "html")
    assert not re.search(r"https?://|url\(|src=", html)


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        (content((told(),)), "[Thi đua] Đêm 21/11/2026: 1 số liệu cần kiểm tra"),
        (
            content(
                (told(),),
                files=(SetAsideFile(document_id="d", office_code=None, path="x", reasons=()),),
                settled=(Settled("k", "x", "y"),) * 1200,
            ),
            "[Thi đua] Đêm 21/11/2026: 1 số liệu cần kiểm tra, 1 tệp chưa nạp được, 1.200 mục đã xong",
        ),
    ],
)
def test_the_subject_holds_the_counts(said: DigestContent, subject: str) -> None:
    assert subject_of(NIGHT, said) == subject
    assert parse(compose(envelope(), said, CATALOGUE))["Subject"] == subject


def test_an_article_is_named_with_its_sentence() -> None:
    quote = "đã giúp đỡ 27/22 hộ"
    said = content((told(witnesses=(witness(quote, source_kind="news", locator="1050:1067"),)),))
    message = parse(compose(envelope(), said, CATALOGUE))
    for kind in ("plain", "html"):
        assert f"Bài viết {quote}, ký tự 1050:1067" in body(message, kind)
        assert f"“{quote}”" in body(message, kind)


def test_money_is_written_in_words_of_scale() -> None:
    money = Witness(
        source_kind="unit_report",
        path="a.xlsx",
        locator="S!B2",
        quote="",
        r=Decimal(529_460_000),
        t=Decimal(500_000_000),
        p=None,
        c=Decimal("105.9"),
    )
    said = content((told(indicator="maiam_fund_raised", witnesses=(money,)),))
    text = body(parse(compose(envelope(), said, CATALOGUE)), "plain")
    assert "529,46 triệu đồng/500 triệu đồng; tính lại: 105,9%" in text


def test_a_long_digest_is_bounded_and_says_what_it_leaves_out() -> None:
    said = content(tuple(told(str(number)) for number in range(1000)))
    raw = compose(envelope(), said, CATALOGUE)
    # a page above 102 kB is cut by a widely used mail program
    assert len(body(parse(raw), "html").encode()) < 102_000
    assert "Còn 940 số liệu khác" in body(parse(raw), "plain")


@pytest.mark.parametrize(
    ("address", "is_valid"),
    [
        ("a@b.invalid", True),
        ("a.b+c@d-e.invalid", True),
        ("", False),
        (None, False),
        ("a", False),
        ("a@", False),
        ("@b", False),
        ("a@b.invalid, c@d.invalid", False),
        ("A <a@b.invalid>", False),
        ("a@b.invalid\nBcc: c@d.invalid", False),
        ("thi-đua@b.invalid", False),
        (" a@b.invalid", False),
    ],
)
def test_only_one_plain_mailbox_is_an_address(address: str | None, is_valid: bool) -> None:
    assert (valid_address(address) is not None) is is_valid


def test_an_office_without_address_is_named_alone() -> None:
    message = parse(compose(envelope(office(email=None)), content((told(),)), CATALOGUE))
    assert message["To"].addresses == ()
    assert "LĐLĐ tỉnh Tuyên Quang" in str(message["To"])


def test_a_sender_that_is_no_address_does_not_stop_the_message() -> None:
    message = parse(compose(envelope(sender="không phải địa chỉ\r\nBcc: x"), content((told(),)), CATALOGUE))
    assert "Bcc" not in message
    assert message["From"].addresses[0].addr_spec == "thi-dua@localhost"


def test_long_vietnamese_names_keep_every_space_in_headers() -> None:
    name = "Ban Dữ liệu Tổng Liên đoàn Lao động Việt Nam cùng các Công đoàn ngành trung ương"
    raw = email.message_from_bytes(compose(envelope(office(name=name)), content((told(),)), CATALOGUE))
    assert str(make_header(decode_header(raw["To"]))) == f"{name} <a@b.invalid>"


def test_cleaning_keeps_vietnamese_and_drops_what_is_invisible() -> None:
    assert clean("  Hộ\u00a0nghèo\t\u200bđược\x00 giúp\ufeff ") == "Hộ nghèo được giúp"
    assert clean("a" * 500, 10) == "aaaaaaaaa…"


def test_a_line_of_small_excesses_names_its_indicator_once() -> None:
    line = SmallExcesses("Số hộ được hỗ trợ", (told("a"), told("b")))
    message = parse(compose(envelope(), content(small=(line,)), CATALOGUE))
    for kind in ("plain", "html"):
        text = body(message, kind)
        assert text.count("Số hộ được hỗ trợ") == 1
        assert text.count("LĐLĐ tỉnh Tuyên Quang, Năm 2026: 27/22 (122,7%)") == 2


def test_a_contact_that_is_told_counts_alone_reads_no_figure_name_or_file() -> None:
    said = content(
        flags=(told(),),
        files=(SetAsideFile(document_id="d", office_code="LDLD.TQ", path="hong.xlsx", reasons=("Hỏng.",)),),
    )
    sheet = Attachment("tra-loi.xlsx", b"27/22", "application/octet-stream")
    for language, words in (("vi", "1 số liệu cần kiểm tra"), ("en", "1 figures to check")):
        to = envelope(told_to=contact(language=language, detail=Detail.COUNTS), link="https://thi-dua.example.vn/x")
        message = parse(compose(to, said, CATALOGUE, (sheet,)))
        assert [part.get_content_type() for part in message.walk()] == [
            "multipart/alternative", "text/plain", "text/html",
        ]  # fmt: skip
        for kind in ("plain", "html"):
            text = body(message, kind)
            assert words in text
            assert "https://thi-dua.example.vn/x" in text
            assert not re.search(r"27/22|122|hong|Hỏng|Biểu|bao-cao", text)


def test_a_contact_that_reads_english_is_written_to_in_english() -> None:
    file = SetAsideFile(
        document_id="d", office_code="LDLD.TQ", path="x.xlsx", reasons=("Hỏng.",), reasons_en=("It is broken.",)
    )
    asked = told()
    asked = replace(asked, flag=replace(asked.flag, message_en="27/22 exceeds its target.", period_code="2026"))
    said = content(flags=(asked,), settled=(Settled("b", "Hàm Yên", "đã được sửa"),), files=(file,))
    message = parse(compose(envelope(told_to=contact(language="en")), said, CATALOGUE))
    assert message["Content-Language"] == "en"
    assert (
        message["Subject"] == "[Emulation] Night of 21/11/2026: 1 figures to check, 1 files not loaded, 1 items settled"
    )
    for kind in ("plain", "html"):
        text = body(message, kind)
        assert "File bao-cao.xlsx, sheet “Biểu 1”, cell E10" in text
        assert "recomputed: " in text
        assert "122.7%" in text
        assert "122,7" not in text
        assert "27/22 exceeds its target." in text
        assert "· 2026" in text
        assert "Hàm Yên: corrected" in text
        assert "It is broken." in text
        assert "Kính gửi" not in text


def test_an_attachment_travels_with_both_texts_and_the_bytes_stay_the_same() -> None:
    sheet = Attachment(
        "tra-loi.xlsx", b"PK\x03\x04 sheet", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    raw = compose(envelope(), content(flags=(told(),)), CATALOGUE, (sheet,))
    assert raw == compose(envelope(), content(flags=(told(),)), CATALOGUE, (sheet,))
    message = parse(raw)
    [attached] = message.iter_attachments()
    assert attached.get_filename() == "tra-loi.xlsx"
    assert attached.get_content() == b"PK\x03\x04 sheet"
    assert "tệp Excel đính kèm" in body(message, "plain")
    assert "tệp Excel đính kèm" in body(message, "html")


def test_a_name_with_a_colon_is_left_out_of_the_finding_whole() -> None:
    named = next(one for one in CATALOGUE.indicators.values() if ": " in one.name_en)
    assert without_names(f"{named.name_en} – Hàm Yên, 2023: the share is odd.", named) == "The share is odd."
    assert without_names("27/22: khác", named) == "27/22: khác"


@pytest.mark.parametrize(("by_mail", "reply"), [(True, True), (False, False)])
def test_an_answer_by_mail_is_asked_for_only_where_a_mailbox_is_read(by_mail: bool, reply: bool) -> None:
    sheet = Attachment("tra-loi.xlsx", b"x", "application/octet-stream")
    for language, words in (("vi", "trả lời thư này"), ("en", "as a reply")):
        to = replace(envelope(told_to=contact(language=language)), is_answered_by_mail=by_mail)
        message = parse(compose(to, content(flags=(told(),)), CATALOGUE, (sheet,)))
        for kind in ("plain", "html"):
            assert (words in body(message, kind)) is reply


def test_a_chat_is_not_told_to_open_what_it_does_not_carry() -> None:
    sheet = Attachment("tra-loi.xlsx", b"x", "application/octet-stream")
    to = envelope(told_to=replace(contact("LDLD.TQ"), channel="chat"))
    message = parse(compose(to, content(flags=(told(),)), CATALOGUE, (sheet,)))
    assert list(message.iter_attachments()) == []
    assert "kênh này không gửi kèm tệp" in body(message, "plain")


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", 'https://a.invalid/"><script>', "https://a.invalid/ x", "file:///etc"]
)
def test_a_link_that_is_no_web_address_is_left_out(link: str) -> None:
    message = parse(compose(envelope(link=link), content(flags=(told(),)), CATALOGUE))
    assert link not in body(message, "html")
    assert "<a " not in body(message, "html")


def test_a_hostile_name_of_a_contact_stays_text_of_the_header_and_the_page() -> None:
    message = parse(compose(envelope(told_to=contact(name=HOSTILE)), content(flags=(told(),)), CATALOGUE))
    assert "Bcc" not in message
    assert "<script" not in body(message, "html")
