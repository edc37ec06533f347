"""A night added to what was built gives what building everything gives: over random nights, whatever their order."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from compared_builds import differences
from history_scenes import FIRST

from warehouse.database import connect
from warehouse.settings import PROJECT_ROOT

pytestmark = pytest.mark.slow

NIGHTS = 5


@pytest.fixture(scope="module", params=[9, 4, 13], ids=["seed 9", "seed 4, names learnt late", "seed 13"])
def replayed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("replayed")
    here = Path(__file__).parent
    done = subprocess.run(
        [sys.executable, str(here / "replayed_nights.py"), str(home), str(request.param), str(NIGHTS)],
        env={**os.environ, "PYTHONPATH": f"{PROJECT_ROOT}{os.pathsep}{here}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return home


@pytest.mark.parametrize("number", range(NIGHTS))
def test_a_night_added_gives_what_building_everything_gives(replayed: Path, number: int) -> None:
    assert differences(replayed, f"incremental-{number}", f"whole-{number}") == {}


def test_a_build_with_nothing_new_changes_nothing(replayed: Path) -> None:
    assert differences(replayed, f"incremental-{NIGHTS - 1}", "again") == {}


def test_the_order_in_which_deliveries_were_landed_decides_nothing(replayed: Path) -> None:
    assert differences(replayed, f"whole-{NIGHTS - 1}", "other-order") == {}


@pytest.mark.parametrize("number", range(NIGHTS))
def test_what_was_believed_on_a_night_is_what_was_built_then(replayed: Path, number: int) -> None:
    night = FIRST + timedelta(days=number)
    with connect() as database:
        database.execute(f"attach '{replayed / f'incremental-{NIGHTS - 1}'}.duckdb' as last (read_only)")
        database.execute(f"attach '{replayed / f'incremental-{number}'}.duckdb' as past (read_only)")
        (learnt,) = database.execute("select count(code) from last.intermediate.int_names__tracked").fetchone() or (0,)
        if learnt:
            pytest.skip("names learnt since then: what was believed is told with today's names")
        believed = database.execute(
            "select figure_id, value, reference, printed_pct from last.marts.fct_figures_history"
            " where standing_kind = 'current' and recorded_from <= $night and coalesce(recorded_to > $night, true)"
            " order by all",
            {"night": night},
        ).fetchall()
        facts = database.execute(
            "select figure_id, value, reference, percent from past.intermediate.int_figures__superseded"
            " where is_current order by all"
        ).fetchall()
    assert believed == facts
