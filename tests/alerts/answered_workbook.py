"""Filling a correction workbook as a person does, with openpyxl."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from warehouse.answer_sheet import PERSON, SHEET, Choice, Column

Typed = str | int | float | None
"""What a person types into a cell."""


def answer_sheet(content: bytes) -> Worksheet:
    sheet = load_workbook(io.BytesIO(content))[SHEET]
    assert isinstance(sheet, Worksheet)
    return sheet


def heading_row(sheet: Worksheet) -> int:
    return next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == Column.TOKEN)


def columns_of(sheet: Worksheet) -> dict[str, int]:
    headings = enumerate(sheet[heading_row(sheet)], start=1)
    return {str(cell.value): number for number, cell in headings if cell.value}


def fill(content: bytes, answers: Mapping[int, Mapping[Column, Typed]], *, person: str | None = None) -> bytes:
    """The workbook with answers in its rows, counted from 1."""
    book = load_workbook(io.BytesIO(content))
    sheet = book[SHEET]
    assert isinstance(sheet, Worksheet)
    columns, first = columns_of(sheet), heading_row(sheet)
    for number, cells in answers.items():
        for column, value in cells.items():
            sheet[f"{get_column_letter(columns[column])}{first + number}"] = value
    if person is not None:
        label = next(cell for row in sheet.iter_rows() for cell in row if cell.value == PERSON)
        sheet[f"E{label.row}"] = person
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def row_copied(content: bytes, source: int, target: int) -> bytes:
    """The workbook with one row, its number and its identity, in the place of another."""
    book = load_workbook(io.BytesIO(content))
    sheet = book[SHEET]
    first = heading_row(answer_sheet(content))
    for column in map(get_column_letter, columns_of(answer_sheet(content)).values()):
        sheet[f"{column}{first + target}"] = sheet[f"{column}{first + source}"].value
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def confirmed(
    document: str | None = "CV 15/LĐLĐ", reason: str | None = "kết quả thực tế vượt chỉ tiêu"
) -> dict[Column, Typed]:
    return {Column.CHOICE: Choice.CONFIRM.value, Column.REASON: reason, Column.DOCUMENT: document}


def corrected(**numbers: Typed) -> dict[Column, Typed]:
    """``value``, ``reference``, ``percent`` as they are typed."""
    columns = {"value": Column.VALUE, "reference": Column.REFERENCE, "percent": Column.PERCENT}
    return {Column.CHOICE: Choice.CORRECT.value, **{columns[name]: number for name, number in numbers.items()}}


def rows_of(sheet: Worksheet) -> Iterable[tuple[object, ...]]:
    return sheet.iter_rows(min_row=heading_row(sheet) + 1, values_only=True)
