"""The names of units and indicators are in the catalogue.

A report's unknown name stops its figures and is asked about. An article may name any organisation and count anything:
its unknown names are worth knowing and are no office's task.
"""

# ruff: noqa: RUF012 - value_set is a pydantic field, whose default is copied for every instance

from __future__ import annotations

from great_expectations.core import ExpectationSuite
from great_expectations.expectations.model_field_types import ValueSetField
from great_expectations.expectations.row_conditions import Column

from expectations.suites.findings import ExpectNoFinding, judges, suite_of
from warehouse.records import Severity

FRAME = "names"


class ExpectNameKnown(ExpectNoFinding):
    column: str = "name_state"
    value_set: ValueSetField = ["unknown"]
    description: str = "The name, of the kind and source in the row condition, is one of the catalogue's."


def suite() -> ExpectationSuite:
    """Expectations on the names frame: one row a name and document."""
    reported, in_news = Column("source_kind") == "unit_report", Column("source_kind") == "news"
    unit, indicator = Column("name_kind") == "unit", Column("name_kind") == "indicator"
    return suite_of(
        "names",
        judges(ExpectNameKnown, "unit_unknown", Severity.FATAL, row_condition=reported & unit),
        judges(ExpectNameKnown, "unit_unknown", Severity.INFO, row_condition=in_news & unit),
        judges(ExpectNameKnown, "indicator_unknown", Severity.QUERY, row_condition=reported & indicator),
        judges(ExpectNameKnown, "indicator_unknown", Severity.INFO, row_condition=in_news & indicator),
    )
