"""The words in which ``trace`` tells a number, its place, its state and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from warehouse.vietnamese import format_number, format_percent

Row = dict[str, Any]

SOURCES = {"unit_report": "báo cáo", "news": "tin bài"}
KINDS = {"target": "chỉ tiêu", "result": "kết quả"}
GROUPS = {"cluster": "Tổng các thành viên cụm", "management": "Tổng các đơn vị trực thuộc"}
LEVELS = {
    "national": "toàn quốc", "province": "tỉnh, thành phố", "sector": "ngành", "district": "huyện", "cluster": "cụm",
    "bloc": "khối", "grassroots": "cơ sở",
}  # fmt: skip
TOTALS = {"members": ", cộng các thành viên", "stated": ", nêu cho cả cụm"}
COUNTERPARTS = {
    "own_report": "của chính đơn vị",
    "total_row": "ở dòng tổng",
    "member_sum": "cộng các đơn vị thành viên",
}
CHANGES = {
    "assigned": "giao lần đầu", "changed": "điều chỉnh", "renewed": "giao lại như cũ",
    "stated_otherwise": "nêu khác đi", "reassigned": "chuyển giao khi sắp xếp tổ chức",
}  # fmt: skip
_QUALITY = {"ok": "bình thường", "unconfirmed": "chờ xác nhận", "quarantined": "bị loại khỏi tổng"}
_STANDINGS = {"current": "được dùng", "repeated": "trùng với số được dùng", "outranked": "không được dùng"}
_ENDS = {
    "superseded": "có số khác thay", "duplicate": "trùng với số khác", "contradicted": "số được dùng đổi khác",
    "reinstated": "được dùng lại", "reread": "tài liệu đọc lại ra số khác", "replaced": "chỗ ấy có nội dung khác",
    "withdrawn": "lượt gửi đã rút",
}  # fmt: skip
_LEFT_OUT = {
    "quarantined": "không cộng vì không thể đúng", "told_again": "không cộng vì đơn vị khác đã báo cáo gộp",
    "without_value": "không có số để cộng",
}  # fmt: skip
_FIELDS = {"value": "số liệu", "reference": "số gốc", "percent": "tỷ lệ"}
_STATES = {
    "open": "đang mở", "updated": "đang mở, số đã đổi", "closed": "đã đóng", "confirmed": "đã được xác nhận",
    "corrected": "đã sửa", "withdrawn": "đã rút", "reopened": "đã mở lại", "acknowledged": "đã tiếp nhận",
    "awaiting_unit": "chờ đơn vị trả lời",
}  # fmt: skip


def number(value: Decimal | int | None) -> str:
    return "-" if value is None else format_number(Decimal(value))


def told(row: Row) -> str:
    """27 trên 22, in 122,7%, tính lại 122,7%, chờ xác nhận."""
    numbers = [number(row["value"])] if row.get("value") is not None else []
    if row.get("reference") is not None:
        numbers.append(f"trên {number(row['reference'])}")
    text = " ".join(numbers)
    printed = row.get("printed_pct") if row.get("printed_pct") is not None else row.get("target_pct")
    rest = [f"in {format_percent(printed)}"] if printed is not None else []
    if row.get("computed_pct") is not None:
        rest.append(f"tính lại {format_percent(row['computed_pct'])}")
    return ", ".join([*([text] if text else []), *rest]) + _quality(row)


def _quality(row: Row) -> str:
    status = row.get("quality_status")
    return f" · {_QUALITY.get(status, status)}" if status else ""


def part(row: Row) -> str:
    """One number of a sum: the unit, its number, its share of what was reported, and why it is left out."""
    share = ""
    if row["weight_numerator"] != row["weight_denominator"]:
        share = f" = {row['weight_numerator']}/{row['weight_denominator']} của {number(row['reported_value'])}"
    beside = f" trên {number(row['reference'])}" if row.get("is_compared") else ""
    left_out = f" · {_LEFT_OUT[row['left_out_kind']]}" if row.get("left_out_kind") else ""
    return f"{row['org_unit_name']}: {number(row['value'])}{beside}{share}{_quality(row)}{left_out}"


def flag(row: Row) -> str:
    state = _STATES.get(row["state"], row["state"])
    return f"cảnh báo {row['rule_name']} ({row['rule_code']}, {row['flag_key']}): {state}"


def correction(row: Row) -> str:
    """What the data team, or an office, put in the place of a printed number, who and why."""
    who = f"{row['who_name']}, {row['reason_text']} ({row['document_text']})"
    return (
        f"đính chính {_FIELDS[row['field_name']]}: {number(row['old_value'])} thành {number(row['new_value'])} · {who}"
    )


def version(row: Row) -> str:
    """What was believed through which nights, and why that ended."""
    until = f"đến trước đêm {row['recorded_to']:%d/%m/%Y}" if row["recorded_to"] else "đến nay"
    why = f" ({_ENDS.get(row['end_kind'], row['end_kind'])})" if row["end_kind"] else ""
    standing = _STANDINGS.get(row["standing_kind"], row["standing_kind"])
    return f"{told(row)} · từ đêm {row['recorded_from']:%d/%m/%Y} {until}{why} · {standing} · {place(row)}"


def place(row: Row) -> str:
    """File, sheet and cell; or article and characters."""
    return f"{row['path']}, {where(str(row['locator']))}"


def where(locator: str) -> str:
    """``Sheet1!E10`` is "trang tính Sheet1, ô E10", ``561:566`` is "ký tự 561–566"."""
    sheet, is_cell, cell = locator.rpartition("!")
    start, is_span, end = locator.partition(":")
    if is_cell:
        return f"trang tính {sheet}, ô {cell}"
    return f"ký tự {start}–{end}" if is_span and start.isdigit() else locator


def checked(total: Decimal | None, parts: Sequence[Row]) -> str:
    added = sum((one["value"] for one in parts), Decimal(0))
    if total is not None and added == total:
        return f"{len(parts)} số cộng lại đúng bằng tổng"
    return f"{len(parts)} số cộng lại được {number(added)}"
