"""What calamine does not tell of an .xlsx: number formats, fonts, errors, uncached formulas, what is hidden."""

from __future__ import annotations

import contextlib
import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from lxml import etree

from ingest.unit_reports.archive import Archive, column_index, is_placed

BUILT_IN_FORMATS = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00", 40: "#,##0.00",
    49: "@",
}  # fmt: skip
GENERAL = "General"
_HEAD_BYTES = 2000
_MOST_STYLES = 200
_LONGEST_KEPT = 1 << 16
"""Bytes of a part that is worth remembering: the styles of one template, the relations of one program."""


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


def sheet_parts(archive: Archive) -> tuple[SheetPart, ...]:
    """Sheets of an .xlsx in workbook order with their parts; empty where the workbook part cannot be followed."""
    book = workbook_part(archive)
    plain = _plain_tags(archive.read(book), _SHEET_TAG, b"sheet ")
    if plain is not None and all("name" in one and "r:id" in one for one in plain):
        targets = sheet_targets(archive, book)
        return tuple(SheetPart(one["name"], targets.get(one["r:id"], "")) for one in plain)
    return tuple(SheetPart(node.get("name", ""), part) for node, part in _listed_sheets(archive))


_SHEET_TAG = re.compile(rb"<sheet ([^<>&]*)/>")
_RELATION_TAG = re.compile(rb"<Relationship ([^<>&]*)/>")
_ATTRIBUTES = re.compile(r'([\w:]+)="([^"]*)"')


def _plain_tags(xml: bytes, tag: re.Pattern[bytes], name: bytes) -> list[dict[str, str]] | None:
    """The attributes of every empty element of a name, in a part written as Excel, LibreOffice and openpyxl write it;
    null where it may be written otherwise, or is broken."""
    found = tag.findall(xml)
    if not found or len(found) != xml.count(name) or b"<!" in xml or b"\x00" in xml:
        return None
    try:
        expat.ParserCreate().Parse(xml, True)
        return [dict(_ATTRIBUTES.findall(attributes.decode("utf-8"))) for attributes in found]
    except (UnicodeDecodeError, expat.ExpatError):
        return None


def _listed_sheets(archive: Archive) -> Iterator[tuple[etree._Element, str]]:
    book = workbook_part(archive)
    targets = sheet_targets(archive, book)
    for node in _elements(archive.read(book), "sheet"):
        relation = next((value for key, value in node.attrib.items() if str(key).endswith("}id")), None)
        yield node, targets.get(str(relation), "")


_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def ordered_package(archive: Archive) -> bytes:
    """The worksheets of a package with their parts where Excel puts them; sheets of other kinds stand as empty ones."""
    buffer = io.BytesIO()
    sheets, relations = [], []
    with zipfile.ZipFile(buffer, "w") as package:
        for number, (node, part) in enumerate(_listed_sheets(archive), start=1):
            xml = archive.read(part)
            is_worksheet = re.search(rb"<(?:\w+:)?worksheet\b", xml[:_HEAD_BYTES]) is not None
            empty = f'<worksheet xmlns="{_MAIN}"><sheetData/></worksheet>'.encode()
            package.writestr(f"xl/worksheets/sheet{number}.xml", xml if is_worksheet else empty)
            state = quoteattr(node.get("state", "visible"))
            sheets.append(
                f'<sheet name={quoteattr(node.get("name", ""))} sheetId="{number}" state={state} r:id="rId{number}"/>'
            )
            target = f"worksheets/sheet{number}.xml"
            relations.append(f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet" Target="{target}"/>')
        kept = re.search(
            rb"<(?:\w+:)?workbookPr\b[^>]*date1904\s*=\s*[\"'](?:1|true)", archive.read(workbook_part(archive))
        )
        epoch = '<workbookPr date1904="1"/>' if kept else ""
        package.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">{epoch}<sheets>{"".join(sheets)}</sheets></workbook>',
        )
        root = f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
        package.writestr("_rels/.rels", f'<Relationships xmlns="{_PACKAGE}">{root}</Relationships>')
        package.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_PACKAGE}">{"".join(relations)}</Relationships>'
        )
        for name in ("styles", "sharedStrings"):
            if xml := archive.read(_beside_workbook(archive, name)):
                package.writestr(f"xl/{name}.xml", xml)
    return buffer.getvalue()


def workbook_part(archive: Archive) -> str:
    """Where the workbook part stands: in Excel's place, else where the package says."""
    if archive.has("xl/workbook.xml"):
        return "xl/workbook.xml"
    for kind, target in _targets(archive, "").values():
        if kind == "officeDocument":
            return target
    return "xl/workbook.xml"


