"""Which organisation an article reports for, and whose figure a clause states."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from ingest.news.clauses import Segmented
from ingest.news.lexicon import compiled
from ingest.vietnamese.composed import ComposedText
from warehouse.catalogue import Catalogue

_WORD = r"[^\W\d_][\w.]*"
_UNIT_RE = compiled(
    r"(?<!\w)(?:cụm|khối)\s+(?:thi đua\s+)?(?:số\s+)?(?:\d{1,2}|[ivx]{1,4})(?!\w)"
    r"(?:\s+(?:công đoàn viên chức việt nam))?",
    rf"(?<!\w)(?:liên đoàn lao động|lđlđ)(?:\s*\(\s*lđlđ\s*\))?\s+(?:tỉnh|thành phố|tp\.?|huyện|thị xã|quận)"
    rf"(?:\s+{_WORD}){{0,3}}",
    rf"(?<!\w)công đoàn\s+(?:viên chức|ngành|các khu|khu|khối|cơ quan|giáo dục|y tế|cơ sở|tỉnh|tổng)"
    rf"(?:\s+{_WORD}){{1,8}}",
    r"(?<!\w)tổng (?:liên đoàn(?: lao động)?|lđlđ)(?: việt nam)?",
    r"(?<!\w)(?:liên đoàn lao động|lđlđ) các huyện, thành phố",
)
_PROVINCE_RE = compiled(rf"(?<!\w)(?:tỉnh|thành phố)\s+({_WORD}(?:\s+{_WORD}){{0,3}})")
_HEARS_RE = compiled(r"(?<!\w)(?:nghe|làm việc (?:với|tại)|kiểm tra|giám sát|thẩm định|khảo sát|dự)(?!\w)")
_SENTENCE_END_RE = re.compile(r"[.!?;\n]")
_NO_NAME_RE = compiled(
    r"\s(?:vinh dự|được|đã|vừa|sẽ|có|là|tổ chức|phối hợp|tặng|trao|khen|đón nhận|làm|năm|trong|tại)(?!\w)"
)
_GIVES_RE = compiled(
    r"\s*(?:đã |vừa )?(?:tặng|trao|khen|giao|quyết định|biểu dương|phát động|công nhận|đề nghị|yêu cầu)"
)


@dataclass(frozen=True, slots=True)
class UnitMention:
    """A named organisation in the text; ``code`` null where the catalogue does not know it."""

    start: int
    end: int
    text: str
    code: str | None
    province: str | None


@dataclass(frozen=True, slots=True)
class ReportingUnit:
    """The article's own unit, and every unit it names."""

    whole: UnitMention | None
    mentions: tuple[UnitMention, ...]
    catalogue: Catalogue
    home: str | None

    def at(self, text: Segmented, position: int) -> UnitMention:
        """The unit whose figure stands at ``position``: a member named as the clause's subject, else the article's."""
        fallback = self.whole or UnitMention(0, 0, "", None, None)
        clause = text.clause_at(position)
        for mention in reversed(self.mentions):
            if mention.start < clause.start:
                break
            if mention.end > position or mention.code is None:
                continue
            lead = text.view.lower[clause.start : mention.start].rstrip(" ")
            listed = lead.endswith(",") and "," not in text.view.lower[mention.end : position]
            lead = lead.strip(' ",-+•*')
            gives = _GIVES_RE.match(text.view.lower, mention.end)
            opens = (
                listed
                or len(lead) == 0
                or lead
                in (
                    "riêng",
                    "trong đó",
                    "và",
                    "tại",
                    "ở",
                    "còn",
                    "tiêu biểu là",
                    "điển hình là",
                )
            )
            if opens and gives is None and self._is_member(mention.code):
                return mention
        return fallback if fallback.text else UnitMention(0, 0, "", None, fallback.province)

    def _is_member(self, code: str) -> bool:
        whole = self.whole.code if self.whole else None
        return whole is None or (
            code != whole and code not in self.catalogue.ancestors(whole) and self.catalogue.units[code].kind == "union"
        )


