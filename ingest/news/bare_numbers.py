"""Numbers printed without the noun they count: a plan beside its result, a label's value, a list that names it once."""

from __future__ import annotations

import re
from decimal import Decimal

from ingest.news.lexicon import CLASSIFIERS, compiled, phrase
from ingest.vietnamese.numbers import SCALES, NumberSpan

_ENDS_RE = re.compile(r"\s*(?:[,;.)(]|\Z|\n)")
_VALUE_LEAD_RE = re.compile(
    r"(?<!\w)(?:là|đạt|lên|lên tới|lên đến|còn|xuống|xuống còn|được|đến|tới|khoảng|hơn|gần|trên)\s*\Z"
)
_PLAN_LEAD_RE = compiled(
    r"(?<!\w)(?:kế hoạch|chỉ tiêu|dự toán|nghị quyết|mục tiêu|kh|ct)(?: (?:năm|giao|được giao|tỉnh|đề ra"
    r"|phấn đấu|cả năm)){0,3}"
    r"(?: (?:là|tối thiểu|ít nhất|tối thiểu là|ít nhất là))?\s*:?\s*\Z"
)
_ASIDE_PLAN_RE = compiled(rf"[(,;]\s*(?:so với )?{_PLAN_LEAD_RE.pattern}")
_DEED_LEAD_RE = compiled(
    r"(?<!\w)(?:kết nạp|thành lập|giải thể|giới thiệu|phát triển|tổng số|tăng thực|thực tăng|xây mới|làm mới|sửa chữa)"
    r"(?: (?:mới|thêm|được|đoàn viên|cđcs))*\s*:?\s*\Z"
)
_DIFFERENCE_LEAD_RE = compiled(r"(?<!\w)(?:tăng|giảm)\s*\Z")
_DIFFERENCE_TAIL_RE = compiled(r"\s*(?:so với|so cùng|\))")
_LABEL_RE = compiled(r"[-–+*•\d.)\s]*[^\W\d_][^:\n]{6,80}:\s*\Z")
_NO_COUNT_LABEL_RE = compiled(
    r"(?<!\w)(?:điện thoại|đt|sđt|hotline|fax|mã|tài khoản|trang|địa chỉ|lượt|xem|năm|ngày|tuổi|số)(?!\w)"
)
_ATTAINED_RE = compiled(
    r"\s*[,;(]\s*(?:đạt|bằng|tỷ lệ|tỉ lệ|chiếm|=|tức|tương đương)(?: tỷ lệ| tỉ lệ)?\s*\d[\d.,]*\s?(?:%|phần trăm)"
)
_NAMED_ITEM = r"(?:[A-ZĐÀ-Ỹ][^\W\d_]*\s){1,5}\d[\d.]*"
_NAMED_LIST_BEFORE_RE = re.compile(rf"{_NAMED_ITEM}\s?,\s(?:[^\W\d_]+\s){{0,8}}\Z")
_NAMED_LIST_AFTER_RE = re.compile(rf"\s?(?:,|và)\s(?:[^\W\d_]+\s)??{_NAMED_ITEM}")
_NAME_BEFORE_RE = re.compile(r"[A-ZĐÀ-Ỹ][^\W\d_]*\s\Z")
_NUMBERED_PLACE_RE = re.compile(
    r"(?:[Cc]ụm|[Kk]hu|[Nn]hà máy|[Tt]hủy điện|[Tt]rường|[Đđ]ường|[Cc]ầu|[Cc]ông ty|[Tt]ổ|[Kk]hối|[Qq]uận"
    r"|[Pp]hường)[^,;.()]{0,40}\Z"
)
"""Places that are numbered: "Cụm công nghiệp Tân Bình 2"."""
_JOINT = r"(?:\s?,\s|\s+và\s+)"
_ITEM = r"(?:[^\W\d_]+\s){0,3}\d[\d.]*"
_SHARED_NOUN_RE = re.compile(rf"(?:{_JOINT}{_ITEM}){{0,4}}{_JOINT}{_ITEM}\s(?P<unit>{phrase(CLASSIFIERS)})(?!\w)")
_SHARED_SCALE_RE = re.compile(
    rf"\s+(?:lên|xuống|còn|xuống còn|lên đến|lên tới|đến|tới)\s+(?:(?:gần|hơn|trên|khoảng)\s+)?\d[\d.,]*\s?"
    rf"(?P<scale>{'|'.join(word for word in SCALES if SCALES[word] > 2)})\s"
)


def is_bare_count(span: NumberSpan, before: str, after: str, cased_before: str, cased_after: str) -> bool:
    """Whether a number without a noun is a count all the same: what governs it, or what stands beside it, says so.

    ``before`` and ``after`` are the lower-cased words around it in its line, the ``cased`` ones the same as printed.
    """
    if _DIFFERENCE_LEAD_RE.search(before) and _DIFFERENCE_TAIL_RE.match(after):
        return True
    if _ENDS_RE.match(after) is None:
        return False
    if _VALUE_LEAD_RE.search(before) and span.number.value >= 10:
        return True
    if _ATTAINED_RE.match(after) or _PLAN_LEAD_RE.search(before) or _DEED_LEAD_RE.search(before):
        return True
    if _LABEL_RE.fullmatch(before) and _NO_COUNT_LABEL_RE.search(before) is None:
        return True
    return is_named_item(cased_before, cased_after)


def is_plan_value(before: str) -> bool:
    """Whether the number is the value of a plan told aside, "(kế hoạch 25)"; "Kế hoạch 25" names a plan."""
    return _ASIDE_PLAN_RE.search(before) is not None


def is_named_item(cased_before: str, cased_after: str) -> bool:
    """One of a list of places with their numbers: "Hòn Đất 132, Kiên Lương 81"."""
    listed = _NAMED_LIST_BEFORE_RE.search(cased_before) or _NAMED_LIST_AFTER_RE.match(cased_after)
    if _NUMBERED_PLACE_RE.search(cased_before):
        return False
    return _NAME_BEFORE_RE.search(cased_before) is not None and listed is not None


def shared_noun(after: str) -> str | None:
    """The noun printed once for a list: "215, 180 và 97 đoàn viên", "xây mới 34 và sửa chữa 21 nhà"."""
    found = _SHARED_NOUN_RE.match(after)
    return found["unit"] if found else None


def shared_scale(after: str) -> Decimal | None:
    """The scale printed only with the second of two levels: "từ 6,9 lên 7,8 triệu đồng" is 6.9 million."""
    found = _SHARED_SCALE_RE.match(after)
    return Decimal(10) ** SCALES[found["scale"]] if found else None
