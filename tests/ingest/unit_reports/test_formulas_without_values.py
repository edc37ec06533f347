"""A formula nobody computed is no figure and is told, whatever the format; a computed nought is a figure."""

from __future__ import annotations

import struct
from collections.abc import Callable
from decimal import Decimal

import factories
import pytest
from hostile import parts_of, zipped
from legacy_xls import formula
from other_formats import as_ods, as_xls
from rarer_formats import as_xlsb

from ingest.context import ReadDocument

Read = Callable[..., ReadDocument]

RESULT, OTHER = (3, 4), (4, 4)
"""The result cells of the two rows, zero-based."""
SUM = b"\x1e\x2c\x01\x1e\x05\x00\x03"
"""300+5, as tokens."""
EMPTY_TEXT = b"\x17\x00\x00"
NUMBER, TEXT = 9, 8


def report(result: object = 305, other: object = 2) -> bytes:
    cells: dict[str, object] = {"A1": "LĐLĐ HUYỆN CHIÊM HÓA", "A2": "KẾT QUẢ THỰC HIỆN NĂM 2023"}
    header = ["STT", "Chỉ tiêu", "ĐVT", "Giao", "Thực hiện"]
    rows = [[1, "Kết nạp đoàn viên", "người", 220, result], [2, "Thành lập CĐCS", "CĐCS", 1, other]]
    factories.put_rows(cells, 3, [header, *rows])
    return factories.sheet_of(cells)


def number(value: float, flags: int, tokens: bytes = SUM) -> bytes:
    return formula(struct.pack("<d", value), flags, tokens)


def empty(tokens: bytes) -> bytes:
    return formula(b"\x03" + b"\x00" * 5 + b"\xff\xff", 0, tokens)


def binary_number(value: float, flags: int) -> tuple[int, bytes]:
    return NUMBER, struct.pack("<dHI", value, flags, len(SUM)) + SUM


def binary_empty(tokens: bytes) -> tuple[int, bytes]:
    return TEXT, struct.pack("<IHI", 0, 0, len(tokens)) + tokens


def legacy(**cells: bytes) -> bytes:
    marks = {f"<{name}>": cell for name, cell in cells.items()}
    return as_xls(report(*[f"<{name}>" if name in cells else 2 for name in ("result", "other")]), formulas=marks)


def binary(*formulas: tuple[tuple[int, int], tuple[int, bytes]]) -> bytes:
    return as_xlsb(report(), formulas=dict(formulas))


def open_document(cell: str) -> bytes:
    told = '<table:table-cell office:value-type="float" office:value="305"><text:p>305</text:p></table:table-cell>'
    parts = parts_of(as_ods(report()))
    assert told.encode() in parts["content.xml"]
    return zipped(parts | {"content.xml": parts["content.xml"].replace(told.encode(), cell.encode())})


def results_of(read: ReadDocument) -> list[Decimal | None]:
    return [figure.value for figure in read.figures if figure.kind == "result"]


UNCOMPUTED = {
    "xls, empty": legacy(result=empty(SUM)),
    "xls, a nought to be calculated": legacy(result=number(0, 0x02)),
    "xlsb, empty": binary((RESULT, binary_empty(SUM))),
    "xlsb, a nought to be calculated": binary((RESULT, binary_number(0, 0x02))),
    "ods, of no type": open_document('<table:table-cell table:formula="of:=300+5"/>'),
    "ods, of a type": open_document('<table:table-cell table:formula="of:=300+5" office:value-type="float"/>'),
}
COMPUTED = {
    "xls, a nought": legacy(result=number(0, 0)),
    "xls, a nought beside another result": legacy(result=number(0, 0x02), other=number(2, 0x02)),
    "xlsb, a nought": binary((RESULT, binary_number(0, 0))),
    "xlsb, a nought beside another result": binary((RESULT, binary_number(0, 0x02)), (OTHER, binary_number(2, 0x02))),
    "ods, a nought": open_document(
        '<table:table-cell table:formula="of:=5-5" office:value-type="float" office:value="0"><text:p>0</text:p>'
        "</table:table-cell>"
    ),
}
SAID_TO_BE_EMPTY = {
    "xls": legacy(result=empty(EMPTY_TEXT)),
    "xlsb": binary((RESULT, binary_empty(EMPTY_TEXT))),
    "ods": open_document('<table:table-cell table:formula="of:=&quot;&quot;" office:value-type="string"/>'),
}


@pytest.mark.parametrize("content", UNCOMPUTED.values(), ids=list(UNCOMPUTED))
def test_a_formula_without_a_result_is_told_and_is_no_figure(read: Read, content: bytes) -> None:
    found = read(content)
    assert [(reason.code, reason.locator) for reason in found.document.reasons] == [
        ("formula_without_value", f"{found.figures[0].locator.partition('!')[0]}!E4")
    ]
    assert results_of(found) == [Decimal(2)]


@pytest.mark.parametrize("content", COMPUTED.values(), ids=list(COMPUTED))
def test_a_computed_nought_is_a_figure(read: Read, content: bytes) -> None:
    found = read(content)
    assert not found.document.reasons
    assert results_of(found) == [Decimal(0), Decimal(2)]


@pytest.mark.parametrize("content", SAID_TO_BE_EMPTY.values(), ids=list(SAID_TO_BE_EMPTY))
def test_a_formula_that_gives_an_empty_text_is_a_blank_cell(read: Read, content: bytes) -> None:
    found = read(content)
    assert not found.document.reasons
    assert results_of(found) == [Decimal(2)]
