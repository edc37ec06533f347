"""How much one file may ask of the machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one file: past any of them it is quarantined with the bound named, never cut off silently."""

    max_file_bytes: int = 100_000_000
    max_inflated_bytes: int = 500_000_000
    """Sum over the parts of a zipped workbook, counted while inflating: what the archive declares is not believed."""
    max_archive_entries: int = 10_000
    max_sheets: int = 200
    max_rows: int = 1_048_576
    max_columns: int = 16_384
    max_cells: int = 5_000_000
    """Cells of the rectangle a sheet spans, empty ones included: a far corner costs as much as a full sheet."""
    seconds: float = 60.0
    memory_bytes: int = 2_000_000_000
    """Address space of a reading child process."""
