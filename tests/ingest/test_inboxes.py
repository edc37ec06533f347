"""The same files load the same, whether they lie in a folder or in a store that fsspec reaches."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from ingest.inboxes import NO_STAMP, LocalInbox, inbox_at, stamp_of
from ingest.load import LoadSummary, load_chunk, plan
from warehouse.figure import SourceKind
from warehouse.landing import Landing
from warehouse.settings import Settings

NIGHT = date(2026, 1, 5)
NOW = datetime(2026, 1, 5, 15, tzinfo=UTC)
REPORT = (
    "Đơn vị: LĐLĐ huyện Hàm Yên\nNăm 2023\n"
    "STT,Nội dung,ĐVT,Chỉ tiêu giao,Kết quả thực hiện\n1,Kết nạp đoàn viên mới,người,22,27\n"
)


@pytest.fixture
def store() -> Iterator[MemoryFileSystem]:
    """The memory file system of this process, emptied."""
    memory = MemoryFileSystem()
    memory.store.clear()
    memory.pseudo_dirs[:] = [""]
    yield memory
    memory.store.clear()


def load(settings: Settings, day: int = 0) -> LoadSummary:
    total = LoadSummary()
    night, now = NIGHT + timedelta(days=day), NOW + timedelta(days=day)
    for plan_file in plan(settings, SourceKind.UNIT_REPORT, night):
        total.add(load_chunk(settings, SourceKind.UNIT_REPORT, night, plan_file, now))
    return total


def landed(settings: Settings) -> list[tuple[str, str | None, str]]:
    files = (Landing(settings.landing).root / "deliveries").glob("night=*/*.parquet")
    rows = [row for file in files for row in pq.read_table(file, partitioning=None).to_pylist()]
    return sorted((row["path"], row["office_code"], row["sha256"]) for row in rows)


def test_a_store_gives_the_same_deliveries_as_a_folder(tmp_path: Path, store: MemoryFileSystem) -> None:
    here = Settings(home=tmp_path / "here")
    there = Settings(home=tmp_path / "there", inbox_url="memory://bucket/inbox")
    (here.inbox / "LDLD.TQ" / "quý 1").mkdir(parents=True)
    for name in ("LDLD.TQ/bc.csv", "LDLD.TQ/quý 1/bc.csv", "lẻ.csv"):
        (here.inbox / name).write_text(REPORT, encoding="utf-8")
        store.pipe_file(f"/bucket/inbox/{name}", REPORT.encode())
    assert load(here).to_json() == load(there).to_json()
    assert landed(here) == landed(there)
    assert {(path, office) for path, office, _ in landed(there)} == {
        ("LDLD.TQ/bc.csv", "LDLD.TQ"),
        ("LDLD.TQ/quý 1/bc.csv", "LDLD.TQ"),
        ("lẻ.csv", None),
    }


def test_an_object_is_received_again_only_when_it_changed(tmp_path: Path, store: MemoryFileSystem) -> None:
    settings = Settings(home=tmp_path, inbox_url="memory://bucket/inbox")
    store.pipe_file("/bucket/inbox/LDLD.TQ/bc.csv", REPORT.encode())
    assert load(settings).files == 1
    assert plan(settings, SourceKind.UNIT_REPORT, NIGHT) == []
    store.pipe_file("/bucket/inbox/LDLD.TQ/bc.csv", REPORT.replace("27", "28").encode())
    assert load(settings, 1).files == 1
    assert load(settings, 2).files == 0


def test_an_object_past_the_bound_or_gone_is_told_and_not_kept(tmp_path: Path, store: MemoryFileSystem) -> None:
    settings = Settings(home=tmp_path, inbox_url="memory://bucket/inbox", max_file_bytes=1000)
    store.pipe_file("/bucket/inbox/LDLD.TQ/to.csv", b"x" * 1001)
    store.pipe_file("/bucket/inbox/LDLD.TQ/mat.csv", b"x")
    (plan_file,) = plan(settings, SourceKind.UNIT_REPORT, NIGHT)
    store.rm_file("/bucket/inbox/LDLD.TQ/mat.csv")
    assert load_chunk(settings, SourceKind.UNIT_REPORT, NIGHT, plan_file, NOW).statuses == {"quarantined": 2}
    assert not (settings.landing / "received").exists()


def test_an_object_that_grew_after_it_was_listed_is_read_no_further_than_the_bound(
    tmp_path: Path, store: MemoryFileSystem
) -> None:
    store.pipe_file("/bucket/inbox/a.csv", b"x")
    inbox = inbox_at("memory://bucket/inbox")
    (entry,) = inbox.entries()
    store.pipe_file("/bucket/inbox/a.csv", b"x" * 5000)
    _, reason = inbox.keep(Landing(tmp_path), entry, 1000)
    assert reason is not None
    assert reason.code == "file_too_large"


def test_an_empty_or_missing_store_is_an_empty_inbox(store: MemoryFileSystem) -> None:
    assert list(inbox_at("memory://nowhere/inbox").entries()) == []


def test_an_archive_may_be_an_inbox(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "inbox.zip", "w") as archive:
        archive.writestr("LDLD.TQ/bc.csv", REPORT)
    settings = Settings(home=tmp_path / "home", inbox_url=f"zip://::file://{tmp_path}/inbox.zip")
    assert load(settings).files == 1
    assert [row[:2] for row in landed(settings)] == [("LDLD.TQ/bc.csv", "LDLD.TQ")]
    assert load(settings, 1).files == 0


def test_a_file_url_is_a_folder_in_which_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "hộp thư").mkdir()
    inbox = inbox_at((tmp_path / "hộp thư").as_uri())
    assert isinstance(inbox, LocalInbox)
    secret = tmp_path / "secret.csv"
    secret.write_text(REPORT, encoding="utf-8")
    (tmp_path / "hộp thư" / "a.csv").symlink_to(secret)
    (entry,) = inbox.entries()
    _, reason = inbox.keep(Landing(tmp_path / "landing"), entry, 1000)
    assert reason is not None
    assert reason.code == "not_a_file"


def test_a_stamp_changes_with_the_version_or_the_time_and_is_none_without_either() -> None:
    moment = datetime(2026, 1, 5, tzinfo=UTC)
    stamps = {
        stamp_of({"ETag": '"a"', "LastModified": moment}),
        stamp_of({"ETag": '"b"', "LastModified": moment}),
        stamp_of({"ETag": '"a"', "LastModified": moment + timedelta(seconds=1)}),
        stamp_of({"mtime": 1.5}),
        stamp_of({"updated": "2026-01-05T00:00:00Z"}),
    }
    assert len(stamps) == 5
    assert stamp_of({"size": 3}) == stamp_of({"mtime": "no time"}) == NO_STAMP
