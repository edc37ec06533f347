"""An HTML page as the blocks a reader sees, and which of them are the article.

Trafilatura tells which sentences are the article's. Around them the page's own blocks are taken, from the title to the
byline: portals of tables and line breaks, with a lead outside the body or tools between the parts, keep every sentence
and lose their furniture.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from ingest.news.blocks import Block, blocks_of, is_row_of_data, tree_of
from ingest.news.lexicon import compiled
from ingest.news.moments import date_of_lines, is_dated_line, printed_moment
from ingest.news.page_facts import Facts, name_in, page_title, url_date
from ingest.vietnamese.composed import ComposedText
from warehouse.vietnamese import comparison_key

_FURNITURE_RE = compiled(
    r"^\W*(?:đã xem|lượt xem|số lượt xem|lượt đọc|đang online|đang truy cập|đã truy cập|hôm nay|hôm qua"
    r"|trong (?:tuần|tháng)|tổng cộng|tổng (?:số )?(?:lượt )?truy cập|lượt truy cập|số phiếu)\s*:",
    r"^\W*(?:skip (?:to|ribbon)|trang chủ|các tin (?:đã đăng|khác|liên quan)|các bài (?:viết )?(?:khác|liên quan)"
    r"|tin (?:cùng chuyên mục|liên quan|mới|khác)|bài viết (?:khác|liên quan|cùng chuyên mục)|liên kết website)",
    r"^\W*(?:in trang|in bài(?: viết)?|gửi (?:email|bình luận|bài viết)|chia sẻ(?: (?:facebook|bài viết|zalo))*"
    r"|bình luận|quay lại|về đầu trang|xem thêm|đọc thêm|thích|facebook|zalo|twitter|email|share|print|copyright"
    r"|bản quyền|a\+|a-|lưu bài viết|đánh giá(?: bài viết)?)\W*$",
    r"^\W*(?:đánh giá bài viết|tổng số điểm của bài viết|click để đánh giá|từ khóa|từ khoá|tags?)\s*:",
    r"^\W*tổng số\s*:\s*\d+\s*\|", r"^\W*trang\s*:\s*\d+", r"^\W*xem tin theo ngày",
)  # fmt: skip
_END_RE = compiled(
    r"^\W*(?:các tin (?:đã đăng|khác|liên quan)|các bài (?:viết )?(?:khác|liên quan)"
    r"|tin (?:cùng chuyên mục|liên quan|khác)|bài viết (?:khác|liên quan|cùng chuyên mục)"
    r"|(?:\d+ )?bình luận|gửi bình luận|ý kiến bạn đọc)\W*$"
)
_INFO_RE = compiled(
    r"(?<!\w)(?:lượt (?:xem|đọc)|đã xem|tác giả|cập nhật|nguồn(?: tin)?|chuyên mục|đăng bởi|người đăng)\s*:"
)
_TITLE_NAME_RE = re.compile(r"title|tieu-?de|headline|heading")
_DATE_NAME_RE = re.compile(
    r"(?:^|[^a-z])(?:date|ngay|time|posted-on|publish(?:ed)?|ngay-?dang)(?:$|[^a-z])|lbldate|lblngay"
)
_AUTHOR_NAME_RE = re.compile(r"(?:^|[^a-z])(?:author|tac-?gia|byline)(?:$|[^a-z])|lbltacgia|lblauthor")
_TOLD_AUTHOR_RE = re.compile(
    r"(?i:tác giả|người viết|đăng bởi)\s*:\s*(?P<name>[^\W\d_a-zà-ỹ][^\W\d_]*(?:[ -][^\W\d_a-zà-ỹ][^\W\d_]*){1,5})"
)

_SENTENCE_CHARACTERS = 30
_TITLE_WORDS = range(4, 61)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says of its article; the text is empty where it holds none."""

    text: str
    title: str | None
    published_at: datetime | None
    author: str | None
    url: str | None


