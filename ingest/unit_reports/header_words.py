"""The vocabulary of column headings and row labels, from ``layouts/header_words.yml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ingest.unit_reports.values import unit_in_brackets
from warehouse.vietnamese import comparison_key

LAYOUTS_FOLDER = Path(__file__).parent / "layouts"
_HEADER_WORDS_FILE = "header_words.yml"

_YEAR = re.compile(r"[\s,]*(?:năm\s*)?(?<!\d)(?:19|20)\d{2}(?!\d)")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_LABEL_LENGTH = 80
_KEPT_ROLES = 1 << 13
_SCORE = re.compile(
    r"(?<!địa )(?<!thời )(?<!trọng )(?<!cao )(?<!đặc )\bđiểm\b(?! (?:sinh hoạt|đến|bán|trường|cầu))"
    r"|\btự chấm\b|\bthẩm định\b|(?:xếp hạng|thứ hạng|xếp thứ)\b"
)
"""Points and places in a ranking, as comparison keys."""


class Role(StrEnum):
    """What a column holds."""

    ORDINAL = "ordinal"
    INDICATOR = "indicator"
    ORG_UNIT = "org_unit"
    UNIT_OF_MEASURE = "unit_of_measure"
    TARGET = "target"
    RESULT = "result"
    PERCENT = "percent"
    RATIO = "ratio"
    NOTE = "note"
    COMPARISON = "comparison"
    IGNORED = "ignored"
    """Known, and no figure of ours: a code, a name of a person, a column another form keeps."""

    @property
    def is_value(self) -> bool:
        """Its cells hold figures."""
        return self in (Role.TARGET, Role.RESULT, Role.PERCENT, Role.RATIO)


_MAIN_ROLES = (Role.INDICATOR, Role.ORG_UNIT)


class LayoutError(ValueError):
    """A layout file that cannot be used; names the file and what to do."""


@dataclass(frozen=True, slots=True)
class RatioHeading:
    """A heading of one column for result and base together: what is counted, and what the base is."""

    subject: str
    is_population: bool


@dataclass(frozen=True)
class HeaderWords:
    """Headings by role, and the other words a table is read by, all as comparison keys."""

    roles: dict[str, Role]
    cumulative: tuple[str, ...]
    ratio_target: frozenset[str]
    ratio_result: frozenset[str]
    ratio_population: frozenset[str]
    scope_columns: frozenset[str]
    whole_columns: frozenset[str]
    number_only: frozenset[str]
    period_columns: frozenset[str]
    total_rows: re.Pattern[str]
    derived_rows: re.Pattern[str]
    footers: re.Pattern[str]
    ditto: frozenset[str]
    paths: Mapping[str, Role] = field(default_factory=dict)
    """Roles of columns a layout declares by their whole path, as ``path_key``."""
    _known: dict[str, Role | None] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Roles already asked for: every stage asks for every heading's."""

    def with_columns(self, columns: Mapping[str, Role]) -> HeaderWords:
        """The vocabulary with a layout's own columns, whose roles go before all others."""
        paths = {path_key(path): role for path, role in columns.items()}
        leaves = {comparison_key(_YEAR.sub("", path.rpartition(" / ")[2])): role for path, role in columns.items()}
        tops = {path_key(path.partition(" / ")[0]): role for path, role in columns.items() if role in _MAIN_ROLES}
        return replace(self, paths=paths, roles={**self.roles, **leaves, **tops})

    def role(self, heading: str) -> Role | None:
        """The role a heading names on its own; null for an indicator's or a group's name."""
        if not heading or len(heading) > _LABEL_LENGTH:
            return None
        if heading not in self._known:
            if len(self._known) >= _KEPT_ROLES:
                self._known.clear()
            self._known[heading] = self._role(heading)
        return self._known[heading]

    def _role(self, heading: str) -> Role | None:
        key = comparison_key(heading)
        known = self.roles.get(key)
        if known is None:
            known = self.roles.get(comparison_key(_YEAR.sub("", key)))
        if known is None and unit_in_brackets(heading) is not None:
            # "Thực hiện (triệu đồng)": the draft takes the unit from the heading.
            known = self.roles.get(comparison_key(_BRACKETED.sub(" ", _YEAR.sub("", heading))))
        if known is None and self.is_cumulative(heading):
            known = Role.RESULT
        return known

    def is_cumulative(self, heading: str) -> bool:
        return comparison_key(heading).startswith(self.cumulative)

    def ratio_heading(self, heading: str) -> RatioHeading | None:
        """``Kết nạp ĐV/chỉ tiêu`` → subject "Kết nạp ĐV"; null for a heading that names no base."""
        for bracket in _BRACKETED.finditer(heading):
            result, slash, base = bracket.group(1).replace("／", "/").partition("/")
            if slash and comparison_key(result) in self.ratio_result and self._is_base(base):
                return self._ratio_heading(heading[: bracket.start()] + heading[bracket.end() :], base)
        subject, slash, base = heading.replace("／", "/").rpartition("/")
        if slash and subject.strip() and self._is_base(base):
            without_result = re.sub(
                rf"[\s(,-]*\b(?:{'|'.join(sorted(self.ratio_result))})\s*$", "", subject, flags=re.I
            )
            return self._ratio_heading(without_result or subject, base)
        return None

    def _is_base(self, text: str) -> bool:
        key = comparison_key(text)
        return key in self.ratio_target or key in self.ratio_population

    def _ratio_heading(self, subject: str, base: str) -> RatioHeading:
        return RatioHeading(" ".join(subject.split()), comparison_key(base) in self.ratio_population)

    def is_total(self, label: str) -> bool:
        return self.total_rows.match(comparison_key(label)) is not None

    def is_derived(self, label: str) -> bool:
        """A row computed from others that is no figure of anyone's: a difference, a rounding."""
        return self.derived_rows.match(comparison_key(label)) is not None

    def is_score(self, heading: str) -> bool:
        """A column of points or of places in a ranking, which are nobody's results."""
        return _SCORE.search(comparison_key(heading)) is not None

    def is_number_only(self, heading: str) -> bool:
        """A heading of values that says neither that they are planned nor that they are done."""
        return comparison_key(_BRACKETED.sub(" ", _YEAR.sub("", heading))) in self.number_only

    def is_person(self, heading: str) -> bool:
        """A column of people's names."""
        return comparison_key(heading) in ("họ và tên", "họ tên", "tên đoàn viên", "họ tên đoàn viên")

    def is_footer(self, text: str) -> bool:
        return self.footers.match(comparison_key(text)) is not None

    def is_ditto(self, text: str) -> bool:
        return text.strip().casefold() in self.ditto


