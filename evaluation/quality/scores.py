"""What the rules made of the faults: found and missed, rightly and wrongly flagged, rule by rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from evaluation.quality.night import Cell, Flag, Outcome
from evaluation.quality.operators import OPERATORS
from evaluation.quality.oracle import Verdict
from evaluation.quality.printed import PlantedFault

EXCESS = ("result_exceeds_target", "result_exceeds_unknown_base")
"""Asked of every over-fulfilment, right or wrong: finds no fault and is no false alarm."""
_ASKING = ("fatal", "query")
_BLEMISHES = frozenset({"percent cut off", "date"})
"""Contradictions for which a flag of severity info is enough."""
_HARMLESS = frozenset(operator.name for operator in OPERATORS if operator.is_harmless)

RULES_OF: Mapping[str, tuple[str, ...]] = {
    "unreadable": ("number_unreadable",),
    "date": ("ratio_became_date",),
    "negative": ("negative_value",),
    "fraction": ("count_not_integer", "number_ambiguous"),
    "above ceiling": ("above_physical_ceiling",),
    "share over 100": ("share_over_100",),
    "target of zero": ("target_missing_or_zero",),
    "above population": ("result_exceeds_population", "ratio_swapped"),
    "extreme": ("attainment_extreme", "ratio_swapped"),
    "percent": ("percent_disagrees", "ratio_swapped", "exceeds_verb_disagrees"),
    "percent cut off": ("percent_truncated",),
    "swapped": ("ratio_swapped",),
    "part above whole": ("parts_exceed_whole",),
    "sum of results": ("total_disagrees",),
    "sum of targets": ("total_disagrees",),
    "per head": ("per_head_off_band",),
    "sources": ("sources_disagree", "same_key_different_value"),
    "told twice": ("same_key_different_value",),
    "target changed": ("target_changed",),
    "falls": ("cumulative_falls",),
    "leap": ("unit_slip",),
    "unknown unit": ("unit_unknown",),
    "unknown indicator": ("indicator_unknown",),
    "impossible time": ("period_impossible",),
    "names miscounted": ("count_disagrees_with_names",),
    "register miscounted": ("count_disagrees_with_register",),
    "ratings miscounted": ("ratings_exceed_members",),
}
"""Which rules speak of a contradiction: the first is its own, the others are those that silence it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A planted fault, what the oracle says of it, and the flags that stand on it."""

    fault: PlantedFault
    verdict: Verdict
    flags: tuple[Flag, ...]

    @property
    def is_found(self) -> bool:
        return any(self._counts(flag) for flag in self.flags)

    def _counts(self, flag: Flag) -> bool:
        if flag.rule_code in EXCESS:
            return False
        is_blemish = self.fault.operator in _HARMLESS or self.verdict.kinds <= _BLEMISHES
        return flag.severity in _ASKING or is_blemish


@dataclass(slots=True)
class Share:
    """So many of so many."""

    good: int = 0
    all: int = 0

    def add(self, is_good: bool) -> None:
        self.good += is_good
        self.all += 1

    @property
    def value(self) -> float | None:
        return self.good / self.all if self.all else None


@dataclass(slots=True, kw_only=True)
class RuleScore:
    """``precision``: of the flags raised in federations with faults and not in clean ones, those on a fault or on what it
    contradicts. ``recall``: of the faults with a contradiction of the rule's kind, those it or its like stands on.
    """

    rule_code: str
    precision: Share = field(default_factory=Share)
    recall: Share = field(default_factory=Share)
    repair: Share = field(default_factory=Share)
    false_on_clean: int = 0


@dataclass(slots=True, kw_only=True)
class Scores:
    """Everything the proof tells."""

    seeds: int
    clean_figures: int
    over_fulfilled: Share
    revealable: Share
    planted: Share
    repairs: Share
    false_flags: int
    excess_flags: int
    rules: dict[str, RuleScore]
    operators: dict[str, tuple[Share, Share]]
    """By operator: of the revealable faults, of all."""
    by_seed: dict[int, tuple[Share, int]]
    """By seed: recall of the revealable, false flags on clean figures."""
    missed: list[Judged]
    stray: list[Flag]
    """Flags that stand on no fault."""
    false: list[Flag]
    """Asking flags on clean federations."""

    @property
    def false_per_10_000(self) -> float:
        return 10_000 * self.false_flags / self.clean_figures


def judged(
    faults: Iterable[tuple[PlantedFault, Verdict]], clean: Outcome, faulty: Outcome
) -> tuple[list[Judged], list[Flag]]:
    """The faults with the flags that stand on them, and the flags that are there because of the faults."""
    known = {flag.identity for flag in clean.flags}
    fresh = [flag for flag in faulty.flags if flag.identity not in known]
    by_line: defaultdict[Cell, list[Flag]] = defaultdict(list)
    for flag in fresh:
        for line in flag.lines:
            by_line[line].append(flag)
    found = []
    for fault, verdict in faults:
        met = {flag.identity: flag for line in _cells(fault, verdict) for flag in by_line.get(line, ())}
        found.append(Judged(fault=fault, verdict=verdict, flags=tuple(met.values())))
    return found, fresh


def _cells(fault: PlantedFault, verdict: Verdict) -> Iterator[Cell]:
    return ((fault.seed, path, line) for path, line in verdict.lines)
