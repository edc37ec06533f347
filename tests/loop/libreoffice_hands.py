"""The hands of a person at LibreOffice: run by a Python that has ``uno``, told what to do as JSON on standard input.

Input: ``{"soffice", "book", "steps": [[name, argument, …], …]}``. Output: what each step came to, as JSON.
The objects behind the windows are used, for the windows of a LibreOffice without a screen do not last; what a person
may not do, because a sheet is protected, is not done here either.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

uno: Any = importlib.import_module("uno")

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8", ".xls": "MS Excel 97"}


def named(**values: Any) -> tuple[Any, ...]:
    properties = []
    for name, value in values.items():
        one = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        one.Name, one.Value = name, value
        properties.append(one)
    return tuple(properties)


class Person:
    """One opened workbook, and the cursor in it."""

    def __init__(self, office: Any, book: Path) -> None:
        desktop = office.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", office)
        self._document = desktop.loadComponentFromURL(book.as_uri(), "_blank", 0, named(Hidden=True))
        self._sheet = self._document.Sheets[0]

    def do(self, step: list[Any]) -> Any:
        name, *arguments = step
        return getattr(self, name)(*arguments)

    def read(self, cell: str) -> str:
        return str(self._sheet.getCellRangeByName(cell).String)

    def type(self, cell: str, text: str) -> str:
        """Type over a cell; what stands there afterwards. Numbers and dates are understood as LibreOffice does."""
        if self.is_locked(cell):
            raise ValueError(f"{cell} is locked")
        self._sheet.getCellRangeByName(cell).FormulaLocal = text
        return self.read(cell)

    def is_locked(self, cell: str) -> bool:
        """Whether a person may not type there."""
        protection = self._sheet.getCellRangeByName(cell).CellProtection
        return bool(self._sheet.isProtected() and protection.IsLocked)

    def is_row_kept(self, row: int) -> bool:
        """Whether a row cannot be deleted."""
        before = self.read(f"A{row}")
        with contextlib.suppress(uno.getClass("com.sun.star.uno.RuntimeException")):
            self._sheet.Rows.removeByIndex(row - 1, 1)
        return self.read(f"A{row}") == before

    def offered(self, cell: str) -> list[str]:
        """What the drop-down of a cell lists."""
        asked = self._sheet.getCellRangeByName(cell).Validation
        if asked.Type.value != "LIST" or not asked.ShowList:
            return []
        formula = str(asked.getFormula1())
        place = re.fullmatch(r"\$?'?([^'.]+)'?\.(\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?\d+)", formula)
        if place is None:
            return re.findall(r'"([^"]*)"', formula)
        cells = self._document.Sheets.getByName(place[1]).getCellRangeByName(place[2].replace("$", ""))
        return [str(row[0]) for row in cells.getDataArray() if row[0]]

    def choose(self, cell: str, entry: str) -> str:
        if entry not in self.offered(cell):
            raise ValueError(f"the drop-down of {cell} does not offer {entry!r}, but {self.offered(cell)}")
        return self.type(cell, entry)

    def sort(self, cells: str, column: int) -> None:
        """Sort rows below their headings by a column, counted from 1, downwards."""
        self._unlocked()
        by = uno.createUnoStruct("com.sun.star.table.TableSortField")
        by.Field, by.IsAscending = column - 1, False
        fields = uno.Any("[]com.sun.star.table.TableSortField", (by,))
        self._sheet.getCellRangeByName(cells).sort(named(SortFields=fields, ContainsHeader=True))

    def delete_row(self, row: int) -> None:
        self._unlocked()
        self._sheet.Rows.removeByIndex(row - 1, 1)

    def copy(self, cells: str, to: str) -> None:
        self._unlocked()
        target = self._sheet.getCellRangeByName(to).CellAddress
        self._sheet.copyRange(target, self._sheet.getCellRangeByName(cells).RangeAddress)

    def unlock(self) -> bool:
        """Tools → Protect Sheet, which asks for no password; whether the sheet is free now."""
        self._sheet.unprotect("")
        return not self._sheet.isProtected()

    def _unlocked(self) -> None:
        if self._sheet.isProtected():
            raise ValueError("the sheet is protected")

    def save(self, path: str) -> None:
        target = Path(path)
        self._document.storeToURL(target.as_uri(), named(FilterName=FILTERS[target.suffix]))


def connected(pipe: str, program: subprocess.Popen[bytes]) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        if program.poll() is not None:
            raise RuntimeError(f"LibreOffice ended with {program.returncode}")
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except uno.getClass("com.sun.star.connection.NoConnectException"):
            time.sleep(0.1)
    raise RuntimeError("LibreOffice did not start within a minute")


def main() -> None:
    asked = json.load(sys.stdin)
    # LibreOffice is killed in the end, for it may stumble over its own windows: its profile serves once, and a copy of
    # the workbook, which it leaves locked
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        profile, book = Path(folder) / "profile", Path(folder) / Path(asked["book"]).name
        shutil.copyfile(asked["book"], book)
        pipe = f"clerk{os.getpid()}"
        command = [asked["soffice"], f"-env:UserInstallation={profile.as_uri()}", "--headless"]
        command += ["--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;"]
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        ) as program:
            try:
                person = Person(connected(pipe, program), book)
                told = [person.do(step) for step in asked["steps"]]
            finally:
                os.killpg(program.pid, signal.SIGKILL)
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
