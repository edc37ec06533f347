"""XML Spreadsheet 2003 (SpreadsheetML), which old portals and accounting programs write under the name .xls."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, time

from lxml import etree

from ingest.unit_reports.grid import CellValue, Grid
from ingest.unit_reports.limits import Limits
from ingest.unit_reports.ooxml import GENERAL, CellFact, is_legacy_font, known_fact
from ingest.unit_reports.reasons import unreadable

_NAMED_FORMATS = {
    "General Number": GENERAL, "General Date": "dd/mm/yyyy h:mm", "Long Date": "d mmmm yyyy", "Medium Date": "d-mmm-yy",
    "Short Date": "dd/mm/yyyy", "Long Time": "h:mm:ss", "Medium Time": "h:mm AM/PM", "Short Time": "h:mm",
    "Currency": "#,##0.00", "Euro Currency": "#,##0.00", "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%",
    "Scientific": "0.00E+00",
}  # fmt: skip
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class _Style:
    number_format: str = GENERAL
    font: str = ""


def read_spreadsheet_xml(content: bytes, limits: Limits) -> list[Grid]:
    """The worksheets of an XML Spreadsheet 2003.

    Raises:
        UnreadableFileError: not well-formed, a DOCTYPE, no worksheet in it, or past the limits.
    """
    walk = _Walk(limits)
    parser = etree.iterparse(
        io.BytesIO(content.lstrip()),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for event, node in parser:
            if isinstance(node.tag, str):
                walk.see(event, node)
    except etree.XMLSyntaxError as damage:
        raise unreadable("file_damaged", kind="XML", detail=str(damage)[:200]) from damage
    if not walk.grids:
        raise unreadable("file_xml")
    return walk.grids


class _Walk:
    def __init__(self, limits: Limits) -> None:
        self.grids: list[Grid] = []
        self._limits = limits
        self._styles: dict[str, _Style] = {}
        self._row = self._column = -1
        self._column_mark = 0
        self._row_style = ""
        self._column_styles: dict[int, str] = {}

    def see(self, event: str, node: etree._Element) -> None:
        kind = str(node.tag).rpartition("}")[2]
        if event == "start":
            self._start(kind, node)
        elif kind == "Style":
            self._styles[_get(node, "ID")] = self._style(node)
        elif kind == "Cell" and self.grids:
            self._cell(self.grids[-1], node)
        elif kind == "Row":
            node.clear()
        elif kind == "Visible" and self.grids and (node.text or "").strip() in ("SheetHidden", "SheetVeryHidden"):
            self.grids[-1].is_hidden = True

    def _start(self, kind: str, node: etree._Element) -> None:
        match kind:
            case "Worksheet":
                if len(self.grids) >= self._limits.max_sheets:
                    raise unreadable("too_many_sheets", count=len(self.grids) + 1, limit=self._limits.max_sheets)
                self.grids.append(Grid(_get(node, "Name") or f"Sheet{len(self.grids) + 1}", self._limits))
                self._row, self._column_mark = -1, 0
                self._column_styles = {}
            case "Column" if self.grids:
                self._mark_columns(self.grids[-1], node)
            case "Row" if self.grids:
                self._row = _index(node, self._row + 1)
                self._column = -1
                self._row_style = _get(node, "StyleID")
                if _get(node, "Hidden") == "1":
                    self.grids[-1].hidden_rows.add(self._row)

    def _mark_columns(self, grid: Grid, node: etree._Element) -> None:
        first = _index(node, self._column_mark)
        last = min(first + _number(node, "Span"), self._limits.max_columns - 1)
        self._column_mark = last + 1
        for column in range(first, last + 1):
            if style := _get(node, "StyleID"):
                self._column_styles[column] = style
            if _get(node, "Hidden") == "1":
                grid.hidden_columns.add(column)

    def _style(self, node: etree._Element) -> _Style:
        parent = self._styles.get(_get(node, "Parent"), self._styles.get("Default", _Style()))
        number_format, font = parent.number_format, parent.font
        for child in node:
            kind = str(child.tag).rpartition("}")[2]
            if kind == "NumberFormat":
                code = _get(child, "Format")
                number_format = _NAMED_FORMATS.get(code, code) or GENERAL
            elif kind == "Font":
                font = _get(child, "FontName") or font
        return _Style(number_format, font)

    def _cell(self, grid: Grid, node: etree._Element) -> None:
        self._column = _index(node, self._column + 1)
        row, column = self._row, self._column
        grid.check(row, column)
        name = _get(node, "StyleID") or self._row_style or self._column_styles.get(column, "Default")
        style = self._styles.get(name, _Style())
        across, down = _number(node, "MergeAcross"), _number(node, "MergeDown")
        grid.merge(row, column, down, across)
        self._column += across
        data = next((child for child in node if str(child.tag).rpartition("}")[2] == "Data"), None)
        text = "".join(str(piece) for piece in data.itertext()) if data is not None else ""
        if data is None or not text:
            if _get(node, "Formula"):
                grid.facts[row, column] = CellFact(style.number_format, is_uncached_formula=True)
            return
        kind = _get(data, "Type")
        if kind == "Error":
            grid.facts[row, column] = CellFact(style.number_format, text.strip() or "#ERROR!")
            return
        grid.put(row, column, _value(kind, text))
        if style.number_format != GENERAL:
            grid.facts[row, column] = known_fact(style.number_format)
        if is_legacy_font(style.font):
            grid.fonts[row, column] = style.font


def _value(kind: str, text: str) -> CellValue:
    """A typed value; what is not what its type says stays text."""
    match kind:
        case "Number":
            try:
                return float(text)
            except ValueError:
                return text
        case "Boolean":
            return text.strip() in ("1", "true")
        case "DateTime":
            try:
                moment = datetime.fromisoformat(text.strip())
            except ValueError:
                return text
            return moment.date() if moment.time() == time() else moment
        case _:
            return text


def _get(node: etree._Element, name: str) -> str:
    return next((str(value) for key, value in node.attrib.items() if str(key).rpartition("}")[2] == name), "")


def _number(node: etree._Element, name: str) -> int:
    text = _get(node, name)
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else 0


def _index(node: etree._Element, following: int) -> int:
    """Where a row, column or cell stands: its own index, counted from 1, or the place after the one before."""
    number = _number(node, "Index")
    return number - 1 if number else following
