"""Files nobody should send, made by code: each with its name, and how it has to end."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import factories
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.worksheet import Worksheet

LOADED = "loaded"
WARNED = "loaded_with_warnings"


@dataclass(frozen=True, slots=True)
class Hostile:
    """``outcome`` is ``loaded``, ``loaded_with_warnings``, or the reason code of a quarantine."""

    name: str
    outcome: str
    make: Callable[[], bytes]
    path: str = "LDLD.TQ/bao-cao.xlsx"
    reasons: tuple[str, ...] = ()
    """Reason codes of a file that loads with warnings."""
    members: Mapping[str, str] = field(default_factory=dict)
    """Outcomes of the members of an archive by their names; ``outcome`` is then that of the file's odd one."""


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes] | list[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items() if isinstance(parts, dict) else parts:
            archive.writestr(name, part)
    return buffer.getvalue()


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = parts_of(factories.layout_a())
    parts[name] = change(parts[name])
    return zipped(parts)


SHEET = "xl/worksheets/sheet1.xml"


def sheet_xml(data: str) -> bytes:
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{namespace}"><sheetData>{data}</sheetData></worksheet>'.encode()


def far_corner() -> bytes:
    data = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return with_part(SHEET, lambda _: sheet_xml(data))


def formatted_rows() -> bytes:
    """A table with 200,000 formatted rows without a value under it."""
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(30, 200_000)).encode()
    return with_part(SHEET, lambda xml: xml.replace(b"</sheetData>", empty + b"</sheetData>"))


def zip_bomb() -> bytes:
    parts = parts_of(factories.layout_a())
    parts["xl/media/image1.bin"] = b"\x00" * 60_000_000
    return zipped(parts)


def entity_bomb(xml: bytes) -> bytes:
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    head, _, body = xml.partition(b"?>") if xml.startswith(b"<?xml") else (b'<?xml version="1.0"', b"", xml)
    return head + b"?>" + doctype + body


def duplicate_members() -> bytes:
    parts = list(parts_of(factories.layout_a()).items())
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return zipped([*parts, (SHEET, sheet_xml("<row r='1'><c r='A1'><v>9</v></c></row>"))])


def traversal_member() -> bytes:
    return zipped({**parts_of(factories.layout_a()), "../../../../tmp/thi-dua-escaped": b"x"})


def bad_shared_string() -> bytes:
    data = '<row r="1"><c r="A1" t="s"><v>999999</v></c></row>'
    return with_part(SHEET, lambda _: sheet_xml(data))


def lying_dimension() -> bytes:
    return with_part(SHEET, lambda xml: xml.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>', 1))


def many_sheets() -> bytes:
    book = Workbook()
    for number in range(250):
        book.create_sheet(f"S{number}")["A1"] = number
    return factories.saved(book)


def chart_only() -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=3))
    chart.anchor = "C3"
    sheet.add_chart(chart)
    return factories.saved(book)


def compound_file(*names: str) -> bytes:
    """A small OLE container with empty streams of the names."""
    sector = 512
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(sector, b"\x00"))
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 40, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    directory = bytearray()
    for kind, name in [(5, "Root Entry"), *((2, name) for name in names)]:
        entry = bytearray(128)
        encoded = name.encode("utf-16-le")
        entry[: len(encoded)] = encoded
        struct.pack_into("<HBB", entry, 64, len(encoded) + 2, kind, 1)
        struct.pack_into("<IIIQ", entry, 68, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
        struct.pack_into("<II", entry, 116, 0xFFFFFFFE, 0)
        directory += entry
    return bytes(header) + fat + bytes(directory).ljust(sector, b"\x00")


def encrypted_biff() -> bytes:
    """A bare BIFF8 stream whose second record is FILEPASS."""
    bof = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0x0DBB, 0x07CC, 0, 6)
    return bof + struct.pack("<HHH", 0x2F, 2, 1) + struct.pack("<HH", 0x0A, 0) * 4


def encrypted_zip() -> bytes:
    content = bytearray(factories.layout_a())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := content.find(signature, start)) >= 0:
            content[start + offset] |= 1
            start += 4
    return bytes(content)


def ods(rows: str) -> bytes:
    office, table, text = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text"))
    content = (
        f'<office:document-content xmlns:office="{office}" xmlns:table="{table}" xmlns:text="{text}">'
        f'<office:body><office:spreadsheet><table:table table:name="S1">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return zipped(
        [
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", content.encode()),
            ("META-INF/manifest.xml", manifest.encode()),
        ]
    )


