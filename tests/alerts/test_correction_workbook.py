"""The correction workbook as it is sent: the disputed figures alone, with cells for the answers alone."""

from __future__ import annotations

from datetime import date

import pytest
from answered_workbook import answer_sheet, columns_of, heading_row, rows_of
from openpyxl.worksheet.worksheet import Worksheet
from published_marts import figure, flag, write_published

from alerts.compose import Attachment
from alerts.correction_workbook import correction_workbook, safe_text
from alerts.disputed import disputed_figures
from alerts.findings import read_findings
from warehouse.answer_sheet import Choice, Column
from warehouse.catalogue import Catalogue
from warehouse.row_identity import keys_of
from warehouse.settings import Settings

NIGHT = date(2026, 11, 21)
OFFICE = "LDLD.TQ"
CATALOGUE = Catalogue.load(Settings().seeds)
ASKED = flag("a")
FATAL = flag("f", severity="fatal", rule="negative_value", r="-3", p=None, c=None, locator="Biểu 1!E11")
SHARE = flag("s", severity="fatal", rule="share_over_100", r=None, t=None, p="104.4", c=None, locator="Biểu 1!E12")
TARGET = flag("t", rule="target_changed", r="22", t=None, p=None, c=None, locator="Biểu 1!D10")


def workbook(settings: Settings, *flags: dict[str, object], office: str = OFFICE) -> Attachment | None:
    write_published(
        settings,
        flags=flags,
        figures=tuple(figure(one, kind="target" if one["flag_key"] == "t" else "result") for one in flags),
    )
    found = read_findings(settings.published_database).flags
    own = [one for one in found if one.office_code == office]
    rows = disputed_figures(own, office, settings.published_database, CATALOGUE)
    return correction_workbook(rows, CATALOGUE.offices[office], NIGHT, keys_of(settings))


def sheet_of(settings: Settings, *flags: dict[str, object]) -> Worksheet:
    made = workbook(settings, *flags)
    assert made is not None
    return answer_sheet(made.content)


def unlocked(sheet: Worksheet, row: int) -> set[str]:
    headings = {column: heading for heading, column in columns_of(sheet).items()}
    cells = sheet[heading_row(sheet) + row]
    return {headings[number] for number, cell in enumerate(cells, start=1) if not cell.protection.locked}


def test_a_row_shows_what_was_printed_and_where_and_opens_its_answer_cells_alone(settings: Settings) -> None:
    sheet = sheet_of(settings, ASKED)
    [row] = rows_of(sheet)
    told = dict(zip(columns_of(sheet), row, strict=True))
    assert told["Đơn vị"] == "Liên đoàn Lao động tỉnh Tuyên Quang"
    assert told["Nơi ghi số liệu"] == "Tệp LDLD.TQ/bao-cao.xlsx, trang tính “Biểu 1”, ô E10"
    assert (told["Đã ghi: thực hiện"], told["Đã ghi: chỉ tiêu giao"], told["Đã ghi: tỷ lệ (%)"]) == (27, 22, 122.7)
    assert sheet.protection.sheet
    assert unlocked(sheet, 1) == {column.value for column in Column if column is not Column.TOKEN}


@pytest.mark.parametrize(
    ("asked", "closed"),
    [
        (SHARE, {Column.VALUE, Column.REFERENCE}),
        (TARGET, {Column.VALUE, Column.PERCENT}),
        (FATAL, {Column.PERCENT}),
    ],
)
def test_only_numbers_that_are_printed_can_be_corrected(
    settings: Settings, asked: dict[str, object], closed: set[Column]
) -> None:
    open_cells = {column.value for column in Column if column is not Column.TOKEN}
    assert unlocked(sheet_of(settings, asked), 1) == open_cells - {column.value for column in closed}


def test_what_cannot_be_true_is_not_offered_for_confirmation_to_its_own_office(settings: Settings) -> None:
    sheet = sheet_of(settings, ASKED, FATAL)
    first = heading_row(sheet) + 1
    choice = columns_of(sheet)[Column.CHOICE]
    offered = {}
    for validation in sheet.data_validations.dataValidation:
        for row in (first, first + 1):
            if sheet.cell(row, choice).coordinate in validation.sqref:
                offered[row] = str(validation.formula1).strip('"').split(",")
    assert sorted(map(len, offered.values())) == [2, 3]
    assert [Choice.CONFIRM.value in one for one in sorted(offered.values(), key=len)] == [False, True]


def test_the_same_rows_give_the_same_bytes(settings: Settings) -> None:
    first, again = workbook(settings, ASKED, FATAL), workbook(settings, ASKED, FATAL)
    assert first is not None
    assert again is not None
    assert first.content == again.content
    assert first.name == "tra-loi-LDLD.TQ-20261121.xlsx"


def test_one_number_in_several_files_is_one_row(settings: Settings) -> None:
    beside = {"source_kind": "unit_report", "document_id": "other", "path": "th.xlsx", "locator": "A!B2", "quote": "",
              "r": "27", "t": "22", "p": None, "c": "122.7"}  # fmt: skip
    asked = flag("a", more=(beside,))
    write_published(
        settings, flags=(asked,), figures=(figure(asked), figure(asked, document_id="other", locator="A!B2"))
    )
    rows = disputed_figures(
        read_findings(settings.published_database).flags, OFFICE, settings.published_database, CATALOGUE
    )
    assert [row.place for row in rows] == ["Tệp LDLD.TQ/bao-cao.xlsx, trang tính “Biểu 1”, ô E10 và 1 nơi khác"]


def test_a_member_that_only_bears_witness_is_not_asked_about(settings: Settings) -> None:
    member = {"source_kind": "unit_report", "document_id": "m", "path": "huyen.xlsx", "locator": "A!B2", "quote": "",
              "r": "9", "t": "9", "p": None, "c": "100"}  # fmt: skip
    asked = flag("a", more=(member,))
    theirs = figure(asked, document_id="m", locator="A!B2", org_unit_code="LDLD.TQ.HAMYEN")
    write_published(settings, flags=(asked,), figures=(figure(asked), theirs))
    [row] = disputed_figures(
        read_findings(settings.published_database).flags, OFFICE, settings.published_database, CATALOGUE
    )
    assert row.result == 27


@pytest.mark.parametrize("state", ["confirmed", "withdrawn", "corrected", "closed"])
def test_what_is_settled_is_not_in_it_and_nothing_to_ask_makes_none(settings: Settings, state: str) -> None:
    assert workbook(settings, flag("a", state=state), flag("d", subject_kind="document", unit=None)) is None


@pytest.mark.parametrize("text", ["=1+1", "+84 9", "-27", "@sum(A1)", "\t=1+1", "\u202e=cmd|' /C calc'!A0"])
def test_text_of_others_never_begins_a_formula(settings: Settings, text: str) -> None:
    assert safe_text(text)[0] not in "=+-@\t"
    sheet = sheet_of(settings, flag("a", path=text, message=text, indicator="housing_supported"))
    for row in sheet.iter_rows():
        assert all(cell.data_type != "f" for cell in row)


def test_what_the_message_tells_stands_before_what_was_told_earlier(settings: Settings) -> None:
    flags = (flag("a", impact_rank=1), flag("b", impact_rank=2, locator="Biểu 1!E11"))
    write_published(settings, flags=flags, figures=tuple(map(figure, flags)))
    found = read_findings(settings.published_database).flags
    rows = disputed_figures(found, OFFICE, settings.published_database, CATALOGUE, ("b",))
    assert [row.flag.key for row in rows] == ["b", "a"]
