"""A secret of a home: made once, kept in a file that its owner alone reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """The text of the file; made where it is missing. Its folder has to be there."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(make(), encoding="utf-8")
    return path.read_text(encoding="utf-8")
