"""What the page of a workbook is called, for those who write it and those who point to it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from warehouse.vietnamese import plain_key

_NAME_LENGTH = 60


def preview_name(path: str, member: str, document_id: str) -> str:
    """The file name of a document's page: its own name in plain letters, and the beginning of its identity."""
    own = PurePosixPath((member or path).replace("\\", "/"))
    name = re.sub(r"[^a-z0-9]+", "-", plain_key(own.stem)).strip("-")[:_NAME_LENGTH]
    return f"{name or 'tep'}-{document_id[:8]}.html"
