"""What calamine does not tell of an .ods: extents with repeats multiplied out, merges, formats, what is hidden."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field

from lxml import etree

from ingest.unit_reports.archive import Extent, utf8_xml
from ingest.unit_reports.ooxml import CellFact, Hidden, known_fact
from ingest.unit_reports.reasons import unreadable

_MOST_MERGES = 100_000
_MOST_COLUMNS = 16_384
_MOST_HIDDEN_ROWS = 1_048_576
_DAY_MONTH = re.compile(r"\d{1,2}-(?:thg \d{1,2}|[A-Za-z]{3})")
_PERCENT = re.compile(r"[-+]?[\d.\s]*\d(?:[.,](\d+))?\s*%")
_ERROR = re.compile(r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)|Err:\d{3}")
_FORMULA = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}formula"
_VALUES = ("value", "date-value", "time-value", "boolean-value", "string-value")
_DECLARATION = re.compile(rb"\A<\?xml[^>]*\?>")
_INDENT = re.compile(rb">\s++(?=</?(?:table|office):|<text:p\b)")
_TAGS = ["{*}table", "{*}table-row", "{*}table-column", "{*}table-cell", "{*}covered-table-cell"]


@dataclass(slots=True)
class OpenSheet:
    """One table. Places are zero-based (row, column); merges are (top, left, bottom, right), inclusive."""

    name: str
    extent: Extent | None = None
    facts: dict[tuple[int, int], CellFact] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    @property
    def hidden(self) -> Hidden:
        return Hidden(frozenset(self.hidden_rows), frozenset(self.hidden_columns))


def packed_document(flat: bytes) -> bytes:
    """A flat OpenDocument spreadsheet (.fods) as the .ods it would be: its one XML file is the content part."""
    xml = _DECLARATION.sub(b"", utf8_xml(flat).lstrip(b"\xef\xbb\xbf \t\r\n"), count=1)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", xml)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return buffer.getvalue()


def without_indents(content_xml: bytes) -> bytes:
    """A content part without the white space between its rows and cells, which means nothing there."""
    return _INDENT.sub(b">", content_xml)


def open_document_sheets(content_xml: bytes) -> tuple[OpenSheet, ...]:
    """The tables of a content part in order.

    Raises:
        UnreadableFileError: the XML is broken.
    """
    parser = etree.iterparse(
        io.BytesIO(content_xml),
        events=("start", "end"),
        tag=_TAGS,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        # Flat documents hold their pictures as text; what a file inflates to is bounded before.
        huge_tree=True,
    )
    walk = _Walk()
    try:
        for event, node in parser:
            walk.see(event, node)
    except etree.XMLSyntaxError as damage:
        raise unreadable("file_damaged", kind="ods", detail=str(damage)[:200]) from damage
    return tuple(walk.sheets)


class _Walk:
    """Where the parser stands. A table inside a cell (a subtable) is part of that cell."""

    def __init__(self) -> None:
        self.sheets: list[OpenSheet] = []
        self._depth = 0
        self._row = self._column = self._column_mark = 0
        self._filled: list[int] = []

    def see(self, event: str, node: etree._Element) -> None:
        kind = str(node.tag).rpartition("}")[2]
        if kind == "table":
            self._depth += 1 if event == "start" else -1
            if event == "start" and self._depth == 1:
                self.sheets.append(OpenSheet(_attribute(node, "name") or ""))
                self._row = self._column_mark = 0
        if self._depth != 1 or not self.sheets:
            return
        sheet = self.sheets[-1]
        if kind == "table-row" and event == "start":
            self._column, self._filled = 0, []
        elif kind == "table-row":
            self._end_row(sheet, node)
        elif kind == "table-column" and event == "end":
            self._end_column(sheet, node)
        elif kind.endswith("table-cell") and event == "end":
            self._end_cell(sheet, node)

    def _end_row(self, sheet: OpenSheet, node: etree._Element) -> None:
        repeats = _repeat(_attribute(node, "number-rows-repeated"))
        if self._filled:
            sheet.extent = _grown(sheet.extent, self._row, self._row + repeats - 1, self._filled)
        if _attribute(node, "visibility") in ("collapse", "filter") and self._filled:
            sheet.hidden_rows.update(range(self._row, min(self._row + repeats, _MOST_HIDDEN_ROWS)))
        self._row += repeats
        node.clear()

    def _end_column(self, sheet: OpenSheet, node: etree._Element) -> None:
        repeats = min(_repeat(_attribute(node, "number-columns-repeated")), _MOST_COLUMNS)
        if _attribute(node, "visibility") in ("collapse", "filter"):
            last = min(self._column_mark + repeats, _MOST_COLUMNS)
            sheet.hidden_columns.update(range(self._column_mark, last))
        self._column_mark += repeats

    def _end_cell(self, sheet: OpenSheet, node: etree._Element) -> None:
        repeats = _repeat(_attribute(node, "number-columns-repeated"))
        kind = _attribute(node, "value-type")
        place = self._row, self._column
        if kind is not None or len(node) or node.get(_FORMULA) is not None:
            self._filled += [self._column, self._column + repeats - 1]
            fact = _fact(kind, node)
            if fact is not None and repeats == 1:
                sheet.facts[place] = fact
        down, across = (_repeat(_attribute(node, f"number-{one}-spanned")) for one in ("rows", "columns"))
        if (down > 1 or across > 1) and len(sheet.merges) < _MOST_MERGES:
            sheet.merges.append((*place, self._row + down - 1, self._column + across - 1))
        self._column += repeats


def _fact(kind: str | None, node: etree._Element) -> CellFact | None:
    """What the printed text tells of a value: an error, a percentage with its decimals, a day with its month."""
    is_formula = node.get(_FORMULA) is not None
    if kind not in ("percentage", "date", "string") and not is_formula:
        return None
    shown = "".join("".join(map(str, child.itertext())) for child in node if str(child.tag).endswith("}p")).strip()
    if is_formula and not shown and kind != "string" and not any(_attribute(node, name) for name in _VALUES):
        return CellFact(is_uncached_formula=True)
    if kind == "percentage":
        printed = _PERCENT.fullmatch(shown)
        decimals = len(printed.group(1) or "") if printed else 0
        return known_fact(f"0.{'0' * decimals}%" if decimals else "0%")
    if kind == "date":
        return known_fact("d-mmm" if _DAY_MONTH.fullmatch(shown) else "dd/mm/yyyy")
    return CellFact(error=shown) if _ERROR.fullmatch(shown) else None


def _attribute(node: etree._Element, name: str) -> str | None:
    return next((str(value) for key, value in node.attrib.items() if str(key).rpartition("}")[2] == name), None)


def _repeat(text: str | None) -> int:
    return max(1, int(text)) if text is not None and text.isdecimal() and len(text) < 10 else 1


def _grown(extent: Extent | None, top: int, bottom: int, columns: list[int]) -> Extent:
    left, right = min(columns), max(columns)
    if extent is None:
        return Extent(top, left, bottom, right)
    return Extent(extent.top, min(extent.left, left), max(extent.bottom, bottom), max(extent.right, right))
