"""A flag's transitions are told once, from what is found tonight and what was recorded before."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from warehouse.flag_life import append_transitions
from warehouse.landing import Landing
from warehouse.records import Event
from warehouse.settings import Settings

FIRST = date(2026, 1, 5)
SECOND = date(2026, 1, 6)
THIRD = date(2026, 1, 7)


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    made = Settings(home=tmp_path)
    Landing(made.landing).prepare()
    made.build.mkdir()
    return made


def find(config: Settings, findings: dict[str, str]) -> None:
    """Tonight's findings: flag key -> value hash. Nothing stands where a flag was until ``stand`` says so."""
    with duckdb.connect(str(config.build_database)) as build:
        build.execute("create schema if not exists intermediate")
        build.execute(
            "create or replace table intermediate.int_flags__unioned"
            " (flag_key text, rule_code text, severity text, office_code text, subject_key text, value_hash text)"
        )
        build.execute(
            "create or replace table intermediate.int_figures__superseded (figure_id text, subject_key text, path text,"
            " locator text, is_current boolean, received_at timestamptz, correction text)"
        )
        for key, value_hash in findings.items():
            build.execute(
                "insert into intermediate.int_flags__unioned"
                " values (?, 'result_exceeds_target', 'query', 'TLD', 'figure:' || ?, ?)",
                [key, key, value_hash],
            )


def stand(config: Settings, key: str, received: date, correction: dict[str, str] | None = None) -> None:
    """A figure that stands for the subject of a flag."""
    told = None if correction is None else json.dumps(correction)
    at = datetime(received.year, received.month, received.day, 23, tzinfo=UTC)
    with duckdb.connect(str(config.build_database)) as build:
        build.execute(
            "insert into intermediate.int_figures__superseded"
            " values ('f', 'figure:' || ?, 'bc.xlsx', 'S!E1', true, ?, ?)",
            [key, at, told],
        )


def answer(config: Settings, key: str, state: str, night: date, value_hash: str) -> None:
    """What an office said of a flag, later on the same night."""
    said = Event(
        event_id=Event.identity(f"flag:{key}", state, night, "said"),
        subject=f"flag:{key}",
        event_type="flag",
        state=state,
        night=night,
        actor="LDLD.TQ",
        reason=None,
        payload={"value_hash": value_hash, "subject_key": f"figure:{key}"},
        recorded_at=datetime(night.year, night.month, night.day, 20, tzinfo=UTC),
    )
    Landing(config.landing).append_events(night, [said])


def last(config: Settings) -> tuple[str, str, str | None, dict[str, str]]:
    """State, actor, reason and payload of the last event."""
    with duckdb.connect() as database:
        (row,) = database.execute(
            "select state, actor, reason, payload from read_parquet(?, hive_partitioning = false)"
            " order by recorded_at desc limit 1",
            [Landing(config.landing).glob("events")],
        ).fetchall()
    state, actor, reason, payload = row
    return state, actor, reason, json.loads(payload)


def transitions(config: Settings, night: date) -> Counter[str]:
    noon = datetime(night.year, night.month, night.day, 12, tzinfo=UTC)
    return append_transitions(config, night, noon + timedelta(hours=3)).counts


def test_a_new_finding_opens_a_flag_once_however_often_the_night_is_run(config: Settings) -> None:
    find(config, {"k1": "27/22", "k2": "5/4"})
    assert transitions(config, FIRST) == {"open": 2}
    assert transitions(config, FIRST) == {}
    assert transitions(config, SECOND) == {}


def test_a_finding_whose_values_changed_updates_its_flag(config: Settings) -> None:
    find(config, {"k1": "27/22"})
    transitions(config, FIRST)
    find(config, {"k1": "28/22"})
    assert transitions(config, SECOND) == {"updated": 1}
    assert transitions(config, SECOND) == {}


def test_a_finding_that_is_gone_closes_its_flag_and_its_return_opens_it_again(config: Settings) -> None:
    find(config, {"k1": "27/22"})
    transitions(config, FIRST)
    find(config, {})
    assert transitions(config, SECOND) == {"closed": 1}
    assert transitions(config, SECOND) == {}
    find(config, {"k1": "27/22"})
    assert transitions(config, SECOND + timedelta(days=1)) == {"open": 1}


def test_no_finding_and_no_past_is_no_transition(config: Settings) -> None:
    find(config, {})
    assert transitions(config, FIRST) == {}


