"""A page as the blocks of text that a browser sets apart, in the order they are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

import lxml.html
from lxml import etree

from ingest.news.lexicon import word_set
from warehouse.vietnamese import comparison_key

MAX_BLOCKS = 5_000
MAX_DEPTH = 250
"""Of elements in one another: what lies deeper is not read."""

_INVISIBLE = word_set(
    "script|style|noscript|template|head|title|meta|link|input|button|select|option|textarea|iframe|object|embed|svg"
)
_BLOCK_TAGS = word_set(
    "address|article|aside|blockquote|body|caption|center|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h1|h2|h3|h4"
    "|h5|h6|header|hr|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul"
)
_INLINE_TAGS = word_set("b|strong|span|font|em|i|a")
_FURNITURE_TAGS = word_set("nav|aside|footer")
_FURNITURE_NAME_RE = re.compile(
    r"(?:^|[^a-z])(?:nav|menu|breadcrumbs?|duong-?dan|side-?bar|footer|share|sharing|sharedaddy|social|addthis|related"
    r"|jp-relatedposts|lien-?quan|tin-?khac|tin-?moi|tin-?lien-?quan|other-?news|rating|danh-?gia|thong-?ke|counter"
    r"|luot-?(?:xem|truy-?cap)|view-?count|tags?-?(?:list|links|cloud)?|cong-?cu|tool-?bar|tool-?box|pager|pagination"
    r"|phan-?trang|quang-?cao|advert|s4-ribbon[a-z]*|cookie|login)(?:$|[^a-z])"
)
_COMMENTS_NAME_RE = re.compile(r"(?:^|[^a-z])(?:comments?(?:-area|-list)?|respond|binh-?luan)(?:$|[^a-z])")
_FURNITURE_SHARE = 0.4
"""A named part that holds more of the page's text than this is its content, whatever it is called."""
_CELL_CHARACTERS = 120
"""Of a cell that stands beside others; a longer one is a column of a layout."""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that a browser sets apart."""

    text: str
    tag: str
    names: str
    """Class and id of its element, or of the nearest one around that has any."""
    linked: int
    """How many of its characters are links."""
    is_furniture: bool

    @property
    def is_linked(self) -> bool:
        return 2 * self.linked > len(self.text)

    @property
    def key(self) -> str:
        return comparison_key(self.text)


class _Open(NamedTuple):
    """An element the walk is inside of."""

    tag: str = ""
    names: str = ""
    is_furniture: bool = False
    in_data_row: bool = False
    is_link: bool = False
    is_title: bool = False


def tree_of(html: str) -> etree._Element | None:
    """The page as a tree; null where nothing in it is one."""
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, recover=True)
    try:
        return lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def blocks_of(tree: etree._Element) -> list[Block]:
    """The visible blocks of a page. A row of a table of short cells is one block, its cells apart by " | "."""
    walk = _Walk()
    body = next(iter(tree.iter("body")), tree)
    contents = _contents(body)
    stack = [_Open()]
    skipped = 0
    for event, element in etree.iterwalk(body, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if not skipped:
                walk.text(element.tail, stack[-1].is_link)
        elif event == "start":
            if skipped or len(stack) > MAX_DEPTH or str(element.tag) in _INVISIBLE or _is_hidden(element):
                skipped += 1
            elif len(walk.blocks) > MAX_BLOCKS:
                break
            else:
                stack.append(_opened(walk, element, stack[-1], contents))
                walk.text(element.text, stack[-1].is_link)
        else:
            if skipped:
                skipped -= 1
            else:
                _close(walk, stack.pop(), stack[-1])
            if not skipped and element is not body:
                walk.text(element.tail, stack[-1].is_link)
    return walk.blocks


def is_row_of_data(row: etree._Element) -> bool:
    """Whether a table's row sets short cells beside one another, rather than columns of a layout."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or next(row.iter("table"), None) is not None:
        return False
    return all(
        len(inner_text(cell)) <= _CELL_CHARACTERS and len(list(cell.iter("p", "br", "div", "li", "a"))) <= 2
        for cell in cells
    )


def inner_text(element: etree._Element) -> str:
    return " ".join("".join(str(piece) for piece in element.itertext()).split())


class _Walk:
    """Gathers text into blocks on the way through a tree."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[str] = []
        self._linked = 0

    def text(self, piece: str | None, is_link: bool) -> None:
        if piece:
            self._pieces.append(piece)
            if is_link:
                self._linked += len("".join(piece.split()))

    def end_block(self, inside: _Open) -> None:
        text = " ".join("".join(self._pieces).split())
        if text:
            self.blocks.append(Block(text, inside.tag, inside.names, self._linked, inside.is_furniture))
        self._pieces.clear()
        self._linked = 0


def _contents(body: etree._Element) -> frozenset[etree._Element]:
    """Elements that hold so much of the page's text that no name makes them furniture."""
    sizes: dict[etree._Element, int] = {}
    for element in body.iter():
        own = len((element.text or "").strip()) if element.tag not in _INVISIBLE else 0
        sizes[element] = own
    for element in reversed(list(sizes)):
        parent = element.getparent()
        if element is not body and parent is not None and parent in sizes:
            sizes[parent] += sizes[element] + len((element.tail or "").strip())
    bound = _FURNITURE_SHARE * sizes[body]
    return frozenset(element for element, size in sizes.items() if size > bound)


def _opened(walk: _Walk, element: etree._Element, outer: _Open, contents: frozenset[etree._Element]) -> _Open:
    """Enter an element: a block ends where it begins one."""
    tag = str(element.tag)
    own = f"{element.get('class') or ''} {element.get('id') or ''}".lower().replace("_", "-").strip()
    if outer.in_data_row:
        is_further_cell = tag in ("td", "th") and element.getprevious() is not None
        walk.text(" | " if is_further_cell else " " if tag in _BLOCK_TAGS or tag == "br" else "", is_link=False)
    elif tag == "br" or tag in _BLOCK_TAGS:
        walk.end_block(outer)
    is_named_furniture = element not in contents and (
        tag in _FURNITURE_TAGS or _FURNITURE_NAME_RE.search(own) is not None
    )
    return _Open(
        tag=tag,
        names=own or outer.names,
        is_furniture=outer.is_furniture or is_named_furniture or _COMMENTS_NAME_RE.search(own) is not None,
        in_data_row=outer.in_data_row or (tag == "tr" and is_row_of_data(element)),
        is_link=outer.is_link or tag == "a",
        is_title=tag in _INLINE_TAGS and "title" in own.replace("tieu-de", "title").replace("tieude", "title"),
    )


def _close(walk: _Walk, closed: _Open, outer: _Open) -> None:
    if not outer.in_data_row and (closed.tag in _BLOCK_TAGS or closed.is_title):
        walk.end_block(closed)


def _is_hidden(element: etree._Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None
