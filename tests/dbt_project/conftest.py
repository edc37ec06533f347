"""One warehouse, built by the real dbt from an invented landing zone, for every test of this folder."""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from answer_scenes import land_answers
from built_warehouse import BuiltWarehouse
from correction_scenes import land_corrections
from delivery_scenes import land_deliveries
from landing_scenes import FIRST_NIGHT, SECOND_NIGHT, event, land_first_night, land_second_night
from plan_scenes import land_plans
from reporting_scenes import land_reporting

from expectations.resolve import resolve_again
from warehouse.catalogue import Catalogue
from warehouse.corrections import write_corrections
from warehouse.dbt import AFTER_EVENTS, BEFORE_EVENTS, run
from warehouse.flag_life import append_transitions
from warehouse.landing import Landing
from warehouse.settings import Settings

UNIT_TESTS = "unit_tests.txt"
"""In the build folder of the two nights: what dbt says of all unit tests, and of what holds between marts."""

MadeOnce = Callable[[str, Callable[[Settings], None]], BuiltWarehouse]


def build_everything(settings: Settings, as_of_night: date | None = None) -> BuiltWarehouse:
    done = run(settings, "build", "--exclude", "resource_type:unit_test", as_of_night=as_of_night)
    assert done.returncode == 0, done.stdout[-4000:]
    return BuiltWarehouse(settings)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> MadeOnce:
    """A warehouse made by whichever worker asks for it first; the others wait, and all only read it."""
    root = tmp_path_factory.getbasetemp()
    # A worker's folder lies in that of the run.
    root = root.parent if hasattr(request.config, "workerinput") else root

    def made(name: str, make: Callable[[Settings], None]) -> BuiltWarehouse:
        settings = Settings(home=root / name)
        with (root / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (done := root / f"{name}.done").exists():
                make(settings)
                done.touch()
        return BuiltWarehouse(settings)

    return made


@pytest.fixture(scope="session")
def warehouse(made_once: MadeOnce) -> BuiltWarehouse:
    """Two nights, built the way the nightly load builds them: up to the flags, then the marts."""
    return made_once("two_nights", build_two_nights)


def build_two_nights(settings: Settings) -> None:
    landing = Landing(settings.landing)
    land_first_night(landing)
    land_second_night(landing)
    resolve_again(landing, Catalogue.load(settings.seeds), settings.build)
    write_corrections(settings)
    build_without_tests(settings, BEFORE_EVENTS)
    built = BuiltWarehouse(settings)
    append_transitions(settings, SECOND_NIGHT, datetime(2024, 1, 11, 22, tzinfo=UTC))
    confirm_housing(landing, built)
    build_without_tests(settings, AFTER_EVENTS)
    # here, where dbt has read the project already and nobody else has the file open
    asked = ("test_type:unit", "test_type:singular")
    (settings.build / UNIT_TESTS).write_text(run(settings, "test", "--select", *asked).stdout)


def build_without_tests(settings: Settings, selector: str) -> None:
    """Columns that are unique or refer to another table are asked of the whole night, which has more rows."""
    done = run(settings, "build", "--selector", selector, "--exclude-resource-type", "test")
    assert done.returncode == 0, done.stdout[-4000:]


def confirm_housing(landing: Landing, built: BuiltWarehouse) -> None:
    """The office answers for 27/22, for exactly these numbers."""
    flag_key, value_hash = built.one(
        "select flag_key, value_hash from intermediate.int_flags__unioned"
        " where indicator_code = 'housing_new_supported'"
    )
    answer = event(f"flag:{flag_key}", "confirmed", SECOND_NIGHT, 23, value_hash=value_hash)
    landing.append_events(SECOND_NIGHT, [answer])


@pytest.fixture(scope="session")
def as_of_first_night(tmp_path_factory: pytest.TempPathFactory) -> BuiltWarehouse:
    """Both nights are landed, and the build is told to see the first alone."""
    settings = Settings(home=tmp_path_factory.mktemp("backfill"))
    landing = Landing(settings.landing)
    land_first_night(landing)
    land_second_night(landing)
    return build_everything(settings, as_of_night=FIRST_NIGHT)


@pytest.fixture(scope="session")
def first_night_alone(tmp_path_factory: pytest.TempPathFactory) -> BuiltWarehouse:
    settings = Settings(home=tmp_path_factory.mktemp("one_night"))
    land_first_night(Landing(settings.landing))
    return build_everything(settings)


@pytest.fixture(scope="session")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> BuiltWarehouse:
    """Nothing has ever been received; a federation has put its own units beside the seeds."""
    settings = Settings(home=tmp_path_factory.mktemp("empty"))
    Landing(settings.landing).prepare()
    own = settings.catalogue_extra
    own.mkdir(parents=True)
    (own / "org_units.csv").write_text(
        "code,name,short_name,aliases,context_aliases,level,kind,parent,province,valid_from,valid_to,source\n"
        "LDLD.XX,Liên đoàn Lao động tỉnh Xuân Xa,LĐLĐ tỉnh Xuân Xa,,,province,union,TLD,Xuân Xa,,,invented\n"
        "LDLD.TQ.HAMYEN,Liên đoàn Lao động huyện Hàm Yên (mới),,,,district,union,LDLD.XX,Xuân Xa,,,invented\n",
        encoding="utf-8",
    )
    (own / "offices.csv").write_text(
        "office_code,org_unit_code,name_vi,language,email,channel,is_active,note\n"
        "LDLD.XX,LDLD.XX,LĐLĐ tỉnh Xuân Xa,vi,xx@example.invalid,email,true,\n",
        encoding="utf-8",
    )
    return build_everything(settings)


@pytest.fixture(scope="session")
def sent(made_once: MadeOnce) -> BuiltWarehouse:
    """Six nights of reports sent again, withdrawn, or late for a closed period, and only what is said of them."""
    return made_once("deliveries", build_deliveries)


def build_deliveries(settings: Settings) -> None:
    land_deliveries(Landing(settings.landing))
    land_answers(Landing(settings.landing))
    land_reporting(Landing(settings.landing), settings.catalogue_extra)
    land_plans(Landing(settings.landing))
    land_corrections(Landing(settings.landing), settings.catalogue_extra)
    write_corrections(settings)
    wanted = (
        *("+fct_receipts", "+fct_delivery_differences", "+int_flags__same_key_different_value"),
        *("+fct_waiting_figures", "+fct_period_events", "+fct_results", "+fct_reporting_rates", "+fct_target_versions"),
        "+fct_figure_corrections",
    )
    done = run(settings, "build", "--exclude", "resource_type:unit_test", "resource_type:test", "--select", *wanted)
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.fixture(scope="session")
def unit_tests(warehouse: BuiltWarehouse) -> str:
    """What dbt says of all unit tests and of what holds between marts, over the two nights."""
    return (warehouse.settings.build / UNIT_TESTS).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def project() -> Path:
    return Settings().dbt_project_dir
