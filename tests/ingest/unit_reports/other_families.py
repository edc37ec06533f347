"""Forms of other bodies that reach a union's inbox: invented imitations of how such families are laid out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import factories
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Rows = Mapping[int, Any]


def book(rows: Rows, merges: Sequence[str] = (), name: str = "Sheet1", blank_sheet: str | None = None) -> bytes:
    """A workbook of rows by their number, counted from 1; a text that begins like a formula stays text."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = name
    for number, row in rows.items():
        for column, value in enumerate(row, 1):
            if value is None:
                continue
            cell = sheet.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
    for merge in merges:
        sheet.merge_cells(merge)
    if blank_sheet is not None:
        workbook.create_sheet(blank_sheet)
    return factories.saved(workbook)


def insurance_export() -> bytes:
    """A portal's export: parameter names, their values, then a two-row header whose leaves repeat."""
    return book(
        {
            1: ["B07. THẺ BHYT THEO NHÓM ĐỐI TƯỢNG"],
            2: ["ma_tinh", "tu_thang", "den_thang", "nam"],
            3: [10, 1, 11, 2023],
            5: ["Mã nhóm", "Tên nhóm", "Số thẻ", None, "Chi phí", None],
            6: [None, None, "Trong kỳ", "tăng (%)", "Trong kỳ", "tăng (%)"],
            7: ["00", "Toàn tỉnh", 512345, 1.2, 48194460532.4, 3.4],
            8: ["01", "Người lao động", 212345, 0.8, 18194460532.4, 2.1],
            9: ["02", "Hưu trí", 112345, 1.9, 30000000000, 4.4],
        },
        ["A1:F1", "A5:A6", "B5:B6", "C5:D5", "E5:F5"],
        blank_sheet="Worksheet 1",
    )


def insurance_by_employer() -> bytes:
    """Workers by employer: its columns read like a union's, its letterhead does not."""
    return book(
        {
            1: ["BẢO HIỂM XÃ HỘI HUYỆN VÍ DỤ"],
            3: ["DANH SÁCH ĐƠN VỊ CHẬM ĐÓNG THÁNG 9 NĂM 2023"],
            5: ["STT", "Tên đơn vị", "Tổng số lao động", "Số tiền chậm đóng"],
            6: [1, "Công ty Một", 120, 35000000],
            7: [2, "Công ty Hai", 80, 12000000],
            8: [None, "Tổng cộng", 200, 47000000],
        }
    )


def province_rankings() -> bytes:
    """Three rankings side by side, each sorted on its own: a row is no record."""
    return book(
        {
            1: ["XẾP HẠNG CÁC CHỈ SỐ KHÁM CHỮA BỆNH QUÝ III NĂM 2023"],
            3: ["Mã", "Tên tỉnh", "%", "Tên tỉnh", "ngày", "Tên tỉnh", "đồng"],
            4: ["01", "Tỉnh Một", 20.45, "Tỉnh Ba", 6.1, "Tỉnh Hai", 350000],
            5: ["02", "Tỉnh Hai", 19.2, "Tỉnh Một", 5.8, "Tỉnh Ba", 320000],
            6: ["03", "Tỉnh Ba", 0.14, "Tỉnh Hai", 5.1, "Tỉnh Một", 290000],
        }
    )


def bank_form() -> bytes:
    """A central bank's form: machine ids in column A, the range of data in A4, an index row, help in the last row."""
    return book(
        {
            2: [None, "File", "BC_A001.xls"],
            3: [None, "Đơn vị báo cáo", "01201001"],
            4: ["C20:F22", "Kỳ báo cáo", "201709"],
            11: [None, "BÁO CÁO DƯ NỢ TÍN DỤNG THEO NGÀNH KINH TẾ"],
            12: [None, "(Tháng)"],
            13: [None, "ĐVT; Triệu đồng"],
            16: ["R-100", "STT", "Chỉ tiêu", "Dư nợ", None, "Tỷ lệ nợ xấu"],
            17: [None, None, None, "Ngắn hạn", "Trung, dài hạn", None],
            19: ["C-101", "(1)", "(2)", -3, -4, "5=4/3"],
            20: ["R-101", 1, "Nông nghiệp", 48194460532.4, 12.5, 1.0008],
            21: ["R-102", 2, "Công nghiệp", 38194460532.4, 11.5, 105.78],
            23: ["Help", "Hướng dẫn: nhập số liệu vào vùng C20:F22, không thêm dòng."],
        }
    )


