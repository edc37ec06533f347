"""Workbooks of the known layouts, made by code. Numbers of single units are invented; only their sums are real."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from school_table import SCHOOLS

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO_BELOW = "Độc lập - Tự do - Hạnh phúc"


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def sheet_of(cells: Mapping[str, object], merges: Iterable[str] = (), name: str = "Sheet1") -> bytes:
    """A workbook of one sheet."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = name
    fill(sheet, cells, merges)
    return saved(book)


def fill(sheet: Worksheet, cells: Mapping[str, object], merges: Iterable[str] = ()) -> None:
    """Fill a sheet; a date gets the format Excel gives to a typed 4/5."""
    for address, value in cells.items():
        sheet[address].value = value
        if isinstance(value, date):
            sheet[address].number_format = "d-mmm"
    for merge in merges:
        sheet.merge_cells(merge)


def put_rows(cells: dict[str, object], first_row: int, rows: Iterable[Sequence[object]]) -> None:
    for row_number, row in enumerate(rows, first_row):
        for column_number, value in enumerate(row):
            if value is not None:
                cells[f"{chr(65 + column_number)}{row_number}"] = value


def layout_a(percent_style: str = "value") -> bytes:
    """LĐLĐ huyện Chiêm Hóa, 2023: assigned, done, percent under a two-row merged header.

    ``percent_style``: ``value`` (138.6 typed), ``formula`` (uncached), or ``fraction`` (1.386 shown as 0.0%).
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Sheet1"
    cells: dict[str, object] = {
        "A1": "LĐLĐ TỈNH TUYÊN QUANG",
        "D1": MOTTO,
        "A2": "LĐLĐ HUYỆN CHIÊM HÓA",
        "D2": MOTTO_BELOW,
        "A4": "BIỂU TỔNG HỢP KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU THI ĐUA NĂM 2023",
        "A5": "(Kèm theo Báo cáo số 45/BC-LĐLĐ ngày 05/12/2023)",
        "A20": "Nơi nhận: - Như trên; - Lưu VP.",
        "E20": "TM. BAN THƯỜNG VỤ",
        "E21": "CHỦ TỊCH",
        "E22": "(Đã ký)",
    }
    put_rows(
        cells,
        7,
        [
            ["STT", "Chỉ tiêu", "ĐVT", "Năm 2023", None, None, "Ghi chú"],
            [None, None, None, "Giao", "Thực hiện", "Tỷ lệ %"],
            ["I", "Phát triển đoàn viên, xây dựng tổ chức"],
            [1, "Kết nạp đoàn viên", "Đoàn viên", 220, 305, 138.6, "Vượt"],
            [None, "- Trong đó: DN ngoài nhà nước", "nt", None, 212],
            [2, "Thành lập CĐCS", "CĐCS", 0, 1, "#DIV/0!"],
            [3, "Giới thiệu đoàn viên ưu tú cho Đảng", "Đoàn viên", 130, 127, 97.7],
            ["II", "Chăm lo đoàn viên"],
            [4, "Hỗ trợ làm nhà mới", "Nhà", 3, 4, 133.3],
            [5, 'Vận động Quỹ "Mái ấm Công đoàn"', "Tr. đồng", 150, 148.2, 98.8],
            [6, "Hiến máu tình nguyện", "Lượt", "-", 268, "-"],
            [7, "Tỷ lệ CQ, ĐV tổ chức HN CBCCVC", "%", 100, 100, 100, "46/46"],
        ],
    )
    fill(
        sheet,
        cells,
        ["A1:C1", "D1:G1", "A2:C2", "D2:G2", "A4:G4", "A5:G5", "A7:A8", "B7:B8", "C7:C8", "D7:F7", "G7:G8", "B9:G9"],
    )
    # Behind an apostrophe, as typed by people who mean text and no formula.
    sheet["B11"].data_type = "s"
    sheet["F12"].data_type = "e"
    for row in (10, 13, 15, 16, 18):
        percent = sheet[f"F{row}"]
        if percent_style == "formula":
            percent.value = f"=E{row}/D{row}*100"
        elif percent_style == "fraction":
            percent.value = float(sheet[f"E{row}"].value) / float(sheet[f"D{row}"].value)
            percent.number_format = "0.0%"
    return saved(book)


LAYOUT_B_ROWS: tuple[tuple[object, ...], ...] = (
    (1, "LĐLĐ TP T.Quang", 420, 612, 145.7, 150, 128, 85.3, 4, 4, 100, 200, 185.5, 92.8, 412),
    (2, "Chiêm Hoá", 220, 305, 138.6, 130, 127, 97.7, 3, 4, 133.3, 150, 148.2, 98.8, 268),
    (3, "H. Hàm Yên", 230, 342, 148.7, 110, 104, 94.5, 3, 4, 133.3, 140, 139, 99.3, 301),
    (4, "Lâm Bình", 90, 104, 115.6, 60, 51, 85, 2, 2, 100, 80, 71.4, 89.3, 96),
    (5, "Na Hang", 110, 131, 119.1, 70, 58, 82.9, 2, 3, 150, 90, 82.3, 91.4, 121),
    (6, "Sơn Dương", 380, 596, 156.8, 170, 158, 92.9, 4, 6, 150, 210, 214.6, 102.2, 438),
    (7, "Yên Sơn", 270, 335, 124.1, 134, 118, 88.1, 4, 4, 100, 170, 159, 93.5, 315),
)
LAYOUT_B_TOTAL: tuple[object, ...] = (
    None, "TỔNG CỘNG", 1720, 2425, 141.0, 824, 744, 90.3, 22, 27, 122.7, 1040, 1000.0, 96.2, 1951,
)  # fmt: skip


def layout_b(total_last: bool = False, letterhead: bool = True) -> bytes:
    """LĐLĐ tỉnh's synthesis of Cụm 01, 2023: one row a unit, one column group an indicator."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Sheet1"
    cells: dict[str, object] = {
        "A3": "TỔNG HỢP KẾT QUẢ THỰC HIỆN CHỈ TIÊU NĂM 2023 - CỤM THI ĐUA SỐ 01",
        "L4": "Đơn vị tính tiền: triệu đồng",
    }
    if letterhead:
        cells |= {"A1": "LIÊN ĐOÀN LAO ĐỘNG TỈNH TUYÊN QUANG", "I1": MOTTO}
    groups = ["Giao", "TH", "%"] * 2
    rows: list[list[object]] = [
        ["TT", "Đơn vị", "Công tác tổ chức", *[None] * 5, "Chăm lo đời sống"],
        [None, None, "Kết nạp ĐV", None, None, "ĐV ưu tú", None, None, "Nhà ở", None, None, "Quỹ Mái ấm", None, None,
         "Hiến máu (lượt)"],
        [None, None, *groups, *groups],
        ["(1)", "(2)", "(3)", "(4)", "(5=4/3)", "(6)", "(7)", "(8=7/6)", "(9)", "(10)", "(11=10/9)", "(12)", "(13)",
         "(14=13/12)", "(15)"],
    ]  # fmt: skip
    body = [list(row) for row in LAYOUT_B_ROWS]
    rows += [*body, list(LAYOUT_B_TOTAL)] if total_last else [list(LAYOUT_B_TOTAL), *body]
    put_rows(cells, 5, rows)
    fill(
        sheet,
        cells,
        ["A3:O3", "L4:O4", "A5:A7", "B5:B7", "C5:H5", "I5:O5", "C6:E6", "F6:H6", "I6:K6", "L6:N6", "O6:O7"],
    )
    sheet.freeze_panes = "C9"
    sheet.column_dimensions["E"].hidden = True
    sheet.row_dimensions.group(10, 12, hidden=False)
    return saved(book)


