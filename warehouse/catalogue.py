"""Units, indicators and offices from the dbt seeds, and the names they go by.

A name resolves by its exact form, an alias, an abbreviation, or the context it stands in; never by likeness. The three
nearest entries are given only for people to choose from, where a name stays unresolved.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeVar

from rapidfuzz import fuzz, process

from warehouse.vietnamese import comparison_key, nfc, plain_key

Basis = Literal["exact", "alias", "abbreviation", "context", "none"]

FALLBACK_OFFICE = "TLD.DATA"
"""The national data team: owns what no federation's office owns."""

DEFAULT_CAP_PCT = Decimal(300)
DEFAULT_ASK_THRESHOLD_PCT = Decimal(120)

_CACHE_LIMIT = 200_000


class CatalogueError(ValueError):
    """A catalogue file that cannot be used; names the file, the line and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgUnit:
    """One organisation. ``context_aliases`` name it only under its own federation ("LĐLĐ thành phố")."""

    code: str
    name: str
    short_name: str
    aliases: tuple[str, ...]
    context_aliases: tuple[str, ...]
    level: str
    """``national``, ``province``, ``sector``, ``district``, ``cluster``, ``bloc`` or ``grassroots``."""
    kind: str
    """``union``, ``party``, ``state``, ``front`` or ``youth``."""
    parent: str | None
    province: str | None
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """One unit's place in an emulation cluster in one year."""

    group_code: str
    member_code: str
    year: int
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One thing counted. Percentages are 300, never 3.0."""

    code: str
    name_vi: str
    name_en: str
    unit_vi: str
    measure: str
    """``count``, ``money``, ``percent`` or ``ratio``."""
    value_type: str
    additive: bool
    """Adds up over units (never over periods where ``is_stock``)."""
    denominator_kind: str
    """The usual base: ``target``, ``population`` or ``none``; a prior only."""
    direction: str
    typical_period: str
    aliases: tuple[str, ...]
    """Phrases of prose; ``...`` stands for the number."""
    labels: tuple[str, ...]
    """Row and column labels of tables; ``a/b`` is a label under a heading. Some are shared: the unit decides."""
    cap_pct: Decimal
    ask_threshold_pct: Decimal
    allows_negative: bool
    is_turnout: bool
    """Counted in turns (lượt): may exceed its population."""
    is_stock: bool
    physical_ceiling: Decimal | None
    """More than any one province can have, in base units."""
    part_of: str | None
    notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who is told, in which language, by which channel."""

    office_code: str
    org_unit_code: str
    parent_office_code: str | None
    name_vi: str
    language: str
    email: str | None
    channel: str
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A near name for people to choose from; ``score`` of 100 is the same text."""

    code: str
    name: str
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What a name means, or the three nearest names where it stays open."""

    code: str | None
    candidates: tuple[Candidate, ...] = ()
    basis: Basis = "none"


