"""The landing zone is append-only, atomic and indifferent to reruns."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from warehouse.figure import SourceKind, stable_id
from warehouse.landing import SCHEMAS, Chunk, Landing, stored_schema
from warehouse.records import Delivery, Event

NIGHT = date(2026, 1, 5)
NOW = datetime(2026, 1, 5, 15, tzinfo=UTC)


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    made = Landing(tmp_path / "landing")
    made.prepare()
    return made


def delivery(path: str, content: bytes = b"bytes") -> Delivery:
    return Delivery(
        delivery_id=stable_id(path, content),
        source_kind=SourceKind.UNIT_REPORT,
        office_code="TLD",
        path=path,
        sha256=stable_id(content) * 2,
        size_bytes=len(content),
        modified_ns=1,
        received_at=NOW,
    )


def event(subject: str, state: str = "open") -> Event:
    return Event(
        event_id=Event.identity(subject, state, NIGHT, "cause"),
        subject=subject,
        event_type="flag",
        state=state,
        night=NIGHT,
        actor="warehouse",
        reason=None,
        payload={"rule_code": "result_exceeds_target"},
        recorded_at=NOW,
    )


def test_every_table_can_be_read_before_anything_has_landed(landing: Landing) -> None:
    for table in SCHEMAS:
        stored = pq.read_table(landing.root / table / "schema.parquet", partitioning=None)
        assert stored.num_rows == 0
        assert stored.schema == stored_schema(table)


def test_the_same_bytes_are_kept_once_and_come_back_unchanged(landing: Landing) -> None:
    first, second = landing.store(b"\x00workbook"), landing.store(b"\x00workbook")
    assert first == second
    assert landing.fetch(first) == b"\x00workbook"
    assert len([path for path in (landing.root / "received").rglob("*") if path.is_file()]) == 1


def test_the_same_chunk_landed_twice_is_one_file_a_table(landing: Landing) -> None:
    chunk = Chunk(deliveries=[delivery("TLD/a.xlsx"), delivery("TLD/b.xlsx")], documents=[], figures=[], awards=[])
    reordered = Chunk(deliveries=list(reversed(chunk.deliveries)), documents=[], figures=[], awards=[])
    assert landing.append_chunk(NIGHT, chunk) == landing.append_chunk(NIGHT, reordered)
    assert len(list((landing.root / "deliveries" / "night=2026-01-05").glob("*.parquet"))) == 1
    assert landing.nights() == [NIGHT]


def test_a_chunk_that_was_cut_short_is_not_seen_until_its_deliveries_stand(
    landing: Landing, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = Landing._put

    def cut_short(self: Landing, table: str, *rest: object) -> None:
        if table == "deliveries":
            raise OSError("disk full")
        put(self, table, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Landing, "_put", cut_short)
    chunk = Chunk(deliveries=[delivery("TLD/a.xlsx")], documents=[], figures=[], awards=[])
    with pytest.raises(OSError, match="disk full"):
        landing.append_chunk(NIGHT, chunk)
    assert landing.nights() == []
    assert not landing.known_deliveries(SourceKind.UNIT_REPORT).contents


def test_what_was_delivered_is_known_by_content_and_by_stamp(landing: Landing) -> None:
    sent = delivery("TLD/a.xlsx")
    landing.append_chunk(NIGHT, Chunk(deliveries=[sent], documents=[], figures=[], awards=[]))
    known = landing.known_deliveries(SourceKind.UNIT_REPORT)
    assert known.contents == {(sent.path, sent.sha256)}
    assert known.stamps == {(sent.path, 5, 1)}
    assert not landing.known_deliveries(SourceKind.NEWS).contents


def test_an_event_is_recorded_once_however_often_it_is_told(landing: Landing) -> None:
    assert len(landing.append_events(NIGHT, [event("flag:1"), event("flag:2")])) == 2
    assert landing.append_events(NIGHT, [event("flag:2"), event("flag:1")]) == []
    assert [one.subject for one in landing.append_events(NIGHT, [event("flag:2"), event("flag:3")])] == ["flag:3"]
    assert len(landing.event_ids(NIGHT)) == 3


def test_no_temporary_file_is_left_behind(landing: Landing) -> None:
    landing.store(b"one")
    landing.append_chunk(NIGHT, Chunk(deliveries=[delivery("TLD/a.xlsx")], documents=[], figures=[], awards=[]))
    assert not list(landing.root.rglob(".tmp-*"))