@cache
def header_words() -> HeaderWords:
    """The vocabulary, read once a process."""
    raw = read_vocabulary()
    roles: dict[str, Role] = {}
    for name, words in raw["roles"].items():
        for word in words:
            roles.setdefault(comparison_key(word), Role(name))
    return HeaderWords(
        roles=roles,
        cumulative=tuple(map(comparison_key, raw["cumulative"])),
        ratio_target=_keys(raw["ratio_target_words"]),
        ratio_result=_keys(raw["ratio_result_words"]),
        ratio_population=_keys(raw["ratio_population_words"]),
        scope_columns=_keys(raw["scope_columns"]),
        whole_columns=_keys(raw["whole_columns"]),
        number_only=_keys(raw["number_only"]),
        period_columns=_keys(raw["period_columns"]),
        total_rows=_total(raw["total_rows"]),
        derived_rows=_opening(raw["derived_rows"]),
        footers=_opening(raw["footers"]),
        ditto=frozenset(word.strip().casefold() for word in raw["ditto"]),
    )


def read_vocabulary() -> dict[str, Any]:
    """The words of ``header_words.yml`` as written, by what they mean."""
    return read_layout_file(LAYOUTS_FOLDER / _HEADER_WORDS_FILE)


def path_key(path: str) -> str:
    """A column's headings joined by " / " for comparison: without case, years and outer punctuation."""
    return " / ".join(comparison_key(_YEAR.sub("", part)) or comparison_key(part) for part in path.split(" / "))


def layout_files(own: Path | None = None) -> tuple[Path, ...]:
    """The declared layouts in name order; ``own`` is a folder of a federation's own ones, which need not exist."""
    folders = [LAYOUTS_FOLDER] if own is None else [LAYOUTS_FOLDER, own]
    return tuple(path for folder in folders for path in sorted(folder.glob("*.yml")) if path.name != _HEADER_WORDS_FILE)


def read_layout_file(path: Path) -> dict[str, Any]:
    """The mapping a layout file holds. Raises LayoutError where it is none."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise LayoutError(f"{path.name}: {error}. Correct the file.") from error
    if not isinstance(raw, dict):
        raise LayoutError(f"{path.name}: expected a mapping of keys. Correct the file.")
    return raw


def _keys(words: list[str]) -> frozenset[str]:
    return frozenset(map(comparison_key, words))


def _total(words: list[str]) -> re.Pattern[str]:
    """A total's label whole, or before a count or a scope; "Tổng công ty" is a unit."""
    scope = r"\s*(?:[:(\d].*|[ivx]+(?:\s*\+.*)?|(?:toàn|các|chung|cụm|khối|tỉnh|huyện|thành phố|đơn vị)\b.*)"
    return re.compile(rf"(?:{_longest_first(words)})(?:{scope})?\Z")


def _opening(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{_longest_first(words)})(?!\w)")


def _longest_first(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted({comparison_key(word) for word in words}, key=len, reverse=True)))
