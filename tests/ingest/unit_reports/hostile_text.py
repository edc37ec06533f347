"""Text files and web pages as programs and people break them."""

from __future__ import annotations

import factories
from hostile import LOADED, WARNED, Hostile
from other_formats import as_html
from rarer_formats import as_mhtml, to_tcvn3

LINES = """LĐLĐ HUYỆN CHIÊM HÓA;;;;
KẾT QUẢ THỰC HIỆN CHỈ TIÊU NĂM 2023;;;;
STT;Chỉ tiêu;ĐVT;Giao;Thực hiện
1;Kết nạp đoàn viên;người;220;305
2;Thành lập CĐCS;CĐCS;1;2
"""
PAGE = as_html(factories.layout_a()).decode("utf-8-sig")


def page(table: str, before: str = "") -> bytes:
    head = "<html><head><meta charset=utf-8></head><body>"
    return f"{head}<p>LĐLĐ HUYỆN CHIÊM HÓA</p><p>KẾT QUẢ NĂM 2023</p>{before}{table}</body></html>".encode()


ROWS = (
    "<tr><th>STT</th><th>Chỉ tiêu</th><th>ĐVT</th><th>Giao</th><th>Thực hiện</th></tr>"
    "<tr><td>1</td><td>Kết nạp đoàn viên</td><td>người</td><td>220</td><td>305</td></tr>"
)

TEXTS_AND_PAGES: tuple[Hostile, ...] = (
    Hostile("tab-separated text named .xls", LOADED, lambda: LINES.replace(";", "\t").encode(), "a.xls"),
    Hostile("commas between cells", LOADED, lambda: LINES.replace(";", ",").encode(), "a.csv"),
    Hostile("bars between cells", LOADED, lambda: LINES.replace(";", "|").encode(), "a.txt"),
    Hostile("text in Windows-1258", WARNED, factories.layout_f_cp1258, "a.csv", reasons=("encoding_recovered",)),
    Hostile("text in TCVN3", WARNED, lambda: to_tcvn3(LINES).encode("latin-1"), "a.csv",
            reasons=("encoding_recovered",)),
    Hostile("text in UTF-16 with tabs", LOADED, factories.layout_f_utf16_tabs, "a.txt"),
    Hostile("text in UTF-16 without a mark", LOADED, lambda: LINES.encode("utf-16-le"), "a.csv"),
    Hostile("UTF-8 encoded twice", WARNED, lambda: LINES.encode().decode("latin-1").encode(), "a.csv",
            reasons=("encoding_recovered",)),
    Hostile("a stray byte in UTF-8", WARNED, lambda: LINES.encode() + b"3;Ghi ch\xff;;;\n", "a.csv",
            reasons=("text_damaged",)),
    Hostile("NUL bytes between letters", LOADED, lambda: LINES.encode().replace(b";220;", b";2\x0020;"), "a.csv"),
    Hostile("rows of different lengths", LOADED,
            lambda: LINES.replace(";;;;", "").encode() + b"\n3\n;;;;;;;;;;\n", "a.csv"),
    Hostile("a hundred thousand empty rows", LOADED, lambda: LINES.encode() + b";;;;\n" * 100_000, "a.csv"),
    Hostile("twenty thousand columns", "sheet_too_large", lambda: LINES.encode() + b";" * 20_000, "a.csv"),
    Hostile("six million cells", "sheet_too_large", lambda: LINES.encode() + (b";" * 2000 + b"\n") * 3000, "a.csv"),
    Hostile("quotes without an end over many lines", LOADED, factories.layout_f_open_quote, "a.csv"),
    Hostile("letters that turn the direction", LOADED,
            lambda: LINES.replace("người", "\u202engười\u202c\u200f").encode(), "a.csv"),
    Hostile("a web page named .xls", LOADED, lambda: PAGE.encode(), "a.xls"),
    Hostile("a web page in UTF-16 with a table", LOADED, lambda: PAGE.encode("utf-16"), "a.xls"),
    Hostile("a page whose tags never close", LOADED,
            lambda: page("<table>" + ROWS.replace("</td>", "").replace("</th>", "").replace("</tr>", "")), "a.xls"),
    Hostile("a page with scripts", LOADED,
            lambda: page(f"<table>{ROWS}</table>", "<script>document.write('<table>')</script>"), "a.xls"),
    Hostile("a page that asks for files", LOADED,
            lambda: page(f"<table>{ROWS}</table>", '<img src="file:///etc/passwd"><iframe src="http://x.invalid">'
                         "</iframe>"), "a.xls"),
    Hostile("a table in a table in a table", LOADED,
            lambda: page(f"<table><tr><td><table><tr><td><table>{ROWS}</table></td></tr></table></td></tr></table>"),
            "a.xls"),
    Hostile("a cell that joins a billion rows", LOADED, lambda: page(
        f"<table>{ROWS}<tr><td rowspan=999999999>x</td><td colspan=3 rowspan=65000>y</td></tr></table>"), "a.xls"),
    Hostile("a cell that joins a million columns", "sheet_too_large",
            lambda: page(f"<table>{ROWS}<tr><td colspan=1000000>x</td></tr></table>"), "a.xls"),
    Hostile("tags a thousand deep", "file_damaged",
            lambda: page("<div>" * 1000 + f"<table>{ROWS}</table>" + "</div>" * 1000), "a.xls"),
    Hostile("a hidden row in a page", WARNED,
            lambda: page(f"<table>{ROWS}</table>".replace("<tr><td>1", "<tr style='display:none'><td>1")), "a.xls",
            reasons=("hidden_cells_read",)),
    Hostile("a web archive of two sheets", LOADED, lambda: as_mhtml({"Sheet1": PAGE, "Trống": "<table></table>"}),
            "a.mht"),
    Hostile("a web archive that breaks off", "file_damaged", lambda: as_mhtml({"Sheet1": PAGE})[:2200], "a.mht"),
    Hostile("a page that breaks off", "file_damaged", lambda: page(f"<table>{ROWS}")[:-40], "a.xls"),
    Hostile("formula injection in a page", LOADED,
            lambda: page(f"<table>{ROWS.replace('305', chr(61) + 'cmd|x!A0')}</table>"), "a.xls"),
)  # fmt: skip
