"""The words of the correction workbook: written by ``alerts``, recognised by ``ingest``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

TOKEN = re.compile(r"TD1\.([A-Za-z0-9-]{1,40})\.([A-Za-z0-9_-]{20,4000})\.([A-Za-z0-9_-]{22})")
"""The identity of a row: version, key id, payload, signature (``warehouse.row_identity``)."""

LAYOUT = "answer_workbook"
"""Layout of a document that is no report but holds answers."""

SHEET = "Trả lời"
TITLE = "PHIẾU TRẢ LỜI SỐ LIỆU THI ĐUA"
PERSON = "Người trả lời (họ tên, chức vụ):"


class Choice(StrEnum):
    """What a row may be answered; the value is what the drop-down shows."""

    CORRECT = "Sửa số liệu"
    CONFIRM = "Xác nhận đúng"
    NOT_OURS = "Không thuộc đơn vị"


class Column(StrEnum):
    """The columns that are read back, by their headings."""

    CHOICE = "Trả lời"
    VALUE = "Số thực hiện đúng"
    REFERENCE = "Chỉ tiêu giao đúng"
    PERCENT = "Tỷ lệ đúng (%)"
    REASON = "Lý do"
    DOCUMENT = "Số, ngày văn bản"
    TOKEN = "Mã dòng (không sửa)"  # noqa: S105  # a heading


NUMBER = "STT"
"""Heading of the numbers of the rows; signed with each, so that answers sorted without their identities are told."""
NUMBER_BEFORE_TOKEN = 16

BEFORE_TOKEN: Mapping[Column, int] = {
    Column.CHOICE: 6,
    Column.VALUE: 5,
    Column.REFERENCE: 4,
    Column.PERCENT: 3,
    Column.REASON: 2,
    Column.DOCUMENT: 1,
}
"""How many columns before its row's token each answer stands, for rows that were copied without their headings."""
