"""HTML tables and MHTML web archives under a spreadsheet's name: what a spreadsheet program would show of them.

A page becomes one sheet: its tables and the text between them one under the other, as Excel opens it. Nothing is
fetched, no script runs, no style but "display:none" is looked at.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import CloseBoundaryNotFoundDefect
from email.message import EmailMessage
from pathlib import PurePosixPath
from urllib.parse import unquote

from lxml import etree

from ingest.unit_reports.grid import Grid
from ingest.unit_reports.limits import Limits
from ingest.unit_reports.ooxml import CellFact, is_legacy_font, known_fact
from ingest.unit_reports.reasons import unreadable
from ingest.vietnamese.text import decode_bytes
from warehouse.vietnamese import nfc

PAGE_SHEET = "HTML"
"""Name of the only sheet of a web page, in locators."""

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_BLOCKS = frozenset(("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "br", "hr", "center", "title", "caption"))
_SILENT = frozenset(("script", "style", "head", "noscript", "template", "object", "svg", "select"))
_TRUSTED_CHARSETS = frozenset(("utf-8", "utf8", "utf-16", "windows-1258", "cp1258"))
_PAGE_TYPES = frozenset(("text/html", "application/xhtml+xml"))
_MOST_PARTS = 1000
_MOST_DEPTH = 12
_MOST_BLOCKS = 400
_MOST_SPAN = 65_536
_HEADER_CELLS = 3
_HIDES = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_TABLE_START = re.compile(r"<table\b", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\b", re.IGNORECASE)
_FONT = re.compile(r"font-family\s*:\s*[\"']?([^;,\"']{1,60})", re.IGNORECASE)
_CLASS_FONT = re.compile(r"\.([\w-]{1,60})\s*\{[^}]{0,2000}?font-family\s*:\s*[\"']?([^;,\"'}]{1,60})", re.DOTALL)
_SHEET_NAME = re.compile(rb"<x:Name>([^<]{1,100})</x:Name>(.{0,3000}?)</x:ExcelWorksheet>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """The sheets of a web page or of an archive of pages."""

    grids: list[Grid]
    encoding: str
    is_damaged: bool


def read_html(content: bytes, limits: Limits, name: str = PAGE_SHEET, charset: str | None = None) -> Page:
    """One page as one sheet.

    Raises:
        UnreadableFileError: past the limits, or nested more deeply than the parser follows.
    """
    text, encoding, is_damaged = _decoded(content, charset)
    if _breaks_off(text):
        raise unreadable("file_damaged", kind="HTML", detail="the page ends inside a table")
    walk = _PageWalk(Grid(name, limits), _class_fonts(text))
    # A text is given as bytes, so that what the page says of its encoding is not believed once more.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as damage:
        raise unreadable("file_damaged", kind="HTML", detail=str(damage)[:200]) from damage
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        # Beyond the depth that the parser follows, the rest of the page is lost.
        raise unreadable("file_damaged", kind="HTML", detail="elements nested too deeply")
    if root is not None:
        walk.page(root)
    return Page([walk.grid], encoding, is_damaged)


def read_mhtml(content: bytes, limits: Limits) -> Page:
    """The pages of a web archive that hold a table, a sheet each.

    Raises:
        UnreadableFileError: no page in it, more pages than a workbook may have sheets, or past the limits.
    """
    message = email.message_from_bytes(content.lstrip(), policy=email.policy.default)
    parts = [part for part in _parts(message) if part.get_content_type() in _PAGE_TYPES]
    if not parts:
        raise unreadable("file_mhtml", detail="no page among its parts")
    if any(isinstance(defect, CloseBoundaryNotFoundDefect) for part in message.walk() for defect in part.defects):
        raise unreadable("file_damaged", kind="MHTML", detail="it ends before its last boundary")
    if len(parts) > limits.max_sheets:
        raise unreadable("too_many_sheets", count=len(parts), limit=limits.max_sheets)
    bodies = [(part, _body(part)) for part in parts]
    names = [
        (decode_bytes(name).text, b"Hidden" in rest) for _, body in bodies for name, rest in _SHEET_NAME.findall(body)
    ]
    tabled = [(part, body) for part, body in bodies if re.search(rb"<table\b", body, re.IGNORECASE)] or bodies[:1]
    is_named = len(names) == len(tabled)
    pages = []
    for number, (part, body) in enumerate(tabled):
        name, is_hidden = names[number] if is_named else (_part_name(part, number), False)
        page = read_html(body, limits, name, part.get_content_charset())
        page.grids[0].is_hidden = is_hidden
        pages.append(page)
    grids = [page.grids[0] for page in pages]
    return Page(grids, pages[0].encoding, any(page.is_damaged for page in pages))


def has_table(content: bytes) -> bool:
    """Whether a page holds a table at all: a page to log in, or one of frames whose pages stayed behind, does not."""
    return re.search(rb"<\x00?t\x00?a\x00?b\x00?l\x00?e", content, re.IGNORECASE) is not None


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    for count, part in enumerate(message.walk()):
        if count >= _MOST_PARTS:
            return
        if isinstance(part, EmailMessage) and not part.is_multipart():
            yield part


def _body(part: EmailMessage) -> bytes:
    body = part.get_payload(decode=True)
    return body if isinstance(body, bytes) else b""


def _part_name(part: EmailMessage, number: int) -> str:
    place = str(part.get("Content-Location", ""))
    return PurePosixPath(unquote(place).replace("\\", "/")).stem[:100] or f"{PAGE_SHEET}{number + 1}"


def _decoded(content: bytes, charset: str | None) -> tuple[str, str, bool]:
    """Text, encoding, and whether bytes were lost. A Vietnamese page often says a charset that its bytes are not in."""
    declared = _CHARSET.search(content[:4096])
    named = (declared.group(1).decode("ascii", "replace") if declared else charset or "").lower()
    if named in _TRUSTED_CHARSETS and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return nfc(content.decode(named)), named, False
        except (UnicodeDecodeError, LookupError):
            pass
    found = decode_bytes(content)
    return found.text, found.encoding, found.is_damaged


def _breaks_off(text: str) -> bool:
    """Whether a page was cut while it was sent: a table is open, and so is the page."""
    return len(_TABLE_START.findall(text)) > len(_TABLE_END.findall(text)) and "</html" not in text[-400:].lower()


def _class_fonts(text: str) -> dict[str, str]:
    """Legacy fonts by the name of the style class that sets them."""
    if ".vn" not in text.lower() and "vni" not in text.lower():
        return {}
    return {name: font for name, font in _CLASS_FONT.findall(text[:500_000]) if is_legacy_font(font)}


class _PageWalk:
    def __init__(self, grid: Grid, class_fonts: dict[str, str]) -> None:
        self.grid = grid
        self._class_fonts = class_fonts
        self._row = 0
        self._loose: list[str] = []

    def page(self, root: etree._Element) -> None:
        """Everything under a node, top to bottom."""
        self._block(root, 0)
        self._flush()

    def _block(self, node: etree._Element, depth: int) -> None:
        for child in node:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag == "table" and not _is_hidden(child):
                self._flush()
                self._table(child, 0)
            elif tag not in _SILENT and tag and not _is_hidden(child) and depth < _MOST_BLOCKS:
                if tag in _BLOCKS:
                    self._flush()
                self._loose.append(child.text or "")
                self._block(child, depth + 1)
                if tag in _BLOCKS:
                    self._flush()
            self._loose.append(child.tail or "")

    def _flush(self) -> None:
        text = " ".join("".join(self._loose).split())
        self._loose = []
        if text:
            self.grid.put(self._row, 0, text)
            self._row += 1

    def _table(self, table: etree._Element, depth: int) -> None:
        """The rows of a table; a cell that was joined with those below it keeps them from later rows."""
        taken: dict[int, int] = {}
        widths = _Widths()
        for row in _rows(table):
            inner: list[etree._Element] = []
            if row.tag == "caption":
                self.grid.put(self._row, 0, " ".join("".join(map(str, row.itertext())).split()))
            else:
                taken = {column: left - 1 for column, left in taken.items() if left > 1} | self._cells(
                    row, taken, inner, widths
                )
                if _is_hidden(row):
                    self.grid.hidden_rows.add(self._row)
            self._row += 1
            for nested in inner if depth < _MOST_DEPTH else ():
                self._table(nested, depth + 1)
        widths.check(self.grid.name)

    def _cells(
        self, row: etree._Element, taken: dict[int, int], inner: list[etree._Element], widths: _Widths
    ) -> dict[int, int]:
        """Put a row's cells; gives the columns that its joined cells take, with how many rows below."""
        joined: dict[int, int] = {}
        column = filled = 0
        has_span = False
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while column in taken:
                column += 1
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            self.grid.check(self._row, column + across - 1)
            self._cell(cell, column, inner)
            self.grid.merge(self._row, column, down - 1, across - 1)
            if down > 1:
                joined |= dict.fromkeys(range(column, column + across), down - 1)
            column += across
            filled += (self._row, column - across) in self.grid.cells
            has_span |= across > 1
        while column in taken:
            column += 1
        # A row under joined cells of the rows above is header still: its width says nothing of the body's.
        widths.note(column, filled, has_span=has_span or bool(taken))
        return joined

    def _cell(self, cell: etree._Element, column: int, inner: list[etree._Element]) -> None:
        text, font = _cell_text(cell, inner)
        place = self._row, column
        attributes = {str(name).rpartition(":")[2]: str(value) for name, value in cell.attrib.items()}
        if error := attributes.get("err"):
            self.grid.facts[place] = CellFact(error=error)
            return
        stored = _stored_number(attributes, text)
        if stored is not None:
            self.grid.put(*place, stored)
            if text.endswith("%"):
                decimals = len(re.split("[.,]", text.rstrip("% "))[-1]) if re.search(r"[.,]\d+\s*%$", text) else 0
                self.grid.facts[place] = known_fact(f"0.{'0' * decimals}%" if decimals else "0%")
        elif text:
            self.grid.put(*place, text)
        name = font or self._class_fonts.get(attributes.get("class", ""), "")
        if text and is_legacy_font(name):
            self.grid.fonts[place] = name


