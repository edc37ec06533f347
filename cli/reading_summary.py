"""What a run of ``read-reports`` came to: statuses, reasons, time and memory, for people, on standard error."""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

from warehouse.records import Document


@dataclass(slots=True)
class ReadingSummary:
    """Counts of documents by status, and by each reason that was given."""

    started: float = field(default_factory=time.monotonic)
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    figures: int = 0

    def add(self, document: Document) -> None:
        status = document.status.value
        self.statuses[status] += 1
        self.figures += document.figure_count
        for code in dict.fromkeys(reason.code for reason in document.reasons):
            self.outcomes[status, code] += 1

    def print(self) -> None:
        """Write the table, then a line of totals. The peak is that of the largest reading process that has ended."""
        out = Console(stderr=True, highlight=False)
        table = Table("status", "reason", "documents", box=None, pad_edge=False)
        for status, total in sorted(self.statuses.items()):
            table.add_row(status, "", str(total))
            for (of_status, code), count in sorted(self.outcomes.items(), key=lambda item: (-item[1], item[0])):
                if of_status == status:
                    table.add_row("", code, str(count))
        out.print(table)
        seconds = time.monotonic() - self.started
        total = sum(self.statuses.values())
        out.print(
            f"{total} documents, {self.figures} figures in {seconds:.1f} s; "
            f"peak memory of a reading process {peak_megabytes():.0f} MB",
            soft_wrap=True,
        )


def peak_megabytes() -> float:
    """The most memory that one ended child process held, in MB."""
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    # Kilobytes, but on macOS, where it is bytes.
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3