def land_form() -> bytes:
    """37 columns: seventeen pairs of the same two leaves under as many parents, three header rows and an index row."""
    parents: list[object] = ["Thứ\ntự", "Loại đất", "Mã"]
    leaves: list[object] = [None, None, None]
    for number in range(17):
        parents += [f"Xã số {number + 1}", None]
        leaves += ["Diện tích (ha)", "Cơ cấu (%)"]
    merges = [f"{get_column_letter(c)}9:{get_column_letter(c + 1)}9" for c in range(4, 38, 2)]
    body = [1, "Đất nông nghiệp", "NNP", *(value for n in range(17) for value in (120.5 + n, 60.1))]
    return book(
        {
            1: ["Biểu 04/TKKK"],
            2: ["THỐNG KÊ DIỆN TÍCH ĐẤT THEO ĐƠN VỊ HÀNH CHÍNH"],
            3: ["(Đến ngày 31/12/2024)"],
            5: [None, None, "Đơn vị báo cáo: Huyện Ví Dụ"],
            9: parents,
            10: leaves,
            11: ["(1)", "(2)", "(3)", *(f"({number})" for number in range(4, 38))],
            12: body,
            13: [1.1, "Đất trồng lúa", "LUA", *(value for n in range(17) for value in (20.5 + n, 10.1))],
            15: ["Ngày…...tháng…...năm…", None, None, "TM. Ủy ban nhân dân"],
        },
        ["A9:A10", "B9:B10", "C9:C10", *merges],
    )


def land_prices() -> bytes:
    """A price list of two tables one above the other, the header repeated."""
    header = ["STT", "Tên đường", "Đoạn đường", "Giá đất"]
    return book(
        {
            1: ["PHỤ LỤC BẢNG GIÁ ĐẤT Ở"],
            3: header,
            4: [1, "Đường số Một", "Từ đầu đến cuối", 4500000],
            8: ["II. KHU VỰC NÔNG THÔN"],
            9: header,
            10: [1, "Đường liên xã", "Trọn đường", 900000],
        }
    )


def post_office() -> bytes:
    """Twin tables side by side, one in each language."""
    return book(
        {
            1: ["G.CR.044", None, None, None, None, None, "G.CR.044"],
            2: ["BÁO CÁO SẢN LƯỢNG BƯU GỬI", None, None, None, None, None, "REPORT ON POSTAL ITEMS"],
            4: ["Số TT", "Dịch vụ", "Kế hoạch", "Thực hiện", None, None, "Ord. No", "Service", "Plan", "Actual"],
            5: [1, "Bưu phẩm", 1200, 1350, None, None, 1, "Letters", 1200, 1350],
            6: [2, "Bưu kiện", 300, 280, None, None, 2, "Parcels", 300, 280],
        }
    )


def payroll() -> bytes:
    """A payroll holds what is kept for the union: one column of many is ours, and it is no report."""
    return book(
        {
            1: ["CÔNG TY TNHH VÍ DỤ"],
            2: ["BẢNG THANH TOÁN LƯƠNG THÁNG 6 NĂM 2019"],
            4: [
                "TT",
                "Đơn vị",
                "Họ và tên",
                "Hệ số",
                "Lương",
                "Phụ cấp",
                "BHXH 8%",
                "BHYT 1,5%",
                "KPCĐ 2%",
                "Thực lĩnh",
            ],
            5: [1, "Tổ Một", "Nguyễn Thị Mẫu", 2.34, 3486600, 200000, 278928, 52299, 69732, 3285641],
            6: [2, "Tổ Hai", "Trần Văn Thử", 3.0, 4470000, 0, 357600, 67050, 89400, 3955950],
            7: [None, "Cộng", None, None, 7956600, 200000, 636528, 119349, 159132, 7241591],
        }
    )


def staff_template() -> bytes:
    """A template whose markers a program was to fill in."""
    return book(
        {
            1: ["DANH SÁCH CÁN BỘ, CÔNG CHỨC"],
            3: ["STT", "Họ và tên", "Ngày sinh", "Đơn vị", "Chức vụ"],
            4: ["&=Data.STT", "&=Data.HoTen", "&=Data.NgaySinh", "&=Data.DonVi", "&=Data.ChucVu"],
        }
    )


def award_template() -> bytes:
    """An emulation board's template: a marker in the body, the period left to fill in."""
    return book(
        {
            1: ["SỞ NỘI VỤ VÍ DỤ"],
            2: ["DANH SÁCH ĐỀ NGHỊ TẶNG BẰNG KHEN"],
            3: ["Tháng. . . . năm . . . ."],
            5: ["STT", "Đơn vị", "Bằng khen tập thể", "Bằng khen cá nhân", "Ghi chú"],
            6: [1, "{filldata}"],
        }
    )


def award_list() -> bytes:
    """A list of people put forward for awards: names, no counts."""
    return book(
        {
            1: ["ỦY BAN NHÂN DÂN HUYỆN VÍ DỤ"],
            2: ["DANH SÁCH TẬP THỂ, CÁ NHÂN ĐƯỢC KHEN THƯỞNG NĂM 2022"],
            4: ["TT", "Họ và tên", "Chức vụ, đơn vị công tác", "Hình thức khen", "Số quyết định"],
            5: [1, "Nguyễn Thị Mẫu", "Giáo viên", "Giấy khen", "12/QĐ-UBND"],
            6: [2, "Trần Văn Thử", "Công chức", "Giấy khen", "12/QĐ-UBND"],
        }
    )


