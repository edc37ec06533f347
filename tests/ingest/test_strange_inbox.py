"""Whatever lies in an inbox is accounted for with a reason: nothing is followed, waited for, lost or a crash."""

from __future__ import annotations

import io
import json
import os
import socket
from contextlib import redirect_stdout
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from cli.reports import print_reports
from ingest import inboxes
from ingest.inbox import Incoming, list_incoming
from ingest.inboxes import LocalInbox, take_file
from ingest.load import LoadSummary, load_chunk, plan
from warehouse.figure import SourceKind
from warehouse.landing import Landing
from warehouse.settings import Settings

NIGHT = date(2026, 1, 5)
NOW = datetime(2026, 1, 5, 15, tzinfo=UTC)
REPORT = (
    "Đơn vị: LĐLĐ huyện Hàm Yên\nNăm 2023\n"
    "STT,Nội dung,ĐVT,Chỉ tiêu giao,Kết quả thực hiện\n1,Kết nạp đoàn viên mới,người,22,27\n"
).encode()
NAMES: tuple[bytes, ...] = (
    b"two\nlines.csv",
    "báo cáo 🎉 2023.csv".encode(),
    b"b\xe1o c\xe1o.csv",
    b"x" * 251 + b".csv",
    "á".encode() * 125 + b".csv",
    b"=cmd|x!A0.csv",
    b"-rf.csv",
    b"--preview.csv",
    "\u202evsc.oac-oab.csv".encode(),
    b"'; drop table figures; --.csv",
    b" .csv",
    b"%s{}%d.csv",
    b"\x1b[31mred.csv",
    b"NUL",
)
"""Names under which a sound report loads like under any other."""
ODD = {
    "link-in.csv": "not_a_file",
    "link-out.csv": "not_a_file",
    "dangling.csv": "not_a_file",
    "folder-link": "not_a_file",
    "loop.csv": "not_a_file",
    "pipe.csv": "not_a_file",
    "socket.csv": "not_a_file",
    "folder.xlsx": "not_a_file",
    "Empty.ODS": "not_a_file",
}


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path / "home", read_workers=1)
    (settings.inbox / "LDLD.TQ").mkdir(parents=True)
    return settings


def fill(settings: Settings, outside: Path) -> None:
    folder = settings.inbox / "LDLD.TQ"
    for name in NAMES:
        with open(os.fsencode(folder) + b"/" + name, "wb") as file:  # noqa: PTH123  # only bytes can name these
            file.write(REPORT)
    outside.mkdir()
    (outside / "secret.csv").write_bytes(REPORT)
    (folder / "link-in.csv").symlink_to(folder / "-rf.csv")
    (folder / "link-out.csv").symlink_to(outside / "secret.csv")
    (folder / "dangling.csv").symlink_to(outside / "nowhere.csv")
    (folder / "folder-link").symlink_to(outside)
    (folder / "loop.csv").symlink_to("loop.csv")
    os.mkfifo(folder / "pipe.csv")
    here = Path.cwd()
    try:
        # The path of a socket may have about a hundred bytes only.
        os.chdir(folder)
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("socket.csv")
    finally:
        os.chdir(here)
    (folder / "folder.xlsx").mkdir()
    (folder / "folder.xlsx" / "inside.csv").write_bytes(REPORT)
    (folder / "Empty.ODS").mkdir()


def load(settings: Settings) -> LoadSummary:
    total = LoadSummary()
    for plan_file in plan(settings, SourceKind.UNIT_REPORT, NIGHT):
        total.add(load_chunk(settings, SourceKind.UNIT_REPORT, NIGHT, plan_file, NOW))
    return total


def offered(settings: Settings) -> list[str]:
    """What the next night would receive."""
    plans = plan(settings, SourceKind.UNIT_REPORT, NIGHT)
    return [entry["name"] for plan_file in plans for entry in json.loads(plan_file.read_bytes())]


def outcomes(settings: Settings) -> dict[str, str]:
    """Status, or the code of the first reason, by the last part of the landed path."""
    files = (Landing(settings.landing).root / "documents").glob("night=*/*.parquet")
    rows = [row for file in files for row in pq.read_table(file, partitioning=None).to_pylist()]
    return {row["path"].rpartition("/")[2]: outcome(row["status"], row["reasons_json"]) for row in rows}


def outcome(status: str, reasons: list[dict[str, str]]) -> str:
    return reasons[0]["code"] if status == "quarantined" else status


def expected() -> dict[str, str]:
    names = [name.decode("utf-8", "backslashreplace") for name in (*NAMES, b"inside.csv")]
    return dict.fromkeys(names, "loaded") | ODD


def test_the_nightly_load_accounts_for_everything_in_an_inbox(home: Settings, tmp_path: Path) -> None:
    fill(home, tmp_path / "outside")
    assert load(home).files == len(expected())
    assert outcomes(home) == expected()
    assert load(home).files == 0


