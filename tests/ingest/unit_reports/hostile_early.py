"""Worksheets of Excel 2.0, 3.0 and 4.0: streams of records without a container."""

from __future__ import annotations

import struct
from collections.abc import Callable

import factories
from hostile import WARNED, Hostile
from rarer_formats import as_excel_2, as_excel_3, as_excel_4

_PASSWORD = struct.pack("<HH", 0x2F, 4) + b"\x12\x34\x56\x78"
_CHART, _MACRO, _WORKBOOK = 0x20, 0x40, 0x100
_TEXT_2, _NUMBER_3 = 0x04, 0x203


def early(save: Callable[[bytes], bytes]) -> bytes:
    return save(factories.layout_b())


def with_password(content: bytes) -> bytes:
    """FILEPASS right after the first record."""
    after = 4 + content[2]
    return content[:after] + _PASSWORD + content[after:]


def of_kind(content: bytes, kind: int) -> bytes:
    return content[:6] + struct.pack("<H", kind) + content[8:]


def with_record(content: bytes, kind: int, body: bytes) -> bytes:
    return content[:-4] + struct.pack("<HH", kind, len(body)) + body + content[-4:]


EARLY: tuple[Hostile, ...] = (
    Hostile("a worksheet of Excel 2.0", WARNED, lambda: early(as_excel_2), "a.xls", reasons=("encoding_recovered",)),
    Hostile("a worksheet of Excel 3.0", WARNED, lambda: early(as_excel_3), "a.xls", reasons=("encoding_recovered",)),
    Hostile("half a worksheet of Excel 2.0", "file_damaged", lambda: early(as_excel_2)[:700], "a.xls"),
    Hostile("half a worksheet of Excel 3.0", "file_damaged", lambda: early(as_excel_3)[:700], "a.xls"),
    Hostile("nothing but the start of Excel 2.0", "file_damaged", lambda: early(as_excel_2)[:8], "a.xls"),
    Hostile("Excel 2.0 with a password", "file_encrypted", lambda: with_password(early(as_excel_2)), "a.xls"),
    Hostile("Excel 3.0 with a password", "file_encrypted", lambda: with_password(early(as_excel_3)), "a.xls"),
    Hostile("Excel 4.0 with a password", "file_encrypted", lambda: with_password(early(as_excel_4)), "a.xls"),
    Hostile("a chart of Excel 3.0", "file_no_worksheet", lambda: of_kind(early(as_excel_3), _CHART), "a.xlc"),
    Hostile("a macro sheet of Excel 2.0", "file_no_worksheet", lambda: of_kind(early(as_excel_2), _MACRO), "a.xlm"),
    Hostile("a workbook of Excel 4.0 without sheets", "workbook_blank",
            lambda: of_kind(early(as_excel_4), _WORKBOOK), "a.xlw"),
    Hostile("a column that Excel 2.0 does not have", "file_damaged",
            lambda: with_record(early(as_excel_2), _TEXT_2, b"\x01\x00\x58\x02\x00\x00\x00\x01x"), "a.xls"),
    Hostile("a row that Excel 3.0 does not have", "file_damaged",
            lambda: with_record(early(as_excel_3), _NUMBER_3, struct.pack("<HHHd", 65535, 255, 0, 1.0)), "a.xls"),
)  # fmt: skip
