"""A table's control totals are the sums of its rows."""

# ruff: noqa: RUF012 - value_set is a pydantic field, whose default is copied for every instance

from __future__ import annotations

from great_expectations.core import ExpectationSuite
from great_expectations.expectations.model_field_types import ValueSetField

from expectations.suites.findings import ExpectNoFinding, judges, suite_of
from warehouse.records import Severity

FRAME = "totals"


class ExpectTotalToBeSum(ExpectNoFinding):
    column: str = "total_state"
    value_set: ValueSetField = ["disagrees"]
    description: str = "A control total is the sum of its children, within their rounding."


def suite() -> ExpectationSuite:
    """Expectations on the totals frame: one row a control total and side."""
    return suite_of("totals", judges(ExpectTotalToBeSum, "total_disagrees", Severity.QUERY))
