"""Files of other kinds under a spreadsheet's name, told by their first bytes."""

from __future__ import annotations

import json

import factories
from hostile import LOADED, WARNED, Hostile, compound_file, parts_of, zipped
from other_formats import as_fods


def package_without_workbook() -> bytes:
    return zipped({name: part for name, part in parts_of(factories.layout_a()).items() if not name.startswith("xl/")})


def flat(old: str = "", new: str = "") -> bytes:
    """A flat OpenDocument spreadsheet after a replacement."""
    return as_fods(factories.layout_a()).replace(old.encode(), new.encode(), 1)


KINDS: tuple[Hostile, ...] = (
    Hostile("a GIF", "file_image", lambda: b"GIF89a\x01\x00\x01\x00"),
    Hostile("a bitmap", "file_image", lambda: b"BM\x9a\x00\x00\x00" + b"\x00" * 60),
    Hostile("a scan as TIFF", "file_image", lambda: b"II*\x00\x08\x00\x00\x00"),
    Hostile("a PDF under white space", "file_pdf", lambda: b"\r\n\r\n%PDF-1.4\n", "a.xls"),
    Hostile("a presentation", "file_document", lambda: zipped({"ppt/presentation.xml": b"<p/>"}), "a.xlsx"),
    Hostile("an old presentation", "file_document", lambda: compound_file("PowerPoint Document"), "a.xls"),
    Hostile("an OpenDocument text", "file_document",
            lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}), "a.ods"),
    Hostile("a message kept by Outlook", "file_unrecognised", lambda: compound_file("__properties"), "a.xls"),
    Hostile("a Lotus 1-2-3 sheet", "file_other_program", lambda: b"\x00\x00\x1a\x00\x00\x10\x04\x00" + b"\x00" * 40),
    Hostile("a SYLK file", "file_other_program", lambda: b"ID;PWXL;N;E\r\nP;PGeneral\r\n", "a.slk"),
    Hostile("a DIF file", "file_other_program", lambda: b'TABLE\r\n0,1\r\n"EXCEL"\r\n', "a.dif"),
    Hostile("an Apple Numbers file", "file_other_program", lambda: zipped({"Index/Document.iwa": b"x"}), "a.xlsx"),
    Hostile("an Access database", "file_database", lambda: b"\x00\x01\x00\x00Standard Jet DB\x00" + b"\x00" * 100),
    Hostile("an SQLite database", "file_database", lambda: b"SQLite format 3\x00" + b"\x00" * 100),
    Hostile("a shortcut of Windows", "file_shortcut", lambda: b"L\x00\x00\x00\x01\x14\x02\x00" + b"\x00" * 60),
    Hostile("a shortcut to a sheet on the web", "file_shortcut",
            lambda: json.dumps({"url": "https://example.org/x", "doc_id": "x"}).encode(), "a.gsheet"),
    Hostile("a voice message", "file_media", lambda: b"ID3\x04\x00" + b"\x00" * 80),
    Hostile("a 7-Zip archive", "file_archive", lambda: b"7z\xbc\xaf\x27\x1c\x00\x04" + b"\x00" * 50),
    Hostile("a Linux program", "file_program", lambda: b"\x7fELF\x02\x01\x01" + b"\x00" * 60),
    Hostile("a package without its workbook", "file_damaged", package_without_workbook),
    Hostile("a byte order mark of UTF-16 alone", "file_empty", lambda: b"\xff\xfe", "a.csv"),
    Hostile("an invoice in XML", "file_xml", lambda: b'<?xml version="1.0"?><HDon><STT>1</STT></HDon>', "a.xls"),
    Hostile("a web archive without a page", "file_mhtml",
            lambda: b"MIME-Version: 1.0\r\nContent-Type: image/png\r\n\r\nxxxx", "a.xls"),
    Hostile("a table whose heading is wider than its rows", "table_uneven", lambda: (
        "<table><tr><td colspan=2>BÁO CÁO NĂM 2023</td></tr>"
        "<tr><th>STT</th><th>Chỉ tiêu</th><th colspan=3>Kết nạp đoàn viên</th></tr>"
        "<tr><td>1</td><td>LĐLĐ huyện Na Hang</td><td>110</td><td>131</td></tr></table>"
    ).encode(), "a.xls"),
    Hostile("a report with a hidden row", WARNED, lambda: factories.with_hidden("row"), reasons=("hidden_cells_read",)),
    Hostile("a report with a hidden column", WARNED, lambda: factories.with_hidden("column"),
            reasons=("hidden_cells_read",)),
    Hostile("a report in a hidden row without a number", LOADED, lambda: factories.with_hidden("blank row")),
    Hostile("a flat OpenDocument spreadsheet", LOADED, flat, "a.fods"),
    Hostile("a flat OpenDocument spreadsheet named .xls", LOADED, flat, "a.xls"),
    Hostile("a flat OpenDocument spreadsheet in an archive", LOADED, lambda: zipped({"a.fods": flat()}), "a.zip",
            members={"a.fods": LOADED}),
    Hostile("a flat OpenDocument text", "file_document", lambda: flat("opendocument.spreadsheet", "opendocument.text"),
            "a.fodt"),
    Hostile("a flat OpenDocument drawing", "file_xml", lambda: flat("document.spreadsheet", "document.graphics"),
            "a.fodg"),
    Hostile("half a flat OpenDocument spreadsheet", "file_damaged", lambda: flat()[:15_000], "a.fods"),
    Hostile("entities in a flat OpenDocument spreadsheet", "file_unsafe_xml",
            lambda: flat("<office:document", '<!DOCTYPE x [<!ENTITY e "eeee">]><office:document'), "a.fods"),
    Hostile("a flat OpenDocument spreadsheet that repeats its cells", "sheet_too_large",
            lambda: flat("<table:table-row>", '<table:table-row table:number-rows-repeated="1048576">'), "a.fods"),
    Hostile("a flat OpenDocument spreadsheet without a table", "workbook_blank",
            lambda: flat()[: flat().index(b"<table:table ")] + b"</office:spreadsheet></office:body></office:document>",
            "a.fods"),
)  # fmt: skip