def layout_c(control: tuple[object, ...] | None = ("1.166/1.070", "25/22", "253/250", "529,46/525")) -> bytes:
    """The four sector unions, 2022: results and targets in one text cell, two of which Excel turned into dates."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Sheet1"
    cells: dict[str, object] = {
        "A1": "LĐLĐ TỈNH TUYÊN QUANG",
        "A2": "CỤM THI ĐUA SỐ 02",
        "A3": "NĂM 2022",
        "A4": "KẾT QUẢ THỰC HIỆN CHỈ TIÊU (thực hiện/chỉ tiêu giao)",
    }
    rows: list[list[object]] = [
        ["STT", "Đơn vị", "Kết nạp ĐV/chỉ tiêu", "Nhà ở (TH/giao)", "ĐVƯT/chỉ tiêu", "Quỹ MA (tr.đ)/KH"],
        [1, "CĐ ngành Giáo dục", "142/120", "11/9", "112/110", "236,70/230"],
        [2, "CĐ Viên chức tỉnh", "61/60 (101,7%)", "5/5", "58 / 60", "118,26/120"],
        [3, "CĐ ngành Y tế", "88/ 90", date(2022, 5, 4), "66/65", "104,5/100"],
        [4, "CĐ các KCN", "875/800", date(2022, 4, 4), "17/15", "70/75"],
    ]
    if control is not None:
        rows.append([None, "Cộng", *control])
    put_rows(cells, 5, rows)
    fill(sheet, cells, ["A1:B1", "A3:F3", "A4:F4"])
    return saved(book)


LAYOUT_F = """sep=;
"CÔNG ĐOÀN NGÀNH GIÁO DỤC TỈNH TUYÊN QUANG";;;;;
"Kết quả thực hiện chỉ tiêu năm 2022";;;;;
;;;;;
STT;Chỉ tiêu;ĐVT;Chỉ tiêu giao;Thực hiện;Tỷ lệ
1;Kết nạp đoàn viên;người;120;142;118,3%
2;"Quỹ ""Mái ấm Công đoàn""\";triệu đồng;230;236,70;102,9%
3;Quỹ Mái ấm (đồng);đồng;230.000.000;236.700.000\u00a0;102,91
4;Giới thiệu ĐV ưu tú;người;110;112;101,8
5;Nhà ở "sửa, làm mới";nhà;9;11;1,222
6;"Ghi chú: số liệu đến
30/11/2022";;;;
;;;;;
""".replace("\n", "\r\n")


def layout_f_utf8() -> bytes:
    return LAYOUT_F.encode("utf-8-sig")


def layout_f_xlsx() -> bytes:
    """The export brought into a workbook, numbers kept as the text they were."""
    cells: dict[str, object] = {}
    text = LAYOUT_F.removeprefix("sep=;\r\n").replace('Nhà ở "sửa, làm mới"', '"Nhà ở ""sửa, làm mới"""')
    put_rows(cells, 1, [[cell or None for cell in row] for row in csv.reader(io.StringIO(text), delimiter=";")])
    return sheet_of(cells)


