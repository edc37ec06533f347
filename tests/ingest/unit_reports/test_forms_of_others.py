"""Forms that are not a union's are set aside whole, with a page for the person who decides what they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import other_families
import pytest
from lxml import html
from other_families import FAMILIES, book

from ingest.context import ReadDocument
from ingest.unit_reports.preview import MAX_COLUMNS, MAX_ROWS
from warehouse.records import DocumentStatus

Read = Callable[..., ReadDocument]


@pytest.mark.parametrize("office", ["LDLD.TQ", None], ids=["sent by an office", "from nobody known"])
@pytest.mark.parametrize("family", FAMILIES)
def test_a_form_of_another_body_gives_no_figure(read: Read, family: str, office: str | None) -> None:
    make, code = FAMILIES[family]
    document = read(make(), office_code=office)
    assert document.document.status is DocumentStatus.QUARANTINED
    assert [reason.code for reason in document.document.reasons] == [code]
    assert (document.figures, document.awards) == ((), ())
    assert document.preview is not None


def parsed(page: str) -> Any:
    """The page as a tree; what its paths select is known to each test alone."""
    return html.fromstring(page)


def seen(document: ReadDocument, style: str) -> set[str]:
    """Texts of the cells of one style on a document's page, without the notes under them."""
    assert document.preview is not None
    cells = parsed(document.preview).xpath(f"//td[contains(concat(' ', @class, ' '), ' {style} ')]")
    return {(cell.text or "").strip() for cell in cells}


def test_the_page_marks_the_headings_that_were_not_understood(read: Read) -> None:
    document = read(other_families.price_appraisal())
    assert {"Đơn giá", "Thành tiền", "Máy in", "Máy tính"} <= seen(document, "strange")
    assert {"STT", "Nội dung", "ĐVT", "Số lượng"} <= seen(document, "head")


def test_the_page_guesses_a_header_where_none_is_known(read: Read) -> None:
    document = read(other_families.land_form())
    assert {"Diện tích (ha)", "Cơ cấu (%)", "Loại đất"} <= seen(document, "strange")
    reason = document.document.reasons[0]
    assert "Dòng 10 có thể là tiêu đề" in reason.vi
    assert "“Xã số 1 / Diện tích (ha)”" in reason.vi


def test_the_page_runs_nothing_that_stands_in_a_cell(read: Read) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    document = read(book({1: [attack, "Tên"], 2: ["x", attack]}, name="<b>&"), path='"><script>.xlsx')
    assert document.preview is not None
    page = parsed(document.preview)
    assert page.xpath("//script | //img | //b | //*[@onerror] | //link | //iframe") == []
    assert attack in seen_texts(page)


def seen_texts(page: Any) -> list[str]:
    return [cell.text_content() for cell in page.xpath("//td")]


def test_the_page_of_a_huge_sheet_is_bounded(read: Read) -> None:
    rows = {number: [f"chữ {number} " * 40] * 60 for number in range(1, 600)}
    document = read(book(rows))
    assert document.preview is not None
    page = parsed(document.preview)
    assert len(page.xpath("//tbody/tr")) <= MAX_ROWS + 1
    assert max(len(row.xpath("td")) for row in page.xpath("//tbody/tr")) <= MAX_COLUMNS
    assert len(document.preview) < 1_000_000


def test_a_template_is_known_by_its_markers_and_no_report_by_a_dotted_signature(read: Read) -> None:
    template = read(other_families.staff_template()).document.reasons[0]
    assert (template.code, template.locator) == ("template_empty", "Sheet1!A4")
    filled = book(
        {
            1: ["LĐLĐ HUYỆN CHIÊM HÓA"],
            2: ["KẾT QUẢ THI ĐUA NĂM 2023"],
            4: ["STT", "Chỉ tiêu", "Thực hiện"],
            5: [1, "Kết nạp đoàn viên", 305],
            7: ["Ngày…...tháng…...năm…"],
        }
    )
    assert read(filled).document.status is DocumentStatus.LOADED


def test_one_of_many_labels_known_is_not_enough(read: Read) -> None:
    rows = {5 + n: [n, f"Việc số {n}", 7] for n in range(1, 8)}
    table = {2: ["KẾT QUẢ NĂM 2023"], 4: ["STT", "Nội dung", "Kết quả"], **rows}
    known = {13: [8, "Kết nạp đoàn viên", 305], 14: [9, "Hiến máu tình nguyện", 20], 15: [10, "Thành lập CĐCS", 1]}
    (reason,) = read(book({**table, **known})).document.reasons
    assert reason.code == "layout_uncertain"
    assert "3/10 chỉ tiêu thuộc danh mục" in reason.vi
    assert "“Việc số 1”" in reason.vi


def test_a_table_of_another_kind_beside_a_report_is_left_out_and_told(read: Read) -> None:
    document = read(
        book(
            {
                1: ["LĐLĐ HUYỆN CHIÊM HÓA"],
                2: ["KẾT QUẢ THI ĐUA NĂM 2023"],
                4: ["STT", "Chỉ tiêu", "ĐVT", "Giao", "Thực hiện"],
                5: [1, "Kết nạp đoàn viên", "người", 220, 305],
                8: ["STT", "Nội dung", "ĐVT", "Số lượng", "Đơn giá"],
                9: [1, "Máy in", "Cái", 2, 4500000],
            }
        )
    )
    assert [figure.locator for figure in document.figures] == ["Sheet1!D5", "Sheet1!E5"]
    assert [reason.code for reason in document.document.reasons] == ["table_uncertain"]