def price_appraisal() -> bytes:
    """An item on one row and its specifications on the rows below."""
    return book(
        {
            1: ["CHỨNG THƯ THẨM ĐỊNH GIÁ"],
            3: ["STT", "Nội dung", "ĐVT", "Số lượng", "Đơn giá", "Thành tiền"],
            4: [1, "Máy in", "Cái", 2, 4500000, 9000000],
            5: [None, "Tốc độ 30 trang/phút"],
            6: [None, "Khay giấy 250 tờ"],
            7: [2, "Máy tính", "Bộ", 1, 15000000, 15000000],
            8: [None, "Tổng cộng", None, None, None, 24000000],
            9: ["Số tiền bằng chữ: Hai mươi bốn triệu đồng"],
        }
    )


def reform_scores() -> bytes:
    """Scores of administrative reform, numbers and outline texts mixed in one column."""
    return book(
        {
            1: ["CÔNG AN TỈNH VÍ DỤ"],
            2: ["BẢNG CHẤM ĐIỂM CẢI CÁCH HÀNH CHÍNH NĂM 2023"],
            4: ["STT", "Tiêu chí", "Điểm chuẩn", "Kết quả", "Ghi chú"],
            5: [1, "Công tác chỉ đạo", 10, 9.5],
            6: [1.1, "Ban hành kế hoạch", 2, 2],
            7: ["1.1.1", "Kịp thời", 1, 1, "<tbody id=x><tr>"],
            8: [2, "Tuyên truyền pháp luật", 5, 4.5],
            9: [3, "Thủ tục hành chính", 5, 5],
            10: [4, "Công khai ngân sách", 5, 4],
        }
    )


def economic_plan() -> bytes:
    """A state body's plan and results in the very columns unions use: one label of many is known."""
    labels = ("Tốc độ tăng GRDP", "Thu ngân sách trên địa bàn", "Tỷ lệ hộ nghèo", "Số giường bệnh", "Tổng số lao động")
    return book(
        {
            1: ["ỦY BAN NHÂN DÂN TỈNH VÍ DỤ"],
            2: ["KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU KINH TẾ - XÃ HỘI NĂM 2023"],
            4: ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch", "Thực hiện", "Tỷ lệ %"],
            **{5 + place: [place + 1, label, None, 100, 95 + place, 95 + place] for place, label in enumerate(labels)},
        }
    )


def hotel_prices() -> bytes:
    """Rows over the whole width carry unit, class and day for the rows below them."""
    return book(
        {
            1: ["Ngày 14/01/2020"],
            2: ["BẢNG KÊ KHAI GIÁ DỊCH VỤ LƯU TRÚ"],
            4: ["STT", "Loại phòng", "Giá phòng thấp nhất", "Giá phòng cao nhất"],
            5: ["Khách sạn Ví Dụ - Loại hạng 2 - ngày kê khai 11/04/2017"],
            6: [1, "Phòng đơn", "250,000", "500,000"],
            7: [2, "Phòng đôi", "350,000", 0],
        },
        ["A5:D5"],
    )


def shifted_header() -> bytes:
    """Thirteen headings over fourteen columns: a column of codes was put before the data only."""
    return book(
        {
            1: ["LĐLĐ TỈNH TUYÊN QUANG"],
            2: ["KẾT QUẢ THI ĐUA NĂM 2023"],
            4: ["STT", "Đơn vị", "Kết nạp đoàn viên", "Hiến máu (lượt)"],
            5: [1, "0803", "LĐLĐ huyện Na Hang", 131, 121],
            6: [2, "0804", "LĐLĐ huyện Lâm Bình", 104, 96],
            7: [3, "0805", "LĐLĐ huyện Yên Sơn", 335, 315],
        }
    )


def register_counts() -> bytes:
    """A registry's counts by month, dates as text in two orders."""
    return book(
        {
            1: ["SỐ LƯỢNG DOANH NGHIỆP ĐĂNG KÝ"],
            3: ["Tháng", "Số đăng ký", "Số giải thể", "Ngày chốt"],
            4: [1, 120, 11, "3/1/2019 12:00:00 AM"],
            5: [2, 98, 15, date(2019, 3, 1)],
        }
    )


FAMILIES: dict[str, tuple[Callable[[], bytes], str]] = {
    "an insurance portal's export": (insurance_export, "layout_unknown"),
    "insurance debts by employer": (insurance_by_employer, "layout_uncertain"),
    "rankings of provinces side by side": (province_rankings, "layout_unknown"),
    "a central bank's form": (bank_form, "no_known_indicator"),
    "a land form of 37 columns": (land_form, "layout_unknown"),
    "a list of land prices": (land_prices, "layout_unknown"),
    "a post office's twin tables": (post_office, "layout_unknown"),
    "a payroll": (payroll, "no_known_indicator"),
    "a staff template": (staff_template, "template_empty"),
    "an award template": (award_template, "template_empty"),
    "a list of awarded people": (award_list, "layout_unknown"),
    "a price appraisal": (price_appraisal, "no_known_indicator"),
    "scores of administrative reform": (reform_scores, "no_known_indicator"),
    "a state body's economic plan": (economic_plan, "no_known_indicator"),
    "hotel prices": (hotel_prices, "layout_unknown"),
    "a header shifted by a column": (shifted_header, "layout_uncertain"),
    "a registry's counts": (register_counts, "layout_unknown"),
}
"""The bytes of each, and why they are set aside."""
