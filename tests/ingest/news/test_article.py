"""A page is reduced to its article; a plain text is left as it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from portal_pages import ARTICLE, AUTHOR, FURNITURE, PORTALS, TITLE

from ingest.context import DocumentContext
from ingest.news.article import ArticleError, article_of, read_article
from ingest.news.moments import parse_moment
from ingest.vietnamese.text import from_tcvn3

BODY = (
    "Công đoàn huyện tổ chức hội nghị sơ kết phong trào thi đua. Các cơ sở đã kết nạp 45 đoàn viên mới, "
    "đạt 112,5% chỉ tiêu giao, và chăm lo tốt cho người lao động trong toàn huyện."
)
SECOND = (
    "Phát biểu tại hội nghị, lãnh đạo công đoàn huyện đề nghị các cơ sở tiếp tục đổi mới nội dung hoạt động, "
    "quan tâm phát triển đoàn viên và chăm lo đời sống của công nhân, viên chức, lao động."
)
PAGE = f"""<!doctype html><html><head><title>Cổng công đoàn</title>
<meta property="article:published_time" content="2023-07-26T09:30:00+07:00"><meta name="author" content="Minh Anh">
<link rel="canonical" href="https://example.org/tin/1"></head><body>
<nav><a href="/">Trang chủ</a><a href="/tin">Tin tức</a></nav>
<article><h1>Hội nghị sơ kết phong trào thi đua</h1><p>{BODY}</p><p>{SECOND}</p></article>
<script>var viewed = 999111;</script><div>Đang online : 14<br>Đã truy cập : 70412</div></body></html>"""


def test_a_plain_text_is_kept_untouched(context: DocumentContext) -> None:
    text = unicodedata.normalize("NFD", f"Tin công đoàn\u00a0huyện ta\r\n\r\n{BODY}\r\nĐã xem: 12\r\n")
    article = read_article(text.encode(), context)
    assert article.text == text
    assert not article.is_page


def test_a_plain_text_shows_its_title_its_date_and_its_byline(context: DocumentContext) -> None:
    dateline = "Thứ Tư, ngày 26/7/2023 - 08:14 Đã xem: 68"
    text = f"Hội nghị sơ kết phong trào thi đua năm 2023\n\n{dateline}\n\n{BODY}\n\nTrần Minh Anh\n"
    article = read_article(text.encode(), context)
    assert article.title == "Hội nghị sơ kết phong trào thi đua năm 2023"
    assert article.published_at == datetime(2023, 7, 26, 1, 14, tzinfo=UTC)
    assert article.author == "Trần Minh Anh"


def test_a_page_gives_its_article_without_furniture(context: DocumentContext) -> None:
    article = read_article(PAGE.encode(), context)
    assert "kết nạp 45 đoàn viên" in article.text
    for furniture in ("70412", "999111", "Đang online", "Trang chủ"):
        assert furniture not in article.text
    assert article.title == "Hội nghị sơ kết phong trào thi đua"
    assert article.published_at == datetime(2023, 7, 26, 2, 30, tzinfo=UTC)
    assert (article.author, article.url) == ("Minh Anh", "https://example.org/tin/1")


@pytest.mark.parametrize("address", ["http://[x/tin", "https://[::1/2026/01/05/", "http://a.example:port/2026/01/05/"])
def test_a_page_that_names_a_broken_address_is_read_all_the_same(context: DocumentContext, address: str) -> None:
    page = PAGE.replace("https://example.org/tin/1", address).replace("article:published_time", "x")
    assert "kết nạp 45 đoàn viên" in read_article(page.encode(), context).text


@pytest.mark.parametrize("portal", PORTALS)
def test_a_portals_page_gives_every_sentence_of_its_article_and_nothing_of_its_furniture(portal: str) -> None:
    article = article_of(PORTALS[portal]().encode())
    assert [line for line in article.text.splitlines() if line in ARTICLE] == list(ARTICLE)
    assert set(article.text.splitlines()) <= {TITLE, *ARTICLE, AUTHOR}
    assert not [furniture for furniture in FURNITURE if furniture in article.text]
    assert (article.title, article.author) == (TITLE, AUTHOR)
    assert article.published_at == datetime(2023, 12, 26, 9, 45, tzinfo=UTC)


def cp1258(text: str) -> bytes:
    """Windows-1258: its tones follow their vowels."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    apart = []
    for char in text:
        bare = "".join(mark for mark in unicodedata.normalize("NFD", char) if mark not in tones)
        tone = "".join(mark for mark in unicodedata.normalize("NFD", char) if mark in tones)
        apart.append(unicodedata.normalize("NFC", bare) + tone)
    return "".join(apart).encode("cp1258")


def tcvn3(text: str) -> bytes:
    """TCVN3 as its fonts store it: the inverse of the decoder's table."""
    inverse = {from_tcvn3(chr(code)): code for code in range(0xA1, 0x100)}
    return bytes(inverse[char] if char in inverse else ord(char) if ord(char) < 0xA0 else 0x3F for char in text)


