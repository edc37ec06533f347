"""A workbook that is no report at all: a visiting timetable sent to the reports' address."""

from __future__ import annotations

from random import Random

from sample.workbooks.letterhead import Letter, put_letterhead, put_title
from sample.xlsx import Sheet, Style, write_workbook

_PLACES = ("Hội trường tầng 2", "Nhà văn hóa công nhân", "Phòng họp trực tuyến", "Trụ sở công ty")
_ERRANDS = ("Họp Ban Chấp hành", "Thăm công nhân ca đêm", "Tập huấn phần mềm", "Giao lưu bóng chuyền")


def write_timetable(letter: Letter, draw: Random) -> bytes:
    sheet = Sheet("Lich")
    put_letterhead(sheet, letter, 4)
    put_title(sheet, 4, "LỊCH CÔNG TÁC TUẦN", 4)
    for column, label in enumerate(("Thứ", "Buổi", "Việc", "Nơi họp"), start=1):
        sheet.put(6, column, label, Style.BOLD)
    for row, day in enumerate(("Hai", "Ba", "Tư", "Năm", "Sáu"), start=7):
        cells = (day, draw.choice(("Sáng", "Chiều")), draw.choice(_ERRANDS), draw.choice(_PLACES))
        for column, text in enumerate(cells, start=1):
            sheet.put(row, column, text)
    return write_workbook(sheet, letter.created)
