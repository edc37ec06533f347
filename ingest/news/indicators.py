"""From the words around a number to an indicator: a table of wordings, then the catalogue's own aliases."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

from ingest.news.indicator_words import RULES, WordingRule
from ingest.news.lexicon import compiled
from warehouse.catalogue import Catalogue
from warehouse.figure import Measure
from warehouse.vietnamese import comparison_key

_NUMBER = "\u0000"
_MEASURES = {
    Measure.MONEY: frozenset({"money"}),
    Measure.PERCENT: frozenset({"percent"}),
    Measure.RATIO: frozenset({"count", "ratio"}),
    Measure.COUNT: frozenset({"count"}),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """Lower-cased words around one number. ``shared_*`` belong to its neighbours in the sentence."""

    before: str
    noun: str
    shared_before: str
    shared_after: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _CompiledRule:
    code: str
    measures: frozenset[Measure]
    noun: re.Pattern[str] | None
    own: re.Pattern[str] | None
    wide: re.Pattern[str] | None
    never: re.Pattern[str] | None


def indicator_of(wording: Wording, measure: Measure, catalogue: Catalogue) -> str | None:
    """The code of the indicator, or null: what is not in the table or the catalogue stays open, never guessed."""
    own = f"{wording.before.rstrip()} {_NUMBER} {wording.noun.lstrip()}"
    wide = f"{wording.shared_before} {own} {wording.shared_after}"
    for rule in _rules():
        if (
            measure in rule.measures
            and rule.code in catalogue.indicators
            and (rule.noun is None or rule.noun.match(wording.noun))
            and (rule.own is None or rule.own.search(own))
            and (rule.wide is None or rule.wide.search(wide))
            and (rule.never is None or not rule.never.search(own))
        ):
            return rule.code
    return _by_alias(own, measure, catalogue)


@lru_cache(maxsize=1)
def _rules() -> tuple[_CompiledRule, ...]:
    return tuple(_compile(rule) for rule in RULES)


def _compile(rule: WordingRule) -> _CompiledRule:
    return _CompiledRule(
        code=rule.code,
        measures=frozenset(Measure(name) for name in rule.measures.split()),
        noun=compiled(rf"\s*(?:\([^()]*\)\s*)?\"?(?:{rule.noun})") if rule.noun else None,
        own=compiled(rule.own) if rule.own else None,
        wide=compiled(rule.wide) if rule.wide else None,
        never=compiled(rule.never) if rule.never else None,
    )


_ALIASES: WeakKeyDictionary[Catalogue, dict[Measure, list[tuple[re.Pattern[str], str]]]] = WeakKeyDictionary()


def _by_alias(own: str, measure: Measure, catalogue: Catalogue) -> str | None:
    """The indicator with the longest catalogue alias that holds the number ("mở ... lớp tập huấn")."""
    table = _ALIASES.get(catalogue)
    if table is None:
        table = _ALIASES[catalogue] = {kind: _alias_patterns(catalogue, kind) for kind in _MEASURES}
    for pattern, code in table.get(measure, ()):
        if pattern.search(own):
            return code
    return None


def _alias_patterns(catalogue: Catalogue, measure: Measure) -> list[tuple[re.Pattern[str], str]]:
    """Aliases with a place for the number, longest first; those without one are labels of tables, not of prose."""
    found: list[tuple[int, re.Pattern[str], str]] = []
    for indicator in catalogue.indicators.values():
        if indicator.measure not in _MEASURES[measure]:
            continue
        for alias in indicator.aliases:
            if "..." in alias:
                parts = [re.escape(comparison_key(part)).replace(r"\ ", r"\s+") for part in alias.split("...")]
                body = rf"\s*{_NUMBER}\s*".join(part for part in parts)
                found.append((len(alias), re.compile(body), indicator.code))
    return [(pattern, code) for _, pattern, code in sorted(found, key=lambda item: -item[0])]
