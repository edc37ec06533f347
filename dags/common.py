"""What the DAGs share: their assets, defaults, the night a run is about."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from airflow.sdk import Asset, Param

from dags.telling import DataTeamNotifier, through_within
from warehouse.settings import settings

UNIT_REPORTS = Asset(name="unit_reports", uri="x-warehouse://landing/unit_reports")
NEWS = Asset(name="news", uri="x-warehouse://landing/news")
PUBLISHED_MARTS = Asset(name="published_marts", uri="x-warehouse://published/marts")

DAG_DEFAULTS: dict[str, Any] = {
    "catchup": False,
    "max_active_runs": 1,
    "default_args": {
        "owner": "data_team",
        "retries": 2,
        "retry_delay": timedelta(minutes=1),
        "on_failure_callback": DataTeamNotifier("task_failed"),
    },
    "on_failure_callback": DataTeamNotifier("dag_failed"),
    "on_success_callback": DataTeamNotifier("dag_succeeded"),
    "deadline": through_within(hours=6),
    "params": {
        "night": Param(None, type=["null", "string"], format="date", description="Night to load; empty for tonight")
    },
}
"""``max_active_runs`` keeps two runs of a DAG from writing one DuckDB file at a time; a backfill passes by it."""

NEVER_AT_ONCE = timedelta(0)
"""Unpausing a DAG waits for its next slot instead of running the last missed one."""


def night_of_run(context: Any) -> date:
    """The night a run is about: its parameter, else that of the asset events that triggered it, else of its instant.

    Manual and asset runs have no logical date, so the night travels in the asset events.
    """
    if asked := context["params"].get("night"):
        return date.fromisoformat(asked)
    events = context.get("triggering_asset_events") or {}
    nights = [event.extra["night"] for asset in events for event in events[asset] if "night" in event.extra]
    if nights:
        return date.fromisoformat(max(nights))
    return settings().night_of(context["dag_run"].run_after)
