"""Layout f: a CSV export with semicolons and decimal commas, in one of the encodings offices still save."""

from __future__ import annotations

import csv
import io
import unicodedata
from decimal import Decimal
from enum import StrEnum
from random import Random

from sample.cells import trimmed
from sample.forms import FormRow
from sample.ledger import PrintedFigure
from sample.workbooks.letterhead import Letter, capitalised
from warehouse.vietnamese import format_number, format_percent

LAYOUT = "f"
SHEET = "CSV"
"""The name a CSV's only sheet goes by in locators."""


class CsvEncoding(StrEnum):
    UTF8_BOM = "utf-8-sig"
    UTF16 = "utf-16-le"
    """Excel's "Unicode Text": with a mark of byte order, and tabs."""
    CP1258 = "cp1258"


def write_export(
    letter: Letter, rows: list[FormRow], encoding: CsvEncoding, draw: Random
) -> tuple[bytes, list[PrintedFigure]]:
    """The file's bytes and the figures printed in it; rows of shares and rows without a target are left out."""
    separator = "\t" if encoding is CsvEncoding.UTF16 else ";"
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=separator, lineterminator="\r\n")
    lines = _lines(letter)
    figures = []
    printed = [(row, row.target) for row in rows if row.target is not None and not row.is_share]
    for number, (row, target) in enumerate(printed, start=1):
        result = _number(row, row.true_result, draw)
        percent = _percent(row, draw)
        lines.append([str(number), row.label, row.unit_of_measure.lower(), _number(row, target, draw), result, percent])
        figures.append(_figure(letter, row, len(lines), result))
    lines.append([f"Ghi chú: số liệu tính đến ngày {letter.day:%d/%m/%Y}", "", "", "", "", ""])
    if encoding is not CsvEncoding.UTF16:
        buffer.write(f"sep={separator}\r\n")
    writer.writerows(lines)
    return encoded(buffer.getvalue(), encoding), figures


def encoded(text: str, encoding: CsvEncoding) -> bytes:
    """The text in the encoding, with its byte-order mark where one is usual."""
    match encoding:
        case CsvEncoding.UTF8_BOM:
            return text.encode("utf-8-sig")
        case CsvEncoding.UTF16:
            return b"\xff\xfe" + text.encode("utf-16-le")
        case CsvEncoding.CP1258:
            return _for_cp1258(text).encode("cp1258")


_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _for_cp1258(text: str) -> str:
    """Letters with their circumflex, breve or horn, and the tone after them: all that code page 1258 can hold."""
    parts = []
    for char in unicodedata.normalize("NFC", text):
        marks = unicodedata.normalize("NFD", char)
        tones = "".join(mark for mark in marks if mark in _TONES)
        shape = "".join(mark for mark in marks if mark not in _TONES)
        parts.append(unicodedata.normalize("NFC", shape) + tones)
    return "".join(parts)


def _lines(letter: Letter) -> list[list[str]]:
    empty = ["", "", "", "", ""]
    return [
        [letter.unit.name.upper(), *empty],
        [f"{capitalised('kết quả thực hiện chỉ tiêu')} {letter.period.words}", *empty],
        ["", *empty],
        ["STT", "Chỉ tiêu", "ĐVT", "Chỉ tiêu giao", "Thực hiện", "Tỷ lệ"],
    ]


def _number(row: FormRow, number: Decimal, draw: Random) -> str:
    text = format_number(trimmed(number / row.indicator.scale))
    return f"{text} " if draw.random() < 0.15 else text


def _percent(row: FormRow, draw: Random) -> str:
    if row.percent is None:
        return ""
    return format_percent(row.percent) if draw.random() < 0.7 else format_number(row.percent)


def _figure(letter: Letter, row: FormRow, line: int, text: str) -> PrintedFigure:
    return PrintedFigure(
        file=letter.file,
        source_kind="unit_report",
        locator=f"{SHEET}!E{line}",
        number_text=text.strip(),
        unit_code=letter.unit.code,
        indicator_code=row.indicator_code,
        period_code=letter.period.code,
        r=row.true_result,
        t=row.target,
        p=row.percent,
        rules=row.rules,
    )
