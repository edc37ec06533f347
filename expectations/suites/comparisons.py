"""A figure beside others of its document, and beside the register of clusters."""

# ruff: noqa: RUF012 - value_set is a pydantic field, whose default is copied for every instance

from __future__ import annotations

from great_expectations.core import ExpectationSuite
from great_expectations.expectations.model_field_types import ValueSetField
from great_expectations.expectations.row_conditions import Column

from expectations.suites.findings import ExpectNoFinding, judges, suite_of
from warehouse.records import Severity

FRAME = "comparisons"


class ExpectBandPerPiece(ExpectNoFinding):
    column: str = "state"
    value_set: ValueSetField = ["outside"]
    description: str = "A sum by the piece stays within its indicator's band."


class ExpectAmongPeers(ExpectNoFinding):
    column: str = "state"
    value_set: ValueSetField = ["outside"]
    description: str = "Attainment is within the Hidiroglou-Berthelot bounds of the other units of its table."


class ExpectCountOfRegister(ExpectNoFinding):
    column: str = "state"
    value_set: ValueSetField = ["disagrees"]
    description: str = "The members counted are those of the register of the year."


class ExpectRatingsWithinMembers(ExpectNoFinding):
    column: str = "state"
    value_set: ValueSetField = ["exceeds"]
    description: str = "The ratings of a cluster's year add up to its members at most."


class ExpectOneTelling(ExpectNoFinding):
    column: str = "state"
    value_set: ValueSetField = ["disagrees"]
    description: str = "Two tellings of one event in an article agree."


def suite() -> ExpectationSuite:
    """Expectations on the comparisons frame: one row a figure and what it was laid beside."""
    comparison = Column("comparison")
    return suite_of(
        "comparisons",
        judges(ExpectBandPerPiece, "per_head_off_band", Severity.QUERY, row_condition=comparison == "per_piece"),
        judges(ExpectAmongPeers, "attainment_extreme", Severity.QUERY, row_condition=comparison == "peers"),
        judges(
            ExpectCountOfRegister,
            "count_disagrees_with_register",
            Severity.QUERY,
            row_condition=comparison == "register",
        ),
        judges(
            ExpectRatingsWithinMembers, "ratings_exceed_members", Severity.FATAL, row_condition=comparison == "ratings"
        ),
        judges(ExpectOneTelling, "retelling_disagrees", Severity.QUERY, row_condition=comparison == "retelling"),
    )
