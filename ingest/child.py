"""The reading process: takes jobs on its standard input, gives their documents on its standard output.

Started by ``isolation``; runs until its input ends.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial
from pathlib import Path

from ingest.context import DocumentContext, ReadDocument
from ingest.job import Job
from ingest.limited_process import serve
from ingest.limits import ProcessLimits
from ingest.unit_reports.limits import Limits
from warehouse.catalogue import Catalogue
from warehouse.figure import SourceKind

Read = Callable[[Job], tuple[ReadDocument, ...]]

OWN_LAYOUTS = "layouts"
"""Folder of a federation's own layouts beside its own catalogue files."""


def main() -> None:
    """Serve jobs until the input ends."""
    serve(_prepare)


def _prepare(setup: tuple[SourceKind, ProcessLimits, Path, Path | None]) -> tuple[ProcessLimits, Read]:
    source_kind, limits, seeds, extra = setup
    read = reader_of(source_kind, Catalogue.load(seeds, extra), limits, extra / OWN_LAYOUTS if extra else None)
    # The catalogue stays as long as the process: the garbage collector need not walk through it again and again.
    gc.freeze()
    return limits, read


def reader_of(
    source_kind: SourceKind, catalogue: Catalogue, limits: ProcessLimits, own_layouts: Path | None = None
) -> Read:
    """The reader of one source, made ready; what the other one stands on is not imported.

    ``own_layouts`` is a folder of a federation's own layouts of workbooks, which need not exist.
    """
    if source_kind is SourceKind.NEWS:
        import ingest.news.read as news

        return lambda job: news.read_job(job, catalogue)
    import ingest.unit_reports.read as reports
    from ingest.unit_reports.layout import declared_layouts
    from ingest.unit_reports.members import read_members

    if not isinstance(limits, Limits):
        raise TypeError("workbooks are read within ingest.unit_reports.limits.Limits")
    layouts = declared_layouts(own_layouts)

    def read(content: bytes, context: DocumentContext, job: Job) -> ReadDocument:
        return reports.read_report(content, context, catalogue, limits, layouts=layouts, aim=job.aim)

    return lambda job: read_members(job.content, job.context, limits, partial(read, job=job), job.member)


if __name__ == "__main__":
    main()