def layout_f_utf16_tabs() -> bytes:
    """As Excel's "Unicode Text" saves it: tabs, UTF-16LE with its mark, no ``sep=`` line."""
    without_declaration = LAYOUT_F.removeprefix("sep=;\r\n").replace(";", "\t")
    return b"\xff\xfe" + without_declaration.encode("utf-16-le")


def layout_f_cp1258() -> bytes:
    return to_cp1258(LAYOUT_F)


_CP1258_TONES = "\u0300\u0309\u0303\u0301\u0323"


def to_cp1258(text: str) -> bytes:
    """Base letters (with circumflex, breve or horn) and combining tones, as Windows writes Vietnamese."""
    encoded = bytearray()
    for char in unicodedata.normalize("NFC", text):
        try:
            encoded += char.encode("cp1258")
            continue
        except UnicodeEncodeError:
            pass
        decomposed = unicodedata.normalize("NFD", char)
        tone = "".join(mark for mark in decomposed if mark in _CP1258_TONES)
        base = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _CP1258_TONES))
        encoded += (base + tone).encode("cp1258")
    return bytes(encoded)


def layout_f_cr_only() -> bytes:
    return LAYOUT_F.replace("\r\n", "\r").encode("utf-8-sig")


def layout_f_decomposed() -> bytes:
    """The same text with every mark as a character of its own, as some systems write it."""
    return unicodedata.normalize("NFD", LAYOUT_F).encode("utf-8-sig")


