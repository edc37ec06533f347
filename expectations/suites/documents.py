"""Each file received could be read, in a known layout and encoding, for a period that can be."""

# ruff: noqa: RUF012 - value_set is a pydantic field, whose default is copied for every instance

from __future__ import annotations

from great_expectations.core import ExpectationSuite
from great_expectations.expectations.model_field_types import ValueSetField
from great_expectations.expectations.row_conditions import Column

from expectations.suites.findings import ExpectNoFinding, judges, suite_of
from warehouse.records import Severity

FRAME = "documents"


class ExpectLayoutKnown(ExpectNoFinding):
    column: str = "readability"
    value_set: ValueSetField = ["layout_unknown"]
    description: str = "The header of a workbook is one of the known layouts."


class ExpectReadable(ExpectNoFinding):
    column: str = "readability"
    value_set: ValueSetField = ["unreadable"]
    description: str = "A file could be read."


class ExpectPossiblePeriod(ExpectNoFinding):
    column: str = "period"
    value_set: ValueSetField = ["impossible"]
    description: str = "The dates of a document exist."


class ExpectNamesCounted(ExpectNoFinding):
    column: str = "names"
    value_set: ValueSetField = ["disagree"]
    description: str = "As many units are named as are counted."


class ExpectUnicode(ExpectNoFinding):
    column: str = "encoding"
    value_set: ValueSetField = ["decoded"]
    description: str = "A document is written in Unicode."


class ExpectDecodedUnitKnown(ExpectNoFinding):
    column: str = "encoding"
    value_set: ValueSetField = ["decoded_unit_unknown"]
    description: str = "The unit of a decoded document is known."


def suite() -> ExpectationSuite:
    """Expectations on the documents frame."""
    reported = Column("source_kind") == "unit_report"
    return suite_of(
        "documents",
        judges(ExpectLayoutKnown, "layout_unknown", Severity.FATAL, row_condition=reported),
        judges(ExpectReadable, "report_unreadable", Severity.QUERY, row_condition=reported),
        judges(ExpectReadable, "report_unreadable", Severity.INFO, row_condition=Column("source_kind") == "news"),
        judges(ExpectPossiblePeriod, "period_impossible", Severity.FATAL),
        judges(ExpectNamesCounted, "count_disagrees_with_names", Severity.QUERY),
        judges(ExpectUnicode, "legacy_encoding", Severity.INFO),
        judges(ExpectDecodedUnitKnown, "legacy_encoding", Severity.FATAL),
    )
