"""How tables label indicators: abbreviations, column paths, units in brackets, and the index of known labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Literal

from warehouse.catalogue_rows import Indicator
from warehouse.vietnamese import by_plain_key, comparison_key, plain_key, with_accented_words

_LABEL_ABBREVIATIONS = {
    "cđcs": "công đoàn cơ sở",
    "cđ": "công đoàn",
    "đvưt": "đoàn viên ưu tú",
    "đvcđ": "đoàn viên công đoàn",
    "hn": "hội nghị",
    "cbcc": "cán bộ công chức",
    "ccvc": "công chức viên chức",
    "cbccvc": "cán bộ công chức viên chức",
    "cbccvclđ": "cán bộ công chức viên chức lao động",
    "cnvclđ": "công nhân viên chức lao động",
    "cnvc": "công nhân viên chức",
    "cnlđ": "công nhân lao động",
    "nlđ": "người lao động",
    "lđ": "lao động",
    "dn": "doanh nghiệp",
    "cq": "cơ quan",
    "nn": "nhà nước",
    "macđ": "mái ấm công đoàn",
    "ma": "mái ấm",
    "kpcđ": "kinh phí công đoàn",
    "tưlđtt": "thỏa ước lao động tập thể",
    "lđtt": "lao động tập thể",
    "atvslđ": "an toàn vệ sinh lao động",
    "tnlđ": "tai nạn lao động",
    "htxsnv": "hoàn thành xuất sắc nhiệm vụ",
    "httnv": "hoàn thành tốt nhiệm vụ",
    "htnv": "hoàn thành nhiệm vụ",
    "hmtn": "hiến máu tình nguyện",
    "tỉ": "tỷ",
    "vđ": "vận động",
    "gt": "giới thiệu",
    "kn": "kết nạp",
    "cb": "cán bộ",
}
_UNACCENTED_ABBREVIATIONS = {
    plain_key(short): short for short in ("đv", *_LABEL_ABBREVIATIONS) if plain_key(short) != short and short != "tỉ"
}
_OPENINGS = ("trong đó ", "số lượng ", "số ")
_MEASURE_WORDS = frozenset(
    {
        "giao", "chỉ tiêu", "chỉ tiêu giao", "được giao", "th", "thực hiện", "kết quả", "kết quả thực hiện", "kq", "kh",
        "kế hoạch", "%", "tỷ lệ", "tỷ lệ %", "% đạt", "đạt", "đạt %", "tỷ lệ đạt", "% kế hoạch", "% kh", "ct",
        "ct giao", "lũy kế", "lũy kế 6t", "tổng",
    }
)  # fmt: skip
SHARE_WORDS = re.compile(r"tỷ lệ|tỉ lệ|%")
_ENUMERATION = re.compile(r"^(?:[-+*•–]+|\(?(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,5}|[a-zđ])[.)]+)\s*")
_BRACKETS = re.compile(r"\([^()]*\)")
_LABEL_SPLIT = re.compile(r"[\s,;:.\-–—\"“”'‘’()&]+")
_MONEY_UNIT = re.compile(r"đồng|vnđ|\btr\b|triệu|\btỷ\b|\btỉ\b|nghìn|ngàn|1\.?000\s?đ|(?:^|[\s.])đ$|\btrđ\b|tr\.?\s?đ")
_COUNT_IN_THOUSANDS = re.compile(r"(?:nghìn|ngàn|triệu|1[.,]?000)\s+(?!đồng\b|đ\b|vnđ\b|vnd\b)[^\W\d_]")
MEASURES_OF_UNIT = {"percent": ("percent",), "money": ("money",), "count": ("count", "ratio")}


def measure_of_unit(unit: str) -> Literal["percent", "money", "count"]:
    """What a unit of measure as written counts: "%" a share, "tr.đ" money, "hộ" things."""
    key = comparison_key(unit)
    if "%" in unit or key in ("phần trăm", "tỷ lệ"):
        return "percent"
    return "money" if _MONEY_UNIT.search(key) and not _COUNT_IN_THOUSANDS.match(key) else "count"


def unit_in_label(text: str) -> str | None:
    """The unit said in brackets at a label's end: "Quỹ MA (tr.đ)"; null for brackets that hold anything else."""
    for bracket in reversed(_BRACKETS.findall(text)):
        content = str(bracket)[1:-1].strip()
        if content and (measure_of_unit(content) != "count" or comparison_key(content) in _COUNT_UNITS):
            return content
    return None


_COUNT_UNITS = frozenset(
    {"lượt", "người", "hộ", "nhà", "suất", "đơn vị", "đoàn viên", "cđcs", "cuộc", "lớp", "vụ", "bản"}
)


def label_key(text: str) -> str:
    """One segment of a label for comparison: enumeration and "số" dropped, abbreviations spelled out."""
    folded = _ENUMERATION.sub("", comparison_key(_ENUMERATION.sub("", text.strip())))
    raw = [word for word in _LABEL_SPLIT.split(folded) if word]
    words: list[str] = []
    for place, word in enumerate(raw):
        if word in ("và", "các"):
            continue
        if word == "đv":
            before = raw[place - 1] if place else ""
            words.append("đơn vị" if before in ("cq", "quan") else "đoàn viên")
        else:
            words.append(_LABEL_ABBREVIATIONS.get(word, word))
    key = " ".join(words)
    for opening in _OPENINGS:
        key = key.removeprefix(opening)
    return key


def label_paths(text: str) -> Iterator[list[str]]:
    """Segments of a label, first with its brackets' words and then without; measure words are no part of a name."""
    for variant in dict.fromkeys((text, _BRACKETS.sub(" ", text))):
        path = [key for key in map(label_key, variant.split("/")) if key]
        named = [key for key in path if key not in _MEASURE_WORDS]
        for segments in (path, named) if path != named else (path,):
            if segments:
                yield segments


class LabelNames:
    def __init__(self, indicators: Iterable[Indicator]) -> None:
        self.labels: dict[str, tuple[str, ...]] = {}
        self.full: dict[str, str] = {}
        rows = list(indicators)
        for indicator in rows:
            self.full[indicator.code] = label_key(indicator.name_vi)
            for label in (indicator.name_vi, *indicator.labels):
                self._add("/".join(label_key(part) for part in label.split("/")), indicator.code)
        for indicator in rows:
            for alias in indicator.aliases:
                key = label_key(alias)
                if "..." not in alias and key and key not in self.labels:
                    self._add(key, indicator.code)

    def _add(self, key: str, code: str) -> None:
        if code not in self.labels.get(key, ()):
            self.labels[key] = (*self.labels.get(key, ()), code)

    def accented(self, text: str) -> tuple[str, ...]:
        """The labels that a text typed without marks may be, abbreviations spelled out."""
        bare = plain_key(label_key(with_accented_words(text, _UNACCENTED_ABBREVIATIONS)))
        named = bare
        for opening in _OPENINGS:
            named = named.removeprefix(f"{plain_key(opening)} ")
        return self._accented.get(bare) or self._accented.get(named, ())

    @cached_property
    def _accented(self) -> dict[str, tuple[str, ...]]:
        return by_plain_key(self.labels)

    @cached_property
    def plain(self) -> dict[str, tuple[str, ...]]:
        index: dict[str, tuple[str, ...]] = {}
        for key, codes in self.labels.items():
            bare = plain_key(key)
            index[bare] = tuple(dict.fromkeys((*index.get(bare, ()), *codes)))
        return index
