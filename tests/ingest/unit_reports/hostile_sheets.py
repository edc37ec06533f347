"""Workbooks whose parts, cells and tables are odd: bombs, errors, hidden and far cells, shifted headers."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import factories
from hostile import (
    LOADED,
    SHEET,
    WARNED,
    Hostile,
    ods,
    ods_cell,
    parts_of,
    sheet_xml,
    with_part,
    zipped,
)
from legacy_xls import xls
from openpyxl import Workbook, load_workbook
from openpyxl.drawing.image import Image
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet
from rarer_formats import as_excel_4, as_excel_95, as_spreadsheet_xml, as_xlsb

HEADER = ["STT", "Chỉ tiêu", "ĐVT", "Giao", "Thực hiện"]
LETTERHEAD: dict[str, object] = {"A1": "LĐLĐ HUYỆN CHIÊM HÓA", "A2": "KẾT QUẢ THỰC HIỆN CHỈ TIÊU NĂM 2023"}
ADMITTED: list[object] = [1, "Kết nạp đoàn viên", "người", 220, 305]
FOUNDED: list[object] = [2, "Thành lập CĐCS", "CĐCS", 1, 2]


def report(*rows: Sequence[object], header: Sequence[object] = HEADER, **cells: object) -> bytes:
    """A sound letterhead and header over rows of one's own."""
    filled = LETTERHEAD | cells
    factories.put_rows(filled, 4, [header, *rows])
    return factories.sheet_of(filled)


def changed(change: Callable[[Any], None], content: bytes | None = None) -> bytes:
    """A sound report, or another book, after a change by openpyxl."""
    book = load_workbook(io.BytesIO(content or factories.layout_a()))
    change(book)
    return factories.saved(book)


def with_parts(**parts: bytes) -> bytes:
    return zipped(parts_of(factories.layout_a()) | {name.replace("__", "/"): part for name, part in parts.items()})


def part_bomb(name: str) -> bytes:
    return zipped(parts_of(factories.layout_a()) | {name: b"<x>" + b" " * 60_000_000 + b"</x>"})


def external_entity(xml: bytes) -> bytes:
    head, _, body = xml.partition(b"?>") if xml.startswith(b"<?xml") else (b'<?xml version="1.0"', b"", xml)
    return head + b'?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + body


def picture_only() -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc33"
        "0000000049454e44ae426082"
    )
    try:
        sheet.add_image(Image(io.BytesIO(pixel)), "B2")
    except ImportError:
        # Without the library that measures pictures the part is put in by hand.
        return zipped(parts_of(factories.saved(book)) | {"xl/media/image1.png": pixel})
    return factories.saved(book)


def other_sheet_kind(kind: str, relation: str) -> bytes:
    """A report beside a sheet that is no worksheet: a dialog, a macro sheet of Excel 4."""
    parts = parts_of(factories.layout_a())
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts[f"xl/{kind}s/sheet1.xml"] = f'<{kind} xmlns="{main}"><sheetData/></{kind}>'.encode()
    link = f'<Relationship Id="rId77" Type="{relation}" Target="{kind}s/sheet1.xml"/></Relationships>'
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>", link.encode()
    )
    sheet = f'<sheet name="Khac" sheetId="77" r:id="rId77" xmlns:r="{office}"/></sheets>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", sheet.encode())
    return zipped(parts)


def very_hidden() -> bytes:
    def change(book: Any) -> None:
        book.copy_worksheet(book.active).sheet_state = "veryHidden"

    return changed(change)


def wide_sheet() -> bytes:
    cells = "".join(f'<c r="{column}4"><v>1</v></c>' for column in ("A", "XFD"))
    return with_part(SHEET, lambda _: sheet_xml(f'<row r="4">{cells}</row>'))


RUNS = (
    '<r><rPr><rFont val=".VnTime"/></rPr><t xml:space="preserve">KÕt n¹p </t></r>'
    '<r><rPr><rFont val="Times New Roman"/></rPr><t>đoàn viên</t></r>'
)


def rich_text(is_shared: bool) -> bytes:
    """A label written half in .VnTime (TCVN3) and half in Unicode."""
    parts = parts_of(report(ADMITTED, FOUNDED))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}"><si>{RUNS}</si></sst>'.encode()
    shared, inline = '<c r="B5" t="s"><v>0</v></c>', f'<c r="B5" t="inlineStr"><is>{RUNS}</is></c>'
    parts[SHEET] = with_cell(parts[SHEET], "B5", shared if is_shared else inline)
    return zipped(parts)


