"""Running Great Expectations on pandas batches, and reading every result honestly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import great_expectations as gx
import pandas as pd
from great_expectations.core import ExpectationSuite, ExpectationValidationResult
from great_expectations.data_context.types.base import ProgressBarsConfig

from expectations import GateError
from warehouse.records import Severity

ROW_KEY = "row_number"
_RESULT_FORMAT: dict[str, Any] = {
    "result_format": "COMPLETE",
    "unexpected_index_column_names": [ROW_KEY],
    "return_unexpected_index_query": False,
    "partial_unexpected_count": 0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One expectation over a night: how many rows it concerned and which of them failed (by ``row_number``)."""

    suite: str
    expectation: str
    description: str
    rule_code: str
    severity: Severity
    evaluated: int
    failed_rows: tuple[int, ...]


class Judge:
    """A context without a store, a network or telemetry, in which suites are validated."""

    def __init__(self) -> None:
        self._context = gx.get_context(mode="ephemeral")
        self._context.enable_analytics(False)
        self._context.variables.progress_bars = ProgressBarsConfig(globally=False)
        asset = self._context.data_sources.add_pandas("night").add_dataframe_asset("facts")
        self._definition = asset.add_batch_definition_whole_dataframe("batch")

    def validate(self, suite: ExpectationSuite, batches: Iterable[pd.DataFrame]) -> list[Outcome]:
        """One outcome an expectation, over all batches. Raises GateError where an expectation could not be computed."""
        outcomes: list[Outcome] = []
        for frame in batches:
            results: Any = self._definition.get_batch({"dataframe": frame}).validate(
                suite, result_format=_RESULT_FORMAT
            )
            told = [_outcome(suite.name, result) for result in sorted(results.results, key=_place_in_suite)]
            if len(told) != len(suite.expectations):
                raise GateError(f"suite {suite.name}: {len(told)} results for {len(suite.expectations)} expectations")
            outcomes = [_joined(before, now) for before, now in zip(outcomes, told, strict=True)] if outcomes else told
        return outcomes


def _place_in_suite(result: ExpectationValidationResult) -> int:
    """Results come back in another order than the suite's."""
    return int(result.expectation_config.meta["place"]) if result.expectation_config else -1


def _outcome(suite: str, result: ExpectationValidationResult) -> Outcome:
    config = result.expectation_config
    if config is None:
        raise GateError(f"suite {suite}: a result came back without its expectation")
    _raise_hidden_exception(suite, config.type, result.exception_info)
    counted = result.result
    failed = tuple(int(row[ROW_KEY]) for row in counted.get("unexpected_index_list") or ())
    if len(failed) != counted["unexpected_count"]:
        raise GateError(f"suite {suite}: {config.type} counted {counted['unexpected_count']} rows, named {len(failed)}")
    return Outcome(
        suite=suite,
        expectation=config.type,
        description=config.meta["description"],
        rule_code=config.meta["rule_code"],
        severity=Severity(config.meta["severity"]),
        evaluated=counted["element_count"] - counted["missing_count"],
        failed_rows=failed,
    )


def _raise_hidden_exception(suite: str, expectation: str, info: dict[str, Any]) -> None:
    """Great Expectations reports an exception as a plain failure: either one record, or one a metric."""
    for record in [info, *(value for value in info.values() if isinstance(value, dict))]:
        if record.get("raised_exception"):
            raise GateError(
                f"suite {suite}: {expectation} could not be computed: {record.get('exception_message')}\n"
                f"{record.get('exception_traceback')}"
            )


def _joined(before: Outcome, now: Outcome) -> Outcome:
    return Outcome(
        suite=now.suite,
        expectation=now.expectation,
        description=now.description,
        rule_code=now.rule_code,
        severity=now.severity,
        evaluated=before.evaluated + now.evaluated,
        failed_rows=before.failed_rows + now.failed_rows,
    )