class Catalogue:
    """Today's units, indicators and offices. Build it once a process: lookups are dictionary reads."""

    def __init__(
        self,
        units: Mapping[str, OrgUnit],
        indicators: Mapping[str, Indicator],
        offices: Mapping[str, Office],
        memberships: Iterable[Membership] = (),
    ) -> None:
        self.units = units
        self.indicators = indicators
        self.offices = offices
        self.memberships = tuple(memberships)
        _check_parents(units)
        self._unit_cache: dict[tuple[str, str | None, str | None], Resolution] = {}
        self._indicator_cache: dict[tuple[str, str | None], Resolution] = {}

    @classmethod
    def load(cls, seeds: Path, extra: Path | None = None) -> Catalogue:
        """Read ``seeds/*.csv`` and, where present, ``extra/*.csv`` of the same columns.

        A row of ``extra`` with the code of a seed's row replaces it. Raises ``CatalogueError`` for a file that cannot
        be used.
        """
        folders = [seeds] if extra is None else [seeds, extra]
        units = _read(folders, "org_units.csv", _unit, lambda row: row.code)
        indicators = _read(folders, "indicators.csv", _indicator, lambda row: row.code)
        offices = _read(folders, "offices.csv", _office, lambda row: row.office_code)
        memberships = _read(
            folders, "org_memberships.csv", _membership, lambda row: f"{row.group_code}|{row.member_code}|{row.year}"
        )
        return cls(units, indicators, offices, memberships.values())

    def resolve_unit(self, text: str, *, within: str | None = None, province: str | None = None) -> Resolution:
        """The unit a name means.

        ``within`` is the code of the sender or parent: a short name ("H. Hàm Yên", "LĐLĐ tỉnh") means a unit below it,
        else below the nearest of its ancestors that has one. ``province`` is a province's name, used the same way.
        """
        asked = (text, within, province)
        known = self._unit_cache.get(asked)
        if known is None:
            if len(self._unit_cache) >= _CACHE_LIMIT:
                self._unit_cache.clear()
            known = self._unit_cache[asked] = self._resolve_unit(text, within, province)
        return known

    def resolve_indicator(self, text: str, *, unit_of_measure: str | None = None) -> Resolution:
        """The indicator a table's label means: a row label, or a column path joined by ``/``.

        Leading headings of a path are dropped until the rest is a known label. Labels shared by a count and a share
        are decided by the unit of measure.
        """
        asked = (text, unit_of_measure)
        known = self._indicator_cache.get(asked)
        if known is None:
            if len(self._indicator_cache) >= _CACHE_LIMIT:
                self._indicator_cache.clear()
            known = self._indicator_cache[asked] = self._resolve_indicator(text, unit_of_measure)
        return known

    def owner_office(self, unit_code: str | None) -> str:
        """The office that answers for a unit: its own or its nearest ancestor's active one, else the data team's."""
        chain = [unit_code, *self.ancestors(unit_code)] if unit_code in self.units else []
        for code in chain:
            office = self._active_offices.get(str(code))
            if office is not None:
                return office
        return FALLBACK_OFFICE

    def ancestors(self, code: str | None) -> tuple[str, ...]:
        """Codes above a unit, nearest first; empty for an unknown code."""
        return tuple(self._climb(code))

    def descendants(self, code: str) -> frozenset[str]:
        """Codes below a unit at any depth, itself excluded."""
        found: set[str] = set()
        open_codes = [code]
        while open_codes:
            children = self._children.get(open_codes.pop(), ())
            found.update(children)
            open_codes.extend(children)
        return frozenset(found)

    def members(self, group_code: str, year: int) -> tuple[str, ...]:
        """Member units of an emulation cluster in a year, in code order; empty where the register has none."""
        return tuple(sorted(m.member_code for m in self.memberships if m.group_code == group_code and m.year == year))

    def _climb(self, code: str | None) -> Iterator[str]:
        unit = self.units.get(code) if code else None
        while unit is not None and unit.parent is not None:
            yield unit.parent
            unit = self.units.get(unit.parent)

    def _is_under(self, code: str, root: str) -> bool:
        return code == root or root in self._climb(code)

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        children: dict[str, list[str]] = defaultdict(list)
        for unit in self.units.values():
            if unit.parent is not None:
                children[unit.parent].append(unit.code)
        return children

    @cached_property
    def _active_offices(self) -> dict[str, str]:
        offices = sorted(self.offices.values(), key=lambda office: office.office_code, reverse=True)
        return {office.org_unit_code: office.office_code for office in offices if office.is_active}

    # Units

    @cached_property
    def _unit_names(self) -> _UnitNames:
        return _UnitNames(self.units.values())

    def _resolve_unit(self, text: str, within: str | None, province: str | None) -> Resolution:
        names = self._unit_names
        spellings = list(names.spellings(text))
        province_key = _province_key(province) if province else None
        if province_key is None and within is not None and within in self.units:
            province_key = _province_key(self.units[within].province or "") or None
        for key in spellings:
            code = self._strong(names.strong.get(key, ()), within, province_key)
            if code is not None:
                return Resolution(code=code, basis=_basis(text, self.units[code]))
        for key, own_province in itertools.chain.from_iterable(map(names.without_province, spellings)):
            code = self._in_context(key, within, own_province or province_key)
            if code is not None:
                return Resolution(code=code, basis="context")
        for index in (names.plain,) if text.isascii() else ():
            code = self._strong(index.get(plain_key(spellings[0]), ()) if spellings else (), within, province_key)
            if code is not None:
                return Resolution(code=code, basis="alias")
        return Resolution(code=None, candidates=self._nearest_units(spellings, within))

    def _strong(self, codes: Iterable[str], within: str | None, province_key: str | None) -> str | None:
        """The one unit of a full name; among namesakes the one in the context."""
        found = list(codes)
        if len(found) == 1:
            return found[0] if self._may_be_meant(found[0], province_key) else None
        return self._nearest_in_tree(found, within) or self._only(self._in_province(found, province_key))

    def _may_be_meant(self, code: str, province_key: str | None) -> bool:
        """A grassroots name of one province does not answer for another's: the catalogue may lack the namesake."""
        unit = self.units[code]
        if unit.level != "grassroots" or province_key is None or unit.province is None:
            return True
        return _province_key(unit.province) == province_key

    def _in_context(self, key: str, within: str | None, province_key: str | None) -> str | None:
        names = self._unit_names
        own = [code for code in names.own.get(key, ()) if within is not None and self._is_under(within, code)]
        if len(own) == 1:
            return own[0]
        weak = list(names.weak.get(key, ()))
        if within is not None and self.units.get(within) is not None:
            found = self._nearest_in_tree(weak, within)
            if found is not None or self.units[within].province is not None:
                return found
        return self._only(self._in_province(weak, province_key))

    def _nearest_in_tree(self, codes: list[str], within: str | None) -> str | None:
        """The one code under ``within`` or under its nearest ancestor with any; national units are no context."""
        if not codes or within is None or within not in self.units:
            return None
        for root in (within, *self._climb(within)):
            if self.units[root].level == "national":
                break
            below = [code for code in codes if self._is_under(code, root)]
            if below:
                return self._only(below)
        return None

    def _in_province(self, codes: Iterable[str], province_key: str | None) -> list[str]:
        if province_key is None:
            return []
        return [code for code in codes if _province_key(self.units[code].province or "") == province_key]

    @staticmethod
    def _only(codes: list[str]) -> str | None:
        return codes[0] if len(codes) == 1 else None

    def _nearest_units(self, spellings: list[str], within: str | None) -> tuple[Candidate, ...]:
        names = self._unit_names
        choices: dict[str, str] = names.full
        if within is not None and within in self.units:
            below = self.descendants(within) | {within}
            choices = {code: names.full[code] for code in below} if len(below) > 1 else names.full
        return _nearest(spellings[0] if spellings else "", choices, lambda code: self.units[code].name)

    # Indicators

    @cached_property
    def _label_names(self) -> _LabelNames:
        return _LabelNames(self.indicators.values())

    def _resolve_indicator(self, text: str, unit_of_measure: str | None) -> Resolution:
        names = self._label_names
        unit = unit_of_measure or _unit_in_label(text)
        for path in _label_paths(text):
            for start in range(len(path)):
                key = "/".join(path[start:])
                codes = names.labels.get(key) or (names.plain.get(plain_key(key), ()) if text.isascii() else ())
                code = self._of_measure(codes, unit, text)
                if code is not None:
                    exact = comparison_key(text) == comparison_key(self.indicators[code].name_vi)
                    return Resolution(code=code, basis="exact" if exact else "alias")
                if codes:
                    near = tuple(Candidate(code=c, name=self.indicators[c].name_vi, score=100) for c in codes[:3])
                    return Resolution(code=None, candidates=near)
        wanted = next(iter(_label_paths(text)), [""])[-1]
        return Resolution(
            code=None, candidates=_nearest(wanted, names.full, lambda code: self.indicators[code].name_vi)
        )

    def _of_measure(self, codes: Iterable[str], unit: str | None, text: str) -> str | None:
        """The one indicator among those of a label whose measure the unit allows."""
        found = list(codes)
        if unit is None:
            if len(found) < 2:
                return self._only(found)
            shares = [code for code in found if self.indicators[code].measure == "percent"]
            rest = [code for code in found if code not in shares]
            return self._only(shares if _SHARE.search(comparison_key(text)) else rest)
        kind = measure_of_unit(unit)
        return self._only([c for c in found if self.indicators[c].measure in _COMPATIBLE[kind]])


