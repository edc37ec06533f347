"""How an ingesting DAG ends its night: completely or in part, for the build, for the digests, and in red."""

from __future__ import annotations

from datetime import date
from typing import Any

from airflow.sdk import Asset, task, timezone
from airflow.sdk.exceptions import AirflowFailException

from dags.common import night_of_run
from warehouse.figure import SourceKind
from warehouse.settings import settings


def load_status(context: Any, besides: tuple[str, ...] = ()) -> str:
    """``complete``, or ``partial`` where a task of this run, ``besides`` some, failed before the night was closed."""
    run = context["dag_run"]
    states = context["ti"].get_task_states(dag_id=run.dag_id, run_ids=[run.run_id])
    failed = {"failed", "upstream_failed"}
    # a mapped task stands there once for each of its instances: fetch_source_0
    counted = {str(state) for task, state in states.get(run.run_id, {}).items() if not task.startswith(besides)}
    return "partial" if failed & counted else "complete"


def close(asset: Asset, source_kind: SourceKind, context: Any) -> None:
    """Tell the build that this source is through for the night, completely or in part.

    A site that could not be asked leaves its own part out; what was received is landed all the same.
    """
    from ingest.load import end

    night: date = night_of_run(context)
    landed = load_status(context, besides=("list_sources", "fetch_source"))
    end(settings(), source_kind, night, timezone.utcnow(), is_whole=landed == "complete")
    context["outlet_events"][asset].extra = {
        "night": night.isoformat(),
        "load_id": context["dag_run"].run_id,
        "status": load_status(context),
    }


@task(retries=0, on_failure_callback=[])
def fail_if_partial(**context: Any) -> None:
    """Turns the run red where a chunk failed, after the night was closed for the others; the chunk's own is told."""
    if load_status(context) == "partial":
        raise AirflowFailException("Part of the night was not loaded: see the failed tasks, mend and clear them.")