def with_cell(xml: bytes, place: str, cell: str) -> bytes:
    start = xml.find(f'<c r="{place}"'.encode())
    return xml[:start] + cell.encode() + xml[xml.find(b"</c>", start) + 4 :]


def errors_in_results() -> bytes:
    """Results that are errors, one of a kind that older readers do not know."""
    parts = parts_of(report(ADMITTED, FOUNDED))
    for place, error in (("E5", "#REF!"), ("E6", "#SPILL!")):
        parts[SHEET] = with_cell(parts[SHEET], place, f'<c r="{place}" t="e"><v>{error}</v></c>')
    return zipped(parts)


def stale_under_merge() -> bytes:
    """A value left under merged cells, as Excel never shows it."""
    content = report(ADMITTED, FOUNDED, A8="Người lập biểu")
    parts = parts_of(content)
    stale = b'<row r="7"><c r="A7" t="inlineStr"><is><t>3</t></is></c><c r="E7"><v>999</v></c></row>'
    parts[SHEET] = (
        parts[SHEET]
        .replace(b'<row r="8"', stale + b'<row r="8"', 1)
        .replace(b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A7:E7"/></mergeCells>')
    )
    return zipped(parts)


def epoch_1904() -> bytes:
    def change(book: Any) -> None:
        book.epoch = CALENDAR_MAC_1904

    return changed(change, factories.layout_c())


def far_from_a1() -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    lines: list[Sequence[Any]] = [["LĐLĐ HUYỆN CHIÊM HÓA"], ["KẾT QUẢ NĂM 2023"], [], HEADER, ADMITTED, FOUNDED]
    for row, values in enumerate(lines, 500):
        for column, value in enumerate(values, 200):
            sheet.cell(row, column, value)
    return factories.saved(book)


def many_pages() -> bytes:
    """The header again on every printed page."""
    rows: list[Sequence[object]] = []
    for page in range(3):
        rows += [HEADER] if page else []
        rows += [ADMITTED] if page == 0 else [FOUNDED] if page == 1 else [[3, "Hiến máu tình nguyện", "lượt", 10, 12]]
    return report(*rows)


def side_by_side() -> bytes:
    """Two rankings side by side, each sorted on its own."""
    cells: dict[str, object] = {"A1": "LĐLĐ TỈNH TUYÊN QUANG", "A2": "XẾP HẠNG NĂM 2023"}
    factories.put_rows(
        cells,
        4,
        [
            ["Đơn vị", "Kết nạp đoàn viên", "Đơn vị", "Hiến máu (lượt)"],
            ["Sơn Dương", 596, "Yên Sơn", 315],
            ["Yên Sơn", 335, "Sơn Dương", 438],
        ],
    )
    return factories.sheet_of(cells)


def xls_far_corner() -> bytes:
    return xls({"S": {(0, 0): 1.0, (65535, 255): 2.0}})


def xlsb_with_error() -> bytes:
    return as_xlsb(report(ADMITTED, FOUNDED), errors={(5, 4): 0x2A})


def xml_2003_bomb() -> bytes:
    return as_spreadsheet_xml(factories.layout_a()).replace(
        b'<?mso-application progid="Excel.Sheet"?>', b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', 1
    )


def xml_2003_far(index: int) -> bytes:
    return as_spreadsheet_xml(factories.layout_c()).replace(
        b"</Table>", f'<Row ss:Index="{index}"><Cell><Data ss:Type="Number">1</Data></Cell></Row></Table>'.encode()
    )


def ods_entity() -> bytes:
    parts = parts_of(ods(f"<table:table-row>{ods_cell('1')}</table:table-row>"))
    parts["content.xml"] = external_entity(parts["content.xml"])
    return zipped(parts)


def ods_encrypted() -> bytes:
    parts = parts_of(ods(f"<table:table-row>{ods_cell('1')}</table:table-row>"))
    parts["META-INF/manifest.xml"] = (
        b"<manifest:manifest xmlns:manifest='x'><manifest:encryption-data/></manifest:manifest>"
    )
    return zipped(parts)


def ods_with_error() -> bytes:
    error = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="">'
        "<text:p>#DIV/0!</text:p></table:table-cell>"
    )
    lines = [[*map(str, row)] for row in (["LĐLĐ HUYỆN CHIÊM HÓA"], ["NĂM 2023"], HEADER, ADMITTED)]
    rows = "".join(f"<table:table-row>{''.join(map(ods_cell, line))}</table:table-row>" for line in lines)
    last = "".join(map(ods_cell, ["2", "Thành lập CĐCS", "CĐCS", "1"])) + error
    return ods(rows + f"<table:table-row>{last}</table:table-row>")


