"""A workbook saved as XML Spreadsheet 2003, a web archive, a binary workbook, or by a program of the nineties."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from datetime import date
from email.message import EmailMessage
from xml.sax.saxutils import escape, quoteattr

import legacy_xls
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from ingest.vietnamese.text import from_tcvn3

_TO_TCVN3 = {from_tcvn3(chr(code)): chr(code) for code in range(0xA1, 0x100)}
_DAY_ONE = date(1899, 12, 30)


def sheet_of(content: bytes) -> Worksheet:
    sheet = load_workbook(io.BytesIO(content)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def _filled(sheet: Worksheet) -> list[Cell]:
    return [cell for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell) and cell.value is not None]


def _formats(sheet: Worksheet) -> list[str]:
    return ["General", *sorted({cell.number_format for cell in _filled(sheet)} - {"General"})]


def as_spreadsheet_xml(content: bytes) -> bytes:
    """Saved by Excel as "XML Spreadsheet 2003": empty rows and cells left out, places said by an index."""
    sheet = sheet_of(content)
    formats = _formats(sheet)
    spans = {(m.min_row, m.min_col): (m.max_row - m.min_row, m.max_col - m.min_col) for m in sheet.merged_cells.ranges}
    rows = []
    for row in sheet.iter_rows():
        cells = [_xml_cell(cell, formats, spans) for cell in row if isinstance(cell, Cell) and cell.value is not None]
        if cells:
            rows.append(f'<Row ss:Index="{row[0].row}">{"".join(cells)}</Row>')
    styles = "".join(
        f'<Style ss:ID="s{number}"><NumberFormat ss:Format={quoteattr(code)}/></Style>'
        for number, code in enumerate(formats)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\r\n<?mso-application progid="Excel.Sheet"?>\r\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f"<Styles>{styles}</Styles><Worksheet ss:Name={quoteattr(sheet.title)}><Table>{''.join(rows)}</Table>"
        "<WorksheetOptions xmlns='urn:schemas-microsoft-com:office:excel'><Selected/></WorksheetOptions>"
        "</Worksheet></Workbook>"
    ).encode()


def _xml_cell(cell: Cell, formats: list[str], spans: Mapping[tuple[int, int], tuple[int, int]]) -> str:
    value = cell.value
    down, across = spans.get((cell.row, cell.column), (0, 0))
    merge = (f' ss:MergeDown="{down}"' if down else "") + (f' ss:MergeAcross="{across}"' if across else "")
    if cell.data_type == "e":
        kind, text = "Error", str(value)
    elif isinstance(value, date):
        kind, text = "DateTime", f"{value:%Y-%m-%d}T00:00:00.000"
    elif isinstance(value, int | float):
        kind, text = "Number", repr(value)
    else:
        kind, text = "String", str(value)
    style = formats.index(cell.number_format)
    data = f'<Data ss:Type="{kind}">{escape(text)}</Data>'
    return f'<Cell ss:Index="{cell.column}" ss:StyleID="s{style}"{merge}>{data}</Cell>'


def as_mhtml(pages: Mapping[str, str]) -> bytes:
    """Saved by Excel as "Single File Web Page": a frame that names the sheets, and a page for each."""
    names = "".join(f"<x:ExcelWorksheet><x:Name>{name}</x:Name></x:ExcelWorksheet>" for name in pages)
    frame = f"<html><head><xml><x:ExcelWorkbook>{names}</x:ExcelWorkbook></xml></head><frameset></frameset></html>"
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message["X-Document-Type"] = "Workbook"
    message.set_content(frame, subtype="html", cte="quoted-printable")
    message.make_related()
    for number, page in enumerate(pages.values(), start=1):
        message.add_related(page, subtype="html", cte="base64" if number % 2 else "quoted-printable")
    head = b"MIME-Version: 1.0\r\n"
    return head + message.as_bytes().replace(b"MIME-Version: 1.0\n", b"", 1)


def as_xlsb(
    content: bytes,
    errors: Mapping[tuple[int, int], int] | None = None,
    formulas: Mapping[tuple[int, int], tuple[int, bytes]] | None = None,
) -> bytes:
    """A binary workbook; by zero-based (row, column) ``errors`` are codes of error cells, ``formulas`` the kind and
    body of a formula's record.
    """
    from hostile import zipped

    sheet = sheet_of(content)
    formats = _formats(sheet)
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{office}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate((("worksheet", "worksheets/sheet1.bin"), ("styles", "styles.bin")), 1)
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return zipped(
        {
            "[Content_Types].xml": f"{head}<Types/>".encode(),
            "_rels/.rels": (
                f'{head}<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{office}/officeDocument" '
                'Target="xl/workbook.bin"/></Relationships>'
            ).encode(),
            "xl/_rels/workbook.bin.rels": (
                f'{head}<Relationships xmlns="{package}">{relations}</Relationships>'
            ).encode(),
            "xl/workbook.bin": _bin(131) + _bin(143) + _bin(
                156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide(sheet.title)
            ) + _bin(144) + _bin(132),
            "xl/styles.bin": _bin_styles(formats),
            "xl/worksheets/sheet1.bin": _bin_sheet(sheet, formats, errors or {}, formulas or {}),
        }
    )  # fmt: skip


def _bin(kind: int, body: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, left = bytearray(), len(body)
    while True:
        length.append(left & 0x7F | (0x80 if left > 0x7F else 0))
        left >>= 7
        if not left:
            return number + bytes(length) + body


def _wide(text: str) -> bytes:
    encoded = text.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def _bin_styles(formats: list[str]) -> bytes:
    own = formats[1:]
    numbers = [0, *(164 + index for index in range(len(own)))]
    codes = b"".join(_bin(44, struct.pack("<H", 164 + index) + _wide(code)) for index, code in enumerate(own))
    styles = b"".join(_bin(47, struct.pack("<HHH", 0, number, 0) + b"\x00" * 10) for number in numbers)
    return (
        _bin(278) + _bin(615, struct.pack("<I", len(own))) + codes + _bin(616)
        + _bin(617, struct.pack("<I", len(numbers))) + styles + _bin(618) + _bin(279)
    )  # fmt: skip


def _bin_sheet(
    sheet: Worksheet,
    formats: list[str],
    errors: Mapping[tuple[int, int], int],
    formulas: Mapping[tuple[int, int], tuple[int, bytes]],
) -> bytes:
    pieces = [_bin(129), _bin(148, struct.pack("<IIII", 0, sheet.max_row, 0, sheet.max_column)), _bin(145)]
    for row in sheet.iter_rows():
        number = int(row[0].row or 1) - 1
        hides = 0x10 if sheet.row_dimensions[number + 1].hidden else 0
        pieces.append(_bin(0, struct.pack("<IIHBBB", number, 0, 300, 0, hides, 0) + b"\x00" * 4))
        for cell in row:
            place = number, int(cell.column or 1) - 1
            if place in errors:
                pieces.append(_bin(3, struct.pack("<IIB", place[1], 0, errors[place])))
            elif place in formulas:
                kind, body = formulas[place]
                pieces.append(_bin(kind, struct.pack("<II", place[1], 0) + body))
            elif isinstance(cell, Cell) and cell.value is not None:
                pieces.append(_bin_cell(cell, formats.index(cell.number_format)))
    merges = sheet.merged_cells.ranges
    pieces += [_bin(146), _bin(177, struct.pack("<I", len(merges)))]
    pieces += [
        _bin(176, struct.pack("<IIII", m.min_row - 1, m.max_row - 1, m.min_col - 1, m.max_col - 1)) for m in merges
    ]
    return b"".join([*pieces, _bin(178), _bin(130)])


def _bin_cell(cell: Cell, style: int) -> bytes:
    head = struct.pack("<II", cell.column - 1, style)
    value = cell.value
    if isinstance(value, date):
        return _bin(5, head + struct.pack("<d", float((date(value.year, value.month, value.day) - _DAY_ONE).days)))
    if isinstance(value, int | float):
        return _bin(5, head + struct.pack("<d", float(value)))
    return _bin(6, head + _wide(str(value)))


def to_tcvn3(text: str) -> str:
    """Vietnamese as typed in a .Vn… font, read as Latin-1. Capitals that TCVN3 lacks become small ones."""
    return "".join(
        char if char.isascii() else _TO_TCVN3.get(char) or _TO_TCVN3.get(char.lower(), char) for char in text
    )


def _plain_cells(content: bytes) -> dict[tuple[int, int], str | float]:
    cells: dict[tuple[int, int], str | float] = {}
    for cell in _filled(sheet_of(content)):
        value = cell.value
        if isinstance(value, date):
            value = float((date(value.year, value.month, value.day) - _DAY_ONE).days)
        is_number = isinstance(value, int | float)
        cells[cell.row - 1, cell.column - 1] = float(value) if is_number else to_tcvn3(str(value))  # type: ignore[arg-type]
    return cells


def as_excel_95(content: bytes) -> bytes:
    """Saved by Excel 5.0/95 (BIFF5) in the font .VnTime: bytes of TCVN3 under a Western code page."""
    return legacy_xls.xls_95("BaoCao", _plain_cells(content), font=".VnTime")


def as_excel_4(content: bytes) -> bytes:
    """Saved by Excel 4.0 (BIFF4): records without a container, text in TCVN3."""
    return legacy_xls.xls_4(_plain_cells(content), font=".VnTime")


def as_excel_3(content: bytes) -> bytes:
    """Saved by Excel 3.0 (BIFF3), text in TCVN3."""
    return legacy_xls.xls_3(_plain_cells(content), font=".VnTime")


def as_excel_2(content: bytes) -> bytes:
    """Saved by Excel 2.0 (BIFF2), text in TCVN3."""
    return legacy_xls.xls_2(_plain_cells(content), font=".VnTime")
