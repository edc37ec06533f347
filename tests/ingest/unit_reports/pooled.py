"""Workbooks read in child processes, as the nightly load reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.context import DocumentContext, ReadDocument
from ingest.isolation import read_many
from ingest.job import Job
from ingest.limits import ProcessLimits
from warehouse.figure import SourceKind


def read_in_children(
    jobs: Iterable[tuple[bytes, DocumentContext]], limits: ProcessLimits, workers: int, seeds: Path
) -> Iterator[ReadDocument]:
    files = (Job(content=content, context=context) for content, context in jobs)
    return read_many(files, SourceKind.UNIT_REPORT, limits, workers, seeds)
