"""Changed files by the thousand through the isolated reader. ``python tests/ingest/unit_reports/fuzz.py --minutes 10``

A failure is a file whose reader ended or raised what it does not know. Ends with status 1 where there was one; its
bytes are then kept.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from mutations import mutations, seeds

from ingest.context import DocumentContext, ReadDocument
from ingest.isolation import read_many
from ingest.job import Job
from ingest.unit_reports.limits import Limits
from warehouse.figure import SourceKind, stable_id
from warehouse.settings import Settings

FAILURES = frozenset(("file_crashed_reader",))
CONTAINED = frozenset(("file_timed_out", "file_out_of_memory", "members_not_reached"))
"""Ended by the bounds of the reading process: no failure, yet kept to be looked at."""
LIMITS = Limits(max_inflated_bytes=50_000_000, seconds=10.0, memory_bytes=1_000_000_000)
_PATHS = ("LDLD.TQ/bao-cao.xlsx", "LDLD.TQ/bao-cao.xls", "LDLD.TQ/bao-cao.csv", "LDLD.TQ/goi.zip")


def jobs(contents: Iterator[bytes], kept: dict[str, bytes]) -> Iterator[Job]:
    """A reading job a file; its bytes are kept under its delivery until it is read."""
    for number, content in enumerate(contents):
        sha256 = hashlib.sha256(content).hexdigest()
        delivery = stable_id("delivery", sha256, str(number))
        kept[delivery] = content
        context = DocumentContext(
            document_id=stable_id("document", sha256, ""),
            delivery_id=delivery,
            source_kind=SourceKind.UNIT_REPORT,
            office_code="LDLD.TQ",
            path=_PATHS[number % len(_PATHS)],
            member="",
            sha256=sha256,
            received_at=None,
        )
        yield Job(content=content, context=context)


def outcome(document: ReadDocument) -> str:
    """The first reason of a quarantine, else the status."""
    status = document.document.status.value
    return document.document.reasons[0].code if status == "quarantined" else status


def until(deadline: float, contents: Iterator[bytes]) -> Iterator[bytes]:
    while time.monotonic() < deadline:
        yield next(contents)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--first", type=int, help="read only so many files")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-failures"), help="folder of what failed")
    asked = parser.parse_args()
    kept: dict[str, bytes] = {}
    outcomes: Counter[str] = Counter()
    start = time.monotonic()
    changed = islice(until(start + 60 * asked.minutes, mutations(seeds(), asked.seed)), asked.first)
    files = 0
    last = ""
    for read in read_many(jobs(changed, kept), SourceKind.UNIT_REPORT, LIMITS, asked.workers, Settings().seeds):
        code = outcome(read)
        outcomes[code] += 1
        delivery = read.document.delivery_id
        if delivery != last:
            files += 1
            kept.pop(last, None)
            last = delivery
        if code in FAILURES or code in CONTAINED:
            asked.keep.mkdir(parents=True, exist_ok=True)
            (asked.keep / f"{read.document.sha256[:16]}.bin").write_bytes(kept[delivery])
            sys.stderr.write(f"{read.document.sha256[:16]}: {read.document.reasons[0].en}\n")
    seconds = time.monotonic() - start
    failed = sum(outcomes[code] for code in FAILURES)
    for code, count in outcomes.most_common():
        sys.stdout.write(f"{count:8} {code}\n")
    sys.stdout.write(f"{files} changed files in {seconds:.0f} s (seed {asked.seed}): {failed} uncaught failures\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
