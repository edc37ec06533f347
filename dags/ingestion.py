"""The tasks of the two ingesting DAGs: each hands its night and paths to ``ingest.load``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from airflow.sdk import Asset, task, timezone
from airflow.sdk.exceptions import AirflowFailException

from dags.common import load_status, night_of_run
from warehouse.figure import SourceKind
from warehouse.settings import settings


def list_chunks(source_kind: SourceKind, context: Any) -> list[str]:
    """Plan files of tonight's new files, one a chunk; the load has begun where there are any."""
    from ingest.load import begin, plan

    night = night_of_run(context)
    plans = [str(path) for path in plan(settings(), source_kind, night)]
    begin(settings(), source_kind, night, timezone.utcnow(), is_needed=bool(plans))
    return plans


def load_one_chunk(source_kind: SourceKind, plan_file: str, context: Any) -> dict[str, int]:
    """Land one chunk; returns its counts for the log and the run's summary."""
    from ingest.load import load_chunk

    return load_chunk(settings(), source_kind, night_of_run(context), Path(plan_file), timezone.utcnow()).to_json()


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


@task(retries=0)
def fail_if_partial(**context: Any) -> None:
    """Turns the run red where a chunk failed, after the night was closed for the others."""
    if load_status(context) == "partial":
        raise AirflowFailException("Part of the night was not loaded: see the failed tasks, mend and clear them.")
