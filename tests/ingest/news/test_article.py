"""A page is reduced to its article; a plain text is left as it is."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest

from ingest.context import DocumentContext
from ingest.news.article import ArticleError, parse_moment, read_article

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


@pytest.mark.parametrize(
    ("printed", "moment"),
    [
        ("2023-07-26T09:30:00+07:00", datetime(2023, 7, 26, 2, 30, tzinfo=UTC)),
        ("2023-07-26T02:30:00Z", datetime(2023, 7, 26, 2, 30, tzinfo=UTC)),
        ("26/07/2023 09:30", datetime(2023, 7, 26, 2, 30, tzinfo=UTC)),
        ("Cập nhật: 7/26/2023 9:30:00 AM", datetime(2023, 7, 26, 2, 30, tzinfo=UTC)),
        ("26/07/2023 9:30 PM", datetime(2023, 7, 26, 14, 30, tzinfo=UTC)),
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
