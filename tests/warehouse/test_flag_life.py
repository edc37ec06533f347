"""A flag's transitions are told once, from what is found tonight and what was recorded before."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from warehouse.flag_life import append_transitions
from warehouse.landing import Landing
from warehouse.settings import Settings

FIRST = date(2026, 1, 5)
SECOND = date(2026, 1, 6)


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    made = Settings(home=tmp_path)
    Landing(made.landing).prepare()
    made.build.mkdir()
    return made


def find(config: Settings, findings: dict[str, str]) -> None:
    """Tonight's findings: flag key -> value hash."""
    with duckdb.connect(str(config.build_database)) as build:
        build.execute("create schema if not exists intermediate")
        build.execute(
            "create or replace table intermediate.int_flags__unioned"
            " (flag_key text, rule_code text, severity text, office_code text, value_hash text)"
        )
        for key, value_hash in findings.items():
            build.execute(
                "insert into intermediate.int_flags__unioned values (?, 'result_exceeds_target', 'query', 'TLD', ?)",
                [key, value_hash],
            )


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
