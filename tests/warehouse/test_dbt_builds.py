"""When a build may add to the last one, and when everything is made again."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from warehouse.corrections import FILE
from warehouse.dbt import adds_up, inputs_print, reorganised, run
from warehouse.settings import PROJECT_ROOT, Settings

BUILT = {"inputs": "a", "as_of_night": "2024-01-10", "reorganised": "2020-01-01"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    project = tmp_path / "dbt_project"
    for folder in ("models", "macros", "seeds"):
        shutil.copytree(PROJECT_ROOT / "dbt_project" / folder, project / folder)
    shutil.copy(PROJECT_ROOT / "dbt_project" / "dbt_project.yml", project)
    return Settings(home=tmp_path / "home", dbt_project_dir=project)


def test_a_build_adds_to_one_of_the_same_inputs_and_no_later_night() -> None:
    assert adds_up(BUILT, BUILT)
    assert adds_up(BUILT, {**BUILT, "as_of_night": "2024-01-11"})


@pytest.mark.parametrize(
    ("built", "seen"),
    [
        (None, BUILT),
        (BUILT, {**BUILT, "inputs": "b"}),
        (BUILT, {**BUILT, "as_of_night": "2024-01-09"}),
        (BUILT, {**BUILT, "reorganised": "2024-01-01"}),
        ({"inputs": "a", "as_of_night": "2024-01-10"}, BUILT),
    ],
    ids=[
        "nothing was built",
        "the inputs are others",
        "the night goes back",
        "a unit changed since",
        "an older version built it",
    ],
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


@pytest.mark.parametrize("file", [FILE, "office_contacts.csv"])
def test_a_correction_of_the_data_team_or_another_contact_does_not_make_everything_again(
    settings: Settings, file: str
) -> None:
    before = inputs_print(settings)
    settings.catalogue_extra.mkdir(parents=True)
    (settings.catalogue_extra / file).write_text("anything\n", encoding="utf-8")
    assert inputs_print(settings) == before


def test_a_model_in_another_folder_is_another_input(settings: Settings) -> None:
    """Where a model stands decides its schema and settings."""
    models = settings.dbt_project_dir / "models"
    for folder in ("intermediate", "marts"):
        (models / folder).mkdir(parents=True, exist_ok=True)
    (models / "marts" / "moved.sql").write_text("select 1\n", encoding="utf-8")
    before = inputs_print(settings)
    (models / "marts" / "moved.sql").rename(models / "intermediate" / "moved.sql")
    assert inputs_print(settings) != before


def test_a_change_of_organisation_dated_ahead_makes_everything_again_on_its_night_and_not_before(
    settings: Settings,
) -> None:
    today = date(2026, 1, 15)
    (settings.landing / "deliveries" / f"night={today}").mkdir(parents=True)
    settings.catalogue_extra.mkdir(parents=True)
    header = (settings.seeds / "org_events.csv").read_text(encoding="utf-8").splitlines()[0]
    line = {"event_id": "x", "event_kind": "renamed", "effective_date": "2026-01-17", "from_unit_code": "LDLD.TQ"}
    (settings.catalogue_extra / "org_events.csv").write_text(
        f"{header}\n{','.join(line.get(column, '') for column in header.split(','))}\n", encoding="utf-8"
    )
    before = reorganised(settings)
    assert before < today
    (settings.landing / "figure_flags" / "night=2026-01-16").mkdir(parents=True)
    assert reorganised(settings) == before
    (settings.landing / "figure_flags" / "night=2026-01-17").mkdir()
    assert reorganised(settings) == date(2026, 1, 17)
    assert reorganised(settings, today) == before


@pytest.mark.slow
def test_a_home_that_never_built_begins_with_what_another_parsed_and_another_night_parses_nothing_again(
    tmp_path: Path,
) -> None:
    project = tmp_path / "dbt_project"
    (project / "models").mkdir(parents=True)
    shutil.copy(PROJECT_ROOT / "dbt_project" / "profiles.yml", project)
    (project / "dbt_project.yml").write_text("{name: thi_dua, version: '1.0.0', profile: thi_dua}", encoding="utf-8")
    (project / "models" / "lone.sql").write_text("select 1 as one", encoding="utf-8")
    told = []
    for name, night in (("first", None), ("second", date(2024, 1, 10))):
        home = Settings(home=tmp_path / name, dbt_project_dir=project)
        done = run(home, "run", as_of_night=night)
        assert done.returncode == 0, done.stdout
        assert home.build_database.is_file()
        told.append(done.stdout)
    assert "Unable to do partial parsing" in told[0]
    assert "Unable to do partial parsing" not in told[1]
