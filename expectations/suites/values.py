"""Each number by itself can be read and can be true."""

# ruff: noqa: RUF012 - value_set is a pydantic field, whose default is copied for every instance

from __future__ import annotations

from great_expectations.core import ExpectationSuite
from great_expectations.expectations.model_field_types import ValueSetField

from expectations.suites.findings import ExpectNoFinding, judges, suite_of
from warehouse.records import Severity

FRAME = "facts"


class ExpectNumberReadable(ExpectNoFinding):
    column: str = "reading"
    value_set: ValueSetField = ["unreadable"]
    description: str = "What should be a number is one."


class ExpectOneReading(ExpectNoFinding):
    column: str = "reading"
    value_set: ValueSetField = ["ambiguous"]
    description: str = "Dot and comma leave one reading."


class ExpectRatioNotADate(ExpectNoFinding):
    column: str = "reading"
    value_set: ValueSetField = ["date"]
    description: str = "No ratio was turned into a date and left so."


class ExpectNoRecoveredDate(ExpectNoFinding):
    column: str = "reading"
    value_set: ValueSetField = ["date_settled"]
    description: str = "No ratio had to be recovered from a date by its column's total."


class ExpectWholeCount(ExpectNoFinding):
    column: str = "wholeness"
    value_set: ValueSetField = ["fraction"]
    description: str = "Whole things are counted in whole numbers."


class ExpectNotNegative(ExpectNoFinding):
    column: str = "sign"
    value_set: ValueSetField = ["negative"]
    description: str = "No number is below zero, net changes excepted."


class ExpectTargetGiven(ExpectNoFinding):
    column: str = "target"
    value_set: ValueSetField = ["zero"]
    description: str = "A workbook's result does not stand beside a target of zero."


class ExpectShareWithin100(ExpectNoFinding):
    column: str = "share"
    value_set: ValueSetField = ["over_100"]
    description: str = "A share of a class is at most 100%."


class ExpectUnderCeiling(ExpectNoFinding):
    column: str = "ceiling"
    value_set: ValueSetField = ["above", "beyond"]
    description: str = "No unit below national level has more than any one unit can have."


class ExpectPlainApproximation(ExpectNoFinding):
    column: str = "approximation"
    value_set: ValueSetField = ["precise"]
    description: str = "An approximating word stands before a round number."


class ExpectBaseOf100(ExpectNoFinding):
    column: str = "hundred"
    value_set: ValueSetField = ["bare_100"]
    description: str = "A share of 100% names its base."


class ExpectPeriodBegun(ExpectNoFinding):
    column: str = "period"
    value_set: ValueSetField = ["future"]
    description: str = "A result's period had begun when it was told."


def suite() -> ExpectationSuite:
    """Expectations on the facts frame."""
    return suite_of(
        "values",
        judges(ExpectNumberReadable, "number_unreadable", Severity.FATAL),
        judges(ExpectOneReading, "number_ambiguous", Severity.QUERY),
        judges(ExpectRatioNotADate, "ratio_became_date", Severity.QUERY),
        judges(ExpectNoRecoveredDate, "ratio_became_date", Severity.INFO),
        judges(ExpectWholeCount, "count_not_integer", Severity.FATAL),
        judges(ExpectNotNegative, "negative_value", Severity.FATAL),
        judges(ExpectTargetGiven, "target_missing_or_zero", Severity.QUERY),
        judges(ExpectShareWithin100, "share_over_100", Severity.FATAL),
        judges(ExpectUnderCeiling, "above_physical_ceiling", Severity.FATAL),
        judges(ExpectPlainApproximation, "approximate_but_precise", Severity.INFO),
        judges(ExpectBaseOf100, "unverifiable_100", Severity.INFO),
        judges(ExpectPeriodBegun, "period_impossible", Severity.FATAL),
    )
