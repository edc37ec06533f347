"""How much the reading of one file, or of a part of it, may ask of the machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessLimits:
    """Bounds that the pool of reading processes keeps, whatever is read."""

    max_file_bytes: int = 100_000_000
    seconds: float = 60.0
    """For one job: a file, or some lines of one."""
    memory_bytes: int = 2_000_000_000
    """Address space of a reading process beyond what it has at its start."""