@dataclass(slots=True)
class _Widths:
    """Columns of a table's header, the first row of several filled cells some of which span columns, and of its rows.

    A program that leaves a hidden column out of the rows and counts it in the header writes a table whose headings
    stand over the wrong columns.
    """

    header: int | None = None
    body: set[int] = field(default_factory=set)

    def note(self, width: int, filled: int, *, has_span: bool) -> None:
        if has_span and filled >= _HEADER_CELLS and self.header is None:
            self.header = width
        elif not has_span and filled >= _HEADER_CELLS and self.header is not None:
            self.body.add(width)

    def check(self, sheet: str) -> None:
        """Raises UnreadableFileError where no row is as wide as the header and all are equally wide."""
        if self.header is not None and len(self.body) == 1 and self.header not in self.body:
            raise unreadable("table_uneven", locator=sheet, sheet=sheet, header=self.header, body=max(self.body))


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for node in table:
        if node.tag in ("tr", "caption"):
            yield node
        elif node.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in node if row.tag == "tr")


def _cell_text(cell: etree._Element, inner: list[etree._Element]) -> tuple[str, str]:
    """The text of a cell and its font; tables inside it are gathered in ``inner``. Line breaks of the page are kept."""
    pieces: list[str] = []
    fonts: list[str] = []
    stack: list[etree._Element | str] = [cell]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            pieces.append(node)
            continue
        if node.tag == "table":
            inner.append(node)
            continue
        if not isinstance(node.tag, str) or node.tag in _SILENT or (node is not cell and _is_hidden(node)):
            continue
        fonts += _fonts(node)
        is_block = node.tag in _BLOCKS
        pieces += ["\n" if is_block else "", " ".join((node.text or "").split("\n"))]
        for child in reversed(node):
            stack.append(" ".join((child.tail or "").split("\n")))
            stack.append(child)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line), next(iter(fonts), "")


def _fonts(node: etree._Element) -> Iterator[str]:
    style = _FONT.search(node.get("style", ""))
    face = (node.get("face", "") if node.tag == "font" else "") or (style.group(1).strip() if style else "")
    if face:
        yield face


def _stored_number(attributes: dict[str, str], text: str) -> float | None:
    """The number that Excel and LibreOffice write beside the printed text; null where there is none."""
    raw = attributes.get("num") or attributes.get("sdval") or ""
    if not raw or not text or len(raw) > 40 or not re.fullmatch(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,3})?", raw):
        return None
    # A date is a number to these programs; what is printed of it is kept instead.
    return float(raw) if re.fullmatch(r"[-+()\d.,\s\u00a0\u202f%]+", text) else None


def _span(cell: etree._Element, name: str) -> int:
    text = cell.get(name, "1").strip()
    return min(max(int(text), 1), _MOST_SPAN) if text.isdecimal() and len(text) < 8 else 1


def _is_hidden(node: etree._Element) -> bool:
    return bool(_HIDES.search(node.get("style", ""))) or node.get("hidden") is not None