def test_read_reports_accounts_for_everything_in_folders_and_among_its_arguments(
    home: Settings, tmp_path: Path
) -> None:
    fill(home, tmp_path / "outside")
    strange = tmp_path / os.fsdecode(b"t\xean.csv")
    strange.write_bytes(REPORT)
    with redirect_stdout(io.StringIO()) as printed:
        print_reports(home, [home.inbox, strange, tmp_path / "gone.csv"], None)
    lines = [json.loads(line) for line in printed.getvalue().splitlines()]
    found = {line["file"].rpartition("/")[2]: outcome(line["status"], line["reasons"]) for line in lines}
    assert found == expected() | {"t\\xean.csv": "loaded", "gone.csv": "file_vanished"}


def test_a_file_that_vanishes_between_listing_and_reading_is_told_and_asked_for_again(home: Settings) -> None:
    path = home.inbox / "LDLD.TQ" / "bc.csv"
    path.write_bytes(REPORT)
    (plan_file,) = plan(home, SourceKind.UNIT_REPORT, NIGHT)
    path.unlink()
    assert load_chunk(home, SourceKind.UNIT_REPORT, NIGHT, plan_file, NOW).statuses == {"quarantined": 1}
    assert outcomes(home) == {"bc.csv": "file_vanished"}
    path.write_bytes(REPORT)
    assert offered(home) == ["LDLD.TQ/bc.csv"]


def test_a_file_that_grew_after_it_was_listed_is_taken_to_the_bound_and_no_further(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x")
    (entry,) = list_incoming(tmp_path)
    path.write_bytes(b"x" * 5000)
    _, reason = LocalInbox(tmp_path).keep(Landing(tmp_path / "landing"), entry, 1000)
    assert reason is not None
    assert reason.code == "file_too_large"


def test_a_file_that_grows_while_it_is_read_is_taken_to_the_bound_and_no_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" * 900)
    look = os.fstat

    def look_and_let_it_grow(descriptor: int) -> os.stat_result:
        status = look(descriptor)
        with path.open("ab") as file:
            file.write(b"y" * 5000)
        return status

    monkeypatch.setattr(inboxes.os, "fstat", look_and_let_it_grow)
    taken = take_file(path, 1000)
    assert taken.content is None
    assert taken.reason is not None
    assert taken.reason.code == "file_too_large"


def test_a_file_half_received_is_received_again_when_it_is_whole(home: Settings) -> None:
    path = home.inbox / "LDLD.TQ" / "bc.csv"
    path.write_bytes(REPORT[:60])
    (plan_file,) = plan(home, SourceKind.UNIT_REPORT, NIGHT)
    path.write_bytes(REPORT)
    assert load_chunk(home, SourceKind.UNIT_REPORT, NIGHT, plan_file, NOW).files == 1
    assert offered(home) == ["LDLD.TQ/bc.csv"]


def test_a_file_swapped_for_a_pipe_after_it_was_listed_does_not_hang_the_load(home: Settings) -> None:
    path = home.inbox / "LDLD.TQ" / "bc.csv"
    path.write_bytes(REPORT)
    (plan_file,) = plan(home, SourceKind.UNIT_REPORT, NIGHT)
    path.unlink()
    os.mkfifo(path)
    assert load_chunk(home, SourceKind.UNIT_REPORT, NIGHT, plan_file, NOW).statuses == {"quarantined": 1}
    assert outcomes(home) == {"bc.csv": "not_a_file"}


def refuse(monkeypatch: pytest.MonkeyPatch, refused: Path) -> None:
    """As where permissions are missing, which the administrator's tests never meet."""
    scan, opened = os.scandir, os.open

    def scandir(path: str | Path) -> object:
        if Path(path) == refused:
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    def open_(path: str | Path, flags: int, *mode: int) -> int:
        if Path(path) == refused:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, flags, *mode)

    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.setattr(inboxes.os, "open", open_)


def test_a_file_without_permission_is_told_and_asked_for_again(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    path = home.inbox / "LDLD.TQ" / "bc.csv"
    path.write_bytes(REPORT)
    with monkeypatch.context() as closed:
        refuse(closed, path)
        assert load(home).statuses == {"quarantined": 1}
        assert outcomes(home) == {"bc.csv": "file_vanished"}
        assert load(home).files == 0
    assert offered(home) == ["LDLD.TQ/bc.csv"]


def test_a_folder_without_permission_is_told_and_not_taken_for_an_empty_one(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed_folder = home.inbox / "LDLD.TQ" / "quý 1"
    closed_folder.mkdir()
    (closed_folder / "bc.csv").write_bytes(REPORT)
    with monkeypatch.context() as closed:
        refuse(closed, closed_folder)
        assert load(home).statuses == {"quarantined": 1}
        assert outcomes(home) == {"quý 1": "file_vanished"}
    assert offered(home) == ["LDLD.TQ/quý 1/bc.csv"]


def test_an_inbox_that_may_not_be_looked_into_fails_and_is_no_empty_night(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, home.inbox)
    with pytest.raises(PermissionError):
        load(home)


def test_an_entry_gone_before_it_is_looked_at_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_bytes(REPORT)
    (tmp_path / "b.csv").write_bytes(REPORT)
    look = Path.lstat
    monkeypatch.setattr(Path, "lstat", lambda path: look(path if path.name != "a.csv" else path.with_name("gone.csv")))
    found: list[Incoming] = list(list_incoming(tmp_path))
    assert [one.name for one in found] == ["b.csv"]