def test_running_an_older_night_again_does_not_open_what_a_later_night_opened(config: Settings) -> None:
    find(config, {"k1": "27/22"})
    transitions(config, SECOND)
    assert transitions(config, FIRST) == {}


@pytest.mark.parametrize("state", ["confirmed", "withdrawn"])
def test_an_answer_holds_for_its_numbers_and_lapses_when_they_change(config: Settings, state: str) -> None:
    find(config, {"k1": "27/22"})
    transitions(config, FIRST)
    answer(config, "k1", state, FIRST, "27/22")
    assert transitions(config, SECOND) == {}
    find(config, {"k1": "28/22"})
    assert transitions(config, THIRD) == {"reopened": 1}
    assert transitions(config, THIRD) == {}


def test_an_acknowledged_flag_whose_numbers_change_asks_again(config: Settings) -> None:
    find(config, {"k1": "27/22"})
    transitions(config, FIRST)
    answer(config, "k1", "awaiting_unit", FIRST, "27/22")
    assert transitions(config, SECOND) == {}
    find(config, {"k1": "28/22"})
    assert transitions(config, SECOND) == {"updated": 1}


@pytest.mark.parametrize("state", ["snoozed", "assigned"])
def test_a_snooze_or_an_assignment_leaves_the_life_of_a_flag_alone(config: Settings, state: str) -> None:
    find(config, {"k1": "27/22"})
    transitions(config, FIRST)
    answer(config, "k1", state, FIRST, "of another publication")
    assert transitions(config, SECOND) == {}
    find(config, {})
    assert transitions(config, THIRD) == {"closed": 1}


def test_a_figure_sent_again_without_fault_corrects_its_flag_which_is_closed_on_a_later_night(config: Settings) -> None:
    find(config, {"k1": "27/22"})
    transitions(config, FIRST)
    answer(config, "k1", "awaiting_unit", FIRST, "27/22")
    find(config, {})
    stand(config, "k1", SECOND)
    assert transitions(config, SECOND) == {"corrected": 1}
    state, actor, _, payload = last(config)
    assert (state, actor) == ("corrected", "warehouse")
    assert (payload["reason_code"], payload["document"]) == ("sent_again", "bc.xlsx S!E1")
    assert transitions(config, SECOND) == {}
    assert transitions(config, THIRD) == {"closed": 1}
    assert transitions(config, THIRD) == {}


def test_a_flag_that_went_without_a_new_figure_is_closed_and_not_corrected(config: Settings) -> None:
    find(config, {"k1": "27/22"})
    transitions(config, SECOND)
    find(config, {})
    stand(config, "k1", FIRST)
    assert transitions(config, THIRD) == {"closed": 1}


def test_a_correction_by_the_data_team_tells_who_made_it_and_its_document(config: Settings) -> None:
    find(config, {"k1": "27/22"})
    transitions(config, SECOND)
    find(config, {})
    told = {"who": "Trần Văn Nam", "reason": "đảo số", "document": "CV 15/LĐLĐ"}
    stand(config, "k1", FIRST, told)
    assert transitions(config, THIRD) == {"corrected": 1}
    state, actor, reason, payload = last(config)
    assert (state, actor, reason) == ("corrected", "TLD.DATA: Trần Văn Nam", "đảo số")
    assert (payload["reason_code"], payload["document"]) == ("corrected_by_data_team", "CV 15/LĐLĐ")


def test_a_correction_taken_back_reopens_its_flag_and_made_again_corrects_it_again_the_same_night(
    config: Settings,
) -> None:
    told = {"who": "Trần Văn Nam", "reason": "đảo số", "document": "CV 15/LĐLĐ"}
    find(config, {"k1": "27/22"})
    transitions(config, FIRST)
    for minute, (findings, expected) in enumerate(
        [({}, "corrected"), ({"k1": "27/22"}, "reopened"), ({}, "corrected"), ({"k1": "27/22"}, "reopened")]
    ):
        find(config, findings)
        stand(config, "k1", FIRST, told)
        now = datetime(SECOND.year, SECOND.month, SECOND.day, 12, minute, tzinfo=UTC)
        assert append_transitions(config, SECOND, now).counts == {expected: 1}


def test_an_answered_flag_is_closed_with_its_finding(config: Settings) -> None:
    find(config, {"k1": "27/22"})
    transitions(config, FIRST)
    answer(config, "k1", "confirmed", FIRST, "27/22")
    find(config, {})
    stand(config, "k1", SECOND)
    assert transitions(config, SECOND) == {"closed": 1}
    assert last(config)[3]["reason_code"] == "finding_gone"
