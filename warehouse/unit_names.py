"""How units are written: abbreviations, places, clusters, and the index of the names they go by."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from warehouse.catalogue_rows import OrgUnit
from warehouse.vietnamese import by_plain_key, comparison_key, plain_key, with_accented_words

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


_UNACCENTED_ABBREVIATIONS = {plain_key(short): short for short in _UNIT_ABBREVIATIONS if plain_key(short) != short}
_UNACCENTED_SILENT = frozenset(map(plain_key, _SILENT))


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


def province_key(province: str) -> str:
    return re.sub(rf"^(?:{_PLACE}) ", "", comparison_key(province))


class UnitNames:
    """Keys of every name: ``strong`` alone suffice, ``weak`` need a context, ``own`` need the sender to be below."""

    def __init__(self, units: Iterable[OrgUnit], former: Callable[[str], Iterable[str]] = lambda _: ()) -> None:
        """``former`` gives the names a unit no longer has: they mean it still, where no other unit is called so."""
        self.strong: dict[str, tuple[str, ...]] = {}
        self.weak: dict[str, tuple[str, ...]] = {}
        self.own: dict[str, tuple[str, ...]] = {}
        self.full: dict[str, str] = {}
        self.provinces: frozenset[str]
        places: set[str] = set()
        provinces: set[str] = set()
        for unit in units:
            self._add(unit, places, former(unit.code))
            if unit.province:
                provinces.add(province_key(unit.province))
        self.provinces = frozenset(provinces)
        self._initials = _initials(places | provinces)

    def _add(self, unit: OrgUnit, places: set[str], former: Iterable[str]) -> None:
        names = (unit.name, unit.short_name, *unit.aliases, *former)
        strong = dict.fromkeys(unit_key(name) for name in names if name)
        self.full[unit.code] = next(iter(strong), "")
        weak: dict[str, None] = dict.fromkeys(unit_key(name) for name in unit.context_aliases)
        own: dict[str, None] = {}
        province = province_key(unit.province) if unit.province else None
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

    def accented(self, text: str) -> tuple[str, ...]:
        """The names that a text typed without marks may be, in any context, abbreviations spelled out."""
        bare = plain_key(unit_key(with_accented_words(text, _UNACCENTED_ABBREVIATIONS)))
        spoken = " ".join(word for word in bare.split(" ") if word not in _UNACCENTED_SILENT)
        return self._accented.get(bare) or self._accented.get(spoken, ())

    @cached_property
    def _accented(self) -> dict[str, tuple[str, ...]]:
        names = dict.fromkeys((*self.strong, *self.weak, *self.own))
        return by_plain_key(names)

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
    """``liên đoàn lao động huyện hàm yên`` is also called by its place, with or without the words around it."""
    match = _FEDERATION.match(key)
    if match:
        kind, place = match.groups()
        yield place
        if kind:
            yield f"{kind}{place}"
            yield f"liên đoàn lao động {place}"


def _initials(places: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """``t.quang`` → (tuyên quang,) for every place of two words or more."""
    index: dict[str, tuple[str, ...]] = {}
    for place in sorted(places):
        first, _, rest = place.partition(" ")
        if rest and " " not in rest:
            short = f"{first[0]}.{rest}"
            index[short] = (*index.get(short, ()), place)
    return index
