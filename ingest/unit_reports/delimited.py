"""Text files of rows: the delimiter found by content, quotes as Excel writes them and as people break them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from ingest.unit_reports.limits import Limits
from ingest.unit_reports.reasons import unreadable
from ingest.vietnamese.text import DecodedText, decode_bytes

_DELIMITERS = (";", "\t", ",", "|")
_SEP_LINE = re.compile(r"\s*\"?sep=(.)\"?[;,\t]*\s*(?:\r\n|\r|\n|\Z)", re.IGNORECASE)
_SAMPLE_LINES = 200
_LINE_END = re.compile(r"\r\n|\r|\n")
_RUNAWAY_LINES = 20


@dataclass(frozen=True, slots=True)
class DelimitedText:
    """Rows of text cells. Row 0 is the first row a spreadsheet program shows: a ``sep=`` line is not a row."""

    rows: list[list[str]]
    decoded: DecodedText
    delimiter: str


def read_delimited(content: bytes, limits: Limits) -> DelimitedText:
    """Parse a text file.

    Raises:
        UnreadableFileError: more rows, columns or cells than the limits allow.
    """
    decoded = decode_bytes(content)
    text = decoded.text.replace("\x00", "").removeprefix("\ufeff")
    declared = _SEP_LINE.match(text)
    delimiter = declared.group(1) if declared else _delimiter(text)
    body = text[declared.end() :] if declared else text
    rows = _parse(body, delimiter, limits)
    return DelimitedText(rows, decoded, delimiter)


def _delimiter(text: str) -> str:
    """The candidate that most often cuts lines into the same number of cells, more cells winning."""
    lines = [line for line in _LINE_END.split(text[:200_000])[:_SAMPLE_LINES] if line.strip()]

    def agreement(candidate: str) -> tuple[int, int]:
        counts = Counter(_unquoted_count(line, candidate) for line in lines)
        counts.pop(0, None)
        if not counts:
            return 0, 0
        cuts, support = max(counts.items(), key=lambda item: (item[1] * min(item[0], 4), item[0]))
        return support * min(cuts, 4), cuts

    return max(_DELIMITERS, key=agreement)


def _unquoted_count(line: str, delimiter: str) -> int:
    return re.sub(r'"[^"]*"', "", line).count(delimiter)


def _parse(body: str, delimiter: str, limits: Limits) -> list[list[str]]:
    rows = _rows(body, delimiter, limits, csv.QUOTE_MINIMAL)
    if any(cell.count("\n") + cell.count("\r") > _RUNAWAY_LINES for row in rows for cell in row):
        # A quote that never closes swallows the lines after it: quotes are then letters.
        rows = _rows(body, delimiter, limits, csv.QUOTE_NONE)
    return rows


def _rows(body: str, delimiter: str, limits: Limits, quoting: Literal[0, 3]) -> list[list[str]]:
    csv.field_size_limit(limits.max_file_bytes)
    rows: list[list[str]] = []
    cells = 0
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, quoting=quoting, strict=False)
    try:
        for row in reader:
            cells += len(row)
            if len(rows) >= limits.max_rows or len(row) > limits.max_columns or cells > limits.max_cells:
                raise unreadable(
                    "sheet_too_large", sheet="CSV", rows=len(rows) + 1, columns=len(row), limit=limits.max_cells
                )
            rows.append(row)
    except csv.Error as damage:
        raise unreadable("file_damaged", kind="text", detail=damage) from damage
    while rows and not any(rows[-1]):
        rows.pop()
    return rows
