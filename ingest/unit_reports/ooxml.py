"""What calamine does not tell of an .xlsx: number formats, error cells, formulas without a cached value."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

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
    facts: dict[tuple[int, int], CellFact] = {}
    row, column = -1, -1
    for node in _elements(archive.read(part), "row", "c"):
        if _local(node) == "row":
            number = node.get("r", "")
            row, column = (int(number) - 1 if number.isdecimal() else row + 1), -1
            continue
        reference = node.get("r", "")
        letters = reference.rstrip("0123456789")
        digits = reference[len(letters) :]
        if letters.isascii() and letters.isalpha() and digits:
            row, column = int(digits) - 1, column_index(letters)
        else:
            column += 1
        fact = _fact(node, formats)
        if fact is not None:
            facts[row, column] = fact
    return facts


def _fact(node: etree._Element, formats: tuple[str, ...]) -> CellFact | None:
    style = node.get("s", "0")
    number_format = formats[int(style)] if style.isdecimal() and int(style) < len(formats) else GENERAL
    value, has_formula = None, False
    for child in node:
        name = _local(child)
        if name == "v":
            value = child.text
        elif name == "f":
            has_formula = True
    error = (value or "#ERROR!") if node.get("t") == "e" else None
    uncached = has_formula and not value and node.get("t") != "str"
    if number_format == GENERAL and error is None and not uncached:
        return None
    return CellFact(number_format, error, uncached)


def _resolve(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _local(node: etree._Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _elements(xml: bytes, *names: str) -> Iterator[etree._Element]:
    """Elements of the local names in document order; ``row`` at its start, the others whole and freed after use.

    Ends quietly where the XML breaks off: calamine judges whether the file as a whole is damaged.
    """
    if not xml:
        return
    events = ("start", "end") if "row" in names else ("end",)
    parser = etree.iterparse(
        BytesIO(xml),
        events=events,
        tag=[f"{{*}}{name}" for name in names],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for event, node in parser:
            is_row = _local(node) == "row"
            if (event == "start") == is_row:
                yield node
            if event == "end":
                node.clear()
    except etree.XMLSyntaxError:
        return
