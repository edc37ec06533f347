"""What the invented units were set and what they did: the truth every workbook and article of the sample is drawn from.

A unit's figures are a pure function of the seed, the unit and the year, so none is stored. Months of a year add up to
it exactly, a part never exceeds its whole, and a cluster's figures are the sums of its members'.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from sample.facts import Fact
from sample.federation import SampleUnit
from sample.indicators import (
    BLOOD,
    BY_CODE,
    CONFERENCES,
    FOUNDED,
    GIFT_VALUE,
    GIFTS,
    INDICATORS,
    Nature,
    SampleIndicator,
)
from sample.periods import SamplePeriod
from sample.reference import REFERENCE
from sample.streams import stream

MONEY_STEP = 100_000
"""Sums of money are whole hundreds of thousands of đồng: one decimal of a million."""


class Truth:
    """The truth of one sample: what the seed gives, and the few results a planted fault made out to be others."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._results: dict[tuple[str, str, str], Decimal] = {}

    def settle(self, unit: SampleUnit, period: SamplePeriod, indicator: SampleIndicator, result: Decimal) -> None:
        """From here on the unit's result is this one."""
        self._results[unit.code, period.code, indicator.code] = result

    def facts_of(self, unit: SampleUnit, period: SamplePeriod) -> tuple[Fact, ...]:
        """The facts of a unit in a period, in the order of the form."""
        stated = REFERENCE.get((unit.code, period.code))
        if stated is not None:
            return stated
        return tuple(
            self._settled(unit, period, _fact(self.seed, unit, period, indicator)) for indicator in _reported_by(unit)
        )

    def sums_of(self, members: Iterable[SampleUnit], period: SamplePeriod) -> dict[str, Fact]:
        """Sums over the members of what each of them reports, by indicator code."""
        reported = [{fact.indicator.code: fact for fact in self.facts_of(unit, period)} for unit in members]
        shared = set.intersection(*(set(facts) for facts in reported)) if reported else set()
        return {
            indicator.code: sum_of(facts[indicator.code] for facts in reported)
            for indicator in BY_CODE.values()
            if indicator.code in shared and indicator.nature is not Nature.SHARE
        }

    def _settled(self, unit: SampleUnit, period: SamplePeriod, fact: Fact) -> Fact:
        result = self._results.get((unit.code, period.code, fact.indicator.code))
        return fact if result is None else replace(fact, result=result)


def sum_of(facts: Iterable[Fact]) -> Fact:
    """Facts of several units as one; shares do not add and are refused."""
    gathered = list(facts)
    indicator = gathered[0].indicator
    if indicator.nature is Nature.SHARE:
        message = f"{indicator.code} is a share: shares of units do not add up"
        raise ValueError(message)
    targets = [fact.target for fact in gathered if fact.target is not None]
    return Fact(
        indicator=indicator,
        target=sum(targets, Decimal(0)) if len(targets) == len(gathered) else None,
        result=sum((fact.result for fact in gathered), Decimal(0)),
    )


def _reported_by(unit: SampleUnit) -> Iterator[SampleIndicator]:
    for indicator in INDICATORS:
        if unit.level != "grassroots" or indicator not in (FOUNDED, CONFERENCES):
            yield indicator


def _fact(seed: int, unit: SampleUnit, period: SamplePeriod, indicator: SampleIndicator) -> Fact:
    draw = stream(seed, unit.code, period.year, indicator.code)
    if indicator is CONFERENCES:
        return _share(seed, unit, period)
    if indicator is GIFT_VALUE:
        return _gift_value(seed, unit, period)
    growth = Decimal(100 + 3 * (period.year - 2020)) / 100
    target = _rounded(indicator, Decimal(indicator.size * unit.members) / 100 * growth * draw.randint(85, 115) / 100)
    if target <= 12 * _step(indicator):
        result = max(0, target + draw.choice((-1, 0, 0, 0, 1, 1)) * _step(indicator))
    else:
        attained = round(draw.triangular(82, 118, 97))
        result = _rounded(indicator, Decimal(target * attained) / 100)
    done = _within(result, period, draw.randint(0, 3), _step(indicator))
    assigned = _within(target, period, 0, _step(indicator)) if indicator.has_target else 0
    part = Decimal(done * draw.randint(30, 80) // 100) if indicator.part_label else None
    return Fact(
        indicator=indicator,
        target=Decimal(assigned) if assigned else None,
        result=Decimal(done),
        part=part,
    )


def _share(seed: int, unit: SampleUnit, period: SamplePeriod) -> Fact:
    draw = stream(seed, unit.code, period.year, CONFERENCES.code)
    total = max(4, CONFERENCES.size * unit.members // 100)
    held = total - draw.choice((0, 0, 0, 1, 2))
    percent = (Decimal(1000 * held) / total).quantize(Decimal(1)) / 10
    return Fact(indicator=CONFERENCES, target=Decimal(100), result=percent, base=(held, total))


def _gift_value(seed: int, unit: SampleUnit, period: SamplePeriod) -> Fact:
    """Gifts of 300 to 500 thousand đồng each, so that the value per gift stays plausible."""
    gifts = _fact(seed, unit, period, GIFTS)
    each = stream(seed, unit.code, period.year, "gift").choice((300_000, 400_000, 500_000))
    target = gifts.target * each if gifts.target is not None else None
    return Fact(indicator=GIFT_VALUE, target=target, result=gifts.result * each)


def _step(indicator: SampleIndicator) -> int:
    return MONEY_STEP if indicator.nature is Nature.MONEY else 1


def _rounded(indicator: SampleIndicator, number: Decimal) -> int:
    step = _step(indicator)
    floor = 2 if indicator is not BLOOD else 4
    return max(floor * step, int(number) // step * step)


def _within(total: int, period: SamplePeriod, shift: int, step: int) -> int:
    """The share of a year's total that falls in the period; the months of a year add up to the total exactly."""
    steps = total // step
    return step * (_until(steps, period.last, shift) - _until(steps, period.first - 1, shift))


def _until(total: int, month: int, shift: int) -> int:
    """What was reached by a month's end: even over the year, held back by ``shift`` parts in a hundred in between."""
    if month in (0, 12):
        return total if month else 0
    return total * (100 * month - 12 * shift) // 1200
