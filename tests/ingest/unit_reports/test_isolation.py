"""A file that kills its reader costs one file; the pool goes on."""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import factories
import pytest
from pooled import read_in_children

from ingest import isolation
from ingest.context import DocumentContext, ReadDocument
from ingest.limited_process import ProcessStartError
from ingest.unit_reports.limits import Limits
from warehouse.records import DocumentStatus

MakeContext = Callable[..., DocumentContext]


def statuses(documents: Iterator[ReadDocument]) -> list[str]:
    """Layouts of what was loaded, reason codes of what was not."""
    return [
        document.document.reasons[0].code
        if document.document.status is DocumentStatus.QUARANTINED
        else str(document.document.layout)
        for document in documents
    ]


def children_of_this_process() -> set[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=True
    )
    return {int(line.split()[0]) for line in listed.stdout.splitlines() if "ingest.child" in line}


@pytest.fixture
def replaced_child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Run a small program of the test's own in the place of the reader, to die or hang in ways a file might cause."""

    def replace(on_file: str) -> None:
        program = tmp_path / "child.py"
        program.write_text(
            "import os, signal, sys, time\n"
            "import ingest.child as child\n"
            "import ingest.unit_reports.read as reports\n"
            "reader = reports.read_report\n"
            "def read(content, context, catalogue, limits, **more):\n"
            f"    if content == b'trouble':\n        {on_file}\n"
            "    return reader(content, context, catalogue, limits, **more)\n"
            "reports.read_report = read\n"
            "child.main()\n",
            encoding="utf-8",
        )
        monkeypatch.setattr(isolation, "CHILD_COMMAND", (sys.executable, str(program)))

    return replace


@pytest.mark.parametrize(
    ("trouble", "code", "limits"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", "file_crashed_reader", Limits()),
        ("os.abort()", "file_crashed_reader", Limits()),
        ("os._exit(3)", "file_crashed_reader", Limits()),
        ("time.sleep(600)", "file_timed_out", Limits(seconds=1.5)),
        ("[b'x' * 100_000_000 for _ in range(40)]", "file_out_of_memory", Limits(memory_bytes=300_000_000)),
        ("print('noise on standard output'); raise SystemExit", "file_crashed_reader", Limits()),
    ],
    ids=["killed", "aborted", "exited", "hanging", "out of memory", "printing and leaving"],
)
def test_a_child_that_is_lost_costs_one_file(
    replaced_child: Callable[[str], None],
    make_context: MakeContext,
    seeds: Path,
    trouble: str,
    code: str,
    limits: Limits,
) -> None:
    replaced_child(trouble)
    good = factories.layout_c()
    jobs = [(content, make_context(content)) for content in (good, b"trouble", good)]
    assert statuses(read_in_children(jobs, limits, 1, seeds)) == [
        "units_by_ratio_columns",
        code,
        "units_by_ratio_columns",
    ]


