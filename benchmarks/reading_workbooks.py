"""The reader of workbooks beside bare python-calamine, on the same small workbooks, no two of them alike.

    .venv/bin/python -m benchmarks.reading_workbooks [--files 2000] [--rounds 3]

In one process: processor time, the best of rounds that take turns, so that a busy machine slows all of them alike.
Two processes, and the pool of two reading processes: the clock on the wall, their start left out; a busy machine slows
them.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import io
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from ingest.context import DocumentContext
from ingest.isolation import read_many
from ingest.job import Job
from ingest.unit_reports.limits import Limits
from ingest.unit_reports.read import read_report
from ingest.unit_reports.workbook import open_workbook
from warehouse.catalogue import Catalogue
from warehouse.figure import SourceKind, stable_id
from warehouse.settings import Settings

_WORKERS = 2
_WARM_UP = 40
_LIMITS = Limits()
_INDICATORS = (
    ("Kết nạp đoàn viên", "người"), ("Thành lập CĐCS", "CĐCS"), ("Giới thiệu đoàn viên ưu tú cho Đảng", "người"),
    ("Hỗ trợ làm nhà mới", "nhà"), ("Vận động Quỹ Mái ấm Công đoàn", "triệu đồng"), ("Hiến máu tình nguyện", "lượt"),
)  # fmt: skip


def small_workbook(number: int) -> bytes:
    """One unit's report: letterhead, title, a header of two rows, twelve rows of figures."""
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook has a worksheet")
    sheet.title = f"Biểu {number}"
    sheet.append(["LĐLĐ TỈNH TUYÊN QUANG"])
    sheet.append(["LĐLĐ HUYỆN CHIÊM HÓA"])
    sheet.append([])
    sheet.append([f"KẾT QUẢ THỰC HIỆN CHỈ TIÊU NĂM {2015 + number % 10}"])
    sheet.append([])
    sheet.append(["STT", "Chỉ tiêu", "ĐVT", "Năm", None, None, "Ghi chú"])
    sheet.append([None, None, None, "Giao", "Thực hiện", "Tỷ lệ %"])
    for row in range(12):
        name, unit = _INDICATORS[row % len(_INDICATORS)]
        target, done = 100 + 7 * row + number, 120 + 5 * row + number
        sheet.append([row + 1, name, unit, target, done, round(100 * done / target, 1)])
        sheet.cell(8 + row, 6).number_format = ("0.0", "0.00", "#,##0.0")[number % 3]
    for merge in ("A6:A7", "B6:B7", "C6:C7", "D6:F6", "G6:G7", "A4:G4"):
        sheet.merge_cells(merge)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def bare(content: bytes) -> None:
    """What calamine alone does: the values of every sheet."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def opened(content: bytes) -> None:
    """Values of every sheet, after its kind, its inflated size, its XML and its corners were judged."""
    open_workbook(content, "a.xlsx", _LIMITS)


def looked_at(content: bytes) -> None:
    """The same, with number formats, errors, merges and what is hidden."""
    for sheet in open_workbook(content, "a.xlsx", _LIMITS).sheets:
        _ = sheet.facts, sheet.hidden, sheet.merge_at(0, 0)


def reader() -> Callable[[bytes], None]:
    """Bytes to figures: layout, period, sender, values, checks."""
    catalogue = Catalogue.load(Settings().seeds)
    context = DocumentContext(
        document_id="d", delivery_id="d", source_kind=SourceKind.UNIT_REPORT, office_code="LDLD.TQ",
        path="LDLD.TQ/a.xlsx", member="", sha256="0" * 64, received_at=None,
    )  # fmt: skip

    def read(content: bytes) -> None:
        read_report(content, context, catalogue, _LIMITS)

    return read


def best_seconds(runs: Sequence[Callable[[bytes], None]], contents: Sequence[bytes], rounds: int) -> list[float]:
    """Processor seconds of each run over all contents, the best of rounds in which they take turns."""
    best = [float("inf")] * len(runs)
    for _ in range(rounds):
        for place, run in enumerate(runs):
            start = time.process_time()
            for content in contents:
                run(content)
            best[place] = min(best[place], time.process_time() - start)
    return best


def paired_seconds(run: Callable[[bytes], None], contents: Sequence[bytes]) -> float:
    """Seconds on the wall of two processes that share the contents; their start is left out."""
    with ProcessPoolExecutor(_WORKERS, mp_context=get_context("spawn")) as processes:
        list(processes.map(_timed, [run] * _WORKERS, [contents[:_WARM_UP]] * _WORKERS))
        shares = [contents[place::_WORKERS] for place in range(_WORKERS)]
        spans = list(processes.map(_timed, [run] * _WORKERS, shares))
    return max(end for _, end in spans) - min(start for start, _ in spans)


def _timed(run: Callable[[bytes], None], contents: Sequence[bytes]) -> tuple[float, float]:
    """First and last moment, of the machine's own clock."""
    start = time.clock_gettime(time.CLOCK_MONOTONIC)
    for content in contents:
        run(content)
    return start, time.clock_gettime(time.CLOCK_MONOTONIC)


def pooled_seconds(contents: Sequence[bytes]) -> float:
    """Seconds on the wall from the first documents of the pool to its last, for as many as ``contents``."""
    documents = read_many(
        _jobs([*contents[:_WARM_UP], *contents]), SourceKind.UNIT_REPORT, _LIMITS, _WORKERS, Settings().seeds
    )
    start = 0.0
    for number, _ in enumerate(documents, start=1):
        if number == min(_WARM_UP, len(contents)):
            start = time.perf_counter()
    return time.perf_counter() - start


def _jobs(contents: Sequence[bytes]) -> Iterator[Job]:
    for number, content in enumerate(contents):
        sha256 = hashlib.sha256(content).hexdigest()
        yield Job(
            content=content,
            context=DocumentContext(
                document_id=stable_id("document", sha256, ""), delivery_id=stable_id("delivery", number),
                source_kind=SourceKind.UNIT_REPORT, office_code="LDLD.TQ", path=f"LDLD.TQ/{number}.xlsx", member="",
                sha256=sha256, received_at=None,
            ),
        )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    contents = [small_workbook(number) for number in range(asked.files)]
    runs = (bare, opened, looked_at, reader())
    # As in a reading process, where the catalogue is set apart from what the garbage collector walks through.
    gc.freeze()
    seconds = best_seconds(runs, contents, asked.rounds)
    names = ("bare calamine, one process", "safe values, one process", "safe grid, one process", "figures, one process")
    table = [
        *zip(names, seconds, strict=True),
        ("safe values, two processes", paired_seconds(opened, contents)),
        ("safe grid, two processes", paired_seconds(looked_at, contents)),
        ("figures, pool of two", pooled_seconds(contents)),
    ]
    for name, taken in table:
        sys.stdout.write(f"{name:28} {len(contents) / taken:8.0f} files/s  {100 * seconds[0] / taken:5.1f} %\n")


if __name__ == "__main__":
    main()