def page_of(html: str) -> Page:
    """The article of a page, in the order it is read. Never raises on any text."""
    tree = tree_of(html)
    if tree is None:
        return Page("", None, None, None, None)
    facts = Facts.of(tree)
    blocks = blocks_of(tree)
    sentences = _sentences(tree, blocks)
    title = _title(tree, blocks, sentences, facts)
    if title is not None and sentences and sentences[-1] > title:
        sentences = [number for number in sentences if number > title]
    lines = _article_lines(blocks, sentences, None if title in sentences else title)
    near = _near_title(blocks, sentences, title)
    return Page(
        text="\n".join(lines),
        title=blocks[title].text[:500] if title is not None else facts.title or _own_title(tree),
        published_at=facts.published_at
        or _named_date(blocks, sentences)
        or date_of_lines(near)
        or _day_in_line(near)
        or url_date(facts.url),
        author=facts.author or _named_author(blocks) or _told_author(near) or author_of(lines),
        url=facts.url,
    )


def is_furniture(line: str) -> bool:
    """Counters, pagers, share buttons: the page's, not the article's."""
    return _FURNITURE_RE.search(ComposedText.of(line).lower) is not None


def author_of(lines: list[str]) -> str | None:
    """The byline: a line of names alone near the end."""
    body = [line.strip() for line in lines if line.strip() and not is_furniture(line)]
    found = (name_in(line) for line in reversed(body[-4:] if len(body) > 3 else []))
    return next((name for name in found if name is not None), None)


def _sentences(tree: etree._Element, blocks: list[Block]) -> list[int]:
    """The blocks that are the article's sentences; the title may be among them."""
    told = " ".join(_extracted(tree).split())
    found = [
        number
        for number, block in enumerate(blocks)
        if len(block.text) >= _SENTENCE_CHARACTERS and _belongs(block) and not _is_info(block) and block.text in told
    ]
    if not found:
        found = [number for number, block in enumerate(blocks) if _is_sentence(block) and not _is_info(block)]
    end = next((number for number in range(*_span(found)) if _ends_article(blocks, found[0], number)), None)
    return found if end is None else [number for number in found if number < end]


def _span(found: list[int]) -> tuple[int, int]:
    return (found[0], found[-1]) if found else (0, 0)


def _extracted(tree: etree._Element) -> str:
    """What trafilatura takes for the article, of a copy of the page whose layout tables are plain divisions."""
    import trafilatura  # a heavy import that plain texts do without

    plain = deepcopy(tree)
    rows = {row for row in plain.iter("tr") if is_row_of_data(row)}
    kept = rows | {cell for row in rows for cell in row}
    kept |= {outer for row in rows for outer in row.iterancestors("tbody", "thead", "table")}
    for element in list(plain.iter("br", "font", "tr", "td", "th", "tbody", "table", "center")):
        if element.tag == "br":
            element.tail = f"\n{element.tail or ''}"
        elif element.tag == "font":
            element.tag = "span"
        elif element not in kept:
            element.tag = "div"
    # Its annotation leaves out the plain elements that it takes as well.
    content: Any = plain
    text = trafilatura.extract(
        content, output_format="txt", include_comments=False, include_tables=True, favor_recall=True, deduplicate=False
    )
    return text or ""


def _is_sentence(block: Block) -> bool:
    return len(block.text) >= 2 * _SENTENCE_CHARACTERS and not block.is_furniture and not block.is_linked


def _belongs(block: Block) -> bool:
    return not (block.is_furniture or block.is_linked or is_furniture(block.text))


def _is_info(block: Block) -> bool:
    """What portals print between title and text: the day, a counter, the author."""
    if len(block.text) > 200:
        return False
    return is_dated_line(block.text) or _INFO_RE.search(ComposedText.of(block.text).lower) is not None


def _ends_article(blocks: list[Block], first: int, number: int) -> bool:
    """Whether a block heads what follows the article, and an article came before it."""
    if _END_RE.search(ComposedText.of(blocks[number].text).lower) is None:
        return False
    return any(_is_sentence(block) for block in blocks[first:number])


