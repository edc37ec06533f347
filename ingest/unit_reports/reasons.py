"""Why a workbook is set aside or loaded with a warning: a code, Vietnamese for the office, English for engineers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from warehouse.records import Reason

_ASK_AGAIN: Final = "Kính đề nghị đơn vị mở tệp bằng Excel, lưu lại dạng .xlsx và gửi lại."

TEXTS: Final[Mapping[str, tuple[str, str]]] = {
    "file_empty": (
        "Tệp không có nội dung (0 byte), có thể do lỗi khi gửi. Kính đề nghị đơn vị gửi lại tệp báo cáo.",
        "The file holds no data ({bytes} bytes of it are blank); ask for it to be sent again.",
    ),
    "file_too_large": (
        "Tệp quá lớn ({megabytes} MB, tối đa {limit} MB) nên chưa đọc. Kính đề nghị đơn vị xóa hình ảnh, "
        "trang tính thừa rồi gửi lại.",
        "The file has {megabytes} MB, more than the {limit} MB allowed; it was not read.",
    ),
    "file_lock": (
        "Đây là tệp khóa tạm do Office tạo khi đang mở báo cáo, không phải báo cáo. Kính đề nghị đơn vị đóng Excel "
        "và gửi tệp báo cáo (tên không bắt đầu bằng “~$”).",
        "An Office lock file (~$…): it names who has the workbook open and holds no data.",
    ),
    "file_companion": (
        "Đây là tệp phụ do máy Mac tạo (tên bắt đầu bằng “._”), không phải báo cáo. Kính đề nghị đơn vị gửi tệp chính.",
        "A macOS resource fork (._…): a companion of the workbook, without its data.",
    ),
    "file_encrypted": (
        "Tệp có mật khẩu mở nên chưa đọc được. Kính đề nghị đơn vị bỏ mật khẩu (Tệp → Thông tin → Bảo vệ sổ làm việc) "
        "rồi gửi lại.",
        "The workbook is encrypted with a password to open; remove the password and send it again.",
    ),
    "file_pdf": (
        "Đây là tệp PDF, không phải bảng tính. Kính đề nghị đơn vị gửi tệp Excel gốc dùng để in ra bản PDF này.",
        "A PDF document, not a spreadsheet; the original workbook is needed.",
    ),
    "file_image": (
        "Đây là hình ảnh (ảnh chụp hoặc bản quét), không phải bảng tính. Kính đề nghị đơn vị gửi tệp Excel gốc.",
        "A picture ({kind}), not a spreadsheet; the original workbook is needed.",
    ),
    "file_document": (
        "Đây là văn bản Word hoặc bài trình chiếu, không phải bảng tính. Kính đề nghị đơn vị nhập số liệu vào "
        "biểu mẫu Excel và gửi lại.",
        "A {kind} document, not a spreadsheet.",
    ),
    "file_html": (
        "Tệp mang tên bảng tính nhưng bên trong là trang web (HTML) không có bảng số liệu, thường do phiên đăng nhập "
        "đã hết khi tải về. " + _ASK_AGAIN,
        "An HTML page without a table (a page to log in, or a frame whose pages were left behind).",
    ),
    "file_mhtml": (
        "Tệp mang tên bảng tính nhưng bên trong là thư hoặc trang web lưu trữ (MHTML) không có trang nào. "
        + _ASK_AGAIN,
        "An MHTML web archive without a page in it; open it in Excel and save it as .xlsx.",
    ),
    "file_xml": (
        "Tệp ở dạng XML của phần mềm khác, không phải bảng tính, chưa đọc được. " + _ASK_AGAIN,
        "An XML document that is no spreadsheet; save it as .xlsx.",
    ),
    "file_archive": (
        "Đây là tệp nén ({kind}), không phải bảng tính. Kính đề nghị đơn vị giải nén và gửi từng tệp Excel.",
        "A {kind} archive without a workbook in it; send the workbooks themselves.",
    ),
    "file_other_program": (
        "Đây là bảng tính của chương trình khác ({kind}), chưa đọc được. " + _ASK_AGAIN,
        "A spreadsheet of another program ({kind}); open it there and save it as .xlsx.",
    ),
    "file_database": (
        "Đây là cơ sở dữ liệu ({kind}), không phải bảng tính. Kính đề nghị đơn vị xuất số liệu ra tệp Excel và gửi "
        "lại.",
        "A database ({kind}), not a spreadsheet; export the figures to a workbook.",
    ),
    "file_shortcut": (
        "Đây là lối tắt ({kind}) chỉ tới một tệp khác, không chứa số liệu. Kính đề nghị đơn vị tải tệp gốc về dạng "
        ".xlsx và gửi lại.",
        "A shortcut ({kind}) that points elsewhere and holds no data; send the workbook itself.",
    ),
    "file_no_worksheet": (
        "Tệp của Excel đời cũ chỉ chứa biểu đồ hoặc macro ({kind}), không phải trang số liệu. Kính đề nghị đơn vị gửi "
        "trang có bảng số liệu, lưu ở dạng .xlsx.",
        "A {kind} sheet of Excel 2.0 to 4.0, which holds no table; send the worksheet itself.",
    ),
    "file_media": (
        "Đây là tệp âm thanh hoặc phim ({kind}), không phải bảng tính. Kính đề nghị đơn vị gửi tệp Excel.",
        "A sound or a film ({kind}), not a spreadsheet.",
    ),
    "archive_empty": (
        "Tệp nén không chứa tệp nào. Kính đề nghị đơn vị kiểm tra và gửi lại các tệp Excel.",
        "The archive holds no file.",
    ),
    "archive_nested": (
        "Tệp “{name}” là gói nén nằm trong nhiều lớp gói nén khác nên không mở. Kính đề nghị đơn vị giải nén và gửi "
        "từng tệp Excel.",
        "{name!r} is an archive inside an archive inside an archive; unpack it and send the workbooks.",
    ),
    "archive_too_many_members": (
        "Tệp nén chứa {count} tệp, quá nhiều cho một lần gửi (tối đa {limit}). Kính đề nghị đơn vị chia thành nhiều "
        "gói và gửi lại.",
        "The archive holds {count} files, past the limit of {limit}; send it in parts.",
    ),
    "member_duplicate": (
        "Trong tệp nén có nhiều tệp cùng tên “{name}”, không rõ tệp nào đúng nên đều chưa đọc. Kính đề nghị đơn vị giữ "
        "lại một tệp rồi gửi lại.",
        "Several members are named {name!r}; none of them was read, as none is known to be the right one.",
    ),
    "member_encrypted": (
        "Tệp “{name}” trong gói nén có mật khẩu nên chưa đọc được. Kính đề nghị đơn vị nén lại không đặt mật khẩu "
        "rồi gửi lại.",
        "Member {name!r} is encrypted; pack it again without a password.",
    ),
    "member_inflates_too_much": (
        "Tệp “{name}” trong gói nén quá lớn khi mở (hơn {limit} MB), có thể là tệp độc hại, nên không đọc. Kính đề "
        "nghị đơn vị kiểm tra máy và gửi lại riêng tệp báo cáo.",
        "Member {name!r} inflates past the {limit} MB that are left to it: a zip bomb, or too much for one archive.",
    ),
    "member_unsafe_path": (
        "Tệp “{name}” trong gói nén mang đường dẫn không an toàn nên không mở. Kính đề nghị đơn vị nén lại các tệp "
        "báo cáo rồi gửi lại.",
        "Member {name!r} carries a path that leaves the archive; it was not opened.",
    ),
    "file_program": (
        "Đây là tệp chương trình, không phải bảng tính; tệp không được mở. Kính đề nghị đơn vị kiểm tra máy và gửi lại "
        "tệp Excel.",
        "An executable program under a report's name; it was not opened.",
    ),
    "file_unrecognised": (
        "Không nhận ra loại tệp: nội dung không phải bảng tính hay văn bản. " + _ASK_AGAIN,
        "Neither a spreadsheet nor text: the first bytes are {kind}.",
    ),
    "file_damaged": (
        "Tệp bị hỏng hoặc thiếu phần nội dung (thường do gửi, tải về chưa xong). " + _ASK_AGAIN,
        "The {kind} container is truncated or damaged: {detail}.",
    ),
    "file_inflates_too_much": (
        "Tệp nén chứa quá nhiều dữ liệu (hơn {limit} MB khi mở), có thể là tệp độc hại, nên không đọc. "
        "Kính đề nghị đơn vị kiểm tra máy và gửi lại tệp báo cáo.",
        "The parts inflate past {limit} MB (archive of {entries} entries): a zip bomb or a runaway sheet.",
    ),
    "file_unsafe_xml": (
        "Tệp có khai báo lạ bên trong (DOCTYPE) mà Excel không bao giờ tạo ra, nên không đọc để bảo đảm an toàn. "
        + _ASK_AGAIN,
        "Part {detail} declares a DOCTYPE or entities, which no spreadsheet program writes; it was not parsed.",
    ),
    "sheet_too_large": (
        "Trang tính “{sheet}” trải quá rộng ({rows} dòng × {columns} cột), thường do có ô lạ ở rất xa bảng. "
        "Kính đề nghị đơn vị xóa các dòng, cột ngoài bảng rồi gửi lại.",
        "Sheet {sheet!r} spans {rows} rows x {columns} columns, past the limit of {limit} cells.",
    ),
    "too_many_sheets": (
        "Tệp có {count} trang tính, quá nhiều để là một báo cáo. Kính đề nghị đơn vị chỉ để lại trang "
        "số liệu và gửi lại.",
        "The workbook has {count} sheets, past the limit of {limit}.",
    ),
    "workbook_blank": (
        "Tệp không có ô số liệu nào (trang trống, chỉ có biểu đồ hoặc hình ảnh). Kính đề nghị đơn vị kiểm tra và "
        "gửi lại tệp có bảng số liệu.",
        "No visible sheet holds a value ({detail}).",
    ),
    "workbook_hidden": (
        "Tệp chỉ có số liệu trên trang tính ẩn (“{sheet}”) nên chưa đọc. Kính đề nghị đơn vị bỏ ẩn trang có số liệu "
        "(nhấn chuột phải vào tên trang → Bỏ ẩn) rồi gửi lại.",
        "Only hidden sheets hold values (first: {sheet!r}); unhide what is to be reported.",
    ),
    "table_uneven": (
        "Bảng trên trang “{sheet}” có dòng tiêu đề rộng {header} cột nhưng dòng số liệu rộng {body} cột, không rõ cột "
        "nào thuộc tiêu đề nào (thường do có cột ẩn khi lưu thành trang web), nên chưa đọc. " + _ASK_AGAIN,
        "The header of the table on sheet {sheet!r} spans {header} columns and its rows {body}: which column belongs "
        "to which heading is not known. It happens where a hidden column is left out of a web page.",
    ),
    "hidden_cells_read": (
        "Trang “{sheet}” có {count} số liệu nằm ở dòng hoặc cột ẩn (ví dụ {cell}); các số này vẫn được đọc. Nếu không "
        "phải số liệu báo cáo, đề nghị đơn vị xóa đi rồi gửi lại.",
        "{count} figures of sheet {sheet!r} stand in hidden rows or columns (first: {cell}); they were read.",
    ),
    "report_blank": (
        "Trang “{sheet}” có tiêu đề bảng (dòng {row}) nhưng chưa điền số liệu. Kính đề nghị đơn vị điền kết quả và "
        "gửi lại.",
        "Sheet {sheet!r} has a header at row {row} and no figure under it: an empty template.",
    ),
    "layout_unknown": (
        "Chưa nhận ra bảng số liệu trên trang “{sheet}”: không thấy dòng tiêu đề có các cột như “STT”, "
        "“Chỉ tiêu” hoặc “Đơn vị”, “Giao”, “Thực hiện”. {header_vi}Đã thấy: {seen}. Kính đề nghị đơn vị dùng biểu mẫu "
        "của Liên đoàn, hoặc chuyển mẫu mới cho người phụ trách kho dữ liệu để khai báo.",
        "No header row recognised on sheet {sheet!r} ({rows} rows x {columns} columns). {header_en}First rows seen: "
        "{seen}. Look at it with `warehouse preview-report`; `warehouse learn-layout` proposes a declaration.",
    ),
    "no_known_indicator": (
        "Bảng trên trang “{sheet}” (tiêu đề ở dòng {row}) không phải biểu thi đua công đoàn đã biết: "
        "{parts_vi}.{unknown_vi} Không số liệu nào được ghi nhận. Nếu đây là báo cáo của công đoàn, kính đề nghị ghi "
        "tên chỉ tiêu như trong biểu mẫu, hoặc chuyển mẫu cho người phụ trách kho dữ liệu.",
        "The table of sheet {sheet!r} (header at row {row}) names next to no indicator of the catalogue ({parts_en}; "
        "confidence {score}, {needed} needed).{unknown_en}",
    ),
    "layout_uncertain": (
        "Chưa đủ chắc chắn để ghi nhận bảng trên trang “{sheet}” (độ tin cậy {score}/100, cần từ {needed}): "
        "{parts_vi}.{unknown_vi} Kính đề nghị đơn vị dùng biểu mẫu của Liên đoàn, hoặc chuyển mẫu mới cho "
        "người phụ trách kho dữ liệu để khai báo.",
        "The table of sheet {sheet!r} (header at row {row}) was understood with confidence {score}, {needed} needed: "
        "{parts_en}.{unknown_en} `warehouse learn-layout` proposes a declaration.",
    ),
    "template_empty": (
        "Trang “{sheet}” là biểu mẫu chưa điền (ô {cell} còn ghi “{marker}”). Kính đề nghị đơn vị điền số liệu và "
        "gửi lại.",
        "Sheet {sheet!r} is a template nobody filled in: {cell} still says {marker!r}.",
    ),
    "table_uncertain": (
        "Bảng trên trang “{sheet}” (tiêu đề ở dòng {row}) không được ghi nhận: {parts_vi}.{unknown_vi} Các "
        "bảng khác của tệp đã được đọc.",
        "A table of sheet {sheet!r} (header at row {row}) was not loaded, confidence {score} of {needed}: "
        "{parts_en}.{unknown_en} Other tables of the workbook were.",
    ),
    "columns_not_read": (
        "Trang “{sheet}” có cột số liệu chưa hiểu nên không được đọc: {headings}. Các cột khác đã được đọc. Nếu đây là "
        "số liệu cần báo cáo, kính đề nghị đơn vị ghi tiêu đề như trong biểu mẫu.",
        "Columns of numbers on sheet {sheet!r} were not understood and not read: {headings}. The others were.",
    ),
    "cumulative_disagrees": (
        "Trang “{sheet}”: lũy kế ở ô {cell} ({cumulative}) khác tổng các quý, tháng cùng dòng ({added}). Kính đề nghị "
        "đơn vị kiểm tra lại.",
        "Sheet {sheet!r}: the cumulative figure at {cell} ({cumulative}) is not the sum of its periods ({added}).",
    ),
    "ratings_disagree": (
        "Trang “{sheet}”: số đơn vị xếp loại “{rating}” ghi ở ô {cell} là {printed}, nhưng đếm được {counted} dấu. "
        "Kính đề nghị đơn vị kiểm tra lại.",
        "Sheet {sheet!r}: {cell} counts {printed} units rated {rating!r}; {counted} are ticked.",
    ),
    "period_from_date_row": (
        "Tiêu đề trang “{sheet}” không ghi kỳ báo cáo; tạm lấy “{period}” theo dòng ghi ngày. Kính đề nghị đơn vị ghi "
        "rõ kỳ trong tiêu đề.",
        "No period in the title of sheet {sheet!r}; {period} was taken from the row that holds a day.",
    ),
    "period_from_parameters": (
        "Tiêu đề trang “{sheet}” không ghi kỳ báo cáo; tạm lấy “{period}” theo tham số xuất báo cáo. Kính đề nghị "
        "đơn vị ghi rõ kỳ trong tiêu đề.",
        "No period in the title of sheet {sheet!r}; {period} was taken from the export's parameters.",
    ),
    "period_unknown": (
        "Không thấy kỳ báo cáo (năm, quý, tháng) trong tiêu đề trang “{sheet}”. Kính đề nghị đơn vị ghi rõ kỳ "
        "trong tiêu đề, ví dụ “năm 2023”.",
        "No period in the title of sheet {sheet!r}; its figures carry none.",
    ),
    "period_from_name": (
        "Tiêu đề trang “{sheet}” không ghi kỳ báo cáo; tạm lấy “{period}” theo tên tệp hoặc tên trang. "
        "Kính đề nghị đơn vị ghi rõ kỳ trong tiêu đề.",
        "No period in the title of sheet {sheet!r}; {period} was taken from the file's or the sheet's name.",
    ),
    "sender_unknown": (
        "Chưa nhận ra đơn vị gửi báo cáo từ phần đầu trang “{sheet}” (đã thấy: {seen}). Kính đề nghị đơn vị ghi "
        "đủ tên.",
        "The sender could not be resolved from the letterhead of sheet {sheet!r} (seen: {seen}).",
    ),
    "sender_assumed": (
        "Phần đầu trang “{sheet}” không ghi đơn vị gửi báo cáo; tạm hiểu là “{unit}” theo nơi nhận tệp. Kính đề nghị "
        "đơn vị ghi tên ở đầu trang.",
        "No sender above the table of sheet {sheet!r}; {unit!r} was taken from the office the file was sent to.",
    ),
    "sender_from_sheet": (
        "Số liệu trên trang “{sheet}” được hiểu là của “{unit}” theo tên trang. Kính đề nghị ghi tên đơn vị ở đầu "
        "trang.",
        "The figures of sheet {sheet!r} were taken to be of {unit!r}, after which the sheet is named.",
    ),
    "encoding_recovered": (
        "Chữ tiếng Việt trong tệp dùng mã cũ ({encoding}); đã được chuyển sang Unicode. Đề nghị đơn vị dùng phông "
        "Unicode (ví dụ Times New Roman) cho các báo cáo sau.",
        "Text was decoded from {encoding}.",
    ),
    "text_lost": (
        "Chữ tiếng Việt trên trang “{sheet}” đã mất khi lưu tệp (nhiều chữ thành dấu hỏi, ví dụ {seen}) và không khôi "
        "phục được. Kính đề nghị đơn vị mở tệp gốc, lưu lại dạng .xlsx (hoặc CSV UTF-8) rồi gửi lại.",
        "Letters of sheet {sheet!r} were lost when the file was saved in another code page ({seen}); save the original "
        "as .xlsx or as CSV UTF-8 and send it again.",
    ),
    "accents_missing": (
        "Trang “{sheet}” gõ tiếng Việt không dấu. Các tiêu đề, đơn vị và chỉ tiêu chỉ có một cách hiểu đã được đọc; "
        "chỗ còn lại giữ nguyên như đã gõ. Kính đề nghị đơn vị gõ có dấu trong các báo cáo sau.",
        "Sheet {sheet!r} is typed without accents; headings and names that can be read one way only were.",
    ),
    "text_damaged": (
        "Một số chữ trong tệp bị lỗi mã và không khôi phục được. Kính đề nghị đơn vị kiểm tra lại tên đơn vị, "
        "chỉ tiêu.",
        "Some bytes belong to no character of {encoding} and stand as U+FFFD.",
    ),
    "formula_without_value": (
        "Một số ô trên trang “{sheet}” là công thức chưa có kết quả lưu sẵn (ví dụ {cell}) nên được coi là chưa báo "
        "cáo. Kính đề nghị đơn vị mở tệp bằng Excel, bấm lưu và gửi lại.",
        "Formula cells of sheet {sheet!r} hold no cached value (first: {cell}); they read as not reported.",
    ),
    "hidden_sheet_ignored": (
        "Trang tính ẩn “{sheet}” có bảng số liệu nhưng không được đọc. Nếu đây là số liệu cần báo cáo, đề nghị đơn vị "
        "bỏ ẩn và gửi lại.",
        "Hidden sheet {sheet!r} holds a recognisable table and was not read.",
    ),
    "money_unit_missing": (
        "Trang “{sheet}” không ghi đơn vị tính của cột tiền (ví dụ {cell}); tạm hiểu là đồng. Kính đề nghị đơn vị "
        "ghi rõ đồng, nghìn đồng hay triệu đồng.",
        "No unit of money is said on sheet {sheet!r} (first: {cell}); đồng was assumed.",
    ),
    "table_unrecognised": (
        "Trang “{sheet}” không có bảng nhận ra được và không được đọc (đã thấy: {seen}). Nếu trang có số liệu cần "
        "báo cáo, đề nghị đơn vị dùng biểu mẫu của Liên đoàn.",
        "Sheet {sheet!r} holds values but no recognised header, and was not read; others of the workbook were. "
        "Seen: {seen}.",
    ),
}


def reason(code: str, *, locator: str | None = None, **facts: object) -> Reason:
    """The reason of a code with its facts filled in. Facts are untrusted text: writers escape them for their medium."""
    vi, en = TEXTS[code]
    return Reason(code=code, vi=vi.format_map(facts), en=en.format_map(facts), locator=locator)


class UnreadableFileError(Exception):
    """A file that cannot be read; carries the reason it is quarantined with."""

    def __init__(self, why: Reason) -> None:
        super().__init__(f"{why.code}: {why.en}")
        self.reason = why


def unreadable(code: str, *, locator: str | None = None, **facts: object) -> UnreadableFileError:
    return UnreadableFileError(reason(code, locator=locator, **facts))
