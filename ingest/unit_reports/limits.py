"""How much one workbook may ask of the machine."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.limits import ProcessLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits(ProcessLimits):
    """Bounds of one file: past any of them it is quarantined with the bound named, never cut off silently."""

    max_inflated_bytes: int = 500_000_000
    """Sum over the parts of a zipped workbook, counted while inflating: what the archive declares is not believed."""
    max_archive_entries: int = 10_000
    max_archive_members: int = 500
    """Files of a zip archive of workbooks, those of archives within it included."""
    max_sheets: int = 200
    max_rows: int = 1_048_576
    max_columns: int = 16_384
    max_cells: int = 5_000_000
    """Cells of the rectangle a sheet spans, empty ones included: a far corner costs as much as a full sheet."""
