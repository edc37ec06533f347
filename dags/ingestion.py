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
    """Plan files of tonight's new files, one a chunk."""
    from ingest.load import plan

    return [str(path) for path in plan(settings(), source_kind, night_of_run(context))]


def load_one_chunk(source_kind: SourceKind, plan_file: str, context: Any) -> dict[str, int]:
    """Land one chunk; returns its counts for the log and the run's summary."""
    from ingest.load import load_chunk

    return load_chunk(settings(), source_kind, night_of_run(context), Path(plan_file), timezone.utcnow()).to_json()


def close(asset: Asset, context: Any) -> None:
    """Tell the build that this source is through for the night, completely or in part."""
    night: date = night_of_run(context)
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
