"""What every suite shares: an expectation that names its rule and says what a failing row means.

Importing Great Expectations costs seconds of CPU: only the suites and ``expectations.judge`` do it, and the gate
imports those when it runs.
"""

# ruff: noqa: RUF012 - value_set is a pydantic field, whose default is copied for every instance

from __future__ import annotations

from great_expectations.core import ExpectationSuite
from great_expectations.expectations.core.expect_column_values_to_not_be_in_set import ExpectColumnValuesToNotBeInSet
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.model_field_types import ValueSetField
from great_expectations.expectations.row_conditions import RowConditionType

from warehouse.records import Severity

_FAILURE = {
    Severity.FATAL: FailureSeverity.CRITICAL,
    Severity.QUERY: FailureSeverity.WARNING,
    Severity.INFO: FailureSeverity.INFO,
}


class ExpectNoFinding(ExpectColumnValuesToNotBeInSet):
    """A column of facts never holds the classes that a rule calls findings; null means the rule does not apply.

    Subclasses set ``column``, ``value_set`` and ``description``. What results have to tell goes into ``meta``: Great
    Expectations leaves the description out of them.
    """

    column: str = ""
    value_set: ValueSetField = []


def judges(
    expectation: type[ExpectNoFinding], rule_code: str, severity: Severity, row_condition: RowConditionType = None
) -> ExpectNoFinding:
    """An expectation bound to its rule, on the rows of the condition alone where one is given."""
    judged = expectation(severity=_FAILURE[severity], row_condition=row_condition)
    judged.meta = {"rule_code": rule_code, "severity": severity.value, "description": judged.description}
    return judged


def suite_of(name: str, *expectations: ExpectNoFinding) -> ExpectationSuite:
    """A suite of expectations in the order given, which ``meta`` keeps: results come back in another."""
    for place, expectation in enumerate(expectations):
        expectation.meta = {**(expectation.meta or {}), "place": place}
    return ExpectationSuite(name=name, expectations=list(expectations))
