"""A correction workbook is known again however a person handled it: sorted, copied, saved in another format."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from answered_workbook import answer_sheet, confirmed, corrected, fill, heading_row
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from published_marts import figure, flag, write_published

from alerts.correction_workbook import correction_workbook
from alerts.disputed import disputed_figures
from alerts.findings import read_findings
from ingest.context import DocumentContext
from ingest.unit_reports.limits import Limits
from ingest.unit_reports.read import read_report
from warehouse.answer_sheet import LAYOUT, Column
from warehouse.catalogue import Catalogue
from warehouse.figure import SourceKind
from warehouse.records import AnswerRow
from warehouse.row_identity import keys_of
from warehouse.settings import Settings

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
CATALOGUE = Catalogue.load(Settings().seeds)
FLAGS = tuple(flag(name * 32, locator=f"Biểu 1!E{row}", r=str(row)) for row, name in enumerate("abc", start=25))


@pytest.fixture
def filled(settings: Settings) -> bytes:
    """Three rows; the first confirmed, the third corrected."""
    write_published(settings, flags=FLAGS, figures=tuple(map(figure, FLAGS)))
    found = read_findings(settings.published_database).flags
    rows = disputed_figures(found, "LDLD.TQ", settings.published_database, CATALOGUE)
    made = correction_workbook(rows, CATALOGUE.offices["LDLD.TQ"], NOW.date(), keys_of(settings))
    assert made is not None
    return fill(made.content, {1: confirmed(), 3: corrected(value="1.234,5")}, person="Nguyễn Thị Hoa")


def answers(content: bytes, name: str = "tra-loi.xlsx") -> dict[str, AnswerRow]:
    """The rows by their identities."""
    context = DocumentContext(
        document_id="d", delivery_id="v", source_kind=SourceKind.UNIT_REPORT, office_code="LDLD.TQ",
        path=f"LDLD.TQ/{name}", member="", sha256="s", received_at=NOW,
    )  # fmt: skip
    read = read_report(content, context, CATALOGUE, Limits())
    assert (read.document.layout, read.figures) == (LAYOUT, ())
    assert all(row.token for row in read.answers)
    return {str(row.token): row for row in read.answers}


def said(rows: dict[str, AnswerRow]) -> dict[str, tuple[object, ...]]:
    return {
        token: (row.choice, row.value, row.reference, row.percent, row.reason, row.document)
        for token, row in rows.items()
    }


def test_rows_sorted_with_their_cells_say_the_same(filled: bytes) -> None:
    sheet = answer_sheet(filled)
    first = heading_row(sheet) + 1
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]
    for at, row in enumerate(reversed(rows), start=first):
        for column, value in enumerate(row, start=1):
            sheet[f"{get_column_letter(column)}{at}"] = value
    written = io.BytesIO()
    assert sheet.parent is not None
    sheet.parent.save(written)
    assert said(answers(written.getvalue())) == said(answers(filled))


def test_rows_copied_alone_into_another_workbook_say_the_same(filled: bytes) -> None:
    sheet = answer_sheet(filled)
    other = Workbook()
    target = other.create_sheet("Sheet2")
    for row in sheet.iter_rows(min_row=heading_row(sheet) + 1, values_only=True):
        target.append([None, *row])
    written = io.BytesIO()
    other.save(written)
    assert said(answers(written.getvalue())) == said(answers(filled))


def test_who_answered_is_read_beside_its_label(filled: bytes) -> None:
    assert {row.person for row in answers(filled).values()} == {"Nguyễn Thị Hoa"}


def test_headings_alone_tell_it_from_a_report_when_every_identity_is_gone(filled: bytes) -> None:
    emptied = fill(filled, {number: {Column.TOKEN: None} for number in (1, 2, 3)})
    context = DocumentContext(
        document_id="d", delivery_id="v", source_kind=SourceKind.UNIT_REPORT, office_code="LDLD.TQ",
        path="LDLD.TQ/x.xlsx", member="", sha256="s", received_at=NOW,
    )  # fmt: skip
    read = read_report(emptied, context, CATALOGUE, Limits())
    assert read.document.layout == LAYOUT
    assert [row.token for row in read.answers] == [None, None]


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls"])
def test_libreoffice_opens_and_saves_it_in_any_format_without_losing_an_answer(
    filled: bytes, tmp_path: Path, suffix: str
) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-calc-nogui")
    source = tmp_path / "tra-loi.xlsx"
    source.write_bytes(filled)
    kept = tmp_path / "saved"
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", suffix]
    subprocess.run([*command, "--outdir", str(kept), str(source)], check=True, capture_output=True, timeout=300)
    assert said(answers((kept / f"tra-loi.{suffix}").read_bytes(), f"tra-loi.{suffix}")) == said(answers(filled))