def _article_lines(blocks: list[Block], sentences: list[int], title: int | None) -> list[str]:
    """The article's lines: its title where it stands on the page, a lead, the body with all between, the byline."""
    if not sentences:
        return []
    first, last = _span(sentences)
    lines = [] if title is None else [blocks[title].text]
    if title is not None and title < first:
        between = blocks[title + 1 : first]
        lines += [block.text for block in between if _is_sentence(block) and _belongs(block) and not _is_info(block)]
    lines += [block.text for block in blocks[first : last + 1] if _belongs(block)]
    return lines + _byline(blocks, last)


def _byline(blocks: list[Block], last: int) -> list[str]:
    """A line of names alone just after the text."""
    for block in blocks[last + 1 : last + 4]:
        if block.is_linked or _END_RE.search(ComposedText.of(block.text).lower) is not None:
            break
        if not block.is_furniture and name_in(block.text) is not None:
            return [block.text]
    return []


def _title(tree: etree._Element, blocks: list[Block], sentences: list[int], facts: Facts) -> int | None:
    """The block that is the article's title: a heading, named one, or printed in the page's own title."""
    told = [comparison_key(each) for each in (facts.title, page_title(tree)) if each]
    first = sentences[0] if sentences else 200
    best, best_score = None, 0
    for number, block in enumerate(blocks[: first + 1]):
        if len(block.text.split()) not in _TITLE_WORDS or len(block.text) > 300 or not _belongs(block):
            continue
        score = 4 * any(block.key in each for each in told)
        score += 3 * (block.tag == "h1") + 2 * (block.tag in ("h2", "h3"))
        score += 2 * (_TITLE_NAME_RE.search(block.names) is not None)
        score += 1 if score and first - number <= 12 else 0
        if score > best_score:
            best, best_score = number, score
    return best


def _own_title(tree: etree._Element) -> str | None:
    """The page's own title, where it is more than a site's name."""
    title = page_title(tree)
    return title[:500] if title and len(title.split()) in _TITLE_WORDS else None


def _near_title(blocks: list[Block], sentences: list[int], title: int | None) -> list[str]:
    """The lines around the title and at both ends of the text, where the day and the author are printed."""
    first, last = _span(sentences)
    start = first if title is None else min(title, first)
    places = [*range(start, first + 2), *range(max(0, start - 4), start), *range(last + 1, last + 4)]
    near = (blocks[number] for number in places if number < len(blocks))
    return [block.text for block in near if not block.is_linked]


def _day_in_line(lines: list[str]) -> datetime | None:
    """A day in a line of the article's facts ("16:45 26/12/2023 Lượt xem: 12 Tác giả: …")."""
    for line in lines:
        if len(line) <= 200 and _INFO_RE.search(ComposedText.of(line).lower) is not None:
            moment = printed_moment(line)
            if moment is not None:
                return moment
    return None


def _named_date(blocks: list[Block], sentences: list[int]) -> datetime | None:
    """The day in a block whose element is named for it, nearest before the text."""
    before = blocks[: sentences[0] + 1] if sentences else blocks
    named = [b for b in before if len(b.text) <= 120 and not b.is_furniture and _DATE_NAME_RE.search(b.names)]
    return next((moment for b in reversed(named) if (moment := printed_moment(b.text)) is not None), None)


def _named_author(blocks: list[Block]) -> str | None:
    named = (b.text for b in blocks if not b.is_furniture and len(b.text) <= 80 and _AUTHOR_NAME_RE.search(b.names))
    return next((name for text in named if (name := name_in(text)) is not None), None)


def _told_author(lines: list[str]) -> str | None:
    found = (_TOLD_AUTHOR_RE.search(line) for line in lines if len(line) <= 200)
    return next((match["name"][:60] for match in found if match is not None), None)
