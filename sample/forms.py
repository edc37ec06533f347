"""Rows of a unit's form: its facts as it means to print them, before any layout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from sample.cells import percent_of
from sample.facts import Fact
from sample.indicators import Nature, SampleIndicator


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """One indicator's row. Numbers are in base units; those of a share are percentages."""

    indicator: SampleIndicator
    indicator_code: str | None
    """Null where the label is no indicator of the catalogue."""
    label: str
    unit_of_measure: str
    target: Decimal | None
    result: Decimal | str
    """A text where what was typed is no number."""
    percent: Decimal | None
    part: Decimal | None
    base: tuple[int, int] | None
    true_target: Decimal | None
    true_result: Decimal
    fault: str | None = None
    rules: tuple[str, ...] = ()

    @property
    def is_share(self) -> bool:
        return self.indicator.nature is Nature.SHARE


def form_rows(facts: Iterable[Fact], draw: Random) -> list[FormRow]:
    """The facts as rows with labels of the unit's choice and percentages rounded half up to one decimal."""
    return [_row(fact, draw) for fact in facts]


def expected_rules(target: Decimal | None, result: Decimal) -> tuple[str, ...]:
    """The rules that flag a correctly printed result beside its target in a workbook."""
    if target is None:
        return ()
    if target == 0:
        return ("target_missing_or_zero",)
    return ("result_exceeds_target",) if result > target else ()


def attainment(target: Decimal | None, result: Decimal) -> Decimal | None:
    """The percentage a form prints; null where there is no target to divide by."""
    return percent_of(result, target) if target else None


def _row(fact: Fact, draw: Random) -> FormRow:
    indicator = fact.indicator
    return FormRow(
        indicator=indicator,
        indicator_code=indicator.code,
        label=draw.choice(indicator.labels),
        unit_of_measure=draw.choice(indicator.units_of_measure),
        target=fact.target,
        result=fact.result,
        percent=attainment(fact.target, fact.result),
        part=fact.part,
        base=fact.base,
        true_target=fact.target,
        true_result=fact.result,
        rules=() if indicator.nature is Nature.SHARE else expected_rules(fact.target, fact.result),
    )
