"""The correction workbook: the disputed figures of one office, prefilled, with cells for the answers alone.

Everything but the answer cells is locked. Each row carries its signed identity, so that it may be sorted, copied and
saved in another format. The same rows give the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from alerts.compose import Attachment, clean, without_names
from alerts.disputed import MOST_ROWS, Disputed
from warehouse.answer_sheet import NUMBER, PERSON, SHEET, TITLE, Choice, Column
from warehouse.catalogue import Office
from warehouse.figure import decimal_text
from warehouse.flag_answers import REASON_CODES, FlagAnswer
from warehouse.records import Severity
from warehouse.row_identity import RowIdentity, RowKeys

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_GIVEN = (NUMBER, "Đơn vị", "Chỉ tiêu (đơn vị tính)", "Kỳ", "Điều cần kiểm tra", "Nơi ghi số liệu",
          "Đã ghi: thực hiện", "Đã ghi: chỉ tiêu giao", "Đã ghi: tỷ lệ (%)", "Tính lại: tỷ lệ (%)")  # fmt: skip
_ANSWERED = tuple(column for column in Column if column is not Column.TOKEN)
_WIDTHS = (5, 24, 26, 12, 46, 34, 14, 14, 10, 10, 19, 15, 15, 10, 30, 22, 10)
_HEAD_ROW = 8
_FIRST_ROW = _HEAD_ROW + 1
_GUIDE = "Hướng dẫn"
_LISTS = "Danh mục"

_INK, _SOFT, _LINE = "1D2433", "5D6678", "C9C3B4"
_HEAD = PatternFill("solid", fgColor="EDE9DF")
_ANSWER = PatternFill("solid", fgColor="FFF6CC")
_ANSWER_HEAD = PatternFill("solid", fgColor="F6D860")
_CLOSED = PatternFill("solid", fgColor="E9E9E9")
_EDGE = Side(style="thin", color=_LINE)
_BOX = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NEVER = datetime(2000, 1, 1)  # noqa: DTZ001  # the format holds no zone

_STEPS = (
    "Tệp này chỉ gồm những số liệu đang cần cơ quan trả lời. Chỉ điền vào các ô màu vàng; các ô khác đã được khóa.",
    f"Cột “{Column.CHOICE}”: chọn một trong ba câu trả lời trong danh sách thả xuống.",
    f"• {Choice.CORRECT}: số đã ghi bị nhầm. Điền số đúng vào cột “{Column.VALUE}”, “{Column.REFERENCE}” hoặc "
    f"“{Column.PERCENT}”; chỉ điền cột cần sửa. Nên ghi thêm lý do và số văn bản.",
    f"• {Choice.CONFIRM}: số đã ghi là đúng. Bắt buộc chọn hoặc ghi “{Column.REASON}” và ghi “{Column.DOCUMENT}” làm "
    "căn cứ. Số liệu không thể đúng như đã ghi thì cơ quan cấp trên xác nhận.",
    f"• {Choice.NOT_OURS}: số liệu không thuộc trách nhiệm của cơ quan. Ghi lý do, nếu biết thì ghi rõ thuộc về ai.",
    "Ghi số theo lối Việt Nam: dấu chấm ngăn hàng nghìn, dấu phẩy ngăn phần thập phân. Tiền ghi bằng đồng.",
    "Có thể trả lời một phần; dòng để trống được giữ nguyên và sẽ được hỏi tiếp. Có thể lưu thành xlsx, xls hoặc ods.",
    "Muốn sắp xếp, xóa hoặc sao chép dòng, xin bỏ khóa trang tính trước (không có mật khẩu) và luôn chọn cả dòng. Xin "
    "không sửa cột số thứ tự và cột mã dòng ở cuối bảng.",
)
_BACK = (
    "Đặt tệp đã điền vào thư mục gửi báo cáo như thường lệ. Kết quả của từng dòng được báo trong thư của đêm kế tiếp."
)
_BACK_BY_MAIL = (
    "Gửi lại tệp bằng cách trả lời thư đã nhận (nhớ đính kèm tệp đã điền), hoặc đặt vào thư mục gửi báo cáo như thường "
    "lệ. Kết quả của từng dòng được báo trong thư của đêm kế tiếp."
)


def correction_workbook(
    rows: Sequence[Disputed], office: Office, night: date, keys: RowKeys, *, by_mail: bool = False
) -> Attachment | None:
    """The workbook of an office as it travels with its messages; null where nothing can be answered in one.

    ``by_mail`` says whether answers by mail arrive.
    """
    if not rows:
        return None
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook has a sheet")
    sheet.title = SHEET
    _write_head(sheet, office, night, len(rows), by_mail=by_mail)
    for number, row in enumerate(rows, start=1):
        _write_row(sheet, number, row, office, night, keys)
    _add_lists(book, sheet, rows)
    _protect(sheet)
    _lay_out(sheet, len(rows))
    _write_guide(book.create_sheet(_GUIDE), (*_STEPS, _BACK_BY_MAIL if by_mail else _BACK))
    book.properties.creator = "Hệ thống số liệu thi đua"
    book.properties.title = f"{TITLE} {night:%d/%m/%Y}"
    book.properties.created = book.properties.modified = _NEVER
    name = f"tra-loi-{re.sub(r'[^A-Za-z0-9.-]', '_', office.office_code)[:60].strip('.')}-{night:%Y%m%d}.xlsx"
    return Attachment(name, _bytes_of(book), MEDIA_TYPE)


def safe_text(text: str, longest: int = 2000) -> str:
    """Foreign text for a cell: on one line, and never the beginning of a formula."""
    cleaned = clean(text, longest)
    return f"'{cleaned}" if cleaned.startswith(_FORMULA) else cleaned


def _write_head(sheet: Worksheet, office: Office, night: date, count: int, *, by_mail: bool) -> None:
    _put(sheet, 1, 1, TITLE, font=Font(name="Arial", size=16, bold=True, color="B3261E"))
    _put(sheet, 2, 1, f"{safe_text(office.name_vi)} · đêm {night:%d/%m/%Y} · {count} dòng", bold=True)
    if count == MOST_ROWS:
        _put(
            sheet, 3, 1, f"Bảng chỉ gồm {MOST_ROWS} dòng cần nhất; phần còn lại sẽ được gửi sau khi các dòng này xong."
        )
    back = "trả lời thư, hoặc đặt vào thư mục gửi báo cáo" if by_mail else "đặt vào thư mục gửi báo cáo"
    _put(sheet, 4, 1, f"Điền các ô màu vàng rồi gửi lại tệp này ({back}). Cách điền: xem trang “{_GUIDE}”.")
    _put(sheet, 6, 1, PERSON, bold=True)
    person = sheet.cell(6, 5)
    person.fill, person.border, person.protection = _ANSWER, _BOX, Protection(locked=False)
    person.number_format = "@"
    headings = (*_GIVEN, *(column.value for column in _ANSWERED), Column.TOKEN.value)
    for column, heading in enumerate(headings, start=1):
        cell = _put(sheet, _HEAD_ROW, column, heading, bold=True)
        cell.fill = _ANSWER_HEAD if len(_GIVEN) < column < len(headings) else _HEAD
        cell.border = _BOX
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")


def _write_row(sheet: Worksheet, number: int, row: Disputed, office: Office, night: date, keys: RowKeys) -> None:
    at = _FIRST_ROW + number - 1
    texts = (str(number), row.unit, row.indicator, row.period, _asked(row), row.place)
    for column, text in enumerate(texts, start=1):
        _put(sheet, at, column, number if column == 1 else safe_text(text))
    sheet.cell(at, 1).alignment = Alignment(vertical="top", horizontal="center")
    # a spreadsheet does not grow a row by itself when a file is opened
    lines = max(-(-len(text) // max(1, round(width * 1.1))) for text, width in zip(texts, _WIDTHS, strict=False))
    sheet.row_dimensions[at].height = min(400, 15 * max(2, lines) + 3)
    for column, amount in enumerate((row.result, row.target, row.percent, row.computed), start=len(texts) + 1):
        _put_number(sheet, at, column, amount)
    is_open = {
        Column.CHOICE: True,
        Column.VALUE: row.is_correctable and row.kind == "result" and not _is_share(row),
        Column.REFERENCE: row.is_correctable and (row.kind == "target" or row.target is not None),
        Column.PERCENT: row.is_correctable and row.percent is not None,
        Column.REASON: True,
        Column.DOCUMENT: True,
    }
    for column, answer in enumerate(_ANSWERED, start=len(_GIVEN) + 1):
        cell = sheet.cell(at, column)
        cell.fill = _ANSWER if is_open[answer] else _CLOSED
        cell.border = _BOX
        cell.font = Font(name="Arial", size=11, color=_INK)
        cell.protection = Protection(locked=not is_open[answer])
        is_number = answer in (Column.VALUE, Column.REFERENCE, Column.PERCENT)
        cell.number_format = "#,##0.##########" if is_number else "@"
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="right" if is_number else "left")
    identity = RowIdentity(
        flag_key=row.flag.key,
        value_hash=row.flag.value_hash,
        office_code=office.office_code,
        night=night,
        document_id=row.document_id,
        locator=row.locator,
        kind=row.kind,
        number=number,
    )
    token = _put(sheet, at, len(_GIVEN) + len(_ANSWERED) + 1, keys.sign(identity))
    token.font = Font(name="Arial", size=6, color="9AA1AE")
    token.alignment = Alignment(wrap_text=False, vertical="top", shrink_to_fit=False, horizontal="fill")


def _asked(row: Disputed) -> str:
    """What is asked, without the unit, indicator and period that stand in their own columns."""
    asked = without_names(row.flag.message, row.named)
    return f"PHẢI SỬA. {asked}" if row.flag.severity is Severity.FATAL else asked


def _is_share(row: Disputed) -> bool:
    """A share alone is printed there: no count can be corrected."""
    return row.result is None and row.target is None and row.percent is not None


def _put(
    sheet: Worksheet, row: int, column: int, value: str | float, *, bold: bool = False, font: Font | None = None
) -> Cell:
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError("no cell of the sheet is merged yet")
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    cell.font = font or Font(name="Arial", size=11, bold=bold, color=_INK)
    if row > _HEAD_ROW:
        cell.border = _BOX
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _put_number(sheet: Worksheet, row: int, column: int, amount: Decimal | None) -> None:
    cell = _put(sheet, row, column, "")
    cell.alignment = Alignment(vertical="top", horizontal="right")
    if amount is None:
        cell.value = None
        return
    decimals = max(0, -int(amount.normalize().as_tuple().exponent))
    if len(amount.as_tuple().digits) > 15:
        cell.value, cell.data_type = decimal_text(amount), "s"
        return
    cell.value = amount
    cell.number_format = f"#,##0.{'0' * decimals}" if decimals else "#,##0"


def _add_lists(book: Workbook, sheet: Worksheet, rows: Sequence[Disputed]) -> None:
    """The drop-downs: the choices a row allows, reasons that may also be written freely, and numbers."""
    reasons = list(REASON_CODES[FlagAnswer.CONFIRMED].values())
    lists = book.create_sheet(_LISTS)
    lists.sheet_state = "hidden"
    for at, text in enumerate(reasons, start=1):
        lists.cell(at, 1).value = text
    every = DataValidation(
        type="list", formula1=f'"{",".join(Choice)}"', allow_blank=True, showErrorMessage=True,
        errorTitle="Chưa đúng", error="Xin chọn một câu trả lời trong danh sách.",
        showInputMessage=True, promptTitle="Trả lời", prompt="Chọn một câu trả lời trong danh sách.",
    )  # fmt: skip
    mending = DataValidation(
        type="list", formula1=f'"{Choice.CORRECT},{Choice.NOT_OURS}"', allow_blank=True, showErrorMessage=True,
        errorTitle="Chưa đúng", error="Số này không thể đúng như đã ghi: xin sửa, hoặc báo không thuộc đơn vị.",
        showInputMessage=True, promptTitle="Trả lời", prompt="Số này không thể đúng như đã ghi; cấp trên mới xác nhận.",
    )  # fmt: skip
    number = DataValidation(
        type="decimal", operator="between", formula1="-1000000000000000", formula2="1000000000000000",
        allow_blank=True, showErrorMessage=True, errorStyle="warning", errorTitle="Không phải là số",
        error="Xin ghi một con số. Vẫn giữ nội dung đã ghi?",
    )  # fmt: skip
    reason = DataValidation(
        type="list", formula1=f"'{_LISTS}'!$A$1:$A${len(reasons)}", allow_blank=True, showErrorMessage=False,
    )  # fmt: skip
    first = len(_GIVEN) + 1
    for at, row in enumerate(rows, start=_FIRST_ROW):
        (every if row.is_confirmable else mending).add(f"{get_column_letter(first)}{at}")
    last = _FIRST_ROW + len(rows) - 1
    number.add(f"{get_column_letter(first + 1)}{_FIRST_ROW}:{get_column_letter(first + 3)}{last}")
    reason.add(f"{get_column_letter(first + 4)}{_FIRST_ROW}:{get_column_letter(first + 4)}{last}")
    for validation in (every, mending, number, reason):
        if str(validation.sqref):
            sheet.add_data_validation(validation)
    # what is still asked for is shown while it is filled in
    choice, why, paper = (f"${get_column_letter(first + steps)}{_FIRST_ROW}" for steps in (0, 4, 5))
    asked = {
        4: f'AND(OR({choice}="{Choice.CONFIRM}",{choice}="{Choice.NOT_OURS}"),{why}="")',
        5: f'AND({choice}="{Choice.CONFIRM}",{paper}="")',
    }
    for steps, formula in asked.items():
        cells = f"{get_column_letter(first + steps)}{_FIRST_ROW}:{get_column_letter(first + steps)}{last}"
        missing = FormulaRule(formula=[formula], fill=PatternFill("solid", bgColor="F8C9C4"))
        sheet.conditional_formatting.add(cells, missing)


def _protect(sheet: Worksheet) -> None:
    """Locked without a password: it keeps from slips, the signatures keep from the rest."""
    sheet.protection.sheet = True
    for allowed in ("sort", "autoFilter", "formatColumns", "formatRows", "formatCells"):
        setattr(sheet.protection, allowed, False)


def _lay_out(sheet: Worksheet, count: int) -> None:
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[_HEAD_ROW].height = 46
    sheet.merge_cells(start_row=6, start_column=5, end_row=6, end_column=6)
    sheet.freeze_panes = f"C{_FIRST_ROW}"
    last = get_column_letter(len(_WIDTHS))
    sheet.auto_filter.ref = f"A{_HEAD_ROW}:{last}{_HEAD_ROW + count}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 8
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    sheet.print_area = f"A1:{get_column_letter(len(_WIDTHS) - 1)}{_HEAD_ROW + count}"
    sheet.page_margins.left = sheet.page_margins.right = 0.3
    sheet.sheet_view.zoomScale = 90


def _write_guide(sheet: Worksheet, steps: Sequence[str]) -> None:
    # as wide as a printed A4 page
    sheet.column_dimensions["A"].width = 84
    title = _put(sheet, 1, 1, "CÁCH TRẢ LỜI", font=Font(name="Arial", size=14, bold=True, color="B3261E"))
    title.alignment = Alignment(vertical="center")
    for at, step in enumerate(steps, start=3):
        cell = _put(sheet, at, 1, step)
        cell.border = Border()
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[at].height = 16 * (1 + len(step) // 84) + 6
    sheet.protection.sheet = True
    sheet.page_setup.paperSize = 9
    sheet.page_margins.left = sheet.page_margins.right = 0.5


def _bytes_of(book: Workbook) -> bytes:
    """The file without the moment it was written."""
    written = io.BytesIO()
    book.save(written)
    kept = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "docProps/core.xml":
                moment = _NEVER.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + moment, content)
            target.writestr(zipfile.ZipInfo(entry.filename), content, zipfile.ZIP_DEFLATED)
    return kept.getvalue()
