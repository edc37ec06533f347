"""News is read in limited child processes: a page that kills its reader costs a page, a line one line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from ingest import isolation
from ingest.context import DocumentContext, ReadDocument
from ingest.isolation import read_many
from ingest.job import Job
from ingest.limits import ProcessLimits
from ingest.news.lines import news_jobs
from ingest.news.read import read_news, whole_files
from warehouse.catalogue import Catalogue
from warehouse.figure import SourceKind
from warehouse.records import DocumentStatus

SEEDS = Path(__file__).resolve().parents[3] / "dbt_project" / "seeds"
TEXT = "Năm 2023, công đoàn huyện kết nạp 45 đoàn viên; 02 tập thể được tặng Giấy khen."
TROUBLE = "Bài này làm chương trình đọc dừng."
ROOM = ProcessLimits(seconds=60, memory_bytes=700_000_000)


def lines_of(*names: str) -> bytes:
    """A JSONL of articles; those named ``trouble…`` hold the text that a test's reader stumbles over."""
    return b"\n".join(
        json.dumps({"doc_id": name, "text": TROUBLE if name.startswith("trouble") else TEXT}).encode() for name in names
    )


def read_files(
    context: DocumentContext, *contents: bytes, limits: ProcessLimits = ROOM, workers: int = 1
) -> list[ReadDocument]:
    """The files as the nightly load reads them, each a delivery of its own."""

    def jobs() -> Iterator[Job]:
        for number, content in enumerate(contents):
            yield from news_jobs(content, replace(context, delivery_id=f"delivery {number}", sha256=f"{number:064}"))

    return list(whole_files(read_many(jobs(), SourceKind.NEWS, limits, workers, SEEDS)))


def told(reads: list[ReadDocument]) -> list[str]:
    """Members of what was loaded; codes and lines of what was not."""
    return [
        read.document.member or "whole"
        if read.document.status is DocumentStatus.LOADED
        else f"{read.document.reasons[0].code} {read.document.reasons[0].locator}"
        for read in reads
    ]


@pytest.fixture
def stumbling(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Run a small program of the test's own in the place of the reader, to die or hang over one text."""

    def replace_child(on_trouble: str) -> None:
        program = tmp_path / "child.py"
        program.write_text(
            "import os, signal, sys, time\n"
            "import ingest.child as child\n"
            "import ingest.news.article as article\n"
            "import ingest.news.read as news\n"
            "reader = news.article_of_text\n"
            "def read(text, **known):\n"
            f"    if {TROUBLE!r} in text:\n        {on_trouble}\n"
            "    return reader(text, **known)\n"
            "news.article_of_text = article.article_of_text = read\n"
            "child.main()\n",
            encoding="utf-8",
        )
        monkeypatch.setattr(isolation, "CHILD_COMMAND", (sys.executable, str(program)))

    return replace_child


@pytest.mark.parametrize(
    ("trouble", "code", "limits"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", "file_crashed_reader", ROOM),
        ("os._exit(3)", "file_crashed_reader", ROOM),
        ("time.sleep(600)", "file_timed_out", replace(ROOM, seconds=3)),
        ("[b'x' * 100_000_000 for _ in range(40)]", "file_out_of_memory", replace(ROOM, memory_bytes=300_000_000)),
    ],
    ids=["killed", "exited", "hanging", "out of memory"],
)
def test_a_line_that_ends_its_reader_costs_its_own_line(
    stumbling: Callable[[str], None], context: DocumentContext, trouble: str, code: str, limits: ProcessLimits
) -> None:
    stumbling(trouble)
    reads = read_files(context, lines_of("a", "b", "trouble", "c"), lines_of("d"), limits=limits)
    assert told(reads) == ["a", "b", f"{code} line 3", "c", "d"]
    assert reads[2].document.reasons[0].vi.startswith("Dòng 3 ")
    assert [len(read.figures) for read in reads] == [2, 2, 0, 2, 2]


def test_hostile_lines_take_a_bounded_time_and_the_lines_not_reached_are_told(
    stumbling: Callable[[str], None], context: DocumentContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolation, "_PATIENCE", 0)
    monkeypatch.setattr("ingest.news.lines.JOB_LINES", 3)
    stumbling("os._exit(3)")
    reads = read_files(context, lines_of("a", "trouble 1", "b", "c", "d"), lines_of("e"))
    assert told(reads) == [
        *(f"lines_not_reached line {number}" for number in (1, 2, 3)),
        "lines_not_reached lines 4-5",
        "e",
    ]


def test_a_page_that_ends_its_reader_costs_the_page(stumbling: Callable[[str], None], context: DocumentContext) -> None:
    stumbling("os._exit(3)")
    page = f"{TROUBLE}\n{TEXT}"
    reads = read_files(context, TEXT.encode(), page.encode(), TEXT.encode())
    assert told(reads) == ["whole", "file_crashed_reader None", "whole"]
    assert reads[1].document.reasons[0].en.endswith("other files are not affected.")


@pytest.mark.parametrize("beginning", ["PK\x03\x04", "\x1f\x8b"])
def test_a_text_that_begins_like_an_archive_has_no_members(
    stumbling: Callable[[str], None], context: DocumentContext, beginning: str
) -> None:
    stumbling("os._exit(3)")
    hostile = f"{beginning}\n{TROUBLE}".encode("latin-1", "xmlcharrefreplace")
    (whole,) = news_jobs(hostile, context)
    assert list(islice(whole.members(), 1)) == []
    page = f"{beginning}{TROUBLE}".encode()
    assert told(read_files(context, page, TEXT.encode())) == ["file_crashed_reader None", "whole"]


def test_a_line_that_asks_for_too_much_memory_is_set_aside_by_the_real_reader(context: DocumentContext) -> None:
    hungry = b'{"doc_id": "hungry", "x": [' + b"[]," * 1_500_000 + b"[]]}"
    limits = ProcessLimits(seconds=60, memory_bytes=60_000_000)
    reads = read_files(context, b"\n".join([lines_of("a"), hungry, lines_of("b")]), limits=limits)
    assert told(reads) == ["a", "file_out_of_memory line 2", "b"]


def test_children_read_what_this_process_reads(context: DocumentContext, catalogue: Catalogue) -> None:
    contents = [
        lines_of(*(f"bài {number}" for number in range(450)), "bài 3"),
        TEXT.encode(),
        b"\xff\xfe\x00",
        b"{not json\n" + lines_of("a"),
        f"<html><body><article><p>{TEXT}</p></article></body></html>".encode(),
    ]
    reads = read_files(context, *contents, workers=2)
    expected = [
        read
        for number, content in enumerate(contents)
        for read in read_news(
            content, replace(context, delivery_id=f"delivery {number}", sha256=f"{number:064}"), catalogue
        )
    ]
    assert reads == expected
    assert told(reads)[450] == "line_unreadable line 451", "a doc_id is known past the end of its job"


def test_a_large_file_is_cut_into_bounded_jobs_of_whole_lines(context: DocumentContext) -> None:
    content = lines_of(*(f"bài {number}" for number in range(1000))) + b"\n" + b"x" * 10_000_000 + b"\n" + lines_of("z")
    jobs = list(news_jobs(content, context))
    assert max(len(job.content) for job in jobs) <= 1_000_000
    assert [job.first_line for job in jobs] == [1, 201, 401, 601, 801, 1001, 1002]
    assert (jobs[5].content, jobs[5].refusal is not None) == (b"", True)
    assert jobs[-1].content == lines_of("z")
    assert b"".join(job.content for job in jobs[:5]) + b"x" * 10_000_000 + b"\n" + jobs[-1].content == content