def layout_f_open_quote() -> bytes:
    rows = "".join(f"{number};Hiến máu tình nguyện;lượt;;{number}\r\n" for number in range(7, 40))
    broken = LAYOUT_F.replace('2;"Quỹ ""Mái ấm Công đoàn""";', '2;"Quỹ Mái ấm Công đoàn;').replace(
        '"Ghi chú: số liệu đến\r\n30/11/2022"', "x"
    )
    return (broken + rows).encode("utf-8-sig")


def without_period() -> bytes:
    cells: dict[str, object] = {"A1": "LĐLĐ HUYỆN CHIÊM HÓA", "A2": "KẾT QUẢ THỰC HIỆN CHỈ TIÊU"}
    put_rows(cells, 4, [["STT", "Chỉ tiêu", "ĐVT", "Giao", "Thực hiện"], [1, "Kết nạp đoàn viên", "người", 220, 305]])
    return sheet_of(cells)


def layout_d() -> bytes:
    """Công đoàn Viên chức tỉnh Hưng Yên, first half of 2022: quarters, cumulative, against the year's plan."""
    cells: dict[str, object] = {
        "A2": "Đơn vị báo cáo: Công đoàn Viên chức tỉnh Hưng Yên",
        "G2": "MẪU SỐ 2-HĐCĐ",
        "A3": "BÁO CÁO SỐ LIỆU HOẠT ĐỘNG CÔNG ĐOÀN 6 THÁNG ĐẦU NĂM 2022",
        "G3": "(số liệu tính đến ngày 31/5 x   30/11 □ )",
    }
    rows: list[list[object]] = [
        ["TT", "Nội dung", "Đơn vị tính", "KH năm 2022", "Quý I", "Quý II", "Lũy kế 6T", "% KH năm", "So cùng kỳ 2021"],
        ["I. Tổ chức"],
        [1, "Tổng số CĐCS trực thuộc", "CĐCS", "-", 63, 63, 63, None, 0],
        [2, "Tổng số đoàn viên", "người", None, "4.180", "4.205", "4.205", None, "+0,6%"],
        [None, "- Trong đó: nữ", "người", None, None, None, "2.011"],
        [3, "Đoàn viên kết nạp mới", "người", 120, 25, 41, 66, 55, "tăng 12"],
        ["II. Chăm lo"],
        [4, "Số suất quà", "suất", 200, 130, 22, 152, 76, "giảm 5%"],
        [None, "+ Số tiền", "nghìn đồng", None, "65.000", "11.000", "76.000"],
        ["III. Dân chủ cơ sở"],
        [5, "Cơ quan, đơn vị tổ chức HN CBCCVC", "đơn vị", 63, 63, None, 63, 100, "100%"],
        [None, "+ Tỷ lệ so với tổng số", "%", 100, None, None, 100],
    ]
    put_rows(cells, 5, rows)
    return sheet_of(cells, ["A3:F3"])


