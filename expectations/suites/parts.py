"""A "trong đó" part stays within its whole."""

# ruff: noqa: RUF012 - value_set is a pydantic field, whose default is copied for every instance

from __future__ import annotations

from great_expectations.core import ExpectationSuite
from great_expectations.expectations.model_field_types import ValueSetField

from expectations.suites.findings import ExpectNoFinding, judges, suite_of
from warehouse.records import Severity

FRAME = "parts"


class ExpectPartWithinWhole(ExpectNoFinding):
    column: str = "part_state"
    value_set: ValueSetField = ["exceeds"]
    description: str = "A part of a figure is not above the figure."


def suite() -> ExpectationSuite:
    """Expectations on the parts frame: one row a part that has its whole in the same document."""
    return suite_of("parts", judges(ExpectPartWithinWhole, "parts_exceed_whole", Severity.FATAL))