def _beside_workbook(archive: Archive, name: str) -> str:
    """The styles or shared strings of the workbook: in Excel's place, else where the workbook says."""
    if archive.has(f"xl/{name}.xml"):
        return f"xl/{name}.xml"
    known = dict(_targets(archive, workbook_part(archive)).values())
    return known.get(name, f"xl/{name}.xml")


def sheet_targets(archive: Archive, part: str) -> dict[str, str]:
    """Names of the parts that a part names, by relation id."""
    return {key: target for key, (_, target) in _targets(archive, part).items()}


def _targets(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Kind and name of the parts that a part names, by relation id."""
    folder, _, name = part.rpartition("/")
    xml = archive.read(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
    return _known_targets(folder, xml) if len(xml) <= _LONGEST_KEPT else _targets_in(folder, xml)


@lru_cache(maxsize=64)
def _known_targets(folder: str, xml: bytes) -> dict[str, tuple[str, str]]:
    """As programs write the same relations for every workbook with as many sheets."""
    return _targets_in(folder, xml)


def _targets_in(folder: str, xml: bytes) -> dict[str, tuple[str, str]]:
    nodes: Iterable[Mapping[str, str]] | None = _plain_tags(xml, _RELATION_TAG, b"Relationship ")
    if nodes is None:
        nodes = ({str(key): str(value) for key, value in node.items()} for node in _elements(xml, "Relationship"))
    return {
        node.get("Id", ""): (node.get("Type", "").rpartition("/")[2], _resolve(folder, node.get("Target", "")))
        for node in nodes
    }


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell is shown."""

    number_format: str = GENERAL
    font: str = ""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Rows and columns of a sheet that its reader did not see, zero-based."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


NOTHING_HIDDEN = Hidden()


def cell_styles(archive: Archive) -> tuple[Style, ...]:
    """Number format and font of each cell style, by style index."""
    xml = archive.read(_beside_workbook(archive, "styles"))
    return _known_styles(xml) if len(xml) <= _LONGEST_KEPT else _styles_in(xml)


@lru_cache(maxsize=64)
def _known_styles(xml: bytes) -> tuple[Style, ...]:
    return _styles_in(xml)


def _styles_in(xml: bytes) -> tuple[Style, ...]:
    root = _root(xml)
    if root is None:
        return ()
    custom = {node.get("numFmtId", ""): node.get("formatCode", GENERAL) for node in root.iter("{*}numFmt")}
    fonts = [_font_name(font) for block in root.iter("{*}fonts") for font in block]
    styles: list[Style] = []
    for block in root.iter("{*}cellXfs"):
        for node in block:
            identifier, font = node.get("numFmtId", "0"), node.get("fontId", "0")
            fallback = BUILT_IN_FORMATS.get(int(identifier), GENERAL) if identifier.isdecimal() else GENERAL
            is_known = font.isdecimal() and int(font) < len(fonts)
            styles.append(Style(custom.get(identifier, fallback), fonts[int(font)] if is_known else ""))
    return tuple(styles)


def is_legacy_font(name: str) -> bool:
    """A font whose letters are not Unicode's: .VnTime (TCVN3), VNI-Times (VNI)."""
    return name[:3].lower() in (".vn", "vni")


def _font_name(node: etree._Element) -> str:
    names = (child.get("val", "") for child in node if _local(child) in ("name", "rFont"))
    return next(names, "")


Run = tuple[str, str]
"""Text and the name of its font; an empty name where it is the cell's own."""


_LEGACY_FONT = re.compile(rb"[\"'](?:\.vn|vni)", re.IGNORECASE)


def shared_runs(archive: Archive) -> dict[int, tuple[Run, ...]]:
    """The runs of the shared strings that are written in a legacy font, wholly or in part, by index."""
    xml = archive.read(_beside_workbook(archive, "sharedStrings"))
    if b"rFont" not in xml or not _LEGACY_FONT.search(xml):
        return {}
    root = _root(xml)
    found: dict[int, tuple[Run, ...]] = {}
    for index, item in enumerate(root.iter("{*}si") if root is not None else ()):
        runs = tuple(_runs(item))
        if any(is_legacy_font(font) for _, font in runs):
            found[index] = runs
    return found


def _runs(item: etree._Element) -> Iterator[Run]:
    for node in item:
        if _local(node) == "t":
            yield node.text or "", ""
        elif _local(node) == "r":
            fonts = (_font_name(child) for child in node if _local(child) == "rPr")
            text = "".join(child.text or "" for child in node if _local(child) == "t")
            yield text, next(fonts, "")


_STRING_CELL = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^>]*\bt\s*=\s*["']s["'])[^>]*\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["'][^>]*>"""
    rb"""\s*<(?:\w+:)?v>(\d{1,9})<"""
)


def cell_runs(sheet_xml: bytes, runs: Mapping[int, tuple[Run, ...]]) -> dict[tuple[int, int], tuple[Run, ...]]:
    """The runs of the cells that hold one of the shared strings or runs of their own, by zero-based (row, column)."""
    found = dict(_inline_runs(sheet_xml))
    for letters, row, index in _STRING_CELL.findall(sheet_xml) if runs else ():
        if (known := runs.get(int(index))) is not None:
            found[int(row) - 1, column_index(letters.decode("ascii"))] = known
    return found


_INLINE_CELL = re.compile(
    rb"""<(?:\w+:)?c\b[^>]*\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["'][^>]*>\s*<((?:\w+:)?)is>(.*?)</\3is>""", re.DOTALL
)


