"""When a build may add to the last one, and when everything is made again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from warehouse.dbt import adds_up, inputs_print
from warehouse.settings import PROJECT_ROOT, Settings

BUILT = {"inputs": "a", "as_of_night": "2024-01-10"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    project = tmp_path / "dbt_project"
    for folder in ("models", "macros", "seeds"):
        shutil.copytree(PROJECT_ROOT / "dbt_project" / folder, project / folder)
    shutil.copy(PROJECT_ROOT / "dbt_project" / "dbt_project.yml", project)
    return Settings(home=tmp_path / "home", dbt_project_dir=project)


def test_a_build_adds_to_one_of_the_same_inputs_and_no_later_night() -> None:
    assert adds_up(BUILT, BUILT)
    assert adds_up(BUILT, {"inputs": "a", "as_of_night": "2024-01-11"})


@pytest.mark.parametrize(
    ("built", "seen"),
    [
        (None, BUILT),
        (BUILT, {"inputs": "b", "as_of_night": "2024-01-10"}),
        (BUILT, {"inputs": "a", "as_of_night": "2024-01-09"}),
    ],
    ids=["nothing was built", "the inputs are others", "the night goes back"],
)
def test_everything_is_made_again(built: dict[str, str] | None, seen: dict[str, str]) -> None:
    assert not adds_up(built, seen)


def test_a_changed_model_seed_or_own_catalogue_is_another_input(settings: Settings) -> None:
    prints = [inputs_print(settings)]
    for path in (
        settings.dbt_project_dir / "models" / "marts" / "fct_results.sql",
        settings.dbt_project_dir / "seeds" / "org_units.csv",
        settings.catalogue_extra / "org_units.csv",
        settings.dbt_project_dir / "profiles.yml",
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("anything else\n", encoding="utf-8")
        prints.append(inputs_print(settings))
    assert len(set(prints)) == len(prints)
    assert inputs_print(settings) == prints[-1]


def test_a_model_in_another_folder_is_another_input(settings: Settings) -> None:
    """Where a model stands decides its schema and settings."""
    models = settings.dbt_project_dir / "models"
    for folder in ("intermediate", "marts"):
        (models / folder).mkdir(parents=True, exist_ok=True)
    (models / "marts" / "moved.sql").write_text("select 1\n", encoding="utf-8")
    before = inputs_print(settings)
    (models / "marts" / "moved.sql").rename(models / "intermediate" / "moved.sql")
    assert inputs_print(settings) != before