def layout_g() -> bytes:
    """LĐLĐ thị xã Duy Tiên, school year 2022-2023, 52 schools: subtotals in the block rows, a total last."""
    cells: dict[str, object] = {
        "A1": "LĐLĐ TỈNH HÀ NAM",
        "A2": "LĐLĐ THỊ XÃ DUY TIÊN",
        "A3": "TỔNG HỢP HOẠT ĐỘNG CÔNG ĐOÀN KHỐI TRƯỜNG HỌC NĂM HỌC 2022 - 2023",
    }
    rows: list[list[object]] = [
        ["STT", "Đơn vị", "Số đoàn viên", None, "Suất quà", "Số tiền (1.000đ)", "Sáng kiến", "Xếp loại CĐCS"],
        [None, None, "Tổng", "Nữ", None, None, None, "HTXSNV", "HTTNV", "HTNV"],
    ]
    for line in SCHOOLS.strip().splitlines():
        number, name, members, women, gifts, initiatives, *ratings = line.split("|")
        rows.append(
            [
                int(number) if number.isdecimal() else number or None,
                name,
                _grouped(members) if "(" in name else int(members),
                _grouped(women) if "(" in name else int(women),
                int(gifts),
                _grouped(str(int(gifts) * 250)),
                _grouped(initiatives) if "(" in name else int(initiatives),
                *(int(rating) if rating.isdecimal() else rating or None for rating in ratings),
            ]
        )
    put_rows(cells, 5, rows)
    return sheet_of(cells, ["A3:J3", "A5:A6", "B5:B6", "C5:D5", "E5:E6", "F5:F6", "G5:G6", "H5:J5"])


def _grouped(number: str) -> str:
    """As typed with dots between thousands."""
    return f"{int(number):,}".replace(",", ".")


TCVN3_ROWS: dict[int, list[str | int | None]] = {
    0: ["L§L§ tØnh tuyªn quang"],
    1: ["C«ng ®oµn c¸c khu c«ng nghiÖp"],
    3: ["kÕt qu¶ thùc hiÖn c¸c chØ tiªu thi ®ua n¨m 2022"],
    5: ["stt", "Néi dung chØ tiªu", "§¬n vÞ tÝnh", "ChØ tiªu", "Thùc hiÖn"],
    6: [1, "KÕt n¹p ®oµn viªn", "§oµn viªn", 800, 875],
    7: [2, "Thµnh lËp C§CS", "C§CS", 2, "'02"],
    8: [3, "Giíi thiÖu ®oµn viªn \u00adu tó cho §¶ng", "§oµn viªn", 15, 17],
    9: [4, "Quü M¸i Êm C«ng ®oµn", "TriÖu ®ång", "'75,0", "'70,00"],
    10: [5, "Hç trî söa, lµm nhµ", "Nhµ", "'4", 4],
    11: [None, "Trong đó: làm mới", None, None, 1],
}
"""Layout e as its .xls stores it: TCVN3 letters read as Latin-1, but for the last row, which is Unicode."""


def layout_e_cells() -> dict[tuple[int, int], str | int]:
    return {(r, c): value for r, row in TCVN3_ROWS.items() for c, value in enumerate(row) if value is not None}


LAYOUT_E_MERGES = [(3, 0, 4, 4), (10, 0, 11, 0)]


def layout_e_xlsx() -> bytes:
    """The same cells in a newer workbook whose cells name the old font."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Sheet1"
    for (row, column), value in layout_e_cells().items():
        cell = sheet.cell(row + 1, column + 1, value)
        cell.font = Font(name="Times New Roman" if row == 11 else ".VnTime")
    sheet.merge_cells("A4:E5")
    sheet.merge_cells("A11:A12")
    return saved(book)


def layout_e_text() -> bytes:
    """Exported to text under a Western code page: every byte a TCVN3 letter."""
    rows = dict(TCVN3_ROWS)
    rows[11] = [None, "Trong ®ã: lµm míi", None, None, 1]
    lines = ["\t".join("" if value is None else str(value) for value in rows.get(row, [])) for row in range(12)]
    return "\r\n".join(lines).encode("latin-1")


def with_hidden(what: str) -> bytes:
    """Layout a with one row of figures, the column of results, or a row without figures hidden."""
    book = load_workbook(io.BytesIO(layout_a()))
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    if what == "column":
        sheet.column_dimensions["E"].hidden = True
    else:
        sheet.row_dimensions[10 if what == "row" else 9].hidden = True
    return saved(book)
