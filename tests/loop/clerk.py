"""A person who fills a correction workbook in LibreOffice; skipped with a reason where it is not installed."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from warehouse.answer_sheet import PERSON, SHEET, Column

HANDS = Path(__file__).with_name("libreoffice_hands.py")
NEEDED = "apt-get install libreoffice-calc-nogui python3-uno"
PYTHONS = ("/usr/bin/python3", "/usr/lib/libreoffice/program/python", "/opt/libreoffice/program/python")

Step = tuple[str | int, ...]


@cache
def python_with_uno() -> str | None:
    """The interpreter LibreOffice was built for: never that of an environment of ours."""
    for program in PYTHONS:
        if (
            Path(program).exists()
            and subprocess.run([program, "-c", "import uno"], capture_output=True, check=False).returncode == 0
        ):
            return program
    return None


def in_libreoffice(book: Path, *steps: Step) -> list[Any]:
    """Open a workbook, do as told, close it; what each step came to."""
    office, python = shutil.which("soffice"), python_with_uno()
    if office is None or python is None:
        pytest.skip(f"LibreOffice, or its Python bridge, is not installed: {NEEDED}")
    asked = {"soffice": office, "book": str(book), "steps": steps}
    done = subprocess.run(
        [python, str(HANDS)], input=json.dumps(asked), capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    told: list[Any] = json.loads(done.stdout)
    return told


class Form:
    """Where things stand in a correction workbook, for who fills it."""

    def __init__(self, content: bytes) -> None:
        sheet = load_workbook(io.BytesIO(content))[SHEET]
        assert isinstance(sheet, Worksheet)
        self.heading = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == Column.TOKEN)
        headings = enumerate(sheet[self.heading], start=1)
        self.columns = {str(cell.value): column for column, cell in headings if cell.value}
        self.last = sheet.max_row
        self.rows = {
            row: {name: sheet.cell(row, column).value for name, column in self.columns.items()}
            for row in range(self.heading + 1, self.last + 1)
        }
        label = next(cell for row in sheet.iter_rows() for cell in row if cell.value == PERSON)
        self.person = f"E{label.row}"

    def row_of(self, unit: str, indicator: str, result: object = None) -> int:
        """The only row of a unit and indicator, by beginnings of their names."""
        found = [
            row
            for row, cells in self.rows.items()
            if str(cells["Đơn vị"]).startswith(unit)
            and str(cells["Chỉ tiêu (đơn vị tính)"]).startswith(indicator)
            and result in (None, cells["Đã ghi: thực hiện"])
        ]
        assert len(found) == 1, (unit, indicator, found)
        return found[0]

    def cell(self, row: int, column: Column) -> str:
        return f"{get_column_letter(self.columns[column])}{row}"

    def whole_row(self, row: int) -> str:
        return f"A{row}:{get_column_letter(max(self.columns.values()))}{row}"

    @property
    def table(self) -> str:
        """Headings and rows."""
        return f"A{self.heading}:{get_column_letter(max(self.columns.values()))}{self.last}"
