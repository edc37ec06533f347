"""Pages of workbooks as they were seen, written where people find them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ingest.context import ReadDocument
from warehouse.landing import write_atomically
from warehouse.previews import preview_name


def write_previews(folder: Path, documents: Iterable[ReadDocument]) -> list[Path]:
    """Write the pages of the documents that have one; the same document again writes the same file."""
    written = []
    for read in documents:
        if read.preview is not None:
            document = read.document
            path = folder / preview_name(document.path, document.member, document.document_id)
            write_atomically(path, read.preview.encode("utf-8", "replace"))
            written.append(path)
    return written
