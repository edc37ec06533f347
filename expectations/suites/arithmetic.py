"""Results, bases and printed percentages agree with each other."""

# ruff: noqa: RUF012 - value_set is a pydantic field, whose default is copied for every instance

from __future__ import annotations

from great_expectations.core import ExpectationSuite
from great_expectations.expectations.model_field_types import ValueSetField
from great_expectations.expectations.row_conditions import Column

from expectations.suites.findings import ExpectNoFinding, judges, suite_of
from warehouse.records import Severity

FRAME = "facts"


class ExpectResultWithinBase(ExpectNoFinding):
    column: str = "against_base"
    value_set: ValueSetField = ["above"]
    description: str = "A result does not exceed its base, of the kind of base named in the row condition."


class ExpectAttainmentUnderCap(ExpectNoFinding):
    column: str = "attainment"
    value_set: ValueSetField = ["extreme"]
    description: str = "Attainment stays under the indicator's cap."


class ExpectRatioNotSwapped(ExpectNoFinding):
    column: str = "printed_percent"
    value_set: ValueSetField = ["swapped"]
    description: str = "The printed percentage does not fit the ratio turned over."


class ExpectPercentNearRatio(ExpectNoFinding):
    column: str = "printed_percent"
    value_set: ValueSetField = ["far"]
    description: str = "The printed percentage is within one point and half a unit of the ratio."


class ExpectPercentToFitRatio(ExpectNoFinding):
    column: str = "printed_percent"
    value_set: ValueSetField = ["near"]
    description: str = "The printed percentage is the ratio, rounded or truncated."


class ExpectPercentRounded(ExpectNoFinding):
    column: str = "printed_percent"
    value_set: ValueSetField = ["truncated"]
    description: str = "The printed percentage is rounded, not cut off."


class ExpectVerbToFitPercent(ExpectNoFinding):
    column: str = "printed_percent"
    value_set: ValueSetField = ["other_verb"]
    description: str = "The percentage means what its verb says: đạt the whole ratio, vượt what is above 100%."


class ExpectPercentAttainable(ExpectNoFinding):
    column: str = "whole_base"
    value_set: ValueSetField = ["unattainable"]
    description: str = "Some whole base gives the printed percentage with this count."


def suite() -> ExpectationSuite:
    """Expectations on the facts frame; a pledge may exceed the target it answers, a result may not go unasked."""
    result = Column("kind") == "result"
    return suite_of(
        "arithmetic",
        judges(
            ExpectResultWithinBase,
            "result_exceeds_population",
            Severity.FATAL,
            row_condition=Column("basis") == "population",
        ),
        judges(
            ExpectResultWithinBase,
            "result_exceeds_target",
            Severity.QUERY,
            row_condition=result & (Column("basis") == "target"),
        ),
        judges(
            ExpectResultWithinBase,
            "result_exceeds_unknown_base",
            Severity.QUERY,
            row_condition=result & (Column("basis") == "unknown"),
        ),
        judges(ExpectAttainmentUnderCap, "attainment_extreme", Severity.QUERY),
        judges(ExpectRatioNotSwapped, "ratio_swapped", Severity.QUERY),
        judges(ExpectPercentNearRatio, "percent_disagrees", Severity.FATAL),
        judges(ExpectPercentToFitRatio, "percent_disagrees", Severity.QUERY),
        judges(ExpectPercentRounded, "percent_truncated", Severity.INFO),
        judges(ExpectVerbToFitPercent, "exceeds_verb_disagrees", Severity.INFO),
        judges(ExpectPercentAttainable, "percent_unattainable", Severity.QUERY),
    )
