"""What calamine does not tell of an .xlsx: number formats, error cells, formulas without a cached value."""

from __future__ import annotations

import contextlib
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from lxml import etree

from ingest.unit_reports.archive import Archive, column_index

BUILT_IN_FORMATS = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00", 40: "#,##0.00",
    49: "@",
}  # fmt: skip
GENERAL = "General"


@dataclass(frozen=True, slots=True)
class CellFact:
    """What stands behind a cell's value."""

    number_format: str = GENERAL
    error: str | None = None
    """``#DIV/0!``, ``#REF!`` … where the cached value is an error."""
    is_uncached_formula: bool = False


@dataclass(frozen=True, slots=True)
class SheetPart:
    name: str
    part: str


def sheet_parts(archive: Archive, binary: bool = False) -> tuple[SheetPart, ...]:
    """Sheets of an .xlsx in workbook order with their parts; empty where the workbook part cannot be followed."""
    targets = {
        node.get("Id", ""): node.get("Target", "")
        for node in _elements(archive.read("xl/_rels/workbook.xml.rels"), "Relationship")
    }
    if binary:
        parts = sorted(target for target in targets.values() if "worksheets/" in target)
        return tuple(SheetPart(part, _resolve(part)) for part in parts)
    found: list[SheetPart] = []
    for node in _elements(archive.read("xl/workbook.xml"), "sheet"):
        relation = next((value for key, value in node.attrib.items() if str(key).endswith("}id")), None)
        target = targets.get(str(relation), "")
        if target:
            found.append(SheetPart(node.get("name", ""), _resolve(target)))
    return tuple(found)


def number_formats(archive: Archive) -> tuple[str, ...]:
    """The number format of each cell style, by style index."""
    styles = archive.read("xl/styles.xml")
    custom = {node.get("numFmtId", ""): node.get("formatCode", GENERAL) for node in _elements(styles, "numFmt")}
    formats: list[str] = []
    for block in _elements(styles, "cellXfs"):
        for node in block:
            identifier = node.get("numFmtId", "0")
            fallback = BUILT_IN_FORMATS.get(int(identifier), GENERAL) if identifier.isdecimal() else GENERAL
            formats.append(custom.get(identifier, fallback))
    return tuple(formats)


def cell_facts(archive: Archive, part: str, formats: tuple[str, ...]) -> Mapping[tuple[int, int], CellFact]:
    """Facts of the cells that have one worth telling, by zero-based (row, column)."""
    reader = _FactReader(formats)
    # Ends quietly where the XML breaks off: calamine judges whether the file as a whole is damaged.
    with contextlib.suppress(expat.ExpatError):
        reader.parse(archive.read(part))
    return reader.facts


class _FactReader:
    """One pass over a worksheet part, a callback an element: sheets have millions."""

    def __init__(self, formats: tuple[str, ...]) -> None:
        self.facts: dict[tuple[int, int], CellFact] = {}
        self._formats = formats
        self._row, self._column = -1, -1
        self._format, self._type = GENERAL, ""
        self._value: list[str] | None = None
        self._has_formula = self._has_value = False

    def parse(self, xml: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(xml, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition("}")[2]:
            case "c":
                self._open_cell(attributes)
            case "row":
                number = attributes.get("r", "")
                self._row = int(number) - 1 if number.isdecimal() else self._row + 1
                self._column = -1
            case "v":
                self._value = []
            case "f":
                self._has_formula = True

    def _open_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r", "")
        letters = reference.rstrip("0123456789")
        digits = reference[len(letters) :]
        if letters.isascii() and letters.isalpha() and digits:
            self._row, self._column = int(digits) - 1, column_index(letters)
        else:
            self._column += 1
        style = attributes.get("s", "0")
        known = style.isdecimal() and int(style) < len(self._formats)
        self._format = self._formats[int(style)] if known else GENERAL
        self._type = attributes.get("t", "")
        self._value, self._has_formula, self._has_value = None, False, False

    def _text(self, text: str) -> None:
        if self._value is not None:
            self._value.append(text)

    def _end(self, name: str) -> None:
        match name.rpartition("}")[2]:
            case "v":
                value = "".join(self._value or ())
                self._value = None
                self._has_value = bool(value)
                if self._type == "e":
                    self.facts[self._row, self._column] = CellFact(self._format, value or "#ERROR!")
            case "c" if self._type != "e":
                uncached = self._has_formula and not self._has_value and self._type != "str"
                if uncached or (self._has_value and self._format != GENERAL):
                    self.facts[self._row, self._column] = CellFact(self._format, None, uncached)


def _resolve(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _elements(xml: bytes, name: str) -> Iterator[etree._Element]:
    """Elements of a local name in document order, none where the XML is broken: calamine judges the file as a whole."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser) if xml else None
    except etree.XMLSyntaxError:
        return
    if root is not None:
        yield from root.iter(f"{{*}}{name}")
