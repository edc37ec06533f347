"""What broke is told to the data team once when it begins and once when it is over."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import astuple
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from landed_night import landed
from mail_server import MailServer

from alerts.incidents import Incident, Words, open_incidents, report
from alerts.ledger import Delivery, Kind, Message, State
from alerts.runs import dag_failed, dag_late, dag_succeeded, task_failed
from alerts.watch import Observed, Volume, allowed_days, expected_night, incidents_in, observe
from warehouse.figure import SourceKind
from warehouse.landing import Landing
from warehouse.records import DocumentStatus, Fetch, FetchOutcome
from warehouse.settings import PROJECT_ROOT, Settings

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
NIGHT = date(2026, 11, 22)


@pytest.fixture
def operated(mailing: Settings) -> Settings:
    return mailing.model_copy(update={"operators_to": "truc@example.invalid", "runbook_url": "https://so-tay.example/"})


def subjects(server: MailServer) -> list[str]:
    return [str(message["Subject"]).removeprefix("[Thi đua][Vận hành] ") for _, message in server.accepted]


def test_a_failed_task_is_one_mail_however_often_it_fails_and_one_when_its_dag_goes_through(
    operated: Settings, mail_server: MailServer
) -> None:
    for minute in range(3):
        task_failed(operated, NOW + timedelta(minutes=minute), "ingest_news", "load_chunk", "disk full", "http://log/1")
        assert dag_failed(operated, NOW + timedelta(minutes=minute), "ingest_news", "task_failure") is None
    [(recipient, message)] = mail_server.accepted
    assert recipient == "truc@example.invalid"
    for part in ("plain", "html"):
        body = message.get_body((part,))
        assert body is not None
        for words in ("disk full", "http://log/1", "https://so-tay.example/#when-something-is-red", "Clear"):
            assert words in body.get_content()
    dag_succeeded(operated, NOW + timedelta(hours=1), "build_warehouse")
    dag_succeeded(operated, NOW + timedelta(hours=1), "ingest_news")
    dag_succeeded(operated, NOW + timedelta(hours=2), "ingest_news")
    assert subjects(mail_server) == [
        "Tác vụ load_chunk của ingest_news bị lỗi",
        "Đã hết: Tác vụ load_chunk của ingest_news bị lỗi",
    ]
    task_failed(operated, NOW + timedelta(days=1), "ingest_news", "load_chunk", "disk full", None)
    assert len(mail_server.accepted) == 3
    assert len(set(mail_server.message_ids)) == 3


def test_a_run_that_fails_without_a_failed_task_or_takes_too_long_is_told(
    operated: Settings, mail_server: MailServer
) -> None:
    dag_failed(operated, NOW, "build_warehouse", "timed_out")
    dag_late(operated, NOW, "build_warehouse")
    assert set(open_incidents(operated)) == {"dag:build_warehouse", "late:build_warehouse"}
    dag_succeeded(operated, NOW + timedelta(hours=1), "build_warehouse")
    assert open_incidents(operated) == {}
    assert subjects(mail_server)[-1] == "2 sự cố đã hết"


def incident(key: str = "disk") -> Incident:
    vi, en = Words("Ổ đĩa sắp đầy", "Còn 1%.", "Dọn ổ đĩa."), Words("The disk fills up", "1% is left.", "Clear it.")
    return Incident(key=key, vi=vi, en=en, anchor="x")


def test_what_cannot_be_recorded_is_sent_all_the_same_under_one_message_id(
    operated: Settings, mail_server: MailServer
) -> None:
    operated.outbox.parent.mkdir(exist_ok=True, parents=True)
    operated.outbox.write_text("no folder can be made here", encoding="utf-8")
    for hour in range(2):
        with pytest.raises(OSError, match="outbox"):
            report(operated, NOW + timedelta(hours=hour), begun=[incident()])
    assert subjects(mail_server) == ["Ổ đĩa sắp đầy"] * 2
    assert len(set(mail_server.message_ids)) == 1


def test_without_named_operators_the_data_teams_office_is_told_and_a_broken_catalogue_stops_nothing(
    settings: Settings,
) -> None:
    report(settings, NOW, begun=[incident()])
    settings.catalogue_extra.mkdir(parents=True)
    (settings.catalogue_extra / "offices.csv").write_text("office_code\nX\n", encoding="utf-8")
    report(settings, NOW, begun=[incident("other")])
    written = [email.message_from_bytes(path.read_bytes()) for path in sorted(settings.outbox.rglob("*.eml"))]
    assert [Path(str(path)).name for path in sorted(settings.outbox.rglob("*.eml"))] == [
        "TLD.DATA.2.eml",
        "TLD.DATA.eml",
    ]
    assert "du-lieu@tld.example.invalid" in str(written[1]["To"])


def test_those_who_read_english_are_told_in_english_when_it_begins_and_when_it_ends(
    operated: Settings, mail_server: MailServer
) -> None:
    english = operated.model_copy(update={"language": "en"})
    report(english, NOW, begun=[incident()])
    report(english, NOW + timedelta(hours=1), over=["disk"])
    told = [message for _, message in mail_server.accepted]
    assert [str(message["Subject"]) for message in told] == [
        "[Emulation][Operations] The disk fills up",
        "[Emulation][Operations] Over: The disk fills up",
    ]
    for message in told:
        for kind in ("plain", "html"):
            part = message.get_body((kind,))
            assert part is not None
            assert not set("đưạếốựổ") & set(str(part.get_content()))


def seen(**changes: object) -> Observed:
    """Everything as it should be, but for the changes."""
    usual = {
        "expected": NIGHT,
        "published": NIGHT,
        "unfinished": (),
        "nights": {},
        "declared": {},
        "volumes": {},
        "free_pct": Decimal(50),
        "messages": (),
        "addresses": {"LDLD.TQ": frozenset({"a@b.invalid"})},
        "open_keys": frozenset(),
    }
    return Observed(**{**usual, **changes})  # type: ignore[arg-type]


def keys(tmp_path: Path, **changes: object) -> list[str]:
    return [one.key for one in incidents_in(seen(**changes), Settings(home=tmp_path))]


def every(days: int, count: int, until: date) -> tuple[date, ...]:
    return tuple(sorted(until - timedelta(days=days * number) for number in range(count)))


def a_message(state: State, *, address: str = "a@b.invalid", attempts: int = 0, kind: Kind = Kind.DIGEST) -> Message:
    return Message(
        message_id=f"<20261122.{state}@x>",
        office_code="LDLD.TQ",
        night=NIGHT,
        sequence=1,
        address=address,
        file="x.eml",
        kind=kind,
        delivery=Delivery(state=state, attempts=attempts, changed_at=NOW, step=1, reply="550 no"),
    )


def nightly(*documents: int, set_aside: int = 0, figures: int = 1000) -> dict[SourceKind, dict[date, Volume]]:
    nights = every(1, len(documents), NIGHT)
    told = {night: Volume(count, 0, 10 * count) for night, count in zip(nights, documents, strict=True)}
    return {SourceKind.UNIT_REPORT: {**told, NIGHT: Volume(documents[-1], set_aside, figures)}}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"published": NIGHT - timedelta(days=1)}, ["deadline"]),
        ({"published": None}, []),
        ({"unfinished": (SourceKind.NEWS,)}, ["held"]),
        ({"free_pct": Decimal("9.9")}, ["disk"]),
        ({"free_pct": Decimal(11)}, []),
        ({"free_pct": Decimal(11), "open_keys": frozenset({"disk"})}, ["disk"]),
        ({"nights": {"tin": every(1, 10, NIGHT - timedelta(days=3))}, "declared": {"tin": 30}}, []),
        ({"nights": {"tin": every(1, 10, NIGHT - timedelta(days=4))}, "declared": {"tin": 30}}, ["source:tin"]),
        ({"nights": {"tin": every(7, 10, NIGHT - timedelta(days=14))}, "declared": {"tin": 3}}, []),
        ({"nights": {"tin": every(7, 10, NIGHT - timedelta(days=15))}, "declared": {"tin": 3}}, ["source:tin"]),
        ({"nights": {"tin": every(1, 2, NIGHT - timedelta(days=15))}, "declared": {"tin": 14}}, ["source:tin"]),
        ({"nights": {"unit_report": every(1, 2, NIGHT - timedelta(days=99))}}, []),
        ({"nights": {"unit_report": every(1, 9, NIGHT - timedelta(days=9))}}, ["source:unit_report"]),
        ({"volumes": nightly(*[100] * 8)}, []),
        ({"volumes": nightly(*[100] * 8, 301, figures=3010)}, ["volume:unit_report"]),
        ({"volumes": nightly(*[100] * 8, 24, figures=240)}, ["volume:unit_report"]),
        ({"volumes": nightly(*[100] * 8, 25, figures=250)}, []),
        ({"volumes": nightly(*[100] * 5, 900, figures=9000)}, []),
        ({"volumes": nightly(*[2] * 9, 15, figures=150)}, []),
        ({"volumes": nightly(*[100] * 9, set_aside=30)}, ["volume:unit_report"]),
        ({"volumes": nightly(*[100] * 9, set_aside=29)}, []),
        ({"volumes": nightly(*[100] * 9, figures=249)}, ["volume:unit_report"]),
        ({"volumes": nightly(*[100] * 8, 900), "unfinished": (SourceKind.UNIT_REPORT,)}, ["held"]),
        ({"messages": (a_message(State.REFUSED),)}, ["message:LDLD.TQ|email:a@b.invalid"]),
        ({"messages": (a_message(State.PARKED), a_message(State.SENT))}, []),
        ({"messages": (a_message(State.PARKED, address="cu@b.invalid"),)}, []),
        ({"messages": (a_message(State.PARKED, kind=Kind.INCIDENT),)}, []),
        ({"messages": (a_message(State.DEFERRED, attempts=2),)}, []),
        ({"messages": (a_message(State.DEFERRED, attempts=3),)}, ["mail_server"]),
    ],
)
def test_what_is_wrong_is_named_and_the_nearest_thing_that_is_not_is_let_be(
    tmp_path: Path, changes: dict[str, object], expected: list[str]
) -> None:
    assert keys(tmp_path, **changes) == expected
    for one in incidents_in(seen(**changes), Settings(home=tmp_path)):
        assert not set("đưạếốựổ") & set("".join(astuple(one.en)))


def fetched(source: str, outcome: FetchOutcome) -> Fetch:
    return Fetch(
        fetch_id=f"{source}{outcome}",
        source_name=source,
        page_kind="article",
        url="https://congdoan.example/1",
        final_url=None,
        outcome=outcome,
        status_code=200,
        etag=None,
        last_modified=None,
        content_type=None,
        sha256=None,
        size_bytes=None,
        reason_code=None,
        reason_vi=None,
        reason_en=None,
        fetched_at=NOW,
    )


def test_what_is_looked_at_is_what_was_landed_fetched_and_published(settings: Settings) -> None:
    earlier = NIGHT - timedelta(days=1)
    landing = Landing(settings.landing)
    landed(settings, earlier, DocumentStatus.LOADED)
    landed(settings, NIGHT, DocumentStatus.LOADED, DocumentStatus.QUARANTINED)
    landed(settings, NIGHT - timedelta(days=2), DocumentStatus.LOADED)
    next((landing.root / "deliveries" / f"night={NIGHT - timedelta(days=2)}").iterdir()).unlink()
    landing.put_fetches(earlier, "a", [fetched("tin", FetchOutcome.NEW), fetched("off", FetchOutcome.NEW)])
    landing.put_fetches(NIGHT, "b", [fetched("tin", FetchOutcome.UNCHANGED)])
    settings.published.mkdir()
    (settings.published / "manifest.json").write_text(f'{{"night": "{earlier}"}}', encoding="utf-8")
    found = observe(settings, NOW, {"tin": 14})
    assert (found.expected, found.published) == (NIGHT, earlier)
    assert found.nights == {"unit_report": (earlier, NIGHT), "tin": (earlier,)}
    assert found.volumes[SourceKind.UNIT_REPORT] == {earlier: Volume(1, 0, 10), NIGHT: Volume(2, 1, 20)}
    assert found.volumes[SourceKind.NEWS] == {}
    assert 0 <= found.free_pct <= 100


def test_one_long_outage_of_the_past_does_not_excuse_the_next() -> None:
    nights = (*every(1, 6, date(2026, 9, 1)), *every(1, 6, date(2026, 11, 1)))
    assert allowed_days(nights, None) == 3


@pytest.mark.parametrize(
    ("local", "night"), [("2026-11-23T05:59", 21), ("2026-11-23T06:00", 22), ("2026-11-23T23:00", 22)]
)
def test_a_night_is_expected_from_its_hour_on(settings: Settings, local: str, night: int) -> None:
    at = datetime.fromisoformat(local).replace(tzinfo=settings.zone)
    assert expected_night(settings, at) == date(2026, 11, night)


def test_every_incident_names_a_heading_of_the_runbook() -> None:
    runbook = (PROJECT_ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
    headings = {line.lstrip("# ").lower().replace(" ", "-") for line in runbook.splitlines() if line.startswith("##")}
    sources = [(PROJECT_ROOT / "alerts" / name).read_text(encoding="utf-8") for name in ("runs.py", "watch.py")]
    named = {anchor for source in sources for anchor in re.findall(r'"([a-z]+(?:-[a-z]+){2,})"', source)}
    assert len(named) == 8
    assert named <= headings
