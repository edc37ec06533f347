"""A night's input is landed once, and nothing that was sent is lost to a fault of the machine."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ingest import load as loading
from ingest.load import LoadSummary, load_chunk, load_night, plan
from warehouse.figure import SourceKind
from warehouse.landing import Landing
from warehouse.loads import unfinished
from warehouse.settings import Settings

NIGHT = date(2026, 1, 5)
NOW = datetime(2026, 1, 5, 15, tzinfo=UTC)
FIRST = "Năm 2025, công đoàn huyện kết nạp 45 đoàn viên."
SECOND = "Năm 2025, công đoàn huyện kết nạp 46 đoàn viên."


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


def put(home: Settings, text: str, stamp: int, name: str = "tin.txt") -> Path:
    path = home.news_drop / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(stamp, stamp))
    return path


def load(home: Settings, day: int = 0, source_kind: SourceKind = SourceKind.NEWS) -> LoadSummary:
    total = LoadSummary()
    night, now = NIGHT + timedelta(days=day), NOW + timedelta(days=day)
    for plan_file in plan(home, source_kind, night):
        total.add(load_chunk(home, source_kind, night, plan_file, now))
    return total


def test_what_was_landed_is_not_landed_again_whoever_asks(home: Settings) -> None:
    put(home, FIRST, 1)
    (plan_file,) = plan(home, SourceKind.NEWS, NIGHT)
    assert load_chunk(home, SourceKind.NEWS, NIGHT, plan_file, NOW).files == 1
    assert load_chunk(home, SourceKind.NEWS, NIGHT, plan_file, NOW).files == 0
    assert load(home, day=1).files == 0


def test_runs_of_several_nights_at_once_land_a_file_once(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    put(home, FIRST, 1)
    put(home, SECOND, 1, "khac.txt")
    ((mine,), (theirs,)) = (plan(home, SourceKind.NEWS, NIGHT + timedelta(days=day)) for day in (0, 1))
    usual, others = loading.reader, list[LoadSummary]()

    def overtaken(settings: Settings, source_kind: SourceKind) -> loading.Reader:
        """While one run reads, another reads and lands the same."""
        if not others:
            others.append(LoadSummary())
            others[0] = load_chunk(home, SourceKind.NEWS, NIGHT + timedelta(days=1), theirs, NOW)
        return usual(settings, source_kind)

    monkeypatch.setattr(loading, "reader", overtaken)
    summary = load_chunk(home, SourceKind.NEWS, NIGHT, mine, NOW)
    assert (others[0].files, summary.files, summary.figures) == (2, 0, 0)


def test_a_file_put_back_as_it_was_before_a_correction_is_received_again(home: Settings) -> None:
    for day, (text, stamp) in enumerate([(FIRST, 1), (SECOND, 2), (FIRST, 1)]):
        put(home, text, stamp)
        assert load(home, day).files == 1
    assert load(home, 3).files == 0


def test_a_landing_zone_that_cannot_be_written_fails_the_chunk_and_loses_nothing(home: Settings) -> None:
    put(home, FIRST, 1)
    (plan_file,) = plan(home, SourceKind.NEWS, NIGHT)
    blocked = home.landing / "received"
    blocked.write_bytes(b"no folder can be made here")
    with pytest.raises(OSError, match="received"):
        load_chunk(home, SourceKind.NEWS, NIGHT, plan_file, NOW)
    blocked.unlink()
    assert load(home).statuses == {"loaded": 1}


def test_a_load_that_breaks_is_not_through_until_the_night_is_loaded_again(home: Settings) -> None:
    put(home, FIRST, 1)
    blocked = home.landing / "received"
    blocked.parent.mkdir()
    blocked.write_bytes(b"no folder can be made here")
    with pytest.raises(OSError, match="received"):
        load_night(home, SourceKind.NEWS, NIGHT, NOW, lambda _: None)
    landing = Landing(home.landing)
    assert unfinished(landing, NIGHT) == (SourceKind.NEWS,)
    blocked.unlink()
    load_night(home, SourceKind.NEWS, NIGHT, NOW, lambda _: None)
    assert unfinished(landing, NIGHT) == ()
    events = landing.event_ids(NIGHT)
    load_night(home, SourceKind.NEWS, NIGHT, NOW, lambda _: None)
    assert landing.event_ids(NIGHT) == events


def test_a_file_that_could_not_be_read_is_told_once_and_read_when_it_can_be(home: Settings) -> None:
    path = put(home, FIRST, 1)
    away = home.home / "away.txt"
    (plan_file,) = plan(home, SourceKind.NEWS, NIGHT)
    path.rename(away)
    assert load_chunk(home, SourceKind.NEWS, NIGHT, plan_file, NOW).statuses == {"quarantined": 1}
    assert load_chunk(home, SourceKind.NEWS, NIGHT, plan_file, NOW).files == 0
    away.rename(path)
    assert load(home, day=1).statuses == {"loaded": 1}


def test_the_same_file_in_both_inboxes_is_two_deliveries(home: Settings) -> None:
    put(home, FIRST, 1)
    home.inbox.mkdir(parents=True)
    (home.inbox / "tin.txt").write_text(FIRST, encoding="utf-8")
    load(home)
    load(home, source_kind=SourceKind.UNIT_REPORT)
    landed = pq.read_table(
        Landing(home.landing).root / "deliveries" / f"night={NIGHT.isoformat()}", columns=["delivery_id"]
    )
    assert len(set(landed.column(0).to_pylist())) == 2


def test_a_file_swapped_for_a_link_after_it_was_listed_is_not_followed(home: Settings, tmp_path: Path) -> None:
    path = put(home, FIRST, 1)
    (plan_file,) = plan(home, SourceKind.NEWS, NIGHT)
    secret = tmp_path / "secret.txt"
    secret.write_text(SECOND, encoding="utf-8")
    path.unlink()
    path.symlink_to(secret)
    assert load_chunk(home, SourceKind.NEWS, NIGHT, plan_file, NOW).statuses == {"quarantined": 1}
    assert not (home.landing / "received").exists()


def test_articles_and_ready_made_figures_of_one_file_land_and_its_bad_lines_are_named(home: Settings) -> None:
    figure = {"doc_id": "pdf", "quote": "27/22 nhà", "kind": "result", "value": "27", "reference": 22, "percent": 122.7}
    lines = [
        "hỏng",
        json.dumps(figure),
        json.dumps({**figure, "value": "x"}),
        json.dumps({"doc_id": "a", "text": FIRST}),
    ]
    put(home, "\n".join(lines), 1, "so_lieu.jsonl")
    summary = load(home)
    assert summary.statuses == {"loaded": 2, "quarantined": 2}
    folder = Landing(home.landing).root / "figures" / f"night={NIGHT.isoformat()}"
    numbers = pq.read_table(folder, columns=["value", "reference", "percent"]).to_pylist()
    assert sorted((row["value"], row["reference"], row["percent"]) for row in numbers if row["reference"]) == [
        (Decimal(27), Decimal(22), Decimal("122.7"))
    ]
    assert len(numbers) == summary.figures == 2


def test_a_workbook_nobody_understood_leaves_a_page_in_the_outbox(home: Settings) -> None:
    path = home.inbox / "LDLD.TQ" / "Phiếu mới.csv"
    path.parent.mkdir(parents=True)
    path.write_text("Mã;Đầu việc;Con số\n01;Đón đoàn viên mới;305\n", encoding="utf-8")
    assert load(home, source_kind=SourceKind.UNIT_REPORT).statuses == {"quarantined": 1}
    (page,) = home.previews.iterdir()
    assert "Đầu việc" in page.read_text(encoding="utf-8")
