"""A correction workbook that came back: told from reports before any table is sought, and never read as one.

It is known by the identities of its rows, or by the headings above them; the rows may have been sorted, copied into
another workbook, or saved in another format, and a person may have deleted the identities. What they say is judged
elsewhere (``warehouse.workbook_answers``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ingest.context import DocumentContext, ReadDocument, document_of
from ingest.unit_reports.archive import column_letters
from ingest.unit_reports.values import Kind, read_cell
from ingest.unit_reports.workbook import Sheet, Workbook
from warehouse.answer_sheet import BEFORE_TOKEN, LAYOUT, NUMBER, NUMBER_BEFORE_TOKEN, PERSON, TOKEN, Column
from warehouse.figure import Qualifier, stable_id
from warehouse.records import AnswerRow, DocumentStatus
from warehouse.vietnamese import comparison_key

_SEEN_ROWS, _SEEN_COLUMNS = 200, 60
"""Where a workbook is told from a report: its first rows and columns."""
_MOST_ROWS = 20_000
_LONGEST, _LONGEST_TEXT = 500, 5000
_MARK = re.compile(r"\s*TD1\.")
_HEADINGS: Mapping[str, Column] = {comparison_key(column.value): column for column in Column}
_HEADING_BEGINS, _CHOICE_BEGINS = Column.TOKEN.value[:3], Column.CHOICE.value[:3]
_OWN = {Column.CHOICE, Column.VALUE, Column.REFERENCE, Column.PERCENT, Column.REASON, Column.DOCUMENT}
"""Headings that stand together in no report."""
_NUMBER = comparison_key(NUMBER)
_PERSON = comparison_key(PERSON)
_LARGEST = Decimal(10) ** 27


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows of one sheet from a heading, or from the first identity, on."""

    top: int
    columns: Mapping[Column, int]
    number_column: int | None


def read_answers(book: Workbook, context: DocumentContext) -> ReadDocument | None:
    """The answers of a correction workbook; null where it is none. Never raises on any cell."""
    blocks = [(sheet, block) for sheet in book.sheets if (block := _block_of(sheet)) is not None]
    if not blocks:
        return None
    person = next((name for sheet in book.sheets if (name := _person(sheet))), None)
    rows = tuple(row for sheet, block in blocks for row in _rows(sheet, block, person, context))
    return ReadDocument(document=document_of(context, DocumentStatus.LOADED, layout=LAYOUT), answers=rows)


def _block_of(sheet: Sheet) -> _Block | None:
    last_row = min(sheet.bottom, sheet.top + _SEEN_ROWS)
    last_column = min(sheet.right, sheet.left + _SEEN_COLUMNS)
    without_identities: _Block | None = None
    for row in range(sheet.top, last_row + 1):
        for column in range(sheet.left, last_column + 1):
            value = sheet.value(row, column)
            if not isinstance(value, str):
                continue
            if _MARK.match(value):
                return _Block(row, {Column.TOKEN: column, **_beside(column)}, _number_beside(column))
            if value.startswith(_HEADING_BEGINS) and _HEADINGS.get(comparison_key(value)) is Column.TOKEN:
                columns = {**_beside(column), **_headings(sheet, row), Column.TOKEN: column}
                return _Block(row + 1, columns, _number_column(sheet, row))
            if value.startswith(_CHOICE_BEGINS) and (columns := _headings(sheet, row)).keys() >= _OWN:
                without_identities = without_identities or _Block(row + 1, columns, None)
    return without_identities


def _number_beside(token_column: int) -> int | None:
    return token_column - NUMBER_BEFORE_TOKEN if token_column >= NUMBER_BEFORE_TOKEN else None


def _number_column(sheet: Sheet, row: int) -> int | None:
    """The column of the rows' numbers by its heading."""
    last = min(sheet.right, sheet.left + _SEEN_COLUMNS)
    columns = range(sheet.left, last + 1)
    return next((column for column in columns if comparison_key(sheet.text(row, column)) == _NUMBER), None)


def _beside(token_column: int) -> dict[Column, int]:
    return {column: token_column - steps for column, steps in BEFORE_TOKEN.items() if token_column >= steps}


def _headings(sheet: Sheet, row: int) -> dict[Column, int]:
    last = min(sheet.right, sheet.left + _SEEN_COLUMNS)
    named = {column: _HEADINGS.get(comparison_key(sheet.text(row, column))) for column in range(sheet.left, last + 1)}
    return {known: column for column, known in named.items() if known is not None}


def _person(sheet: Sheet) -> str | None:
    """What stands beside the label that asks who answers."""
    for row in range(sheet.top, min(sheet.bottom, sheet.top + _SEEN_ROWS) + 1):
        for column in range(sheet.left, min(sheet.right, sheet.left + _SEEN_COLUMNS) + 1):
            if comparison_key(sheet.text(row, column)) == _PERSON:
                beside = (sheet.text(row, right) for right in range(column + 1, sheet.right + 1))
                return next((text[:_LONGEST] for text in beside if text), None)
    return None


def _rows(sheet: Sheet, block: _Block, person: str | None, context: DocumentContext) -> Iterator[AnswerRow]:
    for row in range(block.top, min(sheet.bottom, block.top + _MOST_ROWS) + 1):
        texts = {column: _text(sheet, row, block.columns.get(column)) for column in Column}
        token = texts[Column.TOKEN] or _elsewhere(sheet, row)
        value = _number(sheet, row, block.columns.get(Column.VALUE))
        reference = _number(sheet, row, block.columns.get(Column.REFERENCE))
        percent = _number(sheet, row, block.columns.get(Column.PERCENT))
        column = block.columns.get(Column.TOKEN, block.columns[Column.CHOICE])
        locator = f"{sheet.name}!{column_letters(column)}{row + 1}"
        number = _number(sheet, row, block.number_column)
        answer = AnswerRow(
            # the same bytes in another folder, or sent again, are heard again
            answer_id=stable_id("answer", context.delivery_id, context.document_id, sheet.name, row),
            document_id=context.document_id,
            delivery_id=context.delivery_id,
            office_code=context.office_code,
            locator=locator,
            token=token,
            row_number=int(number)
            if number is not None and 0 < number < _MOST_ROWS and number == int(number)
            else None,
            choice=texts[Column.CHOICE],
            value=value,
            value_text=texts[Column.VALUE],
            reference=reference,
            reference_text=texts[Column.REFERENCE],
            percent=percent,
            percent_text=texts[Column.PERCENT],
            reason=texts[Column.REASON],
            document=texts[Column.DOCUMENT],
            person=person,
            received_at=context.received_at,
        )
        if token is not None or not answer.is_blank:
            yield answer


def _elsewhere(sheet: Sheet, row: int) -> str | None:
    """The identity of a row that stands in another column than the others."""
    last = min(sheet.right, sheet.left + _SEEN_COLUMNS)
    texts = (sheet.text(row, column) for column in range(sheet.left, last + 1))
    return next((text for text in texts if TOKEN.fullmatch(text)), None)


def _text(sheet: Sheet, row: int, column: int | None) -> str | None:
    if column is None:
        return None
    return sheet.text(row, column)[:_LONGEST_TEXT] or None


def _number(sheet: Sheet, row: int, column: int | None) -> Decimal | None:
    """The plain number of an answer cell; null where it is empty, a range, a ratio, about a number or none."""
    if column is None:
        return None
    reading = read_cell(sheet, row, column)
    is_plain = reading.kind is Kind.NUMBER and reading.upper is None and reading.qualifier is Qualifier.EXACT
    if not is_plain or reading.number is None:
        return None
    return reading.number if abs(reading.number) < _LARGEST else None
