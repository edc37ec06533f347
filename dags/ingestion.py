"""The tasks of the two ingesting DAGs: each hands its night and paths to ``ingest.load``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from airflow.sdk import timezone

from dags.common import night_of_run
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