def archive(*members: bytes) -> bytes:
    """A zip of workbooks, numbered from 1."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as opened:
        for number, content in enumerate(members, start=1):
            opened.writestr(f"{number}.xlsx", content)
    return packed.getvalue()


def test_a_member_that_ends_its_reader_costs_no_other_member(
    replaced_child: Callable[[str], None], make_context: MakeContext, seeds: Path
) -> None:
    replaced_child("os._exit(3)")
    good = factories.layout_c()
    content = archive(b"trouble", good, b"trouble", b"trouble", good)
    read = read_in_children([(content, make_context(content))], Limits(), 1, seeds)
    layout = "units_by_ratio_columns"
    assert statuses(read) == ["file_crashed_reader", layout, "file_crashed_reader", "file_crashed_reader", layout]


def test_members_after_several_lost_in_a_row_are_told_and_not_tried(
    replaced_child: Callable[[str], None], make_context: MakeContext, seeds: Path
) -> None:
    replaced_child("os._exit(3)")
    good = factories.layout_c()
    content = archive(good, *[b"trouble"] * 4, good)
    jobs = [(content, make_context(content)), (good, make_context(good))]
    read = list(read_in_children(jobs, Limits(), 1, seeds))
    assert statuses(iter(read)) == [
        "units_by_ratio_columns",
        *["file_crashed_reader"] * 3,
        "members_not_reached",
        "units_by_ratio_columns",
    ]
    assert read[4].document.member == "tệp thứ 5"


def test_an_archive_that_ends_every_reader_is_one_document_and_ends(
    make_context: MakeContext, seeds: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started = tmp_path / "started"
    program = tmp_path / "child.py"
    program.write_text(
        "import os\n"
        "import ingest.child as child\n"
        "import ingest.unit_reports.members as members\n"
        "def opened(content, *rest):\n    os._exit(3) if content.startswith(b'PK') else None\n"
        "members.read_members.__globals__['holds_members'] = opened\n"
        f"open({str(started)!r}, 'a').write('.')\n"
        "child.main()\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(isolation, "CHILD_COMMAND", (sys.executable, str(program)))
    content = archive(*[factories.layout_c()] * 9)
    (read,) = read_in_children([(content, make_context(content))], Limits(), 1, seeds)
    assert [reason.code for reason in read.document.reasons] == ["file_crashed_reader", "members_not_reached"]
    assert read.document.member == ""
    assert len(started.read_text()) == 4, "once for the file, once for each of three members"


def test_documents_come_back_in_the_order_of_the_jobs(make_context: MakeContext, seeds: Path) -> None:
    contents = [factories.layout_a(), b"", factories.layout_b(), b"%PDF-1.7", factories.layout_f_utf8()] * 3
    jobs = [(content, make_context(content)) for content in contents]
    documents = list(read_in_children(jobs, Limits(), 2, seeds))
    assert [document.document.document_id for document in documents] == [context.document_id for _, context in jobs]


def test_a_child_reads_the_same_as_its_parent(
    make_context: MakeContext, seeds: Path, read: Callable[[bytes], ReadDocument]
) -> None:
    content = factories.layout_b()
    assert list(read_in_children([(content, make_context(content))], Limits(), 1, seeds)) == [read(content)]


def test_children_end_with_the_iterator(make_context: MakeContext, seeds: Path) -> None:
    content = factories.layout_c()
    documents = read_in_children(((content, make_context(content)) for _ in range(50)), Limits(), 2, seeds)
    next(documents)
    assert children_of_this_process()
    documents.close()  # type: ignore[attr-defined]
    assert not children_of_this_process()


def test_children_get_none_of_the_parents_environment(
    replaced_child: Callable[[str], None], make_context: MakeContext, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_SMTP_URL", "smtp://user:secret@host")
    replaced_child("sys.exit(7) if 'WAREHOUSE_SMTP_URL' in os.environ else sys.exit(5)")
    ((document),) = read_in_children([(b"trouble", make_context(b"trouble"))], Limits(), 1, seeds)
    assert "exit status 5" in document.document.reasons[0].en


def test_trouble_in_drawing_a_job_reaches_the_caller(make_context: MakeContext, seeds: Path) -> None:
    def jobs() -> Iterator[tuple[bytes, DocumentContext]]:
        yield b"", make_context(b"")
        raise FileNotFoundError("the landing zone is gone")

    with pytest.raises(FileNotFoundError, match="landing zone"):
        list(read_in_children(jobs(), Limits(), 1, seeds))


def test_a_broken_installation_is_no_files_fault(make_context: MakeContext, tmp_path: Path) -> None:
    (tmp_path / "org_units.csv").write_text("no such columns\nat all\n", encoding="utf-8")
    with pytest.raises(ProcessStartError, match="org_units"):
        list(read_in_children([(b"x", make_context(b"x"))], Limits(), 1, tmp_path))


def _read_in_a_daemon(
    seeds: Path, content: bytes, context: DocumentContext, answer: multiprocessing.Queue[str]
) -> None:
    for status in statuses(read_in_children([(content, context)], Limits(), 1, seeds)):
        answer.put(status)


def test_a_daemonic_process_may_read(make_context: MakeContext, seeds: Path) -> None:
    content = factories.layout_c()
    spawning = multiprocessing.get_context("spawn")
    answer: multiprocessing.Queue[str] = spawning.Queue()
    task = spawning.Process(target=_read_in_a_daemon, args=(seeds, content, make_context(content), answer), daemon=True)
    task.start()
    try:
        assert answer.get(timeout=120) == "units_by_ratio_columns"
    finally:
        task.join(30)
    assert task.exitcode == 0


def test_a_child_killed_from_outside_is_replaced(make_context: MakeContext, seeds: Path) -> None:
    content = factories.layout_c()
    gate = threading.Event()

    def jobs() -> Iterator[tuple[bytes, DocumentContext]]:
        yield content, make_context(content)
        gate.wait(60)
        yield content, make_context(content)
        yield content, make_context(content)

    documents = read_in_children(jobs(), Limits(), 1, seeds)
    next(documents)
    (child,) = children_of_this_process()
    os.kill(child, signal.SIGKILL)
    time.sleep(0.2)
    gate.set()
    assert statuses(documents) == ["file_crashed_reader", "units_by_ratio_columns"]
