"""Sheets typed without accents ("Chi tieu", "Ket qua thuc hien", "Quy Mai am"): their words are given back.

A sheet is one only as a whole: no letter of it has an accent, and words of tables' headings stand in it that have some.
A text is given back as a known heading, unit of measure, unit's name or indicator's label whose letters it can only be,
or by the phrases of time and place that reports are made of. What may be several things stays as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from ingest.unit_reports.header_words import header_words, read_vocabulary
from ingest.unit_reports.layout import Layout
from ingest.unit_reports.values import COUNTED
from ingest.unit_reports.workbook import Sheet
from warehouse.catalogue import Catalogue
from warehouse.vietnamese import by_plain_key, comparison_key, plain_key, with_accented_words

UNACCENTED = "unaccented"
"""What figures of such a sheet are said to be recovered from."""

_LONGEST = 200
_NAMES_NEEDED = 3
"""Different names of two syllables or more whose accents are missing."""
_LOOKED_AT_ROWS = 60
_MOST_PARTS = 4
_MONEY_UNITS = (
    "đồng", "vnđ", "nghìn đồng", "ngàn đồng", "triệu đồng", "tỷ đồng", "trăm nghìn đồng", "tr.đồng", "tr. đồng",
    "tr.đ", "trđ", "tr đồng", "1.000đ", "1000đ", "1.000 đồng", "1000 đồng", "1.000 đ", "nghìn", "triệu", "tỷ",
)  # fmt: skip
_OTHER_WORDS = ("không", "không áp dụng", "xếp loại", "cụm", "khối", "trong kỳ", "phần trăm")
_PHRASES: tuple[tuple[str, str], ...] = (
    (r"nam(?=\s+hoc\b)", "năm"),
    (r"(?<=năm )hoc", "học"),
    (r"nam(?=\s+(?:19|20)\d{2})", "năm"),
    (r"(?<=\d )thang(?=\s+(?:dau|cuoi)\b|\s*[/,]?\s*(?:nam\s+)?(?:19|20)\d{2})", "tháng"),
    (r"thang(?=\s+\d{1,2}\b)", "tháng"),
    (r"(?<=tháng )dau", "đầu"),
    (r"(?<=tháng )cuoi", "cuối"),
    (r"(?<=(?:đầu|uối) )nam", "năm"),
    (r"quy(?=\s+(?:i{1,3}|iv|[1-4])\b)", "quý"),
    (r"ngay(?=\s+\d)", "ngày"),
    (r"den(?=\s+(?:het\s+)?ngày)", "đến"),
    (r"tu(?=\s+ngày)", "từ"),
    (r"tinh(?=\s+đến)", "tính"),
    (r"don vi(?=(?: báo cáo| gui| tinh| tien)*\s*[:;])", "đơn vị"),
    (r"(?<=đơn vị )gui", "gửi"),
    (r"(?<=đơn vị )tinh", "tính"),
    (r"(?<=(?:n vị|tính) )tien(?=\s*[:;])", "tiền"),
    (r"cum(?=(?: thi đua)?(?: so)?\s+(?:\d|[ivx]))", "cụm"),
    (r"khoi(?=(?: thi đua)?(?: so)?\s+(?:\d|[ivx]))", "khối"),
    (r"(?<=(?:ụm|ối|ua) )so(?=\s+(?:\d|[ivx]))", "số"),
    (r"\Atrong do", "trong đó"),
    (r"(?<=[-+*] )trong do", "trong đó"),
    (r"so voi(?= tổng số)", "so với"),
    (r"tren(?= tổng số)", "trên"),
    (r"\Auoc(?= (?:thực hiện|dat|th|kết quả)\b)", "ước"),
    (r"\Abieu", "biểu"),
    (r"bang(?= (?:điểm|tổng hợp|kết quả|thống kê|xếp hạng))", "bảng"),
    (r"\Atang(?=\s+\d)", "tăng"),
    (r"\Agiam(?=\s+\d)", "giảm"),
)
"""Words that only these neighbours leave one reading of, as patterns without accents; later ones build on earlier."""
_COMPOUNDS = (
    "liên đoàn lao động", "công đoàn", "số liệu", "tổng số", "xếp loại", "xếp hạng", "thứ hạng", "tỷ lệ", "so sánh",
    "cùng kỳ", "đăng ký", "kế hoạch", "dự toán", "chỉ tiêu", "kết quả", "thực hiện", "tình hình", "báo cáo", "tiến độ",
    "tổng kết", "sơ kết", "quyết toán", "hoàn thành", "phân bổ", "phân khai", "xây dựng", "dự kiến", "tổng hợp",
    "thống kê", "phụ lục", "danh sách", "thi đua", "lũy kế", "điểm",
)  # fmt: skip
"""Words of titles and headings that in a report no others are written like, wherever they stand."""
_COMPILED = tuple(
    (re.compile(rf"(?<!\w){pattern}(?!\w)", re.I), word)
    for pattern, word in (
        *((plain_key(word), word) for word in _COMPOUNDS),
        *_PHRASES,
    )
)
_ABBREVIATIONS = {
    "ldld": "lđlđ", "tldldvn": "tlđlđvn", "cdcs": "cđcs", "cdn": "cđn", "cd": "cđ", "dv": "đv", "dvut": "đvưt",
    "nld": "nlđ", "cnld": "cnlđ", "cnvcld": "cnvclđ", "kpcd": "kpcđ", "dvt": "đvt", "hdcd": "hđcđ",
}  # fmt: skip
_PIECES = re.compile(
    r"(?P<opening>\s*(?:[-+*]+\s*|\(?(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,5}|[a-z])[.)]\s+|trong do\s*:?\s*"
    r"|don vi(?: bao cao)?\s*:\s*)*)"
    r"(?P<core>.*?)"
    r"(?P<closing>\s*(?:\([^()]*\)|,?\s*(?:nam\s+)?(?:19|20)\d{2})*\s*:?\s*)",
    re.I | re.S,
)
_BRACKETED = re.compile(r"\(([^()]*)\)")
_NUMBER_AND_UNIT = re.compile(r"([\d.,]+\s*)([a-z][a-z .]{0,30})", re.I)


def with_accents(sheet: Sheet, catalogue: Catalogue, layouts: Iterable[Layout], within: str | None) -> Sheet:
    """The sheet with its words given back where all of it was typed without accents; else the sheet itself.

    ``within`` is the unit in whose context short names are understood.
    """
    if not sheet.is_unaccented:
        return sheet
    restorer = _Restorer(_vocabulary(layouts), catalogue, within)
    found = {
        plain_key(text)
        for row in range(sheet.top, min(sheet.bottom, sheet.top + _LOOKED_AT_ROWS) + 1)
        for _, text in sheet.row_texts(row)
        if " " in text and restorer.knows(text)
    }
    return sheet.with_texts(restorer, UNACCENTED) if len(found) >= _NAMES_NEEDED else sheet


class _Restorer:
    """Texts one by one; the same text always gives the same."""

    def __init__(self, words: dict[str, str], catalogue: Catalogue, within: str | None) -> None:
        self._words = words
        self._catalogue = catalogue
        self._within = within
        self._known: dict[str, str] = {}

    def knows(self, text: str) -> bool:
        """Whether a text as a whole is a name that has accents."""
        name = self._name(text)
        return name is not None and not name.isascii()

    def __call__(self, text: str) -> str:
        if len(text) > 4 * _LONGEST or not any(char.isalpha() for char in text):
            return text
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = (
                "\n".join(self._line(" ".join(line.split())) for line in text.splitlines()) or text
            )
        return known

    def _line(self, line: str) -> str:
        whole = self._name(line)
        if whole is not None:
            return whole
        pieces = _PIECES.fullmatch(line)
        core = self._name(pieces["core"]) if pieces is not None and pieces["core"] else None
        if pieces is not None and core is not None:
            return f"{_phrases(pieces['opening'])}{core}{self._closing(pieces['closing'])}"
        parts = line.split("/")
        if 1 < len(parts) <= _MOST_PARTS and any(map(self._name, parts)):
            return "/".join(map(self._line, parts))
        counted = _NUMBER_AND_UNIT.fullmatch(line.strip())
        if counted is not None and plain_key(counted[2]) in self._words:
            return f"{counted[1]}{self._words[plain_key(counted[2])]}"
        opened = _openings().sub(lambda match: like(match.group(), self._words[plain_key(match.group())]), line)
        return with_accented_words(_phrases(self._closing(opened)), _ABBREVIATIONS)

    def _name(self, text: str) -> str | None:
        """A text that is one known name as a whole; null where it is none."""
        key = plain_key(text)
        if not key or len(text) > _LONGEST:
            return None
        word = self._words.get(key) or self._catalogue.accented_name(text, within=self._within)
        return like(text, word) if word is not None else None

    def _closing(self, text: str) -> str:
        """Brackets and years behind a name: units of measure in brackets, and the word before a year."""

        def bracket(match: re.Match[str]) -> str:
            word = self._words.get(plain_key(match[1]))
            return f"({word})" if word is not None else _phrases(match.group())

        said = re.sub(r"([:;]\s*)([^:;()]+)\Z", self._said, text)
        return _phrases(_BRACKETED.sub(bracket, said))

    def _said(self, match: re.Match[str]) -> str:
        word = self._words.get(plain_key(match[2]))
        return f"{match[1]}{word}" if word is not None else match.group()


def like(typed: str, word: str) -> str:
    """A word in the letter case of what was typed where they are letter for letter the same; else with its first."""
    stripped = " ".join(typed.split())
    if len(stripped) == len(word) and plain_key(stripped) == plain_key(word):
        return "".join(new.upper() if old.isupper() else new for old, new in zip(stripped, word, strict=True))
    return word[:1].upper() + word[1:] if stripped[:1].isupper() else word


def _phrases(text: str) -> str:
    for pattern, word in _COMPILED:
        text = pattern.sub(_in_case_of(word), text)
    return text


def _in_case_of(word: str) -> Callable[[re.Match[str]], str]:
    return lambda match: like(match.group(), word)


@cache
def _openings() -> re.Pattern[str]:
    """Words of two syllables or more that a line under a table, or of sums, begins with."""
    raw = read_vocabulary()
    listed = (plain_key(word) for name in ("footers", "derived_rows", "total_rows", "cumulative") for word in raw[name])
    known = sorted((word for word in listed if " " in word and word in _general_vocabulary()), key=len, reverse=True)
    return re.compile(rf"\A(?:{'|'.join(map(re.escape, known))})(?!\w)", re.I)


def _vocabulary(layouts: Iterable[Layout]) -> dict[str, str]:
    """Headings, labels of rows and units of measure by their form without accents, those of the layouts too."""
    words = dict(_general_vocabulary())
    for layout in layouts:
        own = [*layout.indicators, *layout.rating_names, *([layout.ratings] if layout.ratings else [])]
        for bare, forms in by_plain_key(own).items():
            if len(forms) == 1:
                words.setdefault(bare, forms[0])
    return words


@cache
def _general_vocabulary() -> dict[str, str]:
    """Words that lose their difference are left out, unless they mean one thing (headings of one role)."""
    raw = read_vocabulary()
    listed: list[str] = [word for words in raw["roles"].values() for word in words]
    for name in ("cumulative", "scope_columns", "whole_columns", "total_rows", "derived_rows", "footers", "ditto"):
        listed += raw[name]
    listed += [*sorted(COUNTED), *_MONEY_UNITS, *_OTHER_WORDS]
    roles = header_words().roles
    found: dict[str, str] = {}
    for bare, forms in by_plain_key(dict.fromkeys(map(str, listed))).items():
        if len({roles.get(comparison_key(form), comparison_key(form)) for form in forms}) == 1:
            found[bare] = forms[0]
    return found
