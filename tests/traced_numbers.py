"""Which key a person has for the numbers of each mart, and which numbers are no figure's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from typing import Any

from declared_marts import MARTS, read

from cli.trace import Found, Walk, walked
from cli.trace_queries import Marts
from warehouse.settings import Settings

Row = dict[str, Any]
Asked = tuple[tuple[str, ...], str]
"""The words of ``warehouse trace``, and its ``--scope``."""

_CELL = re.compile(r"(.+)_(target|result|attained_pct)$")


def key(column: str) -> Callable[[Row, str], Asked]:
    """A key of its own, of which ten characters are enough to type."""
    return lambda row, _: ((row[column][:10],), "")


def place(unit: str) -> Callable[[Row, str], Asked]:
    return lambda row, _: ((row[unit], row["indicator_code"], row["period_code"]), row["scope"])


def unit_and_period(unit: str) -> Callable[[Row, str], Asked]:
    return lambda row, _: ((row[unit], row["period_code"]), "")


def cell(unit: str) -> Callable[[Row, str], Asked]:
    """A cell of a wide table by its column, a count by its row."""

    def asked(row: Row, column: str) -> Asked:
        words = (row[unit], column, row["period_code"]) if _CELL.match(column) else (row[unit], row["period_code"])
        return words, ""

    return asked


KEYS: dict[str, Callable[[Row, str], Asked]] = {
    **dict.fromkeys(
        (
            *("fct_results", "fct_results_on_maps", "fct_targets", "fct_targets_on_maps", "fct_target_versions"),
            *("fct_figures_history", "fct_attainments_on_maps", "fct_cluster_standing_figures", "fct_waiting_figures"),
            "fct_figure_corrections",
        ),
        key("figure_id"),
    ),
    "fct_source_reconciliation": key("news_figure_id"),
    "fct_figure_flags": key("flag_key"),
    "fct_awards": key("award_key"),
    **dict.fromkeys(("fct_deliveries", "fct_delivery_differences", "fct_receipts"), key("delivery_id")),
    "dim_documents": key("document_id"),
    "fct_attainments": place("org_unit_code"),
    **dict.fromkeys(("fct_attainment_totals", "fct_attainment_total_parts"), place("group_code")),
    "fct_cluster_standings": unit_and_period("member_code"),
    "fct_reporting_status": unit_and_period("org_unit_code"),
    "rpt_units": cell("org_unit_code"),
    "rpt_clusters": cell("cluster_code"),
    "rpt_provinces": cell("province_code"),
}

NO_FIGURES = {
    "dim_clusters.member_year": "the year of a membership",
    "dim_columns.*": "the order of a mart's columns",
    "dim_indicators.*": "a bound of the catalogue",
    "dim_periods.month_count": "a length of time",
    "*.weight_numerator": "a weight of a reorganisation: dim_org_unit_events tells its source",
    "*.weight_denominator": "the same",
    "*.sequence_number": "an order of events",
    "*.ordinal_number": "an order of figures",
    "*.line_number": "a line of the data team's own file",
    "*.version_number": "an order of versions",
    "fct_reporting_status.late_day_count": "the days between two dates of its row",
    "fct_reporting_rates.*": "counts rows of fct_reporting_status of the same office, obligation and period",
    "fct_unresolved_names.*": "counts a name that the catalogue does not know, from first_path, first_locator on",
    "fct_target_versions.statement_count": "counts how often a target was stated: the figure's versions tell where",
    "rpt_clusters.member_count": "counts members of the cluster in dim_clusters",
    "rpt_clusters.result_count": "counts the results in the row's own cells",
    "rpt_provinces.unit_count": "counts units in the rows of fct_attainments_on_maps under the federation",
    "rpt_provinces.result_count": "counts the results in the row's own cells",
    "fct_attainments_on_maps.reported_reference": "the reference of fct_attainments with the same figure_id",
    "fct_attainments_on_maps.reference": "its part by the same weights",
}
"""Numbers that are nowhere printed and no sum of printed ones, with the reason."""

NOT_IN_THE_SAMPLE = {
    "fct_attainments.implied_value*",
    "fct_delivery_differences.new_reference",
    "fct_delivery_differences.new_printed_pct",
    "fct_figure_corrections.*",
    "fct_figures_history.upper_value",
    "fct_results.upper_value",
    "fct_waiting_figures.standing_*",
}
"""Numbers that the sample federation may have none of."""

SAME = {
    ("fct_targets", "value"): ("value", "reference"),
    ("fct_targets_on_maps", "value"): ("value", "reference"),
    ("fct_targets_on_maps", "reported_value"): ("reported_value", "value", "reference"),
    ("fct_results_on_maps", "reported_value"): ("reported_value", "value"),
    ("fct_attainments_on_maps", "reported_value"): ("reported_value", "value"),
    ("fct_targets", "target_pct"): ("target_pct", "printed_pct"),
    ("fct_waiting_figures", "standing_pct"): ("standing_pct", "printed_pct"),
}
"""Where the walk names a number otherwise than the mart."""


def numbers() -> Iterator[tuple[str, str]]:
    """Every number column of every mart."""
    for path in sorted(MARTS.glob("*.yml")):
        for model in read(path.name).get("models", ()):
            for column in model["columns"]:
                if column["data_type"].startswith(("decimal", "integer", "bigint")):
                    yield model["name"], column["name"]


def reason(mart: str, column: str) -> str | None:
    """Why a number is no figure's; null where it is one's."""
    return next((why for pattern, why in NO_FIGURES.items() if fnmatchcase(f"{mart}.{column}", pattern)), None)


def names(mart: str, column: str) -> tuple[str, ...]:
    """Under which names the walk may tell a number of a mart."""
    found = _CELL.match(column) if mart.startswith("rpt_") else None
    return (found[2],) if found else SAME.get((mart, column), (column,))


def records(found: Found) -> Iterator[Row]:
    yield found.record
    for below in found.below:
        yield from records(below)


def leads_to(found: Found, mart: str, column: str, value: object) -> str | None:
    """What the walk misses: the number itself, or a place where it or its parts are printed."""
    told = list(records(found))
    if not any(record.get(name) == value for record in told for name in names(mart, column)):
        return f"{mart}.{column}: {value} is not in the walk"
    is_of_document = mart == "fct_reporting_status" or found.record.get("subject_kind") in ("document", "report")
    if value != 0 and not any(record.get("path") and (record.get("locator") or is_of_document) for record in told):
        return f"{mart}.{column}: {value} leads to no place"
    return None


def asked_about() -> list[tuple[str, list[str]]]:
    """The figures' numbers to walk from, each with others that will do where it is empty: a wide table's cells of one
    kind are one column of one macro."""
    found: dict[tuple[str, str], list[str]] = {}
    for mart, column in numbers():
        if reason(mart, column) is None:
            kind = _CELL.match(column) if mart.startswith("rpt_") else None
            found.setdefault((mart, kind[2] if kind else column), []).append(column)
    return [(mart, columns) for (mart, _), columns in found.items()]


def not_traceable(settings: Settings) -> list[str]:
    """What ``warehouse trace`` misses of a row of every number of every mart, and the numbers that no row holds."""
    problems: list[str] = []
    walks: dict[Asked, Found] = {}
    with Marts.published(settings) as marts:
        walk = Walk(settings, marts)
        for mart, columns in asked_about():
            filled = _row(marts, mart, columns)
            if filled is None:
                names = {f"{mart}.{column}" for column in columns}
                if not any(fnmatchcase(name, pattern) for name in names for pattern in NOT_IN_THE_SAMPLE):
                    problems.append(f"{mart}.{columns[0]}: no row holds it")
                continue
            column, row = filled
            words, scope = asked = KEYS[mart](row, column)
            walks[asked] = walks.get(asked) or walked(walk, words, scope)
            problem = leads_to(walks[asked], mart, column, row[column])
            problems += [problem] if problem else []
    return problems


def _row(marts: Marts, mart: str, columns: list[str]) -> tuple[str, Row] | None:
    """The first of some columns that is filled anywhere, with a row in which it is, no nought where that can be."""
    for column in columns:
        rows = marts.rows(
            f"select * from {mart} where {column} is not null order by {column} = 0, hash({mart}) limit 1",  # noqa: S608
            {},
        )
        if rows:
            return column, rows[0]
    return None