def ods_cell(text: str) -> str:
    if text.isdecimal():
        return (
            f'<table:table-cell office:value-type="float" office:value="{text}">'
            f"<text:p>{text}</text:p></table:table-cell>"
        )
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def ods_report() -> bytes:
    """A sound report, with the million empty rows that LibreOffice writes under it."""
    table = [
        ["LĐLĐ HUYỆN CHIÊM HÓA"],
        ["KẾT QUẢ THỰC HIỆN CHỈ TIÊU NĂM 2023"],
        ["STT", "Chỉ tiêu", "ĐVT", "Giao", "Thực hiện"],
        ["1", "Kết nạp đoàn viên", "người", "220", "305"],
    ]
    rows = "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in table)
    empty = '<table:table-cell table:number-columns-repeated="1024"/>'
    return ods(rows + f'<table:table-row table:number-rows-repeated="1048500">{empty}</table:table-row>')


def ods_repeat_bomb() -> bytes:
    cell = ods_cell("1").replace("<table:table-cell ", '<table:table-cell table:number-columns-repeated="16000" ')
    return ods(f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>')


def sheet_protected() -> bytes:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(factories.layout_b()))
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.protection.set_password("mat-khau")
    sheet.protection.enable()
    return factories.saved(book)


def hidden_sheet(also_visible: bool) -> bytes:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(factories.layout_a()))
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    copied = book.copy_worksheet(sheet)
    copied.sheet_state = "hidden"
    if not also_visible:
        sheet.delete_rows(1, 40)
        sheet.merged_cells.ranges.clear()
    return factories.saved(book)


def empty_template() -> bytes:
    cells: dict[str, object] = {"A1": "BÁO CÁO KẾT QUẢ THI ĐUA NĂM 2023"}
    rows: list[list[object]] = [
        ["STT", "Chỉ tiêu", "ĐVT", "Giao", "Thực hiện", "Tỷ lệ"],
        [1, "Kết nạp đoàn viên", "người", "...", "…"],
    ]
    factories.put_rows(cells, 3, rows)
    return factories.sheet_of(cells)


def price_list() -> bytes:
    cells: dict[str, object] = {"A1": "BẢNG GIÁ VẬT TƯ NĂM 2023"}
    factories.put_rows(cells, 3, [["STT", "Nội dung", "ĐVT", "Số lượng", "Đơn giá"], [1, "Xi măng", "bao", 10, 90000]])
    return factories.sheet_of(cells)


def contacts() -> bytes:
    cells: dict[str, object] = {}
    factories.put_rows(
        cells, 1, [["STT", "Đơn vị", "Địa chỉ", "Điện thoại"], [1, "LĐLĐ huyện Na Hang", "Na Hang", "x"]]
    )
    return factories.sheet_of(cells)


def formulas_without_values() -> bytes:
    """Result cells left as formulas by a program that does not compute them."""
    cells: dict[str, object] = {"A1": "LĐLĐ HUYỆN CHIÊM HÓA", "A2": "KẾT QUẢ THỰC HIỆN NĂM 2023"}
    rows: list[list[object]] = [
        ["STT", "Chỉ tiêu", "ĐVT", "Giao", "Thực hiện"],
        [1, "Kết nạp đoàn viên", "người", 220, "=300+5"],
        [2, "Thành lập CĐCS", "CĐCS", 1, 2],
    ]
    factories.put_rows(cells, 3, rows)
    return factories.sheet_of(cells)


def formula_injection() -> bytes:
    rows = [
        "Kết quả năm 2023",
        "STT;Chỉ tiêu;ĐVT;Giao;Thực hiện",
        "1;Kết nạp đoàn viên;người;10;\"=cmd|' /C calc'!A0\"",
        "2;Thành lập CĐCS;CĐCS;1;2",
    ]
    return "\n".join(rows).encode()


def random_bytes() -> bytes:
    return random.Random(2023).randbytes(5000)  # noqa: S311 - repeatable noise, no secret


LOGIN_PAGE = "<html><body><form>Phiên làm việc đã hết hạn. Đăng nhập lại.</form></body></html>".encode()
XML_2003 = b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'
MHTML = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
LONG_LINE = b"STT;" + b"x" * 20_000_000