def reporting_unit(text: Segmented, catalogue: Catalogue, title: str | None = None) -> ReportingUnit:
    """The unit an article is about: the first cluster or bloc it names, else the first unit of its title or opening;
    where that one hears or inspects another, the other."""
    home, province = _home(text, catalogue)
    mentions = tuple(_mentions(text, catalogue, home, province))
    opening = [mention for mention in mentions if mention.start < 1500 and mention.code is not None]
    groups = [m for m in opening if catalogue.units[m.code or ""].level in ("cluster", "bloc") and _is_named_group(m)]
    local = [m for m in opening if catalogue.units[m.code or ""].level != "national"]
    local = _heard(text, local, catalogue)
    titled = _titled(title, local, catalogue, home, province)
    whole = next(iter(groups or titled or local or opening), None)
    return ReportingUnit(whole, mentions, catalogue, home)


def _heard(text: Segmented, local: list[UnitMention], catalogue: Catalogue) -> list[UnitMention]:
    """The opening's units, without those that only hear, visit or inspect a unit below them."""
    for place, (hearer, heard) in enumerate(pairwise(local)):
        between = text.view.lower[hearer.end : heard.start]
        below = hearer.code in catalogue.ancestors(heard.code)
        if below and _HEARS_RE.search(between) and not _SENTENCE_END_RE.search(between):
            return local[place + 1 :]
    return local


def _titled(
    title: str | None, local: list[UnitMention], catalogue: Catalogue, home: str | None, province: str | None
) -> list[UnitMention]:
    """The opening's mentions of the unit the title names first."""
    if title is None:
        return []
    heading = Segmented(ComposedText.of(title))
    named = [mention for mention in _mentions(heading, catalogue, home, province) if mention.code is not None]
    codes = [mention.code for mention in _heard(heading, named, catalogue)]
    return [mention for mention in local if mention.code == codes[0]] if codes else []


def _is_named_group(mention: UnitMention) -> bool:
    return mention.text.casefold().startswith(("cụm", "khối"))


def _home(text: Segmented, catalogue: Catalogue) -> tuple[str | None, str | None]:
    """The federation every short name means, and its province: of the first unit or place that settles one."""
    for match in _UNIT_RE.finditer(text.view.lower):
        for start, end in _shrinking(text, match.start(), match.end()):
            code = catalogue.resolve_unit(text.view.text[start:end]).code
            unit = catalogue.units.get(code) if code else None
            if unit is not None and unit.province:
                above = [
                    c for c in (unit.code, *catalogue.ancestors(unit.code)) if catalogue.units[c].level == "province"
                ]
                return (above[0] if above else unit.code), unit.province
    provinces = {unit.province.casefold(): unit.province for unit in catalogue.units.values() if unit.province}
    for match in _PROVINCE_RE.finditer(text.view.lower):
        words = match.group(1).split()
        for count in range(len(words), 0, -1):
            province = provinces.get(" ".join(words[:count]))
            if province:
                code = catalogue.resolve_unit(f"LĐLĐ tỉnh {province}").code
                return code, province
    return None, None


def _mentions(text: Segmented, catalogue: Catalogue, home: str | None, province: str | None) -> list[UnitMention]:
    found: list[UnitMention] = []
    for match in _UNIT_RE.finditer(text.view.lower):
        resolved = None
        for start, end in _shrinking(text, match.start(), match.end()):
            name = text.view.text[start:end].rstrip(".")
            end = start + len(name)
            code = catalogue.resolve_unit(name, within=home, province=province).code
            if code is not None:
                resolved = UnitMention(start, end, name, code, catalogue.units[code].province or province)
                break
        found.append(resolved or _unresolved(text, match, province))
    return found


def _unresolved(text: Segmented, match: re.Match[str], province: str | None) -> UnitMention:
    """A name the catalogue does not know, up to the first word that no name holds."""
    over = _NO_NAME_RE.search(text.view.lower, match.start(), match.end())
    name = text.view.text[match.start() : over.start() if over else match.end()].rstrip(" .")
    return UnitMention(match.start(), match.start() + len(name), name, None, province)


def _shrinking(text: Segmented, start: int, end: int) -> list[tuple[int, int]]:
    """The name as matched, then with last words left off: where a name ends only the catalogue knows."""
    spans = []
    while end > start:
        spans.append((start, end))
        cut = text.view.text.rfind(" ", start, end)
        if cut < 0 or len(spans) > 8:
            break
        end = cut
    return spans
