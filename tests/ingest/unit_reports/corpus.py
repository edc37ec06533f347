"""All hostile files together. ``python tests/ingest/unit_reports/corpus.py FOLDER`` writes them for a look by hand."""

from __future__ import annotations

import csv
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from hostile import HOSTILE, Hostile
from hostile_archives import ARCHIVES
from hostile_early import EARLY
from hostile_kinds import KINDS
from hostile_sheets import SHEETS
from hostile_text import TEXTS_AND_PAGES

CORPUS: tuple[Hostile, ...] = (*HOSTILE, *ARCHIVES, *EARLY, *KINDS, *SHEETS, *TEXTS_AND_PAGES)

STRANGE_NAMES: tuple[bytes, ...] = (
    b"-rf.xlsx",
    b"two\nlines.xlsx",
    "báo cáo năm 2023 (1).xlsx".encode(),
    "ba\u0301o ca\u0301o.xlsx".encode(),
    "\u202exslx.bao-cao.xlsx".encode(),
    b"\xff\xfe not utf-8.xlsx",
    b"bao-cao - Copy.xlsx",
    b"bao-cao_final_v2_SUA.xlsx",
    b"=cmd.xlsx",
    b"x" * 240 + b".xlsx",
    b"no suffix",
)
"""Names under which a sound report has to load like under any other."""


def file_name(number: int, case: Hostile) -> str:
    """A case's file: numbered, told by its name, and beginning as its path does where that matters."""
    name = case.path.rpartition("/")[2]
    mark = name[:2] if name.startswith(("~$", "._")) else ""
    told = re.sub(r"[^\w]+", "-", case.name).strip("-")
    return f"{mark}{number:03} {told}{Path(name).suffix}"


def write_corpus(folder: Path, cases: Sequence[Hostile] = CORPUS) -> int:
    """Write the files, the strange names, a link and a pipe, and what is expected beside the folder; gives how many."""
    folder.mkdir(parents=True, exist_ok=True)
    expected: list[tuple[str, str]] = []
    for number, case in enumerate(cases):
        (folder / file_name(number, case)).write_bytes(case.make())
        expected.append((file_name(number, case), case.outcome))
    sound = next(case for case in CORPUS if case.name == "an .xlsx named .xls").make()
    for name in STRANGE_NAMES:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(sound)
    (folder / "folder.xlsx").mkdir(exist_ok=True)
    link, pipe = folder / "link.xlsx", folder / "pipe.xlsx"
    if not link.is_symlink():
        link.symlink_to("no suffix")
    if not pipe.exists():
        os.mkfifo(pipe)
    with (folder.parent / f"{folder.name}.expected.csv").open("w", encoding="utf-8", newline="") as table:
        csv.writer(table).writerows([("file", "outcome"), *expected])
    return len(cases) + len(STRANGE_NAMES) + 2


if __name__ == "__main__":
    sys.stdout.write(f"{write_corpus(Path(sys.argv[1]))} files\n")