HOSTILE: tuple[Hostile, ...] = (
    Hostile("zero bytes", "file_empty", lambda: b""),
    Hostile("a byte order mark alone", "file_empty", lambda: b"\xef\xbb\xbf", "a.csv"),
    Hostile("blank lines", "file_empty", lambda: b"\r\n \r\n\t\r\n", "a.csv"),
    Hostile("NUL bytes", "file_empty", lambda: b"\x00" * 4096),
    Hostile("delimiters only", "workbook_blank", lambda: b";;;;\r\n;;;;\r\n", "a.csv"),
    Hostile("an Office lock file", "file_lock", lambda: b"\x05admin".ljust(165, b" "), "LDLD.TQ/~$bao-cao.xlsx"),
    Hostile("a macOS companion", "file_companion", lambda: b"\x00\x05\x16\x07\x00\x02", "LDLD.TQ/._bao-cao.xlsx"),
    Hostile("a PDF", "file_pdf", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
    Hostile("a PNG", "file_image", lambda: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
    Hostile("a JPEG", "file_image", lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"),
    Hostile("a Word document", "file_document", lambda: zipped({"word/document.xml": b"<w/>"})),
    Hostile("an old Word document", "file_document", lambda: compound_file("WordDocument"), "a.xls"),
    Hostile("a rich text file", "file_document", lambda: b"{\\rtf1\\ansi x}"),
    Hostile("a web page without a table named .xls", "file_html", lambda: LOGIN_PAGE, "a.xls"),
    Hostile("a web page in UTF-16", "file_html",
            lambda: b"\xff\xfe" + LOGIN_PAGE.decode().encode("utf-16-le"), "a.xls"),
    Hostile("an MHTML archive named .xls", "file_mhtml", lambda: MHTML, "a.xls"),
    Hostile("a Spreadsheet 2003 XML", "file_xml", lambda: XML_2003, "a.xls"),
    Hostile("a zip of something else", "file_archive", lambda: zipped({"readme.txt": b"x"})),
    Hostile("a RAR", "file_archive", lambda: b"Rar!\x1a\x07\x00" + b"\x00" * 50),
    Hostile("a program", "file_program", lambda: b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 100),
    Hostile("random bytes", "file_unrecognised", random_bytes),
    Hostile("an encrypted .xlsx", "file_encrypted", lambda: compound_file("EncryptedPackage", "EncryptionInfo")),
    Hostile("an encrypted .xls", "file_encrypted", encrypted_biff, "a.xls"),
    Hostile("an encrypted zip", "file_encrypted", encrypted_zip),
    Hostile("an .xls without its stream", "file_damaged", lambda: compound_file("Workbook"), "a.xls"),
    Hostile("an OLE signature and no more", "file_damaged", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 60),
    Hostile("a truncated .xlsx", "file_damaged", lambda: factories.layout_a()[:-400]),
    Hostile("half an .xlsx", "file_damaged", lambda: factories.layout_a()[: len(factories.layout_a()) // 2]),
    Hostile("a part that is broken XML", "file_damaged", lambda: with_part(SHEET, lambda xml: xml[: len(xml) // 2])),
    Hostile("a missing sheet part", "file_damaged", lambda: zipped(
        {name: part for name, part in parts_of(factories.layout_a()).items() if name != SHEET}
    )),
    Hostile("two parts of one name", "file_damaged", duplicate_members),
    Hostile("a zip bomb", "file_inflates_too_much", zip_bomb),
    Hostile("entity expansion in a sheet", "file_unsafe_xml", lambda: with_part(SHEET, entity_bomb)),
    Hostile("entity expansion in the styles", "file_unsafe_xml", lambda: with_part("xl/styles.xml", entity_bomb)),
    Hostile("two cells in far corners", "sheet_too_large", far_corner),
    Hostile("cells repeated without end", "sheet_too_large", ods_repeat_bomb, "a.ods"),
    Hostile("250 sheets", "too_many_sheets", many_sheets),
    Hostile("a chart and no data", "workbook_blank", chart_only),
    Hostile("a template nobody filled in", "report_blank", empty_template),
    Hostile("a price list", "no_known_indicator", price_list),
    Hostile("a list of contacts", "layout_unknown", contacts),
    Hostile("prose", "layout_unknown", lambda: "Kính gửi: Ban Thường vụ.\nĐơn vị không có số liệu.".encode(), "a.csv"),
    Hostile("one line of 20 MB", "layout_unknown", lambda: LONG_LINE, "a.csv"),
    Hostile("the only table on a hidden sheet", "workbook_hidden", lambda: hidden_sheet(also_visible=False)),
    Hostile("a shared string that is not there", "file_damaged", bad_shared_string),
    Hostile("a member that climbs out", LOADED, traversal_member),
    Hostile("a dimension that lies", LOADED, lying_dimension),
    Hostile("empty formatted rows", LOADED, formatted_rows),
    Hostile("a protected sheet", LOADED, sheet_protected),
    Hostile("an .xlsx named .xls", LOADED, factories.layout_a, "LDLD.TQ/bao-cao.xls"),
    Hostile("an .ods with a million empty rows", LOADED, ods_report, "a.ods"),
    Hostile("lines that end in CR", LOADED, factories.layout_f_cr_only, "a.csv"),
    Hostile("text in decomposed Unicode", LOADED, factories.layout_f_decomposed, "a.csv"),
    Hostile("a formula as a number", WARNED, formula_injection, "a.csv", reasons=("sender_assumed",)),
    Hostile("a hidden copy", WARNED, lambda: hidden_sheet(also_visible=True), reasons=("hidden_sheet_ignored",)),
    Hostile("formulas nobody computed", WARNED, formulas_without_values, reasons=("formula_without_value",)),
    Hostile("a name that alone tells the year", WARNED, factories.without_period, "a/bao_cao_nam_2022.xlsx",
            reasons=("period_from_name",)),
    Hostile("no year anywhere", WARNED, factories.without_period, reasons=("period_unknown",)),
    Hostile("a quote that never closes", LOADED, factories.layout_f_open_quote, "a.csv"),
)  # fmt: skip
