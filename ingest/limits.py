"""How much the reading of one file, or of a part of it, may ask of the machine."""

from __future__ import annotations

import resource
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessLimits:
    """Bounds that the pool of reading processes keeps, whatever is read."""

    max_file_bytes: int = 100_000_000
    seconds: float = 60.0
    """For one job: a file, or some lines of one."""
    memory_bytes: int = 2_000_000_000
    """Address space of a reading process beyond what it has at its start."""


def restrain(limits: ProcessLimits) -> None:
    """Bound the address space to what the process has at its start and the memory a job may take; no core dumps."""
    most = _address_space_bytes() + limits.memory_bytes
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _address_space_bytes() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        # No /proc on this system: the bound then counts the process itself as well.
        return 0
    return pages * resource.getpagesize()
