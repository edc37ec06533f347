from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from build_of_marts import Build
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from serving.publish import publish
from warehouse.settings import Settings

NIGHT = date(2026, 11, 21)
TABLE = """
create table marts.rpt_units (
    org_unit_code varchar, org_unit_name varchar, level_kind varchar, is_active boolean, end_date date,
    members_admitted_result decimal(38, 4), members_admitted_attained_pct decimal(18, 1),
    members_admitted_quality_status varchar
);
insert into marts.rpt_units values
('LDLD.X.1', 'LĐLĐ huyện Suối Mơ', 'district', true, date '2025-12-31', 27, 122.7, 'unconfirmed'),
('LDLD.X.2', '=HYPERLINK("http://x.invalid")', 'district', true, date '2026-12-31', 1234567.5, 99.0, 'ok'),
('LDLD.X.3', '- Trong đó' || chr(7), 'district', false, date '2024-12-31', 12345678901234567.25, null, null)
"""


@pytest.fixture
def reports(build: Build) -> Build:
    build.run(TABLE)
    build.run(
        "create table marts.dim_columns as select 'rpt_units' as mart_name, 'Bảng rộng: đơn vị theo kỳ' as mart_label,"
        " unnest(['org_unit_name', 'level_kind', 'members_admitted_result']) as column_name,"
        " unnest(['Tên đơn vị', 'Cấp', 'Số đoàn viên kết nạp mới: thực hiện']) as label_vi"
    )
    return build


def published_workbook(settings: Settings) -> Workbook:
    publish(settings, NIGHT)
    return load_workbook(settings.published / "bao-cao.xlsx")


def test_a_report_table_is_a_sheet_under_vietnamese_headings_that_stay_in_sight_and_filter(reports: Build) -> None:
    book = published_workbook(reports.settings)
    assert book.sheetnames == ["Giới thiệu", "Đơn vị theo kỳ"]
    sheet = book["Đơn vị theo kỳ"]
    assert [sheet.cell(1, at).value for at in (1, 2, 3, 6)] == [
        "org_unit_code",
        "Tên đơn vị",
        "Cấp",
        "Số đoàn viên kết nạp mới: thực hiện",
    ]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C2", "A1:H4")


def test_the_newest_rows_come_first_with_numbers_as_numbers_and_codes_in_words(reports: Build) -> None:
    sheet = published_workbook(reports.settings)["Đơn vị theo kỳ"]
    assert [sheet.cell(row, 1).value for row in (2, 3, 4)] == ["LDLD.X.2", "LDLD.X.1", "LDLD.X.3"]
    row = [cell.value for cell in sheet[3]]
    assert row[2:] == ["huyện", "có", datetime(2025, 12, 31), 27, 122.7, "chờ xác nhận"]  # noqa: DTZ001  # a day of Excel
    assert [sheet.cell(3, at).number_format for at in (5, 6, 7)] == ["dd/mm/yyyy", "#,##0", "#,##0.0"]
    assert sheet.cell(2, 6).number_format == "#,##0.####"


def test_a_printed_page_has_the_headings_and_the_names_and_columns_without_a_number_are_folded_away(
    reports: Build,
) -> None:
    reports.run("alter table marts.rpt_units add column fund_result decimal(38, 4)")
    sheet = published_workbook(reports.settings)["Đơn vị theo kỳ"]
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$B")
    assert sheet.page_setup.orientation == "landscape"
    assert [name for name, column in sheet.column_dimensions.items() if column.hidden] == ["I"]


def test_text_that_looks_like_a_formula_stays_text(reports: Build) -> None:
    sheet = published_workbook(reports.settings)["Đơn vị theo kỳ"]
    cell = sheet.cell(2, 2)
    assert (cell.value, cell.data_type, cell.quotePrefix) == ('=HYPERLINK("http://x.invalid")', "s", True)
    assert sheet.cell(4, 2).value == "- Trong đó\N{REPLACEMENT CHARACTER}"


def test_a_number_longer_than_a_spreadsheet_keeps_is_written_out(reports: Build) -> None:
    sheet = published_workbook(reports.settings)["Đơn vị theo kỳ"]
    assert sheet.cell(4, 6).value == "12345678901234567.2500"


def test_rows_past_the_limit_are_left_out_and_counted_on_the_cover(reports: Build) -> None:
    book = published_workbook(reports.settings.model_copy(update={"report_workbook_rows": 2}))
    assert book["Đơn vị theo kỳ"].max_row == 3
    cover = [[cell.value for cell in row if cell.value] for row in book["Giới thiệu"].iter_rows()]
    assert ["Số liệu đến đêm 21/11/2026"] in cover
    assert ["Đơn vị theo kỳ", "2 dòng; còn 1 dòng cũ hơn không nêu ở đây, xem serving.duckdb"] in cover


def test_a_build_without_report_tables_gives_a_workbook_that_opens(build: Build, tmp_path: Path) -> None:
    assert published_workbook(build.settings).sheetnames == ["Giới thiệu"]
