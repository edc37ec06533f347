"""A small, fast writer of .xlsx files that gives the same bytes for the same cells.

It can store what offices' files hold and a general library cannot write: formulas beside the value Excel last
computed, error cells, and a typed 4/5 that became a date. Text is stored as text whatever it begins with, so no text
becomes a formula; the only formulas are those given as such.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum
from xml.sax.saxutils import escape, quoteattr

from sample.cells import column_letters

_EPOCH = date(1899, 12, 30)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


class Style(IntEnum):
    """Cell formats: the index of each in the style sheet below."""

    GENERAL = 0
    BOLD = 1
    THOUSANDS = 2
    ONE_DECIMAL = 3
    PERCENT = 4
    DAY_MONTH = 5
    QUOTED = 6
    """Text behind an apostrophe, as typed by those who mean "-" or "- Trong đó" and no formula."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with the value, or the error, that stood in the cell when the file was saved."""

    expression: str
    cached: Decimal | str


@dataclass(frozen=True, slots=True)
class Cell:
    value: Decimal | date | str | Formula
    style: Style = Style.GENERAL


@dataclass(slots=True)
class Sheet:
    """One sheet, filled in any order. Rows and columns count from 1."""

    name: str
    cells: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[str] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    frozen_rows: int = 0
    frozen_columns: int = 0

    def put(self, row: int, column: int, value: Decimal | date | str | Formula, style: Style = Style.GENERAL) -> str:
        """Fill a cell; returns its locator, ``Sheet1!E10``."""
        self.cells.setdefault(row, {})[column] = Cell(value, _style_of(value, style))
        return self.locator(row, column)

    def locator(self, row: int, column: int) -> str:
        return f"{self.name}!{column_letters(column)}{row}"

    def merge(self, row: int, column: int, last_row: int, last_column: int) -> None:
        if (row, column) != (last_row, last_column):
            self.merges.append(f"{column_letters(column)}{row}:{column_letters(last_column)}{last_row}")


def write_workbook(sheet: Sheet, created: datetime) -> bytes:
    """The sheet as the bytes of an .xlsx file; ``created`` is what its properties say."""
    strings: dict[str, int] = {}
    body = _sheet_xml(sheet, strings)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in (
            ("[Content_Types].xml", _CONTENT_TYPES),
            ("_rels/.rels", _PACKAGE_RELATIONS),
            ("docProps/core.xml", _CORE.format(created=created.strftime("%Y-%m-%dT%H:%M:%SZ"))),
            ("xl/workbook.xml", _WORKBOOK.format(name=quoteattr(sheet.name))),
            ("xl/_rels/workbook.xml.rels", _WORKBOOK_RELATIONS),
            ("xl/styles.xml", _STYLES),
            ("xl/sharedStrings.xml", _strings_xml(strings)),
            ("xl/worksheets/sheet1.xml", body),
        ):
            member = zipfile.ZipInfo(name, _ZIP_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0
            archive.writestr(member, text.encode(), compresslevel=3)
    return buffer.getvalue()


def _style_of(value: object, style: Style) -> Style:
    if style is Style.GENERAL and isinstance(value, str) and value[:1] in ("=", "+", "-", "@"):
        return Style.QUOTED
    return style


def _sheet_xml(sheet: Sheet, strings: dict[str, int]) -> str:
    rows = "".join(
        f'<row r="{row}">'
        + "".join(_cell_xml(f"{column_letters(column)}{row}", cells[column], strings) for column in sorted(cells))
        + "</row>"
        for row, cells in sorted(sheet.cells.items())
    )
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}">{_view_xml(sheet)}{_columns_xml(sheet)}'
        f"<sheetData>{rows}</sheetData>{_merges_xml(sheet)}</worksheet>"
    )


def _view_xml(sheet: Sheet) -> str:
    if not sheet.frozen_rows:
        return '<sheetViews><sheetView workbookViewId="0"/></sheetViews>'
    top_left = f"{column_letters(sheet.frozen_columns + 1)}{sheet.frozen_rows + 1}"
    across = f' xSplit="{sheet.frozen_columns}"' if sheet.frozen_columns else ""
    pane = "bottomRight" if sheet.frozen_columns else "bottomLeft"
    return (
        f'<sheetViews><sheetView workbookViewId="0"><pane{across} ySplit="{sheet.frozen_rows}" '
        f'topLeftCell="{top_left}" activePane="{pane}" state="frozen"/></sheetView></sheetViews>'
    )


def _columns_xml(sheet: Sheet) -> str:
    widths = '<col min="1" max="1" width="6" customWidth="1"/><col min="2" max="2" width="44" customWidth="1"/>'
    hidden = "".join(
        f'<col min="{column}" max="{column}" width="9" hidden="1" customWidth="1"/>'
        for column in sorted(sheet.hidden_columns)
    )
    return f"<cols>{widths}{hidden}</cols>"


def _merges_xml(sheet: Sheet) -> str:
    if not sheet.merges:
        return ""
    ranges = "".join(f'<mergeCell ref="{cells}"/>' for cells in sheet.merges)
    return f'<mergeCells count="{len(sheet.merges)}">{ranges}</mergeCells>'


def _cell_xml(reference: str, cell: Cell, strings: dict[str, int]) -> str:
    head = f'<c r="{reference}" s="{cell.style.value}"'
    match cell.value:
        case Formula(expression, str(error)):
            return f'{head} t="e"><f>{escape(expression)}</f><v>{escape(error)}</v></c>'
        case Formula(expression, cached):
            return f"{head}><f>{escape(expression)}</f><v>{cached}</v></c>"
        case Decimal() as number:
            return f"{head}><v>{number:f}</v></c>"
        case date() as day:
            return f"{head}><v>{(day - _EPOCH).days}</v></c>"
        case text:
            return f'{head} t="s"><v>{strings.setdefault(str(text), len(strings))}</v></c>'


def _strings_xml(strings: dict[str, int]) -> str:
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
    return f'{_XML}<sst xmlns="{_MAIN}" uniqueCount="{len(strings)}">{items}</sst>'


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_CONTENT_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_SHEET_TYPE}.sharedStrings+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_PACKAGE_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)
_WORKBOOK = (
    f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name={name} sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_WORKBOOK_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="0.0"/><numFmt numFmtId="165" formatCode="0.0%"/></numFmts>'
    '<fonts count="2"><font><sz val="12"/><name val="Times New Roman"/></font>'
    '<font><b/><sz val="12"/><name val="Times New Roman"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="7">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="16" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_CORE = (
    f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    '<dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{created}</dcterms:modified></cp:coreProperties>'
)