def huge_cell() -> bytes:
    """A note of three million letters under the table."""
    parts = parts_of(report(ADMITTED, FOUNDED))
    cell = b'<c r="A9" t="inlineStr"><is><t>' + b"x" * 3_000_000 + b"</t></is></c>"
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", b'<row r="9">' + cell + b"</row></sheetData>")
    return zipped(parts)


MAIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

SHEETS: tuple[Hostile, ...] = (
    Hostile("a bomb in the sheet", "file_inflates_too_much", lambda: part_bomb(SHEET)),
    Hostile("a bomb in the shared strings", "file_inflates_too_much", lambda: part_bomb("xl/sharedStrings.xml")),
    Hostile("an external entity in a sheet", "file_unsafe_xml", lambda: with_part(SHEET, external_entity)),
    Hostile("an external entity in the workbook part", "file_unsafe_xml",
            lambda: with_part("xl/workbook.xml", external_entity)),
    Hostile("an external entity in an .ods", "file_unsafe_xml", ods_entity, "a.ods"),
    Hostile("entities in a Spreadsheet 2003", "file_unsafe_xml", xml_2003_bomb, "a.xls"),
    Hostile("an encrypted .ods", "file_encrypted", ods_encrypted, "a.ods"),
    Hostile("a cell reference without a column", "file_damaged",
            lambda: with_part(SHEET, lambda _: sheet_xml('<row r="1"><c r="1A"><v>5</v></c></row>'))),
    Hostile("a cell in column ZZZZ", "layout_unknown",
            lambda: with_part(SHEET, lambda _: sheet_xml('<row r="1"><c r="ZZZZ1"><v>5</v></c></row>'))),
    Hostile("a cell in row 0", "file_damaged",
            lambda: with_part(SHEET, lambda _: sheet_xml('<row r="0"><c r="A0"><v>5</v></c></row>'))),
    Hostile("a row of 16,384 columns", "layout_unknown", wide_sheet),
    Hostile("a far corner in an .xls", "sheet_too_large", xls_far_corner, "a.xls"),
    Hostile("a far row in a Spreadsheet 2003", "sheet_too_large", lambda: xml_2003_far(99_999_999), "a.xls"),
    Hostile("no worksheet but a picture", "workbook_blank", picture_only),
    Hostile("an empty workbook", "workbook_blank", lambda: factories.saved(Workbook())),
    Hostile("a cell of three million letters", LOADED, huge_cell),
    Hostile("control characters in labels", LOADED, lambda: with_part(
        SHEET, lambda xml: xml.replace(b"<t>K", b"<t>_x0007_K"))),
    Hostile("a header and nothing under it", "report_blank", lambda: report()),
    Hostile("macros", LOADED, lambda: with_parts(xl__vbaProject_bin=b"\x00" * 64)),
    Hostile("links to other workbooks", LOADED,
            lambda: with_parts(**{"xl__externalLinks__externalLink1.xml": b"<externalLink/>"})),
    Hostile("a dialog sheet", LOADED, lambda: other_sheet_kind("dialogsheet", f"{MAIN}/dialogsheet")),
    Hostile("a macro sheet of Excel 4", LOADED, lambda: other_sheet_kind(
        "macrosheet", "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet")),
    Hostile("a very hidden copy", WARNED, very_hidden, reasons=("hidden_sheet_ignored",)),
    Hostile("errors in the place of results", LOADED, errors_in_results),
    Hostile("an error in a binary workbook", LOADED, xlsb_with_error, "a.xlsb"),
    Hostile("an error in an .ods", LOADED, ods_with_error, "a.ods"),
    Hostile("values left under merged cells", LOADED, stale_under_merge),
    Hostile("dates counted from 1904", LOADED, epoch_1904),
    Hostile("ratios that became dates", LOADED, factories.layout_c),
    Hostile("dates without a witness", LOADED, lambda: factories.layout_c(control=None)),
    Hostile("runs in two fonts", WARNED, lambda: rich_text(is_shared=True), reasons=("encoding_recovered",)),
    Hostile("runs in two fonts inside a cell", WARNED, lambda: rich_text(is_shared=False),
            reasons=("encoding_recovered",)),
    Hostile("a table far from A1", LOADED, far_from_a1),
    Hostile("the header again on every page", LOADED, many_pages),
    Hostile("rankings side by side", LOADED, side_by_side),
    Hostile("a header one column short", "no_known_indicator",
            lambda: report(["01", *ADMITTED], ["02", *FOUNDED], header=HEADER)),
    Hostile("two columns of one name", "layout_uncertain", lambda: report(
        [*ADMITTED, 306], header=[*HEADER, "Thực hiện"])),
    Hostile("a blank heading over a column", LOADED, lambda: report([1, "Kết nạp đoàn viên", "người", 7, 220, 305],
            header=["STT", "Chỉ tiêu", "ĐVT", None, "Giao", "Thực hiện"])),
    Hostile("numbers as text in two notations", LOADED, lambda: report(
        [1, "Kết nạp đoàn viên", "người", "1.720", "2,425"],
        [2, "Hiến máu tình nguyện", "lượt", "1,951", "2.000,5"])),
    Hostile("numbers at the edge of a float", LOADED, lambda: report(
        [1, "Kết nạp đoàn viên", "người", 1e300, 0.1 + 0.2], [2, "Hiến máu tình nguyện", "lượt", 2**53, 1e-300])),
    Hostile("infinity and not a number", LOADED, lambda: zipped(parts_of(report(ADMITTED, FOUNDED)) | {
        SHEET: parts_of(report(ADMITTED, FOUNDED))[SHEET].replace(b"<v>305</v>", b"<v>1e999</v>").replace(
            b"<v>220</v>", b"<v>NaN</v>")})),
    Hostile("codes with leading zeros", LOADED, lambda: report(["01", *ADMITTED[1:]], ["02", *FOUNDED[1:]])),
    Hostile("a percentage and a fraction in one column", LOADED, lambda: report(
        [*ADMITTED, 1.386], [*FOUNDED, "200%"], header=[*HEADER, "Tỷ lệ"])),
    Hostile("a period in the future", LOADED, lambda: report(ADMITTED, A2="KẾT QUẢ THỰC HIỆN CHỈ TIÊU NĂM 2099")),
    Hostile("two years in the title", LOADED, lambda: report(ADMITTED, A2="KẾT QUẢ NĂM 2022, PHƯƠNG HƯỚNG NĂM 2023")),
    Hostile("a date and a time as results", LOADED, lambda: report(
        [1, "Kết nạp đoàn viên", "người", 220, date(2023, 5, 4)],
        [2, "Thành lập CĐCS", "CĐCS", 1, datetime(2023, 5, 4, 10, 30)])),  # noqa: DTZ001 - a cell has no zone
    Hostile("a total that does not add up", LOADED,
            lambda: factories.layout_c(control=("9.999/1.070", "25/22", "253/250", "529,46/525"))),
    Hostile("money without a unit", WARNED, lambda: report([1, "Quỹ Mái ấm công đoàn", None, 230, 236]),
            reasons=("money_unit_missing",)),
    Hostile("a Spreadsheet 2003 named .xls", LOADED, lambda: as_spreadsheet_xml(factories.layout_a()), "a.xls"),
    Hostile("a binary workbook named .xlsx", LOADED, lambda: as_xlsb(factories.layout_a())),
    Hostile("half a binary workbook", "file_damaged", lambda: as_xlsb(factories.layout_a())[:1500], "a.xlsb"),
    Hostile("a workbook of Excel 95 in TCVN3", WARNED, lambda: as_excel_95(factories.layout_b()), "a.xls",
            reasons=("encoding_recovered",)),
    Hostile("a worksheet of Excel 4.0", WARNED, lambda: as_excel_4(factories.layout_b()), "a.xls",
            reasons=("encoding_recovered",)),
    Hostile("half a worksheet of Excel 4.0", "file_damaged", lambda: as_excel_4(factories.layout_b())[:77], "a.xls"),
)  # fmt: skip