@pytest.mark.parametrize(
    ("declared", "encode"),
    [
        ("", str.encode),
        ("windows-1252", str.encode),
        ("utf-8", cp1258),
        ("", cp1258),
        ("utf-8", lambda page: b"\xff\xfe" + page.encode("utf-16-le")),
        ("", lambda page: page.encode("utf-16-be")),
        ("iso-8859-1", tcvn3),
        ("utf-8", lambda page: page.encode().replace("suất".encode(), b"su\xe1t", 1)),
        ("", lambda page: page.encode("ascii", "xmlcharrefreplace")),
    ],
    ids=[
        "none",
        "declared 1252",
        "declared utf-8, is 1258",
        "1258",
        "utf-16 marked",
        "utf-16",
        "tcvn3",
        "one bad byte",
        "ascii",
    ],
)
def test_a_page_is_read_in_the_encoding_it_is_in_whatever_it_declares(
    declared: str, encode: Callable[[str], bytes]
) -> None:
    sentence = "Công đoàn cơ sở đã kết nạp 1.245 đoàn viên mới, đạt 113,2% chỉ tiêu được giao trong năm."
    other = "Các cấp công đoàn đã tặng 3.410 suất quà cho công nhân có hoàn cảnh khó khăn dịp Tết vừa qua."
    head = f'<meta charset="{declared}">' if declared else ""
    body = f"<h1>Kết quả phong trào thi đua</h1><p>{sentence}</p><p>{other}</p>"
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    article = article_of(encode(page))
    assert sentence in article.text.splitlines()
    assert article.title == "Kết quả phong trào thi đua"


def test_a_table_of_numbers_in_an_article_keeps_its_rows() -> None:
    table = (
        "<table><tr><th>Đơn vị</th><th>Chỉ tiêu</th><th>Thực hiện</th></tr>"
        "<tr><td><p>CĐCS Một</p></td><td>40</td><td>45</td></tr></table>"
    )
    article = article_of(
        f"<html><body><div><h1>Kết quả kết nạp đoàn viên</h1><p>{BODY}</p>{table}<p>{SECOND}</p></div>".encode()
    )
    assert article.text.splitlines()[1:] == [BODY, "Đơn vị | Chỉ tiêu | Thực hiện", "CĐCS Một | 40 | 45", SECOND]


def test_a_part_that_holds_most_of_the_page_is_content_whatever_it_is_called() -> None:
    content = f"<h1>Hội nghị sơ kết phong trào</h1><p>{BODY}</p><p>{SECOND}</p>"
    page = f'<html><body><div class="social menu-wrapper">{content}</div></body></html>'
    assert article_of(page.encode()).text.splitlines()[1:] == [BODY, SECOND]


def test_the_day_on_top_of_every_page_is_not_the_articles() -> None:
    today = "<div class='top'>Thứ Hai, ngày 23/11/2026</div>" + "<div><a href='/'>Trang chủ</a></div>" * 30
    body = f"<h1>Hội nghị sơ kết phong trào thi đua</h1><div>Ngày đăng: 26/7/2023</div><p>{BODY}</p><p>{SECOND}</p>"
    page = f"<html><body>{today}<div>{body}</div></body></html>"
    assert article_of(page.encode()).published_at == datetime(2023, 7, 25, 17, tzinfo=UTC)


def test_a_page_fetched_is_known_by_its_address_where_it_names_none_itself(context: DocumentContext) -> None:
    fetched = replace(context, path="https://congdoan.example/tin/1")
    assert read_article(f"<html><body><p>{BODY}</p>".encode(), fetched).url == "https://congdoan.example/tin/1"
    assert read_article(PAGE.encode(), fetched).url == "https://example.org/tin/1"


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>" + "<div>" * 5000 + BODY,
        "<html><body><table>" + "<tr><td>" * 3000 + BODY,
        "<html><body><p>" + "x" * 300_000,
        f"<html><head><script type='application/ld+json'>{'[' * 100_000}</script></head><body><p>{BODY}</p>",
        "<html><body>\x00\ufffe<p>\ud7ff</p><svg><p>" + BODY,
        "<!doctype html><!-- " + BODY,
        f'<html><head><link rel="canonical" href="http://[x/2023/12/26/"></head><body><p>{BODY}</p>',
        f'<html><head><meta property="og:url" content="https://[::1/tin"></head><body><p>{BODY}</p>',
    ],
)
def test_a_hostile_page_gives_an_article_or_a_reason(page: str) -> None:
    with suppress(ArticleError):
        assert article_of(page.encode("utf-8", "surrogatepass")).text


@pytest.mark.parametrize(
    ("printed", "moment"),
    [
        ("2023-07-26T09:30:00+07:00", datetime(2023, 7, 26, 2, 30, tzinfo=UTC)),
        ("2023-07-26T02:30:00Z", datetime(2023, 7, 26, 2, 30, tzinfo=UTC)),
        ("26/07/2023 09:30", datetime(2023, 7, 26, 2, 30, tzinfo=UTC)),
        ("Cập nhật: 7/26/2023 9:30:00 AM", datetime(2023, 7, 26, 2, 30, tzinfo=UTC)),
        ("26/07/2023 9:30 PM", datetime(2023, 7, 26, 14, 30, tzinfo=UTC)),
        ("16:45 26/12/2023", datetime(2023, 12, 26, 9, 45, tzinfo=UTC)),
        ("Thứ ba, ngày 26 tháng 12 năm 2023, 16h45", datetime(2023, 12, 26, 9, 45, tzinfo=UTC)),
        ("31/02/2023", None),
        ("hôm qua", None),
    ],
)
def test_moments_are_read_in_the_orders_pages_print_them(printed: str, moment: datetime | None) -> None:
    assert parse_moment(printed) == moment


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "article_empty"),
        (b"  \n ", "article_empty"),
        (b"PK\x00\x03\x00\x00", "article_binary"),
        (b"<html><body></body></html>", "article_empty"),
        (b"a " * 300_000, "article_too_large"),
        (b"a" * 9_000_000, "article_too_large"),
    ],
)
def test_what_holds_no_article_is_refused_with_a_reason(content: bytes, code: str, context: DocumentContext) -> None:
    with pytest.raises(ArticleError) as refusal:
        read_article(content, context)
    assert refusal.value.code == code
    assert refusal.value.vi
