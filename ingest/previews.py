"""Pages of workbooks as they were seen, written where people find them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from ingest.context import ReadDocument
from warehouse.landing import write_atomically
from warehouse.records import Document
from warehouse.vietnamese import plain_key

_NAME_LENGTH = 60


def preview_name(document: Document) -> str:
    """The file name of a document's page: its own name in plain letters, and the beginning of its identity."""
    path = PurePosixPath((document.member or document.path).replace("\\", "/"))
    name = re.sub(r"[^a-z0-9]+", "-", plain_key(path.stem)).strip("-")[:_NAME_LENGTH]
    return f"{name or 'tep'}-{document.document_id[:8]}.html"


def write_previews(folder: Path, documents: Iterable[ReadDocument]) -> list[Path]:
    """Write the pages of the documents that have one; the same document again writes the same file."""
    written = []
    for read in documents:
        if read.preview is not None:
            path = folder / preview_name(read.document)
            write_atomically(path, read.preview.encode("utf-8", "replace"))
            written.append(path)
    return written
