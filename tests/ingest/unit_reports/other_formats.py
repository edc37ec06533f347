"""A workbook saved as another format, written here by hand: what no library of ours writes."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from html import escape

from legacy_xls import Cell, xls
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

_ODS_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (("office", "office"), ("table", "table"), ("text", "text"))
)


def _sheet(content: bytes) -> Worksheet:
    sheet = load_workbook(io.BytesIO(content)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def _merges(sheet: Worksheet) -> list[tuple[int, int, int, int]]:
    return [(m.min_row - 1, m.min_col - 1, m.max_row - 1, m.max_col - 1) for m in sheet.merged_cells.ranges]


def as_xls(content: bytes, font: str = "Arial", formulas: Mapping[str, bytes] | None = None) -> bytes:
    """Saved by Excel 97-2003; ``formulas`` stand in place of the texts they are named by."""
    sheet = _sheet(content)
    cells: dict[tuple[int, int], Cell] = {}
    for row in sheet.iter_rows():
        for cell in row:
            value, place = cell.value, (int(cell.row or 1) - 1, int(cell.column or 1) - 1)
            if isinstance(value, date):
                serial = float((date(value.year, value.month, value.day) - date(1899, 12, 30)).days)
                cells[place] = (serial, "d-mmm")
            elif isinstance(value, str) and formulas and value in formulas:
                cells[place] = formulas[value]
            elif isinstance(value, str | int | float):
                shown = cell.number_format
                is_plain = isinstance(value, str) or shown == "General"
                cells[place] = value if is_plain else (float(value), shown)
    return xls({sheet.title: cells}, merges=_merges(sheet), font=font)


def as_ods(content: bytes) -> bytes:
    """Saved by LibreOffice: merged cells span, those under them are covered."""
    sheet = _sheet(content)
    merges = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in _merges(sheet)}
    covered = {
        (row, column)
        for (top, left), (rows, columns) in merges.items()
        for row in range(top, top + rows)
        for column in range(left, left + columns)
    } - set(merges)
    body = "".join(_ods_row(sheet, row, merges, covered) for row in range(sheet.max_row))
    content_xml = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_SPACES} office:version="1.2">'
        f"<office:body><office:spreadsheet><table:table table:name={_attribute(sheet.title)}>{body}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_MIMETYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", _ODS_MIMETYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content_xml)
        archive.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


def as_fods(content: bytes) -> bytes:
    """Saved by LibreOffice as "Flat XML ODF Spreadsheet", with a picture above its table and many name spaces."""
    with zipfile.ZipFile(io.BytesIO(as_ods(content))) as archive:
        xml = archive.read("content.xml").decode()
    spaces = " ".join(f'xmlns:n{number}="urn:example:names:{number}"' for number in range(150))
    told = f'<office:document {spaces} office:mimetype="{_ODS_MIMETYPE}"'
    picture = (
        "<office:meta/><office:styles/><office:master-styles><office:binary-data>iVBORw0KGgo=</office:binary-data>"
    )
    xml = xml.replace("<office:document-content", told).replace("</office:document-content>", "</office:document>")
    return xml.replace("<office:body>", f"{picture}</office:master-styles><office:body>").encode()


def _ods_row(
    sheet: Worksheet, row: int, merges: dict[tuple[int, int], tuple[int, int]], covered: set[tuple[int, int]]
) -> str:
    cells = []
    for column in range(sheet.max_column):
        if (row, column) in covered:
            cells.append("<table:covered-table-cell/>")
            continue
        rows, columns = merges.get((row, column), (1, 1))
        span = f' table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}"'
        cells.append(_ods_cell(sheet.cell(row + 1, column + 1).value, span if (rows, columns) != (1, 1) else ""))
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _ods_cell(value: object, span: str) -> str:
    if value is None:
        return f"<table:table-cell{span}/>"
    if isinstance(value, date):
        told = f'office:value-type="date" office:date-value="{value:%Y-%m-%d}"'
        return f"<table:table-cell{span} {told}><text:p>{value.day:02d}-thg {value.month}</text:p></table:table-cell>"
    if isinstance(value, int | float):
        told = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell{span} {told}><text:p>{value}</text:p></table:table-cell>"
    return (
        f'<table:table-cell{span} office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'
    )


def _attribute(text: str) -> str:
    return f'"{escape(text)}"'


def as_html(content: bytes) -> bytes:
    """A table as portals export it under the name .xls."""
    sheet = _sheet(content)
    merges = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in _merges(sheet)}
    covered = {
        (row, column)
        for (top, left), (rows, columns) in merges.items()
        for row in range(top, top + rows)
        for column in range(left, left + columns)
    } - set(merges)
    rows = []
    for row in range(sheet.max_row):
        cells = []
        for column in range(sheet.max_column):
            if (row, column) in covered:
                continue
            deep, wide = merges.get((row, column), (1, 1))
            span = (f' rowspan="{deep}"' if deep > 1 else "") + (f' colspan="{wide}"' if wide > 1 else "")
            text = escape(_shown(sheet.cell(row + 1, column + 1).value))
            cells.append(f"<td{span}>{text}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    head = '<html><head><meta charset="utf-8"></head><body><table border="1">'
    return (head + "\n".join(rows) + "</table></body></html>").encode()


def as_text(content: bytes, delimiter: str, encoding: str) -> bytes:
    """Exported to text under Vietnamese settings."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows(_shown_rows(_sheet(content)))
    return text.getvalue().encode(encoding)


def _shown_rows(sheet: Worksheet) -> Iterator[list[str]]:
    for row in sheet.iter_rows(values_only=True):
        yield [_shown(value) for value in row]


def _shown(value: object) -> str:
    """A value as a spreadsheet program under Vietnamese settings shows it."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value.day:02d}-thg {value.month}"
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)
