"""What the rules made of the faults: found and missed, rightly and wrongly flagged, rule by rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from proof.federation import over_fulfilled
from proof.night import Cell, Flag, Outcome
from proof.operators import OPERATORS
from proof.oracle import Verdict, judge
from proof.printed import Federation, Nature, Place, PlantedFault, Role

EXCESS = ("result_exceeds_target", "result_exceeds_unknown_base")
"""Asked of every over-fulfilment, right or wrong: finds no fault and is no false alarm."""
ASKING = ("fatal", "query")
_BLEMISHES = frozenset({"percent cut off", "date"})
"""Contradictions for which a flag of severity info is enough."""
MILLION = Decimal(1_000_000)
_NAMES = frozenset({"unknown unit", "unknown indicator"})
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
    """A planted fault, what the oracle says of it, and what came of it."""

    fault: PlantedFault
    verdict: Verdict
    flags: tuple[Flag, ...]
    """Those that stand on what it changed or contradicts, and would not stand without it."""
    is_read_right: bool
    """Every number it changed was read as it was meant: a second witness had settled it before any rule was asked."""
    true: Mapping[Place, Decimal]
    """What the cells it changed would hold without it, in base units."""

    @property
    def is_found(self) -> bool:
        return any(self._counts(flag) for flag in self.flags)

    def found_by(self, rules: Iterable[str]) -> bool:
        return any(flag.rule_code in rules for flag in self.flags)

    def _counts(self, flag: Flag) -> bool:
        if flag.rule_code in EXCESS:
            return False
        is_blemish = self.fault.operator in _HARMLESS or self.verdict.kinds <= _BLEMISHES
        return flag.severity in ASKING or is_blemish


@dataclass(slots=True)
class Share:
    """So many of so many; of several things told as equal, one of which is right, a part."""

    good: Fraction = Fraction(0)
    all: int = 0

    def add(self, good: bool | Fraction) -> None:
        self.good += good
        self.all += 1

    def told(self) -> str:
        return f"{float(self.good / self.all):.3f}" if self.all else "–"

    @property
    def value(self) -> float:
        """1 where nothing was asked."""
        return float(self.good / self.all) if self.all else 1.0


@dataclass(slots=True, kw_only=True)
class RuleScore:
    """Of one rule.

    ``precision``: of its flags that stand because of the faults, those on a fault or on what one contradicts.
    ``recall``: of the faults with a contradiction of its kind, those on which it stands, or a rule that speaks for it.
    ``repair``: of its flags on faults that one change mends and with a suggestion, those whose first one gives back the
    true numbers.
    """

    precision: Share = field(default_factory=Share)
    recall: Share = field(default_factory=Share)
    repair: Share = field(default_factory=Share)
    on_clean: int = 0
    """Flags on clean federations, whatever their severity."""


@dataclass(slots=True, kw_only=True)
class OperatorScore:
    revealable: Share = field(default_factory=Share)
    planted: Share = field(default_factory=Share)
    mended: Share = field(default_factory=Share)
    read_right: int = 0


@dataclass(slots=True, kw_only=True)
class SeedScore:
    revealable: Share = field(default_factory=Share)
    planted: Share = field(default_factory=Share)
    false_flags: int = 0


@dataclass(slots=True, kw_only=True)
class Scores:
    """Everything the proof tells."""

    clean_figures: int = 0
    faulty_figures: int = 0
    over_fulfilled: Share = field(default_factory=Share)
    revealable: Share = field(default_factory=Share)
    planted: Share = field(default_factory=Share)
    read_right: int = 0
    repair: Share = field(default_factory=Share)
    """Of flags with a suggestion on faults that one change mends: those whose first one gives back the numbers."""
    repair_any: Share = field(default_factory=Share)
    """Of flags with a suggestion on whatever fault."""
    mended: Share = field(default_factory=Share)
    """Of the found faults that one change mends, those some flag's first suggestion mends."""
    false_flags: int = 0
    excess_flags: int = 0
    rules: defaultdict[str, RuleScore] = field(default_factory=lambda: defaultdict(RuleScore))
    operators: defaultdict[str, OperatorScore] = field(default_factory=lambda: defaultdict(OperatorScore))
    seeds: defaultdict[int, SeedScore] = field(default_factory=lambda: defaultdict(SeedScore))
    missed: list[Judged] = field(default_factory=list)
    stray: list[Flag] = field(default_factory=list)
    """Flags that stand because of the faults and on none of them."""
    wrong: list[Flag] = field(default_factory=list)
    """Asking flags on clean federations."""
    misled: list[tuple[Flag, tuple[Judged, ...]]] = field(default_factory=list)
    """Flags whose first suggestion is wrong, with the faults they stand on."""

    @property
    def false_per_10_000(self) -> float:
        return 10_000 * self.false_flags / self.clean_figures if self.clean_figures else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Federations that were judged together, without and with faults."""

    clean: list[Federation]
    faulty: list[Federation]
    faults: list[list[PlantedFault]]
    clean_outcome: Outcome
    faulty_outcome: Outcome


def score(group: Group, scores: Scores) -> None:
    """Add a group of federations to the scores."""
    known = {flag.identity for flag in group.clean_outcome.flags}
    fresh = [flag for flag in group.faulty_outcome.flags if flag.identity not in known]
    by_line: defaultdict[Cell, list[Flag]] = defaultdict(list)
    for flag in fresh:
        for line in flag.lines:
            by_line[line].append(flag)
    faults_at: defaultdict[Cell, list[Judged]] = defaultdict(list)
    for clean, faulty, faults in zip(group.clean, group.faulty, group.faults, strict=True):
        good, total = over_fulfilled(clean)
        scores.over_fulfilled.good += good
        scores.over_fulfilled.all += total
        for fault, verdict in zip(faults, judge(clean, faulty, faults), strict=True):
            lines = {(fault.seed, path, line) for path, line in verdict.lines}
            flags = {flag.identity: flag for line in lines for flag in by_line.get(line, ())}
            one = _judged(fault, verdict, tuple(flags.values()), faulty, group.faulty_outcome)
            for line in lines:
                faults_at[line].append(one)
            _add(one, scores, group.faulty_outcome)
    _add_flags(group, fresh, faults_at, scores)


def _judged(
    fault: PlantedFault, verdict: Verdict, flags: tuple[Flag, ...], federation: Federation, outcome: Outcome
) -> Judged:
    true = _true_numbers(fault, federation)
    return Judged(
        fault=fault,
        verdict=verdict,
        flags=flags,
        is_read_right=bool(true)
        and not verdict.kinds & _NAMES
        and all(outcome.loaded.get(place) == number for place, number in true.items()),
        true=true,
    )


def _true_numbers(fault: PlantedFault, federation: Federation) -> dict[Place, Decimal]:
    """What the cells a fault changed would hold without it, in base units."""
    true: dict[Place, Decimal] = {}
    for place in fault.places:
        lines = federation.book(place.path).lines
        # a word that scales the line's numbers changes them all
        is_line = place.role is None and place.line >= 0 and len(fault.places) == 1
        for role in (Role.RESULT, Role.TARGET) if is_line else (place.role,):
            cell = lines[place.line].cells.get(role) if role is not None else None
            if cell is not None and role is not None:
                is_money = lines[place.line].indicator.nature is Nature.MONEY and role is not Role.PERCENT
                true[Place(place.path, place.line, role)] = cell.true * (MILLION if is_money else 1)
    return true


def _restores(repair: Mapping[Place, Decimal], fault: Judged, outcome: Outcome) -> bool:
    """Whether every cell the fault changed holds its true number after the repair.

    Percentages and sums that the sheet computes follow by themselves, so that the number typed wrong is enough.
    """
    true, mended = fault.true, {**outcome.loaded, **repair}
    typed = next(iter(true), None)
    return typed is not None and (
        all(mended.get(place) == number for place, number in true.items())
        or (
            repair.get(typed) == true[typed]
            and all(true.get(place, number) == number for place, number in repair.items())
        )
    )


def _add(one: Judged, scores: Scores, outcome: Outcome) -> None:
    fault, operator, seed = one.fault, scores.operators[one.fault.operator], scores.seeds[one.fault.seed]
    if one.is_read_right and not one.is_found:
        scores.read_right += 1
        operator.read_right += 1
        return
    for share in (scores.planted, operator.planted, seed.planted):
        share.add(one.is_found)
    if one.verdict.is_revealable:
        for share in (scores.revealable, operator.revealable, seed.revealable):
            share.add(one.is_found)
        if not one.is_found:
            scores.missed.append(one)
    for rules in {RULES_OF[kind] for kind in one.verdict.kinds}:
        scores.rules[rules[0]].recall.add(one.found_by(rules))
    if fault.repairable and one.is_found:
        is_mended = any(_restores(repair, one, outcome) for flag in one.flags for repair in flag.repairs)
        for share in (scores.mended, operator.mended):
            share.add(is_mended)


def _add_flags(group: Group, fresh: Iterable[Flag], faults_at: Mapping[Cell, Sequence[Judged]], scores: Scores) -> None:
    scores.clean_figures += group.clean_outcome.figures
    scores.faulty_figures += group.faulty_outcome.figures
    for flag in fresh:
        met = tuple({id(one): one for line in flag.lines for one in faults_at.get(line, ())}.values())
        scores.rules[flag.rule_code].precision.add(bool(met))
        if not met:
            scores.stray.append(flag)
        elif flag.repairs:
            _add_repair(flag, met, scores, group.faulty_outcome)
    for flag in group.clean_outcome.flags:
        scores.rules[flag.rule_code].on_clean += 1
        if flag.rule_code in EXCESS:
            scores.excess_flags += 1
        elif flag.severity in ASKING:
            scores.false_flags += 1
            scores.wrong.append(flag)
            for seed in {seed for seed, _, _ in flag.lines}:
                scores.seeds[seed].false_flags += 1


def _add_repair(flag: Flag, met: tuple[Judged, ...], scores: Scores, outcome: Outcome) -> None:
    right = [repair for repair in flag.repairs if any(_restores(repair, one, outcome) for one in met)]
    share = Fraction(min(1, len(right)), len(flag.repairs))
    scores.repair_any.add(share)
    if any(one.fault.repairable for one in met):
        scores.repair.add(share)
        scores.rules[flag.rule_code].repair.add(share)
    if not right:
        scores.misled.append((flag, met))