# Spelling of unit names

_UNIT_ABBREVIATIONS = {
    "lđlđ": "liên đoàn lao động",
    "tlđ": "tổng liên đoàn",
    "tlđlđ": "tổng liên đoàn lao động",
    "tổnglđ": "tổng liên đoàn",
    "cđ": "công đoàn",
    "cđcs": "công đoàn cơ sở",
    "cđvc": "công đoàn viên chức",
    "cđvcvn": "công đoàn viên chức việt nam",
    "cđn": "công đoàn",
    "kcn": "khu công nghiệp",
    "kkt": "khu kinh tế",
    "gd": "giáo dục",
    "gdđt": "giáo dục đào tạo",
    "gd&đt": "giáo dục đào tạo",
    "vp": "văn phòng",
    "vpqh": "văn phòng quốc hội",
    "mttq": "mặt trận tổ quốc",
    "đuk": "đảng ủy khối",
    "ub": "ủy ban",
    "btv": "ban thường vụ",
    "bch": "ban chấp hành",
    "tp": "thành phố",
    "tx": "thị xã",
    "tw": "trung ương",
    "vn": "việt nam",
    "lhtn": "liên hiệp thanh niên",
    "mn": "mầm non",
}
_PLACE_LETTERS = {"h": "huyện", "t": "tỉnh", "p": "phường", "x": "xã", "q": "quận", "tt": "thị trấn"}
_PLACE_WORDS = ("tỉnh", "thành phố", "huyện", "thị xã", "quận", "đặc khu", "phường", "xã", "thị trấn")
_PLACE = "|".join(_PLACE_WORDS)
_SILENT = frozenset({"ngành", "các", "và", "của", "&", "với"})
_SPLIT = re.compile(r"[\s,;:\-–—/\"“”'‘’()|_]+")
_GLOSS = re.compile(r"\(\s*(?:\d+|[a-zđư]{2,8})\s*\)")
_CENTRAL = re.compile(r"\bt\s?\.\s?[ưw]\b\.?")
_BODY = re.compile(r"^(?:ban thường vụ|ban chấp hành|thường trực) (?=(?:tổng )?liên đoàn|công đoàn|cụm |khối )")
_GROUP = re.compile(r"^(cụm|khối)(?: thi đua)?(?: số)? (\d{1,3}|[ivx]{1,5})(?![\w])")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_FEDERATION = re.compile(rf"^liên đoàn lao động ((?:{_PLACE}) )?(.+)$")
_FEDERATION_TYPE = re.compile(rf"^liên đoàn lao động ({_PLACE})(?= )")
_DOTTED = re.compile(r"^([a-zđ]{1,2})\.(.+)$")


