"""A sheet put together cell by cell, for formats that are parsed here: bounded, with its merges and facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from ingest.unit_reports.archive import Extent
from ingest.unit_reports.limits import Limits
from ingest.unit_reports.ooxml import CellFact
from ingest.unit_reports.reasons import unreadable

CellValue = str | float | int | bool | date | datetime | time | timedelta | None


@dataclass(slots=True)
class Grid:
    """Cells by zero-based (row, column); merges are (top, left, bottom, right), inclusive."""

    name: str
    limits: Limits
    cells: dict[tuple[int, int], CellValue] = field(default_factory=dict)
    facts: dict[tuple[int, int], CellFact] = field(default_factory=dict)
    fonts: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    is_hidden: bool = False

    def put(self, row: int, column: int, value: CellValue) -> None:
        """Raises UnreadableFileError where the place, or the number of cells, is past the limits."""
        self.check(row, column)
        self.cells[row, column] = value
        if len(self.cells) > self.limits.max_cells:
            self._refuse(row, column)

    def merge(self, top: int, left: int, down: int, across: int) -> None:
        """Join a cell with as many rows below and columns to the right; past the limits it is cut."""
        if (down or across) and len(self.merges) < self.limits.max_cells:
            bottom = min(top + down, self.limits.max_rows - 1)
            right = min(left + across, self.limits.max_columns - 1)
            self.merges.append((top, left, bottom, right))

    def check(self, row: int, column: int) -> None:
        """Raises UnreadableFileError where a place is past the limits."""
        if row >= self.limits.max_rows or column >= self.limits.max_columns:
            self._refuse(row, column)

    def rows(self) -> tuple[tuple[int, int], list[list[CellValue]]]:
        """The place of the first filled row and column, and the cells from there, line by line.

        Raises:
            UnreadableFileError: the rectangle is past the limits.
        """
        filled = [place for place, value in self.cells.items() if value is not None and value != ""]
        filled += list(self.facts)
        if not filled:
            return (0, 0), []
        top, left = min(row for row, _ in filled), min(column for _, column in filled)
        bottom, right = max(row for row, _ in filled), max(column for _, column in filled)
        Extent(top, left, bottom, right).check(self.name, self.limits)
        lines: list[list[CellValue]] = [[None] * (right - left + 1) for _ in range(bottom - top + 1)]
        for row, column in filled:
            lines[row - top][column - left] = self.cells.get((row, column))
        return (top, left), lines

    def _refuse(self, row: int, column: int) -> None:
        raise unreadable(
            "sheet_too_large",
            locator=self.name,
            sheet=self.name,
            rows=row + 1,
            columns=column + 1,
            limit=self.limits.max_cells,
        )
