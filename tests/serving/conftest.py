from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from browser import Page, browser
from build_of_marts import Build
from postgres_server import Address, Database, new_database, shared_server

from warehouse.settings import Settings


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """One browser for all pages that are looked at."""
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture
def make_build(tmp_path: Path) -> Callable[[], Build]:
    return lambda: Build(Settings(home=tmp_path))


@pytest.fixture
def build(make_build: Callable[[], Build]) -> Build:
    """A build with one unit, one indicator, one flag: 27/22."""
    made = make_build()
    made.add_unit("LDLD.X.1", "LĐLĐ huyện Suối Mơ")
    made.add_indicator("poor_households_helped", "Hộ nghèo được giúp đỡ")
    made.add_period("2026", "Năm 2026", date(2026, 12, 31))
    made.add_document("LDLD.X/bao-cao.xlsx")
    made.add_document("LDLD.X/hong.xlsx", status="quarantined", reason="Tệp có mật khẩu.")
    made.add_attainment(
        ("LDLD.X.1", "LĐLĐ huyện Suối Mơ"),
        ("poor_households_helped", "Hộ nghèo được giúp đỡ"),
        "2026",
        value="27",
        reference="22",
        percent="122.7",
        status="unconfirmed",
        rules="result_exceeds_target",
    )
    made.add_flag("flag-27-22", "query", "27/22 vượt chỉ tiêu (122,7%).")
    return made


@pytest.fixture(scope="session")
def meeting_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of the run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def postgres_server(meeting_place: Path) -> Iterator[Address]:
    with shared_server(meeting_place) as address:
        yield address


@pytest.fixture
def postgres(postgres_server: Address, meeting_place: Path) -> Iterator[Database]:
    """An empty database, ready for publications, with a log-in each office."""
    with new_database(postgres_server, meeting_place) as database:
        yield database