def unit_key(text: str) -> str:
    """A unit's name for comparison: one tone placement, abbreviations spelled out, group numbers without zeros."""
    folded = _CENTRAL.sub("trung ương", _GLOSS.sub(" ", comparison_key(text)))
    words: list[str] = []
    raw = [word for word in _SPLIT.split(folded) if word]
    for place, word in enumerate(raw):
        bare = word.rstrip(".")
        if bare in _SILENT or not bare:
            continue
        if bare in _PLACE_LETTERS and place + 1 < len(raw):
            words.append(_PLACE_LETTERS[bare])
        else:
            words.append(_UNIT_ABBREVIATIONS.get(bare, bare))
    key = _BODY.sub("", " ".join(words).replace("uỷ", "ủy"))
    return _GROUP.sub(_group_number, key)


def _group_number(match: re.Match[str]) -> str:
    number = match.group(2)
    value = int(number) if number.isdigit() else _ROMAN.get(number)
    return match.group(0) if value is None else f"{match.group(1)} thi đua {value}"


def _province_key(province: str) -> str:
    return re.sub(rf"^(?:{_PLACE}) ", "", comparison_key(province))


class _UnitNames:
    """Keys of every name: ``strong`` alone suffice, ``weak`` need a context, ``own`` need the sender to be below."""

    def __init__(self, units: Iterable[OrgUnit]) -> None:
        self.strong: dict[str, tuple[str, ...]] = {}
        self.weak: dict[str, tuple[str, ...]] = {}
        self.own: dict[str, tuple[str, ...]] = {}
        self.full: dict[str, str] = {}
        self.provinces: frozenset[str]
        places: set[str] = set()
        provinces: set[str] = set()
        for unit in units:
            self._add(unit, places)
            if unit.province:
                provinces.add(_province_key(unit.province))
        self.provinces = frozenset(provinces)
        self._initials = _initials(places | provinces)

    def _add(self, unit: OrgUnit, places: set[str]) -> None:
        strong = dict.fromkeys(unit_key(name) for name in (unit.name, unit.short_name, *unit.aliases) if name)
        self.full[unit.code] = next(iter(strong), "")
        weak: dict[str, None] = dict.fromkeys(unit_key(name) for name in unit.context_aliases)
        own: dict[str, None] = {}
        province = _province_key(unit.province) if unit.province else None
        for key in strong:
            if unit.kind == "union":
                for short in _federation_places(key):
                    weak[short] = None
                    places.add(short)
                federation = _FEDERATION_TYPE.match(key)
                if federation:
                    (weak if unit.level == "province" else own)[federation.group(0)] = None
            if province and unit.level in ("sector", "bloc"):
                bare = key.removesuffix(f" tỉnh {province}").removesuffix(f" thành phố {province}")
                if bare != key:
                    weak[bare] = None
                    weak[f"{bare} tỉnh"] = None
            group = _GROUP.match(key)
            if group and group.group(0) != key:
                weak[group.group(0)] = None
        for index, keys in ((self.strong, strong), (self.weak, weak), (self.own, own)):
            for key in keys:
                if key and unit.code not in index.get(key, ()):
                    index[key] = (*index.get(key, ()), unit.code)

    @cached_property
    def plain(self) -> dict[str, tuple[str, ...]]:
        """Strong names without marks, for text typed without accents."""
        index: dict[str, tuple[str, ...]] = {}
        for key, codes in self.strong.items():
            bare = plain_key(key)
            index[bare] = tuple(dict.fromkeys((*index.get(bare, ()), *codes)))
        return index

    def spellings(self, text: str) -> Iterator[str]:
        """The ways an abbreviated name can be spelled out, the likeliest first."""
        key = unit_key(text)
        options = [self._word_options(word) for word in key.split(" ")]
        for words in itertools.islice(itertools.product(*options), 16):
            yield _GROUP.sub(_group_number, " ".join(words))

    def _word_options(self, word: str) -> list[str]:
        """``t.quang`` → Tuyên Quang; ``h.hàm`` → huyện Hàm; any other word as it is."""
        dotted = _DOTTED.match(word)
        if dotted is None:
            return [word]
        options = list(self._initials.get(word, ()))
        head, rest = dotted.groups()
        spelled = _PLACE_LETTERS.get(head) or _UNIT_ABBREVIATIONS.get(head)
        if spelled is not None:
            options.append(f"{spelled} {rest}")
        return options or [word]

    def without_province(self, key: str) -> Iterator[tuple[str, str | None]]:
        """The key as it is, then without the province it ends on, which then is its context."""
        yield key, None
        words = key.split(" ")
        for count in (2, 3, 1, 4):
            tail = " ".join(words[-count:])
            if count < len(words) and tail in self.provinces:
                rest = words[:-count]
                yield " ".join(rest), tail
                if rest and rest[-1] == "tỉnh":
                    yield " ".join(rest[:-1]), tail


