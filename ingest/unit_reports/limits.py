"""How much one file may ask of the machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one file. Past any of them the file is quarantined with the bound named; nothing is cut off silently."""

    file_bytes: int = 100_000_000
    inflated_bytes: int = 500_000_000
    """Sum over the parts of a zipped workbook, counted while inflating: what the archive declares is not believed."""
    archive_entries: int = 10_000
    sheets: int = 200
    rows: int = 1_048_576
    columns: int = 16_384
    cells: int = 5_000_000
    """Cells of the rectangle a sheet spans, empty ones included: a far corner costs as much as a full sheet."""
    seconds: float = 60.0
    memory_bytes: int = 2_000_000_000
    """Address space of a reading child process."""
