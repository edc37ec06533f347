"""One night in which everything happens, added to two: the same tables as of a full refresh."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from compared_builds import differences
from landing_scenes import SECOND_NIGHT
from third_night_scenes import THIRD_NIGHT

from warehouse.database import connect
from warehouse.settings import PROJECT_ROOT

if TYPE_CHECKING:
    from built_warehouse import BuiltWarehouse

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(warehouse: BuiltWarehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("added") / "home"
    shutil.copytree(warehouse.settings.home, home)
    here = Path(__file__).parent
    done = subprocess.run(
        [sys.executable, str(here / "added_night.py"), str(home)],
        env={**os.environ, "PYTHONPATH": f"{PROJECT_ROOT}{os.pathsep}{here}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return home


def rows(home: Path, sql: str) -> list[tuple[Any, ...]]:
    with connect() as database:
        database.execute(f"attach '{home / 'added.duckdb'}' as build (read_only)")
        database.execute("use build")
        return database.execute(sql).fetchall()


def test_a_night_added_gives_the_tables_of_a_full_refresh(home: Path) -> None:
    assert differences(home, "added", "whole") == {}


def test_the_night_that_was_added_read_no_other_night_but_that_of_the_corrected_numbers(home: Path) -> None:
    assert rows(home, "select night from intermediate.int_nights__tracked where changed_build = 2 order by 1") == [
        (SECOND_NIGHT,),
        (THIRD_NIGHT,),
    ]


def test_accounts_of_which_nothing_was_told_are_not_made_again(home: Path) -> None:
    touched = {key for (key,) in rows(home, "select account_key from intermediate.int_judged_accounts__tracked")}
    assert {"LDLD.TQ.CHIEMHOA|members_admitted|2023", "LDLD.BG|members_admitted|2025"} <= touched
    assert "CUM01.TQ|housing_new_supported|2023" not in touched


def test_the_night_that_was_added_did_what_it_was_to_do(home: Path) -> None:
    """A corrected part of a whole told later, a flag closed by a withdrawal, one opened by a late report."""
    told_again = "select reported_value from marts.fct_targets_on_maps where is_told_again and map_from is null"
    assert rows(home, told_again) == [(110,)]
    flags = {rule for (rule,) in rows(home, "select rule_code from marts.fct_figure_flags")}
    assert "cumulative_falls" in flags
    assert "target_changed" not in flags


def test_every_incremental_model_is_waited_for_by_the_count_of_builds() -> None:
    models = PROJECT_ROOT / "dbt_project" / "models"
    incremental = {
        path.stem
        for path in models.rglob("*.sql")
        if "incremental_strategy='touched'" in path.read_text(encoding="utf-8")
    }
    waited_for = (models / "intermediate" / "int_builds__completed.sql").read_text(encoding="utf-8")
    assert {name for name in incremental if f"ref('{name}')" not in waited_for} == set()