def _inline_runs(sheet_xml: bytes) -> Iterator[tuple[tuple[int, int], tuple[Run, ...]]]:
    if b"rFont" not in sheet_xml or not _LEGACY_FONT.search(sheet_xml):
        return
    for letters, row, prefix, body in _INLINE_CELL.findall(sheet_xml):
        item = _root(b"<is>" + body.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</") + b"</is>")
        runs = tuple(_runs(item)) if item is not None else ()
        if any(is_legacy_font(font) for _, font in runs):
            yield (int(row) - 1, column_index(letters.decode("ascii"))), runs


_STYLED_CELL = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^>]*\bs\s*=\s*["'](\d{1,6})["'])[^>]*\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']"""
)


def cell_fonts(sheet_xml: bytes, styles: Sequence[Style]) -> dict[tuple[int, int], str]:
    """Fonts of the cells whose font is a legacy one, by zero-based (row, column)."""
    legacy = {index: style.font for index, style in enumerate(styles) if is_legacy_font(style.font)}
    if not legacy:
        return {}
    return {
        (int(row) - 1, column_index(letters.decode("ascii"))): legacy[int(style)]
        for style, letters, row in _STYLED_CELL.findall(sheet_xml)
        if int(style) in legacy
    }


_HIDING_TAG = re.compile(rb"""<(?:\w+:)?(row|col)\b([^>]*\bhidden\s*=\s*["'](?:1|true)["'][^>]*)>""")
_ATTRIBUTE = re.compile(rb"""\b(r|min|max)\s*=\s*["'](\d{1,7})["']""")
_MOST_COLUMNS = 16_384


def hidden_parts(sheet_xml: bytes) -> Hidden:
    """Rows and columns that are hidden, by hand, by a filter or in a closed outline group."""
    if b"hidden" not in sheet_xml:
        return NOTHING_HIDDEN
    rows: set[int] = set()
    columns: set[int] = set()
    for kind, attributes in _HIDING_TAG.findall(sheet_xml):
        numbers = {name: int(number) for name, number in _ATTRIBUTE.findall(attributes)}
        if kind == b"row" and b"r" in numbers:
            rows.add(numbers[b"r"] - 1)
        elif kind == b"col" and b"min" in numbers:
            columns.update(range(numbers[b"min"] - 1, min(numbers.get(b"max", numbers[b"min"]), _MOST_COLUMNS)))
    return Hidden(frozenset(rows), frozenset(columns))


_UNKNOWN_ERROR = re.compile(rb"<((?:\w+:)?)v>#(?!(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|DATA!)<)[^<]{1,40}</")


def with_known_errors(sheet_xml: bytes) -> bytes:
    """The sheet with errors that calamine does not know (#SPILL!, #CALC! …) in the clothes of one that it does."""
    return _UNKNOWN_ERROR.sub(rb"<\1v>#VALUE!</", sheet_xml)


_PLAIN_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([1-9]\d{0,6})"(?: s="(\d{1,6})")?(?: t="(\w{1,9})")?(?:/>|>(.*?)</c>)', re.DOTALL
)
_VALUE = re.compile(rb"<v>([^<]+)</v>")
_UNPLAIN = re.compile(rb"<!|\x00|<\w+:c\b|<c(?=[\s>/])(?! r=\"[A-Z])")


def cell_facts(
    sheet_xml: bytes, styles: Sequence[Style], *, is_known_placed: bool = False
) -> Mapping[tuple[int, int], CellFact]:
    """Facts of the cells that have one worth telling, by zero-based (row, column). ``is_known_placed`` where
    ``is_placed`` was seen to hold."""
    facts = _valued_facts(sheet_xml, styles) if is_known_placed or is_placed(sheet_xml) else None
    if facts is None:
        facts = _plain_facts(sheet_xml, styles)
    if facts is not None:
        return facts
    reader = _FactReader(styles)
    # Ends quietly where the XML breaks off: calamine judges whether the file as a whole is damaged.
    with contextlib.suppress(expat.ExpatError):
        reader.parse(sheet_xml)
    return reader.facts


_ERROR_CELL = re.compile(rb"""=\s*["']e["']""")
_FORMULA = re.compile(rb"<f[\s>/]")
_FORMULA_VALUE = re.compile(rb"<f(?=[ >/])[^>]*+(?:(?<=/)>|(?<!/)>[^<]*+</f>)<v>[^<]")


def _valued_facts(xml: bytes, styles: Sequence[Style]) -> dict[tuple[int, int], CellFact] | None:
    """The facts of a sheet without errors and without formulas that have no value; null for any other.

    Only the cells in a style that shows numbers otherwise than General are looked at.
    """
    formats = [style.number_format for style in styles]
    if _ERROR_CELL.search(xml) or b"\x00" in xml[:_HEAD_BYTES] or formats[:1] not in ([], [GENERAL]):
        return None
    formulas = len(_FORMULA.findall(xml))
    if formulas and len(_FORMULA_VALUE.findall(xml)) != formulas:
        return None
    shown = {str(number).encode(): known_fact(code) for number, code in enumerate(formats) if code != GENERAL}
    if not shown or len(shown) > _MOST_STYLES:
        return None if shown else {}
    return {
        (int(row) - 1, column_index(letters.decode("ascii"))): shown[style]
        for letters, row, style in _formatted_cells(tuple(shown)).findall(xml)
    }


@lru_cache(maxsize=64)
def _formatted_cells(styles: tuple[bytes, ...]) -> re.Pattern[bytes]:
    """What finds the place and style of each cell that has one of the styles and a value."""
    return re.compile(
        rb'<c r="([A-Z]{1,3}+)([1-9][0-9]{0,6}+)"[^>]*? s="(' + b"|".join(styles) + rb')"[^>]*+(?<!/)>'
        rb"(?:<f[^>]*+(?:(?<=/)>|>[^<]*+</f>))?<v>[^<]"
    )


def _plain_facts(xml: bytes, styles: Sequence[Style]) -> dict[tuple[int, int], CellFact] | None:
    """The facts of a sheet written as Excel, LibreOffice and openpyxl write them; null for any other manner."""
    if _UNPLAIN.search(xml):
        return None
    formats = [style.number_format for style in styles] or [GENERAL]
    facts: dict[tuple[int, int], CellFact] = {}
    count = 0
    for letters, row, style, kind, body in _PLAIN_CELL.findall(xml):
        count += 1
        if not body:
            continue
        number = int(style) if style else 0
        shown = formats[number] if number < len(formats) else GENERAL
        if shown == GENERAL and kind != b"e" and b"<f" not in body:
            continue
        value = _VALUE.search(body)
        place = int(row) - 1, column_index(letters.decode("ascii"))
        if kind == b"e":
            if value or b"<v" in body:
                facts[place] = CellFact(shown, value.group(1).decode("utf-8", "replace") if value else "#ERROR!")
        elif value is None and b"<f" in body and kind != b"str":
            facts[place] = CellFact(shown, None, is_uncached_formula=True)
        elif value is not None and shown != GENERAL:
            facts[place] = known_fact(shown)
    return facts if count == xml.count(b"<c ") else None


@lru_cache(maxsize=256)
def known_fact(number_format: str) -> CellFact:
    """The fact of a cell with nothing but a number format."""
    return CellFact(number_format)


class _FactReader:
    """One pass over a worksheet part, a callback an element: sheets have millions."""

    def __init__(self, styles: Sequence[Style]) -> None:
        self.facts: dict[tuple[int, int], CellFact] = {}
        self._formats = [style.number_format for style in styles] or [GENERAL]
        self._row, self._column = -1, -1
        self._format, self._type = GENERAL, ""
        self._value: list[str] | None = None
        self._has_formula = self._has_value = False

    def parse(self, xml: bytes) -> None:
        parser = expat.ParserCreate(encoding="utf-8", namespace_separator="}")
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


def _resolve(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _elements(xml: bytes, name: str) -> Iterator[etree._Element]:
    """Elements of a local name in document order, none where the XML is broken: calamine judges the file as a whole."""
    root = _root(xml)
    if root is not None:
        yield from root.iter(f"{{*}}{name}")


def _root(xml: bytes) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(xml, parser) if xml else None
    except etree.XMLSyntaxError:
        return None


def _local(node: etree._Element) -> str:
    return str(node.tag).rpartition("}")[2]