def _federation_places(key: str) -> Iterator[str]:
    """``liên đoàn lao động huyện hàm yên`` is also called by its place, with or without the word huyện."""
    match = _FEDERATION.match(key)
    if match:
        kind, place = match.groups()
        yield place
        if kind:
            yield f"{kind}{place}"


def _initials(places: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """``t.quang`` → (tuyên quang,) for every place of two words or more."""
    index: dict[str, tuple[str, ...]] = {}
    for place in sorted(places):
        first, _, rest = place.partition(" ")
        if rest and " " not in rest:
            short = f"{first[0]}.{rest}"
            index[short] = (*index.get(short, ()), place)
    return index


def _basis(text: str, unit: OrgUnit) -> Basis:
    key = comparison_key(text)
    if key == comparison_key(unit.name):
        return "exact"
    return "alias" if key in {comparison_key(n) for n in (unit.short_name, *unit.aliases)} else "abbreviation"


# Spelling of indicator labels

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
_MEASURE_WORDS = frozenset(
    {
        "giao", "chỉ tiêu", "chỉ tiêu giao", "được giao", "th", "thực hiện", "kết quả", "kết quả thực hiện", "kq", "kh",
        "kế hoạch", "%", "tỷ lệ", "tỷ lệ %", "% đạt", "đạt", "đạt %", "tỷ lệ đạt", "% kế hoạch", "% kh", "ct",
        "ct giao", "lũy kế", "lũy kế 6t", "tổng",
    }
)  # fmt: skip
_SHARE = re.compile(r"tỷ lệ|tỉ lệ|%")
_ENUMERATION = re.compile(r"^(?:[-+*•–]+|\(?(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,5}|[a-zđ])[.)]+)\s*")
_BRACKETS = re.compile(r"\([^()]*\)")
_LABEL_SPLIT = re.compile(r"[\s,;:.\-–—\"“”'‘’()&]+")
_MONEY_UNIT = re.compile(r"đồng|vnđ|\btr\b|triệu|\btỷ\b|\btỉ\b|nghìn|ngàn|1\.?000\s?đ|(?:^|[\s.])đ$|\btrđ\b|tr\.?\s?đ")
_COMPATIBLE = {"percent": ("percent",), "money": ("money",), "count": ("count", "ratio")}


def measure_of_unit(unit: str) -> Literal["percent", "money", "count"]:
    """What a unit of measure as written counts: "%" a share, "tr.đ" money, "hộ" things."""
    key = comparison_key(unit)
    if "%" in unit or key in ("phần trăm", "tỷ lệ"):
        return "percent"
    return "money" if _MONEY_UNIT.search(key) else "count"


def _unit_in_label(text: str) -> str | None:
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
    for opening in ("trong đó ", "số lượng ", "số "):
        key = key.removeprefix(opening)
    return key


def _label_paths(text: str) -> Iterator[list[str]]:
    """Segments of a label, first with its brackets' words and then without; measure words are no part of a name."""
    for variant in dict.fromkeys((text, _BRACKETS.sub(" ", text))):
        path = [key for key in map(label_key, variant.split("/")) if key]
        named = [key for key in path if key not in _MEASURE_WORDS]
        for segments in (path, named) if path != named else (path,):
            if segments:
                yield segments


class _LabelNames:
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

    @cached_property
    def plain(self) -> dict[str, tuple[str, ...]]:
        index: dict[str, tuple[str, ...]] = {}
        for key, codes in self.labels.items():
            bare = plain_key(key)
            index[bare] = tuple(dict.fromkeys((*index.get(bare, ()), *codes)))
        return index


def _nearest(wanted: str, choices: Mapping[str, str], name: Callable[[str], str]) -> tuple[Candidate, ...]:
    """The three most alike, for people; ties in code order."""
    if not wanted:
        return ()
    found = process.extract(wanted, choices, scorer=fuzz.ratio, limit=3)
    return tuple(Candidate(code=code, name=name(code), score=int(score)) for _, score, code in found)


# Reading the CSV files

Row = Mapping[str, str]
T = TypeVar("T")


def _read(folders: Iterable[Path], file: str, build: Callable[[Row], T], key: Callable[[T], str]) -> dict[str, T]:
    """Rows of one file over the folders; a later folder's row replaces an earlier one's of the same key."""
    rows: dict[str, T] = {}
    for folder in folders:
        path = folder / file
        if not path.exists():
            continue
        seen: set[str] = set()
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            for raw in reader:
                try:
                    row = build({name: nfc((value or "").strip()) for name, value in raw.items() if name})
                except (KeyError, ValueError, InvalidOperation) as error:
                    raise CatalogueError(
                        f"{file}, line {reader.line_num}: {error!r}. Correct this line; columns are those of the seed."
                    ) from error
                if key(row) in seen:
                    raise CatalogueError(f"{file}, line {reader.line_num}: {key(row)} stands twice. Keep one line.")
                seen.add(key(row))
                rows[key(row)] = row
    return rows


def _unit(row: Row) -> OrgUnit:
    return OrgUnit(
        code=_required(row, "code"),
        name=_required(row, "name"),
        short_name=row["short_name"] or row["name"],
        aliases=_list(row["aliases"]),
        context_aliases=_list(row.get("context_aliases", "")),
        level=_required(row, "level"),
        kind=_required(row, "kind"),
        parent=row["parent"] or None,
        province=row["province"] or None,
        valid_from=_date(row["valid_from"]),
        valid_to=_date(row["valid_to"]),
    )


def _membership(row: Row) -> Membership:
    return Membership(
        group_code=_required(row, "group_code"),
        member_code=_required(row, "member_code"),
        year=int(row["year"]),
        role=row["role"],
    )


def _indicator(row: Row) -> Indicator:
    return Indicator(
        code=_required(row, "code"),
        name_vi=_required(row, "name_vi"),
        name_en=row["name_en"],
        unit_vi=row["unit_vi"],
        measure=_required(row, "measure"),
        value_type=row["value_type"],
        additive=_flag(row["additive"]),
        denominator_kind=row["denominator_kind"],
        direction=row["direction"],
        typical_period=row["typical_period"],
        aliases=_list(row["aliases"]),
        labels=_list(row["labels"]),
        cap_pct=Decimal(row["cap_pct"]) if row["cap_pct"] else DEFAULT_CAP_PCT,
        ask_threshold_pct=Decimal(row["ask_threshold_pct"]) if row["ask_threshold_pct"] else DEFAULT_ASK_THRESHOLD_PCT,
        allows_negative=_flag(row["allows_negative"]),
        is_turnout=_flag(row["is_turnout"]),
        is_stock=_flag(row["is_stock"]),
        physical_ceiling=Decimal(row["physical_ceiling"]) if row["physical_ceiling"] else None,
        part_of=row["part_of"] or None,
        notes=row["notes"],
    )


def _office(row: Row) -> Office:
    return Office(
        office_code=_required(row, "office_code"),
        org_unit_code=_required(row, "org_unit_code"),
        parent_office_code=row["parent_office_code"] or None,
        name_vi=row["name_vi"],
        language=row["language"] or "vi",
        email=row["email"] or None,
        channel=row["channel"] or "email",
        is_active=_flag(row["is_active"]),
    )


def _required(row: Row, column: str) -> str:
    if not row[column]:
        raise ValueError(f"{column} is empty")
    return row[column]


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _date(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _flag(cell: str) -> bool:
    if cell not in ("", "true", "false"):
        raise ValueError(f"{cell!r} is neither true nor false")
    return cell == "true"


def _check_parents(units: Mapping[str, OrgUnit]) -> None:
    for unit in units.values():
        if unit.parent is not None and unit.parent not in units:
            raise CatalogueError(
                f"org_units.csv: {unit.code} has the unknown parent {unit.parent}. Add it or correct it."
            )
    settled: set[str] = set()
    for unit in units.values():
        chain: set[str] = set()
        code: str | None = unit.code
        while code is not None and code not in settled:
            if code in chain:
                raise CatalogueError(f"org_units.csv: {code} is its own ancestor. Correct its parent.")
            chain.add(code)
            code = units[code].parent
        settled |= chain
